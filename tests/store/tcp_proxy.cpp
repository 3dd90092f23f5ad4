#include "tests/store/tcp_proxy.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdint>
#include <stdexcept>
#include <string_view>

namespace ringside::store {
namespace {

constexpr int kTick = 10;  // milliseconds between looks at ending_

int tcp_socket() { return ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0); }

sockaddr_in loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  return address;
}

bool send_all(int to, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::send(to, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (n <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  return true;
}

/// What has come; empty at the end of the connection.
std::string_view receive(int from, char (&buffer)[65536]) {
  const ssize_t n = ::recv(from, buffer, sizeof buffer, 0);
  return {buffer, n > 0 ? static_cast<std::size_t>(n) : 0};
}

}  // namespace

TcpProxy::TcpProxy(int server_port) : server_port_{server_port}, listener_{tcp_socket()} {
  sockaddr_in address = loopback(0);
  socklen_t size = sizeof address;
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  if (::bind(listener_, generic, size) != 0 || ::listen(listener_, 16) != 0 || ::getsockname(listener_, generic, &size) != 0) {
    throw std::runtime_error("the proxy cannot listen");
  }
  port_ = ntohs(address.sin_port);
  acceptor_ = std::thread{[this] { accept_all(); }};
}

TcpProxy::~TcpProxy() {
  ending_ = true;
  release();
  acceptor_.join();
  for (std::thread& carrier : carriers_) carrier.join();
  ::close(listener_);
}

void TcpProxy::release() {
  {
    const std::lock_guard lock{mutex_};
    released_ = true;
  }
  changed_.notify_all();
}

void TcpProxy::accept_all() {
  while (!ending_) {
    pollfd waiting{listener_, POLLIN, 0};
    if (::poll(&waiting, 1, kTick) <= 0) continue;
    const int client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (client < 0) continue;
    ++connections_;
    carriers_.emplace_back([this, client] { carry(client); });
  }
}

void TcpProxy::carry(int client) {
  const int server = tcp_socket();
  const sockaddr_in address = loopback(server_port_);
  bool open = ::connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  char buffer[65536];
  while (open && !ending_) {
    pollfd ends[] = {{client, POLLIN, 0}, {server, POLLIN, 0}};
    if (::poll(ends, 2, kTick) <= 0) continue;
    if (ends[1].revents != 0) {
      const std::string_view bytes = receive(server, buffer);
      open = !bytes.empty() && send_all(client, bytes);
    }
    if (!open || ends[0].revents == 0) continue;
    const std::string_view bytes = receive(client, buffer);
    const bool commit = bytes.find("COMMIT") != std::string_view::npos;
    const Fate fate = commit ? fate_.exchange(Fate::pass) : Fate::pass;
    if (fate != Fate::pass) ++struck_;
    if (fate == Fate::delay) {
      ::shutdown(client, SHUT_RDWR);
      std::unique_lock lock{mutex_};
      changed_.wait(lock, [this] { return released_; });
    }
    open = !bytes.empty() && send_all(server, bytes);
    if (fate != Fate::pass) {
      receive(server, buffer);  // the server has done it
      open = false;
    }
  }
  ::close(server);
  ::close(client);
}

}  // namespace ringside::store
