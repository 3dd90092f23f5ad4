#include <netdb.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "tests/control/world.h"

/// Any bytes as a request, to an engine with calls and agents: what is answered is JSON-RPC, whatever was asked. The process
/// must not talk to anybody, so the ways out are closed.
extern "C" int getaddrinfo(const char*, const char*, const addrinfo*, addrinfo**) { return EAI_FAIL; }
extern "C" ssize_t sendto(int, const void*, size_t, int, const sockaddr*, socklen_t) {
  errno = ECONNREFUSED;
  return -1;
}
extern "C" int connect(int, const sockaddr*, socklen_t) {
  errno = ECONNREFUSED;
  return -1;
}

namespace {

using namespace ringside::control;

void check(bool holds) {
  if (!holds) std::abort();
}

void check_response(const nlohmann::json& response) {
  check(response.is_object() && response["jsonrpc"] == "2.0" && response.contains("id"));
  check(response.contains("result") != response.contains("error"));
  if (response.contains("error"))
    check(response["error"]["code"].is_number_integer() && response["error"]["message"].is_string());
}

ringside::core::Tables rows() {
  return {.flows = {World::flow(), World::flow("sales", "s2")},
          .agents = {World::agent("a1"), World::agent("a2", false), World::chatter("a3", 2)}};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static World world{rows()};
  if (world.host.engine().calls().size() < 5) world.call("b\xffob", "\"Bob\"\n");
  const std::string reply = world.ask_text({reinterpret_cast<const char*>(data), size});
  if (reply == "(nothing)") return 0;
  const nlohmann::json json = nlohmann::json::parse(reply);
  if (!json.is_array()) {
    check_response(json);
    return 0;
  }
  check(!json.empty());
  for (const auto& response : json) check_response(response);
  return 0;
}
