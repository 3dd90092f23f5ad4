#include "scenarios/format/load.h"

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include "scenarios/format/figures.h"
#include "scenarios/format/overrides.h"
#include "scenarios/format/parts.h"
#include "scenarios/format/units.h"

namespace ringside::scenario {
namespace {

void read_service_level(const Node& node, ServiceLevel& level) {
  if (!node.map_of({"threshold", "target", "formula"})) return;
  if (const auto n = node.get("threshold")) level.threshold = n->duration();
  if (const auto n = node.get("target")) level.target = n->number(0, 1);
  if (const auto n = node.get("formula")) {
    level.formula =
        static_cast<ServiceLevelFormula>(n->one_of({"offered", "answered_and_late_abandoned", "without_short_abandoned"}));
  }
}

bool is_among(const std::vector<std::string>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// mean_wait, of a flow or of all; occupancy, of all agents; seniors.occupancy, of a group.
void judge_figure(const Node& node, const Scenario& scenario, const std::string& name, bool of_a_flow) {
  const std::vector<std::string> names = figures_of(scenario);
  if (is_among(names, name)) return;
  const std::string allowed = fmt::format("one of {}", fmt::join(names, ", "));
  if (of_a_flow) return node.fault("the figure '" + name + "'", allowed + "; `flow` is for these alone");
  const std::vector<std::string> of_agents = figures_of_agents(scenario, nullptr);
  if (is_among(of_agents, name)) return;
  for (const AgentGroup& group : scenario.agents) {
    if (name.starts_with(group.name + ".") &&
        is_among(figures_of_agents(scenario, &group), std::string_view{name}.substr(group.name.size() + 1)))
      return;
  }
  node.fault("the figure '" + name + "'",
             fmt::format("{}; of agents {}; of one group GROUP.occupancy and so on", allowed, fmt::join(of_agents, ", ")));
}

/// {figure: service_level, half_width: 0.01}, {figure: mean_wait, relative: 0.05, flow: sales, media: calls} or
/// {figure: seniors.occupancy, half_width: 0.01}
Precision read_precision(const Node& node, const Scenario& scenario) {
  Precision precision;
  if (!node.map_of({"figure", "flow", "media", "half_width", "relative", "most_replications"})) return precision;
  bool there = true;
  const Node figure = node.need("figure", "the name of a figure such as service_level or mean_wait", there);
  if (there) judge_figure(figure, scenario, precision.figure = figure.text(200), node.get("flow").has_value());
  if (const auto n = node.get("flow")) {
    precision.flow = n->text(64);
    precision.media = "calls";
  }
  if (const auto n = node.get("media")) precision.media = n->one_of({"calls", "chats"}) == 0 ? "calls" : "chats";
  if (const auto n = node.get("flow")) {
    const bool known = std::any_of(scenario.flows.begin(), scenario.flows.end(), [&](const Flow& flow) {
      return flow.row.flowid == precision.flow && (precision.media == "calls" ? flow.calls : flow.chats).has_value();
    });
    if (!known)
      n->fault("the flow '" + precision.flow + "'",
               "a flow of this scenario with " + precision.media + "; `media` says of which");
  }
  if (const auto n = node.get("half_width")) precision.half_width = n->is_duration() ? n->duration() : n->number(0, 1e12);
  if (const auto n = node.get("relative")) precision.relative = n->number(0, 1);
  if (const auto n = node.get("most_replications")) precision.most = static_cast<std::uint32_t>(n->whole(2, 1000000, 2));
  if (precision.half_width <= 0 && precision.relative <= 0) node.fault("neither of them", "half_width or relative above 0");
  return precision;
}

void read_experiment(const Node& node, Scenario& scenario) {
  Experiment& experiment = scenario.experiment;
  if (!node.map_of({"replications", "batches", "warmup", "seed", "confidence", "precision"})) return;
  if (const auto n = node.get("replications")) experiment.replications = static_cast<std::uint32_t>(n->whole(1, 1000000, 1));
  if (const auto n = node.get("batches")) experiment.batches = static_cast<std::uint32_t>(n->whole(2, 10000, 2));
  if (const auto n = node.get("warmup")) {
    experiment.mser5 = n->scalar() == "mser5";
    if (!experiment.mser5) experiment.warmup = n->duration();
  }
  if (const auto n = node.get("seed")) experiment.seed = n->whole(0, std::uint64_t{1} << 53);
  if (const auto n = node.get("confidence")) experiment.confidence = n->number(0.5, 0.999999, 0.95);
  if (const auto n = node.get("precision")) experiment.precision = read_precision(*n, scenario);
}

/// What the other parts are read by: horizon, calendar, the time of day at time 0.
bool read_frame(const Node& node, Scenario& scenario) {
  bool there = true;
  const Node horizon = node.need("horizon", "how long callers arrive, such as 8h", there);
  if (!there) return false;
  scenario.horizon = horizon.duration(1);
  if (scenario.horizon <= 0) horizon.fault("a duration above 0");
  if (const auto n = node.get("day_starts")) {
    n->set_day_starts();
    scenario.day_starts = n->day_starts();
  }
  if (const auto n = node.get("date")) {
    scenario.date = n->scalar().substr(0, 10);
    if (!parse_date(n->scalar())) n->fault("a date such as 2025-03-31");
  }
  if (const auto n = node.get("calendar")) {
    constexpr std::size_t kMostDays = 366;
    for (const Node& day : n->items("a list of types of days, such as [weekday, weekday, saturday]")) {
      scenario.calendar.push_back(day.text(64));
    }
    if (scenario.calendar.empty() || scenario.calendar.size() > kMostDays) {
      n->fault(fmt::format("{} days", scenario.calendar.size()), fmt::format("1 to {}", kMostDays));
      scenario.calendar.clear();
    }
  }
  if (const auto n = node.get("volume")) scenario.volume = n->number(0, 1000, 1);
  if (const auto n = node.get("busyness")) scenario.busyness = read_busyness(*n, scenario);
  return true;
}

std::vector<double> read_times(const Node& node, std::size_t most) {
  std::vector<double> times;
  for (const Node& item : node.items("a list of durations")) times.push_back(item.duration());
  if (times.size() > most) node.fault(fmt::format("{} values", times.size()), fmt::format("at most {}", most));
  std::sort(times.begin(), times.end());
  return times;
}

void judge_time(const Node& node, Scenario& scenario) {
  constexpr double kMostIntervals = 100000;
  const auto experiment = node.get("experiment");
  const auto warmup = experiment ? experiment->get("warmup") : std::nullopt;
  if (warmup && scenario.experiment.warmup >= scenario.horizon && scenario.horizon > 0) {
    warmup->fault("a warm-up as long as the horizon", "a shorter warm-up");
  }
  const auto interval = node.get("interval");
  if (interval && scenario.interval > 0 && scenario.horizon / scenario.interval > kMostIntervals) {
    interval->fault(fmt::format("{:.0f} intervals", scenario.horizon / scenario.interval),
                    fmt::format("at most {:.0f}", kMostIntervals));
  }
}

Scenario read_scenario(const Node& node) {
  Scenario scenario;
  scenario.settings.ewt_shadows = false;
  if (!node.map_of({"name",        "description", "settings",   "flows",    "agents",   "horizon",  "day_starts",
                    "date",        "calendar",    "volume",     "end",      "interval", "busyness", "service_level",
                    "wait_limits", "queue_at",    "experiment", "staffing", "sipp",     "what_if"})) {
    return scenario;
  }
  bool there = true;
  if (const auto n = node.get("name")) scenario.name = n->text(200);
  if (const auto n = node.get("description")) scenario.description = n->text(10000);
  if (const auto n = node.get("settings")) read_settings(*n, scenario);
  const Node flows = node.need("flows", "a map of flows", there);
  const Node agents = node.need("agents", "a map of agents or groups", there);
  if (!read_frame(node, scenario) || !there) return scenario;
  read_flows(flows, scenario);
  read_agents(agents, scenario);
  if (const auto n = node.get("end")) scenario.drain = n->one_of({"drain", "cut"}) == 0;
  if (const auto n = node.get("interval")) scenario.interval = n->duration();
  if (const auto n = node.get("service_level")) read_service_level(*n, scenario.service_level);
  if (const auto n = node.get("wait_limits")) scenario.wait_limits = read_times(*n, 8);
  if (const auto n = node.get("queue_at")) scenario.instants = read_times(*n, 100);
  if (const auto n = node.get("experiment")) read_experiment(*n, scenario);
  if (const auto n = node.get("staffing")) read_staffing(*n, scenario);
  if (const auto n = node.get("sipp")) read_sipp_files(*n, scenario.sipp);
  if (const auto n = node.get("what_if")) read_what_if(*n, scenario);
  judge_time(node, scenario);
  scenario.settings.sl_threshold = core::Duration{static_cast<std::int64_t>(scenario.service_level.threshold * 1e9)};
  scenario.settings.ewt_shadows = !scenario.shadows.empty();
  return scenario;
}

/// Sees where documents begin, and keeps nothing of them.
class DocumentMarks : public YAML::EventHandler {
 public:
  void OnDocumentStart(const YAML::Mark& mark) override { last = mark; }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& /*mark*/, YAML::anchor_t /*anchor*/) override {}
  void OnAlias(const YAML::Mark& /*mark*/, YAML::anchor_t /*anchor*/) override {}
  void OnScalar(const YAML::Mark& /*mark*/, const std::string& /*tag*/, YAML::anchor_t /*anchor*/,
                const std::string& /*value*/) override {}
  void OnSequenceStart(const YAML::Mark& /*mark*/, const std::string& /*tag*/, YAML::anchor_t /*anchor*/,
                       YAML::EmitterStyle::value /*style*/) override {}
  void OnSequenceEnd() override {}
  void OnMapStart(const YAML::Mark& /*mark*/, const std::string& /*tag*/, YAML::anchor_t /*anchor*/,
                  YAML::EmitterStyle::value /*style*/) override {}
  void OnMapEnd() override {}

  YAML::Mark last;
};

/// The library reads the first document of a file and says nothing of those that follow.
std::optional<Fault> second_document(const std::string& text, const std::string& file) {
  const bool may_be = text.find("\n---") != std::string::npos || text.find("\n...") != std::string::npos;
  if (!may_be) return {};
  std::istringstream in{text};
  YAML::Parser parser{in};
  DocumentMarks marks;
  if (!parser.HandleNextDocument(marks) || !parser.HandleNextDocument(marks)) return {};
  return Fault{file, marks.last.line + 1, marks.last.column + 1, "", "a second document", "one: a scenario a file"};
}

/// The scenario alone, without a look at what its variants make of it.
tl::expected<Scenario, Faults> parse_one(std::string_view text, const std::string& file,
                                         const std::vector<Override>& overrides) {
  constexpr std::size_t kLargest = 16 * 1024 * 1024;
  if (text.size() > kLargest)
    return tl::unexpected{Faults{{file, 0, 0, "", fmt::format("{} bytes", text.size()), "at most 16 MiB"}}};
  try {
    const std::string all{text};
    if (auto fault = second_document(all, file)) return tl::unexpected{Faults{std::move(*fault)}};
    YAML::Node root = YAML::Load(all);
    const YAML::Mark begin = root.Mark();
    Node::Document document = Node::Document::of(file, text.size());
    for (const Override& o : overrides) {
      if (auto fault = apply(o, root, document)) return tl::unexpected{Faults{std::move(*fault)}};
    }
    Scenario scenario = read_scenario(Node{document, root, "", begin});
    if (!document.faults.empty()) return tl::unexpected{std::move(document.faults)};
    return scenario;
  } catch (const YAML::Exception& e) {  // the parser's own way of saying so
    const YAML::Mark& mark = e.mark;
    return tl::unexpected{
        Faults{{file, mark.is_null() ? 0 : mark.line + 1, mark.is_null() ? 0 : mark.column + 1, "", e.msg, "YAML"}}};
  }
}

}  // namespace

tl::expected<Scenario, Faults> parse_scenario(std::string_view text, const std::string& file,
                                              const std::vector<Override>& overrides) {
  auto scenario = parse_one(text, file, overrides);
  if (!scenario) return scenario;
  Faults faults;
  for (const Variant& variant : scenario->what_if) {
    std::vector<Override> all = overrides;
    all.insert(all.end(), variant.overrides.begin(), variant.overrides.end());
    const auto varied = parse_one(text, file, all);
    if (varied) continue;
    for (Fault fault : varied.error()) {
      fault.key = "what_if." + variant.name + ": " + fault.key;
      faults.push_back(std::move(fault));
    }
  }
  if (!faults.empty()) return tl::unexpected{std::move(faults)};
  return scenario;
}

tl::expected<core::Settings, Faults> change_settings(const core::Settings& settings, const std::vector<Override>& overrides) {
  try {
    YAML::Node root{YAML::NodeType::Map};
    Node::Document document = Node::Document::of("--set", 0);
    for (const Override& o : overrides) {
      if (auto fault = apply(o, root, document)) return tl::unexpected{Faults{std::move(*fault)}};
    }
    Scenario scenario;
    scenario.settings = settings;
    const Node node{document, root, "", root.Mark()};
    if (node.map_of({"settings"})) {
      if (const auto changed = node.get("settings")) read_settings(*changed, scenario);
    }
    if (!document.faults.empty()) return tl::unexpected{std::move(document.faults)};
    return scenario.settings;
  } catch (const YAML::Exception& e) {  // a value that is no YAML
    return tl::unexpected{Faults{{"--set", 0, 0, "", e.msg, "KEY=VALUE"}}};
  }
}

tl::expected<Scenario, Faults> load_scenario(const std::string& file, const std::vector<Override>& overrides) {
  std::error_code ignored;
  std::ifstream in{file, std::ios::binary};
  if (!in || std::filesystem::is_directory(file, ignored))
    return tl::unexpected{Faults{{file, 0, 0, "", "no file that can be read", "a scenario file"}}};
  const std::string text{std::istreambuf_iterator<char>{in}, {}};
  return parse_scenario(text, file, overrides);
}

namespace {

std::string address(std::string pattern, const std::string& agent, const char* host) {
  constexpr std::string_view kAgent = "{agent}";
  if (pattern.empty()) return "sip:" + agent + host + std::string{kNowhere};
  for (auto at = pattern.find(kAgent); at != std::string::npos; at = pattern.find(kAgent, at + agent.size()))
    pattern.replace(at, kAgent.size(), agent);
  return pattern;
}

}  // namespace

core::Tables Scenario::tables() const {
  core::Tables tables;
  for (const Flow& flow : flows) tables.flows.push_back(flow.row);
  for (const AgentGroup& group : agents) {
    const std::uint32_t most = group.most();
    for (std::uint32_t i = 0; i < most; ++i) {
      core::AgentRow row;
      row.agentid = most == 1 ? group.name : fmt::format("{}-{}", group.name, i + 1);
      if (group.audio) row.location = address(group.location, row.agentid, "@agents");
      if (group.sessions > 0) {
        row.msrp_location = address(group.chat_location, row.agentid, "@chats");
        row.msrp_max_sessions = group.sessions;
      }
      for (const std::string& skill : group.skills) row.skills += (row.skills.empty() ? "" : ",") + skill;
      row.logstate = i < group.count.front().count ? 1 : 0;
      row.wrapup_time = group.wrapup_time;
      tables.agents.push_back(std::move(row));
    }
  }
  return tables;
}

}  // namespace ringside::scenario
