#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "engine/control/transport_fifo.h"
#include "tests/control/engine_thread.h"
#include "tests/control/world.h"

namespace ringside::control {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

constexpr const char* kListCalls = R"({"jsonrpc":"2.0","method":"cc_list_calls","id":"7"})";
constexpr const char* kNoCalls = R"({"jsonrpc":"2.0","result":{"Calls":[]},"id":"7"})";

/// A client as OpenSIPS' own: it makes its reply FIFO, writes without a line end, and reads one line.
class Fifo : public ::testing::Test {
 protected:
  Fifo() {
    std::string name = (fs::temp_directory_path() / "ringside_fifo_XXXXXX").string();
    directory = ::mkdtemp(name.data());
    settings.path = directory / "engine_fifo";
    settings.reply_directory = directory;
    settings.client_time = 300ms;
  }
  ~Fifo() override {
    transport.reset();
    fs::remove_all(directory);
  }
  void start() {
    auto started = FifoTransport::start(settings, thread, world.control);
    ASSERT_TRUE(started) << started.error();
    transport = std::move(*started);
  }
  void write(const std::string& bytes) const {
    const int fd = ::open(settings.path.c_str(), O_WRONLY);
    ASSERT_GE(fd, 0);
    ASSERT_EQ(::write(fd, bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
    ::close(fd);
  }
  void make_reply_fifo(const std::string& name) const { ASSERT_EQ(::mkfifo((directory / name).c_str(), 0666), 0); }
  std::string read_reply(const std::string& name) const {
    std::ifstream reply{directory / name};  // waits for the engine to open it
    std::string line;
    std::getline(reply, line);
    return line;
  }
  std::string ask(const std::string& text, const std::string& name = "reply") const {
    make_reply_fifo(name);
    write(":" + name + ":" + text);
    std::string line = read_reply(name);
    fs::remove(directory / name);
    return line;
  }

  World world{{.flows = {World::flow()}, .agents = {World::agent("a1")}}};
  EngineThread thread;
  fs::path directory;
  FifoSettings settings;
  std::unique_ptr<FifoTransport> transport;
};

TEST_F(Fifo, AnswersARequestIntoTheNamedFifoInOneLine) {
  start();
  EXPECT_EQ(ask(kListCalls), kNoCalls);
  EXPECT_EQ(ask(R"({"jsonrpc":"2.0","method":"nothing","id":1})"),
            R"({"jsonrpc":"2.0","error":{"code":-32601,"message":"Method not found"},"id":1})");
}

TEST_F(Fifo, IsAFileForOwnerAndGroupAndIsGoneAfterwards) {
  start();
  struct stat status {};
  ASSERT_EQ(::stat(settings.path.c_str(), &status), 0);
  EXPECT_TRUE(S_ISFIFO(status.st_mode));
  EXPECT_EQ(status.st_mode & 0777, 0660u);
  transport.reset();
  EXPECT_FALSE(fs::exists(settings.path));
}

TEST_F(Fifo, ClientsThatOnlyOpenAndCloseItDoNoHarm) {
  start();
  for (int i = 0; i < 20; ++i) write("");
  EXPECT_EQ(ask(kListCalls), kNoCalls);
}

TEST_F(Fifo, SeveralRequestsInOneWriteAreAllAnswered) {
  start();
  make_reply_fifo("one");
  make_reply_fifo("two");
  write(std::string{":one:"} + kListCalls + R"(::{"jsonrpc":"2.0","method":"cc_agent_login","params":["a1",0],"id":1})" +
        ":two:" + kListCalls);
  EXPECT_EQ(read_reply("two"), kNoCalls) << "one, who has not opened his FIFO yet, keeps nobody waiting";
  EXPECT_EQ(read_reply("one"), kNoCalls);
  EXPECT_NE(ask(R"({"jsonrpc":"2.0","method":"cc_list_agents","id":1})").find(R"("Loged in":"NO")"), std::string::npos);
}

TEST_F(Fifo, ALongAnswerReachesASlowReaderWhole) {
  settings.client_time = 10s;
  for (int i = 0; i < 3000; ++i) world.call("caller-with-a-long-name-" + std::to_string(i));
  start();
  const std::string line = ask(R"({"jsonrpc":"2.0","method":"cc_list_queue","id":1})");
  EXPECT_GT(line.size(), 300'000u);
  EXPECT_TRUE(line.ends_with(R"(]},"id":1})")) << line.substr(line.size() - 20);
}

TEST_F(Fifo, HalfARequestIsRefusedAfterAWhileAndTheNextIsHeard) {
  start();
  EXPECT_NE(ask(R"({"jsonrpc":"2.0",)").find("-32700"), std::string::npos);
  EXPECT_EQ(ask(kListCalls), kNoCalls);
}

TEST_F(Fifo, WritesIntoNothingButAPlainFifo) {
  start();
  const fs::path file = directory / "file";
  std::ofstream{file} << "precious";
  make_reply_fifo("elsewhere");
  fs::create_symlink(directory / "elsewhere", directory / "link");
  fs::create_hard_link(directory / "elsewhere", directory / "hard");
  for (const char* const name : {"file", "link", "hard", "missing"}) write(std::string{":"} + name + ":" + kListCalls);
  EXPECT_EQ(ask(kListCalls), kNoCalls);
  std::string content;
  std::getline(std::ifstream{file} >> std::ws, content);
  EXPECT_EQ(content, "precious");
  const int fd = ::open((directory / "elsewhere").c_str(), O_RDONLY | O_NONBLOCK);
  char byte = 0;
  EXPECT_LE(::read(fd, &byte, 1), 0) << "written through a link";
  ::close(fd);
}

TEST_F(Fifo, AFileThatWasDeletedIsMadeAnew) {
  start();
  fs::remove(settings.path);
  for (int i = 0; i < 500 && !fs::exists(settings.path); ++i) std::this_thread::sleep_for(10ms);
  EXPECT_EQ(ask(kListCalls), kNoCalls);
}

TEST_F(Fifo, TakesTheFileOfADeadEngineButNothingElse) {
  ASSERT_EQ(::mkfifo(settings.path.c_str(), 0600), 0);
  start();
  EXPECT_EQ(ask(kListCalls), kNoCalls);
  const auto second = FifoTransport::start(settings, thread, world.control);
  ASSERT_FALSE(second);
  EXPECT_NE(second.error().find("is read by another process"), std::string::npos) << second.error();
  transport.reset();
  std::ofstream{settings.path} << "precious";
  const auto third = FifoTransport::start(settings, thread, world.control);
  ASSERT_FALSE(third);
  EXPECT_NE(third.error().find("is there and is no FIFO"), std::string::npos) << third.error();
}

TEST_F(Fifo, AnEngineThatStandsStillIsAnErrorInTheAnswer) {
  settings.patience = 30ms;
  start();
  thread.hold();
  EXPECT_EQ(ask(kListCalls),
            R"({"jsonrpc":"2.0","error":{"code":503,"message":"The engine did not answer in time"},"id":"7"})");
  thread.release();
  EXPECT_EQ(ask(kListCalls), kNoCalls);
}

}  // namespace
}  // namespace ringside::control
