#include "engine/control/figures.h"

#include <array>
#include <cmath>

namespace ringside::control {
namespace {

/// One name of a catalogue over figures of type T.
template <class T>
struct Entry {
  std::string_view name;
  Kind kind;
  std::int64_t (*read)(const T&);
  std::string_view help = {};
};

#define RINGSIDE_READ(T, member) [](const T& figures) { return static_cast<std::int64_t>(figures.member); }

using core::AgentFigures;
using core::FlowFigures;
using core::GlobalFigures;

constexpr std::array kGlobal{
    Entry<GlobalFigures>{"ccg_incalls", Kind::counter, RINGSIDE_READ(GlobalFigures, incalls)},
    Entry<GlobalFigures>{"ccg_awt", Kind::gauge, RINGSIDE_READ(GlobalFigures, awt)},
    Entry<GlobalFigures>{"ccg_load", Kind::gauge, RINGSIDE_READ(GlobalFigures, load)},
    Entry<GlobalFigures>{"ccg_distributed_incalls", Kind::counter, RINGSIDE_READ(GlobalFigures, distributed_incalls)},
    Entry<GlobalFigures>{"ccg_answered_incalls", Kind::counter, RINGSIDE_READ(GlobalFigures, answered_incalls)},
    Entry<GlobalFigures>{"ccg_answered_inchats", Kind::counter, RINGSIDE_READ(GlobalFigures, answered_inchats)},
    Entry<GlobalFigures>{"ccg_abandonned_incalls", Kind::counter, RINGSIDE_READ(GlobalFigures, abandoned_incalls)},
    Entry<GlobalFigures>{"ccg_onhold_calls", Kind::gauge, RINGSIDE_READ(GlobalFigures, onhold_calls)},
    Entry<GlobalFigures>{"ccg_onhold_chats", Kind::gauge, RINGSIDE_READ(GlobalFigures, onhold_chats)},
    Entry<GlobalFigures>{"ccg_free_agents", Kind::gauge, RINGSIDE_READ(GlobalFigures, free_agents)},
};

constexpr std::array kFlow{
    Entry<FlowFigures>{"ccf_incalls", Kind::counter, RINGSIDE_READ(FlowFigures, incalls)},
    Entry<FlowFigures>{"ccf_dist_incalls", Kind::counter, RINGSIDE_READ(FlowFigures, dist_incalls)},
    Entry<FlowFigures>{"ccf_answ_incalls", Kind::counter, RINGSIDE_READ(FlowFigures, answ_incalls)},
    Entry<FlowFigures>{"ccf_answ_inchats", Kind::counter, RINGSIDE_READ(FlowFigures, answ_inchats)},
    Entry<FlowFigures>{"ccf_aban_incalls", Kind::counter, RINGSIDE_READ(FlowFigures, aban_incalls)},
    Entry<FlowFigures>{"ccf_onhold_calls", Kind::gauge, RINGSIDE_READ(FlowFigures, onhold_calls)},
    Entry<FlowFigures>{"ccf_onhold_chats", Kind::gauge, RINGSIDE_READ(FlowFigures, onhold_chats)},
    Entry<FlowFigures>{"ccf_queued_calls", Kind::gauge, RINGSIDE_READ(FlowFigures, queued_calls)},
    Entry<FlowFigures>{"ccf_free_agents", Kind::gauge, RINGSIDE_READ(FlowFigures, free_agents)},
    Entry<FlowFigures>{"ccf_etw", Kind::gauge, RINGSIDE_READ(FlowFigures, etw)},
    Entry<FlowFigures>{"ccf_awt", Kind::gauge, RINGSIDE_READ(FlowFigures, awt)},
    Entry<FlowFigures>{"ccf_load", Kind::gauge, RINGSIDE_READ(FlowFigures, load)},
};

constexpr std::array kAgent{
    Entry<AgentFigures>{"cca_dist_incalls", Kind::counter, RINGSIDE_READ(AgentFigures, dist_incalls)},
    Entry<AgentFigures>{"cca_answ_incalls", Kind::counter, RINGSIDE_READ(AgentFigures, answ_incalls)},
    Entry<AgentFigures>{"cca_answ_inchats", Kind::counter, RINGSIDE_READ(AgentFigures, answ_inchats)},
    Entry<AgentFigures>{"cca_aban_incalls", Kind::counter, RINGSIDE_READ(AgentFigures, aban_incalls)},
    Entry<AgentFigures>{"cca_rej_incalls", Kind::counter, RINGSIDE_READ(AgentFigures, rej_incalls)},
    Entry<AgentFigures>{"cca_att", Kind::gauge, RINGSIDE_READ(AgentFigures, att)},
};

using core::AgentStatistics;
using core::DissuadeReason;
using core::EwtEstimator;
using core::FlowStatistics;
using core::RefusalStatistics;

template <DissuadeReason reason>
std::int64_t dissuaded(const FlowStatistics& s) {
  return static_cast<std::int64_t>(s.dissuaded[static_cast<std::size_t>(reason)]);
}

std::int64_t percent(std::uint64_t part, std::uint64_t whole) {
  return whole == 0 ? 0 : static_cast<std::int64_t>(100 * part / whole);
}

/// Those that the flow has or had since counting began: of them only can any have been answered or abandoned here. Who
/// talked when it began cannot any more.
std::uint64_t calls_here(const FlowStatistics& s) {
  return s.incalls + s.carried - s.carried_talking + s.overflowed_in - s.overflowed_out;
}

std::int64_t milliseconds(double seconds) { return std::llround(seconds * 1000); }

template <EwtEstimator estimator>
std::int64_t ewt_bias(const FlowStatistics& s) {
  return milliseconds(s.estimates[static_cast<std::size_t>(estimator)].bias());
}
template <EwtEstimator estimator>
std::int64_t ewt_rmse(const FlowStatistics& s) {
  return milliseconds(s.estimates[static_cast<std::size_t>(estimator)].rmse());
}
constexpr std::string_view kBiasHelp = "milliseconds: mean of estimate minus wait, over answered calls";
constexpr std::string_view kRmseHelp = "milliseconds: root of the mean square of estimate minus wait, over answered calls";

constexpr std::array kOwnFlow{
    Entry<FlowStatistics>{"rsf_rejected", Kind::counter, RINGSIDE_READ(FlowStatistics, rejected), "rejections by agents"},
    Entry<FlowStatistics>{"rsf_failed", Kind::counter, RINGSIDE_READ(FlowStatistics, failed), "calls ended by an error"},
    Entry<FlowStatistics>{"rsf_dissuaded_calls", Kind::counter, RINGSIDE_READ(FlowStatistics, dissuaded_calls),
                          "calls hung up after the dissuading message"},
    Entry<FlowStatistics>{"rsf_dissuaded_ewt", Kind::counter, dissuaded<DissuadeReason::ewt>,
                          "dissuasions for the estimated wait"},
    Entry<FlowStatistics>{"rsf_dissuaded_qsize", Kind::counter, dissuaded<DissuadeReason::qsize>,
                          "dissuasions for the size of the queue"},
    Entry<FlowStatistics>{"rsf_dissuaded_onhold", Kind::counter, dissuaded<DissuadeReason::onhold>,
                          "dissuasions for waiting too long"},
    Entry<FlowStatistics>{"rsf_dissuaded_max_wait", Kind::counter, dissuaded<DissuadeReason::max_wait>,
                          "calls that reached the longest wait allowed"},
    Entry<FlowStatistics>{"rsf_dissuaded_queue_limit", Kind::counter, dissuaded<DissuadeReason::queue_limit>,
                          "calls that found the queue full"},
    Entry<FlowStatistics>{"rsf_overflowed_in", Kind::counter, RINGSIDE_READ(FlowStatistics, overflowed_in),
                          "calls that a limit of another flow sent here"},
    Entry<FlowStatistics>{"rsf_overflowed_out", Kind::counter, RINGSIDE_READ(FlowStatistics, overflowed_out),
                          "calls that a limit of this flow sent to another"},
    Entry<FlowStatistics>{"rsf_answered_in_time", Kind::counter, RINGSIDE_READ(FlowStatistics, within_sl),
                          "calls answered within sl_threshold of reception"},
    Entry<FlowStatistics>{"rsf_service_level", Kind::gauge,
                          [](const FlowStatistics& s) { return percent(s.within_sl, calls_here(s)); },
                          "percent: answered within sl_threshold / (admitted + waiting at the last reset or restart + "
                          "overflowed in - overflowed out)"},
    Entry<FlowStatistics>{"rsf_abandonment", Kind::gauge,
                          [](const FlowStatistics& s) { return percent(s.aban_incalls, calls_here(s)); },
                          "percent: abandoned / (admitted + waiting at the last reset or restart + overflowed in - "
                          "overflowed out)"},
    Entry<FlowStatistics>{"rsf_asa", Kind::gauge,
                          [](const FlowStatistics& s) -> std::int64_t {
                            if (s.answered_ended == 0) return 0;
                            return core::whole_seconds(s.answered_wait_sum / static_cast<std::int64_t>(s.answered_ended));
                          },
                          "seconds: mean wait of answered calls that have ended"},
    Entry<FlowStatistics>{"rsf_ewt_bias_average", Kind::gauge, ewt_bias<EwtEstimator::average>, kBiasHelp},
    Entry<FlowStatistics>{"rsf_ewt_rmse_average", Kind::gauge, ewt_rmse<EwtEstimator::average>, kRmseHelp},
    Entry<FlowStatistics>{"rsf_ewt_bias_queue_length", Kind::gauge, ewt_bias<EwtEstimator::queue_length>, kBiasHelp},
    Entry<FlowStatistics>{"rsf_ewt_rmse_queue_length", Kind::gauge, ewt_rmse<EwtEstimator::queue_length>, kRmseHelp},
    Entry<FlowStatistics>{"rsf_ewt_bias_queue_length_patience", Kind::gauge, ewt_bias<EwtEstimator::queue_length_patience>,
                          kBiasHelp},
    Entry<FlowStatistics>{"rsf_ewt_rmse_queue_length_patience", Kind::gauge, ewt_rmse<EwtEstimator::queue_length_patience>,
                          kRmseHelp},
    Entry<FlowStatistics>{"rsf_ewt_bias_last_served", Kind::gauge, ewt_bias<EwtEstimator::last_served>, kBiasHelp},
    Entry<FlowStatistics>{"rsf_ewt_rmse_last_served", Kind::gauge, ewt_rmse<EwtEstimator::last_served>, kRmseHelp},
    Entry<FlowStatistics>{"rsf_ewt_bias_head_of_line", Kind::gauge, ewt_bias<EwtEstimator::head_of_line>, kBiasHelp},
    Entry<FlowStatistics>{"rsf_ewt_rmse_head_of_line", Kind::gauge, ewt_rmse<EwtEstimator::head_of_line>, kRmseHelp},
};

constexpr std::array kOwnAgent{
    Entry<AgentStatistics>{"rsa_logged_in_time", Kind::counter,
                           [](const AgentStatistics& s) { return core::whole_seconds(s.logged_in_time); }, "seconds logged in"},
    Entry<AgentStatistics>{"rsa_occupancy", Kind::gauge,
                           [](const AgentStatistics& s) -> std::int64_t {
                             if (s.logged_in_time <= core::Duration{}) return 0;
                             return std::llround(100 * std::chrono::duration<double>(s.busy_time) / s.logged_in_time);
                           },
                           "percent: not free / logged in"},
};

constexpr std::array kOwnGlobal{
    Entry<RefusalStatistics>{"rsg_refused_no_flow_id", Kind::counter, RINGSIDE_READ(RefusalStatistics, at(1))},
    Entry<RefusalStatistics>{"rsg_refused_bad_from", Kind::counter, RINGSIDE_READ(RefusalStatistics, at(2))},
    Entry<RefusalStatistics>{"rsg_refused_unknown_flow", Kind::counter, RINGSIDE_READ(RefusalStatistics, at(3))},
    Entry<RefusalStatistics>{"rsg_refused_no_agents", Kind::counter, RINGSIDE_READ(RefusalStatistics, at(4))},
    Entry<RefusalStatistics>{"rsg_refused_internal_error", Kind::counter, RINGSIDE_READ(RefusalStatistics, at(5))},
    Entry<RefusalStatistics>{"rsg_refused_no_sdp", Kind::counter, RINGSIDE_READ(RefusalStatistics, at(6))},
    Entry<RefusalStatistics>{"rsg_refused_media", Kind::counter, RINGSIDE_READ(RefusalStatistics, at(7))},
};

#undef RINGSIDE_READ

/// Spellings of the module's manual for what its code spells otherwise.
struct Alias {
  std::string_view written;
  std::string_view meant;
};
constexpr std::array kAliases{
    Alias{"ccg_abandoned_incalls", "ccg_abandonned_incalls"}, Alias{"ccf_onhold_incalls", "ccf_onhold_calls"},
    Alias{"ccf_onhold_inchats", "ccf_onhold_chats"}, Alias{"ccg_load", "ccf_load"},  // with a flow's id behind it
};

template <class Catalogue, class Figures>
void give_all(const Catalogue& catalogue, const Figures& figures, std::string_view group, std::string_view id,
              const std::function<void(const Figure&)>& take) {
  for (const auto& entry : catalogue) take({group, entry.name, id, entry.help, entry.kind, entry.read(figures)});
}

template <class Catalogue, class Figures>
std::optional<std::int64_t> read_named(const Catalogue& catalogue, std::string_view name, const Figures& figures) {
  for (const auto& entry : catalogue) {
    if (entry.name == name) return entry.read(figures());
  }
  return {};
}

/// The id behind `name` in `text`, or nothing.
std::optional<std::string_view> id_behind(std::string_view name, std::string_view text) {
  if (!text.starts_with(name) || text.size() <= name.size() + 1) return {};
  const char separator = text[name.size()];
  if (separator != '-' && separator != '_') return {};
  return text.substr(name.size() + 1);
}

template <class Catalogue, class Find, class Figures>
std::optional<std::int64_t> read_with_id(const Catalogue& catalogue, std::string_view text, Find find, Figures figures) {
  for (const auto& entry : catalogue) {
    if (const auto id = id_behind(entry.name, text)) {
      if (const auto index = find(*id)) return entry.read(figures(*index));
    }
  }
  return {};
}

std::optional<std::int64_t> find_exactly(const core::Engine& engine, core::Time now, std::string_view group,
                                         std::string_view name) {
  const auto flow = [&](std::string_view id) -> std::optional<core::FlowIndex> {
    const core::FlowIndex index = engine.find_flow(id);
    return index == core::kUnknownFlow ? std::nullopt : std::optional{index};
  };
  const auto agent = [&](std::string_view id) -> std::optional<core::AgentIndex> {
    const core::AgentIndex index = engine.find_agent(id);
    return index == core::kNoAgent ? std::nullopt : std::optional{index};
  };
  if (group.empty() || group == kModuleGroup) {
    if (const auto value = read_named(kGlobal, name, [&] { return figures(engine); })) return value;
    if (const auto value = read_with_id(kFlow, name, flow, [&](auto i) { return figures(engine, i, now); })) return value;
    if (const auto value = read_with_id(kAgent, name, agent, [&](auto i) { return figures(engine, i); })) return value;
  }
  if (group.empty() || group == kOwnGroup) {
    if (const auto value = read_named(kOwnGlobal, name, [&] { return engine.refusals(); })) return value;
    if (const auto value = read_with_id(kOwnFlow, name, flow, [&](auto i) { return engine.statistics(i); })) return value;
    if (const auto value = read_with_id(kOwnAgent, name, agent, [&](auto i) { return engine.statistics(i, now); }))
      return value;
  }
  return {};
}

}  // namespace

void for_each_figure(const core::Engine& engine, core::Time now, std::string_view group,
                     const std::function<void(const Figure&)>& take) {
  const bool module = group.empty() || group == kModuleGroup;
  const bool own = group.empty() || group == kOwnGroup;
  if (module) give_all(kGlobal, figures(engine), kModuleGroup, {}, take);
  if (own) give_all(kOwnGlobal, engine.refusals(), kOwnGroup, {}, take);
  for (std::uint32_t i = 0; i < engine.flow_count(); ++i) {
    const core::FlowIndex flow{i};
    if (engine.flow(flow).deleted && engine.gauges(flow).ongoing == 0) continue;
    if (module) give_all(kFlow, figures(engine, flow, now), kModuleGroup, engine.flow(flow).flowid, take);
    if (own) give_all(kOwnFlow, engine.statistics(flow), kOwnGroup, engine.flow(flow).flowid, take);
  }
  for (std::uint32_t i = 0; i < engine.agent_count(); ++i) {
    const core::AgentIndex agent{i};
    if (engine.agent(agent).deleted) continue;
    if (module) give_all(kAgent, figures(engine, agent), kModuleGroup, engine.agent(agent).agentid, take);
    if (own) give_all(kOwnAgent, engine.statistics(agent, now), kOwnGroup, engine.agent(agent).agentid, take);
  }
}

std::optional<std::int64_t> find_figure(const core::Engine& engine, core::Time now, std::string_view group,
                                        std::string_view name) {
  if (const auto value = find_exactly(engine, now, group, name)) return value;
  for (const Alias& alias : kAliases) {
    if (!name.starts_with(alias.written)) continue;
    const std::string meant = std::string{alias.meant} + std::string{name.substr(alias.written.size())};
    if (const auto value = find_exactly(engine, now, group, meant)) return value;
  }
  return {};
}

}  // namespace ringside::control
