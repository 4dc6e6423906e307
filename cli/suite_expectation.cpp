#include "cli/suite_expectation.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cli/toml_file.h"
#include "model/nearest_name.h"

namespace scrutineer::cli {
namespace {

constexpr std::array all_verdicts = {Verdict::holds, Verdict::violated, Verdict::incomplete,
                                     Verdict::expectation_not_met};
constexpr std::array all_property_verdicts = {PropertyVerdict::holds, PropertyVerdict::violated,
                                              PropertyVerdict::undecided,
                                              PropertyVerdict::expectation_not_met};

template <class Verdicts>
auto verdict_of(const std::string& path, const std::string& key, const toml::node& node,
                const Verdicts& verdicts) {
  const auto text = node.value<std::string>();
  std::vector<std::string_view> names;
  for (const auto verdict : verdicts) {
    names.push_back(verdict_name(verdict));
    if (text == names.back()) return verdict;
  }
  reject_node(path, node,
              fmt::format("{} is {}; accepted: one of {}", key,
                          text ? "'" + *text + "'" : std::string(toml_type_name(node)),
                          fmt::join(names, ", ")));
}

std::uint64_t count_of(const std::string& path, const std::string& key, const toml::node& node) {
  const auto* const number = node.as_integer();
  if (number == nullptr || number->get() < 0) {
    reject_node(path, node,
                fmt::format("{} is {}; accepted: an integer of at least 0", key,
                            number == nullptr ? std::string(toml_type_name(node))
                                              : fmt::format("{}", number->get())));
  }
  return static_cast<std::uint64_t>(number->get());
}

PropertyKind kind_of(const std::string& property) {
  for (const raft::PropertyText& text : raft::property_texts()) {
    if (text.name == property) return text.kind;
  }
  return PropertyKind::invariant;
}

raft::PropertyExpectation property_expectation(const std::string& path, const std::string& name,
                                               const toml::node& node) {
  raft::PropertyExpectation result;
  result.property = name;
  const toml::node* verdict = &node;
  if (const toml::table* const table = node.as_table()) {
    verdict = table->get("verdict");
    if (verdict == nullptr) {
      reject_node(path, node, fmt::format("{} has no verdict; accepted: verdict, length", name));
    }
    for (const auto& [key, value] : *table) {
      const std::string_view member = key;
      if (member == "length") {
        result.length = count_of(path, name + ".length", value);
      } else if (member != "verdict") {
        reject_node(path, value,
                    fmt::format("unknown key '{}' in {}; accepted: verdict, length", member, name));
      }
    }
  }
  result.verdict = verdict_of(path, name, *verdict, all_property_verdicts);
  const bool is_reachable = kind_of(name) == PropertyKind::reachable;
  const auto never =
      is_reachable ? PropertyVerdict::violated : PropertyVerdict::expectation_not_met;
  if (result.verdict == never) {
    reject_node(path, *verdict,
                fmt::format("{} is {}, which can never be '{}'", name,
                            property_kind_name(kind_of(name)), verdict_name(never)));
  }
  return result;
}

void take_property(raft::SuiteRun& run, const std::string& path, const std::string& name,
                   const toml::node& node) {
  const auto& checked = run.properties.names;
  if (std::find(checked.begin(), checked.end(), name) == checked.end()) {
    std::vector<std::string_view> accepted = {"verdict", "distinct", "generated", "depth", "where"};
    accepted.insert(accepted.end(), checked.begin(), checked.end());
    reject_node(path, node,
                fmt::format("unknown key '{}' in expect{}; accepted: {} (the properties of the run "
                            "among them)",
                            name, did_you_mean(name, accepted), fmt::join(accepted, ", ")));
  }
  raft::PropertyExpectation expectation = property_expectation(path, name, node);
  auto& all = run.expectation.properties;
  const auto earlier =
      std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.property == name; });
  if (earlier == all.end()) {
    all.push_back(std::move(expectation));
  } else {
    *earlier = std::move(expectation);
  }
}

void take_table(raft::SuiteRun& run, const std::string& path, const toml::table& table) {
  raft::Expectation& expectation = run.expectation;
  for (const auto& [key, value] : table) {
    const std::string name(std::string_view{key});
    if (name == "where") continue;
    if (name == "verdict") {
      expectation.verdict = verdict_of(path, name, value, all_verdicts);
    } else if (name == "distinct") {
      expectation.distinct = count_of(path, name, value);
    } else if (name == "generated") {
      expectation.generated = count_of(path, name, value);
    } else if (name == "depth") {
      expectation.depth = count_of(path, name, value);
    } else {
      take_property(run, path, name, value);
    }
  }
}

const toml::table& table_of(const std::string& path, const toml::node& node) {
  if (const toml::table* const table = node.as_table()) return *table;
  reject_node(
      path, node,
      fmt::format("expect is {}; accepted: a table or a list of tables", toml_type_name(node)));
}

// The tables of `expect`, one or several.
std::vector<const toml::table*> tables_of(const std::string& path, const toml::node& expect) {
  const toml::array* const array = expect.as_array();
  if (array == nullptr) return {&table_of(path, expect)};
  std::vector<const toml::table*> tables;
  for (const toml::node& element : *array) tables.push_back(&table_of(path, element));
  return tables;
}

bool is_among(const std::string& path, const std::string& key, const toml::node& node,
              const std::string& text) {
  const toml::array* const array = node.as_array();
  if (array == nullptr) return scalar_text(path, key, node) == text;
  return std::any_of(array->begin(), array->end(), [&](const toml::node& element) {
    return scalar_text(path, key, element) == text;
  });
}

// Whether `where` is true of the cell: each of its keys is a coordinate with one of these values.
bool is_true_of(const std::string& path, const toml::table& expect, const SuiteCell& cell) {
  const toml::node* const node = expect.get("where");
  if (node == nullptr) return true;
  const toml::table* const where = node->as_table();
  if (where == nullptr) {
    reject_node(path, *node, fmt::format("where is {}; accepted: a table", toml_type_name(*node)));
  }
  for (const auto& [name, value] : *where) {
    const std::string key(std::string_view{name});
    const auto coordinate = std::find_if(cell.coordinates.begin(), cell.coordinates.end(),
                                         [&](const auto& one) { return one.first == key; });
    if (coordinate == cell.coordinates.end()) {
      std::vector<std::string> keys;
      for (const auto& [one, text] : cell.coordinates) keys.push_back(one);
      reject_node(path, value,
                  fmt::format("'{}' is no list of this run; accepted: {}", key,
                              keys.empty() ? "nothing, it has no list"
                                           : fmt::format("{}", fmt::join(keys, ", "))));
    }
    if (!is_among(path, key, value, coordinate->second)) return false;
  }
  return true;
}

}  // namespace

void take_expectation(raft::SuiteRun& run, const std::string& path, const toml::node& expect,
                      const SuiteCell& cell) {
  for (const toml::table* table : tables_of(path, expect)) {
    if (is_true_of(path, *table, cell)) take_table(run, path, *table);
  }
}

void require_wheres_met(const std::string& path, const toml::node& expect,
                        const std::vector<SuiteCell>& cells) {
  for (const toml::table* table : tables_of(path, expect)) {
    const bool is_met = std::any_of(cells.begin(), cells.end(), [&](const SuiteCell& cell) {
      return is_true_of(path, *table, cell);
    });
    if (!is_met) {
      reject_node(path, *table->get("where"),
                  "where is true of no run; accepted: values of the "
                  "lists above");
    }
  }
}

}  // namespace scrutineer::cli
