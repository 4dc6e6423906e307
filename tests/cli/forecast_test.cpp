// What progress tells beyond counts: rates, trend, growth, the time to the memory limit, and a
// range for the end only where there is ground for one.
#include "cli/forecast.h"

#include <sstream>

#include <doctest/doctest.h>

#include "cli/progress_line.h"
#include "cli/progress_report.h"
#include "tests/cli/running_program.h"

namespace scrutineer::test {
namespace {

using cli::Forecast;
using cli::Outlook;
using cli::seconds_left;

using Sizes = std::vector<std::uint64_t>;

Progress at(double seconds, std::uint64_t distinct) {
  Progress progress;
  progress.elapsed = std::chrono::duration<double>(seconds);
  progress.distinct = distinct;
  progress.expanded = distinct / 2;
  progress.level = 2;
  progress.level_sizes = {1, 100, 150, 20};
  progress.frontier = 150;
  progress.frontier_left = 100;
  progress.memory_bytes = distinct * 10;
  return progress;
}

}  // namespace

TEST_CASE("forecast: rate and trend are of the last half minute and the one before") {
  Forecast forecast(std::uint64_t{1} << 30U);
  Outlook outlook;
  std::uint64_t distinct = 0;
  for (int second = 1; second <= 100; ++second) {
    distinct += second <= 60 ? 1000 : 800;
    outlook = forecast.look(at(second, distinct));
    if (second == 1) {
      CHECK(outlook.states_per_second == doctest::Approx(1000));
      CHECK_FALSE(outlook.trend);
    }
    if (second == 60) CHECK(*outlook.trend == doctest::Approx(0));
    if (second == 90) {
      CHECK(outlook.states_per_second == doctest::Approx(800));
      CHECK(*outlook.trend == doctest::Approx(-0.2));
    }
  }
  CHECK(*outlook.growth == doctest::Approx(1.5));
  CHECK(*outlook.bytes_per_state == doctest::Approx(10));
  const double room = static_cast<double>((std::uint64_t{1} << 30U) - distinct * 10);
  CHECK(*outlook.seconds_to_memory_limit == doctest::Approx(room / 8000));
  CHECK_FALSE(outlook.seconds_left);
}

TEST_CASE("forecast: without a limit, without states, at one moment nothing is made up") {
  Forecast forecast(std::nullopt);
  const Outlook begin = forecast.look(Progress{});
  CHECK(begin.states_per_second == 0);
  CHECK_FALSE(begin.trend);
  CHECK_FALSE(begin.growth);
  CHECK_FALSE(begin.bytes_per_state);
  CHECK_FALSE(begin.seconds_left);
  const Outlook later = forecast.look(at(10, 100));
  CHECK(later.states_per_second == doctest::Approx(10));
  CHECK_FALSE(later.seconds_to_memory_limit);
  (void)forecast.look(at(10, 100));  // the same moment again

  // What a checkpoint brought was not found by this run.
  Forecast resumed(std::nullopt);
  Progress restoring = at(1, 500);
  restoring.is_restoring = true;
  CHECK(resumed.look(restoring).states_per_second == 0);
  Progress progress = at(10, 1'000'000);
  progress.restored = 999'000;
  CHECK(resumed.look(progress).states_per_second == 0);
  progress = at(11, 1'001'000);
  progress.restored = 999'000;
  CHECK(resumed.look(progress).states_per_second == doctest::Approx(1000));
}

TEST_CASE("forecast: a range only when the frontier has shrunk for two levels") {
  CHECK_FALSE(seconds_left({}, 0, 1));
  CHECK_FALSE(seconds_left({1, 10, 5}, 5, 1));
  CHECK_FALSE(seconds_left({100, 200, 150, 0}, 150, 1));   // shrunk once
  CHECK_FALSE(seconds_left({200, 100, 150, 0}, 150, 1));   // growing again
  CHECK_FALSE(seconds_left({200, 150, 100, 60}, 50, 1));   // 50 expanded, 60 found: growth
  CHECK_FALSE(seconds_left({1000, 990, 985, 0}, 985, 1));  // hardly shrinking
  CHECK_FALSE(seconds_left({200, 150, 100, 10}, 50, 0));   // no rate
  const auto left = seconds_left({200, 150, 100, 10}, 50, 10);
  REQUIRE(left);
  // 50 and 10 for certain; by the larger ratio, 3/4: 50 and 75 / (1 - 3/4).
  CHECK(left->first == doctest::Approx(6));
  CHECK(left->second == doctest::Approx(35));
  // More found than the ratio would have.
  CHECK(seconds_left({2000, 1000, 100, 60}, 20, 1)->second == doctest::Approx(20 + 60 / 0.5));
}

TEST_CASE("forecast: the range has the true end in it on curves that fall ever faster") {
  // Levels of a binomial: as of searches of independent parts.
  std::vector<double> curve = {1};
  for (int k = 1; k <= 40; ++k) curve.push_back(curve.back() * (41 - k) / k);
  std::size_t count = 0;
  for (std::size_t k = 3; k + 2 < curve.size(); ++k) {
    Sizes sizes;
    for (std::size_t l = 0; l <= k; ++l) sizes.push_back(static_cast<std::uint64_t>(curve[l]));
    sizes.push_back(0);
    double rest = 0;
    for (std::size_t l = k; l < curve.size(); ++l) rest += curve[l];
    const auto left = seconds_left(sizes, sizes[k], 1);
    CHECK(left.has_value() == (k >= 22));
    if (!left) continue;
    ++count;
    CHECK(left->first <= rest);
    CHECK(rest <= left->second);
  }
  CHECK(count > 10);
}

TEST_CASE("progress: a line has the outlook, and on a narrow terminal the parts that matter most") {
  Progress progress = at(74, 212'345'678);
  Outlook outlook;
  outlook.states_per_second = 2.61e6;
  outlook.trend = -0.042;
  outlook.growth = 0.91;
  outlook.bytes_per_state = 12;
  outlook.seconds_to_memory_limit = 2520;
  outlook.seconds_left = {9, 66};
  CHECK(cli::progress_text(progress, outlook) ==
        "74.0 s  level 2  212,345,678 states  2.61 M/s (-4%)  frontier 150 (67% left, x0.91)  "
        "2.0 GiB  12.0 B/state  memory limit in 42 min  9 s to 66 s left");
  std::size_t last = 0;
  for (std::size_t columns = 40; columns < 160; ++columns) {
    const std::string text = cli::progress_text(progress, outlook, columns);
    CHECK(text.size() <= columns);
    CHECK(text.size() >= last);
    CHECK(has(text, "212,345,678 states"));
    last = text.size();
  }
  CHECK(last == cli::progress_text(progress, outlook).size());
  progress.is_restoring = true;
  progress.restored = 300'000'000;
  CHECK(cli::progress_text(progress) ==
        "74.0 s  212,345,678 of 300,000,000 states of the checkpoint are read");
}

TEST_CASE("progress: spans have one unit and no false digits") {
  CHECK(cli::span_text(0) == "0 s");
  CHECK(cli::span_text(99) == "99 s");
  CHECK(cli::span_text(100) == "2 min");
  CHECK(cli::span_text(5400) == "90 min");
  CHECK(cli::span_text(7200) == "2.0 h");
  CHECK(cli::span_text(3 * 86400) == "3.0 days");
  CHECK(cli::span_text(1e15) == "years");
}

TEST_CASE("progress: what is not known is null in JSON") {
  const auto json = parse_json(cli::progress_json(at(1, 100), {}));
  CHECK(json.at("event") == "progress");
  CHECK(json.at("phase") == "search");
  CHECK(json.at("distinct") == 100);
  CHECK(json.at("next_level") == 20);
  for (const char* member : {"trend", "frontier_growth", "bytes_per_state", "memory_bytes_max",
                             "seconds_to_memory_limit", "seconds_left"}) {
    CHECK(json.at(member).is_null());
  }
  Outlook outlook;
  outlook.seconds_left = {1, 2.5};
  const auto known = parse_json(cli::progress_json(at(1, 100), outlook));
  CHECK(known.at("seconds_left") == nlohmann::json::array({1.0, 2.5}));
  CheckpointNote note;
  note.states = 5;
  CHECK(parse_json(cli::checkpoint_json(note)).at("failure").is_null());
  note.failure = "No \"space\"";
  CHECK(parse_json(cli::checkpoint_json(note)).at("failure") == "No \"space\"");
}

TEST_CASE("progress: --progress=json writes lines that are JSON, and one for each checkpoint") {
  const TemporaryFolder folder;
  const std::string time = is_sanitized ? "8s" : "2500ms";
  const ProgramResult result =
      run_line(big + " --quiet --progress=json --checkpoint-every 500ms --time-limit " + time +
               " --checkpoint " + folder.path() + "/job");
  CHECK(result.exit_status == 2);
  std::size_t progress = 0;
  std::size_t checkpoints = 0;
  double seconds = 0;
  std::uint64_t distinct = 0;
  for (const std::string& line : lines_of(result.err)) {
    const auto json = parse_json(line);
    if (json.at("event") == "checkpoint") {
      ++checkpoints;
      CHECK(json.at("failure").is_null());
      CHECK(json.at("states") > 0);
      continue;
    }
    ++progress;
    CHECK(json.at("seconds") > seconds);
    CHECK(json.at("distinct") > distinct);
    CHECK(json.at("generated") >= json.at("expanded"));
    CHECK(json.at("frontier_left") <= json.at("frontier"));
    CHECK(json.at("memory_bytes_max") > json.at("memory_bytes"));
    seconds = json.at("seconds");
    distinct = json.at("distinct");
  }
  // Two or more of each, where the machine is not busy with something else.
  CHECK(progress >= 1);
  CHECK(checkpoints >= 1);
  const ProgramResult resumed =
      run_line("resume " + folder.path() + "/job --quiet --progress=none --time-limit 100ms");
  CHECK(resumed.err.empty());
}

TEST_CASE("progress: SIGUSR1 has one line shown, whatever else is shown") {
  for (const std::string form : {"none", "json"}) {
    CAPTURE(form);
    const TemporaryFolder folder;
    RunningProgram program(folder, big + " --quiet --progress " + form);
    program.wait_until_caught(SIGUSR1);
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    program.send(SIGUSR1);
    std::this_thread::sleep_for(std::chrono::milliseconds(is_sanitized ? 3000 : 500));
    const std::string shown = read_file(folder.path() + "/err");
    CHECK(lines_of(shown).size() == 1);
    CHECK(has(shown, form == "json" ? "\"event\":\"progress\"" : " s  level "));
    program.send(SIGTERM);
    CHECK(program.wait(is_sanitized ? 120 : 20).exit_status == 143);
  }
}

}  // namespace scrutineer::test
