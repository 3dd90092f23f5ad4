#include "tests/sip/peer.h"

#include <fmt/format.h>
#include <strings.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <stdexcept>

namespace ringside::sip::test {
namespace {

std::uint32_t next_number() {
  static std::atomic<std::uint32_t> number{1000};
  return ++number;
}

bool same_name(std::string_view a, std::string_view b) {
  return a.size() == b.size() && strncasecmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace

std::string sdp(std::string_view who, int port, std::string_view more) {
  return fmt::format(
      "v=0\r\no={} 5 7 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio {} RTP/AVP 0\r\na=rtpmap:0 "
      "PCMU/8000\r\n{}",
      who, port, more);
}

Message Message::parse(std::string_view text) {
  Message message;
  const std::size_t end = text.find("\r\n\r\n");
  std::string_view head = text.substr(0, end);
  if (end != std::string_view::npos) message.body = text.substr(end + 4);
  bool first = true;
  while (!head.empty()) {
    const std::size_t line_end = std::min(head.find("\r\n"), head.size());
    const std::string_view line = head.substr(0, line_end);
    head.remove_prefix(std::min(line_end + 2, head.size()));
    if (first) {
      message.start = line;
      first = false;
      continue;
    }
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) continue;
    std::string_view value = line.substr(colon + 1);
    while (value.starts_with(' ')) value.remove_prefix(1);
    message.headers.emplace_back(line.substr(0, colon), value);
  }
  return message;
}

std::string Message::method() const { return start.substr(0, start.find(' ')); }
int Message::status() const { return is_request() ? 0 : std::atoi(start.c_str() + 8); }

std::string Message::uri() const {
  const std::size_t begin = start.find(' ') + 1;
  return start.substr(begin, start.find(' ', begin) - begin);
}

std::string Message::header(std::string_view name) const {
  for (const auto& [key, value] : headers) {
    if (same_name(key, name)) return value;
  }
  return {};
}

std::string Message::tag(std::string_view header_name) const {
  const std::string value = header(header_name);
  const std::size_t at = value.find(";tag=");
  if (at == std::string::npos) return {};
  return value.substr(at + 5, value.find(';', at + 5) - at - 5);
}

std::uint32_t Message::cseq() const { return static_cast<std::uint32_t>(std::atoll(header("CSeq").c_str())); }

std::string Message::cseq_method() const {
  const std::string value = header("CSeq");
  return value.substr(value.find(' ') + 1);
}

std::string Message::contact() const {
  const std::string value = header("Contact");
  const std::size_t open = value.find('<');
  return open == std::string::npos ? value : value.substr(open + 1, value.find('>') - open - 1);
}

Peer::Peer(std::string name, std::unique_ptr<Wire> wire) : name_{std::move(name)}, wire_{std::move(wire)} { new_tag(); }

void Peer::new_tag() { tag_ = fmt::format("{}{}", name_, next_number()); }

std::string Peer::uri() const {
  const std::string transport = wire_->transport();
  const char* const parameter = transport == "TCP" ? ";transport=tcp" : transport == "TLS" ? ";transport=tls" : "";
  return fmt::format("sip:{}@{}:{}{}", name_, wire_->host(), port(), parameter);
}

std::string Peer::via() const { return fmt::format("SIP/2.0/{} {}:{}", wire_->transport(), wire_->host(), port()); }

std::optional<Message> Peer::receive(std::chrono::milliseconds within) {
  const auto deadline = std::chrono::steady_clock::now() + within;
  while (true) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    if (left.count() < 0) return {};
    std::optional<std::string> text = wire_->receive(left);
    if (!text) return {};
    if (std::find(seen_.begin(), seen_.end(), *text) != seen_.end()) continue;
    seen_.push_back(*text);
    if (seen_.size() > 64) seen_.pop_front();
    return Message::parse(*text);
  }
}

template <class Fits>
Message Peer::await(std::string_view what, std::chrono::milliseconds within, Fits fits) {
  const auto kept = std::find_if(kept_.begin(), kept_.end(), fits);
  if (kept != kept_.end()) {
    Message message = std::move(*kept);
    kept_.erase(kept);
    return message;
  }
  const auto deadline = std::chrono::steady_clock::now() + within;
  while (true) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    std::optional<Message> message = receive(std::max(left, std::chrono::milliseconds{0}));
    if (!message) break;
    if (fits(*message)) return std::move(*message);
    kept_.push_back(std::move(*message));
  }
  std::string others;
  for (const Message& message : kept_) others += " [" + message.start + "]";
  throw std::runtime_error{fmt::format("{} waited for {} in vain; got{}", name_, what, others.empty() ? " nothing" : others)};
}

Message Peer::expect(std::string_view method, std::chrono::milliseconds within) {
  return await(method, within, [&](const Message& message) { return message.is_request() && message.method() == method; });
}

Message Peer::expect_status(int status, std::string_view method, std::chrono::milliseconds within) {
  return await(fmt::format("{} to {}", status, method), within,
               [&](const Message& message) { return message.status() == status && message.cseq_method() == method; });
}

bool Peer::silent(std::chrono::milliseconds during) { return !receive(during); }

void Peer::send(std::string_view text) { wire_->send(text, gateway_port_); }

void Peer::reply(const Message& request, int status, std::string_view body, std::string_view more) {
  std::string text = fmt::format("SIP/2.0 {} Whatever\r\n", status);
  for (const auto& [name, value] : request.headers) {
    if (same_name(name, "Via") || same_name(name, "From") || same_name(name, "Call-ID") || same_name(name, "CSeq") ||
        same_name(name, "Record-Route")) {
      text += fmt::format("{}: {}\r\n", name, value);
    } else if (same_name(name, "To")) {
      const bool tagged = value.find(";tag=") != std::string::npos || status == 100;
      text += "To: " + value + (tagged ? "" : ";tag=" + tag_) + "\r\n";
    }
  }
  text += fmt::format("Contact: <{}>\r\n{}", uri(), more);
  if (!body.empty()) text += "Content-Type: application/sdp\r\n";
  text += fmt::format("Content-Length: {}\r\n\r\n{}", body.size(), body);
  send(text);
}

std::string Caller::from() const { return fmt::format("\"Ann\" <sip:ann@127.0.0.1:{}>;tag={}", port(), tag()); }

std::string Caller::to() const {
  return fmt::format("<sip:{}@127.0.0.1>{}", flow_id, remote_tag.empty() ? "" : ";tag=" + remote_tag);
}

void Caller::send_request(std::string_view method, std::string_view target, std::uint32_t number, std::string_view body,
                          std::string_view more, std::string_view type) {
  std::string text = fmt::format(
      "{} {} SIP/2.0\r\nVia: {};branch={}\r\nFrom: {}\r\nTo: {}\r\nCall-ID: {}\r\nCSeq: {} {}\r\n"
      "Contact: <{}>\r\n{}{}",
      method, target, via(), branch, from(), to(), call_id, number, method, uri(),
      more.find("Max-Forwards") == std::string_view::npos ? "Max-Forwards: 70\r\n" : "", more);
  if (!body.empty()) text += fmt::format("Content-Type: {}\r\n", type);
  text += fmt::format("Content-Length: {}\r\n\r\n{}", body.size(), body);
  send(text);
}

void Caller::invite(std::string_view flow, std::string_view body, std::string_view more) {
  flow_id = flow;
  call_id = fmt::format("call{}@test", next_number());
  branch = fmt::format("z9hG4bK{}", next_number());
  cseq = 1;
  remote_tag.clear();
  last_target_ = fmt::format("sip:{}@127.0.0.1", flow);
  send_request("INVITE", last_target_, cseq, body, more, "application/sdp");
}

void Caller::ack(const Message& answer, std::string_view body) {
  remote_tag = answer.tag("To");
  remote_target = answer.contact();
  branch = fmt::format("z9hG4bK{}", next_number());
  send_request("ACK", remote_target, answer.cseq(), body, {}, "application/sdp");
}

void Caller::cancel() { send_request("CANCEL", last_target_, cseq, {}, {}, {}); }
void Caller::bye() { request("BYE"); }

void Caller::request(std::string_view method, std::string_view body, std::string_view more, std::string_view type) {
  branch = fmt::format("z9hG4bK{}", next_number());
  last_target_ = remote_target;
  send_request(method, last_target_, ++cseq, body, more, type);
}

}  // namespace ringside::sip::test
