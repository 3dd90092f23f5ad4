#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "tests/program/process.h"

namespace ringside {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

/// A directory with a copy of the front program, and one for PATH.
class Front : public ::testing::Test {
 protected:
  Front() {
    fs::create_directories(beside_);
    fs::create_directories(in_path_);
    fs::copy_file(FRONT_PROGRAM, beside_ / "ringside");
  }
  ~Front() override { fs::remove_all(root_); }

  void install(const fs::path& where, const std::string& name, const std::string& says, bool executable = true) {
    std::ofstream{where / name} << "#!/bin/sh\necho \"" << says << " $*\"\nexit 7\n";
    if (executable) fs::permissions(where / name, fs::perms::owner_all);
  }
  std::pair<std::optional<int>, std::string> run(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), beside_ / "ringside");
    Process process{arguments, {"PATH=" + in_path_.string() + ":/usr/bin:/bin"}};
    const auto code = process.wait_for_end(10s);
    return {code, process.output()};
  }

  const fs::path root_ = fs::temp_directory_path() / ("ringside_front_" + std::to_string(getpid()));
  const fs::path beside_ = root_ / "beside";
  const fs::path in_path_ = root_ / "path";
};

TEST_F(Front, BecomesTheProgramBesideItBeforeTheOneInPath) {
  install(in_path_, "ringside-sim", "from PATH");
  EXPECT_EQ(run({"sim", "compare", "a b"}), std::pair(std::optional{7}, std::string{"from PATH compare a b\n"}));
  install(beside_, "ringside-sim", "from beside");
  EXPECT_EQ(run({"sim"}), std::pair(std::optional{7}, std::string{"from beside \n"}));
  EXPECT_EQ(run({"help", "sim"}).second, "from beside --help\n");
}

TEST_F(Front, ListsWhatIsInstalledAndNothingElse) {
  install(beside_, "ringside-engine", "");
  install(in_path_, "ringside-extra", "");
  install(in_path_, "ringside-notes", "", false);
  const auto [code, text] = run({});
  EXPECT_EQ(code, 0);
  EXPECT_NE(text.find("\n  engine    the call centre"), std::string::npos) << text;
  EXPECT_NE(text.find("\n  extra"), std::string::npos) << text;
  EXPECT_EQ(text.find("notes"), std::string::npos) << text;
  EXPECT_EQ(text.find("  gui"), std::string::npos) << text;
}

TEST_F(Front, SaysWhatItFoundAndWhatIsAllowed) {
  install(beside_, "ringside-engine", "");
  const auto [code, text] = run({"engin"});
  EXPECT_EQ(code, 2);
  EXPECT_EQ(text.find("ringside: found 'engin', allowed is one of the installed programs:\n  engine"), 0u) << text;
  EXPECT_EQ(run({"--verson"}).first, 2);
  EXPECT_EQ(run({"../beside/ringside-engine"}).first, 2);
  EXPECT_EQ(run({""}).first, 0);
}

TEST_F(Front, TellsItsVersionAndCommit) {
  const auto [code, text] = run({"--version"});
  EXPECT_EQ(code, 0);
  EXPECT_EQ(text.find("ringside 0."), 0u) << text;
  EXPECT_NE(text.find("(commit "), std::string::npos) << text;
}

}  // namespace
}  // namespace ringside
