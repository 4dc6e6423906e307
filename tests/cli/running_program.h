// The program under test as a process of its own that a test can send signals to.
//
// Started by fork and exec, never by a shell's `&`: a shell may start such a process with SIGINT
// ignored.
#pragma once

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "tests/cli/json_run.h"

namespace scrutineer::test {

class RunningProgram {
 public:
  /// Starts it with its standard output and standard error in the files `out` and `err` of
  /// `folder`, which must outlive it.
  RunningProgram(const TemporaryFolder& folder, const std::string& line) : folder_(folder) {
    std::vector<std::string> words = words_of(line);
    words.insert(words.begin(), SCRUTINEER_PROGRAM);
    std::vector<char*> argv;
    for (std::string& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    const std::string out = folder.path() + "/out";
    const std::string err = folder.path() + "/err";
    process_ = fork();
    if (process_ < 0) throw std::runtime_error("cannot fork");
    if (process_ > 0) return;
    // In the child only what is safe after a fork of a process with threads. Whoever started the
    // tests may have had signals ignored.
    signal(SIGINT, SIG_DFL);
    signal(SIGTERM, SIG_DFL);
    const int flags = O_WRONLY | O_CREAT | O_TRUNC;
    const bool is_redirected = dup2(open(out.c_str(), flags, 0600), 1) == 1 &&
                               dup2(open(err.c_str(), flags, 0600), 2) == 2;
    if (is_redirected) execv(argv[0], argv.data());
    _exit(127);
  }
  RunningProgram(const RunningProgram&) = delete;
  RunningProgram& operator=(const RunningProgram&) = delete;
  ~RunningProgram() {
    if (has_ended_) return;
    kill(process_, SIGKILL);
    waitpid(process_, nullptr, 0);
  }

  void send(int signal_number) const { REQUIRE(kill(process_, signal_number) == 0); }

  /// Waits until the program catches `signal_number`, so that a test does not send it too early.
  void wait_until_caught(int signal_number) const {
    const std::uint64_t bit = std::uint64_t{1} << static_cast<unsigned>(signal_number - 1);
    const bool is_caught = within(30, [&] { return (caught_signals() & bit) != 0; });
    REQUIRE_MESSAGE(is_caught, "the program does not catch signal " << signal_number);
  }

  /// Waits for the end. `exit_status` is as the process left it: 128 plus the signal's number only
  /// if it exited so, and the negative number of the signal if it was killed by one.
  ProgramResult wait(double seconds_max) {
    int status = 0;
    const bool is_over =
        within(seconds_max, [&] { return waitpid(process_, &status, WNOHANG) == process_; });
    REQUIRE_MESSAGE(is_over, "the program is still running after " << seconds_max << " s");
    has_ended_ = true;
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status),
            read_file(folder_.path() + "/out"), read_file(folder_.path() + "/err")};
  }

  /// Waits until its standard output begins with `text`.
  void wait_until_written(const std::string& text, double seconds_max) const {
    const bool is_written =
        within(seconds_max, [&] { return read_file(folder_.path() + "/out").starts_with(text); });
    REQUIRE_MESSAGE(is_written, "the program does not write " << text);
  }

  [[nodiscard]] bool is_running() const {
    siginfo_t ended{};
    waitid(P_PID, static_cast<id_t>(process_), &ended, WEXITED | WNOHANG | WNOWAIT);
    return ended.si_pid == 0;
  }

 private:
  template <class Condition>
  static bool within(double seconds, const Condition& condition) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::duration<double>(seconds);
    while (std::chrono::steady_clock::now() < end) {
      if (condition()) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    return false;
  }

  // The mask of caught signals, as the system tells it; 0 if it does not, and 0 before the child
  // has become the program: until then it has the handlers of this one.
  [[nodiscard]] std::uint64_t caught_signals() const {
    std::ifstream status("/proc/" + std::to_string(process_) + "/status");
    for (std::string word; status >> word;) {
      if (word == "Name:" && status >> word && word != "scrutineer") return 0;
      if (word == "SigCgt:" && status >> word) return std::stoull(word, nullptr, 16);
    }
    return 0;
  }

  const TemporaryFolder& folder_;
  pid_t process_ = -1;
  bool has_ended_ = false;
};

}  // namespace scrutineer::test
