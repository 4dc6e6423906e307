#include "cli/toml_file.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <fmt/format.h>

#include "cli/errors.h"
#include "model/raft/setting_table.h"

namespace scrutineer::cli {
namespace {

std::string read_text(const std::string& path, std::string_view kind) {
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) {
    throw ConfigurationError(fmt::format("{}: is a directory; accepted: {}", path, kind));
  }
  // A device or a pipe might never end.
  if (std::filesystem::exists(path, error) && !std::filesystem::is_regular_file(path, error)) {
    throw ConfigurationError(fmt::format("{}: is no regular file; accepted: {}", path, kind));
  }
  std::ifstream file(path, std::ios::binary);
  if (!file) throw ConfigurationError(fmt::format("{}: {}", path, std::strerror(errno)));
  constexpr std::uintmax_t bytes_max = std::uintmax_t{1} << 20U;
  if (std::filesystem::file_size(path, error) > bytes_max && !error) {
    throw ConfigurationError(fmt::format("{}: is larger than 1 MiB; accepted: {}", path, kind));
  }
  std::ostringstream text;
  text << file.rdbuf();
  if (file.bad()) throw ConfigurationError(fmt::format("{}: cannot be read", path));
  return std::move(text).str();
}

}  // namespace

toml::table read_toml(const std::string& path, std::string_view kind) {
  const std::string text = read_text(path, kind);
  try {
    return toml::parse(text, std::string_view(path));
  } catch (const toml::parse_error& error) {
    throw ConfigurationError(
        fmt::format("{}:{}: {}", path, error.source().begin.line, error.description()));
  }
}

void reject_node(const std::string& path, const toml::node& node, const std::string& reason) {
  throw ConfigurationError(fmt::format("{}:{}: {}", path, node.source().begin.line, reason));
}

std::string_view toml_type_name(const toml::node& node) {
  if (node.is_integer()) return "an integer";
  if (node.is_boolean()) return "a boolean";
  if (node.is_string()) return "a string";
  if (node.is_floating_point()) return "a floating-point number";
  if (node.is_table()) return "a table";
  if (node.is_array()) return "an array";
  return "a date or time";
}

void apply_setting(raft::Settings& settings, const std::string& path, const std::string& key,
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
      reject_node(path, node,
                  fmt::format("{} is {}; accepted: {}", key, toml_type_name(node),
                              raft::accepted_values(setting)));
    }
  } catch (const raft::SettingError& error) {
    reject_node(path, node, error.what());
  }
}

}  // namespace scrutineer::cli
