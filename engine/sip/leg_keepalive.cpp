/// How a leg finds out that its peer is gone: session timers (RFC 4028) where the peer knows them, else OPTIONS (E-LIF-12).

#include <fmt/format.h>

#include <strings.h>

#include <algorithm>

#include "engine/sip/leg.h"

namespace ringside::sip {
namespace {

constexpr std::uint32_t kLongestSession = 86'400;
constexpr core::Duration kSoon = std::chrono::seconds{1};
/// Each proxy on the way may have a minimum of its own.
constexpr unsigned kMostRaises = 4;

std::uint32_t bounded(unsigned long seconds) {
  return static_cast<std::uint32_t>(std::min<unsigned long>(seconds, kLongestSession));
}

std::uint32_t whole(core::Duration duration) {
  return static_cast<std::uint32_t>(std::chrono::ceil<std::chrono::seconds>(duration).count());
}

}  // namespace

/// What a message says of its sender's abilities; one that says nothing of them changes nothing.
void Leg::learn(const sip_t* sip) {
  if (sip->sip_allow != nullptr) session_.peer_updates = sip_is_allowed(sip->sip_allow, sip_method_update, "UPDATE") != 0;
  if (sip->sip_supported != nullptr) session_.peer_knows = sip_has_supported(sip->sip_supported, "timer") != 0;
}

bool Leg::too_short(const sip_t* sip) const { return stack_.session_too_short(sip); }

void Leg::ask_session(const sip_t* request) {
  const sip_session_expires_t* const wish = request->sip_session_expires;
  session_.asked = 0;
  session_.asked_for_uas = session_.asked_for_uac = false;
  if (request->sip_min_se != nullptr) session_.least = std::max(session_.least, bounded(request->sip_min_se->min_delta));
  if (wish == nullptr) return;
  session_.asked = bounded(wish->x_delta);
  if (wish->x_refresher == nullptr) return;
  session_.asked_for_uas = strcasecmp(wish->x_refresher, "uas") == 0;
  session_.asked_for_uac = strcasecmp(wish->x_refresher, "uac") == 0;
}

/// 0: no session timer.
std::uint32_t Leg::wished_seconds() const {
  const std::uint32_t ours = whole(stack_.sessions().expires);
  return ours == 0 ? 0 : std::max(session_.seconds > 0 ? session_.seconds : ours, session_.least);
}

/// Session-Expires of a request of ours; once agreed, who refreshes stays who he is.
std::string Leg::wished_session() const {
  const std::uint32_t seconds = wished_seconds();
  if (seconds == 0) return {};
  if (session_.seconds == 0) return std::to_string(seconds);
  return fmt::format("{};refresher={}", seconds, session_.ours ? "uac" : "uas");
}

/// Its Min-SE; empty as long as nobody on the way has named one.
std::string Leg::least_session() const {
  return wished_seconds() == 0 || session_.least == 0 ? std::string{} : std::to_string(session_.least);
}

/// RFC 4028 7.3: the request once more, after a 422 to it, with as long a session as that wants. Null if it wants no longer
/// one than it was offered.
OutgoingHandle Leg::longer_session(nta_outgoing_t* request, const sip_t* answer, nta_response_f* callback,
                                   const char* way_out) {
  const bool short_of = answer != nullptr && answer->sip_status != nullptr && answer->sip_status->st_status == 422 &&
                        answer->sip_min_se != nullptr;
  if (!short_of || wished_seconds() == 0) return {};
  const unsigned long least = answer->sip_min_se->min_delta;
  if (least <= wished_seconds() || least > kLongestSession || ++session_.raised > kMostRaises) return {};
  session_.least = bounded(least);
  msg_t* const message = stack_.copied(request);
  if (message == nullptr) return {};
  sip_t* const sip = sip_object(message);
  for (auto* const old :
       {reinterpret_cast<sip_header_t*>(sip->sip_session_expires), reinterpret_cast<sip_header_t*>(sip->sip_min_se)}) {
    if (old != nullptr) sip_header_remove(message, sip, old);
  }
  sip_add_make(message, sip, sip_session_expires_class, wished_session().c_str());
  sip_add_make(message, sip, sip_min_se_class, least_session().c_str());
  return stack_.send_again(message, dialog_.get(), callback, this, way_out);
}

/// Session-Expires of our 2xx, and what it settles. Without the peer's wish one only if he knows of session timers.
std::string Leg::answered_session() {
  const std::uint32_t ours = whole(stack_.sessions().expires);
  const bool possible = ours > 0 && (session_.asked > 0 || session_.peer_knows) &&
                        (session_.asked == 0 || session_.asked >= whole(stack_.sessions().least));
  if (!possible) {
    session_.seconds = 0;
    return {};
  }
  // Never below the peer's Min-SE (RFC 4028 9).
  const std::uint32_t wished = std::max({ours, whole(stack_.sessions().least), session_.least});
  session_.seconds = session_.asked > 0 ? std::min(session_.asked, wished) : std::max(ours, session_.least);
  session_.ours = session_.asked_for_uas || !session_.peer_knows || (!session_.asked_for_uac && session_.asked == 0);
  session_.late = false;
  return fmt::format("{};refresher={}", session_.seconds, session_.ours ? "uas" : "uac");
}

/// By the 2xx to a request of ours.
void Leg::session_agreed(const sip_t* answer) {
  const sip_session_expires_t* const given = answer->sip_session_expires;
  if (given == nullptr || stack_.sessions().expires == core::Duration{}) {
    session_.seconds = 0;
  } else {
    // One who answers with less than anybody may ask for is not followed down there.
    session_.seconds = std::max({bounded(given->x_delta), whole(stack_.sessions().least), 1U});
    session_.ours = given->x_refresher == nullptr || strcasecmp(given->x_refresher, "uas") != 0;
  }
  session_.late = false;
  session_.raised = 0;
  watch();
}

/// From now on, by what has just been agreed.
void Leg::watch() {
  if (ended()) return;
  session_.missed = 0;
  const auto session = core::Duration{std::chrono::seconds{session_.seconds}};
  if (session_.seconds > 0) {
    probe_timer_.stop();
    const core::Duration margin = std::min<core::Duration>(std::chrono::seconds{32}, session / 3);
    session_timer_.start(session_.ours ? session / 2 : session - margin);
    return;
  }
  session_timer_.stop();
  const core::Duration interval = stack_.sessions().probe_interval;
  if (interval == core::Duration{}) return;
  // Up to a fifth earlier, lest calls of one moment are asked in one moment for ever.
  const auto jitter = interval / 5 * static_cast<std::int64_t>(stack_.random()() % 1000) / 1000;
  probe_timer_.start(interval - jitter);
}

void Leg::stop_watching() {
  session_timer_.stop();
  probe_timer_.stop();
  refresh_.reset();
  probe_.reset();
}

void Leg::session_due() {
  if (!established()) return;
  if (session_.ours) {
    refresh();
  } else {
    owner_->leg_lost(*this);
  }
}

void Leg::refresh() {
  if (refresh_ != nullptr || exchange_ != Exchange::none) {
    session_timer_.start(kSoon);
    return;
  }
  if (!session_.peer_updates && !local_sdp_.empty()) {
    session_.refreshing = true;
    send_invite(nullptr, nullptr, local_sdp_);
    if (exchange_ == Exchange::none) refresh_ended(408);
    return;
  }
  const std::string session = wished_session();
  const std::string least = least_session();
  refresh_.reset(nta_outgoing_tcreate(dialog_.get(), &Leg::response_to_refresh, this, nullptr, SIP_METHOD_UPDATE, nullptr,
                                      TPTAG_IDENT(way_out()), SIPTAG_CONTACT(contact_),
                                      SIPTAG_SUPPORTED(stack_.supported_timer()), SIPTAG_SESSION_EXPIRES_STR(session.c_str()),
                                      TAG_IF(!least.empty(), SIPTAG_MIN_SE_STR(least.c_str())), SIPTAG_ALLOW(stack_.allow()),
                                      SIPTAG_USER_AGENT(stack_.user_agent()), TAG_END()));
  if (refresh_ == nullptr) refresh_ended(408);
}

int Leg::response_to_refresh(nta_outgoing_magic_t* self, nta_outgoing_t* request, const sip_t* sip) {
  Leg& leg = *static_cast<Leg*>(self);
  const int status = leg.status_of(request, sip);
  if (status < 200 || leg.repeats(leg.refresh_, request, sip, &Leg::response_to_refresh)) return 0;
  leg.refresh_.reset();
  if (!leg.established()) return 0;
  if (status < 300) {
    if (sip != nullptr && sip->sip_contact != nullptr) {  // the target is refreshed, too (RFC 3311)
      nta_leg_client_reroute(leg.dialog_.get(), nullptr, sip->sip_contact, 0);
      leg.owner_->leg_changed(leg);
    }
    leg.learn(sip);
    leg.session_agreed(sip);
  }
  leg.refresh_ended(status);
  return 0;
}

/// A dead dialog ends the leg, and so does a session that could not be refreshed twice in a row.
void Leg::refresh_ended(int status) {
  const bool by_invite = session_.refreshing;
  session_.refreshing = false;
  const auto session = core::Duration{std::chrono::seconds{session_.seconds}};
  if (status >= 300) {
    if (status == 481 || status == 408 || (session_.late && status != 491)) {
      owner_->leg_lost(*this);
      return;
    }
    if (!by_invite && (status == 405 || status == 501)) session_.peer_updates = false;
    session_.late = status != 491;
    session_timer_.start(status == 491 ? backoff() : std::min<core::Duration>(session / 8, std::chrono::seconds{10}));
  }
  if (by_invite) owner_->leg_free(*this);
}

void Leg::probe() {
  if (!established()) return;
  if (probe_ != nullptr) return;
  probe_.reset(nta_outgoing_tcreate(dialog_.get(), &Leg::response_to_probe, this, nullptr, SIP_METHOD_OPTIONS, nullptr,
                                    TPTAG_IDENT(way_out()), SIPTAG_CONTACT(contact_), SIPTAG_ACCEPT(stack_.accept()),
                                    SIPTAG_USER_AGENT(stack_.user_agent()), TAG_END()));
  if (probe_ == nullptr) probe_answered(408);
}

int Leg::response_to_probe(nta_outgoing_magic_t* self, nta_outgoing_t* request, const sip_t* sip) {
  Leg& leg = *static_cast<Leg*>(self);
  const int status = leg.status_of(request, sip);
  if (status < 200 || leg.proves(leg.probe_, request, sip, &Leg::response_to_probe, &leg)) return 0;
  leg.probe_.reset();
  if (leg.established()) leg.probe_answered(status);
  return 0;
}

void Leg::probe_answered(int status) {
  const unsigned missed = status == 481 || status == 408 ? session_.missed + 1 : 0;
  if (missed >= 2) {
    owner_->leg_lost(*this);
    return;
  }
  watch();
  session_.missed = missed;
}

}  // namespace ringside::sip
