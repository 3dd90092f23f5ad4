#include "engine/control/transport_fifo.h"

#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <sys/stat.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <thread>
#include <vector>

#include "engine/control/descriptor.h"
#include "engine/control/engine_gate.h"
#include "engine/control/fifo_frames.h"
#include "engine/control/fifo_reply.h"

namespace ringside::control {
namespace {

using SteadyClock = FifoReply::Clock;

constexpr std::size_t kMaxReplies = 256;  ///< on their way at a time; more are dropped
constexpr std::chrono::milliseconds kReplyStep{5};
constexpr std::chrono::seconds kFileCheck{1};

std::string reason() { return std::strerror(errno); }

/// The engine's FIFO: the end that is read, and one that is kept open so that the last client's close is not the end.
struct Fifo {
  Descriptor reader;
  Descriptor keeper;
  struct stat identity {};

  bool stands_at(const std::string& path) const {
    struct stat now {};
    return ::lstat(path.c_str(), &now) == 0 && now.st_dev == identity.st_dev && now.st_ino == identity.st_ino;
  }
};

/// Takes away what an engine that is gone left behind, and nothing else.
tl::expected<void, std::string> clear_place(const std::string& path) {
  struct stat status {};
  if (::lstat(path.c_str(), &status) != 0) return {};
  if (!S_ISFIFO(status.st_mode)) return tl::unexpected{path + " is there and is no FIFO"};
  if (const Descriptor probe{::open(path.c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC | O_NOFOLLOW)}; probe)
    return tl::unexpected{path + " is read by another process"};
  if (::unlink(path.c_str()) != 0) return tl::unexpected{"cannot remove " + path + ": " + reason()};
  return {};
}

tl::expected<Fifo, std::string> make_fifo(const std::string& path) {
  if (const auto clear = clear_place(path); !clear) return tl::unexpected{clear.error()};
  if (::mkfifo(path.c_str(), 0600) != 0) return tl::unexpected{"cannot make " + path + ": " + reason()};
  Fifo fifo;
  fifo.reader = Descriptor{::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOFOLLOW)};
  fifo.keeper = Descriptor{::open(path.c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC | O_NOFOLLOW)};
  const bool usable = fifo.reader && fifo.keeper && ::fstat(fifo.reader.get(), &fifo.identity) == 0 &&
                      S_ISFIFO(fifo.identity.st_mode) && ::fchmod(fifo.reader.get(), 0660) == 0;
  if (!usable) return tl::unexpected{"cannot open " + path + ": " + reason()};
  return fifo;
}

}  // namespace

struct FifoTransport::Impl {
  Impl(const FifoSettings& s, ports::Executor& executor, Control& c) : settings{s}, control{c}, gate{executor, s.patience} {}

  void run();
  void read_requests();
  void answer(const FifoFrame& frame);
  void advance_replies();
  void watch_file();
  int next_wait() const;

  const FifoSettings settings;
  Control& control;
  EngineGate gate;
  Fifo fifo;
  Descriptor reply_directory;
  WakeUp wake;
  std::atomic<bool> stopping{false};
  std::thread thread;

  // The thread's own.
  FifoFrames frames;
  SteadyClock::time_point last_bytes;
  SteadyClock::time_point last_check = SteadyClock::now();
  std::vector<FifoReply> replies;
};

void FifoTransport::Impl::answer(const FifoFrame& frame) {
  Exchange exchange{frame.text};
  exchange.run(control, [this](const auto& work) { return gate.run(work); });
  std::optional<std::string> reply = exchange.reply();
  if (!reply || frame.reply_name.empty() || replies.size() >= kMaxReplies) return;
  replies.emplace_back(reply_directory.get(), frame.reply_name, std::move(*reply) + '\n',
                       SteadyClock::now() + settings.client_time);
}

/// A client that stops in the middle of a request would take the next one's for the rest of its own; so it has little time.
void FifoTransport::Impl::read_requests() {
  std::array<char, 65536> bytes;
  const ssize_t n = ::read(fifo.reader.get(), bytes.data(), bytes.size());
  if (n > 0) {
    frames.feed({bytes.data(), static_cast<std::size_t>(n)});
    last_bytes = SteadyClock::now();
  }
  while (!stopping) {
    const std::optional<FifoFrame> frame = frames.next();
    if (!frame) break;
    answer(*frame);
    advance_replies();
  }
  if (frames.partial() && SteadyClock::now() >= last_bytes + settings.client_time) {
    if (const std::optional<FifoFrame> frame = frames.give_up()) answer(*frame);
  }
}

void FifoTransport::Impl::advance_replies() {
  std::erase_if(replies, [](FifoReply& reply) { return reply.advance(); });
}

void FifoTransport::Impl::watch_file() {
  if (SteadyClock::now() < last_check + kFileCheck) return;
  last_check = SteadyClock::now();
  if (fifo.stands_at(settings.path)) return;
  if (auto made = make_fifo(settings.path)) fifo = std::move(*made);
}

int FifoTransport::Impl::next_wait() const {
  if (!replies.empty()) return static_cast<int>(kReplyStep.count());
  const auto wait = frames.partial() ? settings.client_time / 10 : std::chrono::milliseconds{kFileCheck};
  return static_cast<int>(wait.count()) + 1;
}

void FifoTransport::Impl::run() {
  // Writing to a FIFO whose reader is gone must be an error, not the end of the process.
  sigset_t pipe;
  sigemptyset(&pipe);
  sigaddset(&pipe, SIGPIPE);
  ::pthread_sigmask(SIG_BLOCK, &pipe, nullptr);
  while (!stopping) {
    std::array<pollfd, 2> polled{pollfd{fifo.reader.get(), POLLIN, 0}, pollfd{wake.get(), POLLIN, 0}};
    ::poll(polled.data(), polled.size(), next_wait());
    read_requests();
    advance_replies();
    watch_file();
  }
}

tl::expected<std::unique_ptr<FifoTransport>, std::string> FifoTransport::start(const FifoSettings& settings,
                                                                               ports::Executor& executor, Control& control) {
  auto impl = std::make_unique<Impl>(settings, executor, control);
  impl->reply_directory = Descriptor{::open(settings.reply_directory.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)};
  if (!impl->reply_directory) return tl::unexpected{"cannot use the directory " + settings.reply_directory + ": " + reason()};
  auto fifo = make_fifo(settings.path);
  if (!fifo) return tl::unexpected{fifo.error()};
  impl->fifo = std::move(*fifo);
  impl->thread = std::thread{[raw = impl.get()] { raw->run(); }};
  return std::unique_ptr<FifoTransport>{new FifoTransport{std::move(impl)}};
}

FifoTransport::FifoTransport(std::unique_ptr<Impl> impl) : impl_{std::move(impl)} {}

FifoTransport::~FifoTransport() {
  impl_->stopping = true;
  impl_->gate.close();
  impl_->wake.wake();
  impl_->thread.join();
  if (impl_->fifo.stands_at(impl_->settings.path)) ::unlink(impl_->settings.path.c_str());
}

}  // namespace ringside::control
