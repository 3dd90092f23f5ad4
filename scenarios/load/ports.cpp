#include "scenarios/load/ports.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <memory>
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

  bool connect(const addrinfo& to) { return ::connect(fd_, to.ai_addr, to.ai_addrlen) == 0; }

  std::uint16_t port() const { return ntohs(address().sin_port); }
  sockaddr_in address() const {
    sockaddr_in address{};
    socklen_t size = sizeof address;
    ::getsockname(fd_, reinterpret_cast<sockaddr*>(&address), &size);
    return address;
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

Result<std::string> local_address_to(const std::string& host) {
  addrinfo hints{};
  hints.ai_family = AF_INET;
  hints.ai_socktype = SOCK_DGRAM;
  addrinfo* found = nullptr;
  // Any port will do: nothing is sent.
  if (const int error = ::getaddrinfo(host.c_str(), "9", &hints, &found); error != 0)
    return failure(Error::Kind::usage, host + ": " + ::gai_strerror(error));
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> addresses{found, &::freeaddrinfo};
  Socket udp{SOCK_DGRAM};
  if (!udp.connect(*addresses)) return failure(Error::Kind::usage, host + ": " + std::strerror(errno));
  const sockaddr_in own = udp.address();
  std::array<char, INET_ADDRSTRLEN> text{};
  ::inet_ntop(AF_INET, &own.sin_addr, text.data(), text.size());
  return std::string{text.data()};
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
