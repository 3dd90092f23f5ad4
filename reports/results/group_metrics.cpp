#include "reports/results/group_metrics.h"

namespace ringside::report {
namespace {

using G = const GroupSums&;

constexpr const char* kPresent = "agents' time present";

double one(G, std::size_t) { return 1; }
double time(G g, std::size_t) { return g.time; }
double present(G g, std::size_t) { return g.present(); }
double busy(G g, std::size_t) {
  return g[Presence::in_call] + g[Presence::in_chat] + g[Presence::wrap_up] + g[Presence::busy_logged_out];
}
template <Presence what>
double spent(G g, std::size_t) {
  return g[what];
}
double chats(G g, std::size_t k) { return g.chats(k); }
double serving(G g, std::size_t s) { return g.busy(s); }
double serving_all(G g, std::size_t) {
  double sum = 0;
  for (std::size_t s = 0; s < g.layout.series.size(); ++s) sum += g.busy(s);
  return sum;
}
double cost(G g, std::size_t) { return g.cost; }

}  // namespace

std::vector<GroupMetric> group_metrics(const Layout& layout, bool costs) {
  std::vector<GroupMetric> all;
  const auto share = [&](const std::string& name, const std::string& numerator, auto of, std::size_t index = 0) {
    all.push_back({name, "", numerator, kPresent, of, present, index});
  };
  share("occupancy", "agents' time not free", busy);
  share("free", "agents' time free", spent<Presence::free>);
  share("in_call", "agents' time in a call, ringing included", spent<Presence::in_call>);
  share("in_chat", "agents' time in chats", spent<Presence::in_chat>);
  share("wrap_up", "agents' time in wrap-up", spent<Presence::wrap_up>);
  share("past_shift", "agents' time finishing after their time", spent<Presence::busy_logged_out>);
  share("ringing", "agents' time with a ringing phone", spent<Presence::ringing>);
  for (std::size_t k = 1; k <= layout.most_chats; ++k)
    share("chats_" + std::to_string(k), "agents' time with " + std::to_string(k) + " chats", chats, k);
  all.push_back({"present", "agents", kPresent, "time", present, time});
  all.push_back({"serving", "calls", "calls being served by the group", "time", serving_all, time});
  for (std::size_t s = 0; s < layout.series.size(); ++s) {
    all.push_back({"serving_" + layout.series[s].flow + "_" + layout.series[s].media, "calls",
                   "such calls being served by the group", "time", serving, time, s, true});
  }
  if (costs) all.push_back({"cost", "", "cost", "days", cost, one});
  return all;
}

}  // namespace ringside::report
