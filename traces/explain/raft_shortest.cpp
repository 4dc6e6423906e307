#include "traces/explain/raft_shortest.h"

#include "explorer/tidiest_path.h"
#include "traces/explain/raft_terms.h"
#include "traces/explain/wide_model.h"

namespace scrutineer::raft {
namespace {

constexpr ReductionChoice only_symmetry = {.symmetry = true};

ActionTerms<WideModel> terms_of(const WideModel& model, const Reducer& orbits, bool is_symmetric) {
  ActionTerms<WideModel> terms;
  terms.actors = static_cast<std::size_t>(model.settings().servers);
  terms.actor = [&model](const PackedAction& action) {
    return static_cast<Actor>(actor_of(model.unpack(action)));
  };
  terms.is_fault = [&model](const PackedAction& action) {
    return raft::is_fault(model.unpack(action).kind);
  };
  if (!is_symmetric) return terms;
  terms.canonical = [&model, &orbits](const WideModel::State& state, ActorNames& names) {
    WideModel::State words = state;
    const ServerOrder order = orbits.represent(words);
    for (int place = 1; place <= model.settings().servers; ++place) {
      names.set(order[static_cast<std::size_t>(place)], static_cast<Actor>(place));
    }
    return words;
  };
  const std::vector<CycleType> types = cycle_types(model.settings().servers);
  for (std::size_t k = 1; k < types.size(); ++k) {
    const auto fixes = [&model, names = types[k].names](const PackedAction& action) {
      const Action readable = model.unpack(action);
      return renamed(readable, names) == readable;
    };
    terms.renamings.push_back({types[k].size, fixes});
  }
  return terms;
}

Path<ReadableModel> readable(const WideModel& model, const Path<WideModel>& path) {
  Path<ReadableModel> told{model.unpack(path.initial), {}};
  for (const auto& [action, state] : path.steps) {
    told.steps.emplace_back(model.unpack(action), model.unpack(state));
  }
  return told;
}

}  // namespace

struct ShortestOfElection::Parts {
  Parts(const Settings& settings, const PropertyChoice& choice, const ReductionChoice& reductions)
      : model(settings),
        reducer(model.layout(), reductions),
        orbits(model.layout(), only_symmetry),
        properties(model.bind(choice)) {}

  WideModel model;
  Reducer reducer;
  Reducer orbits;
  std::vector<Property<WideModel::State>> properties;
};

ShortestOfElection::ShortestOfElection(const Settings& settings, const PropertyChoice& properties,
                                       const ReductionChoice& reductions)
    : settings_(settings), properties_(properties), reductions_(reductions) {}

ShortestOfElection::~ShortestOfElection() = default;

const ShortestOfElection::Parts& ShortestOfElection::parts() {
  if (!parts_) parts_ = std::make_unique<Parts>(settings_, properties_, reductions_);
  return *parts_;
}

std::optional<Shortest<ReadableModel>> ShortestOfElection::tidiest(std::size_t property,
                                                                   std::size_t length,
                                                                   const Contains& contains,
                                                                   const WalkLimits& limits) {
  const Parts& all = parts();
  const Property<WideModel::State>& asked = all.properties.at(property);
  ShortestView<WideModel> view;
  view.length = length;
  view.contains = [&](std::size_t level, const WideModel::State& state) {
    if (reductions_.is_empty()) return contains(level, state);
    WideModel::State words = state;
    all.reducer.represent(words);
    return contains(level, words);
  };
  if (asked.kind == PropertyKind::step_invariant) {
    view.is_last_step = [&asked](const WideModel::State& before, const WideModel::State& after) {
      return !asked.holds_on_step(before, after);
    };
  }
  const auto terms = terms_of(all.model, all.orbits, asked.is_symmetric);
  auto found = tidiest_path(all.model, view, terms, limits);
  if (!found) return std::nullopt;
  return Shortest<ReadableModel>{readable(all.model, found->path),
                                 {std::move(found->paths), std::move(found->paths_up_to_naming)}};
}

}  // namespace scrutineer::raft
