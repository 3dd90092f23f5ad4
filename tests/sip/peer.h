#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/sip/wire.h"

namespace ringside::sip::test {

/// A SIP message as text, taken apart just far enough to be looked at and answered.
struct Message {
  std::string start;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;

  static Message parse(std::string_view text);
  bool is_request() const { return !start.starts_with("SIP/2.0"); }
  std::string method() const;
  int status() const;
  std::string uri() const;
  /// First value of the header; empty if there is none.
  std::string header(std::string_view name) const;
  std::string tag(std::string_view header_name) const;
  std::uint32_t cseq() const;
  std::string cseq_method() const;
  std::string contact() const;
};

std::string sdp(std::string_view who, int port, std::string_view more = {});

/// A phone, caller or media server of a test: one socket on loopback, UDP unless told otherwise, driven step by step from the
/// test's thread. It sends what it is told and nothing else: no retransmission, no automatic answer.
class Peer {
 public:
  explicit Peer(std::string name, std::unique_ptr<Wire> wire = udp_wire());
  Peer(const Peer&) = delete;
  Peer& operator=(const Peer&) = delete;

  const std::string& name() const { return name_; }
  std::string uri() const;
  std::uint16_t port() const { return wire_->port(); }
  /// Sent-protocol and sent-by of its Via.
  std::string via() const;
  void talks_to(std::uint16_t gateway_port) { gateway_port_ = gateway_port; }

  /// Whatever comes next, retransmissions left out; nothing within the time.
  std::optional<Message> receive(std::chrono::milliseconds within = kPatience);
  /// The next message that is this request or this answer; what else comes meanwhile is kept for a later call.
  Message expect(std::string_view method, std::chrono::milliseconds within = kPatience);
  Message expect_status(int status, std::string_view method, std::chrono::milliseconds within = kPatience);
  /// Whether nothing but retransmissions comes for so long.
  bool silent(std::chrono::milliseconds during);

  void send(std::string_view text);
  /// Answers a request; the To tag is ours.
  void reply(const Message& request, int status, std::string_view body = {}, std::string_view more = {});
  std::string tag() const { return tag_; }
  void new_tag();

  static constexpr std::chrono::milliseconds kPatience{10'000};

 private:
  std::string name_;
  std::string tag_;
  std::unique_ptr<Wire> wire_;
  std::uint16_t gateway_port_ = 0;
  std::deque<std::string> seen_;
  std::deque<Message> kept_;

  template <class Fits>
  Message await(std::string_view what, std::chrono::milliseconds within, Fits fits);
};

/// The caller's side of one dialog, built on a peer.
class Caller : public Peer {
 public:
  explicit Caller(std::string name, std::unique_ptr<Wire> wire = udp_wire()) : Peer{std::move(name), std::move(wire)} {}

  void invite(std::string_view flow, std::string_view body, std::string_view more = {});
  /// ACK to a 2xx of any INVITE of ours.
  void ack(const Message& answer, std::string_view body = {});
  void cancel();
  void bye();
  void request(std::string_view method, std::string_view body = {}, std::string_view more = {},
               std::string_view type = "application/sdp");
  /// 200 with SDP to a re-INVITE.
  void accept(const Message& reinvite, std::string_view body) { reply(reinvite, 200, body); }
  std::string call_id;
  std::string branch;
  std::uint32_t cseq = 0;
  std::string flow_id;
  std::string remote_tag;
  std::string remote_target;
  std::string from() const;
  std::string to() const;

 private:
  void send_request(std::string_view method, std::string_view target, std::uint32_t number, std::string_view body,
                    std::string_view more, std::string_view type);
  std::string last_target_;
};

}  // namespace ringside::sip::test
