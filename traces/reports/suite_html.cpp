// The results of a suite as a folder of pages: an index, a page for each run, and for each bug the
// page of its counterexample that `formats/` makes. Every page stands alone: nothing is fetched,
// and all of them can be read in light and dark.
#include <set>

#include <fmt/format.h>

#include "model/version.h"
#include "traces/formats/format_list.h"
#include "traces/raft_report.h"
#include "traces/reports/markup.h"
#include "traces/reports/suite_report.h"

namespace scrutineer::raft {
namespace {

constexpr std::string_view style = R"(
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: .3rem .8rem .3rem 0; border-bottom: 1px solid #8884;
  vertical-align: top; }
td.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
tr.about td { padding-top: 1.2rem; border-bottom: none; }
pre { overflow-x: auto; padding: .8rem; border: 1px solid #8884; font-size: .85rem; }
.status { font-weight: 600; }
.passed { color: light-dark(#1a7f37, #3fb950); }
.known { color: light-dark(#0969da, #58a6ff); }
.failed, .error { color: light-dark(#cf222e, #ff7b72); }
.undecided { color: light-dark(#9a6700, #d29922); }
.note { opacity: .75; }
)";

std::string_view class_of(RunStatus status) {
  return status == RunStatus::undecided ? "undecided" : status_name(status);
}

std::string page(const std::string& title, const std::string& body) {
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
      "<title>{}</title>\n<style>{}</style>\n</head>\n<body>\n{}"
      "<p class=\"note\">scrutineer {}</p>\n</body>\n</html>\n",
      markup_text(title), style, body, version);
}

std::string status_text(RunStatus status) {
  return fmt::format("<span class=\"status {}\">{}</span>", class_of(status), status_name(status));
}

// A file's name for a run: plain characters stay, others become a hyphen; a number tells those
// apart that become the same.
std::vector<std::string> page_names(const Suite& suite) {
  std::vector<std::string> names;
  std::set<std::string> taken = {"index"};
  for (const SuiteRun& run : suite.runs) {
    std::string name;
    for (const char c : run.name.substr(0, 100)) {
      const bool is_plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
                            (c >= 'a' && c <= 'z') || c == '-' || c == '_';
      name += is_plain ? c : '-';
    }
    std::string unique = name;
    for (int k = 2; !taken.insert(unique).second; ++k) unique = fmt::format("{}-{}", name, k);
    names.push_back(unique + ".html");
  }
  return names;
}

std::string comparisons_text(const RunResult& result) {
  if (result.comparisons.empty()) return "";
  std::string text =
      "<h2>Expected and found</h2>\n<table>\n"
      "<tr><th>what</th><th>expected</th><th>found</th><th>status</th></tr>\n";
  for (const Comparison& one : result.comparisons) {
    text += fmt::format("<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>\n",
                        markup_text(one.what), markup_text(one.expected), markup_text(one.found),
                        status_text(one.status));
  }
  return text + "</table>\n";
}

std::string search_text(const RunResult& result) {
  if (!result.outcome) return "";
  const RaftOutcome& outcome = *result.outcome;
  std::string text = fmt::format(
      "<h2>The search</h2>\n<p>{} states, {} transitions, depth {}; {:.2f} s{}.</p>\n<table>\n"
      "<tr><th>action</th><th>taken</th></tr>\n",
      count_text(outcome.distinct), count_text(outcome.generated), outcome.depth, outcome.seconds,
      result.is_cached ? ", from the cache" : "");
  for (const auto& [name, count] : outcome.actions) {
    if (count == 0) continue;
    text +=
        fmt::format("<tr><td>{}</td><td class=\"number\">{}</td></tr>\n", name, count_text(count));
  }
  return text + "</table>\n";
}

std::string remarks_text(const RunResult& result) {
  if (result.remarks.empty()) return "";
  std::string text = "<h2>Remarks</h2>\n<ul>\n";
  for (const Remark& remark : result.remarks) {
    text += fmt::format("<li>{}{}</li>\n", markup_text(remark.text),
                        remark.is_allowed ? " <span class=\"note\">(allowed)</span>" : "");
  }
  return text + "</ul>\n";
}

// "split-brain.election_safety.html", beside the run's page.
std::string story_name(const std::string& page_name, const Bug& bug) {
  return fmt::format("{}.{}.html", page_name.substr(0, page_name.rfind('.')), bug.property);
}

std::string bugs_text(const SuiteReport& report, const RunResult& result,
                      const std::string& page_name) {
  std::string text;
  for (const Bug& bug : result.bugs) {
    const auto& property = result.outcome->properties.at(bug.outcome);
    if (find_trace_format("html") != nullptr) {
      text += fmt::format("<p><a href=\"{}\">The counterexample of {}, step by step</a></p>\n",
                          story_name(page_name, bug), bug.property);
    }
    text += fmt::format(
        "<h2>{} is violated in {}</h2>\n"
        "<p class=\"note\">{} bug <code>{}</code></p>\n<pre>{}</pre>\n",
        bug.property, steps_text(property.length()),
        standing_name(bug.standing, report.has_baseline), bug.fingerprint,
        markup_text(bug_trace(bug)));
  }
  return text;
}

std::string paragraph(const std::string& text) {
  return text.empty() ? "" : fmt::format("<p>{}</p>\n", markup_text(text));
}

// What runs that stand together are about, above the first of them.
std::string about_row(const Suite& suite, std::size_t k) {
  const std::string& about = suite.runs[k].about;
  if (about.empty() || (k > 0 && suite.runs[k - 1].about == about)) return "";
  return fmt::format("<tr class=\"about\"><td colspan=\"5\">{}</td></tr>\n", markup_text(about));
}

std::string run_page(const SuiteReport& report, const SuiteRun& run, const RunResult& result,
                     const std::string& page_name) {
  const std::string reason =
      result.reason.empty() ? "" : fmt::format(": {}", markup_text(result.reason));
  return page(run.name,
              fmt::format("<p><a href=\"index.html\">{}</a></p>\n<h1>{}</h1>\n<p>{}{}</p>\n"
                          "{}<p>{}: {}</p>\n<p class=\"note\">Within {}.</p>\n",
                          markup_text(title_of(report.suite)), markup_text(run.name),
                          status_text(result.status), reason, paragraph(run.about),
                          markup_text(run.variant),
                          markup_text(run.description), markup_text(bounds_line(run, result))) +
                  comparisons_text(result) + bugs_text(report, result, page_name) +
                  remarks_text(result) + search_text(result));
}

std::string index_page(const SuiteReport& report, const std::vector<std::string>& names) {
  const RunStatus worst = worst_status(report);
  std::string body =
      fmt::format("<h1>{}</h1>\n{}<p><span class=\"status {}\">{}</span>: {}, {:.2f} s.</p>\n",
                  markup_text(title_of(report.suite)), paragraph(report.suite.about),
                  class_of(worst), status_headline(worst), counts_line(report), report.seconds);
  for (const BaselineEntry& entry : report.fixed) {
    body += fmt::format("<p>Fixed: <code>{}</code> in {}.</p>\n", markup_text(entry.fingerprint),
                        markup_text(entry.run));
  }
  body +=
      "<table>\n<tr><th>status</th><th>run</th><th>found</th><th>states</th><th>time</th></tr>\n";
  for (std::size_t k = 0; k < names.size(); ++k) {
    const RunResult& result = report.results[k];
    const std::string cost = !result.outcome    ? ""
                             : result.is_cached ? "cached"
                                                : fmt::format("{:.2f} s", result.outcome->seconds);
    body += about_row(report.suite, k);
    body += fmt::format(
        "<tr><td>{}</td><td><a href=\"{}\">{}</a></td><td>{}</td><td class=\"number\">{}</td>"
        "<td class=\"number\">{}</td></tr>\n",
        status_text(result.status), names[k], markup_text(report.suite.runs[k].name),
        markup_text(found_line(result)), result.outcome ? count_text(result.outcome->distinct) : "",
        cost);
  }
  return page(title_of(report.suite), body + "</table>\n");
}

}  // namespace

std::vector<std::pair<std::string, std::string>> suite_html(const SuiteReport& report) {
  const std::vector<std::string> names = page_names(report.suite);
  std::vector<std::pair<std::string, std::string>> files;
  for (std::size_t k = 0; k < names.size(); ++k) {
    const SuiteRun& run = report.suite.runs[k];
    const RunResult& result = report.results[k];
    for (const Bug& bug : result.bugs) {
      if (find_trace_format("html") == nullptr) break;
      files.emplace_back(story_name(names[k], bug),
                         find_trace_format("html")->render(bug.story, {}));
    }
    files.emplace_back(names[k], run_page(report, run, result, names[k]));
  }
  // Last, so that whoever sees the index finds what it links to.
  files.emplace_back("index.html", index_page(report, names));
  return files;
}

}  // namespace scrutineer::raft
