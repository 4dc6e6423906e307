// Counts, sizes and durations as people type them.
#include "cli/quantities.h"

#include <doctest/doctest.h>

#include "cli/errors.h"
#include "tests/cli/json_run.h"

namespace scrutineer::test {
namespace {

using cli::parse_count;
using cli::parse_duration;
using cli::parse_size;
using std::chrono::milliseconds;

// The reason for which `parse` refuses the text; empty if it takes it.
template <class Parse>
std::string refusal(const Parse& parse, const std::string& text) {
  try {
    (void)parse("--option", text);
  } catch (const cli::UsageError& error) {
    return error.what();
  }
  return "";
}

template <class Parse>
void expect_refused(const Parse& parse, const std::vector<std::string>& texts) {
  for (const std::string& text : texts) {
    CAPTURE(text);
    const std::string reason = refusal(parse, text);
    CHECK(reason.starts_with("--option is '" + text + "'; accepted: "));
  }
}

const std::vector<std::string> never = {"",    " ",   "x",   "-1",  "0",   "+5",    "1 k",  " 1",
                                        "1 ",  "1e3", "0x1", "nan", "inf", "1,000", "--5",  "1.2.3",
                                        "1kk", "k",   ".",   "1k5", "5\n", "9e999", "1_000"};

}  // namespace

TEST_CASE("cli: counts are whole numbers with decimal units") {
  CHECK(parse_count("--option", "1") == 1);
  CHECK(parse_count("--option", "1000") == 1000);
  CHECK(parse_count("--option", "007") == 7);
  CHECK(parse_count("--option", "20k") == 20'000);
  CHECK(parse_count("--option", "5M") == 5'000'000);
  CHECK(parse_count("--option", "2G") == 2'000'000'000);
  CHECK(parse_count("--option", "1.5k") == 1500);
  CHECK(parse_count("--option", "0.5M") == 500'000);
  CHECK(parse_count("--option", "1000000000000000000") == 1'000'000'000'000'000'000);
  expect_refused(parse_count, never);
  expect_refused(parse_count, {"1.5", "0.0001k", "5K", "5m", "5T", "1KiB", "5s",
                               "18446744073709551616", "99999999999999999999", "10000000000G"});
}

TEST_CASE("cli: sizes are bytes with binary units") {
  CHECK(parse_size("--option", "1") == 1);
  CHECK(parse_size("--option", "1048576") == 1'048'576);
  CHECK(parse_size("--option", "3B") == 3);
  for (const std::string unit : {"", "B", "iB"}) {
    CHECK(parse_size("--option", "512K" + unit) == 524'288);
    CHECK(parse_size("--option", "512M" + unit) == 536'870'912);
    CHECK(parse_size("--option", "4G" + unit) == 4'294'967'296);
    CHECK(parse_size("--option", "1T" + unit) == 1'099'511'627'776);
  }
  CHECK(parse_size("--option", "0.5K") == 512);
  CHECK(parse_size("--option", "1.5G") == 1'610'612'736);
  expect_refused(parse_size, never);
  expect_refused(parse_size, {"0.5", "5k", "5g", "5P", "5 G", "5Gb", "5i", "9999999999T"});
}

TEST_CASE("cli: durations have units, and seconds without one") {
  CHECK(parse_duration("--option", "30") == milliseconds(30'000));
  CHECK(parse_duration("--option", "30s") == milliseconds(30'000));
  CHECK(parse_duration("--option", "1ms") == milliseconds(1));
  CHECK(parse_duration("--option", "500ms") == milliseconds(500));
  CHECK(parse_duration("--option", "0.25") == milliseconds(250));
  CHECK(parse_duration("--option", "10m") == milliseconds(600'000));
  CHECK(parse_duration("--option", "1.5h") == milliseconds(5'400'000));
  expect_refused(parse_duration, never);
  expect_refused(parse_duration,
                 {"0.5ms", "0.0001s", "1d", "5M", "5S", "1h30m", "500us", "999999999999999999h"});
}

TEST_CASE("cli: a decimal fraction that makes a whole count is taken exactly") {
  CHECK(refusal(parse_count, "2.01k") == "");
  CHECK(refusal(parse_count, "1.005k") == "");
  CHECK(refusal(parse_count, "4.35M") == "");
  if (refusal(parse_count, "2.01k").empty()) CHECK(parse_count("--option", "2.01k") == 2010);
  CHECK(parse_count("--option", "9007199254740993") == 9'007'199'254'740'993);
}

TEST_CASE("cli: a size with a fraction of a unit is taken, to within a byte") {
  for (const std::string text : {"1.2G", "0.1G", "2.7M", "1.9T"}) {
    CHECK_MESSAGE(refusal(parse_size, text) == "", text);
  }
  if (!refusal(parse_size, "1.2G").empty()) return;
  CHECK(parse_size("--option", "1.2G") >= 1'288'490'188);
  CHECK(parse_size("--option", "1.2G") <= 1'288'490'189);
}

}  // namespace scrutineer::test
