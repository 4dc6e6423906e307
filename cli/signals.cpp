#include "cli/signals.h"

#include <csignal>

namespace scrutineer::cli {
namespace {

// A signal handler can reach nothing else than globals; lock-free atomics are safe in it.
std::atomic<bool> is_stop_requested{false};
std::atomic<int> received{0};
static_assert(std::atomic<bool>::is_always_lock_free && std::atomic<int>::is_always_lock_free);

extern "C" void on_signal(int number) {
  received.store(number);
  is_stop_requested.store(true);
  // Whichever of the two comes next is left to the system.
  std::signal(SIGINT, SIG_DFL);
  std::signal(SIGTERM, SIG_DFL);
}

}  // namespace

SignalWatch::SignalWatch() {
  is_stop_requested.store(false);
  received.store(0);
  std::signal(SIGINT, on_signal);
  std::signal(SIGTERM, on_signal);
}

SignalWatch::~SignalWatch() {
  std::signal(SIGINT, SIG_DFL);
  std::signal(SIGTERM, SIG_DFL);
}

const std::atomic<bool>& SignalWatch::stop_requested() const { return is_stop_requested; }

int SignalWatch::signal_number() const { return received.load(); }

}  // namespace scrutineer::cli
