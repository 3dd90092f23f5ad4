#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <nlohmann/json.hpp>
#include <set>

#include "scenarios/format/units.h"
#include "simulator/fit/centre_fit.h"

namespace ringside::fit {
namespace {

using Json = nlohmann::ordered_json;
using Out = std::back_insert_iterator<std::string>;

/// A text as YAML reads it, whatever is in it.
std::string quoted(const std::string& text) { return Json(text).dump(-1, ' ', false, Json::error_handler_t::replace); }

std::string rates_text(const std::vector<double>& rates) {
  std::string text;
  for (const double rate : rates) text += fmt::format("{}{:.2f}/h", text.empty() ? "" : ", ", rate * 3600);
  return text;
}

std::string arrivals_text(const CentreFit& fit, const ArrivalsFit& arrivals, const std::vector<double>& rates) {
  const std::string busyness = arrivals.busyness > 0 ? fmt::format(", busyness: {:.2f}", arrivals.busyness) : "";
  return fmt::format("{{table: {{interval: {}, rates: [{}]}}{}}}", scenario::duration_text(fit.interval), rates_text(rates),
                     busyness);
}

void load_text(Out out, const CentreFit& fit, const SeriesFit& series) {
  fmt::format_to(out, "    {}:\n", series.chat ? "chats" : "calls");
  fmt::format_to(out, "      arrivals: {}\n", arrivals_text(fit, series.arrivals, series.arrivals.mean_rates));
  if (!series.patience.empty()) fmt::format_to(out, "      patience: {}\n", series.patience[0].yaml());
  fmt::format_to(out, "      handle_time: {}\n",
                 series.handle_time.empty() ? "{exponential: 180s}" : series.handle_time[0].yaml());
}

void agents_text(Out out, const CentreFit& fit) {
  fmt::format_to(out, "\nagents:\n");
  int number = 0;
  for (const GroupFit& group : fit.groups) {
    std::string skills;
    bool chats = false;
    bool calls = false;
    for (const std::string& flow : group.flows) {
      skills += (skills.empty() ? "" : ", ") + quoted(flow);
      for (const SeriesFit& series : fit.series) {
        if (series.flow == flow) (series.chat ? chats : calls) = true;
      }
    }
    std::string counts;
    for (const std::uint32_t n : group.counts) counts += (counts.empty() ? "" : ", ") + std::to_string(n);
    fmt::format_to(out, "  group_{}:\n    count: {{interval: {}, values: [{}]}}\n    skills: [{}]\n", ++number,
                   scenario::duration_text(fit.interval), counts, skills);
    if (!calls) fmt::format_to(out, "    audio: false\n");
    if (chats) fmt::format_to(out, "    chats: 4\n");
    if (!fit.pickup.empty()) fmt::format_to(out, "    pickup: {}\n", fit.pickup[0].yaml());
    if (fit.rejection.value > 0) fmt::format_to(out, "    reject: {:.4f}\n", fit.rejection.value);
    if (fit.no_answer.value > 0) fmt::format_to(out, "    no_answer: {:.4f}\n", fit.no_answer.value);
  }
}

/// Each weekday as a variant.
void weekdays_text(Out out, const CentreFit& fit) {
  const bool nameable = std::all_of(fit.series.begin(), fit.series.end(),
                                    [](const SeriesFit& s) { return s.flow.find_first_of(".;=") == std::string::npos; });
  std::set<std::size_t> open;
  for (const SeriesFit& series : fit.series) {
    for (std::size_t w = 0; w < 7; ++w) {
      if (series.arrivals.days[w] > 0) open.insert(w);
    }
  }
  if (!nameable || open.size() < 2) return;
  fmt::format_to(out, "\nwhat_if:\n");
  for (const std::size_t w : open) {
    fmt::format_to(out, "  {}:\n", kWeekdays[w]);
    for (const SeriesFit& series : fit.series) {
      if (series.arrivals.rates[w].empty()) continue;
      fmt::format_to(out, "    {}: {}\n",
                     quoted(fmt::format("flows.{}.{}.arrivals", series.flow, series.chat ? "chats" : "calls")),
                     arrivals_text(fit, series.arrivals, series.arrivals.rates[w]));
    }
  }
}

std::string clock_text(double seconds) {
  return fmt::format("{:02}:{:02}", static_cast<int>(seconds) / 3600, static_cast<int>(seconds) / 60 % 60);
}

std::string interval_text(const Fitted& f, double factor, const char* unit) {
  if (!std::isfinite(f.high)) return fmt::format("{:.1f}{}", factor * f.value, unit);
  return fmt::format("{:.1f}{} ({:.1f} to {:.1f})", factor * f.value, unit, factor * f.low, factor * f.high);
}

void law_text(Out out, const char* what, const std::vector<LawFit>& laws) {
  if (laws.empty()) return;
  const LawFit& best = laws[0];
  fmt::format_to(out, "  {:<16}{}, mean {}", what, to_string(best.family), interval_text(best.mean, 1, " s"));
  if (best.has_atom) fmt::format_to(out, "; {} will not wait at all", interval_text(best.atom, 100, " %"));
  if (best.p_value >= 0)
    fmt::format_to(out, "; {}",
                   best.p_value < 0.01 ? "none of the laws fits well" : fmt::format("fits (p = {:.2f})", best.p_value));
  fmt::format_to(out, "\n");
  if (laws.size() < 2) return;
  fmt::format_to(out, "  {:<16}worse by Akaike:", "");
  for (std::size_t i = 1; i < laws.size(); ++i)
    fmt::format_to(out, " {} {:.1f}", to_string(laws[i].family), laws[i].aic - best.aic);
  fmt::format_to(out, "\n");
}

Json number(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }
Json json_of(const Fitted& f) { return {{"value", number(f.value)}, {"low", number(f.low)}, {"high", number(f.high)}}; }

Json json_of(const std::vector<LawFit>& laws) {
  Json all = Json::array();
  for (const LawFit& law : laws) {
    Json one{{"law", to_string(law.family)},  {"yaml", law.yaml()},    {"mean", json_of(law.mean)},
             {"median", json_of(law.median)}, {"sd", number(law.sd)},  {"shape", number(law.shape)},
             {"aic", number(law.aic)},        {"observed", law.known}, {"censored", law.censored}};
    if (law.has_atom) one["at_zero"] = json_of(law.atom);
    if (law.p_value >= 0) one["chi_square_p"] = law.p_value;
    all.push_back(std::move(one));
  }
  return all;
}

Json json_of(const ArrivalsFit& arrivals) {
  Json json{{"calls_a_day", json_of(arrivals.calls_a_day)},
            {"busyness_sd", json_of(arrivals.busyness_sd)},
            {"busyness", arrivals.busyness},
            {"rates_per_hour", Json::object()}};
  for (std::size_t w = 0; w < 7; ++w) {
    if (arrivals.days[w] == 0) continue;
    Json rates = Json::array();
    for (const double rate : arrivals.rates[w]) rates.push_back(rate * 3600);
    json["rates_per_hour"][kWeekdays[w]] =
        Json{{"days", arrivals.days[w]}, {"calls_a_day", json_of(arrivals.calls_by_weekday[w])}, {"rates", rates}};
  }
  return json;
}

}  // namespace

std::string scenario_text(const CentreFit& fit, const std::string& name) {
  std::string text;
  const Out out{text};
  fmt::format_to(
      out, "# Made by `ringside-sim fit` from records of {} to {}, {} open days. The day begins at {}: 0h is that time.\n",
      fit.first_day, fit.last_day, fit.open_days, clock_text(fit.opens));
  for (const std::string& what : fit.unknown) fmt::format_to(out, "# Not known: {}\n", what);
  for (const std::string& what : fit.assumed) fmt::format_to(out, "# Assumed: {}\n", what);
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c != '\n' && static_cast<unsigned char>(c) < 0x20; }, ' ');
  fmt::format_to(out, "name: {}\nsettings: {{wrapup_time: {}s}}\n\nflows:\n", quoted(name), static_cast<int>(fit.wrapup));
  std::string last;
  for (const SeriesFit& series : fit.series) {  // calls and chats of one flow stand together
    if (series.flow != last) fmt::format_to(out, "  {}:\n", quoted(series.flow));
    load_text(out, fit, series);
    last = series.flow;
  }
  agents_text(out, fit);
  fmt::format_to(out, "\nhorizon: {}\ninterval: {}\nexperiment: {{replications: 50}}\n",
                 scenario::duration_text(fit.closes - fit.opens), scenario::duration_text(fit.interval));
  weekdays_text(out, fit);
  return text;
}

std::string summary(const CentreFit& fit, const Observed& observed) {
  std::string text;
  const Out out{text};
  fmt::format_to(out, "{} rows, {} to {}, {} open days, {} to {}. In brackets: 95 % intervals.\n", observed.rows, fit.first_day,
                 fit.last_day, fit.open_days, clock_text(fit.opens), clock_text(fit.closes));
  for (const SeriesFit& s : fit.series) {
    fmt::format_to(out, "\n{} ({}): {} offered, {} answered, {} abandoned, {} ended otherwise\n", s.flow,
                   s.chat ? "chats" : "calls", s.calls, s.answered, s.abandoned, s.other);
    fmt::format_to(out, "  {:<16}{}\n", "a day", interval_text(s.arrivals.calls_a_day, 1, ""));
    fmt::format_to(out, "  {:<16}{}\n", "days differ",
                   s.arrivals.busyness > 0
                       ? fmt::format("by {} more than chance", interval_text(s.arrivals.busyness_sd, 100, " %"))
                       : "no more than chance");
    law_text(out, "handle time", s.handle_time);
    law_text(out, "patience", s.patience);
  }
  fmt::format_to(out, "\n");
  if (fit.offers > 0) {
    fmt::format_to(out, "  {:<16}{} of {} offers; rang in vain: {}\n", "rejected", interval_text(fit.rejection, 100, " %"),
                   fit.offers, interval_text(fit.no_answer, 100, " %"));
  }
  law_text(out, "pick-up", fit.pickup);
  for (const GroupFit& group : fit.groups) {
    const std::uint32_t most = group.counts.empty() ? 0 : *std::max_element(group.counts.begin(), group.counts.end());
    fmt::format_to(out, "  {:<16}{} flows, up to {} at once, {} seen\n", "agents", group.flows.size(), most, group.agents);
  }
  fmt::format_to(out, "\nNot known, and what was assumed:\n");
  for (const std::string& what : fit.unknown) fmt::format_to(out, "  ? {}\n", what);
  for (const std::string& what : fit.assumed) fmt::format_to(out, "  = {}\n", what);
  std::uint64_t bad = 0;
  for (const auto& [what, rows] : observed.bad) bad += rows.count;
  if (bad > 0) fmt::format_to(out, "\n{} of {} rows could not be used:\n", bad, observed.rows);
  for (const auto& [what, rows] : observed.bad) {
    std::string places;
    for (const std::string& place : rows.places) places += (places.empty() ? "" : ", ") + place;
    fmt::format_to(out, "  {:>8}  {} ({}{})\n", rows.count, what, places, rows.count > rows.places.size() ? ", ..." : "");
  }
  return text;
}

std::string to_json(const CentreFit& fit, const Observed& observed) {
  Json json{{"format", "ringside-fit"}, {"version", 1},
            {"rows", observed.rows},    {"first_day", fit.first_day},
            {"last_day", fit.last_day}, {"open_days", fit.open_days},
            {"opens", fit.opens},       {"closes", fit.closes},
            {"interval", fit.interval}, {"wrapup", fit.wrapup}};
  json["series"] = Json::array();
  for (const SeriesFit& s : fit.series) {
    Json one{{"flow", s.flow},
             {"media", s.chat ? "chats" : "calls"},
             {"offered", s.calls},
             {"answered", s.answered},
             {"abandoned", s.abandoned},
             {"other", s.other},
             {"arrivals", json_of(s.arrivals)},
             {"handle_time", json_of(s.handle_time)},
             {"patience", json_of(s.patience)}};
    one["patience_curve"] = Json::array();
    for (const SurvivalStep& step : s.patience_curve) {
      one["patience_curve"].push_back(Json{{"at", step.at},
                                           {"still_waiting", step.survival},
                                           {"low", step.low},
                                           {"high", step.high},
                                           {"at_risk", step.at_risk}});
    }
    json["series"].push_back(std::move(one));
  }
  json["offers"] = fit.offers;
  json["rejection"] = json_of(fit.rejection);
  json["no_answer"] = json_of(fit.no_answer);
  json["pickup"] = json_of(fit.pickup);
  json["groups"] = Json::array();
  for (const GroupFit& group : fit.groups)
    json["groups"].push_back(Json{{"flows", group.flows}, {"agents_seen", group.agents}, {"at_work", group.counts}});
  json["unknown"] = fit.unknown;
  json["assumed"] = fit.assumed;
  json["bad_rows"] = Json::array();
  for (const auto& [what, rows] : observed.bad)
    json["bad_rows"].push_back(Json{{"what", what}, {"rows", rows.count}, {"first", rows.places}});
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace ringside::fit
