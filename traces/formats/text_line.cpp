#include "traces/formats/text_line.h"

#include <algorithm>

#include "traces/formats/notes.h"

namespace scrutineer {
namespace {

// The bytes of the code point at the front of `text`; a broken sequence counts byte by byte.
std::size_t glyph_size(std::string_view text) {
  std::size_t size = 1;
  while (size < text.size() && size < 4 &&
         (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80U) {
    ++size;
  }
  return size;
}

std::string_view escape_of(Ink ink) {
  switch (ink) {
    case Ink::plain: break;
    case Ink::faint: return "\x1b[2m";
    case Ink::strong: return "\x1b[1m";
    case Ink::alarm: return "\x1b[1;31m";
    case Ink::message: return "\x1b[36m";
    case Ink::candidate: return "\x1b[33m";
    case Ink::leader: return "\x1b[1;35m";
    case Ink::down: return "\x1b[31m";
  }
  return "";
}

}  // namespace

const Glyphs& glyphs(bool use_unicode) {
  static constexpr Glyphs unicode = {"─", "┼", "▶", "◀", "│", "×", "·", "✗", "→"};
  static constexpr Glyphs ascii = {"-", "+", ">", "<", "|", "x", "~", "!", ">"};
  return use_unicode ? unicode : ascii;
}

std::size_t columns_of(std::string_view text) {
  std::size_t columns = 0;
  for (; !text.empty(); text.remove_prefix(glyph_size(text))) ++columns;
  return columns;
}

void TextLine::put(std::size_t column, std::string_view text, Ink ink) {
  for (; !text.empty(); ++column) {
    const std::size_t size = glyph_size(text);
    if (cells_.size() <= column) cells_.resize(column + 1);
    cells_[column] = {std::string(text.substr(0, size)), ink};
    text.remove_prefix(size);
  }
}

void TextLine::underlay(std::size_t column, std::string_view text, Ink ink) {
  if (column >= cells_.size() || cells_[column].glyph == " ") put(column, text, ink);
}

void TextLine::replace_no_break_spaces(std::size_t column) {
  for (; column < cells_.size(); ++column) {
    if (cells_[column].glyph == no_break_space) cells_[column].glyph = " ";
  }
}

std::string TextLine::rendered(bool use_color) const {
  std::size_t end = cells_.size();
  while (end > 0 && cells_[end - 1].glyph == " ") --end;
  std::string text;
  Ink ink = Ink::plain;
  for (std::size_t k = 0; k < end; ++k) {
    const Cell& cell = cells_[k];
    if (use_color && cell.ink != ink && cell.glyph != " ") {
      if (ink != Ink::plain) text += "\x1b[0m";
      text += escape_of(cell.ink);
      ink = cell.ink;
    }
    text += cell.glyph;
  }
  if (ink != Ink::plain) text += "\x1b[0m";
  return text + "\n";
}

std::vector<TextLine> wrapped(std::string_view text, std::size_t indent, std::size_t hanging,
                              std::size_t columns, Ink ink) {
  std::vector<TextLine> lines(1);
  std::size_t at = indent;
  std::size_t margin = indent;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const std::size_t width = columns_of(word);
    if (at + width > columns && at > margin) {
      lines.emplace_back();
      at = margin = hanging;
    }
    lines.back().put(at, word, ink);
    lines.back().replace_no_break_spaces(at);
    at += width + 1;
  }
  return lines;
}

}  // namespace scrutineer
