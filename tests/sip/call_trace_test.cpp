#include <fmt/format.h>
#include <sys/resource.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/sip/stage.h"

namespace ringside::sip::test {
namespace {

namespace fs = std::filesystem;

/// SIP traces of single calls (spec, "Transport and security").
class Traced : public Stage {
 protected:
  Traced() {
    std::string name = (fs::temp_directory_path() / "ringside-trace-test-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error{"no folder for traces"};
    folder_ = name;
    setup.sip.trace_dir = name;
  }
  ~Traced() override {
    world.reset();
    fs::remove_all(folder_);
  }

  static std::string contents(const fs::path& file) {
    std::ostringstream text;
    text << std::ifstream{file, std::ios::binary}.rdbuf();
    return text.str();
  }
  std::vector<fs::path> files() const {
    std::vector<fs::path> found;
    for (const auto& entry : fs::directory_iterator{folder_}) found.push_back(entry.path());
    return found;
  }
  /// Waits for it.
  bool has(const std::string& file, std::string_view text) {
    return world->eventually([&] { return contents(file).find(text) != std::string::npos; });
  }
  static std::size_t count(const std::string& text, std::string_view part) {
    std::size_t found = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
    return found;
  }

  void talk() {
    caller.invite("support", sdp("ann", 6000));
    invite = agent.expect("INVITE");
    agent.reply(invite, 200, sdp("agent", 7000));
    agent.expect("ACK");
    caller.ack(caller.expect_status(200, "INVITE"));
  }
  void end_talk() {
    caller_hangs_up();
    expect_bye(agent);
    EXPECT_TRUE(world->quiet());
  }
  tl::expected<std::string, std::string> trace(TraceFormat format = TraceFormat::text) {
    return world->inside([&] { return world->gateway().trace_call(world->engine().calls().front(), format); });
  }

  fs::path folder_;
  Message invite;
};

TEST_F(Traced, a_call_from_its_middle_to_its_end_with_all_legs_and_nothing_of_other_calls) {
  setup.agents.push_back(row("other", other.uri()));
  open();
  talk();
  const auto file = trace();
  ASSERT_TRUE(file) << file.error();
  Caller stranger{"stranger"};
  stranger.talks_to(world->port());
  stranger.invite("support", sdp("stranger", 6100));
  const Message ringing = other.expect("INVITE");
  other.reply(ringing, 180);
  stranger.expect_status(180, "INVITE");
  stranger.cancel();
  stranger.expect_status(487, "INVITE");
  other.reply(other.expect("CANCEL"), 200);
  other.reply(ringing, 487);
  end_talk();
  ASSERT_TRUE(has(*file, "200 Whatever"));
  const std::string text = contents(*file);
  EXPECT_EQ(count(text, "BYE sip:"), 2U);
  EXPECT_NE(text.find("Call-ID: " + caller.call_id), std::string::npos);
  EXPECT_NE(text.find("Call-ID: " + invite.header("Call-ID")), std::string::npos);
  EXPECT_EQ(text.find("stranger"), std::string::npos);
  EXPECT_NE(text.find(fmt::format("Z udp from 127.0.0.1:{} to 127.0.0.1:{}", world->port(), agent.port())), std::string::npos);
  EXPECT_NE(text.find(fmt::format("Z udp at 127.0.0.1:{} from 127.0.0.1:{}", world->port(), caller.port())), std::string::npos);
}

TEST_F(Traced, the_next_call_of_a_caller_from_its_first_message) {
  open();
  ASSERT_TRUE(world->inside([&] { return world->gateway().trace_caller("ann", TraceFormat::pcap); }));
  talk();
  end_talk();
  const std::vector<fs::path> made = files();
  ASSERT_EQ(made.size(), 1U);
  EXPECT_EQ(made.front().extension(), ".pcap");
  ASSERT_TRUE(world->eventually([&] { return count(contents(made.front()), "BYE") >= 4; }));
  const std::string bytes = contents(made.front());
  EXPECT_EQ(bytes.substr(0, 4), "\x4d\x3c\xb2\xa1");
  EXPECT_EQ(count(bytes, "INVITE sip:support@"), 1U);
  EXPECT_EQ(count(bytes, "INVITE sip:agent@"), 1U);
  EXPECT_EQ(count(bytes, "SIP/2.0 100 "), 1U);
  EXPECT_EQ(count(bytes, "m=audio 6000"), 2U);
  EXPECT_EQ(count(bytes, "m=audio 7000"), 2U);
  EXPECT_EQ(fs::status(made.front()).permissions() & fs::perms::all, fs::perms::owner_read | fs::perms::owner_write);
  // One call it was.
  caller.call_id.clear();
  Caller again{"ann"};
  again.talks_to(world->port());
  again.invite("nowhere", sdp("ann", 6000));
  again.expect_status(404, "INVITE");
  EXPECT_EQ(files().size(), 1U);
}

TEST_F(Traced, everything_in_one_file_and_a_call_beside_it) {
  open();
  const auto all = world->inside([&] { return world->gateway().trace_all(TraceFormat::text); });
  ASSERT_TRUE(all) << all.error();
  EXPECT_EQ(fs::path{*all}.filename(), "all.txt");
  EXPECT_EQ(world->inside([&] { return world->gateway().trace_all(TraceFormat::pcap); }), *all) << "it is on already";
  Caller stranger{"stranger"};
  stranger.talks_to(world->port());
  stranger.invite("nowhere", sdp("stranger", 6100));
  stranger.expect_status(404, "INVITE");
  talk();
  const auto one = trace();
  ASSERT_TRUE(one) << one.error();
  end_talk();
  ASSERT_TRUE(
      world->eventually([&] { return count(contents(*all), "BYE sip:") == 2 && count(contents(*one), "BYE sip:") == 2; }));
  EXPECT_EQ(count(contents(*all), "INVITE sip:nowhere@"), 1U);
  EXPECT_EQ(count(contents(*all), "INVITE sip:support@"), 1U);
  EXPECT_EQ(count(contents(*one), "INVITE sip:"), 0U) << "they came before";
  world->inside([&] { return world->gateway().stop_traces(), true; });
  const std::string before = contents(*all);
  stranger.invite("nowhere", sdp("stranger", 6100));
  EXPECT_EQ(contents(*all), before);
  const auto again = world->inside([&] { return world->gateway().trace_all(TraceFormat::text); });
  ASSERT_TRUE(again) << again.error();
  EXPECT_EQ(fs::path{*again}.filename(), "all-2.txt");
  EXPECT_EQ(contents(*all), before) << "what is there stays";
}

TEST_F(Traced, messages_in_a_stream_are_whole) {
  setup.sip.listen = {"tcp:127.0.0.1:0", "udp:127.0.0.1:0"};
  Caller modern{"ann", tcp_wire()};
  open();
  modern.talks_to(world->ports()[0]);
  ASSERT_TRUE(world->inside([&] { return world->gateway().trace_caller("ann", TraceFormat::text); }));
  modern.invite("support", sdp("ann", 6000, "a=x-long:" + std::string(12'000, 'x') + "\r\n"));
  agent.expect("INVITE");
  ASSERT_EQ(files().size(), 1U);
  ASSERT_TRUE(has(files().front(), "Z tcp at 127.0.0.1:"));
  EXPECT_NE(contents(files().front()).find("a=x-long:" + std::string(12'000, 'x') + "\r\n"), std::string::npos);
  modern.cancel();
}

TEST_F(Traced, a_stopped_trace_says_no_more_and_there_may_be_another) {
  open();
  talk();
  const auto first = trace();
  ASSERT_TRUE(first);
  EXPECT_EQ(*trace(), *first);
  const auto stop = [&] { return world->inside([&] { return world->gateway().stop_trace(world->engine().calls().front()); }); };
  EXPECT_TRUE(stop());
  EXPECT_FALSE(stop());
  caller.request("INFO", "ping", {}, "text/plain");
  agent.reply(agent.expect("INFO"), 200);
  caller.expect_status(200, "INFO");
  EXPECT_EQ(contents(*first), "");
  const auto second = trace(TraceFormat::pcap);
  ASSERT_TRUE(second);
  end_talk();
  EXPECT_TRUE(has(*second, "BYE"));
  EXPECT_EQ(contents(*second).find("ping"), std::string::npos);
}

/// While it lives a write that would make a file longer fails, as on a disk that is full.
class NoRoomFor {
 public:
  explicit NoRoomFor(rlim_t longest) : handler_{std::signal(SIGXFSZ, SIG_IGN)} {
    getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit now{longest, before_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &now);
  }
  NoRoomFor(const NoRoomFor&) = delete;
  NoRoomFor& operator=(const NoRoomFor&) = delete;
  ~NoRoomFor() {
    setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }

 private:
  void (*handler_)(int);
  rlimit before_{};
};

TEST_F(Traced, what_cannot_be_written_is_told_once_and_the_call_goes_on) {
  open();
  const auto all = world->inside([&] { return world->gateway().trace_all(TraceFormat::text); });
  ASSERT_TRUE(all) << all.error();
  {
    const NoRoomFor more{1000};
    talk();
    end_talk();
    ASSERT_TRUE(world->eventually([&] { return !world->log().empty(); }));
  }
  EXPECT_EQ(count(world->log(), "all.txt ends here: File too large"), 1U) << world->log();
  EXPECT_LE(contents(*all).size(), 1000U);
  caller.call_id.clear();
  Caller again{"bob"};
  again.talks_to(world->port());
  again.invite("nowhere", sdp("bob", 6000));
  again.expect_status(404, "INVITE");
  EXPECT_EQ(contents(*all).find("bob"), std::string::npos) << "a file with a gap would be misread";
}

TEST_F(Traced, without_a_folder_there_is_none_and_a_wrong_one_is_told) {
  open();
  talk();
  fs::remove_all(folder_);
  const auto refused = trace();
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().find("No such file or directory"), std::string::npos) << refused.error();
  end_talk();
  setup.sip.trace_dir.clear();
  world.reset();
  open();
  EXPECT_FALSE(world->inside([&] { return world->gateway().trace_caller("ann", TraceFormat::text); }));
}

}  // namespace
}  // namespace ringside::sip::test
