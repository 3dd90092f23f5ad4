#include "scenarios/msrp/peer.h"

#include <fmt/format.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace ringside::msrp {
namespace {

constexpr std::size_t kMostConnections = 20'000;
constexpr std::size_t kMostEndpoints = 50'000;
constexpr std::size_t kMostUnsent = 8U << 20U;
/// What an accepted connection has for its first request.
constexpr std::chrono::seconds kBindTimeout{10};
/// From the end of a connection to the order that says why.
constexpr std::chrono::seconds kLostGrace{3};

}  // namespace

Peer::Peer(PeerOptions options, Socket listener, Knocker knocker)
    : options_{std::move(options)},
      listener_{std::move(listener)},
      tail_{options_.follow},
      figures_{std::make_unique<Figures>()},
      conversations_{options_.manner.speeds},
      knocker_{std::move(knocker)} {}

tl::expected<std::unique_ptr<Peer>, std::string> Peer::open(PeerOptions options) {
  auto listener = Socket::listen(options.port);
  if (!listener) return tl::unexpected{listener.error()};
  auto knocker = Knocker::open();
  if (!knocker) return tl::unexpected{knocker.error()};
  return std::unique_ptr<Peer>{new Peer{std::move(options), std::move(*listener), std::move(*knocker)}};
}

std::uint64_t Peer::next_seed() { return options_.seed * 0x9E3779B97F4A7C15U + ++sessions_made_; }

void Peer::run(const std::atomic<bool>& stop, milliseconds lifetime) {
  const Time until = Clock::now() + lifetime;
  while (!stop && Clock::now() < until) step();
  finish();
}

void Peer::step() {
  polled_.assign(1, {listener_.descriptor(), POLLIN, 0});
  polled_.push_back({tail_.descriptor(), POLLIN, 0});
  polled_ids_.assign(2, 0);
  for (const auto& [id, connection] : connections_) {
    const bool writes = connection.connecting || !connection.out.empty();
    polled_.push_back({connection.socket.descriptor(), static_cast<short>(writes ? POLLIN | POLLOUT : POLLIN), 0});
    polled_ids_.push_back(id);
  }
  const timespec wait{0, idle(Clock::now()).count()};
  ::ppoll(polled_.data(), polled_.size(), &wait, nullptr);
  const Time now = Clock::now();
  read_orders(now);
  if (polled_[0].revents != 0) accept(now);
  for (std::size_t i = 2; i < polled_.size(); ++i) {
    if ((polled_[i].revents & (POLLOUT | POLLERR)) != 0) writable(polled_ids_[i], now);
    if ((polled_[i].revents & (POLLIN | POLLHUP)) != 0) readable(polled_ids_[i], now);
  }
  tick(now);
}

void Peer::finish() {
  read_orders(Clock::now());
  figures_->left_open = endpoints_.size();
  for (auto& [name, endpoint] : endpoints_) endpoint.session.end();
}

void Peer::read_orders(Time now) {
  tail_.read([&](std::string_view line) {
    if (!line.starts_with(kOrderMark)) return;
    const auto order = parse_order(line);
    lead(now);  // what was due before the order came
    if (order) return std::visit([&](const auto& known) { act(known, now); }, *order);
    ++figures_->bad_orders;
    figures_->fault(order.error());
  });
}

void Peer::act(const Open& order, Time now) {
  const auto known = endpoints_.find(order.session);
  if (known != endpoints_.end()) {
    if (known->second.session.remote() == order.remote) return;
    leave(known->second, now);
    endpoints_.erase(known);
  }
  if (endpoints_.size() == kMostEndpoints) return figures_->fault("more sessions than this program takes");
  Manner manner = options_.manner;
  if (!order.speeds.empty()) manner.speeds = order.speeds;
  auto [at, inserted] = endpoints_.try_emplace(
      order.session,
      Endpoint{order, Session{own(order.session), order.remote, options_.session, *figures_, order.role, next_seed()},
               Talk{order.role, manner, next_seed()}});
  ++figures_->of(order.role).sessions;
  if (order.role == Role::agent) {
    conversations_.open_chat(order.session, order.person, order.speeds, now);
    if (const auto customer = endpoints_.find(order.remote.session); customer != endpoints_.end())
      introduce(customer->second, at->second, now);
  }
  if (order.active) connect(at->first, at->second, now);
}

void Peer::act(const Close& order, Time now) {
  const auto found = endpoints_.find(order.session);
  if (found == endpoints_.end()) return;
  Endpoint& endpoint = found->second;
  Tally& tally = figures_->of(endpoint.order.role);
  if (endpoint.messages == 0 && (endpoint.order.role == Role::caller || endpoint.order.role == Role::agent)) {
    ++tally.silent;
    figures_->fault(order.session + ": ended without any message");
  }
  if (endpoint.lost && now - *endpoint.lost > kLostGrace) {
    ++tally.lost;
    figures_->fault(order.session + ": lost its connection while the chat went on");
  }
  leave(endpoint, now);
  endpoints_.erase(found);
}

/// Its connection, what it has under way, its conversation, and its place among the chats of its agent.
void Peer::leave(Endpoint& endpoint, Time now) {
  endpoint.session.end();
  const std::string& name = endpoint.order.session;
  const bool is_agent = endpoint.order.role == Role::agent;
  if (is_agent ? conversations_.end_chat(name, now) : conversations_.break_off(name, now)) ++figures_->broken_off;
  knocker_.stop(name);
  if (endpoint.connection == 0) return;
  flush(endpoint.connection, now);
  connections_.erase(endpoint.connection);
  endpoint.connection = 0;
}

void Peer::connect(const std::string& name, Endpoint& endpoint, Time now) {
  auto socket = Socket::connect(endpoint.order.remote);
  if (!socket) {
    ++figures_->connect_failures;
    return figures_->fault(socket.error());
  }
  endpoint.connection = ++last_connection_;
  connections_.try_emplace(endpoint.connection, Connection{std::move(*socket), Parser{options_.limits}, now, true, name, {}});
}

void Peer::accept(Time now) {
  for (int descriptor = listener_.accept(); descriptor >= 0; descriptor = listener_.accept()) {
    Socket socket{descriptor};
    if (connections_.size() >= kMostConnections) continue;
    connections_.try_emplace(++last_connection_, Connection{std::move(socket), Parser{options_.limits}, now, false, {}, {}});
  }
}

void Peer::writable(std::uint64_t id, Time now) {
  const auto found = connections_.find(id);
  if (found == connections_.end()) return;
  Connection& connection = found->second;
  if (connection.connecting) {
    const int fault = connection.socket.connect_result();
    if (fault != 0) {
      ++figures_->connect_failures;
      figures_->fault(connection.session + ": cannot connect: " + std::strerror(fault));
      return drop(id, now);
    }
    connection.connecting = false;
    const auto endpoint = endpoints_.find(connection.session);
    if (endpoint == endpoints_.end()) return drop(id, now);
    ++figures_->of(endpoint->second.order.role).connections;
    endpoint->second.ready = true;
    endpoint->second.session.greet(now);
    endpoint->second.talk.begin(now);
    return serve(endpoint->second, now);
  }
  flush(id, now);
}

void Peer::readable(std::uint64_t id, Time now) {
  std::array<char, 16 * 1024> bytes{};
  auto found = connections_.find(id);
  if (found == connections_.end()) return;
  const ssize_t n = ::recv(found->second.socket.descriptor(), bytes.data(), bytes.size(), 0);
  if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR)) return drop(id, now);
  if (n < 0) return;
  found->second.parser.feed({bytes.data(), static_cast<std::size_t>(n)});
  for (;;) {
    auto message = found->second.parser.next();
    if (!message) {
      ++figures_->malformed;
      figures_->fault(fmt::format("{}: {}", found->second.session, to_string(message.error())));
      return drop(id, now);
    }
    if (!*message) return;
    if (!take(id, **message, now)) return;
    found = connections_.find(id);  // orders that were read meanwhile may have ended it
    if (found == connections_.end()) return;
  }
}

bool Peer::take(std::uint64_t id, const Message& message, Time now) {
  if (connections_.at(id).session.empty() && !bind(id, message, now)) return false;
  const auto connection = connections_.find(id);
  if (connection == connections_.end()) return false;
  const auto endpoint = endpoints_.find(connection->second.session);
  if (endpoint == endpoints_.end()) return false;
  endpoint->second.session.take(message, now);
  serve(endpoint->second, now);
  return true;
}

Peer::Endpoint* Peer::find(const Message& request) {
  if (!request.is_request() || request.to_path.size() != 1) return nullptr;
  const auto found = endpoints_.find(request.to_path.front().session);
  if (found == endpoints_.end() || found->second.session.remote() != request.from_path.front()) return nullptr;
  return &found->second;
}

/// Finds out whose connection it is that somebody else has made.
bool Peer::bind(std::uint64_t id, const Message& request, Time now) {
  Endpoint* endpoint = find(request);
  if (endpoint == nullptr) {
    read_orders(now);
    endpoint = find(request);
  }
  const auto found = connections_.find(id);
  if (found == connections_.end()) return false;
  const bool in_use = endpoint != nullptr && endpoint->connection != 0;
  if (endpoint == nullptr || in_use) {
    if (!in_use) ++figures_->strangers;
    figures_->fault(fmt::format("a {} for {}, {}", request.is_request() ? request.method : "response",
                                to_string(request.to_path.front()), in_use ? "which is in use" : "which there is not"));
    if (request.is_request()) found->second.out += refusal(request, in_use ? 506 : 481);
    if (flush(id, now)) drop(id, now);
    return false;
  }
  found->second.session = endpoint->order.session;
  endpoint->connection = id;
  endpoint->lost.reset();
  endpoint->ready = true;
  ++figures_->of(endpoint->order.role).connections;
  endpoint->talk.begin(now);
  return true;
}

void Peer::serve(Endpoint& endpoint, Time now) {
  for ([[maybe_unused]] const Inbox::Whole& whole : endpoint.session.take_received()) {
    ++endpoint.messages;
    if (endpoint.order.role == Role::caller && endpoint.asked) {
      figures_->answer.add(std::chrono::duration_cast<microseconds>(now - *endpoint.asked));
      endpoint.asked.reset();
    }
    if (!endpoint.led) endpoint.talk.heard(now, conversations_.chats_of(endpoint.order.person));
  }
  if (endpoint.connection == 0) return;
  connections_.at(endpoint.connection).out += endpoint.session.take_output();
  flush(endpoint.connection, now);
}

/// Sends what can be sent; whether the connection still stands.
bool Peer::flush(std::uint64_t id, Time now) {
  Connection& connection = connections_.at(id);
  if (connection.connecting) return true;
  while (!connection.out.empty()) {
    const ssize_t n = ::send(connection.socket.descriptor(), connection.out.data(), connection.out.size(), MSG_NOSIGNAL);
    if (n > 0) {
      connection.out.erase(0, static_cast<std::size_t>(n));
    } else if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
      if (connection.out.size() <= kMostUnsent) return true;
      figures_->fault(connection.session + ": the peer does not read");
      drop(id, now);
      return false;
    } else if (errno != EINTR) {
      drop(id, now);
      return false;
    }
  }
  return true;
}

void Peer::drop(std::uint64_t id, Time now) {
  const auto found = connections_.find(id);
  if (found == connections_.end()) return;
  if (const auto endpoint = endpoints_.find(found->second.session);
      endpoint != endpoints_.end() && endpoint->second.connection == id) {
    endpoint->second.connection = 0;
    endpoint->second.ready = false;
    endpoint->second.lost = now;
    endpoint->second.session.end();
  }
  connections_.erase(found);
}

void Peer::tick(Time now) {
  lead(now);
  figures_->knocks += knocker_.knock(now);
  for (auto& [name, endpoint] : endpoints_) {
    endpoint.session.expire(now);
    if (endpoint.led) {
      pay(endpoint, now);
      continue;
    }
    if (!endpoint.ready || !endpoint.talk.next() || *endpoint.talk.next() > now) continue;
    endpoint.session.say(endpoint.talk.speak(now), content_type(options_.manner), now);
    ++endpoint.messages;
    endpoint.asked = now;
    serve(endpoint, now);
  }
  for (auto at = connections_.begin(); at != connections_.end();) {
    const auto next = std::next(at);
    if (at->second.session.empty() && now - at->second.since > kBindTimeout) connections_.erase(at);
    at = next;
  }
}

}  // namespace ringside::msrp
