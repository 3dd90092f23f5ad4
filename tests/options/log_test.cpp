#include "engine/log.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace ringside {
namespace {

TEST(LogLine, CarriesCallIdAndSequenceNumber) {
  EXPECT_EQ(log_line(LogFormat::text, core::CallId{412, 3}, "agent rings", {{"agent", "ann"}}),
            "agent rings call=412.3 cid=412 agent=ann");
  EXPECT_EQ(log_line(LogFormat::json, core::CallId{412, 3}, "agent rings", {{"agent", "ann"}}),
            R"("message":"agent rings","call":"412.3","cid":"412","agent":"ann")");
}

TEST(LogLine, CannotBeForgedByAValue) {
  EXPECT_EQ(log_line(LogFormat::text, {}, "caller", {{"user", "bob\n2026-01-01 error gone \"x\"\x1b[31m"}}),
            R"(caller user="bob\n2026-01-01 error gone \"x\"\u001b[31m")");
  EXPECT_EQ(log_line(LogFormat::json, {}, "a\nb", {}), R"("message":"a\nb")");
  EXPECT_EQ(log_line(LogFormat::text, {}, "caller", {{"user", ""}}), R"(caller user="")");
}

TEST(Log, WritesLinesAboveItsLevelToItsFile) {
  const std::string path = std::filesystem::temp_directory_path() / ("ringside_log_" + std::to_string(getpid()));
  {
    auto log = Log::open({LogLevel::info, LogFormat::json, path});
    ASSERT_TRUE(log) << log.error();
    EXPECT_FALSE((*log)->enabled(LogLevel::debug));
    (*log)->write(LogLevel::debug, "not this");
    (*log)->write(LogLevel::warning, "this {} one", {{"n", "1"}});
  }
  std::ifstream file{path};
  std::stringstream text;
  text << file.rdbuf();
  std::filesystem::remove(path);
  EXPECT_EQ(text.str().find("not this"), std::string::npos);
  EXPECT_NE(text.str().find(R"("level":"warning","message":"this {} one","n":"1"})"), std::string::npos) << text.str();
}

TEST(Log, GoesOnInANewFileWhenTheOldOneWasMovedAway) {
  const std::string path = std::filesystem::temp_directory_path() / ("ringside_log_moved_" + std::to_string(getpid()));
  const auto contents = [](const std::string& name) {
    std::ifstream file{name};
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
  };
  {
    auto log = Log::open({LogLevel::info, LogFormat::text, path});
    ASSERT_TRUE(log) << log.error();
    (*log)->write(LogLevel::warning, "before");
    // A warning is flushed, by the log's own thread.
    for (int i = 0; i < 1000 && contents(path).find("before") == std::string::npos; ++i) ::usleep(1000);
    std::filesystem::rename(path, path + ".1");
    (*log)->reopen();
    (*log)->write(LogLevel::warning, "after");
  }
  EXPECT_NE(contents(path + ".1").find("before"), std::string::npos);
  EXPECT_EQ(contents(path).find("before"), std::string::npos);
  EXPECT_NE(contents(path).find("after"), std::string::npos);
  std::filesystem::remove(path);
  std::filesystem::remove(path + ".1");
}

TEST(Log, OnStandardErrorHasNothingToOpenAnew) {
  auto log = Log::open({LogLevel::error, LogFormat::text, ""});
  ASSERT_TRUE(log) << log.error();
  (*log)->reopen();
}

TEST(Log, SaysWhenItsFileCannotBeOpened) {
  const auto log = Log::open({LogLevel::info, LogFormat::text, "/proc/no/such/place"});
  ASSERT_FALSE(log);
  EXPECT_NE(log.error().find("/proc/no/such/place"), std::string::npos);
}

}  // namespace
}  // namespace ringside
