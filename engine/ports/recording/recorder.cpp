#include "engine/ports/recording/recorder.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "engine/ports/recording/kinds.h"

namespace ringside::ports {
namespace {

constexpr std::size_t kPiece = 64 * 1024;
constexpr core::Duration kOften = std::chrono::seconds{1};

namespace fs = std::filesystem;

/// What an earlier run has written is what one wants to see after a crash. Pipes and devices stay where they are.
fs::path move_aside(const fs::path& path, std::error_code& error) {
  std::error_code none;
  if (!fs::is_regular_file(path, none) || fs::file_size(path, none) == 0) return {};
  fs::path aside;
  for (int number = 1;; ++number) {
    aside = path.string() + "." + std::to_string(number);
    if (!fs::exists(fs::symlink_status(aside, none))) break;
  }
  fs::rename(path, aside, error);
  return aside;
}

}  // namespace

tl::expected<std::unique_ptr<Recorder>, std::string> Recorder::open(const std::filesystem::path& path,
                                                                    const RecordingOptions& options) {
  std::error_code error;
  const fs::path aside = move_aside(path, error);
  if (error) {
    return tl::unexpected("recording " + path.string() + ": the earlier one cannot be moved to " + aside.string() + ": " +
                          error.message());
  }
  // For our own eyes, which a stream cannot say. If something else is in the way, opening it tells what.
  if (const int made = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600); made >= 0) ::close(made);
  std::unique_ptr<Recorder> recorder{new Recorder{path, options}};
  recorder->moved_aside_ = aside;
  if (!recorder->file_) return tl::unexpected("recording " + path.string() + ": " + std::strerror(errno));
  return recorder;
}

Recorder::Recorder(const std::filesystem::path& path, const RecordingOptions& options)
    : path_{path},
      file_{path, std::ios::binary | std::ios::app},
      plain_identities_{options.plain_identities},
      key_{options.key ? *options.key : random_key()} {}

Recorder::~Recorder() {
  if (last_ == core::Time{}) return;  // it never began
  outcome();
  encode_.bits(0);
  written_ = core::Time{};
  write(last_);
}

void Recorder::begin(const core::Settings& settings, const core::Tables& tables, core::Time start) {
  buffer_ += kRecordingMagic;
  encode_(plain_identities_, start, settings, tables);
  last_ = start;
  write(start);
}

std::string Recorder::disguised(std::string_view text) const {
  return plain_identities_ ? std::string{text} : pseudonym(key_, text);
}

core::CallArrived Recorder::disguised(const core::CallArrived& event) {
  core::CallArrived shown = event;
  shown.caller_user = user_ = disguised(event.caller_user);
  shown.caller_display_name = display_name_ = disguised(event.caller_display_name);
  shown.param = param_ = disguised(event.param);
  return shown;
}

template <class In>
void Recorder::fed(const In& input, core::Time now) {
  if (!failure_.empty()) return;
  outcome();
  encode_.bits(kind_of<In>());
  encode_.bits(static_cast<std::uint64_t>((now - last_).count()));
  last_ = now;
  if constexpr (std::is_same_v<In, core::CallArrived>) {
    encode_(disguised(input));
  } else if constexpr (std::is_same_v<In, Restore>) {
    Restore shown = input;
    for (core::CallSnapshot& call : shown.snapshot.calls) {
      call.caller_user = disguised(call.caller_user);
      call.caller_display_name = disguised(call.caller_display_name);
      call.param = disguised(call.param);
    }
    encode_(shown);
  } else {
    encode_(input);
  }
  write(now);
}

void Recorder::did(const core::Action& action) {
  ++actions_;
  digest_.bits(action.index());
  std::visit([this](const auto& a) { digest_(a); }, action);
}

/// What the engine has done since the last input.
void Recorder::outcome() {
  encode_.bits(actions_ * 2 + (drained_ ? 1 : 0));
  actions_ = 0;
  drained_ = false;
  for (unsigned shift = 0; shift < 32; shift += 8) buffer_ += static_cast<char>(digest_.value() >> shift);
}

void Recorder::write(core::Time now) {
  if (buffer_.size() < kPiece && now - written_ < kOften) return;
  written_ = now;
  file_.write(buffer_.data(), static_cast<std::streamsize>(buffer_.size()));
  file_.flush();
  if (!file_) failure_ = "recording " + path_.string() + " ends here: " + std::strerror(errno);
  buffer_.clear();
}

template void Recorder::fed(const core::CallArrived&, core::Time);
template void Recorder::fed(const core::MessageEnded&, core::Time);
template void Recorder::fed(const core::AgentAnswered&, core::Time);
template void Recorder::fed(const core::AgentRefused&, core::Time);
template void Recorder::fed(const core::FlowIdEnded&, core::Time);
template void Recorder::fed(const core::BridgeCompleted&, core::Time);
template void Recorder::fed(const core::BridgeFailed&, core::Time);
template void Recorder::fed(const core::AgentHungUp&, core::Time);
template void Recorder::fed(const core::CallerHungUp&, core::Time);
template void Recorder::fed(const core::LegLost&, core::Time);
template void Recorder::fed(const core::CallFailed&, core::Time);
template void Recorder::fed(const core::AgentLegReleased&, core::Time);
template void Recorder::fed(const core::CallTransferred&, core::Time);
template void Recorder::fed(const PassTime&, core::Time);
template void Recorder::fed(const SetLogin&, core::Time);
template void Recorder::fed(const SetInternalDispatching&, core::Time);
template void Recorder::fed(const DispatchCall&, core::Time);
template void Recorder::fed(const MakeReady&, core::Time);
template void Recorder::fed(const ReleaseAgent&, core::Time);
template void Recorder::fed(const ResetStatistics&, core::Time);
template void Recorder::fed(const Reload&, core::Time);
template void Recorder::fed(const Restore&, core::Time);

}  // namespace ringside::ports
