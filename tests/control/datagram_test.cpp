#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "engine/control/descriptor.h"
#include "engine/control/socket_address.h"
#include "engine/control/transport_datagram.h"
#include "tests/control/engine_thread.h"
#include "tests/control/world.h"

namespace ringside::control {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

constexpr const char* kListCalls = R"({"jsonrpc":"2.0","method":"cc_list_calls","id":"7"})";
constexpr const char* kNoCalls = R"({"jsonrpc":"2.0","result":{"Calls":[]},"id":"7"})";

/// A client with a socket of its own.
class Client {
 public:
  Client(const std::string& own, const std::string& engine) : engine_{*resolve_socket(engine)} {
    const SocketAddress address = *resolve_socket(own);
    socket_ = Descriptor{::socket(address.family(), SOCK_DGRAM, 0)};
    EXPECT_EQ(::bind(socket_.get(), address.get(), address.length), 0);
    const timeval patience{10, 0};
    ::setsockopt(socket_.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  }
  void send(const std::string& text) const {
    EXPECT_EQ(::sendto(socket_.get(), text.data(), text.size(), 0, engine_.get(), engine_.length),
              static_cast<ssize_t>(text.size()));
  }
  std::string receive() const {
    std::string text(1 << 20, '\0');
    const ssize_t n = ::recv(socket_.get(), text.data(), text.size(), 0);
    text.resize(n < 0 ? 0 : static_cast<std::size_t>(n));
    return text;
  }
  std::string ask(const std::string& text) const {
    send(text);
    return receive();
  }

 private:
  SocketAddress engine_;
  Descriptor socket_;
};

class Datagram : public ::testing::Test {
 protected:
  Datagram() {
    std::string name = (fs::temp_directory_path() / "ringside_mi_XXXXXX").string();
    directory = ::mkdtemp(name.data());
  }
  ~Datagram() override {
    transport.reset();
    fs::remove_all(directory);
  }
  void start(const std::string& address, std::chrono::milliseconds patience = 5s) {
    auto started = DatagramTransport::start({address, patience}, thread, world.control);
    ASSERT_TRUE(started) << started.error();
    transport = std::move(*started);
  }
  std::string unix_address(const std::string& name) const { return "unix:" + (directory / name).string(); }

  World world{{.flows = {World::flow()}, .agents = {World::agent("a1")}}};
  EngineThread thread;
  fs::path directory;
  std::unique_ptr<DatagramTransport> transport;
};

TEST_F(Datagram, AnswersTheSenderOverUdp) {
  start("udp:127.0.0.1:0");
  EXPECT_FALSE(transport->address().ends_with(":0"));
  const Client client{"udp:127.0.0.1:0", transport->address()};
  EXPECT_EQ(client.ask(kListCalls), kNoCalls);
  EXPECT_NE(client.ask("{").find("-32700"), std::string::npos);
  EXPECT_NE(client.ask("").find("-32700"), std::string::npos);
}

TEST_F(Datagram, AnswersTheSenderOverAUnixSocketOfOwnerAndGroup) {
  start(unix_address("mi"));
  struct stat status {};
  ASSERT_EQ(::stat((directory / "mi").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0660u);
  const Client client{unix_address("client"), unix_address("mi")};
  EXPECT_EQ(client.ask(kListCalls), kNoCalls);
  transport.reset();
  EXPECT_FALSE(fs::exists(directory / "mi"));
}

TEST_F(Datagram, ANotificationGetsNoAnswer) {
  start("udp:127.0.0.1:0");
  const Client client{"udp:127.0.0.1:0", transport->address()};
  client.send(R"({"jsonrpc":"2.0","method":"cc_agent_login","params":["a1",0]})");
  EXPECT_EQ(client.ask(kListCalls), kNoCalls) << "the first thing that comes";
  EXPECT_NE(client.ask(R"({"jsonrpc":"2.0","method":"cc_list_agents","id":1})").find(R"("Loged in":"NO")"), std::string::npos);
}

TEST_F(Datagram, AnAnswerThatDoesNotFitIsAnErrorThatSaysSo) {
  for (int i = 0; i < 3000; ++i) world.call("caller-" + std::to_string(i));
  start("udp:127.0.0.1:0");
  const Client client{"udp:127.0.0.1:0", transport->address()};
  const std::string answer = client.ask(R"({"jsonrpc":"2.0","method":"cc_list_queue","id":"x"})");
  EXPECT_NE(answer.find("does not fit into a datagram"), std::string::npos) << answer;
  EXPECT_TRUE(answer.ends_with(R"("id":"x"})")) << answer;
}

TEST_F(Datagram, AnEngineThatStandsStillIsAnErrorInTheAnswer) {
  start("udp:127.0.0.1:0", 30ms);
  const Client client{"udp:127.0.0.1:0", transport->address()};
  thread.hold();
  EXPECT_EQ(client.ask(kListCalls),
            R"({"jsonrpc":"2.0","error":{"code":503,"message":"The engine did not answer in time"},"id":"7"})");
  thread.release();
  EXPECT_EQ(client.ask(kListCalls), kNoCalls);
}

TEST_F(Datagram, AClientThatDoesNotReadKeepsNobodyWaiting) {
  start(unix_address("mi"));
  const Client deaf{unix_address("deaf"), unix_address("mi")};
  for (int i = 0; i < 500; ++i) deaf.send(kListCalls);
  const Client client{unix_address("client"), unix_address("mi")};
  EXPECT_EQ(client.ask(kListCalls), kNoCalls);
}

TEST_F(Datagram, TakesTheSocketOfADeadEngineButNothingElse) {
  {
    const SocketAddress address = *resolve_socket(unix_address("mi"));
    const Descriptor left{::socket(AF_UNIX, SOCK_DGRAM, 0)};
    ASSERT_EQ(::bind(left.get(), address.get(), address.length), 0);
  }
  start(unix_address("mi"));
  const auto second = DatagramTransport::start({unix_address("mi")}, thread, world.control);
  ASSERT_FALSE(second);
  EXPECT_NE(second.error().find("is used by another process"), std::string::npos) << second.error();
  std::ofstream{directory / "file"} << "precious";
  EXPECT_FALSE(DatagramTransport::start({unix_address("file")}, thread, world.control));
  EXPECT_TRUE(fs::exists(directory / "file"));
}

TEST(SocketAddress, SaysWhatIsWrongWithAText) {
  for (const char* const text : {"", "udp:", "udp:host", "udp:127.0.0.1:", "udp:127.0.0.1:x", "udp:127.0.0.1:65536", "udp::1",
                                 "http:127.0.0.1:80", "unix:", "127.0.0.1:80", "tcp:127.0.0.1:-1"}) {
    const auto address = resolve_socket(text);
    ASSERT_FALSE(address) << text;
    EXPECT_EQ(address.error().find("'" + std::string{text} + "'"), 0u) << address.error();
  }
  EXPECT_FALSE(resolve_socket("unix:" + std::string(200, 'x')));
  EXPECT_FALSE(resolve_socket(std::string{"unix:/a\0b", 9}));
  EXPECT_TRUE(resolve_socket("udp:[::1]:7"));
  EXPECT_TRUE(resolve_socket("tcp:localhost:7"));
  EXPECT_EQ(resolve_socket("/tmp/x")->protocol, Protocol::unix_datagram) << "as OpenSIPS takes a bare path";
}

TEST(SocketAddress, WithoutAResolverIsAnIpAddressOrLocalhost) {
  for (const char* const text : {"udp:127.0.0.1:7", "tcp:[::1]:7", "tcp:localhost:7", "unix:/tmp/x", "/tmp/x"})
    EXPECT_TRUE(numeric_socket(text)) << text;
  EXPECT_EQ(numeric_socket("udp:localhost:7")->family(), AF_INET);
  for (const char* const text : {"udp:ip6-localhost:7", "tcp:host.invalid:7"}) {
    const auto address = numeric_socket(text);
    ASSERT_FALSE(address) << text;
    EXPECT_NE(address.error().find("not looked up"), std::string::npos) << address.error();
  }
}

}  // namespace
}  // namespace ringside::control
