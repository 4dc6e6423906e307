#include "cli/arguments.h"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <CLI/CLI.hpp>

#include "cli/command.h"
#include "cli/errors.h"
#include "cli/search_arguments.h"
#include "cli/subject.h"
#include "model/nearest_name.h"
#include "model/version.h"

namespace scrutineer::cli {
namespace {

constexpr const char* about =
    "Scrutineer watches every possible election: it checks a model of Raft's leader election\n"
    "exhaustively, over all interleavings of messages, timeouts, crashes and partitions.";

constexpr const char* examples = R"(
Examples:
  scrutineer check                                  correct Raft, 3 servers, 2 terms
  scrutineer check split-brain                      the incident: two leaders in 2 steps
  scrutineer check write-up-fix --max-term 3        the proposed fix, with one term more
  scrutineer check raft --property single_leader    what correct Raft does not promise
  scrutineer check raft --set max_crashes=1 --set network=at-most-once
  scrutineer check my.toml --json result.json --time-limit 10m
  scrutineer check write-up-fix --trace fix.json
  scrutineer replay fix.json                        is this a behaviour of the model?
  scrutineer show fix.json --format mermaid         tell it in another form
  scrutineer why-not fix.json --step 2 Timeout n1   which conditions of an action hold there
  scrutineer explore split-brain                    step through the model
  scrutineer check raft --servers 5 --checkpoint job    and after any end: scrutineer resume job
  scrutineer list variants

Exit status:
  0 holds   1 violated   2 incomplete (a limit)   3 expectation not met
  64 usage   65 bad configuration   70 internal error   74 output not written
  130, 143 after SIGINT, SIGTERM; the report is written first, unless a second signal follows
  after a second)";

// The words of the options as they come, to be looked at after parsing.
struct RawCheck {
  std::vector<std::string> settings;
  std::string servers, max_term;
  std::vector<std::string> reductions;
  SearchWords search;
};

void add_check(CLI::App& app, CheckArguments& check, RawCheck& raw) {
  CLI::App* command = app.add_subcommand("check", "Check a variant, or a file of settings");
  command
      ->add_option("TARGET", check.target,
                   "name of a variant (see 'list variants'), or a settings file *.toml")
      ->capture_default_str();
  command->add_option("--servers", raw.servers, "number of servers; as --set servers=N");
  command->add_option("--max-term", raw.max_term, "highest term; as --set max_term=T");
  command->add_option("--set", raw.settings, "KEY=VALUE, a setting (see 'list settings')")
      ->take_all()
      ->allow_extra_args(false);  // one value each, so that TARGET may follow
  command
      ->add_option("--property", check.properties,
                   "a property to check (see 'list properties'), or 'none' to explore only; "
                   "repeatable; without it, all that correct Raft satisfies, and only "
                   "election_safety ends the search")
      ->take_all()
      ->allow_extra_args(false);
  command->add_flag("--continue", check.continue_after_violation,
                    "go on after a violation, for the shortest one of each property");
  command
      ->add_option("--reduction", raw.reductions,
                   "NAME,...: the reductions to search with (see 'list reductions'), or 'none'; "
                   "default: all that keep the verdict")
      ->take_all()
      ->allow_extra_args(false);
  command->add_flag("--no-reduction", check.is_without_reduction,
                    "search without reductions; as --reduction none");
  command->add_option("--checkpoint", check.checkpoint,
                      "a new folder, to keep the search in: 'resume' goes on from there");
  declare_search_options(*command, check, raw.search);
  command->footer(examples);
}

// Names may come in one word, with commas, or in several.
void take_reductions(CheckArguments& check, const RawCheck& raw) {
  for (const std::string& word : raw.reductions) {
    std::size_t begin = 0;
    for (std::size_t comma = 0; comma != std::string::npos; begin = comma + 1) {
      comma = word.find(',', begin);
      check.reductions.push_back(word.substr(begin, comma - begin));
    }
  }
  if (check.reductions.empty()) return;
  if (check.is_without_reduction) {
    throw UsageError("--reduction and --no-reduction cannot go together");
  }
  const bool is_none = check.reductions.size() == 1 && check.reductions[0] == "none";
  if (!check.graph.empty() && !is_none) {
    throw UsageError("--reduction cannot go with --graph, which draws the states as they are");
  }
}

CheckArguments take_check(CheckArguments check, const RawCheck& raw) {
  check.settings = typed_settings(raw.servers, raw.max_term, raw.settings);
  take_search_options(check, raw.search, false);
  take_reductions(check, raw);
  if (check.checkpoint.empty() && !raw.search.checkpoint_every.empty()) {
    throw UsageError("--checkpoint-every goes with --checkpoint");
  }
  if (check.target.empty()) throw UsageError("the name of the variant is empty");
  return check;
}

// Everything that there is to parse, and where its values go.
struct Program {
  Program() {
    app.set_version_flag("--version", fmt::format("scrutineer {}", version));
    app.footer(examples);
    app.require_subcommand(1);
    add_check(app, check, raw);
    CLI::App* list_command = app.add_subcommand("list", "List what there is to choose from");
    list_command
        ->add_option("WHAT", list.what,
                     "models, variants, settings, properties, reductions or formats")
        ->check(CLI::IsMember(
            {"models", "variants", "settings", "properties", "reductions", "formats"}));
    for (const auto& command : commands) declared.push_back(command->declare(app));
  }
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  CLI::App app{about, "scrutineer"};
  CheckArguments check;
  RawCheck raw;
  ListArguments list;
  std::vector<std::unique_ptr<Command>> commands = all_commands();
  std::vector<CLI::App*> declared;  // by command
};

// CLI11's messages may have several lines; ours have one.
std::string one_line(std::string text) {
  const std::size_t newline = text.find('\n');
  if (newline != std::string::npos) text.resize(newline);
  return text;
}

// What CLI11 reports as a missing command, where the first word was meant as one.
void refuse_first_word(const CLI::App& app, const std::string& word) {
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands({})) names.push_back(command->get_name());
  const std::vector<std::string_view> accepted(names.begin(), names.end());
  throw UsageError(fmt::format("unknown {} '{}'{}; accepted: {}",
                               word.starts_with('-') ? "option" : "command", word,
                               did_you_mean(word, accepted), fmt::join(names, ", ")));
}

}  // namespace

Arguments parse_arguments(const std::vector<std::string>& words) {
  Program program;
  CLI::App& app = program.app;
  try {
    // CLI11 takes its words last first.
    app.parse(std::vector<std::string>(words.rbegin(), words.rend()));
  } catch (const CLI::CallForHelp&) {
    for (const CLI::App* command : app.get_subcommands()) {
      return PrintArguments{command->help("scrutineer")};
    }
    return PrintArguments{app.help()};
  } catch (const CLI::CallForVersion&) {
    return PrintArguments{fmt::format("scrutineer {}\n", version)};
  } catch (const CLI::RequiredError& error) {
    if (!words.empty() && app.get_subcommands().empty()) refuse_first_word(app, words.front());
    throw UsageError(one_line(error.what()));
  } catch (const CLI::ParseError& error) {
    throw UsageError(one_line(error.what()));
  }
  if (app.got_subcommand("list")) return program.list;
  for (std::size_t k = 0; k < program.commands.size(); ++k) {
    if (!program.declared[k]->parsed()) continue;
    refuse_empty_values(*program.declared[k]);
    return CommandCall{std::move(program.commands[k])};
  }
  refuse_empty_values(*app.get_subcommand("check"));
  return take_check(std::move(program.check), program.raw);
}

void describe_program(const std::function<void(const CLI::App&)>& look) { look(Program().app); }

}  // namespace scrutineer::cli
