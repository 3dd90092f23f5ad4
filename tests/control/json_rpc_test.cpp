#include <gtest/gtest.h>

#include <chrono>
#include <random>
#include <sstream>

#include "tests/control/world.h"

namespace ringside::control {
namespace {

class JsonRpc : public ::testing::Test {
 protected:
  World world{{.flows = {World::flow()}, .agents = {World::agent("a1")}}};
};

TEST_F(JsonRpc, EchoesAnyId) {
  for (const char* const id : {R"("x")", "1", "-7", "1.5", "null", "true", R"([1,{"a":"b"}])", R"("é")"}) {
    EXPECT_EQ(world.ask_text(R"({"jsonrpc":"2.0","method":"cc_list_calls","id":)" + std::string{id} + "}"),
              R"({"jsonrpc":"2.0","result":{"Calls":[]},"id":)" + std::string{id} + "}");
  }
}

TEST_F(JsonRpc, TakesParamsAbsentEmptyByNameAndByPosition) {
  for (const char* const params : {"", R"(,"params":{})", R"(,"params":[])", R"(,"params":null)"}) {
    EXPECT_EQ(world.ask_text(R"({"jsonrpc":"2.0","method":"cc_list_calls","id":1)" + std::string{params} + "}"),
              R"({"jsonrpc":"2.0","result":{"Calls":[]},"id":1})");
  }
}

TEST_F(JsonRpc, ANotificationIsCarriedOutAndNotAnswered) {
  EXPECT_EQ(world.ask_text(R"({"jsonrpc":"2.0","method":"cc_agent_login","params":["a1",0]})"), "(nothing)");
  EXPECT_FALSE(world.host.engine().agent(core::AgentIndex{0}).logged_in);
  EXPECT_EQ(world.ask_text(R"({"jsonrpc":"2.0","method":"no_such_method"})"), "(nothing)") << "not even its errors";
}

TEST_F(JsonRpc, ABatchIsAnsweredAsABatchWithoutItsNotifications) {
  EXPECT_EQ(
      world.ask_text(R"([{"jsonrpc":"2.0","method":"cc_agent_login","params":["a1",0]},)"
                     R"({"jsonrpc":"2.0","method":"cc_list_calls","id":2},7,)"
                     R"({"jsonrpc":"2.0","method":"nothing","id":"4"}])"),
      R"([{"jsonrpc":"2.0","result":{"Calls":[]},"id":2},)"
      R"({"jsonrpc":"2.0","error":{"code":-32600,"message":"Invalid Request","data":"a request is an object"},"id":null},)"
      R"({"jsonrpc":"2.0","error":{"code":-32601,"message":"Method not found"},"id":"4"}])");
  EXPECT_EQ(world.ask_text(R"([{"jsonrpc":"2.0","method":"which"},{"jsonrpc":"2.0","method":"which"}])"), "(nothing)");
  EXPECT_NE(world.ask_text("[]").find(R"("code":-32600)"), std::string::npos);
}

TEST_F(JsonRpc, ErrorsHaveTheCodesOfTheStandard) {
  const std::pair<const char*, int> cases[] = {
      {"", -32700},
      {"{", -32700},
      {"not json", -32700},
      {R"({"jsonrpc":"2.0","method":"which","id":1} trailing)", -32700},
      {"{\"jsonrpc\":\"2.0\",\"method\":\"\xff\",\"id\":1}", -32700},
      {R"({"jsonrpc":"2.0","method":"which","id":1e999})", -32700},
      {"1", -32600},
      {"null", -32600},
      {"\"text\"", -32600},
      {"{}", -32600},
      {R"({"method":"which","id":1})", -32600},
      {R"({"jsonrpc":"1.0","method":"which","id":1})", -32600},
      {R"({"jsonrpc":2.0,"method":"which","id":1})", -32600},
      {R"({"jsonrpc":"2.0","id":1})", -32600},
      {R"({"jsonrpc":"2.0","method":7,"id":1})", -32600},
      {R"({"jsonrpc":"2.0","method":"","id":1})", -32601},
      {R"({"jsonrpc":"2.0","method":"cc_list_agent","id":1})", -32601},
      {R"({"jsonrpc":"2.0","method":"cc_list_calls","params":"x","id":1})", -32602},
      {R"({"jsonrpc":"2.0","method":"cc_list_calls","params":[1],"id":1})", -32602},
      {R"({"jsonrpc":"2.0","method":"cc_list_calls","params":{"x":1},"id":1})", -32602},
  };
  for (const auto& [text, code] : cases) {
    EXPECT_NE(world.ask_text(text).find(R"("error":{"code":)" + std::to_string(code)), std::string::npos)
        << text << " -> " << world.ask_text(text);
  }
}

TEST_F(JsonRpc, DeepNestingHugeTextsAndLongBatchesAreRefused) {
  const std::string deep(500'000, '[');
  EXPECT_NE(world.ask_text(deep).find("-32700"), std::string::npos);
  const std::string closed = std::string(50'000, '[') + std::string(50'000, ']');
  EXPECT_NE(world.ask_text(closed).find("nested deeper"), std::string::npos);
  std::string objects;
  for (int i = 0; i < 20'000; ++i) objects += "{\"a\":";
  EXPECT_NE(world.ask_text(objects).find("-32700"), std::string::npos);
  EXPECT_NE(world.ask_text(std::string(kMaxText + 1, ' ')).find("megabyte"), std::string::npos);
  std::string batch = "[0";
  for (std::size_t i = 0; i < kMaxBatch; ++i) batch += ",0";
  EXPECT_NE(world.ask_text(batch + "]").find("a batch of more than"), std::string::npos);
}

TEST_F(JsonRpc, ManyKeysAreRefusedBeforeTheyCostTime) {
  std::ostringstream params;
  for (int i = 0; i < 100'000; ++i) params << (i == 0 ? "" : ",") << '"' << std::hex << i << "\":0";
  const std::string text = R"({"jsonrpc":"2.0","method":"which","id":1,"params":{)" + params.str() + "}}";
  ASSERT_LT(text.size(), kMaxText);
  const auto begun = std::chrono::steady_clock::now();
  EXPECT_NE(world.ask_text(text).find("found more than 2000 keys"), std::string::npos);
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds{2});
}

TEST_F(JsonRpc, RandomlyDamagedRequestsAreAnsweredOrRefusedButNeverCrash) {
  const std::string sound =
      R"([{"jsonrpc":"2.0","method":"cc_agent_login","params":{"agent_id":"a1","state":"1"},"id":[1,"x"]},)"
      R"({"jsonrpc":"2.0","method":"get_statistics","params":[["all","ccf_awt-tech"]],"id":2}])";
  const auto seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random{seed};
  for (int round = 0; round < 5000; ++round) {
    std::string damaged = sound;
    const auto cuts = 1 + random() % 4;
    for (unsigned i = 0; i < cuts && !damaged.empty(); ++i) {
      const std::size_t at = random() % damaged.size();
      switch (random() % 3) {
        case 0: damaged[at] = static_cast<char>(random()); break;
        case 1: damaged.erase(at, 1 + random() % 8); break;
        default: damaged.insert(at, damaged.substr(random() % damaged.size(), random() % 16)); break;
      }
    }
    const std::string reply = world.ask_text(damaged);
    ASSERT_TRUE(reply == "(nothing)" || reply.find("\"jsonrpc\":\"2.0\"") != std::string::npos) << damaged << "\n" << reply;
  }
}

}  // namespace
}  // namespace ringside::control
