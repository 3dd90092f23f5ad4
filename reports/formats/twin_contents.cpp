#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "reports/charts/positions.h"
#include "reports/formats/contents.h"
#include "reports/formats/words.h"
#include "reports/results/band.h"

namespace ringside::report {
namespace {

constexpr std::size_t kMostLines = 3;  ///< real days that are shown at once; the others wait in the legend
constexpr std::size_t kMostDays = 20;

std::string share(double value) { return written(value, ChartUnit::share); }

std::string day_name(const Twin& twin, const TwinDay& day) {
  return twin.days.size() == 1 ? "real day" : fmt::format("real day {}", day.replication);
}

std::string title_of(const std::string& figure) {
  std::string title = in_words(figure);
  if (!title.empty()) title[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(title[0])));
  return title;
}

/// Of all days, those that are not shown included.
std::string points_text(const Twin& twin, std::size_t f) {
  const TwinBand& band = twin.figures[f].band;
  std::uint64_t outside = 0, known = 0;
  for (const TwinDay& day : twin.days) {
    const std::vector<double>& real = day.curves[f].real;
    for (std::size_t i = 0; i < real.size(); ++i) {
      if (std::isnan(real[i]) || std::isnan(band.low[i])) continue;
      ++known;
      if (!lies_within(real[i], band.low[i], band.high[i])) ++outside;
    }
  }
  return fmt::format("{} of {} real points lie outside of the band.", outside, known);
}

Chart chart_of(const Twin& twin, std::size_t f) {
  const Twin::Figure& figure = twin.figures[f];
  const double of_100 = 100 * twin.confidence;
  Chart chart = chart_over_time(twin.days.front().result, "twin_" + figure.name, title_of(figure.name));
  for (char& c : chart.id) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '_';
  }
  chart.id += fmt::format("_{}", f);
  chart.about = fmt::format("The band is where {:g} of 100 further days lie at each interval, by {} simulated ones.", of_100,
                            twin.simulated_days);
  chart.unit = unit_of(figure.name, figure.unit);
  chart.y_title = axis_title(figure.name, chart.unit);
  chart.series.push_back({.name = fmt::format("{:g} of 100 days, and their median", of_100),
                          .tone = Tone::calm,
                          .values = figure.band.median,
                          .low = figure.band.low,
                          .high = figure.band.high});
  chart.series.push_back({.name = fmt::format("{:g} of 100 days as a whole", of_100),
                          .tone = Tone::fifth,
                          .values = figure.band.median,
                          .low = figure.band.envelope_low,
                          .high = figure.band.envelope_high,
                          .shown = false});
  for (std::size_t d = 0; d < twin.days.size() && d < kMostDays; ++d) {
    const TwinDay& day = twin.days[d];
    chart.series.push_back({.name = day_name(twin, day),
                            .tone = d == 0 ? Tone::second : tone_of(d + 2),
                            .values = day.curves[f].real,
                            .low = {},
                            .high = {},
                            .shown = d < kMostLines});
  }
  chart.series.push_back({.name = "simulated, the same callers",
                          .tone = Tone::third,
                          .values = twin.days.front().curves[f].same_callers,
                          .low = {},
                          .high = {},
                          .shown = twin.days.size() == 1});
  chart.text = points_text(twin, f);
  return chart;
}

Table totals_table(const Twin& twin, const TwinDay& day) {
  Table table{
      .title = day_name(twin, day),
      .about = "Figures of the whole day; the rank is the share of the simulated days that are below it.",
      .head = {"figure", "real", "same callers, simulated", fmt::format("{:g} of 100 days", 100 * twin.confidence), "rank"},
      .folded = twin.days.size() > 1};
  for (std::size_t f = 0; f < twin.figures.size(); ++f) {
    const Twin::Figure& figure = twin.figures[f];
    const TwinCurve& curve = day.curves[f];
    const ChartUnit unit = unit_of(figure.name, figure.unit);
    Cell rank = std::isnan(curve.rank) ? Cell::words("–") : Cell::number(share(curve.rank), curve.rank);
    const bool known = !std::isnan(curve.real_total) && !std::isnan(figure.total.low[0]);
    if (known && !lies_within(curve.real_total, figure.total.low[0], figure.total.high[0])) rank.mood = Mood::bad;
    table.rows.push_back({Cell::words(in_words(figure.name)), Cell::number(written(curve.real_total, unit), curve.real_total),
                          Cell::number(written(curve.same_callers_total, unit), curve.same_callers_total),
                          Cell::words(written(figure.total.low[0], unit) + " … " + written(figure.total.high[0], unit)),
                          std::move(rank)});
  }
  return table;
}

std::vector<std::string> words_of(const Twin& twin) {
  std::vector<std::string> words;
  std::size_t strangers = 0;
  for (const TwinDay& day : twin.days) strangers += day.one_of_these ? 0 : 1;
  const bool one = twin.days.size() == 1;
  const bool invalid =
      std::any_of(twin.days.begin(), twin.days.end(), [](const TwinDay& day) { return !day.result.invalid.empty(); });
  words.push_back(invalid           ? "Nothing can be said: a real day is invalid, see the warning."
                  : twin.believable ? one ? "The real day is one of these days: real calls and the simulation agree."
                                          : "The real days are days of this scenario: real calls and the simulation agree."
                  : one             ? "The real day is none of these days: real calls and the simulation differ."
                                    : "The real days are not days of this scenario: real calls and the simulation differ.");
  words.push_back(fmt::format("{} of the real points lie where {:g} of 100 simulated days lie.", share(twin.share_inside),
                              100 * twin.confidence));
  if (one) {
    const TwinDay& day = twin.days.front();
    words.push_back(
        fmt::format("As extreme as this one are {} of the days by their curves, and {} by the figures of the whole "
                    "day; below {} it is called none of them.",
                    share(day.p_curves), share(day.p_totals), share((1 - twin.confidence) / 2)));
  } else {
    words.push_back(fmt::format("{} of {} real days are unlike the simulated ones; by chance it would be one in {:.0f}.",
                                strangers, twin.days.size(), 1 / (1 - twin.confidence)));
  }
  words.push_back(
      fmt::format("A call took {:.2f} s of the scenario to be set up, at {:g} of its seconds in a real one; the "
                  "simulated days take it, too.",
                  twin.days.front().set_up, twin.time_scale));
  return words;
}

}  // namespace

Document twin_report(const Twin& twin) {
  Document document{.title = twin.scenario.empty() ? "Twin" : twin.scenario,
                    .subtitle = fmt::format("{} real day{} among {} simulated ones", twin.days.size(),
                                            twin.days.size() == 1 ? "" : "s", twin.simulated_days)};
  for (const TwinDay& day : twin.days) {
    for (const std::string& why : day.result.invalid) document.warnings.push_back(day_name(twin, day) + ": " + why);
    for (const std::string& note : day.notes) document.warnings.push_back(day_name(twin, day) + ": " + note);
  }
  document.sections.push_back({.id = "summary", .title = "In words", .words = words_of(twin)});
  Section charts{.id = "charts", .title = "Both worlds"};
  for (std::size_t f = 0; f < twin.figures.size(); ++f) {
    Chart chart = chart_of(twin, f);
    const bool shows = std::any_of(chart.series.begin(), chart.series.end(), ever_positive);
    if (chart.labels.size() > 1 && shows) charts.charts.push_back(std::move(chart));
  }
  document.sections.push_back(std::move(charts));
  Section tables{.id = "tables", .title = "The whole day"};
  for (std::size_t d = 0; d < twin.days.size() && d < kMostDays; ++d) tables.tables.push_back(totals_table(twin, twin.days[d]));
  document.sections.push_back(std::move(tables));
  document.footer = "Made by ringside-report " RINGSIDE_VERSION ".";
  return document;
}

}  // namespace ringside::report
