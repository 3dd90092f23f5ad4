#include "scenarios/msrp/peer.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <functional>
#include <thread>

namespace ringside::msrp {
namespace {

/// The UDP port of a SIPp whose call waits to be told.
class Waiting {
 public:
  Waiting() : descriptor_{::socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0)} {
    address_.sin_family = AF_INET;
    address_.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address_;
    (void)::bind(descriptor_, reinterpret_cast<const sockaddr*>(&address_), length);
    ::getsockname(descriptor_, reinterpret_cast<sockaddr*>(&address_), &length);
  }
  Waiting(const Waiting&) = delete;
  Waiting& operator=(const Waiting&) = delete;
  ~Waiting() { ::close(descriptor_); }

  std::string address() const { return "127.0.0.1:" + std::to_string(ntohs(address_.sin_port)); }
  /// The Call-IDs of all knocks so far, in their order.
  const std::vector<std::string>& heard() {
    std::array<char, 2048> bytes{};
    for (ssize_t n = 0; (n = ::recv(descriptor_, bytes.data(), bytes.size(), 0)) > 0;) {
      const std::string request{bytes.data(), static_cast<std::size_t>(n)};
      const std::size_t begin = request.find("\r\nCall-ID: ") + 11;
      const bool is_info = request.starts_with("INFO sip:over@" + address() + " SIP/2.0\r\n");
      heard_.push_back(is_info ? request.substr(begin, request.find("\r\n", begin) - begin) : request);
    }
    return heard_;
  }

 private:
  int descriptor_;
  sockaddr_in address_{};
  std::vector<std::string> heard_;
};

/// One peer that follows a file of the test's; runs until `done` says so, or for 20 s.
class MsrpPeer : public testing::Test {
 protected:
  void SetUp() override {
    const auto name = "ringside-msrp-orders." + std::to_string(::getpid());
    orders_ = std::filesystem::path{testing::TempDir()} / name;
    std::filesystem::remove(orders_);
    options_.manner.think = options_.manner.reply = milliseconds{20};
    options_.follow = {orders_};
  }
  void TearDown() override { std::filesystem::remove(orders_); }

  void open() {
    auto peer = Peer::open(options_);
    ASSERT_TRUE(peer) << peer.error();
    peer_ = std::move(*peer);
  }
  void order(const std::string& line) { std::ofstream{orders_, std::ios::app} << line << '\n'; }
  std::string path(const std::string& session) const {
    return "msrp://127.0.0.1:" + std::to_string(peer_->port()) + "/" + session + ";tcp";
  }
  /// False if it does not come true.
  bool run_until(const std::function<bool()>& done) {
    const Time end = Clock::now() + std::chrono::seconds{20};
    while (!done() && Clock::now() < end) peer_->step();
    return done();
  }
  const Tally& of(Role role) const { return peer_->figures().of(role); }

  /// A client that says this and hears what comes back until the peer hangs up or `until` has come.
  std::string talk(const std::string& said, const std::string& until) {
    std::string heard;
    stop_ = false;
    std::thread client{[&] {
      auto socket = Socket::connect({"127.0.0.1", peer_->port(), "x"});
      pollfd writable{socket->descriptor(), POLLOUT, 0};
      ::poll(&writable, 1, 5000);
      ::send(socket->descriptor(), said.data(), said.size(), MSG_NOSIGNAL);
      char bytes[4096];
      pollfd readable{socket->descriptor(), POLLIN, 0};
      while (::poll(&readable, 1, 10'000) == 1) {
        const ssize_t n = ::recv(socket->descriptor(), bytes, sizeof bytes, 0);
        if (n <= 0) break;
        heard.append(bytes, static_cast<std::size_t>(n));
        if (heard.find(until) != std::string::npos) break;
      }
      stop_ = true;
    }};
    peer_->run(stop_, milliseconds{20'000});
    client.join();
    return heard;
  }

  PeerOptions options_;
  std::filesystem::path orders_;
  std::unique_ptr<Peer> peer_;
  std::atomic<bool> stop_{false};
};

TEST_F(MsrpPeer, ACallerAndHisAgentTalkOverARealConnection) {
  open();
  order("msrp open a agent alice passive " + path("c"));
  order("msrp open c caller c active " + path("a"));
  EXPECT_TRUE(run_until([&] { return of(Role::caller).acknowledged >= 3 && of(Role::agent).acknowledged >= 2; }));
  EXPECT_EQ(of(Role::caller).empty, 1U);
  EXPECT_EQ(of(Role::caller).connections, 1U);
  EXPECT_EQ(of(Role::agent).connections, 1U);
  EXPECT_GE(peer_->figures().answer.quantile(0.5), 15);
  EXPECT_TRUE(went_well(peer_->figures())) << to_json(peer_->figures());
}

TEST_F(MsrpPeer, LongMessagesArriveWhole) {
  options_.manner.long_every = 1;
  options_.manner.long_length = 100'000;
  options_.session.success_reports = true;
  open();
  order("msrp open a agent alice passive " + path("c"));
  order("msrp open c caller c active " + path("a"));
  EXPECT_TRUE(run_until([&] { return of(Role::agent).received >= 2 && of(Role::caller).reports >= 2; }));
  EXPECT_EQ(of(Role::caller).chunks, of(Role::caller).sent * 49);
  EXPECT_GE(of(Role::agent).bytes_received, 200'000U);
  EXPECT_TRUE(went_well(peer_->figures())) << to_json(peer_->figures());
}

TEST_F(MsrpPeer, ACallerFollowsFromTheAnnouncementToTheAgent) {
  open();
  order("msrp open q media q passive " + path("c"));
  order("msrp open c waiting c active " + path("q"));
  EXPECT_TRUE(run_until([&] { return of(Role::waiting).received == 1; }));
  // A late offer of the agent's: he connects to the caller.
  order("msrp open c caller c passive " + path("a"));
  order("msrp open a agent alice active " + path("c"));
  order("msrp end q");
  EXPECT_TRUE(run_until([&] { return of(Role::agent).received >= 1 && of(Role::caller).received >= 1; }));
  order("msrp end c");
  order("msrp end a");
  peer_->finish();
  EXPECT_EQ(peer_->figures().left_open, 0U);
  EXPECT_TRUE(went_well(peer_->figures())) << to_json(peer_->figures());
}

TEST_F(MsrpPeer, AChatWithoutAnyMessageIsAFault) {
  open();
  order("msrp open c caller c passive " + path("a"));
  order("msrp end c");
  EXPECT_TRUE(run_until([&] { return of(Role::caller).silent == 1; }));
  EXPECT_FALSE(went_well(peer_->figures()));
}

TEST_F(MsrpPeer, AnAgentWhoIsGoneIsAFailedConnection) {
  open();
  order("msrp open c caller c active msrp://127.0.0.1:1/a;tcp");
  order("msrp open d caller d active msrp://192.0.2.1:2855/a;tcp");
  EXPECT_TRUE(run_until([&] { return peer_->figures().connect_failures == 2; }));
  EXPECT_FALSE(went_well(peer_->figures()));
}

TEST_F(MsrpPeer, ARequestForASessionThatThereIsNotGets481) {
  open();
  const std::string heard = talk("MSRP abcd1234 SEND\r\nTo-Path: " + path("nobody") +
                                     "\r\nFrom-Path: msrp://127.0.0.1:9/x;tcp\r\nMessage-ID: m\r\n-------abcd1234$\r\n",
                                 "-------abcd1234$");
  EXPECT_TRUE(heard.starts_with("MSRP abcd1234 481 ")) << heard;
  EXPECT_EQ(peer_->figures().strangers, 1U);
}

TEST_F(MsrpPeer, WhoeverSpeaksAnotherProtocolIsHungUpOn) {
  open();
  EXPECT_EQ(talk("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", "never"), "");
  EXPECT_EQ(peer_->figures().malformed, 1U);
}

TEST_F(MsrpPeer, OnlyTheAgreedPeerMayTakeASession) {
  open();
  order("msrp open a agent alice passive msrp://127.0.0.1:9/c;tcp");
  const auto from = [&](const std::string& who) {
    return "MSRP abcd1234 SEND\r\nTo-Path: " + path("a") + "\r\nFrom-Path: msrp://127.0.0.1:9/" + who +
           ";tcp\r\nMessage-ID: m\r\n-------abcd1234$\r\n";
  };
  EXPECT_TRUE(talk(from("other"), "-------abcd1234$").starts_with("MSRP abcd1234 481 "));
  EXPECT_TRUE(talk(from("c"), "-------abcd1234$").starts_with("MSRP abcd1234 200 "));
}

TEST_F(MsrpPeer, TwoLedConversationsOfOneAgentTakeAsLongAsTheirMessages) {
  open();
  Waiting sipp;
  order("msrp open p1 agent alice passive " + path("c1") + " speeds=1,0.5");
  order("msrp open p2 agent alice active " + path("c2"));
  order("msrp open c1 caller c1 active " + path("p1"));
  order("msrp open c2 caller c2 passive " + path("p2"));
  const Time begin = Clock::now();
  // At half speed the first takes 2 * 40 + 10 ms; of the second 80 - 90 / 2 = 35 ms are left then.
  order("msrp talk c1 40 10 -1 " + sipp.address() + " call-1@a");
  order("msrp talk c2 80 - -1 " + sipp.address() + " call-2@a");
  EXPECT_TRUE(run_until([&] { return !sipp.heard().empty(); }));
  EXPECT_EQ(sipp.heard().front(), "call-1@a");
  EXPECT_GE(Clock::now() - begin, milliseconds{90});
  order("msrp end c1");
  order("msrp end p1");
  const auto heard_second = [&] { return !sipp.heard().empty() && sipp.heard().back() == "call-2@a"; };
  EXPECT_TRUE(run_until(heard_second));
  EXPECT_GE(Clock::now() - begin, milliseconds{125});
  order("msrp end c2");
  order("msrp end p2");
  EXPECT_TRUE(run_until([&] { return of(Role::caller).sent == 3 && peer_->figures().completed == 2; }));
  peer_->finish();
  const Figures& figures = peer_->figures();
  EXPECT_EQ(of(Role::agent).sent, 3U);
  EXPECT_EQ(figures.led, 2U);
  EXPECT_EQ(figures.broken_off + figures.lost_patience, 0U);
  EXPECT_GE(figures.knocks, 2U);
  EXPECT_EQ(figures.reply_lateness.count(), 3U);
  EXPECT_EQ(figures.left_open, 0U);
  EXPECT_TRUE(went_well(figures)) << to_json(figures);
}

TEST_F(MsrpPeer, ATalkLineThatComesLateLeadsFromThenOn) {
  options_.manner.think = milliseconds{1};
  options_.manner.reply = milliseconds{1};
  open();
  Waiting sipp;
  order("msrp open a agent alice passive " + path("c"));
  order("msrp open c caller c active " + path("a"));
  EXPECT_TRUE(run_until([&] { return of(Role::caller).received >= 3; }));
  order("msrp talk c 60000 - 30 " + sipp.address() + " call");
  EXPECT_TRUE(run_until([&] { return peer_->figures().led == 1; }));
  const std::uint64_t said = of(Role::caller).sent;
  EXPECT_TRUE(run_until([&] { return sipp.heard().size() >= 2; })) << "it knocks until the session ends";
  EXPECT_EQ(of(Role::caller).sent, said) << "the agent still works when the customer leaves";
  EXPECT_EQ(peer_->figures().lost_patience, 1U);
  order("msrp end c");
  order("msrp that is all");
  EXPECT_TRUE(run_until([&] { return peer_->figures().bad_orders == 1; }));
  const std::uint64_t knocks = peer_->figures().knocks;
  peer_->run(stop_, 2 * Knocker::kAgain);
  EXPECT_EQ(peer_->figures().knocks, knocks);
}

TEST_F(MsrpPeer, ASessionThatEndsOrMovesBreaksItsConversationOffWithoutAKnock) {
  open();
  Waiting sipp;
  const std::string talk = " 60000 - -1 " + sipp.address() + " call";
  for (const char n : {'1', '2', '3'}) {
    order(fmt::format("msrp open a{} agent alice passive {}", n, path(fmt::format("c{}", n))));
    order(fmt::format("msrp open c{0} caller c{0} active {1}", n, path(fmt::format("a{}", n))));
    order(fmt::format("msrp talk c{}{}", n, talk));
  }
  EXPECT_TRUE(run_until([&] { return of(Role::agent).received == 3; }));
  order("msrp end c1");
  order("msrp end a2");
  order("msrp open a4 agent bert passive " + path("c3"));
  order("msrp open c3 caller c3 active " + path("a4"));
  EXPECT_TRUE(run_until([&] { return peer_->figures().broken_off == 3; }));
  order("msrp talk c3 20 - -1 " + sipp.address() + " anew");
  EXPECT_TRUE(run_until([&] { return !sipp.heard().empty(); }));
  EXPECT_EQ(sipp.heard().front(), "anew");
  EXPECT_EQ(peer_->figures().led, 4U);
  EXPECT_EQ(peer_->figures().completed, 1U);
}

TEST_F(MsrpPeer, ACustomerOfAnAgentSomewhereElseIsLedAlone) {
  open();
  const auto elsewhere = Socket::listen(0);
  ASSERT_TRUE(elsewhere) << elsewhere.error();
  Waiting sipp;
  order("msrp open c caller c active msrp://127.0.0.1:" + std::to_string(elsewhere->port()) + "/a;tcp");
  order("msrp talk c 30 10/10 -1 " + sipp.address() + " call");
  EXPECT_TRUE(run_until([&] { return !sipp.heard().empty(); }));
  EXPECT_EQ(of(Role::caller).sent, 3U);
  EXPECT_EQ(of(Role::agent).sent, 0U);
}

TEST_F(MsrpPeer, ATalkOfNobodyOrTwiceIsABadOrder) {
  open();
  const std::string talk = " 60000 - -1 127.0.0.1:9 call";
  order("msrp talk c" + talk);
  order("msrp open q media q passive " + path("c"));
  order("msrp talk q" + talk);
  order("msrp open c caller c passive " + path("a"));
  order("msrp talk c" + talk);
  order("msrp talk c" + talk);
  EXPECT_TRUE(run_until([&] { return peer_->figures().bad_orders == 3; }));
  EXPECT_EQ(peer_->figures().led, 1U);
}

TEST_F(MsrpPeer, LinesThatAreNoOrdersAreSkippedAndBrokenOrdersCounted) {
  open();
  order("caller-3: expected talked, was left");
  order("msrp open nonsense");
  EXPECT_TRUE(run_until([&] { return peer_->figures().bad_orders == 1; }));
  EXPECT_EQ(peer_->figures().faults.size(), 1U);
}

}  // namespace
}  // namespace ringside::msrp
