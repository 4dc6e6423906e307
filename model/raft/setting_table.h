// The settings declared once: key, accepted values, default and sentence of each. From this one
// table come the parser, the error messages, `scrutineer list settings`, the JSON result and the
// random configurations of the tests (the habit is CaDiCaL's `options.hpp`).
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "model/raft/settings.h"

namespace scrutineer::raft {

/// A setting that cannot be taken. `key()` is the key as it was given; `what()` is a sentence
/// without file or line (the caller knows those): what is wrong, and what is accepted.
class SettingError : public std::runtime_error {
 public:
  SettingError(std::string key, const std::string& reason)
      : std::runtime_error(reason), key_(std::move(key)) {}
  [[nodiscard]] const std::string& key() const { return key_; }

 private:
  std::string key_;
};

enum class SettingType { integer, boolean, choice };

/// One row of the table. Values travel as integers: a boolean is 0 or 1, a choice is the position
/// of its name in `choices`; `min` and `max` bound them all.
struct Setting {
  std::string_view key;
  SettingType type;
  int min;
  int max;
  std::vector<std::string_view> choices;
  std::string_view sentence;
  std::function<int(const Settings&)> get;
  std::function<void(Settings&, int)> set;
};

/// All settings, in the order of the specification's table. Immutable; any thread.
[[nodiscard]] std::span<const Setting> setting_table();

/// The row with this key, or null.
[[nodiscard]] const Setting* find_setting(std::string_view key);

/// The row with this key; throws SettingError that names the nearest key and lists all of them.
[[nodiscard]] const Setting& setting_named(std::string_view key);

/// Sets `setting` to `value`; throws SettingError if it is not in [min, max].
void assign(Settings& settings, const Setting& setting, long long value);

/// Sets from text, as `--set KEY=VALUE` does: a decimal integer, `true`/`false`, or the name of
/// a choice. Throws SettingError on an unknown key, a wrong type or a value out of range.
void assign_text(Settings& settings, std::string_view key, std::string_view text);

/// The value as text, in the form that `assign_text` takes.
[[nodiscard]] std::string value_text(const Setting& setting, const Settings& settings);

/// "an integer from 1 to 7", "true or false", "one of majority, peers-majority, half".
[[nodiscard]] std::string accepted_values(const Setting& setting);

/// Every setting that differs from its default, as "key value" pairs joined by ", "; empty if
/// none does.
[[nodiscard]] std::string differences_from_default(const Settings& settings);

}  // namespace scrutineer::raft
