// Starting the real program, or another one, from a test.
#pragma once

#include <string>
#include <vector>

namespace scrutineer::test {

struct ProgramResult {
  int exit_status = -1;  // as a shell tells it: 128 plus the signal's number if it was killed
  std::string out;
  std::string err;
};

/// Runs a shell command line to its end, with standard output and standard error caught apart.
[[nodiscard]] ProgramResult run_shell(const std::string& command_line);

/// Runs the scrutineer program under test with these words, as a shell would take them.
[[nodiscard]] ProgramResult run_scrutineer(const std::string& words);

/// The same within this process, through cli::run: faster, without signals. `input`: what comes
/// on standard input, from no terminal.
[[nodiscard]] ProgramResult run_inside(const std::vector<std::string>& words,
                                       const std::string& input = "");

/// A fresh empty folder, removed with all it holds at the end of its life.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  [[nodiscard]] const std::string& path() const { return path_; }
  /// Writes a file in it and returns its path.
  std::string write(const std::string& name, const std::string& text) const;

 private:
  std::string path_;
};

/// The whole text of a file; fails the test if there is none.
[[nodiscard]] std::string read_file(const std::string& path);

}  // namespace scrutineer::test
