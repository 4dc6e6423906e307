// SIGINT and SIGTERM as a request to end the search and report.
#pragma once

#include <atomic>

namespace scrutineer::cli {

/// While it lives, the first SIGINT or SIGTERM sets `stop_requested`; another one ends the process
/// as usual, if it comes a second later or more (within that, it is taken for the same request).
/// One object at a time.
class SignalWatch {
 public:
  SignalWatch();
  ~SignalWatch();
  SignalWatch(const SignalWatch&) = delete;
  SignalWatch& operator=(const SignalWatch&) = delete;

  [[nodiscard]] const std::atomic<bool>& stop_requested() const;
  /// The signal that came; 0 for none.
  [[nodiscard]] int signal_number() const;
};

}  // namespace scrutineer::cli
