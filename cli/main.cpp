// The program `scrutineer`.
#include <unistd.h>

#include <csignal>

#include <iostream>

#include "cli/run.h"

int main(int argc, char** argv) {
  // A limit on the size of files is then an error of the write, which is reported.
  std::signal(SIGXFSZ, SIG_IGN);
  const std::vector<std::string> words(argv + 1, argv + argc);
  return scrutineer::cli::run(
      words, {std::cout, std::cerr, isatty(STDERR_FILENO) != 0, &std::cin,
              isatty(STDIN_FILENO) != 0, scrutineer::cli::describe_terminal(STDOUT_FILENO)});
}
