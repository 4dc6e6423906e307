// bench/peers/compare agrees with the peers on the small configuration, and refuses runs that
// did other work. Peers that are not installed are not asked; times are not looked at.
#include <doctest/doctest.h>
#include <sys/stat.h>

#include <regex>

#include "tests/run_program.h"

namespace scrutineer::test {
namespace {

const std::string counts = "2143 +8334 ";
const std::string program = std::string(" --program '") + SCRUTINEER_PROGRAM + "' ";

// Runs the script with these words, after these settings of its environment.
ProgramResult compare(const std::string& words, const std::string& environment = "") {
  return run_shell(environment + " '" + SCRUTINEER_SOURCE_DIR + "/bench/peers/compare' " + words);
}

bool has_peers() {
  const bool are_there =
      run_shell("command -v rumur && command -v spin && command -v gcc && test -x /usr/bin/time")
          .exit_status == 0;
  if (!are_there) MESSAGE("rumur, spin, gcc or GNU time is missing; the peers are not compared");
  return are_there;
}

// An executable script of a temporary folder; returns its path.
std::string write_script(const TemporaryFolder& folder, const std::string& body) {
  const std::string path = folder.write("forged", "#!/bin/sh\n" + body + "\n");
  REQUIRE(chmod(path.c_str(), 0755) == 0);
  return path;
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("peers: every mode of every peer counts the same states and transitions as we do") {
  if (!has_peers()) return;
  const ProgramResult run = compare("--quick" + program);
  REQUIRE_MESSAGE(run.exit_status == 0, run.err);
  for (const char* row :
       {"scrutineer --no-reduction +1", "scrutineer --no-reduction +2", "scrutineer, every step +1",
        "scrutineer, every step +2", "rumur, gcc, pack on +1", "rumur, gcc, pack off +2",
        "spin DFS +1", "spin DFS-COLLAPSE +1", "spin BFS +1", "spin BFS-COLLAPSE +1",
        "spin DFS-NCORE=2 +2", "spin BFS_PAR-NO_HC +2"}) {
    CAPTURE(row);
    CHECK(std::regex_search(run.out, std::regex(std::string(row) + " +" + counts)));
  }
  for (const char* line : {"\n1 thread\n", "\n2 threads\n", "engine factor", "model factor"}) {
    CHECK(contains(run.out, line));
  }
}

TEST_CASE("peers: a scrutineer with other counts is refused by name") {
  if (!has_peers()) return;
  const TemporaryFolder folder;
  for (const char* change : {"s/2143/2142/", "s/8334/8335/"}) {
    const std::string forged = write_script(
        folder, std::string("'") + SCRUTINEER_PROGRAM + "' \"$@\" | sed '" + change + "'");
    const ProgramResult run = compare("--quick --program '" + forged + "'");
    CHECK(run.exit_status == 1);
    CHECK(contains(run.err, "REFUSED: scrutineer --no-reduction (threads: 1) counts"));
    CHECK(run.out == "");
  }
}

TEST_CASE("peers: a peer that checks another model is refused by name") {
  if (!has_peers()) return;
  const TemporaryFolder folder;
  const std::string two_servers =
      "for file; do :; done\nsed -i 's/N: 3;/N: 2;/' \"$file\"\nexec rumur \"$@\"";
  const ProgramResult run =
      compare("--quick --threads 1" + program, "RUMUR='" + write_script(folder, two_servers) + "'");
  CHECK(run.exit_status == 1);
  CHECK(contains(run.err, "REFUSED: rumur, gcc, pack on (threads: 1) counts 18 states and 26"));
  CHECK(run.out == "");
}

TEST_CASE("peers: a missing peer is an error, unless it may be missing") {
  if (!has_peers()) return;
  const std::string nowhere = "RUMUR=no-such-rumur SPIN=no-such-spin";
  const ProgramResult refused = compare("--quick" + program, nowhere);
  CHECK(refused.exit_status == 69);
  CHECK(contains(refused.err, "rumur is missing (no-such-rumur)"));
  const ProgramResult alone = compare("--quick --allow-missing" + program, nowhere);
  CHECK(alone.exit_status == 0);
  CHECK(contains(alone.err, "going on without rumur"));
  CHECK(contains(alone.err, "going on without spin"));
  CHECK(contains(alone.out, "engine factor  none: no peer ran"));
}

TEST_CASE("peers: bad words are a usage error") {
  for (const char* words :
       {"--repeat 0", "--repeat", "--threads two", "--threads 65", "--qick", "quick"}) {
    CAPTURE(words);
    const ProgramResult run = compare(words);
    CHECK(run.exit_status == 64);
    CHECK(contains(run.err, "compare --help"));
  }
  const ProgramResult help = compare("--help");
  CHECK(help.exit_status == 0);
  CHECK(contains(help.out, "Examples:"));
}

}  // namespace scrutineer::test
