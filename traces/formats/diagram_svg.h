// A laid out diagram as SVG elements, for a file of its own and for the HTML report.
//
// What belongs to a lane bears its index in the attribute `data-lane` (a message bears those of
// sender and receiver), what belongs to a moment its number in `data-moment`; colors are classes of
// the style sheet `report/diagram.css`. So whoever embeds the drawing can hide a lane and mark a
// step without knowing how it is drawn.
#pragma once

#include <string>

#include "traces/formats/diagram.h"
#include "traces/story.h"

namespace scrutineer::diagram {

/// The names of the lanes: elements for the area from y = 0 to diagram.head_height.
[[nodiscard]] std::string draw_head(const Diagram& diagram);

/// All below the names. With `use_links`, number and action of step k are a link to "#step-k".
[[nodiscard]] std::string draw_body(const Diagram& diagram, const Story& story, bool use_links);

}  // namespace scrutineer::diagram
