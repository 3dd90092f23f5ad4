#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace ringside::store {

/// Stands between a store and its server on 127.0.0.1 and plays the network's part at the worst moment: when a COMMIT
/// comes by. Its own threads; everything else from one thread.
class TcpProxy {
 public:
  enum class Fate {
    pass,
    lose_answer,  ///< the COMMIT arrives, its answer does not: the client's connection ends
    delay         ///< the client's connection ends, the COMMIT arrives when it is released
  };

  explicit TcpProxy(int server_port);
  ~TcpProxy();
  TcpProxy(const TcpProxy&) = delete;
  TcpProxy& operator=(const TcpProxy&) = delete;

  int port() const { return port_; }
  /// What becomes of the next COMMIT; those after it pass.
  void next_commit(Fate fate) { fate_ = fate; }
  /// Connections taken so far.
  int connections() const { return connections_; }
  int struck() const { return struck_; }
  void release();

 private:
  void accept_all();
  void carry(int client);

  const int server_port_;
  int listener_ = -1;
  int port_ = 0;
  std::atomic<Fate> fate_{Fate::pass};
  std::atomic<int> connections_{0};
  std::atomic<int> struck_{0};
  std::atomic<bool> ending_{false};
  std::mutex mutex_;
  std::condition_variable changed_;
  bool released_ = false;  ///< by mutex_
  std::thread acceptor_;
  std::vector<std::thread> carriers_;
};

}  // namespace ringside::store
