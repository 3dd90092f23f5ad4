#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace ringside::sip::test {

/// What carries a peer's messages on loopback: whole messages, one after the other. Driven from the test's thread.
class Wire {
 public:
  virtual ~Wire() = default;
  virtual std::optional<std::string> receive(std::chrono::milliseconds within) = 0;
  virtual void send(std::string_view text, std::uint16_t port) = 0;
  virtual std::uint16_t port() const = 0;
  /// "127.0.0.1" or "[::1]".
  virtual std::string host() const = 0;
  /// "UDP", "TCP" or "TLS".
  virtual std::string transport() const = 0;
};

struct TlsFiles {
  std::string certificate;  ///< with its key; empty: none
  std::string ca;           ///< what the other side is checked against; empty: not at all
};

std::unique_ptr<Wire> udp_wire();
std::unique_ptr<Wire> udp6_wire();
/// Takes connections, and makes one itself when it has something to say and none was made. The last one counts.
std::unique_ptr<Wire> tcp_wire();
std::unique_ptr<Wire> tls_wire(const TlsFiles& files);

}  // namespace ringside::sip::test
