#include "cli/suite_matrix.h"

#include <filesystem>
#include <functional>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cli/settings_file.h"
#include "cli/toml_file.h"
#include "model/nearest_name.h"
#include "model/raft/packed_layout.h"
#include "model/raft/setting_table.h"
#include "model/raft/variants.h"
#include "traces/raft_check.h"

namespace scrutineer::cli {
namespace {

constexpr std::size_t cells_max = 10'000;

using Cells = std::vector<SuiteCell>;

// One value of a dimension of the matrix: what it is called, and what it does to a cell.
struct Choice {
  std::string text;
  std::function<void(SuiteCell&)> apply;
};

// Every cell with every choice. A dimension of one value that is no list is no coordinate.
Cells product(const Cells& cells, const std::string& key, const std::vector<Choice>& choices,
              bool is_coordinate) {
  Cells all;
  for (const SuiteCell& cell : cells) {
    for (const Choice& choice : choices) {
      all.push_back(cell);
      choice.apply(all.back());
      if (is_coordinate) all.back().coordinates.emplace_back(key, choice.text);
    }
  }
  return all;
}

std::vector<const toml::node*> elements(const std::string& path, const std::string& key,
                                        const toml::node& node) {
  const toml::array* const array = node.as_array();
  if (array == nullptr) return {&node};
  if (array->empty())
    reject_node(path, node, fmt::format("{} is an empty list; accepted: one value or more", key));
  std::vector<const toml::node*> nodes;
  for (const toml::node& element : *array) nodes.push_back(&element);
  return nodes;
}

void take_variant(SuiteCell& cell, const raft::Variant& variant) {
  cell.variant = variant.name;
  cell.description = variant.sentence;
  cell.settings = variant.settings;
}

std::vector<Choice> variant_choices(const std::string& path, const toml::node& node) {
  std::vector<std::string_view> names;
  for (const raft::Variant& variant : raft::variants()) names.push_back(variant.name);
  std::vector<Choice> choices;
  const auto add = [&](const raft::Variant& variant) {
    choices.push_back(
        {std::string(variant.name), [&variant](SuiteCell& cell) { take_variant(cell, variant); }});
  };
  if (node.value_or(std::string()) == "each") {
    for (const raft::Variant& variant : raft::variants()) add(variant);
    return choices;
  }
  for (const toml::node* element : elements(path, "variant", node)) {
    const std::string name = scalar_text(path, "variant", *element);
    const raft::Variant* const variant = raft::find_variant(name);
    if (variant == nullptr) {
      reject_node(path, *element,
                  fmt::format("variant is '{}'{}; accepted: {}, each, or a list of them", name,
                              did_you_mean(name, names), fmt::join(names, ", ")));
    }
    add(*variant);
  }
  return choices;
}

Choice file_choice(const std::string& path, const toml::node& node) {
  const std::string name = scalar_text(path, "file", node);
  const auto place = std::filesystem::path(path).parent_path() / name;
  const FileSettings file = read_settings_file(place.string());
  return {name, [=](SuiteCell& cell) {
            cell.variant = name;
            cell.description = "settings on top of variant " + file.variant;
            cell.settings = file.settings;
          }};
}

std::vector<Choice> setting_choices(const std::string& path, const std::string& key,
                                    const toml::node& node) {
  std::vector<Choice> choices;
  for (const toml::node* element : elements(path, key, node)) {
    raft::Settings probe;
    apply_setting(probe, path, key, *element);
    choices.push_back({scalar_text(path, key, *element), [=, &path](SuiteCell& cell) {
                         apply_setting(cell.settings, path, key, *element);
                       }});
  }
  return choices;
}

// guards = "each": every guard switched off by itself, and every other rule for the quorum.
std::vector<Choice> each_guard() {
  std::vector<Choice> choices;
  const raft::Settings correct;
  for (const raft::Setting& setting : raft::setting_table()) {
    if (!setting.key.starts_with("guards.")) continue;
    for (int value = setting.min; value <= setting.max; ++value) {
      if (value == setting.get(correct)) continue;
      std::string text(setting.key.substr(7));
      if (setting.type == raft::SettingType::choice) {
        text += fmt::format("-{}", setting.choices[static_cast<std::size_t>(value)]);
      }
      choices.push_back({std::move(text), [&setting, value](SuiteCell& cell) {
                           setting.set(cell.settings, value);
                         }});
    }
  }
  return choices;
}

// Where `over` has a key of its own, the one in `table` is a default that it takes the place of.
Cells with_settings(Cells cells, const std::string& path, const std::string& prefix,
                    const toml::table& table, const toml::table* over = nullptr) {
  for (const raft::Setting& setting : raft::setting_table()) {
    if (!setting.key.starts_with(prefix)) continue;
    const toml::node* const node = table.get(setting.key.substr(prefix.size()));
    const bool is_hidden = over != nullptr && over->contains(setting.key.substr(prefix.size()));
    if (node == nullptr || is_hidden) continue;
    const std::string key(setting.key);
    cells = product(cells, key, setting_choices(path, key, *node), node->is_array());
    if (cells.size() > cells_max) {
      reject_node(path, *node, fmt::format("more than {} runs; accepted: fewer", cells_max));
    }
  }
  return cells;
}

// Guards are a table, or "each".
Cells with_guards(Cells cells, const std::string& path, const toml::table& table) {
  const toml::node* const node = table.get("guards");
  if (node == nullptr) return cells;
  if (node->value_or(std::string()) == "each") {
    return product(cells, "guards", each_guard(), true);
  }
  const toml::table* const guards = node->as_table();
  if (guards == nullptr) {
    reject_node(path, *node,
                fmt::format("guards is {}; accepted: a table of guards, or \"each\"",
                            toml_type_name(*node)));
  }
  for (const auto& [name, value] : *guards) {
    const std::string key = "guards." + std::string(std::string_view(name));
    if (raft::find_setting(key) != nullptr) continue;
    raft::Settings probe;
    apply_setting(probe, path, key, value);  // which says what is accepted
  }
  return with_settings(std::move(cells), path, "guards.", *guards);
}

// A table of settings of the environment.
Cells with_mitigations(Cells cells, const std::string& path, const toml::table& table,
                       const toml::table* over = nullptr) {
  const toml::node* const node = table.get("mitigations");
  if (node == nullptr) return cells;
  const toml::table* const mitigations = node->as_table();
  if (mitigations == nullptr) {
    reject_node(path, *node,
                fmt::format("mitigations is {}; accepted: a table of their settings",
                            toml_type_name(*node)));
  }
  for (const auto& [name, value] : *mitigations) {
    const std::string key = "mitigations." + std::string(std::string_view(name));
    if (raft::find_setting(key) != nullptr) continue;
    raft::Settings probe;
    apply_setting(probe, path, key, value);  // which says what is accepted
  }
  const toml::node* const own = over == nullptr ? nullptr : over->get("mitigations");
  return with_settings(std::move(cells), path, "mitigations.", *mitigations,
                       own == nullptr ? nullptr : own->as_table());
}

void require_narrow(const std::string& path, const toml::table& run, const Cells& cells) {
  for (const SuiteCell& cell : cells) {
    try {
      (void)raft::words_used(cell.settings);
    } catch (const raft::TooWide& error) {
      reject_node(path, run, fmt::format("{}: {}", cell_name("", cell), error.what()));
    }
  }
}

}  // namespace

std::vector<SuiteCell> cells_of(const std::string& path, const toml::table& run,
                                const toml::table& defaults) {
  SuiteCell first;
  take_variant(first, raft::variants().front());
  Cells cells = {first};
  const toml::node* const variant = run.get("variant");
  const toml::node* const file = run.get("file");
  if (variant != nullptr && file != nullptr) {
    reject_node(path, *file, "a run has a variant or a file, not both");
  }
  if (variant != nullptr) {
    const bool is_list = variant->is_array() || variant->value_or(std::string()) == "each";
    cells = product(cells, "variant", variant_choices(path, *variant), is_list);
  }
  if (file != nullptr) cells = product(cells, "file", {file_choice(path, *file)}, false);
  cells = with_settings(std::move(cells), path, "", defaults, &run);
  if (!run.contains("guards")) cells = with_guards(std::move(cells), path, defaults);
  cells = with_mitigations(std::move(cells), path, defaults, &run);
  cells = with_guards(with_settings(std::move(cells), path, "", run), path, run);
  cells = with_mitigations(std::move(cells), path, run);
  require_narrow(path, run, cells);
  return cells;
}

std::string cell_name(const std::string& name, const SuiteCell& cell) {
  std::string text = name.empty() ? cell.variant : name;
  for (const auto& [key, value] : cell.coordinates) {
    if (name.empty() && key == "variant") continue;
    text += fmt::format("/{}={}", key, value);
  }
  return text;
}

std::string scalar_text(const std::string& path, const std::string& key, const toml::node& node) {
  if (const auto* text = node.as_string()) return text->get();
  if (const auto* number = node.as_integer()) return fmt::format("{}", number->get());
  if (const auto* truth = node.as_boolean()) return truth->get() ? "true" : "false";
  reject_node(path, node, fmt::format("{} is {}; accepted: a value", key, toml_type_name(node)));
}

}  // namespace scrutineer::cli
