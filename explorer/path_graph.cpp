#include "explorer/path_graph.h"

#include <algorithm>
#include <limits>

namespace scrutineer {
namespace {

constexpr PathCost unreachable = {std::numeric_limits<std::uint32_t>::max(), 0};

PathCost plus(PathCost cost, std::uint32_t changes, std::uint32_t faults) {
  if (cost == unreachable) return cost;
  return {cost.changes + changes, cost.faults + faults};
}

}  // namespace

std::size_t PathGraph::edge_count() const {
  std::size_t count = 0;
  for (const Level& level : levels_) count += level.edges.size();
  return count;
}

// By the actor before: going on with the same one is free, any other is a change.
void PathGraph::solve_node(const Level& next, const Edge* begin, const Edge* end,
                           PathCost* costs) const {
  const std::size_t stride = actors_ + 1;
  std::fill(costs, costs + stride, unreachable);
  PathCost least = unreachable;
  for (const Edge* edge = begin; edge != end; ++edge) {
    const PathCost* after = &next.costs[edge->to * stride];
    if (edge->actor == 0) continue;
    const PathCost cost = plus(after[edge->names(edge->actor)], 0, edge->is_fault ? 1 : 0);
    costs[edge->actor] = std::min(costs[edge->actor], cost);
    least = std::min(least, cost);
  }
  costs[0] = least;
  for (std::size_t last = 1; last < stride; ++last) {
    costs[last] = std::min(costs[last], plus(least, 1, 0));
  }
  for (const Edge* edge = begin; edge != end; ++edge) {
    if (edge->actor != 0) continue;
    const PathCost* after = &next.costs[edge->to * stride];
    for (std::size_t last = 0; last < stride; ++last) {
      const Actor name = edge->names(static_cast<Actor>(last));
      costs[last] = std::min(costs[last], plus(after[name], 0, edge->is_fault ? 1 : 0));
    }
  }
}

void PathGraph::solve() {
  const std::size_t stride = actors_ + 1;
  levels_.back().costs.assign(levels_.back().ends.size() * stride, PathCost{});
  paths_.assign(levels_.back().ends.size(), 1);
  for (std::size_t k = levels_.size() - 1; k-- > 0;) {
    Level& level = levels_[k];
    level.costs.resize(level.ends.size() * stride);
    std::vector<PathCount> paths(level.ends.size(), 0);
    std::size_t begin = 0;
    for (std::size_t node = 0; node < level.ends.size(); ++node) {
      const std::size_t end = level.ends[node];
      for (std::size_t e = begin; e < end; ++e) paths[node] += paths_[level.edges[e].to];
      solve_node(levels_[k + 1], level.edges.data() + begin, level.edges.data() + end,
                 &level.costs[node * stride]);
      begin = end;
    }
    paths_ = std::move(paths);
    level.edges = {};
  }
}

}  // namespace scrutineer
