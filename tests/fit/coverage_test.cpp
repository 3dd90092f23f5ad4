#include <gtest/gtest.h>

#include <cstdlib>
#include <map>

#include "simulator/fit/centre_fit.h"
#include "tests/fit/played_records.h"

namespace ringside::fit {
namespace {

TEST(Intervals, CoverTheTruthOfAKnownCentreInAbout95Of100DataSets) {
  const int sets = std::getenv("RINGSIDE_LONG") != nullptr ? 400 : 100;
  std::map<std::string, int> covered;
  const auto count = [&](const std::string& what, const Fitted& fitted, double truth) {
    covered[what] += fitted.low <= truth && truth <= fitted.high ? 1 : 0;
  };
  FitOptions options;
  options.handle_time.families = {Family::lognormal};
  options.patience = {.families = {Family::exponential}};
  for (int set = 0; set < sets; ++set) {
    const CentreFit fit = fit_centre(played_records(kKnownCentre, 1000 + static_cast<std::uint64_t>(set), 21), options);
    const SeriesFit& series = fit.series.at(0);
    count("handle time, mean", series.handle_time.at(0).mean, 180);
    count("handle time, median", series.handle_time[0].median, 180 / std::sqrt(1 + 120.0 * 120 / 180 / 180));
    count("patience, mean", series.patience.at(0).mean, 120);
    count("calls a day", series.arrivals.calls_a_day, 235);
    count("busyness", series.arrivals.busyness_sd, std::sqrt(1.0 / 50));
    count("rejection", fit.rejection, 0.05);
    count("pick-up, mean", fit.pickup.at(0).mean, 5);
  }
  for (const auto& [what, hits] : covered) {
    RecordProperty(what.substr(0, what.find(',')) + (what.find("median") == std::string::npos ? "" : "_median"), hits);
    EXPECT_GE(hits, sets * 90 / 100) << what;
    EXPECT_LE(hits, sets * 99 / 100) << what;
  }
}

}  // namespace
}  // namespace ringside::fit
