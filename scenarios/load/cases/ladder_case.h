#pragma once

#include <functional>
#include <string>
#include <vector>

#include "scenarios/load/plan.h"

namespace ringside::load {

/// One SIP ladder of the specification, as a plan with real SIPp parties and what has to come of it.
struct LadderCase {
  std::string name;    ///< a sentence with dashes
  std::string ladder;  ///< L0 … L10
  std::string story;
  std::function<Plan()> plan;
  bool slow = false;  ///< takes most of a minute
};

const std::vector<LadderCase>& ladder_cases();
/// Null if there is none.
const LadderCase* find_ladder_case(const std::string& name);

// The files that tell them, each appending its own.
void add_direct_cases(std::vector<LadderCase>& cases);
void add_message_cases(std::vector<LadderCase>& cases);
void add_announced_cases(std::vector<LadderCase>& cases);
void add_in_dialog_cases(std::vector<LadderCase>& cases);
void add_chat_cases(std::vector<LadderCase>& cases);
void add_transfer_cases(std::vector<LadderCase>& cases);
void add_queue_cases(std::vector<LadderCase>& cases);
void add_hang_up_cases(std::vector<LadderCase>& cases);
void add_race_cases(std::vector<LadderCase>& cases);
void add_media_fault_cases(std::vector<LadderCase>& cases);
void add_dead_peer_cases(std::vector<LadderCase>& cases);
/// Some of them once more behind a Kamailio.
void add_proxied_cases(std::vector<LadderCase>& cases);

/// A call centre of one flow, "tech", queue message without end, welcome and dissuading if asked for; the settings of
/// every ladder: short wrap-ups and ring time-outs.
Plan call_centre(std::vector<AgentSpec> agents);
/// An agent of skill "tech" at the party "agents"; `does` are the URI parameters of agent.xml, each with its semicolon.
AgentSpec agent(const std::string& id, const std::string& does = "");
/// Logged in with the skill, but for chats only: calls are admitted and wait.
AgentSpec chat_agent(const std::string& id);
CallerSpec caller(const std::string& name, const std::string& fate, Outcome outcome);

}  // namespace ringside::load
