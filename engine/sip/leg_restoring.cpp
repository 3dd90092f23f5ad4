/// How a leg goes on in another process (spec, "Stack"; engine.md section 9).

#include <fmt/format.h>

#include <strings.h>

#include <algorithm>
#include <cstring>

#include "engine/sip/admission.h"
#include "engine/sip/leg.h"
#include "engine/sip/lost_invite.h"
#include "engine/sip/request_relay.h"
#include "engine/sip/scratch_home.h"
#include "engine/sip/sofia_text.h"

namespace ringside::sip {
namespace {

/// What may have been sent since the record was written.
constexpr std::uint32_t kCseqGap = 100;
/// A peer who has answered our re-INVITE repeats that after T1 at the latest.
constexpr core::Duration kReinvitePatience = std::chrono::seconds{1};
constexpr unsigned kSoonest = 1000, kSpread = 4000;  // ms: when restored peers are asked whether they are still there

template <class Header>
std::string header_text(const Header* header) {
  char buffer[1024];
  const issize_t size = sip_header_field_e(buffer, sizeof buffer, reinterpret_cast<const sip_header_t*>(header), 0);
  return size > 0 && size < static_cast<issize_t>(sizeof buffer) ? std::string(buffer, static_cast<std::size_t>(size))
                                                                 : std::string{};
}

/// An address of a dialog with its tag; null if it is none.
sip_addr_t* address(su_home_t* home, const std::string& text, const std::string& tag) {
  auto* const made = reinterpret_cast<sip_addr_t*>(sip_from_make(home, text.c_str()));
  if (made == nullptr || made->a_next != nullptr || made->a_url->url_host == nullptr) return nullptr;
  if (made->a_tag != nullptr) return tag == made->a_tag ? made : nullptr;
  if (!tag.empty() && sip_from_tag(home, reinterpret_cast<sip_from_t*>(made), ("tag=" + tag).c_str()) < 0) return nullptr;
  return made;
}

sip_contact_t* target(su_home_t* home, const std::string& uri) {
  if (uri.empty() || uri.find_first_of("<>\"") != std::string::npos) return nullptr;
  sip_contact_t* const made = sip_contact_make(home, fmt::format("<{}>", uri).c_str());
  const bool usable = made != nullptr && made->m_next == nullptr && made->m_url->url_host != nullptr &&
                      (made->m_url->url_type == url_sip || made->m_url->url_type == url_sips);
  return usable ? made : nullptr;
}

/// False if one of them is no address.
bool routes(su_home_t* home, const std::vector<std::string>& uris, sip_route_t*& first) {
  sip_route_t** end = &first;
  for (const std::string& uri : uris) {
    if (uri.find_first_of("<>\"") != std::string::npos) return false;
    *end = sip_route_make(home, fmt::format("<{}>", uri).c_str());
    if (*end == nullptr || (*end)->r_next != nullptr || (*end)->r_url->url_host == nullptr) return false;
    end = &(*end)->r_next;
  }
  return true;
}

}  // namespace

LostInvite::LostInvite(Leg& leg, const LegRecord& record, core::Duration patience)
    : leg_{leg},
      cseq_{record.invite_cseq},
      late_{record.late},
      branch_{record.branch},
      uri_{record.target},
      timer_{leg.stack_.root(), [this] { leg_.lost_invite_over(); }} {
  leg_.stack_.await_lost(record.call_id, [this](const sip_t* sip) { leg_.lost_invite_answered(sip); });
  timer_.start(patience);
}

LostInvite::~LostInvite() { leg_.stack_.forget_lost(leg_.call_id_); }

void LostInvite::cancel() {
  ScratchHome home;
  const sip_contact_t* const to = target(home.get(), uri_);
  sip_cseq_t cseq[1];
  sip_cseq_init(cseq);
  cseq->cs_seq = cseq_;
  cseq->cs_method = sip_method_cancel;
  cseq->cs_method_name = sip_method_name_cancel;
  const sip_route_t* const route = leg_.stack_.outbound_route();
  if (to != nullptr && !branch_.empty()) {
    cancel_.reset(nta_outgoing_tcreate(leg_.dialog_.get(), &Leg::response_to_cancel, &leg_, nullptr, SIP_METHOD_CANCEL,
                                       reinterpret_cast<const url_string_t*>(to->m_url), TPTAG_IDENT(leg_.way_out(to->m_url)),
                                       SIPTAG_CSEQ(cseq), TAG_IF(route != nullptr, SIPTAG_ROUTE(route)),
                                       NTATAG_BRANCH_KEY(branch_.c_str()), TAG_END()));
  }
  if (cancel_ == nullptr) timer_.start(core::Duration{1});
}

void LostInvite::acknowledge(std::string_view sdp) {
  sip_payload_t payload[1];
  sip_payload_init(payload);
  payload->pl_data = const_cast<char*>(sdp.data());  // only read: Sofia copies it
  payload->pl_len = static_cast<usize_t>(sdp.size());
  sip_cseq_t cseq[1];
  sip_cseq_init(cseq);
  cseq->cs_seq = cseq_;
  cseq->cs_method = sip_method_ack;
  cseq->cs_method_name = sip_method_name_ack;
  // Sofia asserts an INVITE of its own behind each ACK, unless it is told the branch.
  const OutgoingHandle ack{nta_outgoing_tcreate(
      leg_.dialog_.get(), nullptr, nullptr, nullptr, SIP_METHOD_ACK, nullptr, TPTAG_IDENT(leg_.way_out()), SIPTAG_CSEQ(cseq),
      NTATAG_ACK_BRANCH(branch_.c_str()), TAG_IF(!sdp.empty(), SIPTAG_CONTENT_TYPE(leg_.stack_.sdp_type())),
      TAG_IF(!sdp.empty(), SIPTAG_PAYLOAD(payload)), TAG_END())};
}

/// RFC 3261 17.1.1.3: to where the INVITE went, with its branch.
void LostInvite::acknowledge_refusal(const sip_t* sip) {
  ScratchHome home;
  const sip_contact_t* const to = leg_.confirmed_ ? nullptr : target(home.get(), uri_);
  const sip_route_t* const route = leg_.confirmed_ ? nullptr : leg_.stack_.outbound_route();
  sip_cseq_t cseq[1];
  sip_cseq_init(cseq);
  cseq->cs_seq = cseq_;
  cseq->cs_method = sip_method_ack;
  cseq->cs_method_name = sip_method_name_ack;
  const OutgoingHandle ack{
      nta_outgoing_tcreate(leg_.dialog_.get(), nullptr, nullptr, nullptr, SIP_METHOD_ACK,
                           to != nullptr ? reinterpret_cast<const url_string_t*>(to->m_url) : nullptr,
                           TPTAG_IDENT(leg_.way_out(to != nullptr ? to->m_url : nullptr)), SIPTAG_TO(sip->sip_to),
                           SIPTAG_CSEQ(cseq), TAG_IF(route != nullptr, SIPTAG_ROUTE(route)), NTATAG_BRANCH_KEY(branch_.c_str()),
                           NTATAG_ACK_BRANCH(branch_.c_str()), TAG_END())};
}

std::unique_ptr<Leg> Leg::restored(Stack& stack, LegOwner& owner, const LegRecord& record) {
  auto leg = std::make_unique<Leg>(stack, owner, record.purpose);
  return leg->rebuild(record) ? std::move(leg) : nullptr;
}

bool Leg::rebuild(const LegRecord& record) {
  ScratchHome home;
  const bool incoming = record.purpose.role == LegRole::caller;
  confirmed_ = record.state == LegState::established || (record.state == LegState::ending && !record.remote_tag.empty());
  if (incoming && !confirmed_) return false;
  const sip_addr_t* const local = address(home.get(), record.local_address, record.local_tag);
  const sip_addr_t* const remote = address(home.get(), record.remote_address, record.remote_tag);
  const sip_contact_t* const contact = target(home.get(), record.target);
  sip_route_t* route = nullptr;
  if (local == nullptr || remote == nullptr || contact == nullptr || !routes(home.get(), record.route_set, route)) return false;
  if (confirmed_ && remote->a_tag == nullptr && incoming) return false;
  sip_call_id_t* const id = sip_call_id_make(home.get(), record.call_id.c_str());
  sip_cseq_t cseq[1];
  sip_cseq_init(cseq);
  cseq->cs_seq = std::min(record.local_cseq, 0x7fff'ffffU - kCseqGap) + (confirmed_ ? kCseqGap : 0);
  cseq->cs_method = sip_method_invite;
  cseq->cs_method_name = sip_method_name_invite;
  if (id == nullptr) return false;
  dialog_.reset(nta_leg_tcreate(stack_.agent(), &Leg::request_in_dialog, this,
                                SIPTAG_FROM(reinterpret_cast<const sip_from_t*>(local)),
                                SIPTAG_TO(reinterpret_cast<const sip_to_t*>(remote)), SIPTAG_CALL_ID(id), SIPTAG_CSEQ(cseq),
                                NTATAG_REMOTE_CSEQ(record.remote_cseq), TAG_IF(confirmed_, NTATAG_TARGET(contact)),
                                TAG_IF(route != nullptr, SIPTAG_ROUTE(route)), TAG_END()));
  if (dialog_ == nullptr) return false;
  const Listener* const known = stack_.listeners().named(record.listener);
  known_by(known != nullptr ? *known : stack_.listeners().towards(route != nullptr ? route->r_url : contact->m_url));
  call_id_ = record.call_id;
  local_address_ = record.local_address;
  remote_address_ = record.remote_address;
  if (!incoming) authorization_.called(remote->a_url->url_host);
  origin_ = record.origin;
  local_sdp_ = record.local_sdp;
  remote_sdp_ = record.remote_sdp;
  session_.seconds = std::min(record.session_seconds, 86'400U);
  session_.ours = record.we_refresh;
  session_.peer_knows = session_.seconds > 0;
  session_.peer_updates = record.peer_updates;
  rang_ = true;
  if (!confirmed_) {
    exchange_ = Exchange::inviting;
    lost_ = std::make_unique<LostInvite>(*this, record, stack_.longest_transaction());
    return true;
  }
  switch (record.unfinished) {
    case Unfinished::ours: lost_ = std::make_unique<LostInvite>(*this, record, kReinvitePatience); break;
    case Unfinished::unacked:
      LostInvite{*this, record, kReinvitePatience}.acknowledge(record.late ? declining_answer(remote_sdp_) : std::string{});
      break;
    case Unfinished::theirs: stack_.refuse_lost(record, 500, 0); break;
    case Unfinished::none: break;
  }
  watch_restored();
  return true;
}

void Leg::record_unfinished(LegRecord& record) const {
  if (exchange_ == Exchange::invited && !update_) {
    record.unfinished = Unfinished::theirs;
    msg_t* const message = nta_incoming_getrequest(invited_.get());
    const sip_t* const sip = sip_object(message);
    record.invite_cseq = sip->sip_cseq->cs_seq;
    for (const sip_via_t* via = sip->sip_via; via != nullptr; via = via->v_next) record.via.push_back(header_text(via));
    msg_unref(message);
    return;
  }
  if (invite_ == nullptr) return;
  record.unfinished = exchange_ == Exchange::ack_owed ? Unfinished::unacked : Unfinished::ours;
  record.late = late_;
  record.invite_cseq = nta_outgoing_cseq(invite_.get());
  if (const char* const branch = nta_outgoing_branch(invite_.get()); branch != nullptr) record.branch = branch;
  if (!confirmed_) {
    if (const url_t* const uri = nta_outgoing_request_uri(invite_.get()); uri != nullptr) record.target = url_text(uri);
  }
}

/// He may have gone while nobody was here to see it: he is asked soon, and believed at once.
void Leg::watch_restored() {
  const core::Duration soon = std::chrono::milliseconds{kSoonest + stack_.random()() % kSpread};
  if (session_.seconds > 0) {
    session_timer_.start(session_.ours ? soon : core::Duration{std::chrono::seconds{session_.seconds}});
  } else if (stack_.sessions().probe_interval > core::Duration{}) {
    session_.missed = 1;
    probe_timer_.start(soon);
  }
}

void Leg::cancel_lost() {
  if (confirmed_) return;
  lost_->cancel();
}

int Leg::response_to_cancel(nta_outgoing_magic_t* self, nta_outgoing_t*, const sip_t* sip) {
  const int status = sip != nullptr && sip->sip_status != nullptr ? sip->sip_status->st_status : 408;
  // He knows nothing of it, or is gone; else the INVITE's own answer follows.
  if (status >= 300) static_cast<Leg*>(self)->lost_invite_over();
  return 0;
}

void Leg::lost_invite_answered(const sip_t* sip) {
  if (lost_ == nullptr || sip->sip_cseq->cs_seq != lost_->cseq() || sip->sip_to == nullptr) return;
  if (sip->sip_status->st_status >= 300) {
    lost_->acknowledge_refusal(sip);
    lost_invite_over();
    return;
  }
  if (!confirmed_) {
    if (sip->sip_to->a_tag == nullptr || sip->sip_contact == nullptr) return;
    nta_leg_rtag(dialog_.get(), sip->sip_to->a_tag);
    nta_leg_client_reroute(dialog_.get(), sip->sip_record_route, sip->sip_contact, 1);
  }
  std::string_view sdp = sdp_of(sip);
  if (sdp.size() > kMaxSdpSize || !outline(sdp)) sdp = {};
  lost_->acknowledge(lost_->late() && !sdp.empty() ? declining_answer(sdp) : std::string{});
  if (confirmed_) {
    lost_invite_over();
    return;
  }
  confirmed_ = true;
  ending_ = true;
  exchange_ = Exchange::none;
  lost_.reset();
  send_bye();
}

/// Its outcome is known, or none will come.
void Leg::lost_invite_over() {
  const std::unique_ptr<LostInvite> over = std::move(lost_);
  if (over == nullptr) return;
  if (!confirmed_) {
    ending_ = true;
    close();
  } else if (!ended()) {
    owner_->leg_free(*this);
  }
}

bool Stack::refuse_lost(const LegRecord& record, int status, std::uint32_t retry_after) {
  if (record.via.empty() || record.invite_cseq == 0) return false;
  std::string text = "INVITE sip:lost@invalid SIP/2.0\r\n";
  for (const std::string& via : record.via) text += "Via: " + via + "\r\n";
  const auto with_tag = [](const std::string& address, const std::string& tag) {
    return address.find(";tag=") != std::string::npos || tag.empty() ? address : address + ";tag=" + tag;
  };
  text += fmt::format("From: {}\r\nTo: {}\r\nCall-ID: {}\r\nCSeq: {} INVITE\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n",
                      with_tag(record.remote_address, record.remote_tag), with_tag(record.local_address, record.local_tag),
                      record.call_id, record.invite_cseq);
  msg_t* const message = msg_make(sip_default_mclass(), 0, text.data(), static_cast<ssize_t>(text.size()));
  if (message == nullptr) return false;
  sip_t* const sip = sip_object(message);
  const char* const protocol =
      sip != nullptr && sip->sip_via != nullptr ? std::strrchr(sip->sip_via->v_protocol, '/') : nullptr;
  tport_t* transport = nullptr;
  if (protocol != nullptr && sip->sip_via->v_host != nullptr) {
    transport = listeners_->towards(parse_transport(protocol + 1), sip->sip_via->v_host).transport;
  }
  if (transport == nullptr || sip->sip_error != nullptr || sip_sanity_check(sip) < 0) {
    msg_destroy(message);
    return false;
  }
  const IncomingHandle request{nta_incoming_create(agent_.get(), nullptr, message, sip, NTATAG_TPORT(transport), TAG_END())};
  if (request == nullptr) return false;
  reply(request.get(), status, retry_after);
  return true;
}

int Stack::stray_received(nta_agent_magic_t* self, nta_agent_t*, msg_t* message, sip_t* sip) {
  Stack& stack = *static_cast<Stack*>(self);
  const bool concerns = sip != nullptr && sip->sip_status != nullptr && sip->sip_status->st_status >= 200 &&
                        sip->sip_cseq != nullptr && sip->sip_cseq->cs_method == sip_method_invite &&
                        sip->sip_call_id != nullptr && sip->sip_call_id->i_id != nullptr;
  if (concerns) {
    const auto found = stack.lost_.find(sip->sip_call_id->i_id);
    if (found != stack.lost_.end()) {
      const LostAnswer handler = found->second;
      handler(sip);
    }
  }
  msg_destroy(message);
  return 0;
}

}  // namespace ringside::sip
