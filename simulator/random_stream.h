#pragma once

#include <Random123/philox.h>

#include <cstdint>

namespace ringside::sim {

/// What a draw is for; each purpose has a stream of its own, so that one more draw for one leaves all others as they are.
enum class Purpose : std::uint8_t {
  arrival,
  modulation,
  busyness,
  patience,
  work,
  pickup,
  answer,
  wrapup,
  balking,
  redial,
  redial_delay,
  message,
  shrinkage,
  volume,
  media,
  bridge,
  thinking,
  chat_patience,
};

/// The key of one replication's streams.
struct ReplicationKey {
  std::uint32_t words[2];

  ReplicationKey(std::uint64_t seed, std::uint64_t replication) {
    // Two rounds of splitmix64: neighbouring seeds and replications share nothing.
    std::uint64_t x = mix(seed + 0x9e3779b97f4a7c15U) ^ mix(replication * 0xbf58476d1ce4e5b9U + 0x94d049bb133111ebU);
    x = mix(x);
    words[0] = static_cast<std::uint32_t>(x);
    words[1] = static_cast<std::uint32_t>(x >> 32);
  }

 private:
  static std::uint64_t mix(std::uint64_t x) {
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9U;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebU;
    return x ^ (x >> 31);
  }
};

/// A stream of draws that belongs to (replication, source, caller number, attempt, purpose, k-th offer): the counter of a
/// Philox generator (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011) spelt out, so a caller's draws
/// are the same whatever else happens in the run. Made on the stack where it is needed; each gives up to 2^17 draws.
class RandomStream {
 public:
  RandomStream(const ReplicationKey& key, std::uint32_t source, std::uint64_t number, std::uint32_t attempt, Purpose purpose,
               std::uint32_t offer = 0) {
    key_.v[0] = key.words[0];
    key_.v[1] = key.words[1];
    counter_.v[0] = static_cast<std::uint32_t>(number);
    counter_.v[1] = static_cast<std::uint32_t>(number >> 32) | attempt << 16;
    counter_.v[2] = source << 8 | static_cast<std::uint32_t>(purpose);
    counter_.v[3] = offer << 16;
  }

  std::uint64_t bits() {
    if (half_) {
      half_ = false;
      return static_cast<std::uint64_t>(block_.v[3]) << 32 | block_.v[2];
    }
    block_ = r123::Philox4x32{}(counter_, key_);
    ++counter_.v[3];
    half_ = true;
    return static_cast<std::uint64_t>(block_.v[1]) << 32 | block_.v[0];
  }
  /// In the open interval (0, 1).
  double uniform() { return (static_cast<double>(bits() >> 11) + 0.5) * 0x1p-53; }

 private:
  r123::Philox4x32::key_type key_;
  r123::Philox4x32::ctr_type counter_;
  r123::Philox4x32::ctr_type block_;
  bool half_ = false;
};

}  // namespace ringside::sim
