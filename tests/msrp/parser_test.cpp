#include "scenarios/msrp/parser.h"

#include <gtest/gtest.h>

#include <random>

namespace ringside::msrp {
namespace {

const std::string kSend =
    "MSRP a786hjs2 SEND\r\n"
    "To-Path: msrp://biloxi.example.com:12763/kjhd37s2s20w2a;tcp\r\n"
    "From-Path: msrp://atlanta.example.com:7654/jshA7weztas;tcp\r\n"
    "Message-ID: 87652491\r\n"
    "Byte-Range: 1-25/25\r\n"
    "Content-Type: text/plain\r\n"
    "\r\n"
    "Hey Bob, are you there?\r\n"
    "\r\n"
    "-------a786hjs2$\r\n";

std::string with(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

tl::expected<std::optional<Message>, Malformed> parse(const std::string& text, Limits limits = {}) {
  Parser parser{limits};
  parser.feed(text);
  return parser.next();
}

TEST(MsrpParser, ReadsTheExampleOfTheRfc) {
  const auto message = parse(kSend);
  ASSERT_TRUE(message && *message);
  EXPECT_EQ((*message)->method, "SEND");
  EXPECT_EQ((*message)->transaction, "a786hjs2");
  EXPECT_EQ((*message)->to_path, (std::vector<Uri>{{"biloxi.example.com", 12763, "kjhd37s2s20w2a"}}));
  EXPECT_EQ((*message)->id, "87652491");
  EXPECT_EQ((*message)->range, (ByteRange{1, 25, 25}));
  EXPECT_EQ((*message)->body, "Hey Bob, are you there?\r\n");
  EXPECT_EQ((*message)->end, End::last);
}

TEST(MsrpParser, ReadsAResponseAndAReport) {
  const auto response =
      parse("MSRP a786hjs2 200 OK\r\nTo-Path: msrp://a:1/s;tcp\r\nFrom-Path: msrp://b:2/t;tcp\r\n-------a786hjs2$\r\n");
  ASSERT_TRUE(response && *response);
  EXPECT_EQ((*response)->code, 200);
  EXPECT_FALSE((*response)->is_request());
  const auto report = parse(
      "MSRP dkei38sd REPORT\r\nTo-Path: msrp://a:1/s;tcp\r\nFrom-Path: msrp://b:2/t;tcp\r\nMessage-ID: 4564dpWd\r\n"
      "Byte-Range: 1-*/8\r\nStatus: 000 200 OK\r\n-------dkei38sd$\r\n");
  ASSERT_TRUE(report && *report);
  EXPECT_EQ((*report)->status, 200);
  EXPECT_FALSE((*report)->range->last);
}

TEST(MsrpParser, WhatIsWrittenIsReadAgain) {
  Message message;
  message.transaction = "abcd1234";
  message.method = "SEND";
  message.to_path = {{"127.0.0.1", 1, "s"}, {"127.0.0.2", 2, "t"}};
  message.from_path = {{"127.0.0.1", 3, "u"}};
  message.id = "m1";
  message.range = ByteRange{5, {}, {}};
  message.success_report = true;
  message.failure_report = FailureReport::partial;
  message.content_type = "text/plain";
  message.body = "-------abcd123 is not its end-line\r\n";
  message.end = End::more;
  const auto read = parse(to_wire(message));
  ASSERT_TRUE(read && *read);
  EXPECT_EQ(to_wire(**read), to_wire(message));
}

TEST(MsrpParser, TakesMessagesInAnyPieces) {
  const std::string stream = kSend + with(kSend, "there?\r\n\r\n-------", "there?\r\n-------") + kSend;
  for (std::size_t piece = 1; piece < 90; ++piece) {
    Parser parser;
    int messages = 0;
    for (std::size_t at = 0; at < stream.size(); at += piece) {
      parser.feed(std::string_view{stream}.substr(at, piece));
      for (auto message = parser.next(); message && *message; message = parser.next()) ++messages;
    }
    ASSERT_EQ(messages, 3) << "pieces of " << piece;
  }
}

TEST(MsrpParser, ABodyMayHoldWhatLooksLikeAnEndLine) {
  const std::string body = "-------a786hjs2\r\n-------a786hjs2x\r\n-------a786hjs3$";
  const auto message = parse(with(kSend, "Hey Bob, are you there?", body));
  ASSERT_TRUE(message && *message);
  EXPECT_EQ((*message)->body, body + "\r\n");
}

struct Bad {
  const char* name;
  std::string text;
  Malformed reason;
};
class MsrpParserRefuses : public testing::TestWithParam<Bad> {};
TEST_P(MsrpParserRefuses, WithAReason) {
  const auto message = parse(GetParam().text);
  ASSERT_FALSE(message) << GetParam().name;
  EXPECT_EQ(message.error(), GetParam().reason) << to_string(message.error());
}

INSTANTIATE_TEST_SUITE_P(
    , MsrpParserRefuses,
    testing::Values(
        Bad{"http", "GET / HTTP/1.1\r\n", Malformed::start_line},
        Bad{"transaction_too_short", with(kSend, "a786hjs2 SEND", "abc SEND"), Malformed::start_line},
        Bad{"transaction_of_controls", with(kSend, "a786hjs2 SEND", "a78\x01hjs2 SEND"), Malformed::start_line},
        Bad{"method_in_lower_case", with(kSend, "SEND", "send"), Malformed::start_line},
        Bad{"endless_start_line", "MSRP " + std::string(500, 'a'), Malformed::start_line},
        Bad{"no_paths", "MSRP abcd SEND\r\n-------abcd$\r\n", Malformed::path},
        Bad{"two_to_paths", with(kSend, "From-Path", "To-Path"), Malformed::path},
        Bad{"no_uri", with(kSend, "msrp://biloxi", "sip://biloxi"), Malformed::path},
        Bad{"port_too_big", with(kSend, "12763", "65536"), Malformed::path},
        Bad{"range_backwards", with(kSend, "1-25/25", "9-3/25"), Malformed::byte_range},
        Bad{"range_beyond_its_total", with(kSend, "1-25/25", "1-26/25"), Malformed::byte_range},
        Bad{"range_from_zero", with(kSend, "1-25/25", "0-25/25"), Malformed::byte_range},
        Bad{"range_of_too_many_digits", with(kSend, "1-25/25", "1-99999999999999999999999/*"), Malformed::byte_range},
        Bad{"body_without_type", with(kSend, "Content-Type: text/plain\r\n", ""), Malformed::header},
        Bad{"header_without_colon", with(kSend, "Message-ID:", "Message-ID"), Malformed::header},
        Bad{"endless_head", "MSRP abcd SEND\r\nX: " + std::string(9000, 'x'), Malformed::head_too_long},
        Bad{"endless_body", with(kSend, "\r\n-------a786hjs2$\r\n", std::string(70'000, 'x')), Malformed::body_too_long}),
    [](const testing::TestParamInfo<Bad>& bad) { return std::string{bad.param.name}; });

/// Whatever comes: messages or a reason, no more, and what was read can be written.
TEST(MsrpParser, SurvivesTwentyThousandBrokenStreams) {
  std::mt19937_64 random{20260101};
  const std::string alphabet = "MSRP-$+#:/;\r\n 019az\0\xff";
  for (int round = 0; round < 20'000; ++round) {
    std::string stream = kSend + kSend;
    for (std::uint64_t change = random() % 6 + 1; change > 0; --change) {
      const std::size_t at = random() % stream.size();
      switch (random() % 4) {
        case 0: stream[at] = alphabet[random() % alphabet.size()]; break;
        case 1: stream.erase(at, random() % 40); break;
        case 2: stream.insert(at, stream.substr(random() % stream.size(), random() % 60)); break;
        default: stream.insert(at, 1, static_cast<char>(random())); break;
      }
    }
    Parser parser{{512, 256, 2}};
    for (std::size_t at = 0; at < stream.size();) {
      const std::size_t piece = random() % 100 + 1;
      parser.feed(std::string_view{stream}.substr(at, piece));
      at += piece;
      auto message = parser.next();
      while (message && *message) {
        EXPECT_FALSE(to_wire(**message).empty());
        EXPECT_LE((*message)->body.size(), 256U);
        message = parser.next();
      }
      if (!message) break;
    }
  }
}

}  // namespace
}  // namespace ringside::msrp
