#include "scenarios/load/process.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <thread>

#include "scenarios/load/ports.h"
#include "scenarios/load/site.h"

namespace ringside::load {
namespace {

class ProcessTest : public testing::Test {
 protected:
  void SetUp() override {
    const auto made = make_run_directory({}, "process-test");
    ASSERT_TRUE(made);
    directory_ = *made;
  }
  void TearDown() override { std::filesystem::remove_all(directory_); }

  Result<Process> shell(const std::string& script) {
    return Process::start({"/bin/sh", {"-c", script}, directory_, directory_ / "out"});
  }
  std::string output() {
    std::ifstream file{directory_ / "out"};
    return {std::istreambuf_iterator<char>{file}, {}};
  }

  std::filesystem::path directory_;
};

TEST_F(ProcessTest, TellsExitCodeAndOutput) {
  auto process = shell("echo said; echo complained >&2; exit 7");
  ASSERT_TRUE(process);
  ASSERT_TRUE(process->wait(milliseconds{5'000}));
  EXPECT_EQ(process->exit_code(), 7);
  EXPECT_EQ(output(), "said\ncomplained\n");
}

TEST_F(ProcessTest, AProgramThatIsMissingIsSaidToBe) {
  auto process = Process::start({"/no/such/program", {}, directory_, directory_ / "out"});
  ASSERT_TRUE(process);
  ASSERT_TRUE(process->wait(milliseconds{5'000}));
  EXPECT_EQ(process->exit_code(), 127);
  EXPECT_NE(output().find("/no/such/program"), std::string::npos);
}

TEST_F(ProcessTest, OneThatIgnoresTheSignalIsKilled) {
  auto process = shell("trap '' TERM; echo ready; while :; do sleep 0.05; done");
  ASSERT_TRUE(process);
  while (output().empty()) std::this_thread::yield();
  EXPECT_FALSE(process->stop(SIGTERM, milliseconds{200}));
  EXPECT_EQ(process->exit_code(), 128 + SIGKILL);
}

TEST_F(ProcessTest, TheDestructorLeavesNothingRunning) {
  pid_t pid = 0;
  {
    auto process = shell("exec sleep 600");
    ASSERT_TRUE(process);
    pid = process->pid();
    EXPECT_TRUE(process->running());
  }
  EXPECT_EQ(::kill(pid, 0), -1);
}

TEST_F(ProcessTest, CpuTimeIsCountedWhileItRunsAndAfterwards) {
  auto process = shell("i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done");
  ASSERT_TRUE(process);
  ASSERT_TRUE(process->wait(milliseconds{30'000}));
  EXPECT_GT(process->cpu().count(), 0);
}

TEST(Ports, ATakenPortIsSeenAndNoneIsGivenTwice) {
  const auto one = free_port();
  const auto other = free_port();
  ASSERT_TRUE(one && other);
  EXPECT_NE(*one, *other);
  EXPECT_FALSE(port_taken(*one, false));
  EXPECT_FALSE(port_taken(*one, true));
}

}  // namespace
}  // namespace ringside::load
