#include "traces/json_place.h"

#include <algorithm>
#include <set>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "model/nearest_name.h"
#include "traces/trace_file.h"

namespace scrutineer {
namespace {

using nlohmann::json;
using raft::NotATrace;

// The depth of a result of `check` is 11; its longest traces have some 100,000 values.
constexpr int depth_max = 32;
constexpr std::size_t values_max = std::size_t{1} << 22U;

// Watches a document while it is parsed.
class Watch {
 public:
  bool operator()(int depth, json::parse_event_t event, const json& parsed) {
    using Event = json::parse_event_t;
    if (++values_ > values_max) {
      throw NotATrace(fmt::format("has more than {} values; accepted: a trace", values_max));
    }
    if (depth > depth_max) {
      throw NotATrace(fmt::format("is nested deeper than {}; accepted: a trace", depth_max));
    }
    if (event == Event::object_start) names_.emplace_back();
    if (event == Event::object_end) names_.pop_back();
    if (event == Event::key) {
      const auto& name = parsed.get_ref<const std::string&>();
      if (!names_.back().insert(name).second) {
        throw NotATrace(fmt::format("has {} twice in one object; accepted: each member once",
                                    quoted_briefly(name)));
      }
    }
    return true;
  }

 private:
  std::size_t values_ = 0;
  std::vector<std::set<std::string>> names_;  // of the objects that are open
};

// The parser's reason without its own numbering and without the text that it read.
std::string reason_of(std::string_view what) {
  const std::size_t begin = what.find("] ");
  if (begin != std::string_view::npos) what.remove_prefix(begin + 2);
  const std::size_t column = what.find(": ");
  if (what.starts_with("parse error") && column != std::string_view::npos) {
    what.remove_prefix(column + 2);
  }
  return std::string(what.substr(0, std::min<std::size_t>(what.find("; last read"), 100)));
}

std::string position_of(std::string_view text, std::size_t byte) {
  const std::string_view before = text.substr(0, byte == 0 ? 0 : byte - 1);
  const auto line = std::count(before.begin(), before.end(), '\n') + 1;
  const std::size_t line_begin = before.rfind('\n') + 1;  // npos + 1 is 0
  return fmt::format("line {}, column {}", line, before.size() - line_begin + 1);
}

std::string escaped(std::string_view name) {
  std::string result;
  for (const char c : name.substr(0, 60)) {
    if (c == '~') {
      result += "~0";
    } else if (c == '/') {
      result += "~1";
    } else {
      result += c;
    }
  }
  return result;
}

std::string description_of(const json* value) {
  if (value == nullptr) return "missing";
  switch (value->type()) {
    case json::value_t::object: return "an object";
    case json::value_t::array: return fmt::format("an array of {}", value->size());
    case json::value_t::string: return quoted_briefly(value->get_ref<const std::string&>());
    default: break;
  }
  return value->dump();
}

}  // namespace

std::string quoted_briefly(std::string_view text) {
  constexpr std::size_t length_max = 60;
  if (text.size() <= length_max) return fmt::format("'{}'", text);
  std::size_t end = length_max;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return fmt::format("'{}...'", text.substr(0, end));
}

json parse_strictly(std::string_view text) {
  if (text.empty()) throw NotATrace("is empty; accepted: a trace");
  try {
    Watch watch;
    return json::parse(text.begin(), text.end(),
                       [&watch](int depth, json::parse_event_t event, json& parsed) {
                         return watch(depth, event, parsed);
                       });
  } catch (const json::parse_error& error) {
    throw NotATrace(
        fmt::format("is no JSON: {}: {}", position_of(text, error.byte), reason_of(error.what())));
  } catch (const json::exception& error) {
    throw NotATrace(fmt::format("is no JSON: {}", reason_of(error.what())));
  }
}

void JsonPlace::reject(std::string_view accepted) const {
  throw NotATrace(fmt::format("{} is {}; accepted: {}",
                              pointer_.empty() ? "the document" : pointer_, description_of(value_),
                              accepted));
}

JsonPlace JsonPlace::member(std::string_view name) const {
  if (value_ == nullptr || !value_->is_object()) reject("an object");
  const auto found = value_->find(std::string(name));
  return {found == value_->end() ? nullptr : &*found, pointer_ + "/" + escaped(name)};
}

void JsonPlace::allow_members(std::span<const std::string_view> names) const {
  if (value_ == nullptr || !value_->is_object()) reject("an object");
  for (const auto& member : value_->items()) {
    const std::string& name = member.key();
    if (std::find(names.begin(), names.end(), name) != names.end()) continue;
    throw NotATrace(fmt::format("{}/{} is unknown{}; accepted: {}", pointer_, escaped(name),
                                did_you_mean(name.substr(0, 60), names), fmt::join(names, ", ")));
  }
}

std::size_t JsonPlace::size(std::string_view accepted) const {
  if (value_ == nullptr || !value_->is_array()) reject(accepted);
  return value_->size();
}

JsonPlace JsonPlace::element(std::size_t k) const {
  return {&(*value_)[k], fmt::format("{}/{}", pointer_, k)};
}

int JsonPlace::integer(int min, int max) const {
  const std::string accepted = fmt::format("an integer from {} to {}", min, max);
  if (value_ == nullptr || !value_->is_number_integer()) reject(accepted);
  const bool is_huge = value_->is_number_unsigned() &&
                       value_->get<std::uint64_t>() > static_cast<std::uint64_t>(max);
  const auto value = is_huge ? 0 : value_->get<std::int64_t>();
  if (is_huge || value < min || value > max) reject(accepted);
  return static_cast<int>(value);
}

bool JsonPlace::boolean() const {
  if (value_ == nullptr || !value_->is_boolean()) reject("true or false");
  return value_->get<bool>();
}

std::string JsonPlace::string(std::string_view accepted) const {
  if (value_ == nullptr || !value_->is_string()) reject(accepted);
  return value_->get<std::string>();
}

std::size_t JsonPlace::choice(std::span<const std::string_view> names) const {
  const std::string accepted = fmt::format("one of {}", fmt::join(names, ", "));
  const auto found = std::find(names.begin(), names.end(), string(accepted));
  if (found == names.end()) reject(accepted);
  return static_cast<std::size_t>(found - names.begin());
}

}  // namespace scrutineer
