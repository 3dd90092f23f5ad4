#include "engine/control/http_server.h"

#include <poll.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace ringside::control {
namespace {

constexpr std::size_t kMaxHead = std::size_t{32} << 10;               ///< bytes of a request's line and headers
constexpr std::size_t kMaxBody = kMaxText + (std::size_t{64} << 10);  ///< with what chunks have around them
constexpr std::chrono::milliseconds kLinger{500};
constexpr std::chrono::milliseconds kLastAnswers{500};

}  // namespace

ClientStream::ClientStream(int socket, std::chrono::milliseconds client_time) : socket_{socket}, client_time_{client_time} {}

bool ClientStream::wait_for(short event, Clock::time_point until) const {
  for (;;) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now());
    if (left.count() <= 0) return false;
    pollfd polled{socket_, event, 0};
    const int n = ::poll(&polled, 1, static_cast<int>(left.count()));
    if (n >= 0 || errno != EINTR) return n > 0;
  }
}

/// Fills the buffer anew; as ::recv() says it, -1 also when the time is up.
ssize_t ClientStream::receive() {
  while (wait_for(POLLIN, deadline_)) {
    const ssize_t n = ::recv(socket_, bytes_.data(), bytes_.size(), MSG_DONTWAIT);
    if (n < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    at_ = 0;
    end_ = n > 0 ? static_cast<std::size_t>(n) : 0;
    return n;
  }
  return -1;
}

bool ClientStream::await_request(std::chrono::seconds idle) {
  if (at_ == end_) {
    deadline_ = Clock::now() + idle;
    if (receive() <= 0) return false;
  }
  deadline_ = Clock::now() + client_time_;
  allowed_ = kMaxHead;
  return true;
}

void ClientStream::allow_body() { allowed_ = kMaxBody; }

ssize_t ClientStream::read(char* into, std::size_t size) {
  size = std::min(size, allowed_);
  if (size > 0 && at_ == end_) {
    const ssize_t n = receive();
    if (n == 0) return 0;
  }
  size = std::min(size, end_ - at_);
  if (size == 0) {
    broken_ = true;
    return -1;
  }
  std::memcpy(into, bytes_.data() + at_, size);
  at_ += size;
  allowed_ -= size;
  return static_cast<ssize_t>(size);
}

ssize_t ClientStream::write(const char* text, std::size_t size) {
  const Clock::time_point until = Clock::now() + client_time_;
  while (wait_for(POLLOUT, until)) {
    const ssize_t n = ::send(socket_, text, size, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (n >= 0 || (errno != EINTR && errno != EAGAIN)) return n;
  }
  return -1;
}

bool ClientStream::is_readable() const { return at_ < end_ || wait_for(POLLIN, deadline_); }
bool ClientStream::is_writable() const { return wait_for(POLLOUT, Clock::now() + client_time_); }

void ClientStream::linger() {
  ::shutdown(socket_, SHUT_WR);
  deadline_ = Clock::now() + kLinger;
  while (receive() > 0) continue;
}

HttpServer::HttpServer(std::chrono::milliseconds client_time, Admission admitted)
    : client_time_{client_time}, admitted_{std::move(admitted)} {
  set_pre_routing_handler([this](const auto& request, auto& response) {
    return admitted_(request, response) ? HandlerResponse::Unhandled : HandlerResponse::Handled;
  });
}

bool HttpServer::process_and_close_socket(socket_t socket) {
  if (enter(socket)) {
    serve(socket);
    leave(socket);
  }
  ::close(socket);
  return true;
}

void HttpServer::serve(int socket) {
  ClientStream stream{socket, client_time_};
  for (std::size_t left = keep_alive_max_count_; left > 0; --left) {
    if (!stream.await_request(std::chrono::seconds{keep_alive_timeout_sec_})) return;
    bool admitted = false;
    const auto head_read = [&](httplib::Request& request) {
      request.ranges.clear();  // of one long answer they could ask for many
      stream.allow_body();
      // To the library a body without a length goes on to the end of the connection; to RFC 9112 there is none.
      if (!request.has_header("Content-Length") && !request.has_header("Transfer-Encoding"))
        request.set_header("Content-Length", "0");
      httplib::Response refusal;
      admitted = admitted_(request, refusal);
      if (admitted) return;
      request.headers.erase("Expect");
      request.headers.erase("Connection");
      request.set_header("Connection", "close");
    };
    bool last = left == 1;
    if (!process_request(stream, last, last, head_read)) return;
    if (!admitted || stream.broken()) return stream.linger();
    if (last) return;
  }
}

bool HttpServer::enter(int socket) {
  const std::scoped_lock lock{mutex_};
  if (!ending_) open_.insert(socket);
  return !ending_;
}

void HttpServer::leave(int socket) {
  const std::scoped_lock lock{mutex_};
  open_.erase(socket);
  left_.notify_all();
}

void HttpServer::end_connections() {
  std::unique_lock lock{mutex_};
  ending_ = true;
  for (const int socket : open_) ::shutdown(socket, SHUT_RD);
  left_.wait_for(lock, kLastAnswers, [this] { return open_.empty(); });
  for (const int socket : open_) ::shutdown(socket, SHUT_RDWR);
}

}  // namespace ringside::control
