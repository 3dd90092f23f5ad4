#include "reports/formats/formats.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "reports/formats/contents.h"
#include "reports/formats/words.h"
#include "tests/reports/formats/small_run.h"

namespace ringside::report {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr const char* kScript = "</script><script>alert(1)</script>";
constexpr const char* kFormula = "=cmd|' /C calc'!A0";

/// A centre whose names want to do harm.
Subject hostile_run() {
  Subject run = small_run(kScript, kFormula, "<img src=x onerror=alert(2)>");
  run.scenario = "name: \"</code></pre><script>alert(3)</script>\"\n";
  run.changes = "agents.team.count='; rm -rf ~ #\n";
  return run;
}

TEST(AReportOfARun, TellsInWordsHowItWent) {
  const std::string text = to_markdown(report_of({small_run()}), false);
  EXPECT_THAT(text, AllOf(HasSubstr("# Small"), HasSubstr("85.0 % ± 1.5 of the calls are answered within 20 s"),
                          HasSubstr("The target of 80.0 % is met."), HasSubstr("25.0 % of the days stay below the target")));
  EXPECT_THAT(text, HasSubstr("The weakest interval is 09:00 – 10:00, with 75.0 % answered in time"));
  EXPECT_THAT(text, HasSubstr("team (5.0 agents on average): 80.0 % ± 2.0"));
}

TEST(AReportOfARun, TellsWhatAllAgentsTogetherDoAndCost) {
  Subject run = small_run();
  Result& result = run.result->result;
  result.groups.push_back({"seniors", {figure("present", "agents", 3, 0), figure("cost", "", 90, 0, 20)}});
  result.all_agents.figures = {figure("present", "agents", 8, 0), figure("occupancy", "", 0.7, 0.02),
                               figure("cost", "", 250, 0, 20)};
  result.intervals[0].all_agents.figures = {figure("present", "agents", 7, 0)};
  const std::string text = to_markdown(report_of({run}), true);
  EXPECT_THAT(text, AllOf(HasSubstr("| all together | 8.0 ± 0.0 | 70.0 % ± 2.0 |"), HasSubstr("| 250.0 ± 0.0 |"),
                          HasSubstr("All figures of all agents together")));
  EXPECT_THAT(to_figures_csv({run}), AllOf(HasSubstr("\nSmall,,,,,,cost,250,"), HasSubstr("\nSmall,,,,0,3600,present,7,")));
}

TEST(AReportOfOneLongRun, SpeaksOfItsBatchesAndNotOfDays) {
  Subject run = small_run();
  run.result->result.samples_are = "batches";
  run.result->result.total.deepest_queue = {4, 1, 20};
  const std::string text = to_markdown(report_of({run}), true);
  EXPECT_THAT(text, AllOf(HasSubstr("In a batch 120.0 ± 4.0 calls are offered."), HasSubstr("Batches differ: in 8 of 10"),
                          HasSubstr("25.0 % of the batches stay below the target"), HasSubstr("offered a batch"),
                          HasSubstr("Counts are means of a batch."), HasSubstr("cost a batch"),
                          HasSubstr("The deepest queue of a batch holds 4.0 calls")));
  EXPECT_THAT(text, AllOf(Not(HasSubstr("On a day")), Not(HasSubstr("a day ")), Not(HasSubstr("days"))));
  for (const Chart& chart : report_of({run}).sections.at(1).charts) {
    EXPECT_THAT(chart.about, Not(HasSubstr("a day "))) << chart.id;
    EXPECT_NE(chart.y_title, "calls a day");
  }
}

TEST(AReportOfARun, DoesNotCallAnAnnouncedWaitRightWhereNoIntervalTells) {
  const auto told = [](double bias, double half_width, std::uint64_t samples) {
    Subject run = small_run();
    Result& result = run.result->result;
    result.samples = samples;
    result.total.figures.push_back(figure("ewt_average_bias", "s", bias, half_width));
    return to_markdown(report_of({run}), false);
  };
  const std::string one_day = told(25, INFINITY, 1);
  EXPECT_THAT(one_day, AllOf(HasSubstr("is 25.0 s too long on average, which one day does not tell from chance"),
                             Not(HasSubstr("is right on average"))));
  EXPECT_THAT(told(2, 5, 20), HasSubstr("is right on average, as far as the interval tells"));
  EXPECT_THAT(told(-25, 5, 20), HasSubstr("is 25.0 s too short on average."));
}

TEST(AReportOfARun, HasNoSumOfASingleGroup) {
  Subject run = small_run();
  run.result->result.all_agents.figures = {figure("present", "agents", 5, 0)};
  EXPECT_THAT(to_markdown(report_of({run}), true), Not(HasSubstr("together")));
}

TEST(AReportOfARun, SaysHowToRunItAgain) {
  Subject run = small_run();
  run.changes = "agents.team.count=7\nsettings.wrapup_time=10s\n";
  const std::string text = to_markdown(report_of({run}), false);
  EXPECT_THAT(text, HasSubstr("ringside-sim run SCENARIO.yaml --seed 7 --replications 20 --set 'agents.team.count=7' "
                              "--set 'settings.wrapup_time=10s'"));
}

TEST(AReportOfARun, WarnsOfWhatIsNotToBeTrusted) {
  Subject run = small_run();
  run.result->result.interrupted = true;
  run.result->result.invalid = {"the load generator was saturated"};
  EXPECT_THAT(report_of({run}).warnings, testing::Contains(HasSubstr("the load generator was saturated")));
  EXPECT_THAT(to_html(report_of({run})), HasSubstr("class=\"warning\""));
}

TEST(AReportOfRealCalls, HasTheirTimesWhatTheyCostAndWhatContradictsItself) {
  Subject run = small_run();
  RealCalls& real = run.result->real.emplace();
  real.percentiles = {{"post_dial_delay_ms", 10.4, 20, 23.1, 30}, {"set_up_ms", 7, 8, NAN, NAN}};
  real.numbers = {{"attempts", 34},
                  {"persons", 30},
                  {"seconds", 35.5},
                  {"time_scale", 60},
                  {"replication", 3},
                  {"engine.cpu_ms_per_call", 0.5},
                  {"engine.memory_peak", 1048576}};
  real.sip_errors = {{"final 503", 2}};
  real.approximations = {"what <b>one</b> would"};
  const std::string text = to_markdown(report_of({run}), false);
  EXPECT_THAT(text, AllOf(HasSubstr("34 calls by 30 persons in 36 s, 60 seconds of the scenario in a real one."),
                          HasSubstr("| post-dial delay: INVITE to the first ringing or answer | 10.4 | 20 | 23.1 | 30 |"),
                          HasSubstr("| 7 | 8 | – | – |"), HasSubstr("| engine: ms of CPU a call | 0.5 |"),
                          HasSubstr("| engine: MiB at most | 1 |"), HasSubstr("| final 503 | 2 |"),
                          HasSubstr("do not contradict each other")));
  EXPECT_THAT(text, HasSubstr("ringside-load run SCENARIO.yaml --seed 7 --replication 3 --time-scale 60"));
  EXPECT_THAT(to_html(report_of({run})), AllOf(HasSubstr("what &lt;b&gt;one&lt;/b&gt; would"), Not(HasSubstr("<b>one"))));
  real.disagreements = {"two calls have no CDR"};
  EXPECT_THAT(report_of({run}).warnings, testing::Contains(HasSubstr("two calls have no CDR")));
}

TEST(AReportOfSeveralRuns, TellsHowTheyDifferFromTheFirst) {
  const Document document = report_of({small_run("base"), small_run("better", "sales", "team", 0.9)});
  const std::string text = to_markdown(document, false);
  EXPECT_THAT(text, AllOf(HasSubstr("The base is “base”"), HasSubstr("All runs have the same callers")));
  EXPECT_THAT(text, HasSubstr("| service level | 85.0 % | 90.0 % | +5.0 points"));
}

TEST(AReportOfASweep, HasALineForEachCombinationOfTheOtherKeys) {
  const Document document = report_of(sweep(2));
  EXPECT_THAT(document.subtitle, HasSubstr("sweep of 6 points"));
  const Chart& chart = document.sections[1].charts.at(0);
  EXPECT_EQ(chart.id, "sweep_service_level");
  EXPECT_THAT(chart.labels, testing::ElementsAre("8", "9", "10"));
  ASSERT_EQ(chart.series.size(), 2U);
  EXPECT_EQ(chart.series[1].name, "settings.wrapup_time = 1s");
  EXPECT_THAT(chart.series[1].values,
              testing::ElementsAre(testing::DoubleEq(0.39), testing::DoubleEq(0.44), testing::DoubleEq(0.49)));
  EXPECT_EQ(chart.series[1].low.size(), 3U);
}

TEST(AReportOfASweep, SaysWhereTheBestPointIsAndWhichNoneBeats) {
  const std::string markdown = to_markdown(report_of(sweep(2)), true);
  EXPECT_THAT(markdown,
              HasSubstr("The best service level, 50.0 % ± 1.5, is at agents.team.count = 10, settings.wrapup\\_time = 0s; the "
                        "worst, 39.0 % ± 1.5, at agents.team.count = 8, settings.wrapup\\_time = 1s."));
  EXPECT_THAT(markdown, HasSubstr("1 of the points is beaten by no other"));
  EXPECT_THAT(markdown, HasSubstr("by none"));
}

TEST(AReportOfASweep, OfTooManyCombinationsRanksThePoints) {
  const Document document = report_of(scattered_sweep());
  const Chart& chart = document.sections[1].charts.at(0);
  ASSERT_EQ(chart.series.size(), 1U);
  EXPECT_EQ(chart.series[0].look, Look::range);
  EXPECT_EQ(chart.labels.front(), "agents.team.count = 10, settings.wrapup_time = 0s, volume = 0");
  EXPECT_EQ(chart.labels.back(), "agents.team.count = 8, settings.wrapup_time = 11s, volume = 23");
}

TEST(AReportOfATwin, LaysTheRealDayOverTheBandAndSaysWhetherItIsOneOfThese) {
  const auto days = read_subjects("twin.json", twin_text("Small", 0.85, true));
  ASSERT_TRUE(days) << days.error().message;
  const Document document = report_of(*days);
  EXPECT_EQ(document.subtitle, "1 real day among 200 simulated ones");
  EXPECT_THAT(document.sections[0].words, testing::Contains(HasSubstr("The real day is one of these days")));
  const Chart& chart = document.sections[1].charts.at(0);
  ASSERT_EQ(chart.series.size(), 4U);
  EXPECT_THAT(chart.series[0].low, testing::ElementsAre(0.8, 0.7));
  EXPECT_THAT(chart.series[2].values, testing::ElementsAre(0.85, 0.75));
  EXPECT_TRUE(std::isnan(chart.series[3].values[1]));
  EXPECT_EQ(chart.text, "0 of 2 real points lie outside of the band.");
  EXPECT_THAT(to_markdown(document, true), HasSubstr("78.0 % … 84.0 %"));
}

TEST(AnAxis, HasTheUnitThatItsNumbersHaveNot) {
  EXPECT_EQ(axis_title("mean_wait", ChartUnit::seconds), "mean wait, s");
  EXPECT_EQ(axis_title("service_level", ChartUnit::share), "service level");
}

TEST(AReportOfATwin, NamesADayThatIsNoneOfThese) {
  const Document document = report_of(*read_subjects("twin.json", twin_text("Small", 0.2, false)));
  EXPECT_THAT(document.sections[0].words, testing::Contains(HasSubstr("is none of these days")));
  EXPECT_EQ(document.sections[1].charts.at(0).text, "1 of 2 real points lie outside of the band.");
}

TEST(AReportOfATwin, CountsAnEdgeAsInsideAndTheDaysItDoesNotShow) {
  auto days = read_subjects("twin.json", twin_text("Small", 0.9, true));
  ASSERT_TRUE(days);
  Twin twin = *days->front().twin;
  twin.days.front().curves[0].real[0] = 0.9 + 1e-15;
  for (int i = 0; i < 29; ++i) twin.days.push_back(twin.days.front());
  EXPECT_EQ(twin_report(twin).sections[1].charts.at(0).text, "0 of 60 real points lie outside of the band.");
}

TEST(AReportOfATwin, SaysNothingOfADayWhoseGeneratorWasSaturated) {
  auto days = read_subjects("twin.json", twin_text("Small", 0.85, true));
  ASSERT_TRUE(days);
  auto twin = std::make_shared<Twin>(*days->front().twin);
  twin->days.front().result.invalid = {"the load generator was saturated"};
  const Document document = twin_report(*twin);
  EXPECT_THAT(document.sections[0].words.front(), HasSubstr("Nothing can be said"));
  EXPECT_THAT(document.warnings, testing::ElementsAre(HasSubstr("saturated")));
}

TEST(AReportOfATwin, OfAFileThatIsNoneNamesTheKey) {
  const auto wrong = [](const std::string& from, const std::string& to) {
    std::string text = twin_text("Small", 0.85, true);
    text.replace(text.find(from), from.size(), to);
    const auto read = read_subjects("twin.json", text);
    return read ? std::string{} : read.error().message;
  };
  EXPECT_THAT(wrong("\"low\":[0.8,0.7]", "\"low\":[0.8]"), HasSubstr("low: allowed is a list of 2 numbers"));
  EXPECT_THAT(wrong("\"believable\":true", "\"believable\":7"), HasSubstr("believable: found number"));
  EXPECT_THAT(wrong("\"days\":[", "\"nights\":["), HasSubstr("days: found nothing"));
  EXPECT_THAT(wrong("[0,3600,7200]", "[0,3600]"), HasSubstr("allowed is a list of 1 numbers"));
}

TEST(Html, NeedsNoOtherFileAndNoNetwork) {
  const std::string html = to_html(report_of({small_run()}));
  EXPECT_THAT(html, AllOf(HasSubstr("default-src 'none'"), Not(HasSubstr("src=")), Not(HasSubstr("<link"))));
  EXPECT_LT(html.size(), 2U << 20);
}

TEST(Html, HasEveryChartWithATextForWhoCannotSeeIt) {
  const Document document = report_of({small_run()});
  const std::string html = to_html(document);
  std::size_t charts = 0;
  for (const Section& section : document.sections) {
    for (const Chart& chart : section.charts) {
      ++charts;
      EXPECT_FALSE(chart.text.empty()) << chart.id;
      EXPECT_THAT(html, HasSubstr("<h3>" + chart.title + "</h3>"));
    }
  }
  EXPECT_GE(charts, 5U);
}

TEST(HostileNames, AreTextInHtml) {
  const std::string html = to_html(report_of({hostile_run(), hostile_run()})) + to_html(report_of({hostile_run()}));
  for (const char* harm : {"alert(1)</script>", "<script>alert", "<img src", "</code></pre><script"})
    EXPECT_THAT(html, Not(HasSubstr(harm)));
  EXPECT_THAT(html, HasSubstr("&lt;script&gt;alert(1)"));
}

TEST(HostileNames, AreNoFormulaInASpreadsheet) {
  const std::string csv = to_figures_csv({hostile_run()});
  EXPECT_THAT(csv, Not(HasSubstr(",=cmd")));
  EXPECT_THAT(csv, HasSubstr("'=cmd"));
}

TEST(HostileNames, AreTextInMarkdown) {
  const std::string text = to_markdown(report_of({hostile_run()}), false);
  EXPECT_THAT(text, AllOf(Not(HasSubstr("<script")), Not(HasSubstr("<img")), HasSubstr("&lt;script")));
}

TEST(HostileNames, StayInTheirQuotesAtAShell) {
  EXPECT_THAT(to_markdown(report_of({hostile_run()}), false), HasSubstr(R"(--set 'agents.team.count='\''; rm -rf ~ #')"));
}

TEST(HostileNames, AreTextInJUnitAndNothingOfThemEndsAnElement) {
  Subject run = hostile_run();
  run.name = std::string{"\x01\xff]]>"} + kScript;
  const std::string xml = to_junit({run});
  EXPECT_THAT(xml, AllOf(Not(HasSubstr("<script")), Not(HasSubstr("\x01")), Not(HasSubstr("\xff"))));
}

TEST(JUnit, HasATestForEveryFlowAndFailsWhatMissedTheTarget) {
  const std::string xml = to_junit({small_run()});
  EXPECT_THAT(xml, HasSubstr("tests=\"3\" failures=\"1\" errors=\"0\""));
  EXPECT_THAT(xml, HasSubstr("name=\"support: 80.0 % answered within 20 s\"><failure"));
}

TEST(JUnit, HasAnErrorWhereTheIntervalDoesNotTell) {
  const std::string xml = to_junit({small_run("Small", "sales", "team", 0.805)});
  EXPECT_THAT(xml, HasSubstr("errors=\"2\""));
}

TEST(Json, HoldsFiguresChartsAndWords) {
  const auto json = nlohmann::json::parse(to_report_json({hostile_run()}));
  EXPECT_EQ(json["runs"][0]["result"]["scenario"], kScript);
  EXPECT_GE(json["runs"][0]["charts"].size(), 5U);
  EXPECT_FALSE(json["runs"][0]["summary"].empty());
}

TEST(AGatesReport, NamesTheRuleTheDifferenceAndTheVerdict) {
  const std::vector<Subject> base{small_run("base")};
  const std::vector<Subject> worse{small_run("worse", "sales", "team", 0.7)};
  const auto gate = judge(base, worse, {parse_rule("service_level < -0.02").value()}, 0.95);
  ASSERT_TRUE(gate);
  EXPECT_THAT(to_markdown(report_of(*gate), false), AllOf(HasSubstr("Gate: regression"), HasSubstr("❌ regression")));
  EXPECT_THAT(to_junit(*gate), HasSubstr("<failure type=\"regression\""));
  EXPECT_EQ(nlohmann::json::parse(to_json(*gate))["verdict"], "regression");
}

}  // namespace
}  // namespace ringside::report
