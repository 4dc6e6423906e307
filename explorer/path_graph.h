// Paths of one length as a graph of levels: the tidiest one, and how many there are.
//
// A node stands for a state, or for all states that differ from it in names only; its edges are
// then labelled with the renaming that leads to the node at their end. Everything is computed
// backward, level by level: what a path from a node on costs at least, by who acted last before
// it, and how many paths there are from it.
//
// The cost of a path is the number of changes of the acting part (a server, say), then the number
// of faults. A step without an actor (the network's) changes nobody.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "explorer/path_count.h"

namespace scrutineer {

/// Parts of a model that act have numbers from 1 to `actors_max`; 0 is nobody.
using Actor = std::uint8_t;
inline constexpr std::size_t actors_max = 15;

/// A renaming of actors: a nibble each. Nobody remains nobody.
class ActorNames {
 public:
  [[nodiscard]] Actor operator()(Actor actor) const {
    return static_cast<Actor>((names_ >> (actor * 4U)) & 15U);
  }
  void set(Actor actor, Actor name) {
    names_ &= ~(std::uint64_t{15} << (actor * 4U));
    names_ |= std::uint64_t{name} << (actor * 4U);
  }

 private:
  std::uint64_t names_ = 0xfedcba9876543210;
};

/// Ordered by changes of the actor, then by faults.
struct PathCost {
  std::uint32_t changes = 0;
  std::uint32_t faults = 0;
  auto operator<=>(const PathCost&) const = default;
};

class PathGraph {
 public:
  struct Edge {
    ActorNames names;      // from those of its beginning to those of its end
    std::uint32_t to = 0;  // a node of the next level
    Actor actor = 0;       // in the names of its beginning
    bool is_fault = false;
  };

  /// Actors are 1 to `actors`.
  explicit PathGraph(std::size_t actors) : actors_(actors) {}

  /// Levels are built from the first to the last, nodes in order, each followed by its edges.
  void begin_level() { levels_.emplace_back(); }
  void add_node() { levels_.back().ends.push_back(levels_.back().edges.size()); }
  void add_edge(const Edge& edge) {
    levels_.back().edges.push_back(edge);
    levels_.back().ends.back() = levels_.back().edges.size();
  }
  [[nodiscard]] std::size_t edge_count() const;

  /// Once, after the last level, whose nodes are the ends of the paths: computes what is asked
  /// below, and forgets the edges.
  void solve();

  /// The least cost of a path from this node to an end, if `last` acted before it (0: nobody has
  /// acted yet). REQUIRES: the node has a path to an end.
  [[nodiscard]] PathCost cost(std::size_t level, std::uint32_t node, Actor last) const {
    return levels_[level].costs[node * (actors_ + 1) + last];
  }
  /// The paths from this node of level 0 to any end.
  [[nodiscard]] const PathCount& paths(std::uint32_t node) const { return paths_[node]; }

 private:
  struct Level {
    std::vector<std::size_t> ends;  // by node: the end of its edges
    std::vector<Edge> edges;
    std::vector<PathCost> costs;  // by node and last actor
  };

  void solve_node(const Level& next, const Edge* begin, const Edge* end, PathCost* costs) const;

  std::size_t actors_;
  std::vector<Level> levels_;
  std::vector<PathCount> paths_;  // of level 0
};

}  // namespace scrutineer
