#include "traces/explain/outlook.h"

#include <algorithm>
#include <optional>
#include <string>

#include "explorer/shortest_graph.h"
#include "explorer/state_index.h"
#include "traces/explain/wide_model.h"

namespace scrutineer::raft {
namespace {

using Packed = WideModel::State;

// The part of the state space that was looked at, up to representatives, and what is known of it.
class Ahead {
 public:
  Ahead(const WideModel& model, const Reducer& reducer, const Property<Packed>& property,
        std::uint64_t states_max)
      : model_(model), reducer_(reducer), property_(property), states_max_(states_max) {}

  [[nodiscard]] bool is_step_invariant() const {
    return property_.kind == PropertyKind::step_invariant;
  }
  [[nodiscard]] bool violates(const Packed& before, const Packed& after) const {
    return is_step_invariant() && !property_.holds_on_step(before, after);
  }

  struct Nearest {
    std::optional<std::uint32_t> distance;  // empty: nothing was found
    bool is_exact = true;                   // nothing that was left out can be nearer
  };
  // The nearest violation from `state`.
  Nearest nearest(const Packed& state) { return search(node_of(state), false); }
  // Whether any violation can be reached from `state`; empty if the limit was met.
  std::optional<bool> is_doomed(const Packed& state) {
    const Nearest found = search(node_of(state), true);
    if (!found.distance && !found.is_exact) return std::nullopt;
    return found.distance.has_value();
  }

 private:
  static constexpr std::uint32_t none = ~std::uint32_t{0};
  enum class Fate : std::uint8_t { unknown, doomed, safe };
  struct Node {
    std::uint32_t distance = none;  // to the nearest violation, where it is known
    Fate fate = Fate::unknown;
    bool is_expanded = false;
    std::uint32_t begin = 0, end = 0;  // of its successors
  };
  // A node on the way of one search.
  struct Visit {
    std::uint32_t node;
    std::uint32_t from;  // position of the visit before it
    std::uint32_t depth;
  };

  std::uint32_t node_of(const Packed& state) {
    Packed words = state;
    reducer_.represent(words);
    const auto [node, is_new] = states_.insert(words);
    if (!is_new) return node;
    nodes_.emplace_back();
    marks_.push_back(0);
    if (!is_step_invariant() && is_decided_by(property_, words)) doom(node, 0);
    return node;
  }

  void doom(std::uint32_t node, std::uint32_t distance) {
    nodes_[node].fate = Fate::doomed;
    nodes_[node].distance = distance;
  }

  // False if there is no room.
  bool expand(std::uint32_t node) {
    if (nodes_[node].is_expanded) return true;
    if (states_.size() >= states_max_) return false;
    const Packed state = states_[node];
    const auto begin = static_cast<std::uint32_t>(successors_.size());
    bool has_violating_step = false;
    visit_successors(model_, state, [&](const PackedAction&, const Packed& next) {
      has_violating_step = has_violating_step || violates(state, next);
      successors_.push_back(node_of(next));
    });
    const auto first = successors_.begin() + static_cast<std::ptrdiff_t>(begin);
    std::sort(first, successors_.end());
    successors_.erase(std::unique(first, successors_.end()), successors_.end());
    if (has_violating_step) doom(node, 1);
    nodes_[node].is_expanded = true;
    nodes_[node].begin = begin;
    nodes_[node].end = static_cast<std::uint32_t>(successors_.size());
    return true;
  }

  // Breadth first from `source`, as far as nothing is known; to any violation, or to the nearest.
  Nearest search(std::uint32_t source, bool is_any_enough) {
    ++mark_;
    std::vector<Visit> visits = {{source, none, 0}};
    marks_[source] = mark_;
    std::uint32_t best = none;        // distance from the source
    std::uint32_t best_visit = none;  // that leads there
    std::uint32_t nearest_left_out = none;
    for (std::uint32_t v = 0; v < visits.size() && visits[v].depth < best; ++v) {
      const Visit visit = visits[v];
      if (nodes_[visit.node].fate == Fate::safe) continue;
      const bool is_known = nodes_[visit.node].fate == Fate::doomed &&
                            (is_any_enough || nodes_[visit.node].distance != none);
      if (!is_known && !expand(visit.node)) {
        nearest_left_out = std::min(nearest_left_out, visit.depth + 1);
        continue;
      }
      const Node& node = nodes_[visit.node];  // expansion may have decided it
      if (node.distance != none && visit.depth + node.distance < best) {
        best = visit.depth + node.distance;
        best_visit = v;
      }
      if (is_any_enough && node.fate == Fate::doomed) {
        doom_way(visits, v, none);
        return {visit.depth, true};
      }
      if (node.distance != none) continue;
      for (std::uint32_t s = node.begin; s < node.end; ++s) {
        const std::uint32_t next = successors_[s];
        if (marks_[next] == mark_) continue;
        marks_[next] = mark_;
        visits.push_back({next, v, visit.depth + 1});
      }
    }
    if (best == none) {
      const bool is_whole = nearest_left_out == none;
      for (const Visit& visit : visits) {
        if (is_whole) nodes_[visit.node].fate = Fate::safe;
      }
      return {std::nullopt, is_whole};
    }
    const bool is_exact = nearest_left_out >= best;
    doom_way(visits, best_visit, is_exact ? best : none);
    return {best, is_exact};
  }

  // Every node on the way to visit `v` is doomed; `distance` is the source's, if it is known.
  void doom_way(const std::vector<Visit>& visits, std::uint32_t v, std::uint32_t distance) {
    for (; v != none; v = visits[v].from) {
      Node& node = nodes_[visits[v].node];
      node.fate = Fate::doomed;
      if (distance != none) node.distance = distance - visits[v].depth;
    }
  }

  const WideModel& model_;
  const Reducer& reducer_;
  const Property<Packed>& property_;
  std::uint64_t states_max_;
  StateIndex<Packed> states_;
  std::vector<Node> nodes_;
  std::vector<std::uint32_t> successors_;
  std::vector<std::uint32_t> marks_;  // by node: the last search that came by
  std::uint32_t mark_ = 0;
};

// `left` is how many steps of the trace are still to come.
Outlook outlook_at(const WideModel& model, Ahead& ahead, const Packed& state, std::size_t left) {
  Outlook outlook;
  outlook.distance = static_cast<std::uint32_t>(left);
  if (left > 0) {
    const auto nearest = ahead.nearest(state);
    if (nearest.distance) outlook.distance = std::min(outlook.distance, *nearest.distance);
    outlook.is_exact = nearest.is_exact;
  }
  StateIndex<Packed> successors;
  visit_successors(model, state, [&](const PackedAction&, const Packed& next) {
    if (!is_same_state(next, state)) successors.insert(next);
  });
  outlook.successors = successors.size();
  for (const Packed& next : successors) {
    const auto is_doomed = ahead.violates(state, next) ? true : ahead.is_doomed(next);
    if (!is_doomed) outlook.is_exact = false;
    if (is_doomed.value_or(false)) ++outlook.doomed;
  }
  return outlook;
}

}  // namespace

bool has_outlook(const Settings& settings, std::string_view property) {
  PropertyChoice choice;
  choice.names.push_back(property);
  return !needs_environment(settings, choice);
}

std::vector<Outlook> outlook_of(const Settings& settings, std::string_view property,
                                const Path<ReadableModel>& path, std::uint64_t states_max) {
  const std::vector<std::string> names = {std::string(property)};
  const PropertyChoice choice = choose_properties(names);
  const WideModel model(settings);
  const Reducer reducer(model.layout(), plan_check(settings, choice, every_reduction).in_force);
  const auto bound = model.bind(choice);
  Ahead ahead(model, reducer, bound.at(0), states_max);
  std::vector<Outlook> result;
  for (std::size_t k = 0; k <= path.steps.size(); ++k) {
    const State& state = k == 0 ? path.initial : path.steps[k - 1].second;
    result.push_back(outlook_at(model, ahead, model.pack(state), path.steps.size() - k));
  }
  return result;
}

}  // namespace scrutineer::raft
