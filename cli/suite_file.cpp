#include "cli/suite_file.h"

#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cli/errors.h"
#include "cli/quantities.h"
#include "cli/suite_expectation.h"
#include "cli/suite_matrix.h"
#include "cli/toml_file.h"
#include "model/nearest_name.h"
#include "model/raft/action.h"
#include "model/raft/setting_table.h"
#include "traces/suite/remarks.h"

namespace scrutineer::cli {
namespace {

const std::vector<std::string_view> keys_of_any = {"properties", "continue", "reductions", "budget",
                                                   "allow",      "guards",   "mitigations"};
const std::vector<std::string_view> keys_of_run = {"name", "about", "variant", "file", "expect"};

class SuiteReader {
 public:
  explicit SuiteReader(const std::string& path)
      : path_(path), table_(read_toml(path, "a suite's file")) {}

  raft::Suite read() {
    raft::Suite suite;
    suite.file = path_;
    require_keys(table_, {"title", "about", "defaults", "run"}, {}, "a suite");
    suite.title = text_of(table_, "title");
    suite.about = text_of(table_, "about");
    if (const toml::node* node = table_.get("defaults")) {
      defaults_ = node->as_table();
      if (defaults_ == nullptr) reject_type(*node, "defaults", "a table");
      require_keys(*defaults_, keys_of_any, settings(), "defaults");
    }
    const toml::node* const runs = table_.get("run");
    const bool has_runs = runs != nullptr && runs->is_array() && !runs->as_array()->empty();
    if (!has_runs) {
      throw ConfigurationError(fmt::format("{}: no run; accepted: at least one [[run]]", path_));
    }
    for (const toml::node& node : *runs->as_array()) {
      const toml::table* const run = node.as_table();
      if (run == nullptr) reject_type(node, "run", "a table, as [[run]]");
      add_runs(suite, *run);
    }
    return suite;
  }

 private:
  static std::vector<std::string_view> settings() {
    std::vector<std::string_view> keys;
    for (const raft::Setting& setting : raft::setting_table()) {
      if (setting.key.find('.') == std::string_view::npos) keys.push_back(setting.key);
    }
    return keys;
  }

  [[noreturn]] void reject_type(const toml::node& node, std::string_view key,
                                std::string_view accepted) const {
    reject_node(path_, node,
                fmt::format("{} is {}; accepted: {}", key, toml_type_name(node), accepted));
  }

  void require_keys(const toml::table& table, std::vector<std::string_view> accepted,
                    const std::vector<std::string_view>& more, std::string_view where) const {
    accepted.insert(accepted.end(), more.begin(), more.end());
    for (const auto& [key, node] : table) {
      const std::string_view name = key;
      if (std::find(accepted.begin(), accepted.end(), name) != accepted.end()) continue;
      reject_node(path_, node,
                  fmt::format("unknown key '{}' in {}{}; accepted: {}", name, where,
                              did_you_mean(name, accepted), fmt::join(accepted, ", ")));
    }
  }

  // Empty if there is no such key.
  [[nodiscard]] std::string text_of(const toml::table& table, std::string_view key) const {
    const toml::node* const node = table.get(key);
    if (node == nullptr) return "";
    std::string text = node->value_or(std::string());
    if (text.empty()) reject_type(*node, key, "a text that is not empty");
    return text;
  }

  // The run's own value, or the default.
  [[nodiscard]] const toml::node* value(const toml::table& run, std::string_view key) const {
    if (const toml::node* own = run.get(key)) return own;
    return defaults_ == nullptr ? nullptr : defaults_->get(key);
  }

  [[nodiscard]] std::vector<std::string> words(const toml::node& node,
                                               const std::string& key) const {
    const toml::array* const array = node.as_array();
    if (array == nullptr) return {scalar_text(path_, key, node)};
    std::vector<std::string> all;
    for (const toml::node& element : *array) all.push_back(scalar_text(path_, key, element));
    return all;
  }

  void require_available(const toml::table& table, const raft::SuiteRun& run) const {
    try {
      raft::require_available(run.properties, run.settings);
    } catch (const raft::UnavailableProperty& error) {
      reject_node(path_, table, fmt::format("{}: {}", run.name, error.what()));
    }
  }

  void add_runs(raft::Suite& suite, const toml::table& table) {
    std::vector<std::string_view> keys = keys_of_run;
    keys.insert(keys.end(), keys_of_any.begin(), keys_of_any.end());
    require_keys(table, keys, settings(), "a run");
    static const toml::table nothing;
    const auto cells = cells_of(path_, table, defaults_ == nullptr ? nothing : *defaults_);
    const toml::node* const expect = table.get("expect");
    if (expect != nullptr) require_wheres_met(path_, *expect, cells);
    for (const SuiteCell& cell : cells) {
      raft::SuiteRun run = run_of(table, cell);
      require_available(table, run);
      if (expect != nullptr) take_expectation(run, path_, *expect, cell);
      if (!names_.insert(run.name).second) {
        reject_node(path_, table,
                    fmt::format("two runs are called '{}'; accepted: another name", run.name));
      }
      suite.runs.push_back(std::move(run));
    }
  }

  [[nodiscard]] raft::SuiteRun run_of(const toml::table& table, const SuiteCell& cell) const {
    raft::SuiteRun run;
    run.name = cell_name(text_of(table, "name"), cell);
    run.about = text_of(table, "about");
    run.line = table.source().begin.line;
    run.variant = cell.variant;
    run.description = cell.description;
    run.settings = cell.settings;
    take_properties(run, table);
    take_reductions(run, table);
    if (const toml::node* node = value(table, "continue")) {
      if (!node->is_boolean()) reject_type(*node, "continue", "true or false");
      run.continue_after_violation = node->as_boolean()->get();
    }
    if (const toml::node* node = value(table, "budget")) take_budget(run.budget, *node);
    if (defaults_ != nullptr) take_allowed(run, *defaults_);
    take_allowed(run, table);
    return run;
  }

  void take_properties(raft::SuiteRun& run, const toml::table& table) const {
    const toml::node* const node = value(table, "properties");
    try {
      const auto names = node == nullptr ? std::vector<std::string>{} : words(*node, "properties");
      run.properties = raft::choose_properties(names);
    } catch (const raft::UnknownProperty& error) {
      reject_node(path_, *node, error.what());
    }
    run.properties.witnesses = raft::all_witnesses();
  }

  void take_reductions(raft::SuiteRun& run, const toml::table& table) const {
    const toml::node* const node = value(table, "reductions");
    if (node == nullptr || node->value_or(std::string()) == "all") return;
    try {
      run.reductions = raft::choose_reductions(words(*node, "reductions"));
    } catch (const raft::UnknownReduction& error) {
      reject_node(path_, *node, fmt::format("{}, or all", error.what()));
    }
  }

  void take_budget(Limits& budget, const toml::node& node) const {
    const toml::table* const table = node.as_table();
    if (table == nullptr) reject_type(node, "budget", "a table of time, memory and states");
    require_keys(*table, {"time", "memory", "states"}, {}, "budget");
    const auto text = [&](const char* key) {
      const toml::node* const one = table->get(key);
      return one == nullptr ? std::string() : scalar_text(path_, key, *one);
    };
    try {
      if (table->contains("time")) budget.time_max = parse_duration("time", text("time"));
      if (table->contains("memory")) budget.memory_bytes_max = parse_size("memory", text("memory"));
      if (table->contains("states")) budget.states_max = parse_count("states", text("states"));
    } catch (const UsageError& error) {
      reject_node(path_, node, error.what());
    }
  }

  void take_allowed(raft::SuiteRun& run, const toml::table& table) const {
    const toml::node* const node = table.get("allow");
    if (node == nullptr) return;
    std::vector<std::string_view> accepted = {"max_term"};
    for (std::size_t k = 0; k < raft::action_kind_count; ++k) {
      accepted.push_back(raft::action_kind_name(static_cast<raft::ActionKind>(k)));
    }
    for (std::size_t k = 0; k < mitigations::action_kind_count; ++k) {
      accepted.push_back(mitigations::action_kind_name(static_cast<mitigations::ActionKind>(k)));
    }
    for (const raft::PropertyText& text : raft::property_texts()) accepted.push_back(text.name);
    for (const std::string& word : words(*node, "allow")) {
      if (std::find(accepted.begin(), accepted.end(), word) == accepted.end()) {
        reject_node(path_, *node,
                    fmt::format("allow has '{}'{}; accepted: {}", word,
                                did_you_mean(word, accepted), fmt::join(accepted, ", ")));
      }
      run.allowed.insert(word);
    }
  }

  const std::string& path_;
  toml::table table_;
  const toml::table* defaults_ = nullptr;
  std::set<std::string> names_;
};

}  // namespace

raft::Suite read_suite_file(const std::string& path) { return SuiteReader(path).read(); }

}  // namespace scrutineer::cli
