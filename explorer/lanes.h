// Which of the keys in a line of a table equal a given one: a mask of lanes.
//
// Two forms with the same answers, and a test that compares them. `PortableLanes` is plain C++.
// `VectorLanes` compares eight keys at once where the compiler may use AVX-512, or four at a time
// with AVX2; the build decides (SCRUTINEER_NATIVE tunes for the machine that builds).
#pragma once

#include <cstddef>
#include <cstdint>

#if defined(__AVX512F__) || defined(__AVX2__)
#define SCRUTINEER_HAS_VECTOR_LANES 1
#include <immintrin.h>
#endif

namespace scrutineer {

struct PortableLanes {
  /// Bit k is set if keys[k] == key, for k < count (4 to 8). May read 8 keys from `keys` if
  /// count > 4, else 4.
  template <std::size_t Count>
  [[nodiscard]] static unsigned equal(const std::uint64_t* keys, std::uint64_t key) {
    unsigned mask = 0;
    for (std::size_t k = 0; k < Count; ++k) mask |= static_cast<unsigned>(keys[k] == key) << k;
    return mask;
  }
};

#ifdef SCRUTINEER_HAS_VECTOR_LANES
struct VectorLanes {
  /// As PortableLanes::equal. REQUIRES: `keys` aligned to 32 bytes, to 64 if count > 4.
  template <std::size_t Count>
  [[nodiscard]] static unsigned equal(const std::uint64_t* keys, std::uint64_t key) {
    constexpr unsigned lanes = (1U << Count) - 1;
    if constexpr (Count <= 4) {
      return four(keys, key) & lanes;
    } else {
#ifdef __AVX512F__
      const __m512i line = _mm512_load_si512(keys);
      return _mm512_cmpeq_epi64_mask(line, _mm512_set1_epi64(static_cast<long long>(key))) & lanes;
#else
      return (four(keys, key) | four(keys + 4, key) << 4U) & lanes;
#endif
    }
  }

 private:
  static unsigned four(const std::uint64_t* keys, std::uint64_t key) {
    const __m256i half = _mm256_load_si256(reinterpret_cast<const __m256i*>(keys));
    const __m256i same = _mm256_cmpeq_epi64(half, _mm256_set1_epi64x(static_cast<long long>(key)));
    return static_cast<unsigned>(_mm256_movemask_pd(_mm256_castsi256_pd(same)));
  }
};
using BestLanes = VectorLanes;
#else
using BestLanes = PortableLanes;
#endif

}  // namespace scrutineer
