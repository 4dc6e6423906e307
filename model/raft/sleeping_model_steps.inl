// The successors of SleepingModel that are awake. Included by sleeping_model.h only.
#pragma once

namespace scrutineer::raft {

template <std::size_t Count>
template <class Sink>
void SleepingModel<Count>::for_each_awake(const State& state, const State& asleep,
                                          std::span<std::uint64_t> counts, Sink&& sink) const {
  if (event_count_ == 0) {
    take_all(state, counts, sink);
  } else if (event_count_ <= 64) {
    awake<1>(state, asleep, counts, sink);
  } else {
    awake<Count>(state, asleep, counts, sink);
  }
}

// Every step, and nothing asleep after it.
template <std::size_t Count>
template <class Sink>
void SleepingModel<Count>::take_all(const State& state, std::span<std::uint64_t> counts,
                                    Sink& sink) const {
  this->for_each_successor(state, [&](const Action& action, const State& next) {
    ++counts[action.kind];
    if (next != state) sink(next, State{});
  });
}

template <std::size_t Count>
template <std::size_t Used, class Sink>
void SleepingModel<Count>::awake(const State& state, const State& asleep,
                                 std::span<std::uint64_t> counts, Sink& sink) const {
  const Enabled<Used> enabled = enabled_in<Used>(state);
  if (!enabled.is_known) [[unlikely]]
    return take_all(state, counts, sink);
  for (const KindMask& of : kinds_) {
    int count = 0;
    for (std::size_t w = 0; w < Used; ++w) count += std::popcount(enabled.events[w] & of.events[w]);
    counts[of.kind] += static_cast<std::uint64_t>(count);
  }
  awake_events(state, asleep, enabled, sink);
  if (may_be_down(this->settings()) || this->settings().max_cuts > 0) {
    awake_faults(state, asleep, enabled, counts, sink);
  }
}

template <std::size_t Count>
template <std::size_t Used>
typename SleepingModel<Count>::template Enabled<Used> SleepingModel<Count>::enabled_in(
    const State& state) const {
  Enabled<Used> enabled;
  State failed{};
  if (this->settings().max_cuts > 0) this->set_links(state, failed, enabled.lost);
  // The messages, moved to where their deliveries are in a set.
  Set<Used> flying{};
  for (const Run& run : runs_) {
    const std::uint64_t bits = ((state[run.word] & ~failed[run.word]) >> run.shift) & run.mask;
    const std::size_t w = run.event / 64;
    flying[w] |= bits << (run.event % 64);
    if (Used > 1 && run.crosses) flying[w + 1] |= bits >> (64 - run.event % 64);
  }
  enabled.local[0] = 0;
  for (std::size_t i = 1; i <= static_cast<std::size_t>(this->servers_); ++i) {
    const ServerPlace& place = this->layout_.server[i];
    const std::uint64_t block = (state[place.word] >> place.shift) & place.mask;
    const std::uint16_t local = local_of_block_[i][block];
    enabled.local[i] = local;
    if (local == EffectTable<Count>::unknown) [[unlikely]] {
      enabled.is_known = false;
      return enabled;
    }
    const Ready& ready = ready_[i][local];
    for (std::size_t w = 0; w < Used; ++w) {
      enabled.events[w] |= ready.own[w] | (flying[w] & ready.receives[w]);
    }
  }
  return enabled;
}

template <std::size_t Count>
template <std::size_t Used, class Sink>
void SleepingModel<Count>::awake_events(const State& state, const State& asleep,
                                        const Enabled<Used>& enabled, Sink& sink) const {
  for (std::size_t w = 0; w < Used; ++w) {
    for (std::uint64_t rest = enabled.events[w] & ~asleep[w]; rest != 0; rest &= rest - 1) {
      const auto bit = static_cast<std::size_t>(std::countr_zero(rest));
      const EventPlace& event = events_[w * 64 + bit];
      const Step& step = steps_[event.first_step + enabled.local[event.server]];
      const State& again = sent_again_[event.first_again + enabled.local[event.sender]];
      const State next = step.effect.apply(state, enabled.lost);
      std::uint64_t change = 0;
      for (std::size_t k = 0; k < Count; ++k) change |= next[k] ^ state[k];
      if (change == 0) continue;
      State asleep_next{};
      for (std::size_t k = 0; k < Used; ++k) {
        const std::uint64_t before = k < w    ? ~std::uint64_t{0}
                                     : k == w ? (std::uint64_t{1} << bit) - 1
                                              : std::uint64_t{0};
        asleep_next[k] = (asleep[k] | (enabled.events[k] & before)) & step.kept[k] & ~again[k];
      }
      sink(next, asleep_next);
    }
  }
}

template <std::size_t Count>
template <std::size_t Used, class Sink>
void SleepingModel<Count>::awake_faults(const State& state, const State& asleep,
                                        const Enabled<Used>& enabled,
                                        std::span<std::uint64_t> counts, Sink& sink) const {
  const auto see = [&](const Action& action, const State& next) {
    ++counts[action.kind];
    if (next == state) return;
    const auto kind = static_cast<ActionKind>(action.kind);
    State asleep_next{};
    if (kind == ActionKind::crash || kind == ActionKind::restart) {
      const State& own = events_of_server_[action.parameter];
      for (std::size_t k = 0; k < Used; ++k) {
        asleep_next[k] = (asleep[k] | enabled.events[k]) & ~own[k];
      }
    }
    sink(next, asleep_next);
  };
  this->faults_and_links(state, this->decode(state), see);
}

}  // namespace scrutineer::raft
