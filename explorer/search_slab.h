// What one worker makes of a part of the frontier.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "explorer/property_watch.h"
#include "explorer/state_store.h"

namespace scrutineer {

/// The successors of one slab of the frontier, by shard, and what was seen on the way.
template <class Model>
struct Slab {
  using Store = StateStore<typename Model::State>;

  typename Store::Candidates successors;
  std::vector<std::uint64_t> actions;  // by kind
  std::uint64_t expanded = 0;
  PropertyWatch<Model> watch;

  void clear() {
    successors.clear();
    expanded = 0;
  }
  [[nodiscard]] std::uint64_t successor_count() const {
    std::uint64_t total = 0;
    for (std::size_t s = 0; s < shard_count; ++s) total += successors.size(s);
    return total;
  }
};

}  // namespace scrutineer
