#include "cli/list_command.h"

#include <fmt/format.h>

#include "model/raft/reduction/reduction_list.h"
#include "model/raft/setting_table.h"
#include "model/raft/variants.h"
#include "properties/raft/property_list.h"
#include "traces/formats/format_list.h"

namespace scrutineer::cli {
namespace {

std::string list_models() { return "models\n  raft    leader election of Raft, without a log\n"; }

std::string list_variants() {
  std::string text = "variants\n";
  for (const raft::Variant& variant : raft::variants()) {
    text += fmt::format("  {:<25} {}\n", variant.name, variant.sentence);
    const std::string settings = raft::differences_from_default(variant.settings);
    if (!settings.empty()) text += fmt::format("  {:<25}   settings: {}\n", "", settings);
    text += fmt::format("  {:<25}   source: {}\n", "", variant.source);
  }
  return text;
}

std::string list_settings() {
  const raft::Settings defaults;
  std::string text = "settings (--set KEY=VALUE, or in a file)\n";
  for (const raft::Setting& setting : raft::setting_table()) {
    text += fmt::format("  {:<32} {}\n", setting.key, setting.sentence);
    text += fmt::format("  {:<32}   {}; default {}\n", "", raft::accepted_values(setting),
                        raft::value_text(setting, defaults));
  }
  text += fmt::format("  {:<32} {}\n", "variant", "in a file only: the variant to begin with");
  return text;
}

std::string list_properties() {
  std::string text = "properties (* without --property)\n";
  for (const raft::PropertyText& property : raft::property_texts()) {
    text += fmt::format("{} {:<18} {}: {}\n", property.is_default ? " *" : "  ", property.name,
                        property_kind_name(property.kind), property.sentence);
    text += fmt::format("  {:<20} source: {}\n", "", property.source);
  }
  return text;
}

std::string list_reductions() {
  std::string text = "reductions (all that are sound, without --reduction)\n";
  for (const raft::ReductionText& reduction : raft::reduction_texts()) {
    text += fmt::format("  {:<12} {}\n", reduction.name, reduction.sentence);
  }
  return text;
}

std::string list_formats() {
  std::string text = "formats (--format NAME, of check and show)\n";
  for (const TraceFormat& format : trace_formats()) {
    text += fmt::format("  {:<12} {}\n", format.name, format.sentence);
  }
  return text;
}

}  // namespace

std::string list_text(const std::string& what) {
  if (what == "models") return list_models();
  if (what == "variants") return list_variants();
  if (what == "settings") return list_settings();
  if (what == "properties") return list_properties();
  if (what == "reductions") return list_reductions();
  if (what == "formats") return list_formats();
  return list_models() + "\n" + list_variants() + "\n" + list_settings() + "\n" +
         list_properties() + "\n" + list_reductions() + "\n" + list_formats();
}

}  // namespace scrutineer::cli
