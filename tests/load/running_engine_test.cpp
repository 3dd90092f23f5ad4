#include "scenarios/load/scenario/running_engine.h"

#include <gtest/gtest.h>

#include "scenarios/format/load.h"

namespace ringside::load {
namespace {

TEST(TheAddressOfAnMi, IsAHostAndAPort) {
  for (const char* const good : {"http://127.0.0.1:8888", "http://127.0.0.1:8888/", "http://127.0.0.1:8888/mi"}) {
    const auto address = MiAddress::read(good);
    ASSERT_TRUE(address) << good;
    EXPECT_EQ(address->host, "127.0.0.1") << good;
    EXPECT_EQ(address->port, 8888) << good;
  }
  for (const char* const bad : {"", "127.0.0.1:8888", "http://127.0.0.1", "http://:8888", "http://h:0", "http://h:99999",
                                "http://h:80x", "https://h:80", "http://h:80/other/mi"}) {
    EXPECT_FALSE(MiAddress::read(bad)) << bad;
  }
}

sim::Plan* plan_of(const std::string& agents, const std::string& queue, std::unique_ptr<scenario::Scenario>& keep) {
  auto read = scenario::parse_scenario("flows: {help: {message_queue: \"" + queue +
                                           "\", calls: {arrivals: 60/h, handle_time: 1m}}}\nagents: {team: {skills: [help]" +
                                           agents + "}}\nhorizon: 1h\n",
                                       "centre.yaml");
  EXPECT_TRUE(read) << scenario::to_string(read.error().front());
  keep = std::make_unique<scenario::Scenario>(std::move(*read));
  return new sim::Plan{*keep};
}

TEST(TheLocalPlacesOfAScenario, AreThePortsOfItsPhonesAndAnnouncements) {
  std::unique_ptr<scenario::Scenario> keep;
  const std::unique_ptr<sim::Plan> plan{plan_of(
      ", count: 2, chats: 1, location: \"sip:{agent}@127.0.0.1:17001\", chat_location: \"sip:{agent}@127.0.0.1:17003;x=1\"",
      "sip:queue@127.0.0.1:17002", keep)};
  const auto places = local_places(*plan);
  ASSERT_TRUE(places) << places.error().message;
  EXPECT_EQ(places->phones.at(0), 17001);
  EXPECT_EQ(places->chats.at(0), 17003);
  EXPECT_EQ(places->media, 17002);
}

TEST(TheLocalPlacesOfAScenario, AreAllNamedThatAreElsewhere) {
  std::unique_ptr<scenario::Scenario> keep;
  const std::unique_ptr<sim::Plan> plan{plan_of("", "sip:queue@192.0.2.1:5060", keep)};
  const auto places = local_places(*plan);
  ASSERT_FALSE(places);
  EXPECT_EQ(places.error().kind, Error::Kind::usage);
  EXPECT_NE(places.error().message.find("agents.team.location: found sip:team@agents.invalid"), std::string::npos)
      << places.error().message;
  EXPECT_NE(places.error().message.find("flows.help.message_queue: found sip:queue@192.0.2.1:5060"), std::string::npos);
}

}  // namespace
}  // namespace ringside::load
