// When a search tells how far it is, and what it tells.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "explorer/options.h"
#include "explorer/search_result.h"
#include "explorer/search_round.h"
#include "explorer/state_store.h"

namespace scrutineer {

template <class Model>
class SearchProgress {
 public:
  using Clock = std::chrono::steady_clock;
  using Store = StateStore<typename Model::State>;
  using Slabs = std::vector<std::unique_ptr<Slab<Model>>>;

  /// `options` must outlive it.
  explicit SearchProgress(const SearchOptions& options) : options_(options) {}

  /// The search begins now.
  void begin() { begin_ = last_ = Clock::now(); }
  /// It goes on from a checkpoint with so many states.
  void set_restored(std::uint64_t states) { restored_ = states; }
  [[nodiscard]] std::chrono::duration<double> elapsed() const { return Clock::now() - begin_; }

  /// Between two rounds in which the states of a checkpoint are restored.
  void tell_restoring(const Store& store) {
    auto progress = due();
    if (!progress) return;
    progress->is_restoring = true;
    progress->distinct = store.size();
    options_.on_progress(*progress);
  }

  /// Between two rounds: of `level` the states below `from` are expanded.
  void tell(const Store& store, const SearchResult<Model>& result, const Slabs& slabs,
            std::size_t level, std::uint64_t from) {
    auto progress = due();
    if (!progress) return;
    progress->distinct = store.size();
    for (const std::uint64_t count : result.actions) progress->generated += count;
    for (const auto& slab : slabs) {
      for (const std::uint64_t count : slab->actions) progress->generated += count;
    }
    progress->expanded = result.expanded;
    progress->level = static_cast<std::uint32_t>(level);
    for (std::size_t l = 0; l < store.level_count(); ++l) {
      progress->level_sizes.push_back(store.level_size(l));
    }
    progress->frontier = progress->level_sizes[level];
    progress->frontier_left = progress->frontier - from;
    progress->memory_bytes = result.memory_bytes;
    options_.on_progress(*progress);
  }

 private:
  // If it is time to tell, or somebody asks.
  [[nodiscard]] std::optional<Progress> due() {
    if (!options_.on_progress) return std::nullopt;
    std::atomic<bool>* const request = options_.progress_requested;
    Progress progress;
    progress.is_requested = request != nullptr && request->load() && request->exchange(false);
    const auto now = Clock::now();
    if (!progress.is_requested && now - last_ < options_.progress_interval) return std::nullopt;
    last_ = now;
    progress.restored = restored_;
    progress.elapsed = now - begin_;
    return progress;
  }

  const SearchOptions& options_;
  Clock::time_point begin_;
  Clock::time_point last_;
  std::uint64_t restored_ = 0;
};

}  // namespace scrutineer
