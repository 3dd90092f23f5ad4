#include "scenarios/load/scenario/offers.h"

#include <fmt/format.h>

#include <cmath>

#include "simulator/sampler.h"

namespace ringside::load {
namespace {

using sim::Purpose;

/// Streams of phones, beside those of arrivals (below 2^16 · layers) and of shrinkage (0x8000 and up).
constexpr std::uint32_t kPhones = 0x4000;
constexpr std::uint32_t kChatPrograms = 0x6000;
constexpr std::uint32_t kAnnouncements = 0x7000;
/// A phone that gives no response at all is lost for SIP after timer B (RFC 3261, 17.1.1.2).
constexpr double kSilence = 32;

constexpr int kAnswers = 0;
constexpr int kNeverAnswers = -1;

}  // namespace

std::vector<std::string> phone_rows(const sim::GroupPlan& group, std::uint32_t kind, std::uint32_t number,
                                    const sim::ReplicationKey& key, double time_scale, core::Media media, std::size_t rows) {
  const scenario::AgentGroup& law = *group.group;
  const auto real = [&](double seconds) { return std::lround(seconds / time_scale * 1000); };
  const bool chats = media == core::Media::msrp;
  const std::uint32_t stream = (chats ? kChatPrograms : kPhones) | number;
  std::string media_and_speeds = chats ? "chats" : "calls";
  if (chats && !law.chat_speeds.empty()) media_and_speeds += fmt::format(" speeds={}", fmt::join(law.chat_speeds, ","));
  std::vector<std::string> offers;
  for (std::size_t n = 0; n < rows; ++n) {
    sim::RandomStream answer{key, stream, n, 1, Purpose::answer};
    sim::RandomStream pickup{key, stream, n, 1, Purpose::pickup};
    double rings = sim::draw(law.pickup, pickup);
    int code = kAnswers;
    double u = answer.uniform();
    const auto falls = [&u](double probability) { return (u -= probability) < 0; };
    if (falls(law.reject)) {
      code = 486;
    } else if (falls(law.no_answer)) {
      code = kNeverAnswers;
    } else if (falls(law.error)) {
      code = 500;
      rings = 0;
    } else if (falls(law.unreachable)) {
      code = 408;
      rings = kSilence;
    }
    const bool at_once = answer.uniform() < law.hang_up_at_once;
    offers.push_back(fmt::format("{};{};{};{};{}", real(rings), code, at_once ? 0 : -1, kind, media_and_speeds));
  }
  return offers;
}

bool has_drawn_announcements(const scenario::Flow& flow) {
  const auto is_random = [](const std::string& uri, const scenario::Distribution& length) {
    return !uri.empty() && length.kind != scenario::Distribution::Kind::deterministic;
  };
  const scenario::MediaServer& server = flow.media;
  return server.failure > 0 || server.timeout > 0 || server.answer_delay.kind != scenario::Distribution::Kind::deterministic ||
         is_random(flow.row.message_welcome, flow.welcome) || is_random(flow.row.message_dissuading, flow.dissuading) ||
         is_random(flow.row.message_flow_id, flow.flow_id);
}

std::vector<std::string> announcement_rows(const scenario::Flow& flow, const scenario::Distribution& length,
                                           std::uint32_t number, const sim::ReplicationKey& key, double time_scale,
                                           std::size_t rows) {
  const auto real = [&](double seconds) { return std::lround(seconds / time_scale * 1000); };
  const scenario::MediaServer& server = flow.media;
  std::vector<std::string> announcements;
  for (std::size_t n = 0; n < rows; ++n) {
    sim::RandomStream random{key, kAnnouncements | number, n, 1, Purpose::message};
    const double u = random.uniform();
    const bool silent = u >= server.failure && u < server.failure + server.timeout;
    const double delay = silent ? kSilence : sim::draw(server.answer_delay, random);
    const bool refuses = silent || u < server.failure;
    announcements.push_back(fmt::format("{};{};{}", real(sim::draw(length, random)), real(delay), refuses ? 503 : 0));
  }
  return announcements;
}

}  // namespace ringside::load
