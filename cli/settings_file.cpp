#include "cli/settings_file.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <toml++/toml.h>

#include "cli/errors.h"
#include "model/nearest_name.h"
#include "model/raft/setting_table.h"
#include "model/raft/variants.h"

namespace scrutineer::cli {
namespace {

[[noreturn]] void fail(const std::string& path, const toml::node& node, const std::string& reason) {
  throw ConfigurationError(fmt::format("{}:{}: {}", path, node.source().begin.line, reason));
}

std::string read_text(const std::string& path) {
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) {
    throw ConfigurationError(fmt::format("{}: is a directory; accepted: a settings file", path));
  }
  // A device or a pipe might never end.
  if (std::filesystem::exists(path, error) && !std::filesystem::is_regular_file(path, error)) {
    throw ConfigurationError(
        fmt::format("{}: is no regular file; accepted: a settings file", path));
  }
  std::ifstream file(path, std::ios::binary);
  if (!file) throw ConfigurationError(fmt::format("{}: {}", path, std::strerror(errno)));
  constexpr std::uintmax_t bytes_max = std::uintmax_t{1} << 20U;
  if (std::filesystem::file_size(path, error) > bytes_max && !error) {
    throw ConfigurationError(
        fmt::format("{}: is larger than 1 MiB; accepted: a settings file", path));
  }
  std::ostringstream text;
  text << file.rdbuf();
  if (file.bad()) throw ConfigurationError(fmt::format("{}: cannot be read", path));
  return std::move(text).str();
}

toml::table parse(const std::string& path) {
  const std::string text = read_text(path);
  try {
    return toml::parse(text, std::string_view(path));
  } catch (const toml::parse_error& error) {
    throw ConfigurationError(
        fmt::format("{}:{}: {}", path, error.source().begin.line, error.description()));
  }
}

std::string_view type_name(const toml::node& node) {
  if (node.is_integer()) return "an integer";
  if (node.is_boolean()) return "a boolean";
  if (node.is_string()) return "a string";
  if (node.is_floating_point()) return "a floating-point number";
  if (node.is_table()) return "a table";
  if (node.is_array()) return "an array";
  return "a date or time";
}

void apply(raft::Settings& settings, const std::string& path, const std::string& key,
           const toml::node& node) {
  try {
    const raft::Setting& setting = raft::setting_named(key);
    using raft::SettingType;
    if (setting.type == SettingType::integer && node.is_integer()) {
      raft::assign(settings, setting, node.as_integer()->get());
    } else if (setting.type == SettingType::boolean && node.is_boolean()) {
      raft::assign(settings, setting, node.as_boolean()->get() ? 1 : 0);
    } else if (setting.type == SettingType::choice && node.is_string()) {
      raft::assign_text(settings, key, node.as_string()->get());
    } else {
      fail(path, node,
           fmt::format("{} is {}; accepted: {}", key, type_name(node),
                       raft::accepted_values(setting)));
    }
  } catch (const raft::SettingError& error) {
    fail(path, node, error.what());
  }
}

// Tables are prefixes of keys: [guards] clear_votes is guards.clear_votes. `given` are the keys so
// far: "guards.clear_votes" in quotes is the same key, and giving it twice is a slip.
void apply_all(raft::Settings& settings, const std::string& path, const std::string& prefix,
               const toml::table& table, std::set<std::string>& given) {
  for (auto&& [name, node] : table) {
    const std::string key = prefix + std::string(std::string_view(name));
    if (key == "variant") continue;
    if (const toml::table* inner = node.as_table(); inner != nullptr && key == "guards") {
      apply_all(settings, path, key + ".", *inner, given);
    } else {
      if (!given.insert(key).second) fail(path, node, fmt::format("{} is given twice", key));
      apply(settings, path, key, node);
    }
  }
}

const raft::Variant& base_variant(const std::string& path, const toml::table& table) {
  const toml::node* const node = table.get("variant");
  if (node == nullptr) return raft::variants().front();
  std::vector<std::string_view> names;
  for (const raft::Variant& variant : raft::variants()) names.push_back(variant.name);
  const std::string name = node->is_string() ? node->as_string()->get() : std::string();
  if (const raft::Variant* variant = raft::find_variant(name)) return *variant;
  const std::string given =
      node->is_string() ? fmt::format("'{}'", name) : std::string(type_name(*node));
  fail(path, *node,
       fmt::format("variant is {}{}; accepted: {}", given, did_you_mean(name, names),
                   fmt::join(names, ", ")));
}

}  // namespace

FileSettings read_settings_file(const std::string& path) {
  const toml::table table = parse(path);
  const raft::Variant& base = base_variant(path, table);
  FileSettings result{std::string(base.name), base.settings};
  std::set<std::string> given;
  apply_all(result.settings, path, "", table, given);
  return result;
}

}  // namespace scrutineer::cli
