#include "gui/charts/words.h"

#include <QCoreApplication>
#include <QLocale>
#include <array>

namespace ringside::gui {
namespace {

// What reports/charts says, for the translators.
[[maybe_unused]] constexpr std::array kPhrases{
    QT_TRANSLATE_NOOP("charts", "Calls in the queue"),
    QT_TRANSLATE_NOOP("charts", "Announced and experienced wait"),
    QT_TRANSLATE_NOOP("charts", "Dissuading rate by reason"),
    QT_TRANSLATE_NOOP("charts", "What became of the calls"),
    QT_TRANSLATE_NOOP("charts", "How long they waited"),
    QT_TRANSLATE_NOOP("charts", "Occupancy"),
    QT_TRANSLATE_NOOP("charts", "What agents did"),
    QT_TRANSLATE_NOOP("charts", "Chats at once"),
    QT_TRANSLATE_NOOP("charts", "all calls"),
    QT_TRANSLATE_NOOP("charts", "experienced"),
    QT_TRANSLATE_NOOP("charts", "accepted calls"),
    QT_TRANSLATE_NOOP("charts", "answered"),
    QT_TRANSLATE_NOOP("charts", "abandoned"),
    QT_TRANSLATE_NOOP("charts", "dissuaded"),
    QT_TRANSLATE_NOOP("charts", "target"),
    QT_TRANSLATE_NOOP("charts", "whole run"),
    QT_TRANSLATE_NOOP("charts", "time of day"),
    QT_TRANSLATE_NOOP("charts", "not at all"),
    QT_TRANSLATE_NOOP("charts", "in a call"),
    QT_TRANSLATE_NOOP("charts", "in chats"),
    QT_TRANSLATE_NOOP("charts", "wrap-up"),
    QT_TRANSLATE_NOOP("charts", "past the shift"),
    QT_TRANSLATE_NOOP("charts", "free"),
    QT_TRANSLATE_NOOP("charts", "expected wait too long"),
    QT_TRANSLATE_NOOP("charts", "queue too long"),
    QT_TRANSLATE_NOOP("charts", "too many waiting per agent"),
    QT_TRANSLATE_NOOP("charts", "had waited too long"),
    QT_TRANSLATE_NOOP("charts", "queue full"),
    QT_TRANSLATE_NOOP("charts", "average"),
    QT_TRANSLATE_NOOP("charts", "average (in use)"),
    QT_TRANSLATE_NOOP("charts", "queue length"),
    QT_TRANSLATE_NOOP("charts", "queue length (in use)"),
    QT_TRANSLATE_NOOP("charts", "queue length patience"),
    QT_TRANSLATE_NOOP("charts", "queue length patience (in use)"),
    QT_TRANSLATE_NOOP("charts", "last served"),
    QT_TRANSLATE_NOOP("charts", "last served (in use)"),
    QT_TRANSLATE_NOOP("charts", "head of line"),
    QT_TRANSLATE_NOOP("charts", "head of line (in use)"),
    QT_TRANSLATE_NOOP("charts", "predicted"),
    QT_TRANSLATE_NOOP("charts", "now"),
    QT_TRANSLATE_NOOP("charts", "points"),
    QT_TRANSLATE_NOOP("charts", "Calls in the queue, today"),
    QT_TRANSLATE_NOOP("charts", "Agents, today"),
    QT_TRANSLATE_NOOP("charts", "The last minutes"),
    QT_TRANSLATE_NOOP("charts", "Announced wait and longest wait, today"),
    QT_TRANSLATE_NOOP("charts",
                      "Averaged over the time in which somebody waited: what the last in the queue was told, how long the "
                      "first has waited."),
    QT_TRANSLATE_NOOP("charts", "announced"),
    QT_TRANSLATE_NOOP("charts", "longest wait"),
    QT_TRANSLATE_NOOP("charts", "What became of the calls, today"),
    QT_TRANSLATE_NOOP("charts", "In each five minutes, by the statistics of the centre, since it has been looked at."),
    QT_TRANSLATE_NOOP("charts", "Calls in the queue, the next hours"),
    QT_TRANSLATE_NOOP("charts", "Wait, the next hours"),
    QT_TRANSLATE_NOOP("charts",
                      "From what is there now, by the scenario that is open. The band holds eight of ten of what may come."),
    QT_TRANSLATE_NOOP("charts", "in the queue"),
    QT_TRANSLATE_NOOP("charts", "busy agents"),
    QT_TRANSLATE_NOOP("charts", "logged in"),
    QT_TRANSLATE_NOOP("charts", "busy"),
    QT_TRANSLATE_NOOP("charts", "no difference"),
    QT_TRANSLATE_NOOP("charts", "difference"),
    QT_TRANSLATE_NOOP("charts", "calls"),
    QT_TRANSLATE_NOOP("charts", "service level"),
    QT_TRANSLATE_NOOP("charts", "of offered calls"),
    QT_TRANSLATE_NOOP("charts", "calls a day"),
    QT_TRANSLATE_NOOP("charts", "calls a batch"),
    QT_TRANSLATE_NOOP("charts", "seconds"),
    QT_TRANSLATE_NOOP("charts", "agents"),
    QT_TRANSLATE_NOOP("charts", "of accepted calls"),
    QT_TRANSLATE_NOOP("charts", "of the time present"),
    QT_TRANSLATE_NOOP("charts", "calls and agents"),
    // What is shown, and ÷ what.
    QT_TRANSLATE_NOOP("charts", "Agents' time not free ÷ agents' time present, by group."),
    QT_TRANSLATE_NOOP("charts",
                      "Shares of the time in which agents were present, over the whole run; a call includes its ringing."),
    QT_TRANSLATE_NOOP("charts", "Shares of the time in which agents of the group were present; a call includes its ringing."),
    QT_TRANSLATE_NOOP("charts", "Share of the time present in which an agent of the group had so many chats."),
    QT_TRANSLATE_NOOP("charts", "The same figure of each run, by interval."),
    QT_TRANSLATE_NOOP("charts", "Calls that wait for an agent, averaged over the time of each interval and over all days."),
    QT_TRANSLATE_NOOP("charts", "Calls that wait for an agent, averaged over the time of each interval and over all batches."),
    QT_TRANSLATE_NOOP(
        "charts",
        "Mean wait announced to callers who had to wait and were answered, beside what the same callers then waited."),
    QT_TRANSLATE_NOOP("charts", "Calls that were dissuaded, whatever came of them, ÷ offered calls of the interval."),
    QT_TRANSLATE_NOOP(
        "charts",
        "Calls a day by how they ended; dissuaded: those who hung up after dissuading or were turned away by a limit."),
    QT_TRANSLATE_NOOP(
        "charts",
        "Calls a batch by how they ended; dissuaded: those who hung up after dissuading or were turned away by a limit."),
    QT_TRANSLATE_NOOP("charts",
                      "Shares of accepted calls, by the time from arrival until an agent took the call or the caller left."),
    QT_TRANSLATE_NOOP("charts", "Averaged over five minutes. The band holds eight days of ten of the scenario that is open."),
    QT_TRANSLATE_NOOP("charts",
                      "Averaged over five minutes. The band holds eight days of ten of the scenario that is open. Its day is "
                      "another part of the clock than what was heard, so it is not shown."),
    QT_TRANSLATE_NOOP("charts", "Averaged over five minutes: logged in, and in calls, chats or wrap-up."),
    QT_TRANSLATE_NOOP("charts", "Every state that came, as it came."),
};

/// Phrases with something in them: what stands before it, and the whole.
struct Pattern {
  const char* before;
  const char* phrase;
};
constexpr std::array<Pattern, 6> kPatterns{{
    {"Answered within ", QT_TRANSLATE_NOOP("charts", "Answered within %1")},
    {"What agents did: ", QT_TRANSLATE_NOOP("charts", "What agents did: %1")},
    {"Service level: answered in time / offered; the threshold is ",
     QT_TRANSLATE_NOOP("charts", "Service level: answered in time / offered; the threshold is %1")},
    {"Service level: answered in time / (answered + abandoned after the threshold); the threshold is ",
     QT_TRANSLATE_NOOP("charts",
                       "Service level: answered in time / (answered + abandoned after the threshold); the threshold is %1")},
    {"Service level: answered in time / (offered - abandoned within the threshold); the threshold is ",
     QT_TRANSLATE_NOOP("charts",
                       "Service level: answered in time / (offered - abandoned within the threshold); the threshold is %1")},
    {"Difference to the base, with its interval; all intervals of the comparison hold together with ",
     QT_TRANSLATE_NOOP("charts",
                       "Difference to the base, with its interval; all intervals of the comparison hold together with %1")},
}};

QString with_point(const std::string& number) {
  return QString::fromStdString(number).replace(QLatin1Char('.'), QLocale{}.decimalPoint());
}

}  // namespace

QString in_words(const std::string& text) {
  for (const Pattern& pattern : kPatterns) {
    if (text.starts_with(pattern.before)) {
      return QCoreApplication::translate("charts", pattern.phrase)
          .arg(QString::fromStdString(text.substr(std::string_view{pattern.before}.size())));
    }
  }
  return QCoreApplication::translate("charts", text.c_str());
}

QString number_text(double value, report::ChartUnit unit) {
  QString text = with_point(report::written(value, unit));
  if (unit == report::ChartUnit::points) text.replace(QLatin1String("points"), QCoreApplication::translate("charts", "points"));
  return text;
}

QString width_text(double half_width, report::ChartUnit unit) { return with_point(report::written_width(half_width, unit)); }

}  // namespace ringside::gui
