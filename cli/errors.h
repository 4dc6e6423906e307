// What a user can get wrong, by exit status. `what()` is one line without the program's name.
#pragma once

#include <stdexcept>

namespace scrutineer::cli {

/// Wrong usage of the command line: exit 64.
class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A setting or a file that cannot be taken: exit 65.
class ConfigurationError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A result that could not be written: exit 74.
class OutputError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace scrutineer::cli
