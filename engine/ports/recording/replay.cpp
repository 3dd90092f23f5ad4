#include "engine/ports/recording/replay.h"

#include <memory>
#include <variant>

#include "engine/ports/recording/codec.h"
#include "engine/ports/recording/kinds.h"
#include "engine/ports/recording/recorder.h"

namespace ringside::ports {
namespace {

/// Fields as words, for people.
class Describer : public Reader<Describer> {
 public:
  template <Number T>
  void number(const T& value) {
    word(std::to_string(static_cast<std::int64_t>(value)));
  }
  void bits(std::uint64_t value) { word(std::to_string(value)); }
  void bytes(std::string_view text) { word("'" + std::string{text} + "'"); }
  void special(const core::Time& time) { word(std::to_string(time.time_since_epoch().count()) + " ns"); }
  void special(const core::Duration& duration) { word(std::to_string(duration.count()) + " ns"); }
  void special(const core::CallId& id) { word(core::to_string(id)); }
  void word(const std::string& word) { said_ += (said_.empty() ? "" : " ") + word; }
  const std::string& said() const { return said_; }

 private:
  std::string said_;
};

std::string described(const Input& input) {
  Describer describe;
  describe.word(std::string{kKindNames[input.index()]});
  if (!std::holds_alternative<Reload>(input) && !std::holds_alternative<Restore>(input)) {
    std::visit([&](const auto& in) { describe(in); }, input);
  }
  return describe.said();
}

std::string described(const core::Action& action) {
  static constexpr std::array<std::string_view, std::variant_size_v<core::Action>> kNames{
      "PlayMessage", "PlayQueue", "RingAgent",   "PlayFlowId",  "Bridge",     "EndAgentLeg",
      "EndCall",     "WriteCdr",  "JournalCall", "StoreWrapup", "ReportAgent"};
  Describer describe;
  describe.word(std::string{kNames[action.index()]});
  std::visit([&](const auto& a) { describe(a); }, action);
  return describe.said();
}

/// Settings that no engine can have been given: they would make time stand still or overflow.
bool plausible(const core::Settings& s) {
  constexpr core::Duration kLongest = std::chrono::hours{24 * 365 * 10};
  for (const core::Duration d : {s.wrapup_time, s.dispatch_interval, s.message_timeout, s.agent_ring_timeout, s.bridge_timeout,
                                 s.cancel_grace, s.reject_retry_delay, s.min_talk_time, s.sl_threshold}) {
    if (d < core::Duration{} || d > kLongest) return false;
  }
  return s.dispatch_interval == core::Duration{} || s.dispatch_interval >= std::chrono::milliseconds{1};
}

bool plausible(const core::Tables& tables) {
  core::Tables copy = tables;
  core::drop_invalid_rows(copy);
  return copy.faults.size() == tables.faults.size();
}

bool plausible(core::Time time) {
  constexpr std::int64_t kEnd = 4'102'444'800;  // 2100
  return time >= core::Time{} && time <= core::from_unix_seconds(kEnd);
}

class Replay {
 public:
  Replay(std::string_view recording, const ReplayListeners& listeners, Comparison comparison)
      : whole_{recording},
        decode_{recording.substr(std::min(recording.size(), kRecordingMagic.size()))},
        listeners_{listeners},
        comparison_{comparison} {}

  tl::expected<ReplayReport, std::string> run() {
    if (!whole_.starts_with(kRecordingMagic))
      return tl::unexpected(std::string{"this is not a ringside recording of version 2"});
    if (!begin()) return wrong("settings and tables");
    for (;;) {
      if (decode_.at_end()) {
        report_.cut_off = true;
        return report_;
      }
      if (!outcome()) return decode_.ok() ? finished() : cut_off_or_wrong("what the engine did");
      const std::uint64_t kind = decode_.bits();
      if (!decode_.ok()) return cut_off_or_wrong("kind of input");
      if (kind == 0) return finished();
      if (!input(kind)) return cut_off_or_wrong("an input");
    }
  }

 private:
  tl::expected<ReplayReport, std::string> finished() { return report_; }

  tl::unexpected<std::string> wrong(const std::string& what) {
    return tl::unexpected("damaged at byte " + std::to_string(whole_.size() - decode_.left()) + " (" + what + ", after " +
                          std::to_string(report_.inputs) + " inputs)");
  }

  /// The engine was killed while it wrote the last input, or a byte is wrong.
  tl::expected<ReplayReport, std::string> cut_off_or_wrong(const std::string& what) {
    if (!decode_.ran_out()) return wrong(what);
    report_.cut_off = true;
    return report_;
  }

  bool begin() {
    bool plain = false;
    core::Settings settings;
    core::Tables tables;
    decode_(plain, report_.start, settings, tables);
    if (!decode_.ok() || !plausible(settings) || !plausible(tables) || !plausible(report_.start)) return false;
    now_ = report_.end = report_.start;
    engine_ = std::make_unique<core::Engine>(settings, tables, now_);
    if (listeners_.begin) listeners_.begin(settings, tables, now_);
    return true;
  }

  /// Takes as many actions as the recorded engine did, and compares. False if there is nothing more to do.
  bool outcome() {
    const std::uint64_t taken = decode_.bits();
    std::uint32_t digest = 0;
    for (unsigned shift = 0; shift < 32; shift += 8) digest |= static_cast<std::uint32_t>(decode_.byte()) << shift;
    if (!decode_.ok()) return false;
    std::vector<std::string> done;
    bool same = true;
    for (std::uint64_t i = 0; i < taken / 2 && same; ++i) same = act(done);
    if (taken % 2 == 1) {
      while (act(done)) same = false;
    }
    if (comparison_ == Comparison::none) return true;
    if (same && digest == static_cast<std::uint32_t>(digest_.value())) return true;
    while (act(done)) {
    }
    report_.divergence = Divergence{report_.inputs, now_, described(last_), taken / 2, std::move(done)};
    return false;
  }

  bool act(std::vector<std::string>& done) {
    const std::optional<core::Action> action = engine_->next_action();
    if (!action) return false;
    ++report_.actions;
    digest_.bits(action->index());
    std::visit([this](const auto& a) { digest_(a); }, *action);
    if (listeners_.action) listeners_.action(*action, *engine_, now_);
    if (done.size() < kShown) done.push_back(described(*action));
    return true;
  }

  bool input(std::uint64_t kind) {
    if (!emplace_kind(kind, last_)) decode_.fail();
    const std::uint64_t passed = decode_.bits();
    std::visit([this](auto& in) { decode_(in); }, last_);
    if (passed > static_cast<std::uint64_t>(core::Duration::max().count()) / 4) decode_.fail();
    if (!decode_.ok()) return false;
    now_ += core::Duration{static_cast<std::int64_t>(passed)};
    if (!plausible(now_)) decode_.fail();
    if (const auto* const reload = std::get_if<Reload>(&last_); reload != nullptr && !plausible(reload->tables)) decode_.fail();
    if (!decode_.ok()) return false;
    ++report_.inputs;
    report_.end = now_;
    std::visit([this](const auto& in) { feed(in); }, last_);
    return true;
  }

  template <class In>
  void feed(const In& in) {
    std::optional<core::Admission> admission;
    if constexpr (std::is_void_v<decltype(apply(*engine_, in, now_))>) {
      apply(*engine_, in, now_);
    } else {
      const auto answer = apply(*engine_, in, now_);
      digest_(answer);
      if constexpr (std::is_same_v<In, core::CallArrived>) {
        report_.calls += answer.code == core::AdmissionCode::admitted ? 1 : 0;
        admission = answer;
      }
    }
    if (listeners_.input) listeners_.input(last_, admission, *engine_, now_);
  }

  static constexpr std::size_t kShown = 50;

  std::string_view whole_;
  Decoder decode_;
  const ReplayListeners& listeners_;
  Comparison comparison_;
  ReplayReport report_;
  std::unique_ptr<core::Engine> engine_;
  Digest digest_;
  Input last_;
  core::Time now_{};
};

}  // namespace

tl::expected<ReplayReport, std::string> replay(std::string_view recording, const ReplayListener& listener,
                                               Comparison comparison) {
  return replay(recording, ReplayListeners{{}, {}, listener}, comparison);
}

tl::expected<ReplayReport, std::string> replay(std::string_view recording, const ReplayListeners& listeners,
                                               Comparison comparison) {
  return Replay{recording, listeners, comparison}.run();
}

}  // namespace ringside::ports
