// The table of the terminal view: a row a step, a column a lane, an arrow for every delivery.
//
//   step  action           n1                     n2                     n3
//      1  Timeout(n1)      candidate t1 >n1 {n1}  |                      |
//         sends RequestVote t1: a>n2 arrives at 2, b>n3 still in flight at the end
//      2  RequestVote t1   a ------------------>  follower t1 >n1        |
//
// The arrow runs within the row of the delivery, from the sender's column to the receiver's; the
// letter at its tail leads back to the row of the sending, which in turn tells the fate of every
// message ahead. Rejected: slanted arrows over several rows (unreadable beyond two at a time), and
// a margin of connectors beside the table (wide, and it says nothing about who speaks to whom).
//
// The words of a lane shrink with the room: words, letters, letters over several lines, and at last
// the action on a line of its own.
#pragma once

#include <string>

#include "traces/formats/format_list.h"

namespace scrutineer {

struct TextTable {
  std::string text;       // ends with a newline
  bool is_brief = false;  // its lanes speak in letters
};

/// The table of the moments, lanes and notes that `options` ask for; no line is wider than
/// `options.columns` unless a lane's shortest form or the longest action needs more.
[[nodiscard]] TextTable text_table(const Story& story, const RenderOptions& options);

}  // namespace scrutineer
