#pragma once

#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/sip/call.h"
#include "engine/sip/call_traces.h"
#include "engine/sip/gateway.h"
#include "engine/sip/sources.h"
#include "engine/sip/stack.h"

namespace ringside::sip {

/// The gateway's working part: requests outside of dialogs, and the calls by their ids.
class Gateway::Impl {
 public:
  Impl(EventLoop& loop, ports::Host& host, SipSettings settings, Log log);
  ~Impl();

  tl::expected<void, SipError> start();
  /// The call of an action. The first action about a call comes while its admission is still being asked for.
  Call* find(core::CallId id);
  std::vector<ports::DialogRecord> dialogs(core::CallId id) const;
  bool restore(const core::CallSnapshot& snapshot, const std::vector<ports::DialogRecord>& dialogs);
  void end_legs(core::CallId id, const std::vector<ports::DialogRecord>& dialogs);
  void restored();
  std::vector<std::string> local_uris() const { return stack_->local_uris(); }
  void shutdown(core::Duration limit, std::function<void()> done);
  Counters counters() const;
  CallTraces& traces() { return *traces_; }

 private:
  int request(nta_incoming_t* request, const sip_t* sip);
  int invite(nta_incoming_t* request, const sip_t* sip);
  void admit(std::unique_ptr<Call> call, const CallerRequest& request);
  core::CallArrived arrival(const CallerRequest& request) const;
  int transfer(Call& old, std::string_view flow);
  int overload_answer();
  /// 0 if the request may come from where it comes from.
  int source_answer(nta_incoming_t* incoming, bool call);
  bool rate_exceeded();
  tl::expected<void, SipError> check_settings() const;
  Call& enter(core::CallId id);
  void sweep();
  void finish_shutdown();

  EventLoop& loop_;
  ports::Host& host_;
  SipSettings settings_;
  Log log_;
  std::unique_ptr<Stack> stack_;
  std::unique_ptr<CallContext> context_;
  std::unordered_map<core::CallId, std::unique_ptr<Call>> calls_;
  std::optional<CallTraces> traces_;
  std::unique_ptr<Call> admitting_;
  std::uint64_t last_cid_ = 0;
  std::vector<core::CallId> restored_;
  std::vector<core::CallId> to_sweep_;  ///< calls with a leg that has closed
  std::vector<core::CallId> due_;
  Timer shutdown_timer_;
  std::function<void()> shut_down_;
  bool closing_ = false;
  std::optional<Sources> sources_;
  std::uint64_t refused_source_ = 0;
  double tokens_ = 0;
  core::Time tokens_at_{};
  std::uint64_t refused_overload_ = 0;
};

}  // namespace ringside::sip
