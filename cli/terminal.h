// What the reader of an output can see: how wide it is, colors, glyphs beyond ASCII.
#pragma once

#include <cstddef>

namespace scrutineer::cli {

/// The defaults are those of tests: no terminal, 100 columns, all glyphs.
struct Terminal {
  bool is_terminal = false;
  std::size_t columns = 100;
  bool may_color = false;
  bool use_unicode = true;
};

/// What to assume of a file that is written beside an output at `terminal`.
[[nodiscard]] inline Terminal file_beside(const Terminal& terminal) {
  return {false, 100, false, terminal.use_unicode};
}

/// The terminal behind a file descriptor, or what to assume of a file or a pipe. Its width is the
/// system's or else that of $COLUMNS; 100 for what is no terminal, whatever $COLUMNS says, so that
/// a log does not depend on the window that it was made in. Colors on a terminal, unless $NO_COLOR
/// is set (no-color.org) or $TERM is "dumb". Glyphs beyond ASCII where the locale is UTF-8.
[[nodiscard]] Terminal describe_terminal(int descriptor);

}  // namespace scrutineer::cli
