// The parts of the HTML report: why, a card a step, the table of changes.
//
// What belongs to a lane bears `data-lane`, what belongs to a moment `data-moment`, as in the
// diagram (`diagram_svg.h`): the filter and the script of the page go by these.
#pragma once

#include <cstddef>
#include <string>

#include "traces/story.h"

namespace scrutineer::html {

/// Proof, broken rule, contrast, counts and outlook, each sentence with links to its steps.
[[nodiscard]] std::string why(const Story& story);

/// Everything about one moment. `id` is "step-K".
[[nodiscard]] std::string step_card(const Story& story, std::size_t moment);

/// A row a moment: action, what changed by lane, and what else happened.
[[nodiscard]] std::string changes_table(const Story& story);

/// "max_term = 2".
[[nodiscard]] std::string setting_text(const NamedValue& setting);

}  // namespace scrutineer::html
