#include "engine/sip/gateway.h"

#include "engine/sip/gateway_impl.h"

namespace ringside::sip {

Gateway::Gateway(std::unique_ptr<Impl> impl) : impl_{std::move(impl)} {}
Gateway::~Gateway() = default;

tl::expected<std::unique_ptr<Gateway>, SipError> Gateway::create(EventLoop& loop, ports::Host& host, SipSettings settings,
                                                                 Log log) {
  auto impl = std::make_unique<Impl>(loop, host, std::move(settings), std::move(log));
  if (auto started = impl->start(); !started) return tl::unexpected{started.error()};
  std::unique_ptr<Gateway> gateway{new Gateway{std::move(impl)}};
  host.attach(*gateway);
  return gateway;
}

void Gateway::play_message(const core::PlayMessage& action) {
  if (Call* const call = impl_->find(action.call)) call->play_message(action.message);
}

void Gateway::play_queue(const core::PlayQueue& action) {
  if (Call* const call = impl_->find(action.call)) call->play_queue(action.position);
}

void Gateway::ring_agent(const core::RingAgent& action) {
  if (Call* const call = impl_->find(action.call)) call->ring_agent(action.attempt, action.agent, action.media);
}

void Gateway::play_flow_id(const core::PlayFlowId& action) {
  if (Call* const call = impl_->find(action.call)) call->play_flow_id(action.attempt);
}

void Gateway::bridge(const core::Bridge& action) {
  if (Call* const call = impl_->find(action.call)) call->bridge(action.attempt);
}

void Gateway::end_agent_leg(const core::EndAgentLeg& action) {
  if (Call* const call = impl_->find(action.call)) call->end_agent_leg(action.attempt);
}

void Gateway::end_call(const core::EndCall& action) {
  if (Call* const call = impl_->find(action.call)) call->end(action.ended_as, action.answer);
}

std::vector<ports::DialogRecord> Gateway::dialogs(core::CallId call) const { return impl_->dialogs(call); }
bool Gateway::restore(const core::CallSnapshot& call, const std::vector<ports::DialogRecord>& dialogs) {
  return impl_->restore(call, dialogs);
}
void Gateway::end_legs(core::CallId call, const std::vector<ports::DialogRecord>& dialogs) { impl_->end_legs(call, dialogs); }
void Gateway::restored() { impl_->restored(); }

std::vector<std::string> Gateway::local_uris() const { return impl_->local_uris(); }
void Gateway::shutdown(core::Duration limit, std::function<void()> done) { impl_->shutdown(limit, std::move(done)); }
Counters Gateway::counters() const { return impl_->counters(); }

tl::expected<std::string, std::string> Gateway::trace_call(core::CallId call, TraceFormat format) {
  return impl_->traces().start(call, format);
}
tl::expected<void, std::string> Gateway::trace_caller(const std::string& user, TraceFormat format) {
  return impl_->traces().await(user, format);
}
tl::expected<std::string, std::string> Gateway::trace_all(TraceFormat format) { return impl_->traces().start_all(format); }
bool Gateway::stop_trace(core::CallId call) { return impl_->traces().stop(call); }
void Gateway::stop_traces() { impl_->traces().stop_all(); }

}  // namespace ringside::sip
