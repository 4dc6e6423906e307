#include "cli/signals.h"

#include <csignal>
#include <cstdint>
#include <ctime>

namespace scrutineer::cli {
namespace {

// A signal handler can reach nothing else than globals; lock-free atomics are safe in it.
std::atomic<bool> is_stop_requested{false};
std::atomic<bool> is_status_requested{false};
std::atomic<int> received{0};
static_assert(std::atomic<bool>::is_always_lock_free && std::atomic<int>::is_always_lock_free);

std::atomic<std::int64_t> received_at{0};  // milliseconds of the monotonic clock
static_assert(std::atomic<std::int64_t>::is_always_lock_free);

// A supervisor may signal a process and its whole group, so that one request arrives twice.
constexpr std::int64_t repeats_ms = 1000;

// clock_gettime is safe in a signal handler, the clocks of the standard library need not be.
std::int64_t now_ms() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return std::int64_t{now.tv_sec} * 1000 + now.tv_nsec / 1'000'000;
}

extern "C" void on_signal(int number) {
  if (!is_stop_requested.load()) {
    received_at.store(now_ms());
    received.store(number);
    is_stop_requested.store(true);
  } else if (now_ms() - received_at.load() >= repeats_ms) {
    std::signal(number, SIG_DFL);
    std::raise(number);  // delivered when this handler returns
  }
}

extern "C" void on_status_signal(int /*number*/) { is_status_requested.store(true); }

}  // namespace

SignalWatch::SignalWatch() {
  is_status_requested.store(false);
  is_stop_requested.store(false);
  received.store(0);
  std::signal(SIGINT, on_signal);
  std::signal(SIGTERM, on_signal);
  std::signal(SIGUSR1, on_status_signal);
}

SignalWatch::~SignalWatch() {
  std::signal(SIGINT, SIG_DFL);
  std::signal(SIGTERM, SIG_DFL);
  std::signal(SIGUSR1, SIG_DFL);
}

const std::atomic<bool>& SignalWatch::stop_requested() const { return is_stop_requested; }

std::atomic<bool>& SignalWatch::status_requested() const { return is_status_requested; }

int SignalWatch::signal_number() const { return received.load(); }

}  // namespace scrutineer::cli
