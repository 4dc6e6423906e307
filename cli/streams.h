// Where the program writes and reads; tests give it strings.
#pragma once

#include <iosfwd>

#include "cli/terminal.h"

namespace scrutineer::cli {

struct Streams {
  std::ostream& out;
  std::ostream& err;
  bool is_err_terminal = false;
  std::istream* in = nullptr;   // null: nothing comes from there
  bool is_in_terminal = false;  // somebody is there to be prompted
  Terminal out_terminal = {};
};

}  // namespace scrutineer::cli
