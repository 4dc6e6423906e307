// Named configurations: correct Raft, the incident, its proposed fix, and one variant a guard.
#pragma once

#include <span>
#include <string_view>

#include "model/raft/settings.h"

namespace scrutineer::raft {

/// A variant changes guards, and the bounds where the defaults are too small to show its fault.
/// A user's own settings are applied on top of it.
struct Variant {
  std::string_view name;
  Settings settings;
  std::string_view sentence;
  std::string_view source;
};

/// All variants; the first is correct Raft. A new variant is one more entry. Any thread.
[[nodiscard]] std::span<const Variant> variants();

/// The variant of this name, or null.
[[nodiscard]] const Variant* find_variant(std::string_view name);

}  // namespace scrutineer::raft
