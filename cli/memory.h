// What this process uses, and what it may use.
#pragma once

#include <cstdint>
#include <optional>

namespace scrutineer::cli {

/// The greatest resident size of this process so far, in bytes; 0 if the system does not tell.
[[nodiscard]] std::uint64_t peak_memory_bytes();

/// Nine tenths of the memory that this process may use (the machine's or the control group's), and
/// under a limit on its address space less than what that leaves beside `threads` threads; empty
/// if unknown. A search that would go beyond it ends as incomplete, where it would otherwise be
/// killed without a word. Under a limit on the address space it also keeps the C library from
/// reserving 64 MiB of it for each thread. Call it before threads are started.
[[nodiscard]] std::optional<std::uint64_t> default_memory_limit(unsigned threads);

}  // namespace scrutineer::cli
