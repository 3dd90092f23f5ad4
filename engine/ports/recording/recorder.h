#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <string>

#include <tl/expected.hpp>

#include "engine/ports/inputs.h"
#include "engine/ports/recording/codec.h"
#include "engine/ports/recording/keyed_hash.h"

namespace ringside::ports {

struct RecordingOptions {
  bool plain_identities = false;  ///< callers' names and script parameters as they are, instead of hashes
  std::optional<HashKey> key;     ///< for the hashes; else a random one, which nobody ever knows
};

/// Writes down what an engine is fed, so that replay.h can live it again: settings and rows, then every input with its time.
/// Of what the engine did it keeps a digest and a count. A few bytes an input. On the engine's thread; the file is written
/// in pieces of some kilobytes, at least once a second. If that fails, recording ends and failure() says why; the engine
/// goes on.
///
/// Format, version 2: the line kRecordingMagic; the fields (codec.h, fields.h) of identities, start, settings and tables;
/// then for each input what the engine had done before it (actions * 2 + 1 if none was left to take; four bytes of the
/// digest of everything so far), its kind (place in Input, from 1), nanoseconds since the input before, its fields. Kind 0
/// is the end; a recording without it was cut off.
class Recorder {
 public:
  /// `path` is always the latest recording: an earlier one is moved to `path`.1, or the next number that is free.
  static tl::expected<std::unique_ptr<Recorder>, std::string> open(const std::filesystem::path& path,
                                                                   const RecordingOptions& options);
  ~Recorder();
  Recorder(const Recorder&) = delete;
  Recorder& operator=(const Recorder&) = delete;

  /// To be called once, with what the engine is made of.
  void begin(const core::Settings& settings, const core::Tables& tables, core::Time start);

  template <class In>
  void fed(const In& input, core::Time now);
  void answered(const core::Admission& answer) { digest_(answer); }
  void answered(core::DispatchAnswer answer) { digest_(answer); }
  void did(const core::Action& action);
  void drained() { drained_ = true; }

  /// Where the earlier recording is now; empty if there was none.
  const std::filesystem::path& moved_aside() const { return moved_aside_; }
  /// What went wrong with the file; empty if nothing did.
  const std::string& failure() const { return failure_; }

 private:
  Recorder(const std::filesystem::path& path, const RecordingOptions& options);

  void outcome();
  void write(core::Time now);
  core::CallArrived disguised(const core::CallArrived& event);
  std::string disguised(std::string_view text) const;

  std::filesystem::path path_;
  std::filesystem::path moved_aside_;
  std::ofstream file_;
  bool plain_identities_;
  HashKey key_;
  std::string buffer_;
  std::string failure_;
  Encoder encode_{buffer_};
  Digest digest_;
  std::uint64_t actions_ = 0;
  bool drained_ = false;
  core::Time last_{};
  core::Time written_{};
  std::string user_, display_name_, param_;  ///< of the arrival being written
};

inline constexpr std::string_view kRecordingMagic = "ringside recording 2\n";

}  // namespace ringside::ports
