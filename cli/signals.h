// SIGINT and SIGTERM as a request to end the search and report, SIGUSR1 as one to tell how far it
// is.
#pragma once

#include <atomic>

namespace scrutineer::cli {

/// While it lives, the first SIGINT or SIGTERM sets `stop_requested`; another one ends the process
/// as usual, if it comes a second later or more (within that, it is taken for the same request).
/// Each SIGUSR1 sets `status_requested`, which whoever answers it clears.
/// One object at a time.
class SignalWatch {
 public:
  SignalWatch();
  ~SignalWatch();
  SignalWatch(const SignalWatch&) = delete;
  SignalWatch& operator=(const SignalWatch&) = delete;

  [[nodiscard]] const std::atomic<bool>& stop_requested() const;
  [[nodiscard]] std::atomic<bool>& status_requested() const;
  /// The signal to end that came; 0 for none.
  [[nodiscard]] int signal_number() const;
};

}  // namespace scrutineer::cli
