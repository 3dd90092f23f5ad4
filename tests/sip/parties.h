#pragma once

#include <map>
#include <string>
#include <vector>

#include "tests/sip/peer.h"

namespace ringside::sip::test {

/// The port of the first audio stream; 0 if there is none or it is declined.
int audio_port(std::string_view sdp);
/// One that no other party of this program was given.
int next_audio_port();

/// An agent's phone or a media server: takes any number of calls, and answers by itself what needs no decision. A server
/// answers calls at once, a phone rings until it is told what to do. Driven by pump() on the test's thread.
class CalledParty {
 public:
  struct Dialog {
    Message invite;
    int port = 0;   ///< where it receives
    int hears = 0;  ///< whom it was told to send to; 0 = nobody
    bool ringing = true;
  };

  CalledParty(std::string name, bool server) : peer_{std::move(name)}, server_{server} {}

  Peer& peer() { return peer_; }
  const std::string& name() const { return peer_.name(); }
  /// Takes what has come; false if there was nothing.
  bool pump();

  void answer(Dialog& dialog);
  void refuse(Dialog& dialog);
  void hang_up(Dialog& dialog);

  /// Null if there is none.
  Dialog* ringing();
  Dialog* answered();
  Dialog* receiving_at(int port);

 private:
  void take(const Message& message);
  void invited(const Message& invite);
  std::string description(const Dialog& dialog) const;

  Peer peer_;
  bool server_;
  std::map<std::string, Dialog> dialogs_;  ///< by Call-ID
};

/// A caller who calls once and takes part in every change of his session, unless he refuses them.
class CallingParty {
 public:
  explicit CallingParty(std::string name) : peer_{std::move(name)} {}

  Caller& peer() { return peer_; }
  bool pump();
  void call(std::string_view flow);
  void hang_up();
  void refuse_changes() { refuses_ = true; }

  bool connected() const { return state_ == State::calling || state_ == State::answered; }
  int hears() const { return connected() ? hears_ : 0; }
  int port() const { return port_; }

 private:
  enum class State : std::uint8_t { idle, calling, answered, left, over };

  void take(const Message& message);

  Caller peer_;
  State state_ = State::idle;
  bool refuses_ = false;
  int port_ = next_audio_port();
  int hears_ = 0;
};

}  // namespace ringside::sip::test
