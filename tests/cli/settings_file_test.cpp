// Settings files: what they hold, on top of what, and below what.
#include "cli/settings_file.h"

#include <doctest/doctest.h>

#include "cli/errors.h"
#include "model/raft/variants.h"
#include "tests/cli/json_run.h"

namespace scrutineer::test {
namespace {

cli::FileSettings read(const TemporaryFolder& folder, const std::string& text) {
  return cli::read_settings_file(folder.write("settings.toml", text));
}

}  // namespace

TEST_CASE("cli: an empty settings file is correct Raft") {
  const TemporaryFolder folder;
  for (const std::string text : {"", "# nothing\n", "\n\n", "[guards]\n", "variant = \"raft\"\n"}) {
    CAPTURE(text);
    const cli::FileSettings file = read(folder, text);
    CHECK(file.variant == "raft");
    CHECK(file.settings == raft::Settings{});
  }
}

TEST_CASE("cli: a settings file sets every kind of setting") {
  const TemporaryFolder folder;
  raft::Settings expected;
  expected.servers = 5;
  expected.max_term = 3;
  expected.max_crashes = 1;
  expected.max_cuts = 2;
  expected.network = raft::Network::at_most_once;
  expected.cut = raft::CutKind::links;
  expected.cut_messages = raft::CutMessages::held;
  expected.timeouts = raft::Timeouts::suspect;
  expected.guards.quorum = raft::QuorumRule::peers_majority;
  expected.guards.persist_term = false;
  const std::string bounds =
      "servers = 5\nmax_term = 3\nmax_crashes = 1\nmax_cuts = 2\nnetwork = \"at-most-once\"\n"
      "cut = 'links'\ncut_messages = \"held\"\ntimeouts = \"suspect\"\n";
  for (const std::string guards :
       {"[guards]\nquorum = \"peers-majority\"\npersist_term = false\n",
        "guards.quorum = \"peers-majority\"\nguards.persist_term = false\n",
        "guards = {quorum = \"peers-majority\", persist_term = false}\n"}) {
    CAPTURE(guards);
    CHECK(read(folder, bounds + guards).settings == expected);
  }
  // As other systems write them: a byte order mark, and both characters at the line's end.
  CHECK(read(folder, "\xef\xbb\xbfservers = 5\r\nmax_term = 3\r\n").settings.max_term == 3);
}

TEST_CASE("cli: a settings file stands on its variant, wherever that is named in it") {
  const TemporaryFolder folder;
  for (const raft::Variant& variant : raft::variants()) {
    const std::string name(variant.name);
    const cli::FileSettings file = read(folder, "variant = \"" + name + "\"\n");
    CHECK(file.variant == name);
    CHECK(file.settings == variant.settings);
  }
  const cli::FileSettings file =
      read(folder, "max_term = 1\nvariant = \"write-up-fix\"\n[guards]\nclear_votes = true\n");
  raft::Settings expected = raft::find_variant("write-up-fix")->settings;
  CHECK_FALSE(expected.guards.clear_votes);
  expected.max_term = 1;
  expected.guards.clear_votes = true;
  CHECK(file.settings == expected);
}

TEST_CASE("cli: the command line wins over the file, and the file over its variant") {
  const TemporaryFolder folder;
  const std::string file = folder.write(
      "settings.toml",
      "variant = \"forget-vote\"\nmax_crashes = 2\nservers = 2\n[guards]\npersist_term = false\n");
  const auto settings =
      check_json(file + " --servers 3 --set guards.persist_term=true --max-states 10")
          .at("settings");
  CHECK(settings.at("max_term") == 1);                       // of the variant
  CHECK(settings.at("guards").at("persist_vote") == false);  // of the variant
  CHECK(settings.at("max_crashes") == 2);                    // of the file, 1 in the variant
  CHECK(settings.at("servers") == 3);                        // of the command line, 2 in the file
  CHECK(settings.at("guards").at("persist_term") == true);   // of the command line, false there
  CHECK(settings.at("network") == "duplicating");            // of nobody

  const auto plain = check_json("forget-vote --max-states 10 --max-term 2").at("settings");
  CHECK(plain.at("max_crashes") == 1);
  CHECK(plain.at("max_term") == 2);
}

TEST_CASE("cli: a check of a file finds what the same settings on the command line find") {
  const TemporaryFolder folder;
  const std::string file = folder.write("settings.toml",
                                        "servers = 3\nmax_term = 1\nmax_crashes = 1\n"
                                        "network = \"at-most-once\"\n");
  const auto from_file = check_json(file + " --no-reduction");
  CHECK(from_file.at("distinct") == 14195);
  CHECK(from_file.at("generated") == 58470);
  CHECK(from_file.at("variant") == file);
  const ProgramResult result = run_line("check " + file);
  CHECK(result.out.starts_with(file + ": settings on top of variant raft\n"));
}

TEST_CASE("cli: a file's errors are configuration errors, with the line") {
  const TemporaryFolder folder;
  const std::string file = folder.write("settings.toml", "servers = 2\n\nmax_term = 0\n");
  CHECK_THROWS_WITH_AS((void)cli::read_settings_file(file),
                       (file + ":3: max_term is 0; accepted: an integer from 1 to 7").c_str(),
                       cli::ConfigurationError);
}

}  // namespace scrutineer::test
