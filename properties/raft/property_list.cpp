#include "properties/raft/property_list.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "model/nearest_name.h"

namespace scrutineer::raft {
namespace {

template <class... Types>
std::vector<PropertyText> texts_of(const std::tuple<Types...>*) {
  return {{Types::name, Types::kind, Types::is_default, Types::is_companion, Types::sentence,
           Types::source, Types::reads, Types::is_symmetric}...};
}

template <class... Types>
std::vector<WitnessText> witnesses_of(const std::tuple<Types...>*) {
  return {{Types::name, Types::sentence, Types::reads, Types::exercises}...};
}

void require_known(std::string_view name) {
  std::vector<std::string_view> known;
  for (const PropertyText& text : property_texts()) known.push_back(text.name);
  if (std::find(known.begin(), known.end(), name) != known.end()) return;
  throw UnknownProperty(fmt::format("unknown property '{}'{}; accepted: {}, none", name,
                                    did_you_mean(name, known), fmt::join(known, ", ")));
}

}  // namespace

std::span<const PropertyText> property_texts() {
  static const std::vector<PropertyText> texts =
      texts_of(static_cast<const PropertyTypes*>(nullptr));
  return texts;
}

std::span<const WitnessText> witness_texts() {
  static const std::vector<WitnessText> texts =
      witnesses_of(static_cast<const WitnessTypes*>(nullptr));
  return texts;
}

std::vector<PropertyNeeds> needs_of(const PropertyChoice& choice) {
  std::vector<PropertyNeeds> needs;
  for (const PropertyText& text : property_texts()) {
    if (std::find(choice.names.begin(), choice.names.end(), text.name) == choice.names.end()) {
      continue;
    }
    needs.push_back({text.name, {text.reads.begin(), text.reads.end()}, text.is_symmetric});
  }
  for (const WitnessText& text : witness_texts()) {
    const auto& asked = choice.witnesses;
    if (std::find(asked.begin(), asked.end(), text.name) == asked.end()) continue;
    needs.push_back({text.name, {text.reads.begin(), text.reads.end()}, true});
  }
  return needs;
}

PropertyChoice choose_properties(std::span<const std::string> names) {
  PropertyChoice choice;
  choice.companions_stop = !names.empty();
  if (names.size() == 1 && names[0] == "none") return choice;
  for (const std::string& name : names) {
    if (name == "none") throw UnknownProperty("property 'none' cannot go with another property");
    require_known(name);
  }
  for (const PropertyText& text : property_texts()) {
    const bool is_named = std::find(names.begin(), names.end(), text.name) != names.end();
    if (is_named || (names.empty() && text.is_default)) choice.names.push_back(text.name);
  }
  return choice;
}

}  // namespace scrutineer::raft
