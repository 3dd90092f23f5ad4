#include <unordered_map>

#include "simulator/fit/files.h"
#include "simulator/fit/text.h"

namespace ringside::fit {
namespace {

constexpr std::size_t kLongestLine = 65536;

struct OpenCall {
  ObservedCall call;
  std::int64_t entered = 0;
  bool connected = false;
};

class QueueLog {
 public:
  explicit QueueLog(Observed& observed) : observed_{observed} {}

  /// What is wrong with the line; empty: nothing.
  std::string take(const std::vector<std::string>& f) {
    if (f.size() < 5) return "fewer than five fields";
    const auto time = whole_number(f[0].substr(0, f[0].find('.')));
    if (!time || *time < 0 || *time > 7'000'000'000) return "a time that is no number";
    const std::string& event = f[4];
    const auto number = [&](std::size_t i) { return i < f.size() ? whole_number(f[i]) : std::nullopt; };
    if (event == "ENTERQUEUE") {
      OpenCall& open = open_[f[1]];
      open = {};
      open.entered = *time;
      open.call.arrived = local_wall_clock(*time);
      open.call.flow = f[2];
      return {};
    }
    if (event == "RINGNOANSWER") {
      const auto rang = number(5);  // milliseconds
      if (!rang || *rang < 0) return "RINGNOANSWER without its time";
      if (*rang >= 1000) observed_.offers.push_back({f[3], false, Span::exactly(static_cast<double>(*rang) / 1000)});
      return {};
    }
    if (event != "CONNECT" && event != "ABANDON" && !event.starts_with("EXIT") && !event.starts_with("COMPLETE") &&
        event.find("TRANSFER") == std::string::npos) {
      return {};  // of agents and of the queue itself
    }
    const auto found = open_.find(f[1]);
    if (found == open_.end()) return event + " of a call that never entered";
    OpenCall& open = found->second;
    const auto left = static_cast<double>(*time - open.entered);
    if (left < 0) return "a time before the call entered";
    if (event == "CONNECT") {
      const auto held = number(5);
      if (!held || *held < 0) return "CONNECT without its waiting time";
      open.connected = true;
      open.call.fate = Fate::answered;
      open.call.wait = Span::whole(static_cast<double>(*held));
      open.call.pickup = Span::whole(static_cast<double>(number(7).value_or(0)));
      open.call.agent = f[3];
      observed_.offers.push_back({f[3], true, open.call.pickup});
      return {};
    }
    std::string wrong;
    if (event == "ABANDON") {
      const auto waited = number(7);
      open.call.fate = Fate::abandoned;
      open.call.wait = Span::whole(waited && *waited >= 0 ? static_cast<double>(*waited) : left);
    } else if (event.starts_with("EXIT")) {
      open.call.wait = Span::whole(left);
    } else {
      const auto talked = number(event.starts_with("COMPLETE") ? 6 : 8);
      if (!open.connected || !talked || *talked < 0) {
        wrong = event + " without a talk";
      } else {
        open.call.talk = Span::whole(static_cast<double>(*talked));
      }
    }
    if (wrong.empty()) observed_.calls.push_back(open.call);
    open_.erase(found);
    return wrong;
  }

  std::size_t unfinished() const { return open_.size(); }

 private:
  Observed& observed_;
  std::unordered_map<std::string, OpenCall> open_;
};

}  // namespace

Observed read_queue_log(std::istream& in) {
  Observed observed;
  QueueLog log{observed};
  std::string line;
  for (std::uint64_t number = 1; std::getline(in, line); ++number) {
    if (trimmed(line).empty()) continue;
    ++observed.rows;
    std::vector<std::string> fields{""};
    for (const char c : line) {
      if (c == '|') {
        fields.emplace_back();
      } else if (c != '\r') {
        fields.back() += c;
      }
    }
    const std::string wrong = line.size() > kLongestLine ? "a line without end" : log.take(fields);
    if (!wrong.empty()) observed.reject(wrong, "line " + std::to_string(number));
  }
  if (log.unfinished() > 0)
    observed.notes.push_back(std::to_string(log.unfinished()) + " calls entered and have no end in the log: left out");
  observed.knows_offers = true;
  observed.knows_pickup = true;
  observed.knows_agents = true;
  return observed;
}

}  // namespace ringside::fit
