#pragma once

#include <poll.h>

#include <atomic>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "scenarios/msrp/conversation.h"
#include "scenarios/msrp/knock.h"
#include "scenarios/msrp/order.h"
#include "scenarios/msrp/parser.h"
#include "scenarios/msrp/session.h"
#include "scenarios/msrp/socket.h"
#include "scenarios/msrp/tail.h"
#include "scenarios/msrp/talk.h"

namespace ringside::msrp {

struct PeerOptions {
  std::uint16_t port = 0;
  std::vector<std::filesystem::path> follow;
  Manner manner;
  SessionOptions session;
  Limits limits;
  std::uint64_t seed = 1;
};

/// Any number of MSRP endpoints behind one listening port: sessions come and go as the lines of the followed files say, the
/// active ones connect, the passive ones are found by the first request on an accepted connection. One thread, one poll loop.
///
/// Sessions that a `talk` line names are led: who says what when comes of `Conversations`, all others of their own `Talk`.
///
/// The lines of two files come in no order of their own, but SIP's is kept: a passive side has written its line before the
/// active one can know of it, so a request for a session that is not known yet is looked for once more after reading them all.
class Peer {
 public:
  static tl::expected<std::unique_ptr<Peer>, std::string> open(PeerOptions options);

  std::uint16_t port() const { return listener_.port(); }
  /// Serves until `stop` is set or so much time has passed, then ends what is left.
  void run(const std::atomic<bool>& stop, milliseconds lifetime);
  /// One round of it: waits for at most 5 ms, and not beyond what is due in a led conversation.
  void step();
  /// Counts what is left as left.
  void finish();
  const Figures& figures() const { return *figures_; }

 private:
  static constexpr milliseconds kTick{5};
  struct Endpoint {
    Open order;
    Session session;
    Talk talk;
    std::uint64_t connection = 0;  ///< 0: none
    bool ready = false;            ///< may speak
    std::uint64_t messages = 0;    ///< of this chat, both ways
    std::optional<Time> lost;      ///< since when it has had no connection any more
    std::optional<Time> asked;     ///< the last message that waits for its answer
    bool led = false;              ///< speaks when a conversation says so, and `talk` only finds the words
    std::vector<Time> owed;        ///< when led messages were due that no connection has taken yet
    Door door;                     ///< of a led customer
  };
  struct Connection {
    Socket socket;
    Parser parser;
    Time since;
    bool connecting = false;
    std::string session;  ///< empty: of nobody yet
    std::string out;
  };

  Peer(PeerOptions options, Socket listener, Knocker knocker);

  void read_orders(Time now);
  void act(const Open& order, Time now);
  void act(const Lead& order, Time now);
  void act(const Close& order, Time now);
  void introduce(Endpoint& customer, Endpoint& agent, Time now);
  void lead(Time now);
  void owe(const std::string& session, Time due, Time now);
  void pay(Endpoint& endpoint, Time now);
  nanoseconds idle(Time now) const;
  Uri own(const std::string& session) const { return {"127.0.0.1", port(), session}; }
  void leave(Endpoint& endpoint, Time now);
  void connect(const std::string& name, Endpoint& endpoint, Time now);
  void accept(Time now);
  void readable(std::uint64_t id, Time now);
  void writable(std::uint64_t id, Time now);
  /// Whether its connection still stands.
  bool take(std::uint64_t id, const Message& message, Time now);
  bool bind(std::uint64_t id, const Message& request, Time now);
  Endpoint* find(const Message& request);
  /// Carries on what a session has heard and has to say.
  void serve(Endpoint& endpoint, Time now);
  bool flush(std::uint64_t id, Time now);
  void drop(std::uint64_t id, Time now);
  void tick(Time now);
  std::uint64_t next_seed();

  PeerOptions options_;
  Socket listener_;
  Tail tail_;
  std::unique_ptr<Figures> figures_;  ///< sessions refer to it
  std::map<std::string, Endpoint> endpoints_;
  Conversations conversations_;
  Knocker knocker_;
  std::map<std::uint64_t, Connection> connections_;
  std::vector<pollfd> polled_;
  std::vector<std::uint64_t> polled_ids_;
  std::uint64_t last_connection_ = 0;
  std::uint64_t sessions_made_ = 0;
};

}  // namespace ringside::msrp
