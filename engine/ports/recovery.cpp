#include "engine/ports/recovery.h"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

namespace ringside::ports {
namespace {

constexpr std::size_t kMaxShown = 64;

struct Candidate {
  core::CallSnapshot call;
  CallRecord record;
};

std::string about(const CallRecord& record, const std::string& what) {
  return "cc_calls, row " + record.b2buaid.substr(0, kMaxShown) + ": " + what;
}

/// The final CDR of a call that nobody can go on with; whatever it went through, it does not end dissuaded.
CdrRecord cdr_of(const core::CallSnapshot& call, core::Time now) {
  const bool talked = call.phase == core::AgentPhase::talking;
  const auto since = [](core::Time from, core::Time to) {
    return from == core::Time{} || from > to ? core::Duration{} : to - from;
  };
  return {.caller = call.caller_user,
          .received = call.received,
          .wait = since(call.received, talked ? call.talk_start : now),
          .pickup = call.agentid.empty() ? core::Duration{} : call.pickup,
          .talk = talked ? since(call.talk_start, now) : core::Duration{},
          .flow_id = call.flowid,
          .agent_id = call.agentid,
          .type = talked ? core::CdrType::handled : core::CdrType::error,
          .rejected = call.rejected,
          .fstats = call.fstats,
          .cid = call.id.cid(),
          .media = call.media,
          .parent_cid = call.parent_cid};
}

/// What can be said of a call whose row is damaged.
core::CallSnapshot what_is_known(const CallRecord& record) {
  core::CallSnapshot call;
  call.id = core::parse_call_id(record.b2buaid).value_or(core::CallId{});
  call.caller_user = record.caller_un;
  call.flowid = record.flow;
  call.agentid = record.agent;
  call.received = record.recv_time;
  call.rejected = record.no_rej;
  call.fstats = core::kFstatInbound;
  if (record.media == core::Media::msrp) call.media = record.media;
  return call;
}

class Recovery {
 public:
  Recovery(Host& host, Store& store, Signalling& signalling, const std::function<void(const std::string&)>& warn)
      : host_{host}, store_{store}, signalling_{signalling}, warn_{warn} {}

  Recovered run(Journal journal) {
    for (const std::string& fault : journal.faults) warn_(fault);
    core::Snapshot snapshot;
    snapshot.internal_call_dispatching = host_.engine().settings().internal_call_dispatching;
    forget_logins_of_strangers(journal.agents);
    snapshot.agents = snapshot_of(std::move(journal.agents));
    for (Candidate& candidate : candidates(journal)) {
      if (signalling_.restore(candidate.call, candidate.record.dialogs)) {
        snapshot.calls.push_back(std::move(candidate.call));
      } else {
        warn_(about(candidate.record, "the call cannot go on without its caller's dialog, and is ended"));
        end(candidate.call, true);
      }
    }
    const std::vector<core::CallSnapshot> calls = snapshot.calls;
    host_.feed(Restore{std::move(snapshot)});
    for (const core::CallSnapshot& call : calls) {
      if (host_.engine().call(call.id) == nullptr && !ended_by_engine(call)) {
        warn_("call " + to_string(call.id) + ": the engine cannot go on with it, and it is ended");
        end(call, true);
      } else {
        ++recovered_.calls;
      }
    }
    signalling_.restored();
    return recovered_;
  }

 private:
  /// Whom the tables do not have is deleted: should he come back, his row in cc_agents alone says whether he is there.
  void forget_logins_of_strangers(std::vector<AgentRecord>& agents) {
    for (AgentRecord& agent : agents) {
      if (agent.row_logstate == agent.logged_in || host_.engine().find_agent(agent.agentid) != core::kNoAgent) continue;
      agent.row_logstate = agent.logged_in;
      store_.save_agent(agent);
    }
  }

  /// In the order of the queue, so that each finds its place at the end of it.
  std::vector<Candidate> candidates(Journal& journal) {
    std::vector<Candidate> good;
    std::set<std::uint32_t> slots;
    for (CallRecord& record : journal.calls) {
      auto call = snapshot_of(record);
      const core::CallId id = core::parse_call_id(record.b2buaid).value_or(core::CallId{});
      const bool has_cdr = journal.ended.contains(id.cid());
      if (call && !has_cdr && slots.insert(id.slot()).second) {
        good.push_back({std::move(*call), std::move(record)});
        continue;
      }
      if (!has_cdr) warn_(about(record, call ? "another call has its slot" : call.error()));
      signalling_.end_legs(id, record.dialogs);
      end(call ? *call : what_is_known(record), !has_cdr);
    }
    std::stable_sort(good.begin(), good.end(),
                     [](const Candidate& a, const Candidate& b) { return a.call.queue_key < b.call.queue_key; });
    number_places(good);
    return good;
  }

  /// Two of a damaged table may have one place.
  static void number_places(std::vector<Candidate>& sorted) {
    const auto is_returned = [](const Candidate& c) { return c.call.queue_key.rank == 0 && c.call.queue_key.sequence != 0; };
    auto returned = static_cast<std::uint64_t>(std::count_if(sorted.begin(), sorted.end(), is_returned));
    std::uint64_t entered = 0;
    for (Candidate& candidate : sorted) {
      core::QueueKey& key = candidate.call.queue_key;
      if (is_returned(candidate)) {
        key.sequence = ~returned--;
      } else if (key.rank != 0) {
        key.sequence = ++entered;
      }
    }
  }

  /// Those of flows that are gone.
  bool ended_by_engine(const core::CallSnapshot& call) const {
    const core::FlowIndex flow = host_.engine().find_flow(call.flowid);
    return flow == core::kUnknownFlow || host_.engine().flow(flow).deleted;
  }

  void end(const core::CallSnapshot& call, bool with_cdr) {
    if (with_cdr) {
      store_.write_cdr(cdr_of(call, host_.clock().now()));
      ++recovered_.ended;
    }
    store_.remove_call(to_string(call.id));
  }

  Host& host_;
  Store& store_;
  Signalling& signalling_;
  const std::function<void(const std::string&)>& warn_;
  Recovered recovered_;
};

}  // namespace

Recovered recover(Journal journal, Host& host, Store& store, Signalling& signalling,
                  const std::function<void(const std::string&)>& warn) {
  return Recovery{host, store, signalling, warn}.run(std::move(journal));
}

}  // namespace ringside::ports
