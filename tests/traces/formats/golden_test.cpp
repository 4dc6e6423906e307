// Every variant, and a handful of counterexamples around the election, in every format, compared
// with a file that a person has looked at.
//
// SCRUTINEER_UPDATE_GOLDEN=1 in the environment rewrites the files of tests/golden; look at what
// `git diff` says of them.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "tests/run_program.h"
#include "tests/traces/variant_stories.h"
#include "traces/formats/embedded_texts.h"
#include "traces/formats/format_list.h"
#include "traces/formats/markup.h"

namespace scrutineer::test {
namespace {

namespace fs = std::filesystem;

const fs::path golden = fs::path(SCRUTINEER_SOURCE_DIR) / "tests" / "golden";

bool is_update_wanted() {
  const char* const value = std::getenv("SCRUTINEER_UPDATE_GOLDEN");
  return value != nullptr && std::string(value) == "1";
}

// The style sheets and the script are files of the source tree themselves, and the trace file that
// a page bears has a golden file of its own: named, not repeated.
std::string rendered(const TraceFormat& format, const std::string& name_of_story) {
  const Story& story = named_story(name_of_story);
  std::string text = format.render(story, {});
  for (const auto& [name, part] : {std::pair("diagram.css", std::string(diagram_style())),
                                   std::pair("report.css", std::string(report_style())),
                                   std::pair("report.js", std::string(report_script())),
                                   std::pair("the trace file", markup::escaped(story.document))}) {
    const std::size_t at = text.find(part);
    if (at != std::string::npos) text.replace(at, part.size(), fmt::format("({})\n", name));
  }
  return text;
}

fs::path golden_file(const TraceFormat& format, const std::string& name) {
  return golden / format.name / (name + std::string(format.extension));
}

// The first line at which they differ: a whole trace in a message helps nobody.
std::string difference(const std::string& expected, const std::string& actual) {
  const auto before = text_lines(expected);
  const auto after = text_lines(actual);
  for (std::size_t k = 0; k < std::max(before.size(), after.size()); ++k) {
    const std::string old_line = k < before.size() ? before[k] : "(no line)";
    const std::string new_line = k < after.size() ? after[k] : "(no line)";
    if (old_line == new_line) continue;
    return "line " + std::to_string(k + 1) + "\n- " + old_line.substr(0, 300) + "\n+ " +
           new_line.substr(0, 300);
  }
  return "";
}

}  // namespace

TEST_CASE("golden: every story in every format is as its file has it") {
  std::size_t compared = 0;
  for (const TraceFormat& format : trace_formats()) {
    for (const std::string& name : story_names()) {
      const std::string text = rendered(format, name);
      const fs::path file = golden_file(format, name);
      if (is_update_wanted()) {
        fs::create_directories(file.parent_path());
        std::ofstream(file, std::ios::binary) << text;
      }
      ++compared;
      REQUIRE_MESSAGE(fs::exists(file), file.string() << " is missing");
      const std::string expected = read_file(file.string());
      CHECK_MESSAGE(expected == text, file.string() << ": " << difference(expected, text));
    }
  }
  CHECK(compared == trace_formats().size() * story_names().size());
}

TEST_CASE("golden: no file is there for a story that is gone") {
  std::set<fs::path> expected;
  for (const TraceFormat& format : trace_formats()) {
    for (const std::string& name : story_names()) expected.insert(golden_file(format, name));
  }
  for (const TraceFormat& format : trace_formats()) {
    for (const auto& entry : fs::directory_iterator(golden / format.name)) {
      CHECK_MESSAGE(expected.contains(entry.path()), entry.path().string());
    }
  }
}

TEST_CASE("formats: each has a name, an extension and a sentence of its own, and ends its text") {
  std::set<std::string> names;
  for (const TraceFormat& format : trace_formats()) {
    CAPTURE(format.name);
    CHECK(names.insert(std::string(format.name)).second);
    CHECK(find_trace_format(format.name) == &format);
    CHECK(format.extension.starts_with("."));
    CHECK_FALSE(format.sentence.empty());
    const std::string text = format.render(variant_story("split-brain"), {});
    CHECK(text.ends_with("\n"));
    CHECK_FALSE(text.ends_with("\n\n"));
    CHECK(text == format.render(variant_story("split-brain"), {}));
  }
  CHECK(find_trace_format("no such") == nullptr);
}

}  // namespace scrutineer::test
