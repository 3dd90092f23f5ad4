#pragma once

#include <httplib.h>

#include <condition_variable>
#include <mutex>
#include <set>

#include "engine/control/control.h"

namespace ringside::control {

/// A client's connection, as the library reads and writes it. What a request may have in bytes and in time is counted here:
/// the library bounds neither chunked bodies nor headers, and waits anew for every byte. One thread of the pool.
class ClientStream : public httplib::Stream {
 public:
  ClientStream(int socket, std::chrono::milliseconds client_time);

  /// Waits `idle` for the first byte of a request. All of it must then come in `client_time`, and its head be short.
  bool await_request(std::chrono::seconds idle);
  void allow_body();
  /// The request was too long or came too slowly: what follows is none.
  bool broken() const { return broken_; }
  /// Takes for a moment what the client still sends: closing would reset the connection, and he might not see the answer.
  void linger();

  bool is_readable() const override;
  bool is_writable() const override;
  ssize_t read(char* into, std::size_t size) override;
  ssize_t write(const char* text, std::size_t size) override;
  void get_remote_ip_and_port(std::string&, int&) const override {}  // nobody asks
  void get_local_ip_and_port(std::string&, int&) const override {}
  socket_t socket() const override { return socket_; }

 private:
  using Clock = std::chrono::steady_clock;
  bool wait_for(short event, Clock::time_point until) const;
  ssize_t receive();

  const int socket_;
  const std::chrono::milliseconds client_time_;
  Clock::time_point deadline_;  ///< of what is read now
  std::size_t allowed_ = 0;     ///< bytes
  bool broken_ = false;
  std::array<char, 4096> bytes_{};
  std::size_t at_ = 0;   ///< of bytes_, the next to be read
  std::size_t end_ = 0;  ///< of those that have come
};

/// The library's server with bounds on what a client can make it hold, and for how long: the library knows them for a body of
/// stated length only. A connection whose request was not read to its end is closed, since the rest would pass for the next
/// request. Connections are served by the threads of the pool.
class HttpServer : public httplib::Server {
 public:
  /// Judges a request by its head; a refusal is written into the response, and the body left unread.
  using Admission = std::function<bool(const httplib::Request&, httplib::Response&)>;

  HttpServer(std::chrono::milliseconds client_time, Admission admitted);

  /// Connections that wait for a request end now; answers that are under way have a moment left. After stop(); any thread.
  void end_connections();

 private:
  bool process_and_close_socket(socket_t socket) override;
  void serve(int socket);
  bool enter(int socket);
  void leave(int socket);

  const std::chrono::milliseconds client_time_;
  const Admission admitted_;

  std::mutex mutex_;  ///< guards the rest
  std::condition_variable left_;
  std::set<int> open_;
  bool ending_ = false;
};

}  // namespace ringside::control
