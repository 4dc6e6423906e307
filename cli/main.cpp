// The program `scrutineer`.
#include <unistd.h>

#include <iostream>

#include "cli/run.h"

int main(int argc, char** argv) {
  const std::vector<std::string> words(argv + 1, argv + argc);
  return scrutineer::cli::run(words, {std::cout, std::cerr, isatty(STDERR_FILENO) != 0});
}
