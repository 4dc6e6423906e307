// Symmetry: servers have numbers and no other difference, so states that differ in the numbering
// are one.
//
// Idea (Ip and Dill, "Better Verification Through Symmetry", 1996): a renumbering of the servers
// maps behaviours to behaviours, so one state of each orbit is enough. To find it, each server gets
// a colour that does not depend on the numbering: its role, term, history, and how much it has to
// do with others. Where that leaves servers alike, their colours are refined once by those of the
// servers they have to do with (colour refinement, as in graph isomorphism). Servers are put in the
// order of their colours. Of servers with one colour, *twins* (with the same relations to all
// others) need no order; where there are others, every order of them is tried and the least state
// taken.
//
// Any order is sound, because any renumbering leads to a state of the same orbit: a collision of
// two colours costs a better merge, never a wrong one.
//
// Rejected: trying all N! renumberings of each state (5,040 for 7 servers), and more rounds of
// refinement (servers that one round leaves alike are nearly always twins).
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "model/raft/reduction/normal_form.h"

namespace scrutineer::raft {

/// Immutable; any thread.
class Symmetry {
 public:
  Symmetry(const NormalFormWriter& writer, const Premises& premises);

  /// Writes the representative of the form's orbit; returns the order of its servers. REQUIRES:
  /// `words` are all zero.
  ServerOrder write_least(const NormalForm& form, StateWords words) const;

 private:
  using Matrix = std::array<std::array<std::uint64_t, servers_max + 1>, servers_max + 1>;
  // A run of servers of one colour that are no twins: places [begin, end) of an order.
  struct Tie {
    std::size_t begin, end;
  };
  using Ties = std::array<Tie, servers_max / 2>;
  using Colours = std::array<std::uint64_t, servers_max + 1>;

  [[nodiscard]] Colours own_colours(const NormalForm& form) const;
  template <class Relate>
  void for_each_relation(const NormalForm& form, Relate&& relate) const;
  [[nodiscard]] Matrix relations(const NormalForm& form) const;
  [[nodiscard]] std::uint64_t refined(const Colours& colour, const Matrix& matrix,
                                      std::size_t a) const;
  static void sort(ServerOrder& order, const Colours& colour, std::size_t begin, std::size_t end);
  std::size_t find_ties(ServerOrder& order, const Colours& colour, const Matrix& matrix, Tie run,
                        Tie* ties) const;
  [[nodiscard]] bool are_twins(const Matrix& matrix, std::size_t a, std::size_t b) const;

  void try_orders(const NormalForm& form, ServerOrder& order, std::span<const Tie> ties,
                  std::size_t place, StateWords least, ServerOrder& least_order) const;

  const NormalFormWriter& writer_;
  std::size_t servers_;
  std::size_t max_term_;
  bool votes_are_a_set_;
  std::array<std::uint64_t, slot_count> slot_weight_;
};

}  // namespace scrutineer::raft
