#pragma once

#include <string>
#include <vector>

#include "reports/charts/run_charts.h"
#include "reports/formats/document.h"

/// What figures are called and how a run is told to people.
namespace ringside::report {

/// "service_level" as "service level", "sales.chats.mean_wait" as "sales chats: mean wait".
std::string in_words(const std::string& figure);
/// Of an axis that shows it: its unit too, where the numbers do not have it.
std::string axis_title(const std::string& figure, ChartUnit unit);
ChartUnit unit_of(const std::string& figure, const std::string& unit);
ChartUnit unit_of_difference(ChartUnit unit);
/// "92.4 %" and "± 1.7"; the second is empty if there is no interval.
std::string value_text(const Figure& figure);
std::string interval_text(const Figure& figure);

/// A few sentences: how much came, how well it was served, where it hurts.
std::vector<std::string> summary_in_words(const Result& result);
/// What one should see first.
std::vector<KeyFigure> key_figures(const Result& result, Scope scope = {});
/// "50 of 50 replications · seed 7 · …".
std::string run_in_a_line(const Result& result);
std::vector<std::string> warnings_of(const Result& result);

}  // namespace ringside::report
