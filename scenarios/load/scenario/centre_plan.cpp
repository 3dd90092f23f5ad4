#include "scenarios/load/scenario/centre_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "scenarios/load/scenario/offers.h"
#include "simulator/sampler.h"

namespace ringside::load {
namespace {

using core::Media;

/// As many persons one SIPp looks after at once, and as many calls a second it is asked for.
constexpr std::size_t kMostPersons = 5'000;
constexpr double kMostRate = 250;
/// A SIPp comes up so long before its first person calls.
constexpr double kComesUp = 1.5;
/// Real seconds; nobody waits or talks longer.
constexpr double kLongest = 86'400;
/// Nobody thinks or writes faster.
constexpr milliseconds kShortest{50};
/// SIPp's waits are too long by half a turn of its loop otherwise.
const std::vector<std::string> kPreciseTimers{"-timer_resol", "1"};

class Writer {
 public:
  Writer(const sim::Plan& simulated, const std::vector<Person>& persons, const AgentKinds& kinds, const Staffing& staffing,
         const CentreSetup& setup)
      : simulated_{simulated},
        scenario_{*simulated.scenario},
        persons_{persons},
        kinds_{kinds},
        staffing_{staffing},
        setup_{setup} {}

  Plan write() {
    plan_.target = setup_.target.substr(setup_.target.find('@') + 1);
    plan_.last_redial = real(scenario_.horizon);
    plan_.parties.clear();
    if (setup_.has_parties()) add_parties();
    if (setup_.target.empty()) {
      for (const scenario::Flow& flow : scenario_.flows) add_flow(flow);
      for (std::size_t g = 0; g < simulated_.groups.size(); ++g) add_agents(g);
      add_settings();
      add_places();
    }
    add_callers(Media::rtp);
    add_callers(Media::msrp);
    add_talk();
    std::stable_sort(plan_.callers.begin(), plan_.callers.end(),
                     [](const CallerSpec& a, const CallerSpec& b) { return a.start_after < b.start_after; });
    plan_.longest = kLead + 2 * real(scenario_.horizon) + longest_call() + milliseconds{180'000};
    return std::move(plan_);
  }

 private:
  /// A file of the scenario's own, if it names one, in place of ours.
  static std::string own_or(const char* ours, const std::string& own) {
    return own.empty() ? ours : std::filesystem::absolute(own).string();
  }

  /// Its mean, where a law is written down by one; else 0.
  static double about(const scenario::Distribution& law) {
    using Kind = scenario::Distribution::Kind;
    if (law.kind == Kind::uniform) return (law.a + law.b) / 2;
    const bool by_mean = law.kind == Kind::deterministic || law.kind == Kind::exponential || law.kind == Kind::lognormal ||
                         law.kind == Kind::gamma || law.kind == Kind::truncated_normal;
    return by_mean ? law.a : 0;
  }

  /// How chats are written: as the first flow's customers think, and agents as fast as his work in turns asks for.
  void add_talk() {
    const bool chats = std::any_of(plan_.callers.begin(), plan_.callers.end(),
                                   [](const CallerSpec& callers) { return callers.name.starts_with("chatters"); });
    if (!chats || !setup_.has_parties()) return;
    ChatTalk talk;
    talk.random = true;
    const auto flow = std::find_if(scenario_.flows.begin(), scenario_.flows.end(),
                                   [](const scenario::Flow& each) { return each.chats.has_value(); });
    if (flow != scenario_.flows.end()) {
      const scenario::Conversation& conversation = flow->chats->conversation;
      const double work = about(flow->chats->handle_time) / std::max(1U, conversation.turns);
      if (conversation.turns > 1 && work > 0) talk.reply = std::max(kShortest, real(work));
      if (const double think = about(conversation.think_time); think > 0) talk.think = std::max(kShortest, real(think));
    }
    for (const scenario::AgentGroup& group : scenario_.agents)
      if (group.sessions > 0 && !group.chat_speeds.empty()) talk.speeds = group.chat_speeds;
    plan_.chat_talk = talk;
  }

  milliseconds real(double seconds) const { return milliseconds{std::llround(seconds / setup_.time_scale * 1000)}; }

  /// Who calls last does so by the horizon, and then waits and talks for as long as has been drawn; where somebody waits for
  /// ever, as long as it takes to share out everybody's work.
  milliseconds longest_call() const {
    const auto real_seconds = [&](double seconds) { return std::min(seconds / setup_.time_scale, kLongest); };
    double longest = 0;
    double work = 0;
    bool for_ever = false;
    for (const Person& person : persons_) {
      double longest_talk = 0;
      for (const Attempt& attempt : person.attempts) {
        double talk = 0;
        for (const double with_a_kind : attempt.talks) talk = std::max(talk, real_seconds(with_a_kind));
        longest = std::max(longest, real_seconds(attempt.patience.value_or(0)) + talk);
        longest_talk = std::max(longest_talk, talk);
        for_ever = for_ever || !attempt.patience;
      }
      work += longest_talk;
    }
    const auto agents = static_cast<double>(std::max<std::size_t>(1, simulated_.tables.agents.size()));
    return milliseconds{std::llround((longest + (for_ever ? work / agents : 0)) * 1000)};
  }

  void add_parties() {
    plan_.parties.push_back({"media", own_or("media.xml", scenario_.sipp.media), kPreciseTimers});
    if (setup_.places) plan_.parties.back().port = setup_.places->media;
    // Many more rows than offers: nobody sees that they begin again.
    const std::size_t rows = std::clamp<std::size_t>(2 * persons_.size(), 100, 100'000);
    add_announcements(rows);
    for (std::uint32_t g = 0; g < simulated_.groups.size(); ++g) {
      const sim::GroupPlan& group = simulated_.groups[g];
      if (group.most == 0) continue;
      const auto add = [&](Media media) {
        PartySpec phones{phones_of(g, media), own_or("phone.xml", scenario_.sipp.agent), kPreciseTimers};
        phones.rows = phone_rows(group, kinds_.of_group(g), g, setup_.key, setup_.time_scale, media, rows);
        if (setup_.places) phones.port = (media == Media::rtp ? setup_.places->phones : setup_.places->chats).at(g);
        plan_.parties.push_back(std::move(phones));
      };
      if (group.group->audio) add(Media::rtp);
      if (group.group->sessions > 0) add(Media::msrp);
    }
  }
  static std::string phones_of(std::size_t group, Media media) {
    return fmt::format("{}{}", media == Media::rtp ? "phones" : "chats", group + 1);
  }

  /// Those that are not all alike have parties of their own, whose rows say what each does.
  void add_announcements(std::size_t rows) {
    std::uint32_t number = 0;
    for (const scenario::Flow& flow : scenario_.flows) {
      const auto add = [&](const char* name, const std::string& uri, const scenario::Distribution& length) {
        ++number;
        if (uri.empty() || !scenario_.sipp.media.empty() || !has_drawn_announcements(flow)) return;
        PartySpec party{announcer(flow, name), "media.xml", kPreciseTimers};
        party.rows = announcement_rows(flow, length, number, setup_.key, setup_.time_scale, rows);
        party.opens = "drawn";
        plan_.parties.push_back(std::move(party));
      };
      add("welcome", flow.row.message_welcome, flow.welcome);
      add("dissuading", flow.row.message_dissuading, flow.dissuading);
      add("flow", flow.row.message_flow_id, flow.flow_id);
    }
  }
  std::string announcer(const scenario::Flow& flow, const char* name) const {
    return fmt::format("media{}-{}", &flow - scenario_.flows.data() + 1, name);
  }

  std::string message(const scenario::Flow& flow, const char* name, const std::string& uri,
                      const scenario::Distribution& length) const {
    if (uri.empty()) return {};
    if (has_drawn_announcements(flow) && scenario_.sipp.media.empty())
      return fmt::format("sip:{}@{{{}}}", name, announcer(flow, name));
    const milliseconds late = real(flow.media.answer_delay.a);
    return fmt::format("sip:{}@{{media}};x-play={}{}", name, real(length.a).count(),
                       late.count() > 0 ? fmt::format(";x-wait={}", late.count()) : "");
  }

  void add_flow(const scenario::Flow& flow) {
    const core::FlowRow& row = flow.row;
    FlowSpec spec;
    spec.id = row.flowid;
    spec.skill = row.skill;
    spec.queue = "sip:queue@{media}";
    spec.welcome = message(flow, "welcome", row.message_welcome, flow.welcome);
    spec.dissuading = message(flow, "dissuading", row.message_dissuading, flow.dissuading);
    spec.flow_id_message = message(flow, "flow", row.message_flow_id, flow.flow_id);
    spec.prependcid = row.prependcid;
    spec.priority = static_cast<int>(row.priority);
    spec.max_wrapup_time = static_cast<int>(row.max_wrapup_time);
    spec.dissuading_hangup = row.dissuading_hangup != 0;
    spec.dissuading_onhold_th = static_cast<int>(row.dissuading_onhold_th);
    spec.dissuading_ewt_th = static_cast<int>(row.dissuading_ewt_th);
    spec.dissuading_qsize_th = static_cast<int>(row.dissuading_qsize_th);
    spec.agent_strategy = row.agent_strategy;
    spec.priority_aging = static_cast<int>(row.priority_aging);
    spec.max_wait = static_cast<int>(row.max_wait);
    spec.queue_limit = static_cast<int>(row.queue_limit);
    spec.overflow_flow = row.overflow_flow;
    plan_.flows.push_back(std::move(spec));
  }

  void add_agents(std::size_t g) {
    const sim::GroupPlan& group = simulated_.groups[g];
    for (std::uint32_t i = 0; i < group.most; ++i) {
      const core::AgentRow& row = simulated_.tables.agents[group.first + i];
      AgentSpec agent;
      agent.id = row.agentid;
      if (group.group->audio) agent.location = fmt::format("sip:{}@{{{}}}", row.agentid, phones_of(g, Media::rtp));
      agent.skills = row.skills;
      if (group.group->sessions > 0) agent.msrp_location = fmt::format("sip:{}@{{{}}}", row.agentid, phones_of(g, Media::msrp));
      agent.msrp_max_sessions = static_cast<int>(group.group->sessions);
      agent.logged_in = staffing_.there_at_first(group.first + i);
      agent.wrapup_time = static_cast<int>(row.wrapup_time);
      plan_.agents.push_back(std::move(agent));
    }
  }

  void add_settings() {
    const core::Settings& s = scenario_.settings;
    const auto seconds = [](core::Duration d) { return fmt::format("{:.9f}", sim::seconds(d)); };
    const auto thousandths = [](core::Duration d) { return fmt::format("{:.6f}", 1000 * sim::seconds(d)); };
    const auto flag = [](bool on) { return std::string{on ? "1" : "0"}; };
    const auto scope = [](core::Scope of) { return std::string{of == core::Scope::global ? "global" : "flow"}; };
    plan_.settings = {
        {"time_scale", fmt::format("{}", setup_.time_scale)},
        {"wrapup_time", seconds(s.wrapup_time)},
        {"reject_on_no_agents", flag(s.reject_on_no_agents)},
        {"reject_on_no_agents_media", flag(s.reject_on_no_agents_media)},
        {"chat_dispatch_policy", s.chat_dispatch_policy == core::ChatDispatchPolicy::balancing ? "balancing" : "full-load"},
        {"dissuade_first", flag(s.dissuade_first)},
        {"dissuading_keep_place", flag(s.dissuading_keep_place)},
        {"dissuading_qsize_scope", scope(s.dissuading_qsize_scope)},
        {"queue_pos_scope", scope(s.queue_pos_scope)},
        {"ewt_estimator", std::string{core::to_string(s.ewt_estimator)}},
        {"dispatch_interval", thousandths(s.dispatch_interval)},
        {"compat_wrapup_scan", flag(s.compat_wrapup_scan)},
        {"message_timeout", seconds(s.message_timeout)},
        {"agent_ring_timeout", seconds(s.agent_ring_timeout)},
        {"bridge_timeout", seconds(s.bridge_timeout)},
        {"cancel_grace", seconds(s.cancel_grace)},
        {"reject_retry_delay", seconds(s.reject_retry_delay)},
        {"min_talk_time", thousandths(s.min_talk_time)},
        {"max_rejections", std::to_string(s.max_rejections)},
        {"max_bridge_failures", std::to_string(s.max_bridge_failures)},
        {"random_seed", std::to_string(s.random_seed)},
        // A server that stays silent does so for as long as SIP itself waits.
        {"media_answer_timeout", "33"},
        {"sl_threshold", fmt::format("{:.3f}", scenario_.service_level.threshold)}};
  }

  /// Callers who may balk are told their place.
  void add_places() {
    for (const scenario::Flow& flow : scenario_.flows) {
      for (const auto* load : {&flow.calls, &flow.chats}) {
        if (!*load || !(*load)->balking) continue;
        plan_.settings["queue_pos_param"] = "x-place";
        plan_.settings["queue_ewt_param"] = "x-ewt";
      }
    }
  }

  bool is_open(std::uint32_t series, double at) const {
    const std::vector<scenario::Shift>& hours = scenario_.flows[raw(simulated_.series[series].flow)].opening;
    return hours.empty() || std::any_of(hours.begin(), hours.end(), [&](const auto& o) { return o.from <= at && at < o.to; });
  }

  /// In portions, each of so many persons in a row that one SIPp manages them; where they come too fast, over several.
  void add_callers(Media media) {
    std::vector<const Person*> all;
    for (const Person& person : persons_) {
      if (simulated_.series[person.series].media == media && is_open(person.series, person.calls_at)) all.push_back(&person);
    }
    if (all.empty()) return;
    const std::size_t beside = 1 + static_cast<std::size_t>(peak_rate(all) / kMostRate);
    const std::size_t portion = kMostPersons * beside;
    for (std::size_t first = 0; first < all.size(); first += portion) {
      for (std::size_t k = 0; k < beside; ++k) {
        CallerSpec spec;
        spec.name = fmt::format("{}{}", media == Media::rtp ? "callers" : "chatters", ++portions_);
        spec.scenario = own_or("person.xml", scenario_.sipp.caller);
        spec.speaks = media == Media::rtp && scenario_.sipp.caller.empty();
        spec.sipp_options = kPreciseTimers;
        spec.rate = 1'000;
        const double first_call = all[first]->calls_at / setup_.time_scale - kComesUp;
        spec.start_after = std::max(milliseconds{0}, kLead + milliseconds{std::lround(first_call * 1000) - kLead.count() / 2});
        for (std::size_t i = first + k; i < std::min(first + portion, all.size()); i += beside) {
          const sim::SeriesPlan& series = simulated_.series[all[i]->series];
          spec.rows.push_back(
              person_row(*all[i], series, called(series), setup_.time_scale, !setup_.has_parties(), setup_.led_chats));
        }
        spec.calls = static_cast<int>(spec.rows.size());
        spec.open_ended = true;
        if (spec.calls > 0) plan_.callers.push_back(std::move(spec));
      }
    }
  }

  /// The user that he calls: of another call centre the one that was given, if one was.
  std::string called(const sim::SeriesPlan& series) const {
    const auto user = setup_.target.find('@');
    return user != std::string::npos ? setup_.target.substr(0, user) : scenario_.flows[raw(series.flow)].row.flowid;
  }

  /// Calls a real second, in the fullest one.
  double peak_rate(const std::vector<const Person*>& all) const {
    std::size_t most = 0;
    for (std::size_t from = 0, to = 0; to < all.size(); ++to) {
      while ((all[to]->calls_at - all[from]->calls_at) / setup_.time_scale > 1) ++from;
      most = std::max(most, to - from + 1);
    }
    return static_cast<double>(most);
  }

  const sim::Plan& simulated_;
  const scenario::Scenario& scenario_;
  const std::vector<Person>& persons_;
  const AgentKinds& kinds_;
  const Staffing& staffing_;
  const CentreSetup& setup_;
  Plan plan_;
  std::size_t portions_ = 0;
};

}  // namespace

std::string person_row(const Person& person, const sim::SeriesPlan& series, const std::string& flow, double time_scale,
                       bool anyone_answers, bool led_chats) {
  constexpr std::uint32_t kNeverSoMany = 4'000'000'000;
  constexpr double kNeverSoLong = 1e10;  // s, more than 2147483647, which is what is told if nobody is logged in
  const auto real = [&](double seconds) { return std::lround(std::min(seconds / time_scale, kLongest) * 1000); };
  const auto maybe = [&](const std::optional<double>& seconds) { return seconds ? real(*seconds) : -1; };
  std::string chain;
  for (std::size_t n = 0; n < person.attempts.size(); ++n) {
    const Attempt& attempt = person.attempts[n];
    std::string talks;
    const bool led = led_chats && series.media == Media::msrp;
    for (const double talk : led ? attempt.works : attempt.talks)
      talks += fmt::format("{}{}", talks.empty() ? "" : "/", real(talk));
    std::string bridges;
    for (const bool refuses : attempt.refuses) bridges += refuses ? '1' : '0';
    if (!bridges.empty()) bridges += '0';  // from then on
    std::string thinks;
    for (const double think : attempt.thinks) thinks += fmt::format("{}{}", thinks.empty() ? "" : "/", real(think));
    const auto& balking = series.load->balking;
    chain += fmt::format("{}:{}:{}:{}:{}:{}:{}:{}:{}:{},", n + 1, maybe(attempt.patience), talks, maybe(attempt.again_refused),
                         maybe(attempt.again_abandoned),
                         attempt.balks && balking->queue_position_at_least ? *balking->queue_position_at_least : kNeverSoMany,
                         attempt.balks && balking->ewt_at_least ? std::ceil(*balking->ewt_at_least) : kNeverSoLong, bridges,
                         !led             ? ""
                         : thinks.empty() ? "-"
                                          : thinks,
                         maybe(led ? attempt.leaves : std::nullopt));
  }
  const bool from_invite = series.load->patience_from_arrival || anyone_answers;
  return fmt::format("{};{};{};{};{};{};{}", flow, person.name, std::lround(person.calls_at / time_scale * 1000), chain,
                     from_invite ? "invite" : "queue", anyone_answers ? "anyone" : "agent",
                     series.media == Media::rtp ? "calls" : "chats");
}

Plan centre_plan(const sim::Plan& simulated, const std::vector<Person>& persons, const AgentKinds& kinds,
                 const Staffing& staffing, const CentreSetup& setup) {
  return Writer{simulated, persons, kinds, staffing, setup}.write();
}

}  // namespace ringside::load
