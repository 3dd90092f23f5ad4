#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace ringside::tidy {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

std::vector<std::string> lines_of(const std::string& name) {
  std::ifstream file{std::string{RINGSIDE_SOURCE_DIR} + "/packaging/" + name};
  EXPECT_TRUE(file) << name;
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

/// What stands behind `head` in the first line that begins with it.
std::string behind(const std::vector<std::string>& lines, const std::string& head) {
  for (const std::string& line : lines) {
    if (line.starts_with(head)) return line.substr(head.size());
  }
  return {};
}

/// Values of the sample configuration, those that are commented out as well, that are paths.
std::vector<std::string> paths_of_configuration() {
  std::vector<std::string> paths;
  for (const std::string& line : lines_of("ringside.ini")) {
    const std::size_t equals = line.find(" = ");
    const std::size_t path = line.find('/', equals == std::string::npos ? line.size() : equals);
    if (path == std::string::npos) continue;
    const bool url = line.compare(path, 3, "///") == 0;
    paths.push_back(line.substr(url ? path + 2 : path));
  }
  return paths;
}

class TheUnit : public ::testing::Test {
 protected:
  const std::vector<std::string> unit_ = lines_of("systemd/ringside-engine.service.in");
};

TEST_F(TheUnit, MakesTheTablesOfTheConfigurationThatItStartsWith) {
  const std::string start = behind(unit_, "ExecStart=");
  EXPECT_THAT(start, HasSubstr("/ringside-engine --config "));
  EXPECT_EQ(behind(unit_, "ExecStartPre=-"), start + " --init-db");
  EXPECT_THAT(behind(lines_of("ringside.ini"), "db_url = "),
              StartsWith("sqlite:///var/lib/" + behind(unit_, "StateDirectory=") + "/"));
}

TEST_F(TheUnit, HasThePlacesThatTheConfigurationNames) {
  const std::string state = behind(unit_, "StateDirectory=");
  const std::string runtime = behind(unit_, "RuntimeDirectory=");
  ASSERT_THAT(state, Not(IsEmpty()));
  ASSERT_THAT(runtime, Not(IsEmpty()));
  const std::vector<std::string> paths = paths_of_configuration();
  EXPECT_GE(paths.size(), 4U);
  for (const std::string& path : paths) {
    EXPECT_TRUE((path + "/").starts_with("/var/lib/" + state + "/") || (path + "/").starts_with("/run/" + runtime + "/"))
        << path;
  }
}

TEST_F(TheUnit, RunsAsTheUserThatIsMadeForIt) {
  EXPECT_THAT(behind(unit_, "DynamicUser="), IsEmpty()) << "its configuration could not be kept from others";
  EXPECT_THAT(lines_of("systemd/ringside.conf"), ::testing::Contains(StartsWith("u " + behind(unit_, "User=") + " ")));
  EXPECT_EQ(behind(unit_, "User="), behind(unit_, "Group="));
}

TEST_F(TheUnit, IsBroughtBackHoweverLongItTakesButNotWithAWrongConfiguration) {
  EXPECT_EQ(behind(unit_, "Restart="), "always");
  EXPECT_EQ(behind(unit_, "StartLimitIntervalSec="), "0");
  EXPECT_EQ(behind(unit_, "RestartPreventExitStatus="), "2");
}

}  // namespace
}  // namespace ringside::tidy
