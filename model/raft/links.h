// Which links may fail together: set partitions of the servers, or single directed links.
#pragma once

#include <cstdint>
#include <vector>

#include "model/raft/state.h"

namespace scrutineer::raft {

/// `Split(p)` of Election.tla for every set partition p of the servers, in the order of the
/// functions "server -> least member of its block". The first is the whole (no link fails).
[[nodiscard]] std::vector<LinkSet> partition_splits(int servers);

/// All directed links, by `from`, then by `to`.
[[nodiscard]] std::vector<std::pair<ServerId, ServerId>> all_links(int servers);

/// The failed links as a number, as dense as the kind of cut allows: the index of the partition,
/// or a bit a link.
class CutCode {
 public:
  explicit CutCode(const Settings& settings);

  /// 0 if no link can ever fail.
  [[nodiscard]] std::uint64_t greatest() const { return greatest_; }

  /// Throws std::out_of_range for a set of links that this configuration cannot cut.
  [[nodiscard]] std::uint64_t encode(const LinkSet& cut) const;
  [[nodiscard]] LinkSet decode(std::uint64_t code) const;

 private:
  CutKind kind_;
  std::uint64_t greatest_ = 0;
  std::vector<LinkSet> splits_;                       // groups
  std::vector<std::pair<ServerId, ServerId>> links_;  // links
};

}  // namespace scrutineer::raft
