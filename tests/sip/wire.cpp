#include "tests/sip/wire.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <stdexcept>

namespace ringside::sip::test {
namespace {

using Clock = std::chrono::steady_clock;

struct Address {
  sockaddr_storage storage{};
  socklen_t size = 0;
  sockaddr* get() { return reinterpret_cast<sockaddr*>(&storage); }
};

Address loopback(int family, std::uint16_t port) {
  Address address;
  if (family == AF_INET) {
    auto* const v4 = reinterpret_cast<sockaddr_in*>(&address.storage);
    v4->sin_family = AF_INET;
    v4->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    v4->sin_port = htons(port);
    address.size = sizeof *v4;
  } else {
    auto* const v6 = reinterpret_cast<sockaddr_in6*>(&address.storage);
    v6->sin6_family = AF_INET6;
    v6->sin6_addr = in6addr_loopback;
    v6->sin6_port = htons(port);
    address.size = sizeof *v6;
  }
  return address;
}

/// Bound to a free port of loopback.
int bound_socket(int family, int type, std::uint16_t& port) {
  const int made = socket(family, type | SOCK_CLOEXEC, 0);
  Address address = loopback(family, 0);
  if (made < 0 || bind(made, address.get(), address.size) != 0 || getsockname(made, address.get(), &address.size) != 0)
    throw std::runtime_error{"no socket on loopback"};
  port = ntohs(reinterpret_cast<sockaddr_in*>(&address.storage)->sin_port);
  return made;
}

int left_until(Clock::time_point deadline) {
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
  return static_cast<int>(std::max<long long>(left, 0));
}

class UdpWire : public Wire {
 public:
  explicit UdpWire(int family) : family_{family}, socket_{bound_socket(family, SOCK_DGRAM, port_)} {}
  UdpWire(const UdpWire&) = delete;
  UdpWire& operator=(const UdpWire&) = delete;
  ~UdpWire() override { close(socket_); }

  std::optional<std::string> receive(std::chrono::milliseconds within) override {
    const auto deadline = Clock::now() + within;
    while (true) {
      pollfd ready{socket_, POLLIN, 0};
      if (poll(&ready, 1, left_until(deadline)) <= 0) return {};
      char buffer[65536];
      const ssize_t size = recv(socket_, buffer, sizeof buffer, 0);
      if (size > 0) return std::string(buffer, static_cast<std::size_t>(size));
    }
  }

  void send(std::string_view text, std::uint16_t port) override {
    Address to = loopback(family_, port);
    sendto(socket_, text.data(), text.size(), 0, to.get(), to.size);
  }

  std::uint16_t port() const override { return port_; }
  std::string host() const override { return family_ == AF_INET ? "127.0.0.1" : "[::1]"; }
  std::string transport() const override { return "UDP"; }

 private:
  int family_;
  std::uint16_t port_ = 0;
  int socket_;
};

/// RFC 3261 18.3: a message ends where its Content-Length says. Zero if it is not complete yet.
std::size_t complete_message(std::string_view text) {
  const std::size_t head = text.find("\r\n\r\n");
  if (head == std::string_view::npos) return 0;
  constexpr std::string_view kName = "\r\nContent-Length:";
  for (std::size_t at = 0; at < head; ++at) {
    if (strncasecmp(text.data() + at, kName.data(), kName.size()) != 0) continue;
    const std::size_t size = head + 4 + static_cast<std::size_t>(std::atoi(text.data() + at + kName.size()));
    return size <= text.size() ? size : 0;
  }
  return head + 4;
}

class StreamWire : public Wire {
 public:
  StreamWire() : listener_{bound_socket(AF_INET, SOCK_STREAM, port_)} {
    if (listen(listener_, 8) != 0) throw std::runtime_error{"cannot listen"};
  }
  explicit StreamWire(const TlsFiles& files) : StreamWire() {
    context_.reset(SSL_CTX_new(TLS_method()));
    const char* const certificate = files.certificate.c_str();
    if (!files.certificate.empty() && (SSL_CTX_use_certificate_chain_file(context_.get(), certificate) != 1 ||
                                       SSL_CTX_use_PrivateKey_file(context_.get(), certificate, SSL_FILETYPE_PEM) != 1)) {
      throw std::runtime_error{"no certificate in " + files.certificate};
    }
    if (!files.ca.empty()) {
      SSL_CTX_load_verify_locations(context_.get(), files.ca.c_str(), nullptr);
      SSL_CTX_set_verify(context_.get(), SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
    }
  }
  StreamWire(const StreamWire&) = delete;
  StreamWire& operator=(const StreamWire&) = delete;
  ~StreamWire() override {
    hang_up();
    close(listener_);
  }

  std::optional<std::string> receive(std::chrono::milliseconds within) override {
    const auto deadline = Clock::now() + within;
    while (true) {
      if (const std::size_t size = complete_message(read_); size > 0) {
        std::string message = read_.substr(0, size);
        read_.erase(0, size);
        return message;
      }
      if (ssl_ != nullptr && SSL_pending(ssl_.get()) > 0) {
        read_more();
        continue;
      }
      pollfd ready[2]{{listener_, POLLIN, 0}, {connection_, POLLIN, 0}};
      if (poll(ready, connection_ >= 0 ? 2 : 1, left_until(deadline)) <= 0) return {};
      if (ready[0].revents != 0) {
        use(accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC), true);
      } else {
        read_more();
      }
    }
  }

  void send(std::string_view text, std::uint16_t port) override {
    if (connection_ < 0) {
      const int made = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
      Address to = loopback(AF_INET, port);
      if (connect(made, to.get(), to.size) != 0) throw std::runtime_error{"nobody takes the connection"};
      use(made, false);
    }
    if (connection_ < 0) return;
    const auto size = static_cast<int>(text.size());
    if (ssl_ != nullptr) {
      SSL_write(ssl_.get(), text.data(), size);
    } else {
      ::send(connection_, text.data(), text.size(), MSG_NOSIGNAL);
    }
  }

  std::uint16_t port() const override { return port_; }
  std::string host() const override { return "127.0.0.1"; }
  std::string transport() const override { return context_ != nullptr ? "TLS" : "TCP"; }

 private:
  struct Free {
    void operator()(SSL* ssl) const { SSL_free(ssl); }
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
  };

  void use(int connection, bool accepted) {
    hang_up();
    connection_ = connection;
    if (context_ == nullptr) return;
    ssl_.reset(SSL_new(context_.get()));
    SSL_set_fd(ssl_.get(), connection_);
    if ((accepted ? SSL_accept(ssl_.get()) : SSL_connect(ssl_.get())) != 1) hang_up();
  }

  void read_more() {
    char buffer[16384];
    const ssize_t size =
        ssl_ != nullptr ? SSL_read(ssl_.get(), buffer, sizeof buffer) : recv(connection_, buffer, sizeof buffer, 0);
    if (size > 0) {
      read_.append(buffer, static_cast<std::size_t>(size));
    } else {
      hang_up();
    }
  }

  void hang_up() {
    ssl_.reset();
    if (connection_ >= 0) close(connection_);
    connection_ = -1;
    read_.clear();
  }

  std::unique_ptr<SSL_CTX, Free> context_;
  std::unique_ptr<SSL, Free> ssl_;
  std::uint16_t port_ = 0;
  int listener_;
  int connection_ = -1;
  std::string read_;
};

}  // namespace

std::unique_ptr<Wire> udp_wire() { return std::make_unique<UdpWire>(AF_INET); }
std::unique_ptr<Wire> udp6_wire() { return std::make_unique<UdpWire>(AF_INET6); }
std::unique_ptr<Wire> tcp_wire() { return std::make_unique<StreamWire>(); }
std::unique_ptr<Wire> tls_wire(const TlsFiles& files) { return std::make_unique<StreamWire>(files); }

}  // namespace ringside::sip::test
