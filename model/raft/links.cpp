#include "model/raft/links.h"

#include <algorithm>
#include <stdexcept>

namespace scrutineer::raft {
namespace {

LinkSet split(const std::vector<ServerId>& block_of) {
  LinkSet cut;
  const int n = static_cast<int>(block_of.size()) - 1;
  for (const auto& [from, to] : all_links(n)) {
    const bool is_split =
        block_of[static_cast<std::size_t>(from)] != block_of[static_cast<std::size_t>(to)];
    if (is_split) cut.insert(from, to);
  }
  return cut;
}

// Extends `block_of` (slot 0 unused) by every block that server `next` may join.
void extend(std::vector<ServerId>& block_of, ServerId next, int servers,
            std::vector<LinkSet>& splits) {
  if (next > servers) {
    splits.push_back(split(block_of));
    return;
  }
  for (ServerId least = 1; least <= next; ++least) {
    const bool is_least = least == next || block_of[static_cast<std::size_t>(least)] == least;
    if (!is_least) continue;
    block_of.push_back(least);
    extend(block_of, next + 1, servers, splits);
    block_of.pop_back();
  }
}

}  // namespace

std::vector<LinkSet> partition_splits(int servers) {
  std::vector<LinkSet> splits;
  std::vector<ServerId> block_of(1, no_server);
  extend(block_of, 1, servers, splits);
  return splits;
}

std::vector<std::pair<ServerId, ServerId>> all_links(int servers) {
  std::vector<std::pair<ServerId, ServerId>> links;
  for (ServerId from = 1; from <= servers; ++from) {
    for (ServerId to = 1; to <= servers; ++to) {
      if (from != to) links.emplace_back(from, to);
    }
  }
  return links;
}

CutCode::CutCode(const Settings& settings) : kind_(settings.cut) {
  if (settings.max_cuts == 0 || settings.servers == 1) return;
  if (kind_ == CutKind::groups) {
    splits_ = partition_splits(settings.servers);
    greatest_ = splits_.size() - 1;
  } else {
    links_ = all_links(settings.servers);
    greatest_ = (std::uint64_t{1} << links_.size()) - 1;
  }
}

std::uint64_t CutCode::encode(const LinkSet& cut) const {
  if (cut.is_empty()) return 0;
  if (greatest_ == 0) throw std::out_of_range("a failed link where max_cuts is 0");
  if (kind_ == CutKind::links) {
    std::uint64_t code = 0;
    for (std::size_t k = 0; k < links_.size(); ++k) {
      if (cut.contains(links_[k].first, links_[k].second)) code |= std::uint64_t{1} << k;
    }
    return code;
  }
  const auto found = std::find(splits_.begin(), splits_.end(), cut);
  if (found == splits_.end()) throw std::out_of_range("failed links that are no partition");
  return static_cast<std::uint64_t>(found - splits_.begin());
}

LinkSet CutCode::decode(std::uint64_t code) const {
  if (code == 0) return {};
  if (kind_ == CutKind::groups) return splits_.at(code);
  LinkSet cut;
  for (std::size_t k = 0; k < links_.size(); ++k) {
    if (((code >> k) & 1U) != 0) cut.insert(links_[k].first, links_[k].second);
  }
  return cut;
}

}  // namespace scrutineer::raft
