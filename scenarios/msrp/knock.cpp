#include "scenarios/msrp/knock.h"

#include <fmt/format.h>

namespace ringside::msrp {

std::string knock_of(const Door& door, const std::string& branch) {
  return fmt::format(
      "INFO sip:over@{0}:{1} SIP/2.0\r\n"
      "Via: SIP/2.0/UDP 127.0.0.1:9;branch=z9hG4bK-{2}\r\n"
      "From: <sip:msrp@127.0.0.1>;tag=msrp\r\n"
      "To: <sip:over@{0}:{1}>\r\n"
      "Call-ID: {3}\r\n"
      "CSeq: 1 INFO\r\n"
      "Max-Forwards: 70\r\n"
      "Content-Length: 0\r\n\r\n",
      door.host, door.port, branch, door.call_id);
}

tl::expected<Knocker, std::string> Knocker::open() {
  auto socket = Socket::datagrams();
  if (!socket) return tl::unexpected{socket.error()};
  return Knocker{std::move(*socket)};
}

void Knocker::begin(const std::string& session, const Door& door, const std::string& branch, Time first) {
  waiting_.insert_or_assign(session, Waiting{door, knock_of(door, branch), first});
}

std::optional<Time> Knocker::due() const {
  std::optional<Time> first;
  for (const auto& [session, one] : waiting_)
    if (!first || one.next < *first) first = one.next;
  return first;
}

std::size_t Knocker::knock(Time now) {
  std::size_t sent = 0;
  for (auto at = waiting_.begin(); at != waiting_.end();) {
    Waiting& one = at->second;
    if (one.next <= now) {
      sent += socket_.send_to(one.door.host, one.door.port, one.request) ? 1 : 0;
      one.next = now + kAgain;
      --one.left;
    }
    at = one.left == 0 ? waiting_.erase(at) : std::next(at);
  }
  return sent;
}

}  // namespace ringside::msrp
