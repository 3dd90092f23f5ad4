#include "engine/store/spill_file.h"

#include <gtest/gtest.h>

#include <fstream>
#include <vector>

#include "tests/store/raw_database.h"

namespace ringside::store {
namespace {

class SpillFileTest : public testing::Test {
 protected:
  SpillFile open(std::size_t bound = 1U << 20U) {
    auto file = SpillFile::open(path, bound);
    if (!file) throw std::runtime_error(file.error().message);
    return std::move(*file);
  }

  /// One record of each kind, with every field set.
  static Group sample(std::uint64_t first) {
    ports::CdrRecord cdr;
    cdr.caller = std::string{"al\0ice", 6};
    cdr.received = core::Time{core::Duration{1'700'000'000'123'456'789}};
    cdr.wait = core::Duration{1};
    cdr.pickup = core::Duration{2};
    cdr.talk = core::Duration{3};
    cdr.flow_id = "tech";
    cdr.agent_id = "bob";
    cdr.type = core::CdrType::rejected;
    cdr.rejected = 4'000'000'000U;
    cdr.fstats = 255;
    cdr.cid = 1ULL << 39U;
    cdr.media = core::Media::msrp;
    cdr.dissuaded = core::DissuadeReason::onhold;
    cdr.parent_cid = (1ULL << 39U) - 1;
    ports::CallRecord call;
    call.b2buaid = "7.3";
    call.state = core::CallState::toagent;
    call.media = core::Media::rtp;
    call.no_rej = 3;
    call.setup_time = core::from_unix_seconds(5);
    call.eta = 2'147'483'647;
    call.last_start = core::from_unix_seconds(6);
    call.recv_time = core::from_unix_seconds(-7);
    call.caller_dn = "Alice";
    call.caller_un = "alice";
    call.flow = "tech";
    call.agent = "bob";
    call.script_param = std::string(255, 'x');
    return {{first, cdr}, {first + 1, call}, {first + 2, CallRemoval{"7.3"}}, {first + 3, WrapupEnd{"bob", core::kNever}}};
  }

  TemporaryDirectory directory;
  std::filesystem::path path = directory / "spill";
};

TEST_F(SpillFileTest, gives_back_what_it_was_given_in_order) {
  SpillFile file = open();
  EXPECT_TRUE(file.empty());
  ASSERT_TRUE(file.append(sample(1)));
  ASSERT_TRUE(file.append(sample(5)));
  EXPECT_EQ(file.waiting(), 8U);
  Group first, rest;
  ASSERT_TRUE(file.read(4, first));
  EXPECT_EQ(first, sample(1));
  file.advance();
  ASSERT_TRUE(file.read(100, rest));
  EXPECT_EQ(rest, sample(5));
  EXPECT_FALSE(file.empty());
  file.advance();
  EXPECT_TRUE(file.empty());
}

TEST_F(SpillFileTest, what_was_read_but_not_passed_is_read_again) {
  SpillFile file = open();
  ASSERT_TRUE(file.append(sample(1)));
  Group once, again;
  ASSERT_TRUE(file.read(2, once));
  ASSERT_TRUE(file.append(sample(5)));
  ASSERT_TRUE(file.read(2, again));
  EXPECT_EQ(once, again);
}

TEST_F(SpillFileTest, keeps_records_and_its_id_over_a_restart) {
  std::string id;
  {
    SpillFile file = open();
    id = file.writer_id();
    ASSERT_TRUE(file.append(sample(11)));
  }
  SpillFile file = open();
  EXPECT_EQ(file.writer_id(), id);
  EXPECT_EQ(file.waiting(), 4U);
  EXPECT_EQ(file.last_sequence(), 14U);
  Group group;
  ASSERT_TRUE(file.read(10, group));
  EXPECT_EQ(group, sample(11));
  file.advance();
  EXPECT_EQ(std::filesystem::file_size(path), 50U) << "an emptied file is cut to its header";
}

TEST_F(SpillFileTest, a_torn_end_is_put_aside_and_what_is_before_it_stays) {
  { ASSERT_TRUE(open().append(sample(1))); }
  const auto whole = std::filesystem::file_size(path);
  { ASSERT_TRUE(open().append(sample(5))); }
  const auto both = std::filesystem::file_size(path);
  const auto wrapup_frame = 8 + 8 + 1 + 8 + 3 + 8;
  for (std::uintmax_t size = both - 1; size > both - wrapup_frame; --size) {
    std::filesystem::resize_file(path, size);
    SpillFile file = open();
    EXPECT_EQ(file.waiting(), 7U);
    EXPECT_EQ(file.damaged(), size - (both - wrapup_frame));
    EXPECT_TRUE(std::filesystem::exists(path.string() + ".damaged"));
    ASSERT_EQ(std::filesystem::file_size(path), both - wrapup_frame);
    Group again = sample(5);
    again.erase(again.begin(), again.begin() + 3);
    ASSERT_TRUE(file.append(again));
    ASSERT_EQ(std::filesystem::file_size(path), both);
  }
  EXPECT_GT(whole, 0U);
}

TEST_F(SpillFileTest, what_was_put_aside_stays_when_the_end_is_torn_again) {
  std::vector<std::uintmax_t> torn;
  for (const std::uint64_t first : {std::uint64_t{1}, std::uint64_t{5}}) {
    { ASSERT_TRUE(open().append(sample(first))); }
    torn.push_back(std::filesystem::file_size(path) - 1);
    std::filesystem::resize_file(path, torn.back());
    const SpillFile file = open();
    EXPECT_EQ(std::filesystem::file_size(file.damaged_file()), torn.back());
  }
  EXPECT_NE(torn[0], torn[1]);
  EXPECT_EQ(std::filesystem::file_size(path.string() + ".damaged"), torn[0]);
  EXPECT_EQ(std::filesystem::file_size(path.string() + ".damaged-2"), torn[1]);
}

TEST_F(SpillFileTest, no_flipped_bit_passes_for_a_record) {
  { ASSERT_TRUE(open().append(sample(1))); }
  std::string sound;
  {
    std::ifstream in{path, std::ios::binary};
    sound.assign(std::istreambuf_iterator<char>{in}, {});
  }
  for (std::size_t i = 50; i < sound.size(); ++i) {
    std::string flipped = sound;
    flipped[i] = static_cast<char>(flipped[i] ^ 0x10);
    { std::ofstream{path, std::ios::binary | std::ios::trunc} << flipped; }
    SpillFile file = open();
    ASSERT_LT(file.waiting(), 4U) << "byte " << i;
    Group group;
    ASSERT_TRUE(file.read(10, group));
    const Group expected = sample(1);
    ASSERT_TRUE(std::equal(group.begin(), group.end(), expected.begin())) << "byte " << i;
    std::filesystem::remove(file.damaged_file());
  }
}

TEST_F(SpillFileTest, never_grows_beyond_its_bound) {
  SpillFile file = open(2000);
  int groups = 0;
  while (file.append(sample(static_cast<std::uint64_t>(groups) * 4 + 1))) ++groups;
  EXPECT_GT(groups, 0);
  EXPECT_LE(std::filesystem::file_size(path), 2000U);
  EXPECT_EQ(file.waiting(), static_cast<std::size_t>(groups) * 4);
  Group group;
  ASSERT_TRUE(file.read(1000, group));
  file.advance();
  EXPECT_TRUE(file.append(sample(99))) << "there is room again";
}

TEST_F(SpillFileTest, belongs_to_one_engine_at_a_time) {
  const SpillFile file = open();
  const auto second = SpillFile::open(path, 1000);
  ASSERT_FALSE(second);
  EXPECT_NE(second.error().message.find("in use by another engine"), std::string::npos);
}

TEST_F(SpillFileTest, does_not_touch_a_file_that_is_something_else) {
  { std::ofstream{path} << std::string(100, 'z'); }
  const auto file = SpillFile::open(path, 1000);
  ASSERT_FALSE(file);
  EXPECT_NE(file.error().message.find("some other file"), std::string::npos);
  EXPECT_EQ(std::filesystem::file_size(path), 100U);
}

TEST_F(SpillFileTest, says_which_setting_names_another_place) {
  const auto file = SpillFile::open(directory / "no/such/folder/spill", 1000);
  ASSERT_FALSE(file);
  EXPECT_NE(file.error().message.find("spill_directory"), std::string::npos) << file.error().message;
}

TEST(record_bytes, that_are_cut_or_prolonged_are_refused) {
  std::string bytes;
  encode(CallRemoval{"7.3"}, bytes);
  Record record;
  ASSERT_TRUE(decode(bytes, record));
  EXPECT_FALSE(decode(bytes + "x", record));
  for (std::size_t size = 0; size < bytes.size(); ++size) EXPECT_FALSE(decode(bytes.substr(0, size), record));
  bytes[0] = 9;
  EXPECT_FALSE(decode(bytes, record));
}

}  // namespace
}  // namespace ringside::store
