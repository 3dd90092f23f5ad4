#include <gmock/gmock.h>

#include <cmath>

#include "tests/simulator/played.h"

namespace ringside::sim {
namespace {

/// One flow, callers at given times.
std::string hotline(const std::string& calls, const std::string& flow = "", const std::string& team = "count: 1",
                    const std::string& settings = "wrapup_time: 0s") {
  return "settings: {" + settings + "}\nflows: {hotline: {" + flow + (flow.empty() ? "" : ", ") + "calls: {" + calls +
         "}}}\nagents: {team: {skills: [hotline], " + team + "}}\nhorizon: 1h\nwait_limits: [20s, 60s]\n";
}

TEST(ACaller, WaitsForTheAgentWhoIsBusy) {
  // One agent, talks of 100 s: the second caller waits 70 s, the third 140 s.
  const Played day{hotline("arrivals: {trace: [0s, 30s, 60s]}, handle_time: 100s")};
  EXPECT_EQ(day.sum("offered"), 3);
  EXPECT_EQ(day.sum("answered"), 3);
  EXPECT_DOUBLE_EQ(day.total("mean_wait"), 70);
  EXPECT_DOUBLE_EQ(day.total("mean_wait_if_waiting"), 105);
  EXPECT_DOUBLE_EQ(day.sum("waited_longer_than_60s"), 2);
  EXPECT_DOUBLE_EQ(day.sum("served_within_20s"), 1);
  EXPECT_NEAR(day.total("mean_queue"), 210.0 / 3600, 1e-12);
  EXPECT_NEAR(day.group(0, "occupancy"), 300.0 / 3600, 1e-12);
  EXPECT_DOUBLE_EQ(day.result.total.deepest_queue.value, 2);
}

TEST(ACaller, GivesUpWhenHisPatienceEnds) {
  const Played day{hotline("arrivals: {trace: [0s, 30s]}, handle_time: 100s, patience: 40s")};
  EXPECT_EQ(day.sum("abandoned"), 1);
  EXPECT_DOUBLE_EQ(day.total("mean_wait_abandoned"), 40);
  EXPECT_DOUBLE_EQ(day.total("mean_offered_wait_if_waiting"), 70) << "that long he would have waited";
}

TEST(ACallGivenToAnAgent, DoesNotAbandonAtThatInstant) {
  const Played day{hotline("arrivals: {trace: [0s, 30s]}, handle_time: 100s, patience: 70s")};
  EXPECT_EQ(day.sum("abandoned"), 0);
  EXPECT_EQ(day.sum("answered"), 2);
}

TEST(ACallerWithoutPatience, IsServedIfAnAgentIsFreeAndLeavesAtOnceIfNot) {
  const Played day{hotline("arrivals: {trace: [0s, 30s]}, handle_time: 100s, patience: 0s")};
  EXPECT_EQ(day.sum("answered"), 1);
  EXPECT_EQ(day.sum("abandoned"), 1);
  EXPECT_EQ(day.sum("no_agent_at_once"), 1);
  EXPECT_DOUBLE_EQ(day.total("mean_wait"), 0);
}

TEST(AnEndOfService, ComesBeforeAnArrivalOfTheSameInstant) {
  const Played day{hotline("arrivals: {trace: [0s, 100s]}, handle_time: 100s")};
  EXPECT_EQ(day.sum("no_agent_at_once"), 0);
}

TEST(APureLossSystem, LosesWhoeverWouldWait) {
  const Played day{hotline("arrivals: {trace: [0s, 30s, 100s]}, handle_time: 100s, balking: {queue_position_at_least: 0}")};
  EXPECT_EQ(day.sum("balked"), 1);
  EXPECT_EQ(day.sum("answered"), 2);
  EXPECT_DOUBLE_EQ(day.total("turned_away_rate"), 1.0 / 3);
}

TEST(BalkingOnTheQueue, LooksAtThePosition) {
  const Played day{hotline("arrivals: {trace: [0s, 10s, 20s]}, handle_time: 100s, balking: {queue_position_at_least: 1}")};
  EXPECT_EQ(day.sum("balked"), 1) << "the second is next; the third would have had one ahead";
}

TEST(ACallerWhoAbandoned, DialsAgain) {
  // He leaves at 50 s and dials again at 110 s, when the agent is free.
  const Played day{hotline(
      "arrivals: {trace: [0s, 10s]}, handle_time: 100s, patience: 40s, redial: {abandoned: {probability: 1, delay: 60s}}")};
  EXPECT_EQ(day.sum("first_attempts"), 2);
  EXPECT_EQ(day.sum("redials"), 1);
  EXPECT_EQ(day.sum("answered"), 2);
  EXPECT_NEAR(day.total("mean_redialling"), 60.0 / 3600, 1e-12);
}

TEST(Redialling, EndsWithTheAttempts) {
  const Played day{
      hotline("arrivals: {trace: [0s, 10s]}, handle_time: 50m, patience: 40s, redial: {abandoned: {probability: 1, delay: "
              "60s}, attempts: 4}")};
  EXPECT_EQ(day.sum("abandoned"), 4);
}

TEST(WhoDialsAgain, BringsTheSameWorkIfHeKeepsIt) {
  // Nobody is there in the first half hour; in the second, all are served at once. With kept work those who had to dial twice
  // bring what those bring who come to a full house.
  const auto talk = [](const std::string& team, const std::string& keep) {
    return Played{hotline("arrivals: {trace: [0s, 60s, 120s]}, handle_time: {exponential: 100s}, redial: {refused: "
                          "{probability: 1, delay: 30m}, keep_work: " +
                              keep + "}",
                          "", team)}
        .total("mean_talk");
  };
  const std::string late = "count: [{at: 0s, agents: 0}, {at: 29m, agents: 5}]";
  EXPECT_DOUBLE_EQ(talk(late, "true"), talk("count: 5", "true"));
  EXPECT_NE(talk(late, "false"), talk("count: 5", "false"));
}

TEST(AQueueOfLimitedSize, DissuadesAndHangsUp) {
  const Played day{hotline("arrivals: {trace: [0s, 10s, 20s, 30s]}, handle_time: 100s",
                           "dissuading_qsize_th: 2, dissuading_hangup: true, message_dissuading: 0s")};
  EXPECT_EQ(day.sum("dissuaded"), 1);
  EXPECT_EQ(day.sum("dissuasions_by_qsize"), 1);
  EXPECT_EQ(day.sum("accepted"), 3);
  EXPECT_DOUBLE_EQ(day.total("no_agent_at_once"), 2.0 / 3) << "of accepted calls";
}

TEST(ALimitOfAFlow, IsTheReasonWhyItTurnsCallersAway) {
  // The first talks; the second and third wait, and leave after a minute; the queue has no place for the fourth.
  const Played day{hotline("arrivals: {trace: [0s, 10s, 20s, 30s]}, handle_time: 100s", "queue_limit: 2, max_wait: 60s")};
  EXPECT_EQ(day.sum("dissuaded"), 3);
  EXPECT_EQ(day.sum("dissuasions_by_queue_limit"), 1);
  EXPECT_EQ(day.sum("dissuasions_by_max_wait"), 2);
  EXPECT_DOUBLE_EQ(day.total("dissuasion_rate_by_max_wait"), 0.5);
}

TEST(AWelcomeMessage, TakesItsTimeBeforeTheQueue) {
  const Played day{hotline("arrivals: {trace: [0s]}, handle_time: 100s", "message_welcome: 8s")};
  EXPECT_DOUBLE_EQ(day.total("mean_wait"), 8);
  EXPECT_EQ(day.sum("no_agent_at_once"), 0);
}

TEST(ThePhone, RingsUntilItIsPickedUp) {
  const Played day{hotline("arrivals: {trace: [0s]}, handle_time: 100s", "", "count: 1, pickup: 5s")};
  EXPECT_DOUBLE_EQ(day.total("mean_wait"), 5);
  EXPECT_NEAR(day.group(0, "ringing"), 5.0 / 3600, 1e-12);
  EXPECT_DOUBLE_EQ(day.total("mean_handle_time"), 105);
}

TEST(AnAgentWhoDoesNotAnswer, LosesTheCallToTheNext) {
  const std::string text =
      "settings: {wrapup_time: 0s, agent_ring_timeout: 12s}\nflows: {h: {calls: {arrivals: {trace: [0s]}, handle_time: "
      "100s}}}\n"
      "agents: {absent: {skills: [h], no_answer: 1}, there: {skills: [h]}}\nhorizon: 1h\n";
  const Played day{text};
  EXPECT_EQ(day.sum("rejected_attempts"), 1);
  EXPECT_EQ(day.sum("answered"), 1);
  EXPECT_DOUBLE_EQ(day.total("mean_wait"), 12);
}

TEST(AnAgentWhoRejects, IsInWrapUpAndTheCallGoesOn) {
  const std::string text =
      "settings: {wrapup_time: 30s}\nflows: {h: {calls: {arrivals: {trace: [0s]}, handle_time: 100s}}}\n"
      "agents: {busy: {skills: [h], reject: 1, pickup: 3s}, there: {skills: [h]}}\nhorizon: 1h\n";
  const Played day{text};
  EXPECT_EQ(day.sum("rejected_attempts"), 1);
  EXPECT_DOUBLE_EQ(day.total("mean_wait"), 3);
  EXPECT_NEAR(day.group(0, "wrap_up"), 30.0 / 3600, 1e-12);
}

TEST(WrapUp, IsTheEnginesOrALawOfItsOwn) {
  const Played engines{hotline("arrivals: {trace: [0s, 10s]}, handle_time: 100s", "", "count: 1", "wrapup_time: 25s")};
  EXPECT_DOUBLE_EQ(engines.total("mean_wait_if_waiting"), 115);
  const Played own{
      hotline("arrivals: {trace: [0s, 10s]}, handle_time: 100s", "wrapup: 2500ms", "count: 1", "wrapup_time: 25s")};
  EXPECT_DOUBLE_EQ(own.total("mean_wait_if_waiting"), 92.5) << "not even whole seconds";
  EXPECT_DOUBLE_EQ(own.total("mean_handle_time"), 102.5);
}

TEST(AnAgentsOwnHandleTime, ReplacesTheFlows) {
  const Played day{hotline("arrivals: {trace: [0s]}, handle_time: 100s", "", "count: 1, handle_time: {hotline: 70s}")};
  EXPECT_DOUBLE_EQ(day.total("mean_talk"), 70);
  const Played slow{hotline("arrivals: {trace: [0s]}, handle_time: 100s", "", "count: 1, speed: 1.5")};
  EXPECT_DOUBLE_EQ(slow.total("mean_talk"), 150);
}

TEST(AWaitOfExactlyTheThreshold, IsInTime) {
  // Welcome and ringing take as long as the threshold allows; some of these numbers of seconds are no sums of nanoseconds in
  // binary.
  for (const int seconds : {3, 15, 29, 58, 115, 120}) {
    const std::string limit = std::to_string(seconds) + "s";
    const Played day{"settings: {wrapup_time: 0s}\nflows: {h: {message_welcome: " + std::to_string(seconds - 1) +
                     "s, calls: {arrivals: {trace: [0s, 7s]}, handle_time: 100s}}}\n"
                     "agents: {team: {skills: [h], count: 2, pickup: 1s}}\nhorizon: 1h\n"
                     "service_level: {threshold: " +
                     limit + "}\nwait_limits: [" + limit + "]\n"};
    EXPECT_DOUBLE_EQ(day.total("service_level"), 1) << limit;
    EXPECT_DOUBLE_EQ(day.total("served_within_" + limit), 1);
    EXPECT_DOUBLE_EQ(day.total("waited_longer_than_" + limit), 0);
  }
}

TEST(APatienceThatEndsAtALimit, IsNoWaitBeyondIt) {
  const Played day{hotline("arrivals: {trace: [0s, 1s]}, handle_time: 100s, patience: 60s")};
  EXPECT_EQ(day.sum("abandoned"), 1);
  EXPECT_DOUBLE_EQ(day.total("waited_longer_than_60s"), 0);
}

TEST(NobodyLoggedIn, RefusesAtTheDoor) {
  const Played day{hotline("arrivals: {trace: [0s, 2h]}, handle_time: 100s", "", "count: 0")};
  EXPECT_EQ(day.sum("refused"), 1) << "and who calls after the horizon does not call";
  EXPECT_EQ(day.sum("offered"), 1);
}

TEST(WhoIsThereAtTheHorizon, IsServedToTheEndOrCutOff) {
  const std::string calls = "arrivals: {trace: [3590s, 3595s]}, handle_time: 100s";
  EXPECT_EQ(Played{hotline(calls)}.sum("answered"), 2);
  const Played cut{hotline(calls) + "end: cut\n"};
  EXPECT_EQ(cut.sum("answered"), 1);
  EXPECT_EQ(cut.sum("unfinished"), 1);
}

TEST(WhoTalksWhenTheRunIsCut, WasAnsweredAndWaitedAsLongAsHeDid) {
  // Talks of 100 s from 0 s and from 3550 s, 50 s after he called; the third still waits.
  const Played cut{hotline("arrivals: {trace: [3450s, 3500s, 3560s]}, handle_time: 100s", "", "count: 1") + "end: cut\n"};
  EXPECT_EQ(cut.sum("answered"), 2);
  EXPECT_EQ(cut.sum("unfinished"), 1);
  EXPECT_DOUBLE_EQ(cut.total("mean_wait_answered"), 25);
  EXPECT_EQ(cut.sum("service_level"), 1) << "within 20 s";
  EXPECT_EQ(cut.sum("waited_longer_than_20s"), 1);
  EXPECT_EQ(cut.sum("no_agent_at_once"), 1);
  EXPECT_DOUBLE_EQ(cut.total("mean_talk"), 100);
  EXPECT_EQ(cut.result.total.find("mean_talk")->denominator, 1) << "the one that ended";
}

TEST(TheWarmUp, IsNotCounted) {
  const Played day{hotline("arrivals: {trace: [0s, 30s, 1800s]}, handle_time: 100s") + "experiment: {warmup: 20m}\n"};
  EXPECT_EQ(day.sum("offered"), 1);
  EXPECT_NEAR(day.group(0, "occupancy"), 100.0 / 2400, 1e-12);
}

TEST(TheDeepestQueue, CountsThoseWhoWaitAlreadyWhenCountingBegins) {
  const std::string calls = "arrivals: {trace: [0s, 1s, 2s, 3s]}, handle_time: 1000s";
  const Played warm{hotline(calls) + "experiment: {warmup: 1m}\n"};
  EXPECT_DOUBLE_EQ(warm.result.total.deepest_queue.value, 3);
  const Played batches{hotline(calls) + "experiment: {batches: 2}\n"};  // of 30 minutes: 3 wait, and 2 from 1800 s on
  EXPECT_DOUBLE_EQ(batches.result.total.deepest_queue.value, 2.5);
  EXPECT_DOUBLE_EQ(batches.result.series.at(0).deepest_queue.value, 2.5);
}

TEST(OpeningHours, RefuseWhoCallsOutsideOfThem) {
  const Played day{hotline("arrivals: {trace: [5m, 15m, 40m]}, handle_time: 100s", "opening_hours: [{from: 10m, to: 30m}]")};
  EXPECT_EQ(day.sum("refused_closed"), 2);
  EXPECT_EQ(day.sum("refused"), 2);
  EXPECT_EQ(day.sum("answered"), 1);
}

TEST(TimesOfDay, CountFromTheTimeAtWhichTheDayStarts) {
  const Played day{
      hotline("arrivals: {trace: [08:05, 08:15, 08:40]}, handle_time: 100s", "opening_hours: [{from: 08:10, to: 08:30}]") +
      "day_starts: 08:00\n"};
  EXPECT_EQ(day.sum("refused"), 2);
  EXPECT_EQ(day.sum("answered"), 1);
}

TEST(AMessageThatFails, CountsAsEndedAtOnce) {
  // E-LIF-4: the welcome message cannot be connected; the server took 2 s to say so.
  const Played day{
      hotline("arrivals: {trace: [0s]}, handle_time: 100s", "message_welcome: 8s, media: {failure: 1, answer_delay: 2s}")};
  EXPECT_DOUBLE_EQ(day.total("mean_wait"), 2);
}

TEST(AMediaServer, TakesItsTimeToAnswer) {
  const Played day{hotline("arrivals: {trace: [0s]}, handle_time: 100s", "message_welcome: 8s, media: {answer_delay: 1500ms}")};
  EXPECT_DOUBLE_EQ(day.total("mean_wait"), 9.5);
}

TEST(ASilentMediaServer, IsLeftAfterSipsOwnTimeOrTheEngines) {
  EXPECT_DOUBLE_EQ(Played(hotline("arrivals: {trace: [0s]}, handle_time: 100s", "message_welcome: 8s, media: {timeout: 1}"))
                       .total("mean_wait"),
                   32);
  EXPECT_DOUBLE_EQ(Played(hotline("arrivals: {trace: [0s]}, handle_time: 100s", "message_welcome: 8s, media: {timeout: 1}",
                                  "count: 1", "message_timeout: 12s"))
                       .total("mean_wait"),
                   12);
}

TEST(APhoneThatAnswersWithAnError, SendsTheCallOnAtOnce) {
  const std::string text =
      "settings: {wrapup_time: 30s}\nflows: {h: {calls: {arrivals: {trace: [0s]}, handle_time: 100s}}}\n"
      "agents: {broken: {skills: [h], error: 1, pickup: 3s}, there: {skills: [h]}}\nhorizon: 1h\n";
  const Played day{text};
  EXPECT_EQ(day.sum("rejected_attempts"), 1);
  EXPECT_DOUBLE_EQ(day.total("mean_wait"), 0);
}

TEST(APhoneThatCannotBeReached, IsGivenUpBySipOrByTheEngine) {
  const auto wait = [](const std::string& settings) {
    return Played{"settings: {wrapup_time: 0s, " + settings +
                  "}\nflows: {h: {calls: {arrivals: {trace: [0s]}, handle_time: 100s}}}\n"
                  "agents: {lost: {skills: [h], unreachable: 1}, there: {skills: [h]}}\nhorizon: 1h\n"}
        .total("mean_wait");
  };
  EXPECT_DOUBLE_EQ(wait("agent_ring_timeout: 45s"), 32);
  EXPECT_DOUBLE_EQ(wait("agent_ring_timeout: 20s"), 20);
}

TEST(ACallerWhoRefusesTheAgentsMedia, IsOfferedAgainAndFailsInTheEnd) {
  // E-LIF-8: three times, then the engine gives up; without wrap-up, so it takes twice reject_retry_delay.
  const Played day{hotline("arrivals: {trace: [0s]}, handle_time: 100s, bridge_failure: 1", "", "count: 1",
                           "wrapup_time: 60s, reject_retry_delay: 5s")};
  EXPECT_EQ(day.sum("failed"), 1);
  EXPECT_EQ(day.sum("rejected_attempts"), 3);
  EXPECT_DOUBLE_EQ(day.total("mean_wait"), 10);
}

TEST(ACalendar, GivesEachDayItsCallersItsAgentsAndItsHours) {
  const std::string text =
      "calendar: [weekday, saturday, weekday]\nsettings: {wrapup_time: 0s}\n"
      "flows: {f: {opening_hours: [{from: 1h, to: 23h, days: [weekday]}, {from: 8h, to: 12h}], calls: {arrivals: {days: "
      "{weekday: {trace: [2h, 3h]}, saturday: {trace: [2h, 9h, 10h]}}}, handle_time: 30m}}}\n"
      "agents: {t: {skills: [f], count: {days: {weekday: 2, saturday: [{at: 8h, agents: 1}, {at: 10h, agents: "
      "0}]}}}}\nhorizon: 3d\ninterval: 1d\n";
  const Played week{text};
  ASSERT_EQ(week.result.intervals.size(), 3U);
  const auto offered = [&](std::size_t day) { return week.result.intervals[day].series.back().find("offered")->numerator; };
  EXPECT_EQ(offered(0), 2);
  EXPECT_EQ(offered(1), 3);
  EXPECT_EQ(offered(2), 2);
  EXPECT_EQ(week.sum("refused_closed"), 1) << "at two on saturday";
  EXPECT_EQ(week.sum("refused"), 2) << "at ten on saturday nobody is there any more";
  EXPECT_EQ(week.sum("answered"), 5);
  EXPECT_NEAR(week.group(0, "present"), (24 * 2 + 2 + 24 * 2) / 72.0, 1e-6);
}

TEST(TheVolume, AddsCallersToTheSameOnes) {
  const auto calls = [](const std::string& volume) {
    return Played{hotline("arrivals: 100/h, handle_time: 1s", "", "count: 50") + "volume: " + volume + "\n", 40}.sum(
               "offered") /
           40;
  };
  EXPECT_NEAR(calls("0.3"), 30, 3.5);
  EXPECT_NEAR(calls("1.5"), 150, 8);
  EXPECT_NEAR(calls("5"), 500, 15);
}

TEST(Waits, AreToldApartByHowTheyEnded) {
  // Served at once, after 95 s (of his 120 s), gave up after 50 s, refused at the door: 0 s.
  const Played day{
      hotline("arrivals: {trace: [0s, 5s, 10s, 20s]}, handle_time: 100s, patience: {empirical: [120s]}, balking: "
              "{queue_position_at_least: 2}")};
  EXPECT_EQ(day.sum("balked"), 1);
  const auto median = [](const std::vector<report::Quantile>& quantiles) { return quantiles.at(0).value; };
  EXPECT_EQ(day.sum("abandoned"), 1);
  EXPECT_NEAR(median(day.result.total.waits_abandoned), 120, 4);
  EXPECT_NEAR(day.result.total.waits_answered.at(3).value, 95, 4) << "the ninth decile of 0 s and 95 s";
  EXPECT_NEAR(median(day.result.total.waits_all), 0, 1e-9) << "0, 0, 95 and 120 s";
  EXPECT_DOUBLE_EQ(day.total("all_waited_longer_than_60s"), 0.5);
  EXPECT_DOUBLE_EQ(day.total("answered_waited_longer_than_60s"), 0.5);
  EXPECT_DOUBLE_EQ(day.total("abandoned_waited_longer_than_60s"), 1);
  EXPECT_DOUBLE_EQ(day.total("waited_longer_than_60s"), 2.0 / 3);
}

TEST(TheErrorOfAnAnnouncement, IsTheRootOfItsMeanSquareToo) {
  const Played day{hotline("arrivals: 100/h, handle_time: {exponential: 100s}, patience: {exponential: 100s}", "", "count: 3"),
                   20};
  const report::Estimate mse = day.result.total.find("ewt_average_mse_offered")->estimate;
  const report::Estimate rmse = day.result.total.find("ewt_average_rmse_offered")->estimate;
  EXPECT_GT(rmse.value, 0);
  EXPECT_NEAR(rmse.value * rmse.value, mse.value, 1e-9 * mse.value);
  EXPECT_NEAR(rmse.half_width * 2 * rmse.value, mse.half_width, 1e-9 * mse.value);
}

TEST(Intervals, TellOfAgentsToo) {
  const Played day{hotline("arrivals: {trace: [0s, 30m]}, handle_time: 10m", "", "count: {interval: 30m, values: [1, 2]}") +
                   "interval: 30m\n"};
  ASSERT_EQ(day.result.intervals.size(), 2U);
  const auto figure = [&](std::size_t i, const char* name) {
    for (const report::Figure& f : day.result.intervals[i].groups.at(0).figures) {
      if (f.name == name) return f.estimate.value;
    }
    return -1.0;
  };
  EXPECT_DOUBLE_EQ(figure(0, "present"), 1);
  EXPECT_DOUBLE_EQ(figure(1, "present"), 2);
  EXPECT_DOUBLE_EQ(figure(0, "occupancy"), 1.0 / 3);
  EXPECT_DOUBLE_EQ(figure(1, "serving"), 1.0 / 3);
}

TEST(Intervals, TellAllThatTheWholeDayTells) {
  const Played day{hotline("arrivals: 200/h, handle_time: {exponential: 3m}, patience: {exponential: 60s}, redial: {abandoned: "
                           "{probability: 0.5, delay: 5m}}",
                           "", "count: 6, pickup: 3s, reject: 0.05, cost: 20") +
                       "interval: 30m\n",
                   20};
  ASSERT_EQ(day.result.intervals.size(), 2U);
  const auto of_calls = [&](std::size_t i, const std::string& name) {
    const report::Figure* const figure = day.result.intervals[i].series.back().find(name);
    if (figure != nullptr) return *figure;
    EXPECT_EQ(day.sum(name), 0) << name << " did happen";
    return *day.result.total.find(name);
  };
  for (const char* const name : {"first_attempts",
                                 "redials",
                                 "refused",
                                 "balked",
                                 "failed",
                                 "rejected_attempts",
                                 "no_agent_at_once",
                                 "mean_wait_of_all",
                                 "mean_wait_abandoned",
                                 "waited_longer_than_20s",
                                 "served_within_60s",
                                 "all_waited_longer_than_20s",
                                 "answered_waited_longer_than_60s",
                                 "abandoned_waited_longer_than_20s",
                                 "service_level_of_offered",
                                 "service_level_of_answered_and_late_abandoned",
                                 "service_level_without_short_abandoned",
                                 "mean_redialling",
                                 "mean_talk",
                                 "ewt_average_bias",
                                 "ewt_average_bias_offered"}) {
    const report::Figure first = of_calls(0, name);
    const report::Figure second = of_calls(1, name);
    const report::Figure* const whole = day.result.total.find(name);
    EXPECT_NEAR(first.numerator + second.numerator, whole->numerator, 1e-6 * std::abs(whole->numerator)) << name;
    EXPECT_EQ(first.denominator_name, whole->denominator_name);
  }
  EXPECT_GT(of_calls(0, "ewt_average_rmse").estimate.value, 0);
  EXPECT_GT(of_calls(1, "ewt_average_rmse_offered").estimate.value, 0);
  EXPECT_GT(day.result.intervals[1].series.back().deepest_queue.value, 0);
  for (const char* const name : {"serving_hotline_calls", "cost", "ringing"}) {
    const report::Figure* const first = day.result.intervals[0].groups.at(0).find(name);
    ASSERT_NE(first, nullptr) << name;
    EXPECT_GT(first->estimate.value, 0) << name;
    EXPECT_NE(day.result.intervals[0].all_agents.find("cost"), nullptr);
  }
}

TEST(EveryEndOfACall, AddsUpToWhatWasOffered) {
  const Played day{
      hotline("arrivals: 200/h, handle_time: {exponential: 3m}, patience: {exponential: 60s}, redial: {refused: {probability: "
              "0.5, delay: 5m}}",
              "message_welcome: 3s, dissuading_qsize_th: 5, dissuading_hangup: true, message_dissuading: 4s, max_wait: 90s",
              "count: 6, pickup: {uniform: {from: 1s, to: 20s}}, reject: 0.05, no_answer: 0.05, hang_up_at_once: 0.02",
              "wrapup_time: 5s, min_talk_time: 1s"),
      40};
  const double ended = day.sum("refused") + day.sum("balked") + day.sum("dissuaded") + day.sum("answered") +
                       day.sum("abandoned") + day.sum("failed") + day.sum("unfinished");
  EXPECT_EQ(ended, day.sum("offered"));
  EXPECT_EQ(day.sum("unfinished"), 0);
  EXPECT_GT(day.sum("dissuaded"), 0);
  EXPECT_GT(day.sum("rejected_attempts"), 0);
}

}  // namespace
}  // namespace ringside::sim
