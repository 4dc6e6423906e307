#include "cli/subject.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cli/errors.h"
#include "cli/settings_file.h"
#include "model/nearest_name.h"
#include "model/raft/packed_layout.h"
#include "model/raft/setting_table.h"
#include "model/raft/variants.h"

namespace scrutineer::cli {
namespace {

[[noreturn]] void reject_variant(const std::string& name) {
  std::vector<std::string_view> names;
  for (const raft::Variant& variant : raft::variants()) names.push_back(variant.name);
  throw UsageError(fmt::format("unknown variant '{}'{}; accepted: {}, or a settings file *.toml",
                               name, did_you_mean(name, names), fmt::join(names, ", ")));
}

}  // namespace

// A key given twice is a slip, not an order of precedence.
TypedSettings typed_settings(const std::string& servers, const std::string& max_term,
                             const std::vector<std::string>& words) {
  TypedSettings settings;
  if (!servers.empty()) settings.emplace_back("servers", servers);
  if (!max_term.empty()) settings.emplace_back("max_term", max_term);
  for (const std::string& word : words) {
    const std::size_t equals = word.find('=');
    if (equals == std::string::npos || equals == 0) {
      throw UsageError(fmt::format("--set is '{}'; accepted: KEY=VALUE", word));
    }
    settings.emplace_back(word.substr(0, equals), word.substr(equals + 1));
  }
  for (auto one = settings.begin(); one != settings.end(); ++one) {
    const auto again = std::find_if(one + 1, settings.end(),
                                    [&](const auto& other) { return other.first == one->first; });
    if (again == settings.end()) continue;
    throw UsageError(
        fmt::format("{} is given twice, as {} and {}", one->first, one->second, again->second));
  }
  return settings;
}

bool is_file_name(const std::string& target) {
  return target.ends_with(".toml") || target.find('/') != std::string::npos;
}

raft::ReportSubject subject_of(const std::string& target, const TypedSettings& settings) {
  raft::ReportSubject subject;
  subject.variant = target;
  if (is_file_name(target)) {
    const FileSettings file = read_settings_file(target);
    subject.settings = file.settings;
    subject.description = "settings on top of variant " + file.variant;
  } else if (const raft::Variant* variant = raft::find_variant(target)) {
    subject.settings = variant->settings;
    subject.description = variant->sentence;
  } else {
    reject_variant(target);
  }
  try {
    for (const auto& [key, value] : settings) raft::assign_text(subject.settings, key, value);
    const raft::Variant* const variant = raft::find_variant(target);
    if (variant != nullptr && !(subject.settings.guards == variant->settings.guards)) {
      subject.description = fmt::format("guards changed on top of variant {}", variant->name);
    }
    (void)raft::words_used(subject.settings);
  } catch (const raft::SettingError& error) {
    throw ConfigurationError(error.what());
  } catch (const raft::TooWide& error) {
    throw ConfigurationError(error.what());
  }
  return subject;
}

raft::PropertyChoice chosen_properties(const std::vector<std::string>& names,
                                       const raft::Settings& settings) {
  try {
    raft::PropertyChoice choice = raft::choose_properties(names);
    raft::require_available(choice, settings);
    return choice;
  } catch (const raft::UnavailableProperty& error) {
    throw ConfigurationError(error.what());
  } catch (const raft::UnknownProperty& error) {
    throw UsageError(error.what());
  }
}

}  // namespace scrutineer::cli
