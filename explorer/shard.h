// What all kinds of shards share: how many there are, and how an insertion phase ends in one.
#pragma once

#include <cstddef>
#include <cstdint>

namespace scrutineer {

inline constexpr int shard_bits = 6;
inline constexpr std::size_t shard_count = std::size_t{1} << shard_bits;

enum class ShardEnd : std::uint8_t { all_inserted, state_limit, memory_limit };

}  // namespace scrutineer
