#include "model/raft/links.h"

#include <set>

#include <doctest/doctest.h>

namespace scrutineer::raft {
namespace {

TEST_CASE("links: the set partitions of n servers are counted by the Bell numbers") {
  const std::vector<std::size_t> bell = {1, 2, 5, 15, 52, 203, 877};
  for (int n = 1; n <= servers_max; ++n) {
    const auto splits = partition_splits(n);
    CHECK(splits.size() == bell[static_cast<std::size_t>(n - 1)]);
    CHECK(std::set<LinkSet>(splits.begin(), splits.end()).size() == splits.size());
    CHECK(splits.front().is_empty());
  }
}

TEST_CASE("links: a partition fails links in both directions and connection is transitive") {
  for (const LinkSet& split : partition_splits(4)) {
    for (ServerId i = 1; i <= 4; ++i) {
      for (ServerId j = 1; j <= 4; ++j) {
        CHECK(split.contains(i, j) == split.contains(j, i));
        for (ServerId k = 1; k <= 4; ++k) {
          const bool are_joined = !split.contains(i, j) && !split.contains(j, k);
          if (are_joined) CHECK_FALSE(split.contains(i, k));
        }
      }
    }
  }
}

TEST_CASE("links: codes of cuts are dense and reversible") {
  for (const CutKind kind : {CutKind::groups, CutKind::links}) {
    Settings settings;
    settings.servers = 3;
    settings.max_cuts = 1;
    settings.cut = kind;
    const CutCode code(settings);
    CHECK(code.greatest() == (kind == CutKind::groups ? 4 : 63));
    for (std::uint64_t c = 0; c <= code.greatest(); ++c) CHECK(code.encode(code.decode(c)) == c);
  }
}

TEST_CASE("links: a cut that cannot be is refused, not coded") {
  Settings settings;
  LinkSet one_way;
  one_way.insert(1, 2);
  CHECK_THROWS_AS((void)CutCode(settings).encode(one_way), std::out_of_range);
  settings.max_cuts = 1;  // groups: no partition fails one direction only
  CHECK_THROWS_AS((void)CutCode(settings).encode(one_way), std::out_of_range);
}

}  // namespace
}  // namespace scrutineer::raft
