// The page as a reader meets it: opened from a file in a headless Chromium, stepped, filtered.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <filesystem>
#include <fstream>

#include "tests/chromium.h"
#include "tests/traces/variant_stories.h"
#include "traces/formats/format_list.h"

namespace scrutineer::test {
namespace {

constexpr int arrow_right = 39;
constexpr int arrow_left = 37;
constexpr int end_key = 35;

// A browser with the page of a variant open in it; none, and a message, where none is installed.
struct OpenPage {
  explicit OpenPage(const std::string& variant) {
    const auto program = find_chromium();
    if (!program) {
      MESSAGE("Chromium is missing; the page is not opened. ./bootstrap test --all installs it");
      return;
    }
    const std::string page = find_trace_format("html")->render(named_story(variant), {});
    address = "file://" + folder.write("report.html", page);
    browser.emplace(*program);
    browser->open(address);
  }

  // How many elements of a kind are shown, that is: take room on the page.
  int shown(const std::string& selector) {
    return browser
        ->evaluate(fmt::format("Array.from(document.querySelectorAll(`{}`))"
                               ".filter((element) => element.getClientRects().length > 0).length",
                               selector))
        .get<int>();
  }

  // The step that is marked in the picture; -1 if not exactly one is.
  int marked_step() {
    return browser
        ->evaluate(
            "((rows) => rows.length === 1 ? Number(rows[0].dataset.moment) : -1)"
            "(document.querySelectorAll('#board .row.current'))")
        .get<int>();
  }

  TemporaryFolder folder;
  std::string address;
  std::optional<Chromium> browser;
};

// Where a person, or CI, looks at what the page looked like.
std::filesystem::path artefact(const std::string& name) {
  const std::filesystem::path folder = std::filesystem::path(SCRUTINEER_ARTEFACTS);
  std::filesystem::create_directories(folder);
  return folder / name;
}

// The width and height in the first chunk of a PNG file, big-endian at bytes 16 and 20.
std::pair<unsigned, unsigned> size_of_png(const std::string& bytes) {
  REQUIRE(bytes.size() > 24);
  REQUIRE(bytes.substr(1, 3) == "PNG");
  const auto number = [&](std::size_t at) {
    unsigned value = 0;
    for (std::size_t k = at; k < at + 4; ++k) {
      value = (value << 8U) | static_cast<unsigned char>(bytes[k]);
    }
    return value;
  };
  return {number(16), number(20)};
}

}  // namespace

TEST_CASE("browser: Base64 is read as RFC 4648 writes it") {
  CHECK(decode_base64("") == "");
  CHECK(decode_base64("Zg==") == "f");
  CHECK(decode_base64("Zm8=") == "fo");
  CHECK(decode_base64("Zm9vYmFy") == "foobar");
  CHECK(decode_base64("//8A") == std::string("\xff\xff\x00", 3));
}

TEST_CASE("browser: the page loads from a file, asks for nothing and complains of nothing") {
  for (const std::string& variant : story_names()) {
    OpenPage page(variant);
    if (!page.browser) return;
    CAPTURE(variant);
    CHECK(page.browser->requests() == std::vector<std::string>{page.address});
    CHECK_MESSAGE(page.browser->complaints().empty(), page.browser->complaints().front());
  }
}

TEST_CASE("browser: what the tests call a complaint and a request is noticed") {
  const auto program = find_chromium();
  if (!program) return;
  const TemporaryFolder folder;
  Chromium browser(*program);
  browser.open("file://" + folder.write("bad.html",
                                        "<!DOCTYPE html><p>x<script>console.error('no');"
                                        "</script><img src=\"missing.png\"><script>nothing();"
                                        "</script>"));
  CHECK(browser.complaints().size() >= 2);
  REQUIRE(browser.requests().size() == 2);
  CHECK(browser.requests()[1].ends_with("missing.png"));
}

TEST_CASE("browser: the arrow keys move the marked step, and the address follows") {
  OpenPage page("write-up-fix");
  if (!page.browser) return;
  const int last = static_cast<int>(variant_story("write-up-fix").length());
  CHECK(page.marked_step() == 0);
  CHECK(page.shown(".step") == 1);
  for (int k = 1; k <= last; ++k) {
    page.browser->press("ArrowRight", arrow_right);
    CHECK(page.marked_step() == k);
    CHECK(page.browser->evaluate("location.hash") == fmt::format("#step-{}", k));
  }
  page.browser->press("ArrowRight", arrow_right);  // there is no step beyond
  CHECK(page.marked_step() == last);
  page.browser->press("ArrowLeft", arrow_left);
  CHECK(page.marked_step() == last - 1);
  page.browser->press("End", end_key);
  CHECK(page.marked_step() == last);
  page.browser->open("about:blank");
  page.browser->open(page.address + "#step-3");  // a link that somebody sent
  CHECK(page.marked_step() == 3);
  CHECK(page.browser->complaints().empty());
}

TEST_CASE("browser: the filter hides a lane and shows it again") {
  OpenPage page("write-up-fix");
  if (!page.browser) return;
  const int before = page.shown("[data-lane~=\"2\"]");
  const int others = page.shown("[data-lane=\"0\"]");
  REQUIRE(before > 0);
  page.browser->evaluate("document.querySelector('#lane-2').click()");
  CHECK(page.shown("[data-lane~=\"2\"]") == 0);
  CHECK(page.shown("[data-lane=\"0\"]") == others);
  page.browser->evaluate("document.querySelector('#lane-2').click()");
  CHECK(page.shown("[data-lane~=\"2\"]") == before);
}

TEST_CASE("browser: a screenshot of 1280 by 800 is kept, and the page does not overflow it") {
  OpenPage page("write-up-fix");
  if (!page.browser) return;
  for (const char* scheme : {"light", "dark"}) {
    page.browser->call("Emulation.setEmulatedMedia",
                       {{"features", {{{"name", "prefers-color-scheme"}, {"value", scheme}}}}});
    const std::string picture = page.browser->screenshot();
    CHECK(size_of_png(picture) == std::pair<unsigned, unsigned>(1280, 800));
    std::ofstream(artefact(fmt::format("report-{}.png", scheme)), std::ios::binary) << picture;
  }
  CHECK(page.browser->evaluate("document.documentElement.scrollWidth").get<int>() <= 1280);
}

TEST_CASE("browser: dark is dark, light is light") {
  OpenPage page("split-brain");
  if (!page.browser) return;
  std::vector<std::string> colors;
  for (const char* scheme : {"light", "dark"}) {
    page.browser->call("Emulation.setEmulatedMedia",
                       {{"features", {{{"name", "prefers-color-scheme"}, {"value", scheme}}}}});
    colors.push_back(page.browser->evaluate("getComputedStyle(document.querySelector('h1')).color")
                         .get<std::string>());
  }
  CHECK(colors[0] != colors[1]);
}

TEST_CASE("browser: without scripts and on paper every step is there") {
  const int moments = static_cast<int>(variant_story("write-up-fix").length()) + 1;
  OpenPage page("write-up-fix");
  if (!page.browser) return;
  page.browser->call("Emulation.setEmulatedMedia", {{"media", "print"}});
  CHECK(page.shown(".step") == moments);
  page.browser->call("Emulation.setEmulatedMedia", {{"media", ""}});
  CHECK(page.shown(".step") == 1);
  page.browser->call("Emulation.setScriptExecutionDisabled", {{"value", true}});
  page.browser->open(page.address);
  CHECK(page.shown(".step") == moments);
  CHECK(page.shown(".stepper") == 0);  // its buttons would do nothing
}

}  // namespace scrutineer::test
