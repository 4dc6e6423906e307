// A line of a terminal as cells of one glyph each, written at columns and colored by meaning.
//
// Widths count code points, not bytes: every glyph that this program draws is one column wide, and
// so is nearly everything that a file's name may bring.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace scrutineer {

/// What a piece of text is; the color follows from it.
enum class Ink { plain, faint, strong, alarm, message, candidate, leader, down };

/// The glyphs of a drawing, in Unicode or in ASCII; each is one column wide (`arrow` too).
struct Glyphs {
  std::string_view line, crossing, right, left, lane, down_lane, unneeded, alarm, arrow;
};
[[nodiscard]] const Glyphs& glyphs(bool use_unicode);

/// Columns of a text in UTF-8.
[[nodiscard]] std::size_t columns_of(std::string_view text);

class TextLine {
 public:
  /// Writes over what is there; the line grows as needed.
  void put(std::size_t column, std::string_view text, Ink ink = Ink::plain);
  void append(std::string_view text, Ink ink = Ink::plain) { put(width(), text, ink); }
  /// Cells that are blank or `over` become `text`, a glyph; others stay.
  void underlay(std::size_t column, std::string_view text, Ink ink);
  void replace_no_break_spaces(std::size_t column);
  [[nodiscard]] std::size_t width() const { return cells_.size(); }

  /// Without trailing spaces, ending with a newline; without escape bytes unless `use_color`.
  [[nodiscard]] std::string rendered(bool use_color) const;

 private:
  struct Cell {
    std::string glyph = " ";
    Ink ink = Ink::plain;
  };
  std::vector<Cell> cells_;
};

/// `text` broken at spaces (not at no-break spaces) to lines of at most `columns` where its words
/// allow it: the first begins at column `indent`, the others at `hanging`.
[[nodiscard]] std::vector<TextLine> wrapped(std::string_view text, std::size_t indent,
                                            std::size_t hanging, std::size_t columns, Ink ink);

}  // namespace scrutineer
