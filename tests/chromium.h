// A headless Chromium that a test drives, as a reader would: open a page, press keys, look.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/run_program.h"

namespace scrutineer::test {

/// The program to start: `chromium`, `chromium-browser` or `google-chrome`, the first that is
/// installed; nothing if none is.
[[nodiscard]] std::optional<std::string> find_chromium();

/// One browser with one window, of 1280 by 800 points. It speaks the DevTools protocol through two
/// pipes (`--remote-debugging-pipe`), so that no port is opened and none can be taken.
///
/// Every member fails the test if the browser answers with an error, ends, or is silent for a
/// minute. For one thread.
class Chromium {
 public:
  /// Starts it, with a profile of its own in a temporary folder.
  explicit Chromium(const std::string& program);
  ~Chromium();
  Chromium(const Chromium&) = delete;
  Chromium& operator=(const Chromium&) = delete;

  /// Loads an address and waits until it is loaded. Forgets requests and complaints before it.
  void open(const std::string& address);

  /// The value of a JavaScript expression in the page.
  nlohmann::json evaluate(const std::string& expression);

  /// Presses and releases a key, as "ArrowRight".
  void press(const std::string& key, int code);

  /// Sends a command of the DevTools protocol to the page; returns its result.
  nlohmann::json call(const std::string& method,
                      const nlohmann::json& parameters = nlohmann::json::object());

  /// What the window shows, as a PNG file's bytes.
  [[nodiscard]] std::string screenshot();

  /// The addresses that were asked for since the last `open`, the page's own included.
  [[nodiscard]] const std::vector<std::string>& requests() const { return requests_; }

  /// Errors on the console, exceptions without a catch, and errors of the browser's own log.
  [[nodiscard]] const std::vector<std::string>& complaints() const { return complaints_; }

 private:
  nlohmann::json ask(const std::string& method, const nlohmann::json& parameters,
                     const std::string& session);
  nlohmann::json next_message();
  void note_event(const nlohmann::json& message);

  TemporaryFolder profile_;
  int process_ = -1;
  int to_browser_ = -1;
  int from_browser_ = -1;
  int last_id_ = 0;
  std::string unread_;
  std::string session_;
  bool is_loaded_ = false;
  std::vector<std::string> requests_;
  std::vector<std::string> complaints_;
};

/// The bytes that a Base64 text stands for (RFC 4648, section 4); stops at a foreign character.
[[nodiscard]] std::string decode_base64(std::string_view text);

}  // namespace scrutineer::test
