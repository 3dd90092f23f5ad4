#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <filesystem>
#include <thread>

#include "engine/control/descriptor.h"
#include "engine/control/socket_address.h"
#include "tests/control/world.h"

namespace ringside::control {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

/// The subscriber's end of a stream.
class Stream {
 public:
  explicit Stream(Descriptor connection) : connection_{std::move(connection)} {}
  std::string read_line() {
    std::size_t end = 0;
    while ((end = bytes_.find('\n', at_)) == std::string::npos) {
      bytes_.erase(0, std::exchange(at_, 0));
      char more[65536];
      const ssize_t n = ::read(connection_.get(), more, sizeof more);
      if (n <= 0) return "(nothing)";
      bytes_.append(more, static_cast<std::size_t>(n));
    }
    std::string line = bytes_.substr(at_, end - at_);
    at_ = end + 1;
    return line;
  }

 private:
  Descriptor connection_;
  std::string bytes_;
  std::size_t at_ = 0;
};

/// A subscriber's socket, as clients bind it before they subscribe.
class Listener {
 public:
  explicit Listener(const std::string& own, bool listening = true) : address_{*resolve_socket(own)} {
    socket_ = Descriptor{::socket(address_.family(), address_.type(), 0)};
    const timeval patience{10, 0};
    ::setsockopt(socket_.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    EXPECT_EQ(::bind(socket_.get(), address_.get(), address_.length), 0);
    if (address_.protocol == Protocol::tcp && listening) listen();
  }
  void listen() const { EXPECT_EQ(::listen(socket_.get(), 1), 0); }
  /// What to subscribe with.
  std::string name() const {
    if (address_.protocol == Protocol::unix_datagram) return address_.name;
    sockaddr_in bound{};
    socklen_t length = sizeof bound;
    ::getsockname(socket_.get(), reinterpret_cast<sockaddr*>(&bound), &length);
    return address_.name.substr(0, address_.name.rfind(':') + 1) + std::to_string(ntohs(bound.sin_port));
  }
  std::string receive(int flags = 0) const {
    char bytes[65536];
    const ssize_t n = ::recv(socket_.get(), bytes, sizeof bytes, flags);
    return n < 0 ? "(nothing)" : std::string{bytes, static_cast<std::size_t>(n)};
  }
  Stream accept() const {
    Descriptor connection{::accept(socket_.get(), nullptr, nullptr)};
    const timeval patience{10, 0};
    ::setsockopt(connection.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    return Stream{std::move(connection)};
  }

 private:
  SocketAddress address_;
  Descriptor socket_;
};

std::string report(const std::string& params) {
  return R"({"jsonrpc":"2.0","method":"E_CALLCENTER_AGENT_REPORT","params":)" + params + "}";
}

core::Settings quick_wrapup() {
  core::Settings settings;
  settings.wrapup_time = 3s;
  return settings;
}

class Subscriptions : public ::testing::Test {
 protected:
  std::string subscribe(const std::string& socket, const std::string& rest = "",
                        const std::string& event = "E_CALLCENTER_AGENT_REPORT") {
    return world.ask("event_subscribe", R"([")" + event + R"(",")" + socket + "\"" + rest + "]");
  }
  void raise(const std::string& params) {
    EXPECT_EQ(world.ask("raise_event", R"({"event":"E_CALLCENTER_AGENT_REPORT","params":)" + params + "}"), R"("OK")");
  }
  World world{{.flows = {World::flow()}, .agents = {World::agent("a1")}}, quick_wrapup()};
};

TEST_F(Subscriptions, E_AGT_4_EveryChangeOfAnAgentIsReportedAsOpenSipsWritesIt) {
  const Listener listener{"udp:127.0.0.1:0"};
  ASSERT_EQ(subscribe(listener.name()), R"("OK")");
  const core::CallId call = world.call();
  EXPECT_EQ(listener.receive(), report(R"({"agent_id":"a1","status":"incall","flow_id":"tech"})"));
  world.answer(call);
  world.pass(2s);
  world.host.feed(core::CallerHungUp{call, {}});
  EXPECT_EQ(listener.receive(), report(R"({"agent_id":"a1","status":"wrapup","wrapup_ends":1700000005})"));
  world.pass(3s);
  EXPECT_EQ(listener.receive(), report(R"({"agent_id":"a1","status":"free"})"));
  world.ask("cc_agent_login", R"(["a1",0])");
  EXPECT_EQ(listener.receive(), report(R"({"agent_id":"a1","status":"offline"})"));
}

TEST_F(Subscriptions, AChatIsReportedWithTheSessions) {
  World chats{{.flows = {World::flow()}, .agents = {World::chatter("a1", 2)}}};
  const Listener listener{"udp:127.0.0.1:0"};
  chats.ask("evi:subscribe", R"({"event":"E_CALLCENTER_AGENT_REPORT","socket":")" + listener.name() + R"(","expire":"60"})");
  chats.call("bob", "", "tech", core::OfferedMedia::msrp);
  EXPECT_EQ(listener.receive(), report(R"({"agent_id":"a1","status":"inchat","ongoing_sessions":1,"flow_id":"tech"})"));
}

TEST_F(Subscriptions, StatesOfCallsAreAnEventToo) {
  const Listener listener{"udp:127.0.0.1:0"};
  ASSERT_EQ(subscribe(listener.name(), "", "E_RINGSIDE_CALL_STATE"), R"("OK")");
  const core::CallId call = world.call();
  EXPECT_EQ(listener.receive(),
            R"({"jsonrpc":"2.0","method":"E_RINGSIDE_CALL_STATE","params":{"call_id":"1.0","state":"toagent",)"
            R"("flow_id":"tech","media":"RTP","caller":"bob","agent_id":"a1","talking":0}})");
  world.host.feed(core::CallerHungUp{call, {}});
  EXPECT_NE(listener.receive().find(R"("state":"ended","flow_id":"tech","media":"RTP","caller":"bob")"), std::string::npos);
}

TEST_F(Subscriptions, UnixSocketsAndStreamsGetThemToo) {
  const fs::path path = fs::temp_directory_path() / ("ringside_events_" + std::to_string(::getpid()));
  fs::remove(path);
  const Listener local{"unix:" + path.string()};
  const Listener stream{"tcp:127.0.0.1:0"};
  ASSERT_EQ(subscribe(local.name()), R"("OK")");
  ASSERT_EQ(subscribe(stream.name(), ",30"), R"("OK")");
  raise(R"({"n":1})");
  EXPECT_EQ(local.receive(), report(R"({"n":1})"));
  Stream connection = stream.accept();
  EXPECT_EQ(connection.read_line(), report(R"({"n":1})"));
  raise(R"([2,"x"])");
  EXPECT_EQ(connection.read_line(), report(R"([2,"x"])")) << "over the same connection";
  EXPECT_EQ(local.receive(), report(R"([2,"x"])"));
  fs::remove(path);
}

TEST_F(Subscriptions, AStreamThatBreaksIsConnectedAgain) {
  const Listener stream{"tcp:127.0.0.1:0"};
  ASSERT_EQ(subscribe(stream.name()), R"("OK")");
  raise(R"({"n":1})");
  {
    Stream first = stream.accept();
    EXPECT_EQ(first.read_line(), report(R"({"n":1})"));
  }
  std::optional<Stream> second;
  std::thread accepting{[&] { second.emplace(stream.accept()); }};
  for (int i = 0; i < 3; ++i) raise(R"({"n":2})");
  accepting.join();
  raise(R"({"n":3})");
  std::string line;
  for (int i = 0; i < 4 && line != report(R"({"n":3})"); ++i) line = second->read_line();
  EXPECT_EQ(line, report(R"({"n":3})"));
}

TEST_F(Subscriptions, ExpireAndAreEndedByZero) {
  const Listener listener{"udp:127.0.0.1:0"};
  const std::string name = listener.name();
  EXPECT_EQ(subscribe(name, ",60"), R"("OK")");
  EXPECT_EQ(subscribe(name, ",120"), R"("OK")") << "renews the one there is";
  const std::string id_and_rest =
      R"("name":"E_CALLCENTER_AGENT_REPORT","id":0,"Subscribers":[{"socket":")" + name + R"(","expire":120}])";
  EXPECT_EQ(world.ask("subscribers_list"), R"({"Events":[{)" + id_and_rest + "}]}");
  EXPECT_EQ(world.ask("evi:subscribers", R"(["E_CALLCENTER_AGENT_REPORT",")" + name + R"("])"),
            R"({"Event":{)" + id_and_rest + "}}");
  EXPECT_EQ(subscribe(name, ",0"), R"("OK")");
  EXPECT_EQ(world.ask("subscribers_list"), R"({"Events":[]})");
  EXPECT_EQ(subscribe(name, ",1"), R"("OK")");
  for (int i = 0; i < 500 && world.control.events().counters().subscriptions > 0; ++i) std::this_thread::sleep_for(10ms);
  EXPECT_EQ(world.ask("subscribers_list"), R"({"Events":[]})");
}

TEST_F(Subscriptions, AreRefusedAsOpenSipsRefusesThem) {
  EXPECT_EQ(world.ask("events_list"),
            R"({"Events":[{"name":"E_CALLCENTER_AGENT_REPORT","id":0},{"name":"E_RINGSIDE_CALL_STATE","id":1}]})");
  EXPECT_EQ(subscribe("udp:127.0.0.1:9", "", "E_NOTHING").find(R"("error":{"code":400,"message":"Bad parameter value")"), 0u);
  EXPECT_EQ(subscribe("rabbitmq:host/x").find(R"("error":{"code":400,"message":"Bad parameter value")"), 0u);
  EXPECT_NE(subscribe("udp:ip6-localhost:9").find("names no IP address and not localhost"), std::string::npos);
  EXPECT_EQ(subscribe("udp:127.0.0.1:9", ",-1"),
            R"("error":{"code":-32602,"message":"Invalid params","data":"Negative expire value"})");
  EXPECT_EQ(world.ask("event_subscribe", R"(["E_CALLCENTER_AGENT_REPORT"])").find(R"("error":{"code":-32602)"), 0u);
  EXPECT_EQ(world.ask("subscribers_list", R"(["E_NOTHING"])"), R"("error":{"code":404,"message":"Event not published"})");
  EXPECT_EQ(world.ask("subscribers_list", R"(["E_CALLCENTER_AGENT_REPORT","udp:127.0.0.1:9"])"),
            R"("error":{"code":404,"message":"Subscriber does not exist"})");
  EXPECT_EQ(world.ask("raise_event", R"(["E_NOTHING"])"), R"("error":{"code":404,"message":"Event not published"})");
  EXPECT_EQ(world.ask("raise_event", R"(["E_CALLCENTER_AGENT_REPORT",7])").find(R"("error":{"code":-32602)"), 0u);
}

TEST_F(Subscriptions, AreBoundedInNumber) {
  for (std::size_t i = 1; i <= Events::kMaxSubscriptions; ++i)
    ASSERT_EQ(subscribe("udp:127.0.0.1:" + std::to_string(i)), R"("OK")");
  EXPECT_EQ(subscribe("udp:127.0.0.1:60000").find(R"("error":{"code":500,"message":"Too many subscriptions")"), 0u);
  EXPECT_EQ(subscribe("udp:127.0.0.1:1", ",0"), R"("OK")");
  EXPECT_EQ(subscribe("udp:127.0.0.1:60000"), R"("OK")");
}

TEST_F(Subscriptions, ASlowSubscriberLosesTheOldestEventsAndKeepsNobodyWaiting) {
  const Listener slow{"tcp:127.0.0.1:0"};
  const Listener quick{"udp:127.0.0.1:0"};
  ASSERT_EQ(subscribe(slow.name()), R"("OK")");
  ASSERT_EQ(subscribe(quick.name()), R"("OK")");
  const std::string padding(16'000, 'x');
  int raised = 0;
  while (world.control.events().counters().lost == 0 && raised < 20'000) {
    raise("[" + std::to_string(raised++) + ",\"" + padding + "\"]");
    EXPECT_EQ(quick.receive().find(report("[" + std::to_string(raised - 1) + ",").substr(0, 60)), 0u);
  }
  ASSERT_GT(world.control.events().counters().lost, 0u) << "after " << raised;
  Stream connection = slow.accept();
  int last = -1;
  int seen = 0;
  const std::string head = report("[");
  while (last < raised - 1) {
    const std::string line = connection.read_line();
    ASSERT_EQ(line.find(head.substr(0, head.size() - 1)), 0u) << "a line is whole or lost";
    const int number = std::stoi(line.substr(head.size() - 1));
    ASSERT_GT(number, last);
    last = number;
    ++seen;
  }
  EXPECT_LT(seen, raised);
}

TEST_F(Subscriptions, NobodyThereCostsTheEventAndNothingElse) {
  ASSERT_EQ(subscribe("unix:/nonexistent/socket"), R"("OK")");
  ASSERT_EQ(subscribe("tcp:127.0.0.1:1"), R"("OK")");
  for (int i = 0; i < 2000; ++i) raise("{}");
  for (int i = 0; i < 500 && world.control.events().counters().lost < 3000; ++i) std::this_thread::sleep_for(10ms);
  EXPECT_GE(world.control.events().counters().lost, 3000u) << "2000 to the path, 1000 of 2000 to the port";
}

}  // namespace
}  // namespace ringside::control
