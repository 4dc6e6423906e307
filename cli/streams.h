// Where the program writes; tests give it strings.
#pragma once

#include <iosfwd>

namespace scrutineer::cli {

struct Streams {
  std::ostream& out;
  std::ostream& err;
  bool is_err_terminal = false;
};

}  // namespace scrutineer::cli
