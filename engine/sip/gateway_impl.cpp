#include "engine/sip/gateway_impl.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/sip/text.h"

namespace ringside::sip {
Gateway::Impl::Impl(EventLoop& loop, ports::Host& host, SipSettings settings, Log log)
    : loop_{loop},
      host_{host},
      settings_{std::move(settings)},
      log_{std::move(log)},
      shutdown_timer_{loop.impl().root(), [this] { finish_shutdown(); }} {}

Gateway::Impl::~Impl() { loop_.impl().before_waiting({}); }

tl::expected<void, SipError> Gateway::Impl::start() {
  if (auto checked = check_settings(); !checked) return checked;
  auto stack = Stack::create(loop_.impl().root(), settings_,
                             [this](nta_incoming_t* incoming, const sip_t* sip) { return request(incoming, sip); });
  if (!stack) return tl::unexpected{stack.error()};
  stack_ = std::move(*stack);
  const auto closed = [this](Call& call) {
    if (call.id().valid()) to_sweep_.push_back(call.id());
  };
  const auto transfer = [this](Call& old, std::string_view flow) { return this->transfer(old, flow); };
  context_.reset(new CallContext{*stack_, host_, settings_, log_, closed, transfer});
  traces_.emplace(
      *stack_, settings_.trace_dir, [this] { return loop_.real_now(); },
      [this](core::CallId id) -> const Call* {
        const auto found = calls_.find(id);
        return found != calls_.end() ? found->second.get() : nullptr;
      },
      [this](std::string_view why) {
        if (log_) log_(LogLevel::warning, {}, why);
      });
  loop_.impl().before_waiting([this] {
    traces_->turn();
    sweep();
  });
  std::vector<Network> networks;
  for (const std::string& text : settings_.allow_sources) networks.push_back(*parse_network(text));
  sources_.emplace(std::move(networks), settings_.max_source_cps);
  tokens_ = settings_.max_cps;
  tokens_at_ = loop_.real_now();
  return {};
}

tl::expected<void, SipError> Gateway::Impl::check_settings() const {
  const auto token_or_empty = [](std::string_view name, const std::string& value) -> tl::expected<void, SipError> {
    if (value.empty() || is_token(value)) return {};
    return tl::unexpected{
        SipError{fmt::format("{}: \"{}\" is no name; letters, digits and -.!%*_+`'~ are allowed", name, value)}};
  };
  if (auto ok = token_or_empty("param_header", settings_.param_header); !ok) return ok;
  if (auto ok = token_or_empty("b2b_logic_ctx_param", settings_.b2b_logic_ctx_param); !ok) return ok;
  if (auto ok = token_or_empty("queue_pos_param", settings_.queue_pos_param); !ok) return ok;
  if (auto ok = token_or_empty("queue_ewt_param", settings_.queue_ewt_param); !ok) return ok;
  if (auto ok = token_or_empty("flow_header", settings_.flow_header); !ok) return ok;
  for (const std::string& text : settings_.allow_sources) {
    if (!parse_network(text)) return tl::unexpected{SipError{fmt::format("allow_sources: \"{}\" is no network", text)}};
  }
  if (settings_.flow_from == FlowSource::header && settings_.flow_header.empty()) {
    return tl::unexpected{SipError{"flow_header: a header must be named when the flow id is read from one"}};
  }
  return {};
}

Call* Gateway::Impl::find(core::CallId id) {
  const auto found = calls_.find(id);
  if (found != calls_.end()) return found->second.get();
  // Sequence numbers only rise: an unknown one that is higher than all before is the call being admitted.
  if (admitting_ == nullptr || id.cid() <= last_cid_) return nullptr;
  return &enter(id);
}

Call& Gateway::Impl::enter(core::CallId id) {
  last_cid_ = id.cid();
  Call& call = *admitting_;
  calls_.emplace(id, std::move(admitting_));
  call.admitted(id);
  traces_->admitted(id, call.request().user);
  return call;
}

std::vector<ports::DialogRecord> Gateway::Impl::dialogs(core::CallId id) const {
  const auto found = calls_.find(id);
  return found == calls_.end() ? std::vector<ports::DialogRecord>{} : found->second->dialogs();
}

/// One that cannot go on stays until its last leg has ended.
bool Gateway::Impl::restore(const core::CallSnapshot& snapshot, const std::vector<ports::DialogRecord>& dialogs) {
  last_cid_ = std::max(last_cid_, snapshot.id.cid());
  Call& call = *calls_.emplace(snapshot.id, std::make_unique<Call>(*context_, CallerRequest{})).first->second;
  restored_.push_back(snapshot.id);
  return call.restore(snapshot, dialogs);
}

void Gateway::Impl::end_legs(core::CallId id, const std::vector<ports::DialogRecord>& dialogs) {
  last_cid_ = std::max(last_cid_, id.cid());
  const auto [entry, is_new] = calls_.emplace(id, nullptr);
  if (!is_new) return;
  entry->second = std::make_unique<Call>(*context_, CallerRequest{});
  entry->second->end_legs(id, dialogs);
}

void Gateway::Impl::restored() {
  const std::vector<core::CallId> calls = std::move(restored_);
  restored_.clear();
  for (const core::CallId id : calls) {
    const auto found = calls_.find(id);
    if (found != calls_.end()) found->second->restored();
  }
}

int Gateway::Impl::request(nta_incoming_t* incoming, const sip_t* sip) {
  const sip_method_t method = sip->sip_request->rq_method;
  if (method == sip_method_ack) {
    nta_incoming_destroy(incoming);
    return 0;
  }
  if (method == sip_method_cancel) return 481;
  if (sip->sip_to->a_tag != nullptr) return 481;
  if (const int status = source_answer(incoming, method == sip_method_invite); status != 0) {
    ++refused_source_;
    stack_->reply(incoming, status, status == 503 ? settings_.retry_after : 0);
    nta_incoming_destroy(incoming);
    return 0;
  }
  if (Stack::too_large(incoming)) return 513;
  if (method == sip_method_invite) return invite(incoming, sip);
  if (method == sip_method_options) {
    nta_incoming_treply(incoming, SIP_200_OK, SIPTAG_ALLOW(stack_->allow()), SIPTAG_ACCEPT(stack_->accept()),
                        SIPTAG_SUPPORTED(stack_->supported()), SIPTAG_SERVER(stack_->server()), TAG_END());
  } else {
    stack_->reply(incoming, method == sip_method_bye ? 481 : 405);
  }
  nta_incoming_destroy(incoming);
  return 0;
}

int Gateway::Impl::invite(nta_incoming_t* incoming, const sip_t* sip) {
  if (const int status = overload_answer(); status != 0) {
    ++refused_overload_;
    stack_->reply(incoming, status, settings_.retry_after);
    nta_incoming_destroy(incoming);
    return 0;
  }
  if (sip->sip_max_forwards != nullptr && sip->sip_max_forwards->mf_count == 0) return 483;
  if (sip->sip_require != nullptr && nta_check_required(incoming, sip, stack_->supported(), TAG_END()) != 0) {
    nta_incoming_destroy(incoming);
    return 0;
  }
  if (stack_->session_too_short(sip)) {
    stack_->refuse_session(incoming);
    nta_incoming_destroy(incoming);
    return 0;
  }
  if (sip->sip_contact == nullptr) return 400;
  CallerRequest caller = read_request(sip, settings_, stack_->local_host());
  if (caller.body_too_large) return 413;
  auto call = std::make_unique<Call>(*context_, caller);
  if (!call->take_caller(incoming, sip)) return 500;
  admit(std::move(call), caller);
  return 0;
}

core::CallArrived Gateway::Impl::arrival(const CallerRequest& request) const {
  core::CallArrived arrived;
  arrived.flow = request.flow_id.empty() ? core::kNoFlowId : host_.engine().find_flow(request.flow_id);
  arrived.from_parsable = request.from_parsable;
  arrived.caller_user = request.user;
  arrived.caller_display_name = request.display_name;
  arrived.param = request.param;
  return arrived;
}

void Gateway::Impl::admit(std::unique_ptr<Call> call, const CallerRequest& request) {
  core::CallArrived arrived = arrival(request);
  arrived.media = offered_media(request.offer);
  if (request.offer.empty() && !request.other_body) {
    if (settings_.late_offer_media == LateOfferMedia::rtp) arrived.media = core::OfferedMedia::rtp;
    if (settings_.late_offer_media == LateOfferMedia::msrp) arrived.media = core::OfferedMedia::msrp;
  }
  Call& entered = *call;
  admitting_ = std::move(call);
  const core::Admission admission = host_.admit(arrived);
  if (admission.code != core::AdmissionCode::admitted) {
    const int status = answer_to(admission.code, request, settings_.refusal_answers);
    admitting_->refuse(status, status == 503 ? settings_.retry_after : 0);
    admitting_.reset();
    return;
  }
  if (admitting_ != nullptr) enter(admission.call);
  entered.trying();
}

/// Refused, the talk that is to be transferred goes on as if nothing had been asked.
int Gateway::Impl::transfer(Call& old, std::string_view flow) {
  const core::Call* const before = host_.engine().call(old.id());
  if (closing_ || before == nullptr) return 503;
  CallerRequest request = old.request();
  request.flow_id = flow;
  core::CallArrived arrived = arrival(request);
  arrived.media = before->media == core::Media::msrp ? core::OfferedMedia::msrp : core::OfferedMedia::rtp;
  arrived.parent_cid = old.id().cid();
  admitting_ = std::make_unique<Call>(*context_, old);
  Call& next = *admitting_;
  const core::Admission admission = host_.admit(arrived);
  if (admission.code != core::AdmissionCode::admitted) {
    admitting_.reset();
    return answer_to(admission.code, request, settings_.refusal_answers);
  }
  if (admitting_ != nullptr) enter(admission.call);
  if (next.ended()) return next.answer();  // its queue was full, and there was nowhere to overflow to
  next.take_caller_from(old);
  return 200;
}

/// Above the limits new calls are refused before the stack is swamped; 0 if all is well.
int Gateway::Impl::overload_answer() {
  const bool full = settings_.max_calls > 0 && calls_.size() >= settings_.max_calls;
  const bool late = settings_.max_lag > core::Duration{} && loop_.lag() > settings_.max_lag;
  return closing_ || full || late || rate_exceeded() ? settings_.refusal_answers.overload : 0;
}

int Gateway::Impl::source_answer(nta_incoming_t* incoming, bool call) {
  if (settings_.allow_sources.empty() && settings_.max_source_cps == 0) return 0;
  msg_t* const message = nta_incoming_getrequest(incoming);
  if (message == nullptr) return 0;
  const std::optional<SourceAddress> source = source_address(&msg_addr(message)->su_sa);
  msg_unref(message);
  if (!source || !sources_->allowed(*source)) return settings_.refusal_answers.source;
  return call && sources_->too_fast(*source, loop_.real_now()) ? settings_.refusal_answers.overload : 0;
}

/// A bucket of one second's worth.
bool Gateway::Impl::rate_exceeded() {
  if (settings_.max_cps == 0) return false;
  const core::Time now = loop_.real_now();
  const double seconds = std::chrono::duration<double>(now - tokens_at_).count();
  tokens_at_ = now;
  const double rate = settings_.max_cps;
  tokens_ = std::min(rate, tokens_ + rate * seconds);
  if (tokens_ < 1) return true;
  tokens_ -= 1;
  return false;
}

void Gateway::Impl::sweep() {
  if (to_sweep_.empty()) return;
  due_.swap(to_sweep_);
  for (const core::CallId id : due_) {
    const auto found = calls_.find(id);
    if (found != calls_.end() && !found->second->sweep()) calls_.erase(found);
  }
  due_.clear();
  if (closing_ && calls_.empty()) finish_shutdown();
}

void Gateway::Impl::shutdown(core::Duration limit, std::function<void()> done) {
  closing_ = true;
  shut_down_ = std::move(done);
  std::vector<core::CallId> open;
  for (const auto& [id, call] : calls_) open.push_back(id);
  for (const core::CallId id : open) {
    if (Call* const call = find(id)) call->fail("the engine shuts down");
  }
  // Even with nothing left the caller of this hears it from the loop.
  shutdown_timer_.start(calls_.empty() ? core::Duration{1} : limit);
}

void Gateway::Impl::finish_shutdown() {
  shutdown_timer_.stop();
  if (!shut_down_) return;
  const std::function<void()> done = std::move(shut_down_);
  shut_down_ = nullptr;
  done();
}

Counters Gateway::Impl::counters() const {
  Counters counters;
  counters.calls = static_cast<std::uint32_t>(calls_.size());
  for (const auto& [id, call] : calls_) {
    counters.legs += call->leg_count();
    counters.dialogs += call->dialog_count();
  }
  counters.refused_overload = refused_overload_;
  counters.refused_source = refused_source_;
  stack_->count(counters);
  return counters;
}

}  // namespace ringside::sip
