#include "traces/raft_text.h"

#include <algorithm>
#include <iterator>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace scrutineer::raft {
namespace {

enum class Style { full, brief };

std::string names_of(const ServerSet& set, Style style) {
  std::vector<std::string> names;
  for (ServerId i = 1; i <= servers_max; ++i) {
    if (set.contains(i)) names.push_back(fmt::format("n{}", i));
  }
  return fmt::format("{}", fmt::join(names, style == Style::full ? " " : ""));
}

// "candidate t1, for n1, has n1 n2" or "C t1 >n1 {n1n2}".
// Without count_voters_once the votes are a counter, of which the specification says only the size.
std::string votes_of(const ServerSet& votes, bool are_voters, Style style) {
  if (are_voters) return names_of(votes, style);
  return fmt::format("{} {}", votes.size(), votes.size() == 1 ? "vote" : "votes");
}

std::string server_cell(const Server& s, const Settings& settings, Style style) {
  const bool is_full = style == Style::full;
  const std::string role(role_name(s.role));
  std::string cell = is_full ? role : std::string(1, static_cast<char>(role[0] - 'a' + 'A'));
  cell += fmt::format(" t{}", s.term);
  if (s.voted_for != no_server)
    cell += fmt::format("{}n{}", is_full ? ", for " : " >", s.voted_for);
  if (!s.votes.is_empty()) {
    cell += fmt::format(fmt::runtime(is_full ? ", has {}" : " {{{}}}"),
                        votes_of(s.votes, settings.guards.count_voters_once, style));
  }
  if (!s.up) cell += is_full ? ", down" : " down";
  return cell;
}

struct Row {
  std::string action;
  std::vector<std::string> cells;  // by server
  std::vector<std::string> notes;  // lines below
};

// The messages in flight, by type and term; "+" before one that `before` did not have.
std::string messages_note(const State& state, const State* before) {
  std::string note;
  const Message* last = nullptr;
  for (const Message& m : state.messages) {
    if (last == nullptr || last->type != m.type || last->term != m.term) {
      note +=
          fmt::format("{}{} t{}", last == nullptr ? "" : "; ", message_type_name(m.type), m.term);
    }
    const bool is_new = before != nullptr && !before->messages.contains(m);
    note += fmt::format(" {}n{}>n{}", is_new ? "+" : "", m.from, m.to);
    if (m.type == MessageType::vote) note += m.granted ? " yes" : " no";
    last = &m;
  }
  return note.empty() ? "in flight  nothing" : "in flight  " + note;
}

std::vector<std::string> notes_of(const State& state, const State* before,
                                  const Settings& settings) {
  std::vector<std::string> notes = {messages_note(state, before)};
  if (!state.cut.is_empty()) notes.push_back("cut        " + describe(state.cut, settings));
  for (int t = 1; before != nullptr && t <= settings.max_term; ++t) {
    const auto term = static_cast<std::size_t>(t);
    if (state.elected[term] == before->elected[term]) continue;
    notes.push_back(fmt::format("elected    in term {}: {}{}", t,
                                names_of(state.elected[term], Style::full),
                                state.elected[term].size() > 1 ? "  <- more than one" : ""));
  }
  return notes;
}

Row row_of(const State& state, const State* before, const Settings& settings, Style style) {
  Row row;
  for (ServerId i = 1; i <= settings.servers; ++i) {
    const bool is_shown = before == nullptr || before->server(i) != state.server(i);
    row.cells.push_back(is_shown ? server_cell(state.server(i), settings, style) : ".");
  }
  row.notes = notes_of(state, before, settings);
  return row;
}

std::vector<Row> rows_of(const Path<ReadableModel>& path, const Settings& settings, Style style) {
  std::vector<Row> rows = {row_of(path.initial, nullptr, settings, style)};
  rows[0].action = "(initial)";
  const State* before = &path.initial;
  for (const auto& [action, state] : path.steps) {
    rows.push_back(row_of(state, before, settings, style));
    rows.back().action = describe(action, settings);
    before = &state;
  }
  return rows;
}

struct Widths {
  std::size_t action = 6;
  std::vector<std::size_t> cells;
  [[nodiscard]] std::size_t total() const {
    std::size_t sum = 5 + action;
    for (const std::size_t width : cells) sum += 2 + width;
    return sum;
  }
};

Widths widths_of(const std::vector<Row>& rows) {
  Widths widths;
  widths.cells.assign(rows[0].cells.size(), 2);
  for (const Row& row : rows) {
    widths.action = std::max(widths.action, row.action.size());
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      widths.cells[i] = std::max(widths.cells[i], row.cells[i].size());
    }
  }
  return widths;
}

std::string line_of(std::string_view step, const std::string& action,
                    const std::vector<std::string>& cells, const Widths& widths) {
  std::string line = fmt::format("{:>4} {:<{}}", step, action, widths.action);
  for (std::size_t i = 0; i < cells.size(); ++i) {
    line += fmt::format("  {:<{}}", cells[i], widths.cells[i]);
  }
  line.erase(line.find_last_not_of(' ') + 1);
  return line + "\n";
}

// Breaks a note at spaces; the continuation is indented below its text.
std::string wrapped(const std::string& note, std::size_t columns) {
  constexpr std::size_t indent = 7;
  constexpr std::size_t text_column = indent + 11;
  std::string text;
  std::string line = std::string(indent, ' ');
  std::size_t begin = 0;
  while (begin <= note.size()) {
    const std::size_t end = std::min(note.find(' ', begin), note.size());
    const std::string_view word(note.data() + begin, end - begin);
    if (line.size() + 1 + word.size() > columns && line.size() > text_column) {
      text += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
      line = std::string(text_column, ' ');
    }
    line += word;
    line += ' ';
    begin = end + 1;
  }
  return text + line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
}

}  // namespace

std::string trace_table(const Path<ReadableModel>& path, const Settings& settings,
                        std::size_t columns) {
  std::vector<Row> rows = rows_of(path, settings, Style::full);
  if (widths_of(rows).total() > columns) rows = rows_of(path, settings, Style::brief);
  const Widths widths = widths_of(rows);
  std::vector<std::string> heads;
  for (ServerId i = 1; i <= settings.servers; ++i) heads.push_back(fmt::format("n{}", i));
  std::string text = line_of("step", "action", heads, widths);
  for (std::size_t k = 0; k < rows.size(); ++k) {
    text += line_of(fmt::format("{}", k), rows[k].action, rows[k].cells, widths);
    for (const std::string& note : rows[k].notes) text += wrapped(note, columns);
  }
  return text;
}

}  // namespace scrutineer::raft
