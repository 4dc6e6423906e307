#include "properties/raft/property_list.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "model/nearest_name.h"

namespace scrutineer::raft {
namespace {

template <class Type>
std::string_view missing_for(const mitigations::Settings& settings) {
  if constexpr (requires { Type::missing(settings); }) {
    return Type::missing(settings);
  } else {
    return "";
  }
}

template <class... Types>
void add_texts(const std::tuple<Types...>*, bool reads_environment, bool is_told,
               std::vector<PropertyText>& texts) {
  (texts.push_back({Types::name, Types::kind, Types::is_default, Types::is_companion,
                    Types::sentence, Types::source, Types::reads, Types::is_symmetric,
                    reads_environment, is_told, missing_for<Types>}),
   ...);
}

bool is_chosen(const PropertyChoice& choice, const PropertyText& text) {
  return std::find(choice.names.begin(), choice.names.end(), text.name) != choice.names.end();
}

bool is_read_by(std::string_view variable, const PropertyText& text) {
  return std::find(text.reads.begin(), text.reads.end(), variable) != text.reads.end();
}

// What one property needs of the history.
mitigations::History history_of(const PropertyText& text) {
  return {is_read_by("stale", text), is_read_by("misrepaired", text), is_read_by("alerted", text)};
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
  static const std::vector<PropertyText> texts = [] {
    std::vector<PropertyText> all;
    add_texts(static_cast<const PropertyTypes*>(nullptr), false, true, all);
    add_texts(static_cast<const NamedPropertyTypes*>(nullptr), false, false, all);
    add_texts(static_cast<const EnvironmentPropertyTypes*>(nullptr), true, true, all);
    return all;
  }();
  return texts;
}

std::span<const PropertyText> election_property_texts() {
  return property_texts().first(std::tuple_size_v<PropertyTypes> +
                                std::tuple_size_v<NamedPropertyTypes>);
}

std::span<const WitnessText> witness_texts() {
  static const std::vector<WitnessText> texts =
      witnesses_of(static_cast<const WitnessTypes*>(nullptr));
  return texts;
}

std::vector<PropertyNeeds> needs_of(const PropertyChoice& choice) {
  std::vector<PropertyNeeds> needs;
  for (const PropertyText& text : property_texts()) {
    if (!is_chosen(choice, text)) continue;
    needs.push_back({text.name, {text.reads.begin(), text.reads.end()}, text.is_symmetric});
  }
  for (const WitnessText& text : witness_texts()) {
    const auto& asked = choice.witnesses;
    if (std::find(asked.begin(), asked.end(), text.name) == asked.end()) continue;
    needs.push_back({text.name, {text.reads.begin(), text.reads.end()}, true});
  }
  return needs;
}

void require_available(const PropertyChoice& choice, const Settings& settings) {
  for (const PropertyText& text : property_texts()) {
    const std::string_view missing = text.missing(settings.mitigations);
    if (missing.empty() || !is_chosen(choice, text)) continue;
    throw UnavailableProperty(
        fmt::format("property {} would hold of nothing here; set {}", text.name, missing));
  }
}

mitigations::History history_for(const PropertyChoice& choice) {
  mitigations::History all;
  for (const PropertyText& text : property_texts()) {
    if (!is_chosen(choice, text)) continue;
    const mitigations::History one = history_of(text);
    all.has_stale |= one.has_stale;
    all.has_misrepaired |= one.has_misrepaired;
    all.has_alerted |= one.has_alerted;
  }
  return all;
}

mitigations::History history_for(std::string_view property) {
  PropertyChoice choice;
  choice.names.push_back(property);
  return history_for(choice);
}

PropertyChoice telling_properties(const Settings& settings, const mitigations::History& history) {
  PropertyChoice choice;
  for (const PropertyText& text : property_texts()) {
    const mitigations::History needed = history_of(text);
    const bool is_kept = needed.has_stale <= history.has_stale &&
                         needed.has_misrepaired <= history.has_misrepaired &&
                         needed.has_alerted <= history.has_alerted;
    if (is_kept && text.missing(settings.mitigations).empty()) choice.names.push_back(text.name);
  }
  return choice;
}

PropertyChoice told_properties(const Settings& settings, const mitigations::History& history,
                               std::string_view of) {
  PropertyChoice choice = telling_properties(settings, history);
  for (const PropertyText& text : property_texts()) {
    if (!text.is_told && text.name != of) std::erase(choice.names, text.name);
  }
  return choice;
}

bool needs_environment(const Settings& settings, const PropertyChoice& choice) {
  const auto texts = property_texts();
  return mitigations::is_active(settings.mitigations) ||
         std::any_of(texts.begin(), texts.end(), [&](const PropertyText& text) {
           return text.reads_environment && is_chosen(choice, text);
         });
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
