#include "engine/core/figures.h"

namespace ringside::core {
namespace {

std::int64_t mean_seconds(Duration sum, std::uint64_t count) {
  return count == 0 ? 0 : whole_seconds(sum / static_cast<std::int64_t>(count));
}

std::uint32_t load(std::uint32_t on_hold, std::uint32_t logged_in, std::uint32_t free) {
  return logged_in == 0 ? 0 : 100 * (on_hold + logged_in - free) / logged_in;
}

}  // namespace

FlowFigures figures(const Engine& engine, FlowIndex flow, Time now) {
  const FlowStatistics& s = engine.statistics(flow);
  const FlowGauges& g = engine.gauges(flow);
  const Duration wait = engine.estimated_wait(flow, Media::rtp, now);
  return {.incalls = s.incalls,
          .dist_incalls = s.dist_incalls,
          .answ_incalls = s.answ_incalls,
          .answ_inchats = s.answ_inchats,
          .aban_incalls = s.aban_incalls,
          .onhold_calls = g.onhold_calls,
          .onhold_chats = g.onhold_chats,
          .queued_calls = engine.queue().size(flow),
          .free_agents = engine.free_agents(flow),
          .etw = wait == kInfiniteEwt ? 0 : whole_seconds(wait),
          .awt = mean_seconds(s.wait_sum, s.ended),
          .load = load(g.onhold_calls + g.onhold_chats, engine.logged_in(flow), engine.free_agents(flow))};
}

AgentFigures figures(const Engine& engine, AgentIndex agent) {
  const AgentStatistics& s = engine.statistics(agent);
  return {s.dist_incalls, s.answ_incalls, s.answ_inchats, s.aban_incalls, s.rej_incalls, mean_seconds(s.talk_sum, s.talks)};
}

GlobalFigures figures(const Engine& engine) {
  GlobalFigures sum{};
  Duration wait_sum{};
  std::uint64_t ended = 0;
  for (std::uint32_t i = 0; i < engine.flow_count(); ++i) {
    const FlowStatistics& s = engine.statistics(FlowIndex{i});
    const FlowGauges& g = engine.gauges(FlowIndex{i});
    sum.incalls += s.incalls;
    sum.distributed_incalls += s.dist_incalls;
    sum.answered_incalls += s.answ_incalls;
    sum.answered_inchats += s.answ_inchats;
    sum.abandoned_incalls += s.aban_incalls;
    sum.onhold_calls += g.onhold_calls;
    sum.onhold_chats += g.onhold_chats;
    wait_sum += s.wait_sum;
    ended += s.ended;
  }
  sum.free_agents = engine.free_agents();
  sum.awt = mean_seconds(wait_sum, ended);
  sum.load = load(sum.onhold_calls + sum.onhold_chats, engine.logged_in(), engine.free_agents());
  return sum;
}

}  // namespace ringside::core
