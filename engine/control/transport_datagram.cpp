#include "engine/control/transport_datagram.h"

#include <netinet/in.h>
#include <poll.h>
#include <sys/stat.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <thread>
#include <vector>

#include "engine/control/descriptor.h"
#include "engine/control/engine_gate.h"
#include "engine/control/socket_address.h"

namespace ringside::control {
namespace {

constexpr std::size_t kMaxDatagram = 65'536;
constexpr int kTurn = 64;  ///< datagrams between two looks at whether to stop

std::string reason() { return std::strerror(errno); }

std::string_view path_of(const SocketAddress& address) {
  return reinterpret_cast<const sockaddr_un*>(&address.storage)->sun_path;
}

/// Takes away the socket of an engine that is gone, and nothing else.
tl::expected<void, std::string> clear_place(const SocketAddress& address) {
  const std::string path{path_of(address)};
  struct stat status {};
  if (::lstat(path.c_str(), &status) != 0) return {};
  if (!S_ISSOCK(status.st_mode)) return tl::unexpected{path + " is there and is no socket"};
  const Descriptor probe{::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)};
  if (::connect(probe.get(), address.get(), address.length) == 0 || errno != ECONNREFUSED)
    return tl::unexpected{path + " is used by another process"};
  if (::unlink(path.c_str()) != 0) return tl::unexpected{"cannot remove " + path + ": " + reason()};
  return {};
}

tl::expected<Descriptor, std::string> bound_socket(const SocketAddress& address) {
  const bool local = address.protocol == Protocol::unix_datagram;
  if (local) {
    if (const auto clear = clear_place(address); !clear) return tl::unexpected{clear.error()};
  }
  Descriptor socket{::socket(address.family(), SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)};
  if (local) ::fchmod(socket.get(), 0600);  // the file is made with it, and is never wider than what it becomes below
  if (!socket || ::bind(socket.get(), address.get(), address.length) != 0)
    return tl::unexpected{"cannot listen on " + address.name + ": " + reason()};
  if (local && ::chmod(std::string{path_of(address)}.c_str(), 0660) != 0)
    return tl::unexpected{"cannot set the mode of " + address.name + ": " + reason()};
  return socket;
}

}  // namespace

struct DatagramTransport::Impl {
  Impl(const DatagramSettings& s, ports::Executor& executor, Control& c) : control{c}, gate{executor, s.patience} {}

  void run();
  bool serve_one();

  Control& control;
  EngineGate gate;
  SocketAddress address;
  Descriptor socket;
  WakeUp wake;
  std::atomic<bool> stopping{false};
  std::thread thread;
  std::vector<char> buffer = std::vector<char>(kMaxDatagram);
};

/// False if nothing has come.
bool DatagramTransport::Impl::serve_one() {
  sockaddr_storage sender{};
  socklen_t length = sizeof sender;
  const ssize_t n =
      ::recvfrom(socket.get(), buffer.data(), buffer.size(), MSG_TRUNC, reinterpret_cast<sockaddr*>(&sender), &length);
  if (n < 0) return errno != EAGAIN && errno != EWOULDBLOCK && !stopping;
  const auto size = static_cast<std::size_t>(n);
  const bool nameless = length <= sizeof(sa_family_t);  // a UNIX socket that cannot be answered
  Exchange exchange{size > buffer.size() ? std::string_view{} : std::string_view{buffer.data(), size}};
  exchange.run(control, [this](const auto& work) { return gate.run(work); });
  const std::optional<std::string> reply = exchange.reply();
  if (!reply || nameless) return true;
  const auto send = [&](const std::string& text) {
    return ::sendto(socket.get(), text.data(), text.size(), MSG_DONTWAIT | MSG_NOSIGNAL, reinterpret_cast<sockaddr*>(&sender),
                    length) >= 0;
  };
  if (send(*reply) || (errno != EMSGSIZE && errno != ENOBUFS)) return true;
  send(*exchange.refusal("the answer of " + std::to_string(reply->size()) + " bytes does not fit into a datagram"));
  return true;
}

void DatagramTransport::Impl::run() {
  while (!stopping) {
    std::array<pollfd, 2> polled{pollfd{socket.get(), POLLIN, 0}, pollfd{wake.get(), POLLIN, 0}};
    ::poll(polled.data(), polled.size(), -1);
    for (int i = 0; i < kTurn && !stopping && serve_one(); ++i) continue;
  }
}

tl::expected<std::unique_ptr<DatagramTransport>, std::string> DatagramTransport::start(const DatagramSettings& settings,
                                                                                       ports::Executor& executor,
                                                                                       Control& control) {
  auto impl = std::make_unique<Impl>(settings, executor, control);
  auto address = resolve_socket(settings.address);
  if (!address) return tl::unexpected{address.error()};
  if (address->protocol == Protocol::tcp) return tl::unexpected{settings.address + " is no datagram socket"};
  auto socket = bound_socket(*address);
  if (!socket) return tl::unexpected{socket.error()};
  impl->address = std::move(*address);
  impl->socket = std::move(*socket);
  impl->thread = std::thread{[raw = impl.get()] { raw->run(); }};
  return std::unique_ptr<DatagramTransport>{new DatagramTransport{std::move(impl)}};
}

DatagramTransport::DatagramTransport(std::unique_ptr<Impl> impl) : impl_{std::move(impl)} {}

DatagramTransport::~DatagramTransport() {
  impl_->stopping = true;
  impl_->gate.close();
  impl_->wake.wake();
  impl_->thread.join();
  if (impl_->address.protocol == Protocol::unix_datagram) ::unlink(std::string{path_of(impl_->address)}.c_str());
}

std::string DatagramTransport::address() const {
  if (impl_->address.protocol == Protocol::unix_datagram) return impl_->address.name;
  sockaddr_storage bound{};
  socklen_t length = sizeof bound;
  ::getsockname(impl_->socket.get(), reinterpret_cast<sockaddr*>(&bound), &length);
  const auto port = bound.ss_family == AF_INET6 ? reinterpret_cast<const sockaddr_in6*>(&bound)->sin6_port
                                                : reinterpret_cast<const sockaddr_in*>(&bound)->sin_port;
  const std::string& name = impl_->address.name;
  return name.substr(0, name.rfind(':') + 1) + std::to_string(ntohs(port));
}

}  // namespace ringside::control
