#include "cli/settings_file.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cli/toml_file.h"
#include "model/nearest_name.h"
#include "model/raft/setting_table.h"
#include "model/raft/variants.h"

namespace scrutineer::cli {
namespace {

// Whether a table of this name may stand in a file: some key begins with it and a dot.
bool is_prefix_of_a_key(const std::string& name) {
  const auto table = raft::setting_table();
  return std::any_of(table.begin(), table.end(), [&](const raft::Setting& setting) {
    return setting.key.starts_with(name + ".");
  });
}

// Tables are prefixes of keys: [guards] clear_votes is guards.clear_votes. `given` are the keys so
// far: "guards.clear_votes" in quotes is the same key, and giving it twice is a slip.
void apply_all(raft::Settings& settings, const std::string& path, const std::string& prefix,
               const toml::table& table, std::set<std::string>& given) {
  for (auto&& [name, node] : table) {
    const std::string key = prefix + std::string(std::string_view(name));
    if (key == "variant") continue;
    if (const toml::table* inner = node.as_table(); inner != nullptr && is_prefix_of_a_key(key)) {
      apply_all(settings, path, key + ".", *inner, given);
    } else {
      if (!given.insert(key).second) reject_node(path, node, fmt::format("{} is given twice", key));
      apply_setting(settings, path, key, node);
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
      node->is_string() ? fmt::format("'{}'", name) : std::string(toml_type_name(*node));
  reject_node(path, *node,
              fmt::format("variant is {}{}; accepted: {}", given, did_you_mean(name, names),
                          fmt::join(names, ", ")));
}

}  // namespace

FileSettings read_settings_file(const std::string& path) {
  const toml::table table = read_toml(path, "a settings file");
  const raft::Variant& base = base_variant(path, table);
  FileSettings result{std::string(base.name), base.settings};
  std::set<std::string> given;
  apply_all(result.settings, path, "", table, given);
  return result;
}

}  // namespace scrutineer::cli
