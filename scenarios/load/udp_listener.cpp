#include "scenarios/load/udp_listener.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <string>
#include <thread>
#include <utility>

namespace ringside::load {
namespace {

constexpr int kRoom = 4 * 1024 * 1024;  // bytes of datagrams that wait
constexpr int kTurn = 100;              // ms, after which end() is noticed at the latest
constexpr std::size_t kLongest = 65'536;

double milliseconds_of(const timespec& time) {
  return static_cast<double>(time.tv_sec) * 1000 + static_cast<double>(time.tv_nsec) / 1e6;
}

double now() {
  timespec time{};
  ::clock_gettime(CLOCK_REALTIME, &time);
  return milliseconds_of(time);
}

/// -1 if there is none.
int open_socket(std::uint16_t& port) {
  const int socket = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (socket < 0) return -1;
  constexpr int kOn = 1;
  ::setsockopt(socket, SOL_SOCKET, SO_RCVBUF, &kRoom, sizeof kRoom);
  ::setsockopt(socket, SOL_SOCKET, SO_TIMESTAMPNS, &kOn, sizeof kOn);
  ::setsockopt(socket, SOL_SOCKET, SO_RXQ_OVFL, &kOn, sizeof kOn);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  if (::bind(socket, reinterpret_cast<const sockaddr*>(&address), length) != 0 ||
      ::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &length) != 0) {
    ::close(socket);
    return -1;
  }
  port = ntohs(address.sin_port);
  return socket;
}

}  // namespace

struct UdpListener::Socket {
  ~Socket() {
    end();
    if (descriptor >= 0) ::close(descriptor);
  }

  void end() {
    over = true;
    if (thread.joinable()) thread.join();
  }

  void listen() {
    pollfd readable{descriptor, POLLIN, 0};
    while (!over) {
      if (::poll(&readable, 1, kTurn) > 0) take_all();
    }
    take_all();
  }

  void take_all() {
    while (take_one()) {
    }
  }

  bool take_one() {
    sockaddr_in from{};
    iovec part{bytes.data(), bytes.size()};
    alignas(cmsghdr) std::array<char, 256> notes{};
    msghdr message{};
    message.msg_name = &from;
    message.msg_namelen = sizeof from;
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = notes.data();
    message.msg_controllen = notes.size();
    const ssize_t size = ::recvmsg(descriptor, &message, 0);
    if (size < 0) return errno == EINTR;
    Datagram datagram{bytes.data(), static_cast<std::size_t>(size),
                      static_cast<std::uint64_t>(from.sin_addr.s_addr) << 16U | from.sin_port, 0};
    read_notes(message, datagram);
    if (datagram.at == 0) datagram.at = now();
    if (take(datagram))
      ::sendto(descriptor, datagram.bytes, datagram.size, 0, reinterpret_cast<const sockaddr*>(&from), sizeof from);
    return true;
  }

  void read_notes(msghdr& message, Datagram& datagram) {
    for (cmsghdr* note = CMSG_FIRSTHDR(&message); note != nullptr; note = CMSG_NXTHDR(&message, note)) {
      if (note->cmsg_level != SOL_SOCKET) continue;
      if (note->cmsg_type == SCM_TIMESTAMPNS) {
        timespec time{};
        std::memcpy(&time, CMSG_DATA(note), sizeof time);
        datagram.at = milliseconds_of(time);
      } else if (note->cmsg_type == SO_RXQ_OVFL) {
        std::uint32_t count = 0;
        std::memcpy(&count, CMSG_DATA(note), sizeof count);
        overflowed = count;
      }
    }
  }

  int descriptor = -1;
  std::uint16_t port = 0;
  std::function<bool(const Datagram&)> take;
  std::array<std::uint8_t, kLongest> bytes{};
  std::atomic<std::uint32_t> overflowed{0};
  std::atomic<bool> over{false};
  std::thread thread;
};

UdpListener::UdpListener(std::unique_ptr<Socket> socket) : socket_{std::move(socket)} {}
UdpListener::UdpListener(UdpListener&&) noexcept = default;
UdpListener& UdpListener::operator=(UdpListener&&) noexcept = default;
UdpListener::~UdpListener() = default;

Result<UdpListener> UdpListener::start(std::function<bool(const Datagram&)> take) {
  auto socket = std::make_unique<Socket>();
  socket->descriptor = open_socket(socket->port);
  if (socket->descriptor < 0)
    return failure(Error::Kind::environment, std::string{"no port on 127.0.0.1: "} + std::strerror(errno));
  socket->take = std::move(take);
  socket->thread = std::thread{[&socket = *socket] { socket.listen(); }};
  return UdpListener{std::move(socket)};
}

std::uint16_t UdpListener::port() const { return socket_->port; }
void UdpListener::end() { socket_->end(); }
std::uint32_t UdpListener::overflowed() const { return socket_->overflowed; }

}  // namespace ringside::load
