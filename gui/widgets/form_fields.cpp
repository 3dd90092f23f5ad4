#include <QFormLayout>
#include <QLabel>

#include "gui/widgets/form_panel.h"

/// Which keys a form shows.
namespace ringside::gui {

void FormPanel::add_load_fields(bool chats) {
  auto* const title = new QLabel{chats ? tr("Chats") : tr("Calls"), canvas_};
  title->setObjectName(QStringLiteral("title"));
  layout_->addRow(title);
  const std::string part = chats ? "chats." : "calls.";
  add_curve(chats);
  add_field(part + "arrivals", tr("Arrivals"), tr("120/h, or a table"));
  add_field(part + "handle_time", chats ? tr("Work") : tr("Talk"), tr("3m, or a law"));
  add_field(part + "patience", tr("Patience"), tr("unlimited"));
  add_field(part + "redial", tr("Redial"), tr("nobody"));
  add_field(part + "balking", tr("Balking"), tr("nobody"));
  if (chats) add_field(part + "conversation", tr("Conversation"), tr("one turn"));
}

void FormPanel::add_flow_fields() {
  if (has_calls_) add_load_fields(false);
  if (has_chats_) add_load_fields(true);
  auto* const title = new QLabel{tr("Queue and dissuading"), canvas_};
  title->setObjectName(QStringLiteral("title"));
  layout_->addRow(title);
  add_field("priority", tr("Priority"), QStringLiteral("256"));
  add_field("skill", tr("Skill"), tr("the flow's name"));
  add_field("message_welcome", tr("Welcome"), tr("none, or its length"));
  add_field("message_dissuading", tr("Dissuading message"), tr("none, or its length"));
  add_choice("dissuading_hangup", tr("Hang up after it"), {QStringLiteral("false"), QStringLiteral("true")});
  add_field("dissuading_ewt_th", tr("From a wait of"), tr("never"));
  add_field("dissuading_qsize_th", tr("From a queue of"), tr("never"));
  add_field("dissuading_onhold_th", tr("Once the first waits"), tr("never"));
  add_field("max_wait", tr("Longest wait"), tr("unlimited"));
  add_field("queue_limit", tr("Longest queue"), tr("unlimited"));
  add_field("overflow_flow", tr("Overflows to"), tr("nowhere"));
  add_bars("opening_hours", tr("Opening hours"), tr("always open"));
  add_field("opening_hours", tr("as written"), tr("always"));
  add_field("agent_strategy", tr("Choice of agents"), tr("as OpenSIPS does"));
}

void FormPanel::add_agent_fields() {
  add_curve(false);
  add_field("count", tr("Number"), QStringLiteral("1"));
  add_bars("schedule", tr("Schedule"), tr("always there"));
  add_field("schedule", tr("as written"), tr("always there"));
  add_bars("breaks", tr("Breaks"), tr("none"));
  add_field("breaks", tr("as written"), tr("none"));
  add_field("skills", tr("Skills"), tr("[support, sales]"));
  add_choice("audio", tr("Calls"), {QStringLiteral("true"), QStringLiteral("false")});
  add_field("chats", tr("Chats at once"), tr("none"));
  add_field("pickup", tr("Pick-up time"), QStringLiteral("0s"));
  add_field("wrapup_time", tr("Wrap-up"), tr("the centre's"));
  add_field("handle_time", tr("Own talk times"), tr("the callers'"));
  add_field("speed", tr("Speed factor of the work"), QStringLiteral("1"));
  add_field("shrinkage", tr("Absent (share)"), QStringLiteral("0"));
  add_field("reject", tr("Rejects (share)"), QStringLiteral("0"));
  add_field("no_answer", tr("Does not answer (share)"), QStringLiteral("0"));
  add_field("cost", tr("Cost an hour"), QStringLiteral("0"));
}

void FormPanel::add_centre_fields() {
  add_field("name", tr("Name"), {});
  add_field("horizon", tr("Callers arrive for"), QStringLiteral("8h"));
  add_field("day_starts", tr("The day starts at"), QStringLiteral("00:00"));
  add_field("interval", tr("Intervals of reports"), tr("none"));
  add_choice("end", tr("At the end"), {QStringLiteral("drain"), QStringLiteral("cut")});
  add_field("volume", tr("Volume"), QStringLiteral("1"));
  add_field("busyness", tr("Days differ"), tr("not"));
  add_field("service_level.threshold", tr("Answered within"), QStringLiteral("20s"));
  add_field("service_level.target", tr("Target"), QStringLiteral("0.8"));
  add_choice(
      "service_level.formula", tr("Of which calls"),
      {QStringLiteral("offered"), QStringLiteral("answered_and_late_abandoned"), QStringLiteral("without_short_abandoned")});
  add_field("settings.wrapup_time", tr("Wrap-up"), QStringLiteral("30s"));
  add_choice("settings.chat_dispatch_policy", tr("Chats go to"), {QStringLiteral("balancing"), QStringLiteral("full-load")});
  add_choice("settings.dissuade_first", tr("Dissuade first"), {QStringLiteral("false"), QStringLiteral("true")});
  add_choice("settings.dissuading_qsize_scope", tr("Queue is counted by"), {QStringLiteral("flow"), QStringLiteral("global")});
  add_choice("settings.ewt_estimator", tr("Wait is estimated by"),
             {QStringLiteral("average"), QStringLiteral("queue_length"), QStringLiteral("queue_length_patience"),
              QStringLiteral("last_served"), QStringLiteral("head_of_line")});
  add_field("experiment.replications", tr("Days to play"), QStringLiteral("30"));
  add_field("experiment.warmup", tr("Warm-up"), QStringLiteral("0s"));
  add_field("experiment.seed", tr("Seed"), QStringLiteral("1"));
}

}  // namespace ringside::gui
