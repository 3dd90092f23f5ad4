#include "scenarios/msrp/session.h"

#include <gtest/gtest.h>

#include "scenarios/msrp/parser.h"

namespace ringside::msrp {
namespace {

const Uri kAlice{"127.0.0.1", 2001, "alice"};
const Uri kBob{"127.0.0.1", 2002, "bob"};
const Time kStart{std::chrono::hours{1}};

class MsrpSession : public testing::Test {
 protected:
  /// Everything one has to say goes to the other, until both are silent.
  void carry() {
    for (bool moved = true; moved;) {
      moved = deliver(alice, bob) || deliver(bob, alice);
    }
  }
  bool deliver(Session& from, Session& to) {
    Parser parser;
    const std::string bytes = from.take_output();
    parser.feed(bytes);
    for (auto message = parser.next(); !bytes.empty(); message = parser.next()) {
      if (!message) {
        ADD_FAILURE() << to_string(message.error());
        break;
      }
      if (!*message) break;
      last = **message;
      to.take(last, now);
    }
    return !bytes.empty();
  }
  /// What Bob answers to a request.
  Message answer_to(Message request) {
    request.method = request.method.empty() ? "SEND" : request.method;
    request.transaction = "abcd1234";
    if (request.to_path.empty()) request.to_path = {kBob};
    request.from_path = {kAlice};
    bob.take(request, now);
    Parser parser;
    parser.feed(bob.take_output());
    const auto read = parser.next();
    return read && *read ? **read : Message{};
  }
  static Message text(const std::string& type = "text/plain") {
    Message message;
    message.id = "m1";
    message.content_type = type;
    message.body = "hello";
    return message;
  }

  SessionOptions options{.success_reports = true};
  Figures figures;
  Time now = kStart;
  Message last;
  Session alice{kAlice, kBob, options, figures, Role::caller, 1};
  Session bob{kBob, kAlice, options, figures, Role::agent, 2};
};

TEST_F(MsrpSession, AMessageIsAcknowledgedAndReported) {
  alice.say("hello", "text/plain", now);
  now += milliseconds{20};
  carry();
  const auto received = bob.take_received();
  ASSERT_EQ(received.size(), 1U);
  EXPECT_EQ(received[0].text, "hello");
  const Tally& tally = figures.of(Role::caller);
  EXPECT_EQ(tally.sent, 1U);
  EXPECT_EQ(tally.acknowledged, 1U);
  EXPECT_EQ(tally.reports, 1U);
  EXPECT_EQ(figures.of(Role::agent).received, 1U);
  EXPECT_NEAR(figures.round_trip.quantile(0.5), 20, 0.5);
  EXPECT_TRUE(went_well(figures));
}

TEST_F(MsrpSession, ALongMessageGoesInChunks) {
  std::string text;
  for (int i = 0; text.size() < 5000; ++i) text += std::to_string(i);
  alice.say(text, "text/plain", now);
  carry();
  EXPECT_EQ(figures.of(Role::caller).chunks, 3U);
  EXPECT_EQ(figures.of(Role::caller).acknowledged, 1U);
  const auto received = bob.take_received();
  ASSERT_EQ(received.size(), 1U);
  EXPECT_EQ(received[0].text, text);
}

TEST_F(MsrpSession, TheEmptySendOfANewConnectionIsAnsweredAndIsNoMessage) {
  alice.greet(now);
  carry();
  EXPECT_TRUE(bob.take_received().empty());
  EXPECT_EQ(figures.of(Role::caller).empty, 1U);
  EXPECT_EQ(figures.of(Role::caller).sent, 0U);
  EXPECT_EQ(last.code, 200);
}

TEST_F(MsrpSession, AnAnswerThatDoesNotComeIsATimeoutAndNoLaterAnswerCounts) {
  alice.say("hello", "text/plain", now);
  const std::string lost = alice.take_output();
  alice.expire(now + milliseconds{29'999});
  EXPECT_EQ(figures.of(Role::caller).failed, 0U);
  alice.expire(now + milliseconds{30'000});
  EXPECT_EQ(figures.of(Role::caller).failed, 1U);
  EXPECT_EQ(figures.of(Role::caller).timed_out, 1U);
  Parser parser;
  parser.feed(lost);
  const auto request = parser.next();
  bob.take(**request, now);
  deliver(bob, alice);
  EXPECT_EQ(figures.of(Role::caller).acknowledged, 0U);
}

TEST_F(MsrpSession, WhatIsUnderWayAtTheEndIsCutNotFailed) {
  alice.say("hello", "text/plain", now);
  alice.end();
  alice.expire(now + std::chrono::hours{1});
  EXPECT_EQ(figures.of(Role::caller).cut, 1U);
  EXPECT_EQ(figures.of(Role::caller).failed, 0U);
}

TEST_F(MsrpSession, TakesTextAndCpimAndRefusesOtherTypes) {
  EXPECT_EQ(answer_to(text("text/plain; charset=utf-8")).code, 200);
  EXPECT_EQ(answer_to(text("Message/CPIM")).code, 200);
  EXPECT_EQ(answer_to(text("image/png")).code, 415);
  EXPECT_EQ(figures.of(Role::agent).refused, 1U);
}

TEST_F(MsrpSession, KnowsNoOtherSessionAndNoOtherMethod) {
  Message stranger = text();
  stranger.to_path = {{"127.0.0.1", 2002, "carol"}};
  EXPECT_EQ(answer_to(stranger).code, 481);
  Message method = text();
  method.method = "NICKNAME";
  EXPECT_EQ(answer_to(method).code, 501);
}

TEST_F(MsrpSession, AnswersAsTheFailureReportHeaderAsks) {
  Message never = text();
  never.failure_report = FailureReport::no;
  EXPECT_EQ(answer_to(never).code, 0);
  never.content_type = "image/png";
  EXPECT_EQ(answer_to(never).code, 0);
  Message on_failure = text();
  on_failure.failure_report = FailureReport::partial;
  EXPECT_EQ(answer_to(on_failure).code, 0);
  on_failure.content_type = "image/png";
  EXPECT_EQ(answer_to(on_failure).code, 415);
}

TEST_F(MsrpSession, ARefusalOfOneChunkFailsTheMessageOnce) {
  alice.say(std::string(5000, 'x'), "image/png", now);
  carry();
  EXPECT_EQ(figures.of(Role::caller).failed, 1U);
  EXPECT_EQ(figures.of(Role::caller).acknowledged, 0U);
  EXPECT_FALSE(went_well(figures));
}

}  // namespace
}  // namespace ringside::msrp
