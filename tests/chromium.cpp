#include "tests/chromium.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <stdexcept>

namespace scrutineer::test {
namespace {

constexpr int patience_ms = 60'000;

// A process that reads commands at descriptor 3 and answers at 4, as Chromium does.
pid_t start(std::vector<std::string> words, int commands, int answers) {
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  const pid_t process = fork();
  if (process != 0) return process;
  // High copies first: either end may be 3 or 4 by itself.
  const int in = fcntl(commands, F_DUPFD, 10);
  const int out = fcntl(answers, F_DUPFD, 10);
  const int nowhere = open("/dev/null", O_RDWR);
  if (dup2(in, 3) == 3 && dup2(out, 4) == 4 && dup2(nowhere, 1) == 1 && dup2(nowhere, 2) == 2) {
    setpgid(0, 0);
    execvp(argv[0], argv.data());
  }
  _exit(127);
}

}  // namespace

std::optional<std::string> find_chromium() {
  for (const char* name : {"chromium", "chromium-browser", "google-chrome"}) {
    if (run_shell(std::string("command -v ") + name).exit_status == 0) return name;
  }
  return std::nullopt;
}

std::string decode_base64(std::string_view text) {
  static constexpr std::string_view digits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string bytes;
  unsigned bits = 0;
  unsigned bit_count = 0;
  for (const char c : text) {
    const std::size_t digit = digits.find(c);
    if (digit == std::string_view::npos) break;
    bits = (bits << 6U) | static_cast<unsigned>(digit);
    bit_count += 6;
    if (bit_count < 8) continue;
    bit_count -= 8;
    bytes += static_cast<char>((bits >> bit_count) & 0xffU);
  }
  return bytes;
}

Chromium::Chromium(const std::string& program) {
  std::array<int, 2> commands{};
  std::array<int, 2> answers{};
  if (pipe2(commands.data(), O_CLOEXEC) != 0 || pipe2(answers.data(), O_CLOEXEC) != 0) {
    throw std::runtime_error("no pipe");
  }
  // The sandbox needs rights that a container or root does not have; the pages are our own.
  process_ = start({program, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
                    "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking",
                    "--remote-debugging-pipe", "--window-size=1280,800",
                    "--user-data-dir=" + profile_.path()},
                   commands[0], answers[1]);
  close(commands[0]);
  close(answers[1]);
  to_browser_ = commands[1];
  from_browser_ = answers[0];
  if (process_ < 0) throw std::runtime_error("cannot fork");
  const nlohmann::json target = ask("Target.createTarget", {{"url", "about:blank"}}, "");
  session_ = ask("Target.attachToTarget",
                 {{"targetId", target.at("targetId")}, {"flatten", true}}, "")
                 .at("sessionId");
  for (const char* domain : {"Page", "Runtime", "Log", "Network"}) {
    call(std::string(domain) + ".enable");
  }
  call("Emulation.setDeviceMetricsOverride",
       {{"width", 1280}, {"height", 800}, {"deviceScaleFactor", 1}, {"mobile", false}});
}

Chromium::~Chromium() {
  close(to_browser_);  // its end of file is the browser's sign to go
  close(from_browser_);
  if (process_ <= 0) return;
  kill(-process_, SIGKILL);
  waitpid(process_, nullptr, 0);
}

void Chromium::open(const std::string& address) {
  is_loaded_ = false;
  requests_.clear();
  complaints_.clear();
  call("Page.navigate", {{"url", address}});
  while (!is_loaded_) note_event(next_message());
}

nlohmann::json Chromium::evaluate(const std::string& expression) {
  const nlohmann::json answer =
      call("Runtime.evaluate", {{"expression", expression}, {"returnByValue", true}});
  CAPTURE(expression);
  REQUIRE_MESSAGE(!answer.contains("exceptionDetails"), answer.dump());
  return answer.at("result").value("value", nlohmann::json());
}

void Chromium::press(const std::string& key, int code) {
  nlohmann::json event = {
      {"type", "rawKeyDown"}, {"key", key}, {"code", key}, {"windowsVirtualKeyCode", code}};
  call("Input.dispatchKeyEvent", event);
  event["type"] = "keyUp";
  call("Input.dispatchKeyEvent", event);
}

std::string Chromium::screenshot() {
  const nlohmann::json shot = call("Page.captureScreenshot", {{"format", "png"}});
  return decode_base64(shot.at("data").get<std::string>());
}

nlohmann::json Chromium::call(const std::string& method, const nlohmann::json& parameters) {
  return ask(method, parameters, session_);
}

nlohmann::json Chromium::ask(const std::string& method, const nlohmann::json& parameters,
                             const std::string& session) {
  const int id = ++last_id_;
  nlohmann::json command = {{"id", id}, {"method", method}, {"params", parameters}};
  if (!session.empty()) command["sessionId"] = session;
  const std::string text = command.dump() + '\0';
  REQUIRE(write(to_browser_, text.data(), text.size()) == static_cast<ssize_t>(text.size()));
  while (true) {
    const nlohmann::json message = next_message();
    if (message.value("id", 0) == id) {
      REQUIRE_MESSAGE(!message.contains("error"), method << ": " << message.dump());
      return message.at("result");
    }
    note_event(message);
  }
}

// Messages end with a zero byte.
nlohmann::json Chromium::next_message() {
  std::size_t end = 0;
  while ((end = unread_.find('\0')) == std::string::npos) {
    pollfd waiting = {from_browser_, POLLIN, 0};
    REQUIRE_MESSAGE(poll(&waiting, 1, patience_ms) == 1, "the browser is silent");
    std::array<char, 65536> part{};
    const ssize_t size = read(from_browser_, part.data(), part.size());
    REQUIRE_MESSAGE(size > 0, "the browser has ended");
    unread_.append(part.data(), static_cast<std::size_t>(size));
  }
  const nlohmann::json message = nlohmann::json::parse(unread_.substr(0, end));
  unread_.erase(0, end + 1);
  return message;
}

void Chromium::note_event(const nlohmann::json& message) {
  const std::string method = message.value("method", "");
  if (method == "Page.loadEventFired") is_loaded_ = true;
  if (method == "Network.requestWillBeSent") {
    requests_.push_back(message.at("params").at("request").at("url"));
  }
  const bool is_error =
      method == "Runtime.exceptionThrown" ||
      (method == "Runtime.consoleAPICalled" && message.at("params").at("type") == "error") ||
      (method == "Log.entryAdded" && message.at("params").at("entry").at("level") == "error");
  if (is_error) complaints_.push_back(message.at("params").dump());
}

}  // namespace scrutineer::test
