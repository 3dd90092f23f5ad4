#include "scenarios/load/ports.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <set>
#include <sstream>
#include <string>

namespace ringside::load {
namespace {

class Socket {
 public:
  explicit Socket(int type) : fd_{::socket(AF_INET, type | SOCK_CLOEXEC, 0)} {}
  ~Socket() {
    if (fd_ >= 0) ::close(fd_);
  }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;

  bool bind(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    return ::bind(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  }

  std::uint16_t port() const {
    sockaddr_in address{};
    socklen_t size = sizeof address;
    ::getsockname(fd_, reinterpret_cast<sockaddr*>(&address), &size);
    return ntohs(address.sin_port);
  }

 private:
  int fd_;
};

}  // namespace

Result<std::uint16_t> free_port() {
  static std::set<std::uint16_t> handed_out;
  for (int attempt = 0; attempt < 100; ++attempt) {
    Socket udp{SOCK_DGRAM};
    if (!udp.bind(0)) break;
    const std::uint16_t port = udp.port();
    Socket tcp{SOCK_STREAM};
    if (tcp.bind(port) && handed_out.insert(port).second) return port;
  }
  return failure(Error::Kind::environment, std::string{"no free port on 127.0.0.1: "} + std::strerror(errno));
}

bool port_taken(std::uint16_t port, bool tcp) {
  constexpr const char* kListening = "0A";
  std::ifstream table{tcp ? "/proc/net/tcp" : "/proc/net/udp"};
  std::string line;
  std::getline(table, line);
  while (std::getline(table, line)) {
    std::istringstream fields{line};
    std::string slot;
    std::string local;
    std::string remote;
    std::string state;
    fields >> slot >> local >> remote >> state;
    const auto colon = local.find(':');
    if (colon == std::string::npos || std::stoul(local.substr(colon + 1), nullptr, 16) != port) continue;
    if (!tcp || state == kListening) return true;
  }
  return false;
}

}  // namespace ringside::load
