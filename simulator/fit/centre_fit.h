#pragma once

#include <array>
#include <string>
#include <vector>

#include "simulator/fit/law_fit.h"

namespace ringside::fit {

struct FitOptions {
  double interval = 1800;    ///< of arrivals
  double welcome = 0;        ///< length of the welcome message, which a caller hears before he waits
  double ring_timeout = 30;  ///< a phone that rang so long was not answered, rather than rejected
  double wrapup = -1;        ///< below 0: guessed from the shortest pauses between calls
  double confidence = 0.95;
  LawOptions handle_time;
  LawOptions patience{.atoms = true};
};

inline constexpr std::array<const char*, 7> kWeekdays{"monday", "tuesday",  "wednesday", "thursday",
                                                      "friday", "saturday", "sunday"};

/// When callers of one flow and medium call.
struct ArrivalsFit {
  std::array<std::uint32_t, 7> days{};       ///< that were open, by weekday
  std::array<std::vector<double>, 7> rates;  ///< a second, by weekday and interval; empty: never open
  std::vector<double> mean_rates;            ///< over all open days
  Fitted calls_a_day;                        ///< of an average open day, with the weekdays as they were
  std::array<Fitted, 7> calls_by_weekday{};
  double busyness = 0;  ///< shape of the gamma law of a day's factor; 0: no more than chance
  Fitted busyness_sd;   ///< standard deviation of that factor
};

struct SeriesFit {
  std::string flow;
  bool chat = false;
  std::uint64_t calls = 0, answered = 0, abandoned = 0, other = 0;
  std::uint64_t left_in_welcome = 0;  ///< of those who abandoned: before they came to the queue
  ArrivalsFit arrivals;
  std::vector<LawFit> handle_time;  ///< best first
  std::vector<LawFit> patience;     ///< best first; empty: nobody abandoned
  std::vector<SurvivalStep> patience_curve;
};

struct GroupFit {
  std::vector<std::string> flows;
  std::uint32_t agents = 0;           ///< different ones seen
  std::vector<std::uint32_t> counts;  ///< by interval: on average at work
};

/// A centre as its records show it.
struct CentreFit {
  double opens = 0;  ///< seconds after midnight
  double closes = 0;
  double interval = 1800;
  std::string first_day, last_day;
  std::uint32_t open_days = 0;
  std::vector<SeriesFit> series;
  std::vector<GroupFit> groups;
  std::vector<LawFit> pickup;
  Fitted rejection;          ///< share of offers that an agent rejected
  Fitted no_answer;          ///< share that rang in vain
  std::uint64_t offers = 0;  ///< of which these are shares; 0: rejections are not recorded
  double wrapup = 0;
  std::vector<std::string> unknown;  ///< what the records could not tell
  std::vector<std::string> assumed;  ///< and what was taken for it
};

CentreFit fit_centre(const Observed& observed, const FitOptions& options);

/// Share `hits` of `all`, after Wilson.
Fitted share(std::uint64_t hits, std::uint64_t all, double confidence);
/// Over-dispersion of day totals against their weekday's mean: the standard deviation of the day's factor.
Fitted busyness_sd(const std::vector<std::vector<double>>& totals_by_weekday, double confidence);

/// The scenario, in YAML; the weekdays as variants. `name` is its name.
std::string scenario_text(const CentreFit& fit, const std::string& name);
/// What was found, assumed and left out, in words; and everything as JSON.
std::string summary(const CentreFit& fit, const Observed& observed);
std::string to_json(const CentreFit& fit, const Observed& observed);

}  // namespace ringside::fit
