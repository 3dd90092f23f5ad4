#include "scenarios/msrp/socket.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <optional>

namespace ringside::msrp {
namespace {

int new_socket() { return ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0); }

/// Answers must not wait for the peer's acknowledgement of the one before.
void send_at_once(int descriptor) {
  const int on = 1;
  ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

const sockaddr* generic(const sockaddr_in& address) { return reinterpret_cast<const sockaddr*>(&address); }

tl::unexpected<std::string> failure(const std::string& what) { return tl::unexpected{what + ": " + std::strerror(errno)}; }

/// Nothing if it is none of 127.0.0.0/8.
std::optional<sockaddr_in> loopback(const std::string& host, std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  if (::inet_pton(AF_INET, host.c_str(), &address.sin_addr) != 1 || (ntohl(address.sin_addr.s_addr) >> 24U) != 127) return {};
  return address;
}

}  // namespace

bool is_loopback(const std::string& host) { return loopback(host, 0).has_value(); }

Socket::~Socket() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

tl::expected<Socket, std::string> Socket::listen(std::uint16_t port) {
  Socket socket{new_socket()};
  const int on = 1;
  ::setsockopt(socket.descriptor_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::bind(socket.descriptor_, generic(address), sizeof address) != 0 || ::listen(socket.descriptor_, 1024) != 0)
    return failure("cannot listen at 127.0.0.1:" + std::to_string(port));
  return socket;
}

tl::expected<Socket, std::string> Socket::connect(const Uri& to) {
  const auto address = loopback(to.host, to.port);
  if (!address) return tl::unexpected{to_string(to) + ": not an address of 127.0.0.0/8"};
  Socket socket{new_socket()};
  send_at_once(socket.descriptor_);
  if (::connect(socket.descriptor_, generic(*address), sizeof *address) != 0 && errno != EINPROGRESS)
    return failure("cannot connect to " + to_string(to));
  return socket;
}

tl::expected<Socket, std::string> Socket::datagrams() {
  Socket socket{::socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)};
  if (socket.descriptor_ < 0) return failure("cannot have a UDP socket");
  return socket;
}

std::uint16_t Socket::port() const {
  sockaddr_in address{};
  socklen_t length = sizeof address;
  ::getsockname(descriptor_, reinterpret_cast<sockaddr*>(&address), &length);
  return ntohs(address.sin_port);
}

int Socket::accept() const {
  const int descriptor = ::accept4(descriptor_, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
  if (descriptor >= 0) send_at_once(descriptor);
  return descriptor;
}

int Socket::connect_result() const {
  int fault = 0;
  socklen_t length = sizeof fault;
  ::getsockopt(descriptor_, SOL_SOCKET, SO_ERROR, &fault, &length);
  return fault;
}

bool Socket::send_to(const std::string& host, std::uint16_t port, std::string_view bytes) const {
  const auto address = loopback(host, port);
  if (!address) return false;
  return ::sendto(descriptor_, bytes.data(), bytes.size(), 0, generic(*address), sizeof *address) >= 0;
}

}  // namespace ringside::msrp
