#include "reports/store/output_file.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <iterator>

namespace ringside::report {
namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& file) {
  std::ifstream in{file, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

class AnOutputFile : public testing::Test {
 protected:
  void SetUp() override {
    fs::remove_all(folder_);
    fs::create_directories(folder_ / "elsewhere");
  }
  void TearDown() override { fs::remove_all(folder_); }

  const fs::path folder_ = fs::temp_directory_path() / ("ringside-output-" + std::to_string(getpid()));
};

TEST_F(AnOutputFile, IsMadeOrReplacedAndLeavesNothingElse) {
  const fs::path file = folder_ / "elsewhere" / "a.json";
  EXPECT_TRUE(write_output_file(file, "longer than the next"));
  EXPECT_TRUE(write_output_file(file, "one"));
  EXPECT_EQ(read(file), "one");
  EXPECT_EQ(std::distance(fs::directory_iterator{folder_ / "elsewhere"}, fs::directory_iterator{}), 1);
}

TEST_F(AnOutputFile, ThatIsAPipeStaysOneAndGetsTheText) {
  const fs::path pipe = folder_ / "pipe";
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  const int reader = open(pipe.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC);
  ASSERT_GE(reader, 0);
  EXPECT_TRUE(write_output_file(pipe, "a report"));
  EXPECT_TRUE(fs::is_fifo(pipe));
  char text[20] = "";
  EXPECT_EQ(::read(reader, text, sizeof text - 1), 8);
  EXPECT_STREQ(text, "a report");
  close(reader);
}

TEST_F(AnOutputFile, ThatIsALinkStaysOneAndItsTargetIsWritten) {
  const fs::path link = folder_ / "latest.json";
  fs::create_symlink("elsewhere/target.json", link);
  for (const char* const text : {"through a link that leads nowhere yet", "once more"}) {
    EXPECT_TRUE(write_output_file(link, text));
    EXPECT_TRUE(fs::is_symlink(link));
    EXPECT_EQ(read(folder_ / "elsewhere" / "target.json"), text);
  }
}

TEST_F(AnOutputFile, ThatIsALinkToADeviceLeavesBothAsTheyAre) {
  const fs::path link = folder_ / "nowhere";
  fs::create_symlink("/dev/null", link);
  EXPECT_TRUE(write_output_file(link, "a report"));
  EXPECT_TRUE(fs::is_symlink(link));
  EXPECT_TRUE(fs::is_character_file("/dev/null"));
}

TEST_F(AnOutputFile, ThatCannotBeWrittenIsAFault) {
  EXPECT_FALSE(write_output_file(folder_ / "no" / "such" / "folder.json", "a report"));
  EXPECT_FALSE(write_output_file(folder_, "a report"));
  EXPECT_TRUE(fs::is_directory(folder_));
}

}  // namespace
}  // namespace ringside::report
