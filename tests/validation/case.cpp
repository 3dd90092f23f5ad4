#include "tests/validation/case.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>
#include <stdexcept>

namespace ringside::validation {
namespace {

using Json = nlohmann::json;

std::string exponential(double mean) { return fmt::format("{{exponential: {:.12f}s}}", mean); }
std::string per_second(double rate) { return fmt::format("{:.15f}/s", rate); }

/// "deterministic-60", "erlang2-mean120", "hyperexp-0.5@30+0.5@210", "balk0.1-exp1000", "exp-120" and the like.
std::string patience_law(const std::string& text) {
  std::smatch m;
  const std::string number = "([0-9.]+)";
  if (std::regex_match(text, m, std::regex{"(deterministic|det)-?(mean)?" + number})) return fmt::format("{}s", m[3].str());
  if (std::regex_match(text, m, std::regex{"erlang([0-9]+)-(mean)?" + number})) {
    return fmt::format("{{erlang: {{mean: {}s, shape: {}}}}}", m[3].str(), m[1].str());
  }
  if (std::regex_match(text, m, std::regex{"(exp|exponential)-?(mean)?" + number}))
    return fmt::format("{{exponential: {}s}}", m[3].str());
  if (std::regex_match(text, m, std::regex{"balk" + number + "-exp" + number})) {
    return fmt::format("{{mixture: [[{}, 0s], [{:.12f}, {{exponential: {}s}}]]}}", m[1].str(), 1 - std::stod(m[1].str()),
                       m[2].str());
  }
  if (std::regex_match(text, m, std::regex{"uniform-" + number + "-" + number})) {
    return fmt::format("{{uniform: {{from: {}s, to: {}s}}}}", m[1].str(), m[2].str());
  }
  if (text.starts_with("hyperexp-")) {
    std::string parts;
    const std::regex part{number + "@" + number};
    for (auto at = std::sregex_iterator{text.begin(), text.end(), part}; at != std::sregex_iterator{}; ++at) {
      parts += fmt::format("{}[{}, {}s]", parts.empty() ? "" : ", ", (*at)[1].str(), (*at)[2].str());
    }
    return "{hyperexponential: [" + parts + "]}";
  }
  throw std::runtime_error("unknown law of patience '" + text + "'");
}

/// Laws named without their mean: of services and of times between arrivals.
std::string law_with_mean(const std::string& text, double mean, double scv) {
  std::smatch m;
  if (text == "deterministic") return fmt::format("{:.12f}s", mean);
  if (text == "exponential") return exponential(mean);
  if (std::regex_match(text, m, std::regex{"erlang-?([0-9]+)"}))
    return fmt::format("{{erlang: {{mean: {:.12f}s, shape: {}}}}}", mean, m[1].str());
  if (scv > 0) return fmt::format("{{lognormal: {{mean: {:.12f}s, sd: {:.12f}s}}}}", mean, mean * std::sqrt(scv));
  throw std::runtime_error("unknown law '" + text + "'");
}

/// What is put together of one case.
class Maker {
 public:
  explicit Maker(const Json& json) : json_{json}, p_{json.at("params")} {}

  Case make() {
    const std::string model = json_.at("model");
    made_.id = json_.at("id");
    if (model.starts_with("M/M/n two priorities")) {
      priorities();
    } else if (model.starts_with("multi-skill")) {
      multi_skill();
    } else if (model.starts_with("chat+audio")) {
      chat();
    } else if (model.starts_with("Mt/M/n+M")) {
      transient();
    } else if (model.starts_with("EWT")) {
      estimators();
    } else {
      single();
    }
    return made_;
  }

 private:
  double number(const char* key, double otherwise = 0) const {
    return p_.contains(key) && p_[key].is_number() ? p_[key].get<double>() : otherwise;
  }

  void claim(const std::string& key, Claim::Where where, const std::string& figure, const std::string& flow = "",
             const std::string& media = "calls", std::size_t group = 0) {
    if (!json_.at("results").contains(key)) return;
    Claim claim{key, json_["results"][key].get<double>(), where, flow, media, figure, group, false};
    claim.probability = key.starts_with("p_") || key == "utilization";
    made_.claims.push_back(claim);
  }
  void claim_total(const std::string& key, const std::string& figure) { claim(key, Claim::Where::total, figure); }

  void claim_waits(const std::string& suffix, Claim::Where where, const std::string& flow, const std::string& media) {
    claim("p_block" + suffix, where, "turned_away_rate", flow, media);
    claim("p_wait" + suffix, where, "no_agent_at_once", flow, media);
    claim("mean_wait" + suffix, where, "mean_wait", flow, media);
    claim("p_abandon" + suffix, where, "abandonment_rate", flow, media);
    claim("p_wait_gt_20" + suffix, where, "waited_longer_than_20s", flow, media);
  }

  /// Time that the case needs to forget its beginning, and a run long enough to make that cheap.
  void lengths(double rate, double agents, double service, double patience, double more = 0) {
    const double load = rate * service / agents;
    const double gap = std::max(1 - std::sqrt(std::min(load, 0.999)), 0.0);
    double memory = patience > 0 ? std::max(service, patience) : std::min(service / agents / std::max(gap * gap, 1e-6), 1e7);
    memory = std::max({memory, service, more});
    warmup_ = 12 * memory;
    horizon_ = warmup_ + std::max(40 * memory, 60000 / rate);
    made_.calls_a_replication = (horizon_ - warmup_) * rate;
  }

  void write(const std::string& settings, const std::string& flows, const std::string& agents, const std::string& rest = "") {
    made_.yaml = fmt::format(
        "settings: {{wrapup_time: 0s, {}}}\nflows:\n{}agents:\n{}horizon: {:.3f}s\nexperiment: {{warmup: {:.3f}s}}\n{}",
        settings, flows, agents, horizon_, warmup_, rest);
  }

  static std::string limit(int queue_limit) {
    return fmt::format("dissuading_qsize_th: {}, dissuading_hangup: true, message_dissuading: 0s, ", queue_limit);
  }

  void single() {
    const bool retrial = p_.contains("arrival_rate_fresh");
    const double rate = number(retrial ? "arrival_rate_fresh" : "arrival_rate");
    const double service = number("mean_service");
    const double agents = number("agents");
    std::string handle = exponential(service);
    if (p_.contains("service")) handle = law_with_mean(p_["service"], service, number("service_scv", -1));
    std::string arrivals = per_second(rate);
    if (p_.contains("interarrival"))
      arrivals = "{renewal: " + law_with_mean(p_["interarrival"], 1 / rate, number("interarrival_scv", -1)) + "}";
    std::string load = fmt::format("arrivals: {}, handle_time: {}", arrivals, handle);
    double patience = number("mean_patience");
    if (patience > 0) load += ", patience: " + exponential(patience);
    if (p_.contains("patience")) {
      patience = 1000;
      load += ", patience: " + patience_law(p_["patience"]);
    }
    std::string flow;
    std::string settings;
    if (p_.contains("queue_limit")) {
      const int queue = p_["queue_limit"];
      if (queue == 0) load += ", balking: {queue_position_at_least: 0}";
      if (queue > 0) flow = limit(queue);
      settings = "dissuade_first: true, dissuading_qsize_scope: global";
      patience = std::max(patience, service);  // a finite system
    }
    if (retrial) {
      load += fmt::format(", redial: {{refused: {{probability: {}, delay: {}}}, abandoned: {{probability: {}, delay: {}}}}}",
                          number("p_retry_after_refusal"), exponential(number("mean_retry_delay")),
                          number("p_retry_after_abandon"), exponential(number("mean_retry_delay")));
    }
    double busy = service;
    if (p_.contains("mean_wrapup")) {
      flow += "wrapup: " + exponential(number("mean_wrapup")) + ", ";
      busy += number("mean_wrapup");
    }
    if (p_.contains("wrapup")) {
      flow += fmt::format("wrapup: {}s, ", number("wrapup"));
      busy += number("wrapup");
    }
    lengths(rate, agents, busy, patience, number("mean_retry_delay"));
    write(settings, fmt::format("  f: {{{}calls: {{{}}}}}\n", flow, load),
          fmt::format("  g: {{count: {:.0f}, skills: [f]}}\n", agents));
    claim_waits("", Claim::Where::total, "", "");
    claim_total("mean_queue", "mean_queue");
    claim_total("mean_wait_given_wait", "mean_wait_if_waiting");
    claim_total("mean_offered_wait", "mean_offered_wait");
    claim_total("p_served_within_20", "served_within_20s");
    claim_total("attempts_per_fresh_call", "attempts_per_first_attempt");
    claim_total("p_block_per_attempt", "turned_away_rate");
    claim_total("p_abandon_per_accepted", "abandonment_rate");
    claim_total("mean_wait_accepted", "mean_wait");
    claim_total("served_per_fresh_call", "answered_per_first_attempt");
    claim_total("mean_orbit", "mean_redialling");
    claim("utilization", Claim::Where::group, "occupancy");
    claim("p_agent_talking", Claim::Where::group, "in_call");
    claim("p_agent_wrapup", Claim::Where::group, "wrap_up");
  }

  void priorities() {
    std::string flows;
    double rate = 0;
    int i = 0;
    for (const Json& one : p_.at("arrival_rates")) {
      rate += one.get<double>();
      flows += fmt::format("  c{}: {{skill: all, priority: {}, calls: {{arrivals: {}, handle_time: {}}}}}\n", i + 1, i,
                           per_second(one), exponential(number("mean_service")));
      ++i;
    }
    lengths(rate, number("agents"), number("mean_service"), 0);
    write("", flows, fmt::format("  g: {{count: {:.0f}, skills: [all]}}\n", number("agents")));
    claim_waits("", Claim::Where::total, "", "");
    for (int k = 1; k <= i; ++k) claim_waits(fmt::format("_{}", k), Claim::Where::series, fmt::format("c{}", k), "calls");
  }

  void multi_skill() {
    std::string flows;
    double rate = 0;
    double patience = 0;
    double service = 0;
    double agents = 0;
    std::size_t k = 0;
    for (const Json& one : p_.at("classes")) {
      ++k;
      rate += one.at("arrival_rate").get<double>();
      const bool patient = !one.contains("mean_patience") || one["mean_patience"].is_null();
      if (!patient) patience = std::max(patience, one["mean_patience"].get<double>());
      flows += fmt::format("  c{}: {{skill: s{}, priority: {}, {}calls: {{arrivals: {}, handle_time: 0s{}}}}}\n", k, k,
                           one.at("priority").get<int>(), limit(p_.at("queue_limit_total")), per_second(one["arrival_rate"]),
                           patient ? "" : ", patience: " + exponential(one["mean_patience"]));
    }
    std::string groups;
    std::size_t g = 0;
    for (const Json& one : p_.at("groups")) {
      std::string skills;
      std::string handle;
      for (const Json& skill : one.at("skills")) skills += fmt::format("{}s{}", skills.empty() ? "" : ", ", skill.get<int>());
      for (const auto& [cls, mean] : one.at("mean_service").items()) {
        service = std::max(service, mean.get<double>());
        handle += fmt::format("{}c{}: {}", handle.empty() ? "" : ", ", cls, exponential(mean));
      }
      agents += one.at("agents").get<double>();
      groups += fmt::format("  g{}: {{count: {}, skills: [{}], handle_time: {{{}}}}}\n", ++g, one["agents"].get<int>(), skills,
                            handle);
    }
    lengths(rate, agents, service, std::max(patience, service));
    write("dissuade_first: true, dissuading_qsize_scope: global", flows, groups);
    for (std::size_t c = 1; c <= k; ++c)
      claim_waits(fmt::format("_{}", c), Claim::Where::series, fmt::format("c{}", c), "calls");
    for (std::size_t i = 0; i < g; ++i) {
      claim(fmt::format("busy_group_{}", i + 1), Claim::Where::group, "serving", "", "", i);
      for (std::size_t c = 1; c <= k; ++c)
        claim(fmt::format("group{}_serving_class{}", i + 1, c), Claim::Where::group, fmt::format("serving_c{}_calls", c), "",
              "", i);
    }
  }

  void chat() {
    const Json& speeds = p_.at("chat_rate_per_session_by_load");
    const double alone = speeds.at("1");
    std::string speed;
    for (int k = 1; k <= number("chat_sessions"); ++k)
      speed += fmt::format("{}{:.15f}", k == 1 ? "" : ", ", speeds.at(std::to_string(k)).get<double>() / alone);
    const double audio = number("arrival_rate_audio");
    std::string flow = "  f: {" + limit(p_.at("queue_limit_total"));
    const auto patience = [&](const char* key) {
      return number(key) > 0 ? ", patience: " + exponential(number(key)) : std::string{};
    };
    if (audio > 0)
      flow += fmt::format("calls: {{arrivals: {}, handle_time: {}{}}}, ", per_second(audio),
                          exponential(number("mean_audio_service")), patience("mean_patience_audio"));
    flow += fmt::format("chats: {{arrivals: {}, handle_time: {}{}}}}}\n", per_second(number("arrival_rate_chat")),
                        exponential(1 / alone), patience("mean_patience_chat"));
    lengths(audio + number("arrival_rate_chat"), number("agents"), 1 / alone, 500);
    write(fmt::format("dissuade_first: true, dissuading_qsize_scope: global, chat_dispatch_policy: {}",
                      p_.at("chat_dispatch_policy").get<std::string>()),
          flow,
          fmt::format("  g: {{count: {:.0f}, audio: {}, skills: [f], chats: {{sessions: {:.0f}, speed: [{}]}}}}\n",
                      number("agents"), number("audio") > 0, number("chat_sessions"), speed));
    claim_waits("_audio", Claim::Where::series, "f", "calls");
    claim_waits("_chat", Claim::Where::series, "f", "chats");
    claim("p_agent_free", Claim::Where::group, "free");
    claim("p_agent_in_call", Claim::Where::group, "in_call");
    for (int k = 1; k <= number("chat_sessions"); ++k)
      claim(fmt::format("p_agent_{}_chats", k), Claim::Where::group, fmt::format("chats_{}", k));
  }

  void transient() {
    const std::string rate = p_.at("rate");
    std::smatch m;
    if (!std::regex_match(rate, m, std::regex{R"(([0-9.]+)\+([0-9.]+)\*sin\(2\*pi\*t/([0-9.]+)\))"}))
      throw std::runtime_error("unknown rate '" + rate + "'");
    horizon_ = number("T");
    warmup_ = 0;
    made_.calls_a_replication = std::stod(m[1].str()) * horizon_;
    const std::string arrivals =
        fmt::format("{{sine: {{mean: {}/s, amplitude: {}/s, period: {}s}}}}", m[1].str(), m[2].str(), m[3].str());
    write("",
          fmt::format("  f: {{calls: {{arrivals: {}, handle_time: {}, patience: {}}}}}\n", arrivals,
                      exponential(number("mean_service")), exponential(number("mean_patience"))),
          fmt::format("  g: {{count: {:.0f}, skills: [f]}}\n", number("agents")), fmt::format("queue_at: [{}s]\n", horizon_));
    claim_waits("", Claim::Where::total, "", "");
    claim_total("mean_arrivals", "offered");
    claim("mean_queue_at_T", Claim::Where::queue_at, "");
  }

  void estimators() {
    const double patience = number("mean_patience");
    lengths(number("arrival_rate"), number("agents"), number("mean_service"), patience);
    // The formulas know the mean service; the engine learns it, of ended calls, so the long ones come last.
    constexpr double kCallsAnAgent = 4000;
    warmup_ = kCallsAnAgent * number("agents") / number("arrival_rate");
    horizon_ = 5 * warmup_;
    made_.calls_a_replication = 4 * kCallsAnAgent * number("agents");
    write("ewt_estimator: average, ewt_shadow: [queue_length, queue_length_patience]",
          fmt::format("  f: {{calls: {{arrivals: {}, handle_time: {}{}}}}}\n", per_second(number("arrival_rate")),
                      exponential(number("mean_service")), patience > 0 ? ", patience: " + exponential(patience) : ""),
          fmt::format("  g: {{count: {:.0f}, skills: [f]}}\n", number("agents")));
    claim_total("mean_offered_wait_given_wait", "mean_offered_wait_if_waiting");
    claim("mse_no_information", Claim::Where::variance_of_offered_wait, "");
    claim_total("mse_QL", "ewt_queue_length_mse_offered");
    claim_total("mse_QLm", "ewt_queue_length_patience_mse_offered");
    claim_total("mse_opensips", "ewt_average_mse_offered");
    claim_total("bias_opensips", "ewt_average_bias_offered");
  }

  const Json& json_;
  const Json& p_;
  Case made_;
  double horizon_ = 0;
  double warmup_ = 0;
};

}  // namespace

std::vector<Case> read_cases(const std::string& file) {
  std::ifstream in{file};
  const Json document = Json::parse(in);
  std::vector<Case> cases;
  for (const Json& one : document.at("cases")) {
    try {
      cases.push_back(Maker{one}.make());
    } catch (const std::exception& e) {
      throw std::runtime_error(one.value("id", "a case without id") + ": " + e.what());
    }
  }
  return cases;
}

}  // namespace ringside::validation
