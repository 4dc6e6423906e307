// What a step did besides changing its lane, in short sentences; shared by the formats for people.
//
// Messages have letters, in the order in which they were sent: a person can follow "c" from its
// sending, where its whole fate is told ahead, to the step at which it arrives.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "traces/story.h"

namespace scrutineer {

struct Note {
  enum class Kind { message, link, remark, property, alarm };  // alarm: the story's own property
  Kind kind = Kind::remark;
  std::string text;
};

struct NoteOptions {
  std::string_view arrow = "->";  // between the lanes of a message
  bool is_full = false;           // also everything in flight, and every property
  std::size_t from = 0;           // the first moment shown: letters of earlier ones are explained
};

/// "a", "b", ..., "z", "aa", "ab", ...: the letter of Story::transits[transit].
[[nodiscard]] std::string letter_of(std::size_t transit);

/// Where a line should not be broken, in the texts of notes.
inline constexpr std::string_view no_break_space = "\xc2\xa0";

/// "c RequestVote t1 n1->n2", with no-break spaces.
[[nodiscard]] std::string message_text(const Story& story, std::size_t transit,
                                       std::string_view arrow);

/// "arrives at 2 and 5", "stays in flight", "is lost at 3".
[[nodiscard]] std::string fate_text(const Transit& transit);

/// The notes on Story::moments[moment]: messages sent, sent again and lost, links, remarks, and the
/// properties whose standing changed.
[[nodiscard]] std::vector<Note> notes_on(const Story& story, std::size_t moment,
                                         const NoteOptions& options);

/// The heading: "election_safety is violated in 6 steps: it says that ...".
[[nodiscard]] std::string heading_of(const Story& story);

/// What is to be said after table and proof, a paragraph each: the steps that the proof does not
/// need, the number of shortest counterexamples.
[[nodiscard]] std::vector<std::string> closing_texts(const Story& story);

/// "holds", "violated", "witnessed", "open".
[[nodiscard]] std::string_view standing_name(Standing standing);

/// Whether the explanation found the step to be needed; true where it says nothing of steps.
[[nodiscard]] bool is_needed(const Story& story, std::size_t moment);

}  // namespace scrutineer
