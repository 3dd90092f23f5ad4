#include "reports/results/csv.h"

#include <fmt/format.h>

#include <cmath>

#include "reports/formats/formats.h"

namespace ringside::report {
namespace {

struct Place {
  std::string run, flow, media, group, from, to;
};

std::string number(double value) { return std::isfinite(value) ? fmt::format("{:.10g}", value) : std::string{}; }

void add_row(std::string& out, const Place& place, const Figure& f) {
  const bool known = f.denominator != 0;
  const bool sure = known && f.estimate.has_interval();
  fmt::format_to(std::back_inserter(out), "{},{},{},{},{},{},{},{},{},{},{},{},{},{},{}\n", csv_cell(place.run),
                 csv_cell(place.flow), csv_cell(place.media), csv_cell(place.group), place.from, place.to, csv_cell(f.name),
                 known ? number(f.estimate.value) : "", sure ? number(f.estimate.value - f.estimate.half_width) : "",
                 sure ? number(f.estimate.value + f.estimate.half_width) : "", csv_cell(f.unit), number(f.numerator),
                 number(f.denominator), csv_cell(f.numerator_name), csv_cell(f.denominator_name));
}

void add_series(std::string& out, Place place, const SeriesResult& series) {
  place.flow = series.flow;
  place.media = series.media;
  for (const Figure& figure : series.figures) add_row(out, place, figure);
}

/// `all` of them stand behind, without a name.
void add_groups(std::string& out, Place place, const std::vector<GroupResult>& groups, const GroupResult& all) {
  for (const GroupResult& group : groups) {
    place.group = group.group;
    for (const Figure& figure : group.figures) add_row(out, place, figure);
  }
  place.group.clear();
  for (const Figure& figure : all.figures) add_row(out, place, figure);
}

}  // namespace

std::string to_figures_csv(const std::vector<Subject>& runs) {
  std::string out =
      "run,flow,media,group,from_s,to_s,figure,value,low,high,unit,numerator,denominator,numerator_is,denominator_is\n";
  for (const Subject& run : runs) {
    const Result& result = run.result->result;
    const Place whole{.run = run.name};
    add_series(out, whole, result.total);
    for (const SeriesResult& series : result.series) add_series(out, whole, series);
    add_groups(out, whole, result.groups, result.all_agents);
    for (const IntervalResult& interval : result.intervals) {
      const Place place{.run = run.name, .from = number(interval.from), .to = number(interval.to)};
      for (const SeriesResult& series : interval.series) add_series(out, place, series);
      add_groups(out, place, interval.groups, interval.all_agents);
    }
  }
  return out;
}

}  // namespace ringside::report
