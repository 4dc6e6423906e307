// The picture and the page of a story: well-formed, whole without scripts, nothing from elsewhere.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>
#include <vector>

#include "model/raft/variants.h"
#include "properties/raft/property_list.h"
#include "traces/formats/format_list.h"
#include "traces/raft_check.h"
#include "traces/raft_story.h"

namespace scrutineer {
namespace {

Story story_of(const std::string& variant, const std::string& shown_as) {
  const raft::Settings settings = raft::find_variant(variant)->settings;
  const std::vector<std::string> names = {"election_safety"};
  const auto outcome = raft::check(settings, raft::choose_properties(names), {});
  REQUIRE(outcome.properties[0].trace);
  return raft::tell_explained({shown_as, "a variant", settings, "election_safety"},
                              *outcome.properties[0].trace, outcome.properties[0].shortest);
}

// The first fault in the nesting of tags; empty if there is none. Comments do not occur.
std::string fault_of_nesting(const std::string& text) {
  std::vector<std::string> open;
  std::size_t at = 0;
  while ((at = text.find('<', at)) != std::string::npos) {
    if (text.compare(at, 9, "<!DOCTYPE") == 0) {
      at = text.find('>', at);
      continue;
    }
    if (text.compare(at, 9, "<![CDATA[") == 0) {
      at = text.find("]]>", at);
      if (at == std::string::npos) return "an open CDATA section";
      continue;
    }
    const std::size_t end = text.find('>', at);
    if (end == std::string::npos) return "an open tag";
    const std::string tag = text.substr(at + 1, end - at - 1);
    if (tag.find('<') != std::string::npos) return "a tag in the tag " + tag;
    const std::string name = tag.substr(tag.starts_with('/') ? 1 : 0);
    const std::string bare = name.substr(0, name.find_first_of(" \n/"));
    if (tag.starts_with('/')) {
      if (open.empty() || open.back() != bare) return "a stray </" + bare + ">";
      open.pop_back();
    } else if (!tag.ends_with('/')) {
      open.push_back(bare);
    }
    at = end;
  }
  return open.empty() ? "" : "an open <" + open.back() + ">";
}

TEST_CASE("html: a checker of nesting finds what is wrong") {
  CHECK(fault_of_nesting("<a><b/></a>").empty());
  CHECK_FALSE(fault_of_nesting("<a><b></a>").empty());
  CHECK_FALSE(fault_of_nesting("<a>").empty());
  CHECK_FALSE(fault_of_nesting("</a>").empty());
}

TEST_CASE("html: page and picture of every bug are well-formed and load nothing") {
  for (const char* variant : {"split-brain", "write-up-fix", "forget-vote", "vote-twice"}) {
    const Story story = story_of(variant, variant);
    for (const char* format : {"svg", "html"}) {
      CAPTURE(variant);
      CAPTURE(format);
      const std::string text = find_trace_format(format)->render(story, {});
      CHECK(fault_of_nesting(text) == "");
      for (const char* outside : {"src=", "@import", "url(", "fetch(", "XMLHttpRequest"}) {
        CHECK(text.find(outside) == std::string::npos);
      }
      // The only addresses are the names of the two languages, which nobody loads.
      for (std::size_t at = text.find("http://"); at != std::string::npos;
           at = text.find("http://", at + 1)) {
        CHECK(text.compare(at, 18, "http://www.w3.org/") == 0);
      }
      CHECK(text == find_trace_format(format)->render(story, {}));
    }
  }
}

TEST_CASE("html: the page has every step, lane and sentence without its script") {
  const Story story = story_of("write-up-fix", "write-up-fix");
  const std::string page = find_trace_format("html")->render(story, {});
  for (std::size_t k = 0; k <= story.length(); ++k) {
    CHECK(page.find(fmt::format("id=\"step-{}\"", k)) != std::string::npos);
    CHECK(page.find(fmt::format("href=\"#step-{}\"", k)) != std::string::npos);
  }
  for (std::size_t lane = 0; lane < story.lanes.size(); ++lane) {
    CHECK(page.find(fmt::format("id=\"lane-{}\"", lane)) != std::string::npos);
  }
  REQUIRE_FALSE(story.explanation.proof.empty());
  CHECK(page.find("became leader of term 2 at step 5") != std::string::npos);
  CHECK(page.find("There are 12 shortest counterexamples") != std::string::npos);
  CHECK(page.find("default-src 'none'") != std::string::npos);
}

TEST_CASE("html: a hostile name is text in page and picture") {
  const Story story = story_of("split-brain", "<script>alert(1)</script>\"'&\x01.toml");
  for (const char* format : {"svg", "html"}) {
    const std::string text = find_trace_format(format)->render(story, {});
    CHECK(text.find("<script>alert") == std::string::npos);
    CHECK(text.find('\x01') == std::string::npos);
    CHECK(fault_of_nesting(text) == "");
  }
}

}  // namespace
}  // namespace scrutineer
