#include "scenarios/msrp/figures.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <nlohmann/json.hpp>

namespace ringside::msrp {

const char* to_string(Role role) {
  switch (role) {
    case Role::caller: return "caller";
    case Role::waiting: return "waiting";
    case Role::agent: return "agent";
    case Role::media: break;
  }
  return "media";
}

void Durations::add(microseconds value) {
  const std::int64_t us = std::max<std::int64_t>(1, value.count());
  const auto octave = static_cast<std::size_t>(std::bit_width(static_cast<std::uint64_t>(us)) - 1);
  const double above = static_cast<double>(us) / std::exp2(static_cast<double>(octave)) - 1;
  const std::size_t bucket = octave * kPerOctave + static_cast<std::size_t>(above * kPerOctave);
  ++buckets_[std::min(bucket, buckets_.size() - 1)];
  ++count_;
  greatest_ = std::max(greatest_, us);
}

double Durations::quantile(double share) const {
  if (count_ == 0) return 0;
  const auto rank = static_cast<std::uint64_t>(std::ceil(share * static_cast<double>(count_)));
  std::uint64_t below = 0;
  for (std::size_t i = 0; i < buckets_.size(); ++i) {
    below += buckets_[i];
    if (below < std::max<std::uint64_t>(rank, 1)) continue;
    const std::size_t octave = i / kPerOctave;
    const double end =
        std::exp2(static_cast<double>(octave)) * (1 + static_cast<double>(i % kPerOctave + 1) / kPerOctave) / 1000;
    return std::min(end, greatest());
  }
  return greatest();
}

void Figures::fault(std::string what) {
  constexpr std::size_t kKept = 20;
  if (faults.size() < kKept) faults.push_back(std::move(what));
}

namespace {

nlohmann::json to_value(const Durations& durations) {
  return {{"count", durations.count()},
          {"p50_ms", durations.quantile(0.5)},
          {"p95_ms", durations.quantile(0.95)},
          {"p99_ms", durations.quantile(0.99)},
          {"max_ms", durations.greatest()}};
}

nlohmann::json to_value(const Tally& tally) {
  return {{"sessions", tally.sessions},
          {"connections", tally.connections},
          {"silent", tally.silent},
          {"lost", tally.lost},
          {"sent", tally.sent},
          {"chunks", tally.chunks},
          {"empty", tally.empty},
          {"acknowledged", tally.acknowledged},
          {"failed", tally.failed},
          {"timed_out", tally.timed_out},
          {"cut", tally.cut},
          {"reports", tally.reports},
          {"received", tally.received},
          {"refused", tally.refused},
          {"bytes_sent", tally.bytes_sent},
          {"bytes_received", tally.bytes_received}};
}

}  // namespace

bool went_well(const Figures& figures) {
  return figures.malformed + figures.strangers + figures.connect_failures + figures.bad_orders == 0 &&
         std::all_of(figures.roles.begin(), figures.roles.end(),
                     [](const Tally& tally) { return tally.failed + tally.refused + tally.silent + tally.lost == 0; });
}

std::string to_json(const Figures& figures) {
  nlohmann::json all{{"round_trip", to_value(figures.round_trip)},
                     {"answer", to_value(figures.answer)},
                     {"malformed", figures.malformed},
                     {"strangers", figures.strangers},
                     {"connect_failures", figures.connect_failures},
                     {"left_open", figures.left_open},
                     {"bad_orders", figures.bad_orders},
                     {"led", figures.led},
                     {"completed", figures.completed},
                     {"lost_patience", figures.lost_patience},
                     {"broken_off", figures.broken_off},
                     {"knocks", figures.knocks},
                     {"reply_lateness", to_value(figures.reply_lateness)},
                     {"faults", figures.faults}};
  for (std::size_t i = 0; i < kRoles; ++i) all[to_string(static_cast<Role>(i))] = to_value(figures.roles[i]);
  return all.dump(2, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace ringside::msrp
