#include <fmt/format.h>

#include <boost/program_options.hpp>
#include <iostream>
#include <nlohmann/json.hpp>

#include "reports/store/run_reference.h"
#include "simulator/commands.h"

namespace ringside::sim {
namespace {

namespace po = boost::program_options;
using Json = nlohmann::ordered_json;
using report::RunStore;
using report::StoredRun;

constexpr const char* kUsage = R"(Usage: ringside-sim runs VERB [OPTIONS]

  list [WORDS]        what has been kept: id, time, kind, scenario, what was changed; the latest 50, or those with
                      WORDS in scenario or changes
  show RUN            the result of a run: RUN is an id of the list, or a result JSON file
  rm ID...            removes runs for good
  merge FILE...       copies what other files of runs have, such as those of the shards of a sweep

Examples:
  ringside-sim run scenarios/small.yaml --store
  ringside-sim runs list
  ringside-sim runs show 1
  ringside-sim runs show 1 --json - | jq .total.figures.service_level
  ringside-sim runs show 1 --scenario > again.yaml
)";

Json json_of(const StoredRun& run) {
  Json json{{"id", run.id},           {"kind", run.kind}, {"scenario", run.name},  {"started", run.started},
            {"program", run.version}, {"seed", run.seed}, {"changes", run.changes}};
  if (!run.experiment.empty()) json.update(Json{{"experiment", run.experiment}, {"point", run.point}});
  return json;
}

std::string one_line(std::string text, std::size_t longest) {
  while (!text.empty() && text.back() == '\n') text.pop_back();
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < 0x20) c = ' ';
  }
  if (text.size() <= longest) return text;
  std::size_t end = longest - 3;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;  // not within a code point
  return text.substr(0, end) + "...";
}

int fail(const report::RunStoreError& error) {
  complain(error.message);
  return kFailed;
}

int list(const CommonOptions& options, const report::RunFilter& filter) {
  const auto store = RunStore::open(options.runs);
  if (!store) return fail(store.error());
  const auto runs = store->list(filter);
  if (!runs) return fail(runs.error());
  if (!options.json.empty()) {
    Json all = Json::array();
    for (const StoredRun& run : *runs) all.push_back(json_of(run));
    return write_file(options.json, all.dump(1, ' ', false, Json::error_handler_t::replace) + "\n") ? kDone : kFailed;
  }
  if (runs->empty()) fmt::print("No runs in {}. `ringside-sim run FILE --store` keeps one.\n", options.runs.string());
  for (const StoredRun& run : *runs) {
    fmt::print("{:>6}  {:<20}  {:<8} {:<28} {}\n", run.id, one_line(run.started, 20), one_line(run.kind, 8),
               one_line(run.name, 28), one_line(run.changes, 60));
  }
  return kDone;
}

int show_other(const StoredRun& run) {
  fmt::print("run {}: {}, {}, {}, seed {}\n{}", run.id, run.kind, run.started, run.version, run.seed, run.result);
  return kDone;
}

int show(const CommonOptions& options, const std::string& reference, bool scenario_only) {
  std::optional<StoredRun> stored;
  if (const auto id = report::run_id(reference)) {
    const auto store = RunStore::open(options.runs, RunStore::Access::existing);
    if (!store) return fail(store.error());
    auto run = store->find(*id);
    if (!run) return fail(run.error());
    if (!*run) return fail({fmt::format("{}: there is no run {}", options.runs.string(), *id)});
    stored = std::move(*run);
  } else if (scenario_only) {
    return fail({reference + ": a file has a result alone, no scenario; ask for a run by its id"});
  }
  if (stored && scenario_only) {
    for (std::size_t begin = 0; begin < stored->changes.size();) {
      const std::size_t end = std::min(stored->changes.find('\n', begin), stored->changes.size());
      fmt::print("# played with --set {}\n", stored->changes.substr(begin, end - begin));
      begin = end + 1;
    }
    fmt::print("{}", stored->scenario);
    return kDone;
  }
  if (stored && !options.json.empty()) return write_file(options.json, stored->result) ? kDone : kFailed;
  if (stored && stored->result.find("\"ringside-result\"") == std::string::npos) return show_other(*stored);
  const auto found = report::find_run(reference, options.runs);
  if (!found) return fail(found.error());
  if (!options.json.empty()) {
    return write_file(options.json, report::to_json(found->read.result, found->read.facts)) ? kDone : kFailed;
  }
  if (stored) fmt::print("run {}: {}, {}, {}\n{}", stored->id, stored->kind, stored->started, stored->version, stored->changes);
  std::cout << report::summary(found->read.result);
  return kDone;
}

int remove(const CommonOptions& options, const std::vector<std::string>& ids) {
  auto store = RunStore::open(options.runs, RunStore::Access::existing);
  if (!store) return fail(store.error());
  int code = kDone;
  for (const std::string& id : ids) {
    const auto removed = store->remove(*report::run_id(id));
    if (!removed) return fail(removed.error());
    if (!*removed) code = fail({fmt::format("there is no run {}", id)});
  }
  return code;
}

int merge(const CommonOptions& options, const std::vector<std::string>& files) {
  auto store = RunStore::open(options.runs);
  if (!store) return fail(store.error());
  for (const std::string& file : files) {
    const auto other = RunStore::open(file, RunStore::Access::existing);
    if (!other) return fail(other.error());
    const auto added = store->merge(*other);
    if (!added) return fail(added.error());
    fmt::print("{}: {} runs copied\n", file, *added);
  }
  return kDone;
}

}  // namespace

int runs_command(int argc, char** argv) {
  CommandLine line{"runs", kUsage};
  line.with_runs();
  std::string kind;
  std::string experiment;
  bool scenario_only = false;
  bool all = false;
  auto add = line.add();
  add("kind", po::value(&kind)->value_name("KIND"), "list: only these: run, compare, sweep, staff, tune");
  add("experiment", po::value(&experiment)->value_name("KEY"), "list: only the points of this sweep");
  add("all", po::bool_switch(&all), "list: not only the latest 50");
  add("scenario", po::bool_switch(&scenario_only), "show: the scenario's text instead of the result");
  add("json", po::value<std::string>()->implicit_value("-")->value_name("PATH"),
      "list, show: JSON; - or nothing for standard output");
  const auto options = line.parse(argc, argv);
  if (!options) return kDone;
  const std::vector<std::string>& words = options->files;
  if (words.empty()) throw po::error("runs: no verb, allowed are list, show, rm, merge");
  const std::vector<std::string> rest{words.begin() + 1, words.end()};
  constexpr std::uint64_t kAScreen = 50;
  if (words[0] == "list" && rest.size() <= 1)
    return list(*options, {kind, experiment, rest.empty() ? "" : rest[0], all || !options->json.empty() ? 0 : kAScreen});
  if (words[0] == "show" && rest.size() == 1) return show(*options, rest[0], scenario_only);
  if (words[0] == "merge" && !rest.empty()) return merge(*options, rest);
  if (words[0] == "rm" && !rest.empty()) {
    for (const std::string& id : rest) {
      if (!report::run_id(id)) throw po::error("runs rm: found '" + id + "', allowed is the id of a run");
    }
    return remove(*options, rest);
  }
  throw po::error("runs: found '" + words[0] + "' with " + std::to_string(rest.size()) +
                  " arguments, allowed are list [WORDS], show RUN, rm ID..., merge FILE...");
}

}  // namespace ringside::sim
