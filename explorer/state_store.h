// The store: all states found so far, by shard and by level.
//
// A state's shard is the top bits of its hash (of its image, for packed states), so that shards
// fill evenly and each can be owned by one worker (and, some day, by one machine). Packed states
// are kept by `word_store.h`, all others by `object_store.h`.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>

#include "explorer/object_store.h"
#include "explorer/word_store.h"
#include "model/transition_system.h"

namespace scrutineer {

template <class State>
struct StoreFor {
  using Type = ObjectStore<State>;
};
template <std::size_t Count>
struct StoreFor<Words<Count>> {
  using Type = WordStore<Count>;
};

template <class State>
using StateStore = typename StoreFor<State>::Type;

/// A model whose packed states do not use all bits says which ones they may use.
template <class Model>
concept HasSignificantBits = requires(const Model& model) {
  { model.significant_bits() } -> std::same_as<typename Model::State>;
};

/// An empty store for the states of `model`. `level_folder`: where expanded levels may be put into
/// a file (see `LevelFile`). `keeps_sleep`: what is asleep in states, if the model says it.
template <class Model>
[[nodiscard]] auto store_for([[maybe_unused]] const Model& model,
                             [[maybe_unused]] const std::string& level_folder,
                             [[maybe_unused]] bool keeps_sleep) {
  using State = typename Model::State;
  if constexpr (IsWords<State>::value) {
    State significant;
    significant.fill(~std::uint64_t{0});
    if constexpr (HasSignificantBits<Model>) significant = model.significant_bits();
    State sleep_bits{};
    if constexpr (HasSleepSets<Model>) {
      if (keeps_sleep) sleep_bits = model.sleep_bits();
    }
    return StateStore<State>(significant, level_folder, sleep_bits);
  } else {
    return StateStore<State>();
  }
}

}  // namespace scrutineer
