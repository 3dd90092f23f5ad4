#include "tests/sip/parties.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>

namespace ringside::sip::test {

int audio_port(std::string_view sdp) {
  constexpr std::string_view kLine = "m=audio ";
  const std::size_t at = sdp.find(kLine);
  return at == std::string_view::npos ? 0 : std::atoi(std::string{sdp.substr(at + kLine.size(), 6)}.c_str());
}

int next_audio_port() {
  static std::atomic<int> port{20000};
  return port += 2;
}

bool CalledParty::pump() {
  bool any = false;
  while (const std::optional<Message> message = peer_.receive(std::chrono::milliseconds{0})) {
    any = true;
    take(*message);
  }
  return any;
}

void CalledParty::take(const Message& message) {
  if (!message.is_request()) return;
  const std::string method = message.method();
  const auto found = dialogs_.find(message.header("Call-ID"));
  if (method == "INVITE") {
    invited(message);
  } else if (method == "ACK") {
    if (found != dialogs_.end() && !message.body.empty()) found->second.hears = audio_port(message.body);
  } else if (method == "CANCEL") {
    peer_.reply(message, 200);
    if (found == dialogs_.end() || !found->second.ringing) return;
    peer_.reply(found->second.invite, 487);
    dialogs_.erase(found);
  } else {
    peer_.reply(message, 200);
    if (method == "BYE" && found != dialogs_.end()) dialogs_.erase(found);
  }
}

void CalledParty::invited(const Message& invite) {
  const auto [entry, first] = dialogs_.try_emplace(invite.header("Call-ID"));
  Dialog& dialog = entry->second;
  if (first) {
    dialog.invite = invite;
    dialog.port = next_audio_port();
    if (server_) {
      answer(dialog);
    } else {
      peer_.reply(invite, 180);
    }
    return;
  }
  if (!invite.body.empty()) dialog.hears = audio_port(invite.body);
  peer_.reply(invite, 200, description(dialog));
}

std::string CalledParty::description(const Dialog& dialog) const {
  return sdp(name(), dialog.port, server_ ? "a=sendonly\r\n" : "");
}

void CalledParty::answer(Dialog& dialog) {
  dialog.ringing = false;
  dialog.hears = audio_port(dialog.invite.body);
  peer_.reply(dialog.invite, 200, description(dialog));
}

void CalledParty::refuse(Dialog& dialog) {
  peer_.reply(dialog.invite, 486);
  dialogs_.erase(std::string{dialog.invite.header("Call-ID")});
}

void CalledParty::hang_up(Dialog& dialog) {
  const Message& invite = dialog.invite;
  const std::string call_id = invite.header("Call-ID");
  peer_.send(fmt::format(
      "BYE {} SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:{};branch=z9hG4bKbye{}\r\nFrom: {};tag={}\r\nTo: {}\r\n"
      "Call-ID: {}\r\nCSeq: 900 BYE\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n",
      invite.contact(), peer_.port(), dialog.port, invite.header("To"), peer_.tag(), invite.header("From"), call_id));
  dialogs_.erase(call_id);
}

CalledParty::Dialog* CalledParty::ringing() {
  for (auto& [id, dialog] : dialogs_) {
    if (dialog.ringing) return &dialog;
  }
  return nullptr;
}

CalledParty::Dialog* CalledParty::answered() {
  for (auto& [id, dialog] : dialogs_) {
    if (!dialog.ringing) return &dialog;
  }
  return nullptr;
}

CalledParty::Dialog* CalledParty::receiving_at(int port) {
  for (auto& [id, dialog] : dialogs_) {
    if (!dialog.ringing && dialog.port == port) return &dialog;
  }
  return nullptr;
}

bool CallingParty::pump() {
  bool any = false;
  while (const std::optional<Message> message = peer_.receive(std::chrono::milliseconds{0})) {
    any = true;
    take(*message);
  }
  return any;
}

void CallingParty::call(std::string_view flow) {
  state_ = State::calling;
  peer_.invite(flow, sdp(peer_.name(), port_));
}

void CallingParty::hang_up() {
  if (state_ == State::answered) {
    peer_.bye();
  } else {
    peer_.cancel();
  }
  state_ = State::left;
}

void CallingParty::take(const Message& message) {
  if (message.is_request()) {
    const std::string method = message.method();
    if (method == "ACK") return;
    if (method == "INVITE") {
      peer_.reply(message, refuses_ ? 488 : 200, refuses_ ? std::string{} : sdp(peer_.name(), port_));
      if (!refuses_) hears_ = audio_port(message.body);
      return;
    }
    peer_.reply(message, 200);
    if (method == "BYE" && state_ != State::left) state_ = State::over;
    return;
  }
  if (message.cseq_method() != "INVITE" || message.status() < 200) return;
  if (message.status() >= 300) {
    if (state_ == State::calling) state_ = State::over;
    return;
  }
  peer_.ack(message);
  if (state_ == State::calling) {
    state_ = State::answered;
    hears_ = audio_port(message.body);
  } else if (state_ == State::left) {
    peer_.bye();  // his CANCEL crossed it
  }
}

}  // namespace ringside::sip::test
