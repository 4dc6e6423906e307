// The one list of reductions of the election model, and which of them are in force in a check.
//
// A reduction is chosen by name; it may need another one; and it switches itself off, with a
// reason, where the guards make it unsound or where a property reads what it hides.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "model/raft/settings.h"

namespace scrutineer::raft {

enum class Reduction : std::uint8_t { dead_parts, facts, symmetry };

struct ReductionText {
  Reduction reduction;
  std::string_view name;
  std::string_view sentence;
  std::optional<Reduction> needs;
  std::vector<std::string_view> hides;  // variables that a property may not read, by field name
  bool hides_names;                     // a property may not tell servers apart
};

/// All reductions, in the order in which they are applied. Immutable; any thread.
[[nodiscard]] std::span<const ReductionText> reduction_texts();

/// A reduction's name that the list does not have; `what()` names the nearest and all accepted.
class UnknownReduction : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// What reductions are asked for. Default: none.
struct ReductionChoice {
  bool dead_parts = false;
  bool facts = false;
  bool symmetry = false;

  [[nodiscard]] bool has(Reduction reduction) const;
  void set(Reduction reduction, bool value);
  [[nodiscard]] bool is_empty() const { return !dead_parts && !facts && !symmetry; }
  bool operator==(const ReductionChoice&) const = default;
};

inline constexpr ReductionChoice every_reduction = {true, true, true};

/// The choice that a user's names stand for; "none" for no reduction; those needed are added.
/// Throws UnknownReduction.
[[nodiscard]] ReductionChoice choose_reductions(std::span<const std::string> names);

/// What a property reads, as far as a reduction has to know.
struct PropertyNeeds {
  std::string_view name;
  std::vector<std::string_view> reads;  // field names; empty: unknown, hence all
  bool is_symmetric = false;            // see Property
};

/// A reduction that was asked for and is not in force.
struct SwitchedOff {
  std::string name;
  std::string reason;
};

struct ReductionPlan {
  ReductionChoice in_force;
  std::vector<SwitchedOff> switched_off;
  [[nodiscard]] std::vector<std::string> names() const;  // of those in force
};

/// Which of the chosen reductions are sound under these settings and hide nothing from these
/// properties.
[[nodiscard]] ReductionPlan plan_reductions(const Settings& settings, const ReductionChoice& choice,
                                            std::span<const PropertyNeeds> properties);

}  // namespace scrutineer::raft
