#include "traces/suite/fingerprint.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <set>

#include <fmt/format.h>

namespace scrutineer::raft {
namespace {

class Renaming {
 public:
  ServerId& operator[](ServerId old_name) { return names_.at(static_cast<std::size_t>(old_name)); }
  ServerId operator[](ServerId old_name) const {
    return names_.at(static_cast<std::size_t>(old_name));
  }

 private:
  std::array<ServerId, servers_max + 1> names_{};
};

void note_servers(const Action& action, int servers, std::set<ServerId>& occurring) {
  if (action.server != no_server) occurring.insert(action.server);
  const mitigations::Action& around = action.around;
  for (const ServerId i : {around.server, around.peer, around.write.from}) {
    if (i != no_server) occurring.insert(i);
  }
  if (action.message.from != no_server) {
    occurring.insert(action.message.from);
    occurring.insert(action.message.to);
  }
  for (ServerId i = 1; i <= servers; ++i) {
    if (around.late.contains(i)) occurring.insert(i);
    for (ServerId j = 1; j <= servers; ++j) {
      if (!action.links.contains(i, j)) continue;
      occurring.insert(i);
      occurring.insert(j);
    }
  }
}

// What an action of the environment is about, under a renaming.
std::string around_text(const mitigations::Action& around, const Renaming& names, int servers) {
  std::string text;
  if (around.server != no_server) text += fmt::format(" n{}", names[around.server]);
  if (around.peer != no_server) text += fmt::format(" n{}", names[around.peer]);
  if (around.write.from != no_server) {
    text +=
        fmt::format(" {} n{} #{}", around.write.n, names[around.write.from], around.write.token);
  }
  std::set<ServerId> late;
  for (ServerId i = 1; i <= servers; ++i) {
    if (around.late.contains(i)) late.insert(names[i]);
  }
  for (const ServerId i : late) text += fmt::format(" late n{}", i);
  return text;
}

// The step under a renaming. Links are listed, not grouped: a group's text would name servers that
// do not occur.
std::string step_text(const Action& action, const Renaming& names, int servers) {
  std::string text(action_name(action));
  text += around_text(action.around, names, servers);
  if (action.server != no_server) text += fmt::format(" n{}", names[action.server]);
  if (action.message.from != no_server) {
    const Message& m = action.message;
    text += fmt::format(" t{} n{}>n{}", m.term, names[m.from], names[m.to]);
    if (m.type == MessageType::vote) text += m.granted ? " granted" : " denied";
  }
  std::set<std::pair<ServerId, ServerId>> links;
  for (ServerId i = 1; i <= servers; ++i) {
    for (ServerId j = 1; j <= servers; ++j) {
      if (action.links.contains(i, j)) links.emplace(names[i], names[j]);
    }
  }
  for (const auto& [from, to] : links) text += fmt::format(" n{}/n{}", from, to);
  return text + "\n";
}

}  // namespace

std::string canonical_slice(const Path<ReadableModel>& path, const std::vector<bool>& is_needed,
                            const Settings& settings) {
  std::vector<const Action*> steps;
  std::set<ServerId> occurring;
  for (std::size_t k = 0; k < path.steps.size(); ++k) {
    if (k < is_needed.size() && !is_needed[k]) continue;
    steps.push_back(&path.steps[k].first);
    note_servers(*steps.back(), settings.servers, occurring);
  }
  const std::vector<ServerId> old_names(occurring.begin(), occurring.end());
  std::vector<ServerId> new_names(old_names.size());
  std::iota(new_names.begin(), new_names.end(), ServerId{1});
  std::string least;
  do {
    Renaming names{};
    for (std::size_t k = 0; k < old_names.size(); ++k) names[old_names[k]] = new_names[k];
    std::string text;
    for (const Action* step : steps) text += step_text(*step, names, settings.servers);
    if (least.empty() || text < least) least = std::move(text);
  } while (std::next_permutation(new_names.begin(), new_names.end()));
  return least;
}

std::uint64_t text_hash(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const char c : text) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001b3;
  }
  return hash;
}

std::string fingerprint(std::string_view property, std::string_view slice) {
  return fmt::format("{}-{:016x}", property, text_hash(fmt::format("{}\n{}", property, slice)));
}

}  // namespace scrutineer::raft
