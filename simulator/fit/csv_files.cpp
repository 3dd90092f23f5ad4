#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "simulator/fit/files.h"
#include "simulator/fit/text.h"

namespace ringside::fit {
namespace {

constexpr std::size_t kLongestLine = 65536;

/// The header, and how to find a column by what it means.
class Header {
 public:
  static tl::expected<Header, std::string> read(std::istream& in, const std::map<std::string, std::string>& columns,
                                                const std::vector<std::string>& needed) {
    Header header;
    std::string line;
    if (!std::getline(in, line) || line.size() > kLongestLine) return tl::unexpected{std::string{"line 1: found no header"}};
    if (line.starts_with("\xef\xbb\xbf")) line.erase(0, 3);
    header.separator_ = std::count(line.begin(), line.end(), ';') > std::count(line.begin(), line.end(), ',') ? ';' : ',';
    const auto names = csv_fields(line, header.separator_);
    if (!names) return tl::unexpected{std::string{"line 1: found a quote that is not closed"}};
    std::string list;
    for (std::size_t i = 0; i < names->size(); ++i) {
      header.places_[lower(trimmed((*names)[i]))] = i;
      list += fmt::format("{}{}", i == 0 ? "" : ", ", trimmed((*names)[i]));
    }
    header.columns_ = columns;
    for (const auto& [meaning, name] : columns) {
      if (!header.place(meaning))
        return tl::unexpected{fmt::format("line 1: found the columns {:.300}; there is no '{}' for {}", list, name, meaning)};
    }
    for (const std::string& meaning : needed) {
      if (!header.place(meaning))
        return tl::unexpected{
            fmt::format("line 1: found the columns {:.300}; say which is '{}' with --column {}=NAME", list, meaning, meaning)};
    }
    return header;
  }

  bool has(const std::string& meaning) const { return place(meaning).has_value(); }
  std::string field(const std::vector<std::string>& fields, const std::string& meaning) const {
    const auto at = place(meaning);
    return at && *at < fields.size() ? trimmed(fields[*at]) : std::string{};
  }
  char separator() const { return separator_; }

 private:
  std::optional<std::size_t> place(const std::string& meaning) const {
    const auto renamed = columns_.find(meaning);
    const auto found = places_.find(lower(renamed == columns_.end() ? meaning : renamed->second));
    return found == places_.end() ? std::nullopt : std::optional{found->second};
  }

  char separator_ = ',';
  std::map<std::string, std::size_t> places_;
  std::map<std::string, std::string> columns_;
};

template <class Take>
void each_line(std::istream& in, const Header& header, Observed& observed, Take take) {
  std::string line;
  for (std::uint64_t number = 2; std::getline(in, line); ++number) {
    if (trimmed(line).empty()) continue;
    ++observed.rows;
    const auto fields = line.size() > kLongestLine ? std::nullopt : csv_fields(line, header.separator());
    const std::string wrong = fields ? take(*fields) : "a quote that is not closed";
    if (!wrong.empty()) observed.reject(wrong, "line " + std::to_string(number));
  }
}

std::optional<std::int64_t> moment(const std::string& text) {
  if (const auto wall = wall_clock(text)) return wall;
  const auto unix_time = whole_number(text.substr(0, text.find('.')));
  if (unix_time && *unix_time > 100'000'000 && *unix_time < 7'000'000'000) return local_wall_clock(*unix_time);
  return {};
}

/// Whole seconds are only known to the second; decimals are taken for exact.
std::optional<Span> span(const std::string& text) {
  const auto value = decimal(text);
  if (!value || *value > 10 * 86400) return {};
  return text.find('.') == std::string::npos ? Span::whole(*value) : Span::exactly(*value);
}

std::optional<Fate> fate(const std::string& text) {
  static const std::set<std::string> kAnswered{"answered", "handled", "connected", "completed", "answer"};
  static const std::set<std::string> kAbandoned{"abandoned", "abandon", "abandonned", "hangup", "lost"};
  static const std::set<std::string> kOther{"other",       "dissuaded", "failed", "timeout",
                                            "transferred", "overflow",  "exit",   "error"};
  const std::string word = lower(text);
  if (kAnswered.contains(word)) return Fate::answered;
  if (kAbandoned.contains(word)) return Fate::abandoned;
  if (kOther.contains(word)) return Fate::other;
  return {};
}

}  // namespace

tl::expected<Observed, std::string> read_calls_csv(std::istream& in, const std::map<std::string, std::string>& columns) {
  const auto header = Header::read(in, columns, {"arrived", "wait"});
  if (!header) return tl::unexpected{header.error()};
  Observed observed;
  const bool has_outcome = header->has("outcome");
  if (!has_outcome && !header->has("talk"))
    return tl::unexpected{
        std::string{"line 1: found neither outcome nor talk; say which column it is with --column outcome=NAME"}};
  each_line(in, *header, observed, [&](const std::vector<std::string>& f) -> std::string {
    const auto text = [&](const char* meaning) { return header->field(f, meaning); };
    ObservedCall call;
    const auto arrived = moment(text("arrived"));
    if (!arrived) return "arrived that is no time";
    call.arrived = *arrived;
    const auto wait = span(text("wait"));
    if (!wait) return "wait that is no number of seconds";
    call.wait = *wait;
    if (const std::string talk = text("talk"); !talk.empty()) {
      const auto talked = span(talk);
      if (!talked) return "talk that is no number of seconds";
      call.talk = *talked;
    }
    if (const std::string pickup = text("pickup"); !pickup.empty()) {
      const auto rang = span(pickup);
      if (!rang) return "pickup that is no number of seconds";
      call.pickup = *rang;
    }
    const auto outcome =
        has_outcome ? fate(text("outcome")) : std::optional{call.talk.low > 0 ? Fate::answered : Fate::abandoned};
    if (!outcome) return "an outcome other than answered, abandoned, other";
    call.fate = *outcome;
    call.flow = header->has("flow") ? text("flow") : "calls";
    if (call.flow.empty()) return "no flow";
    call.chat = lower(text("media")) == "chat" || lower(text("media")) == "msrp";
    call.agent = text("agent");
    if (call.fate == Fate::answered && !text("pickup").empty()) observed.offers.push_back({call.agent, true, call.pickup});
    observed.calls.push_back(std::move(call));
    return {};
  });
  observed.knows_agents = header->has("agent");
  observed.knows_pickup = header->has("pickup");
  if (!has_outcome)
    observed.notes.emplace_back(
        "no column tells the outcome: who did not talk is taken to have abandoned, though we may have turned him away");
  return observed;
}

tl::expected<Observed, std::string> read_volumes_csv(std::istream& in, const std::map<std::string, std::string>& columns) {
  const auto header = Header::read(in, columns, {"date", "time", "volume"});
  if (!header) return tl::unexpected{header.error()};
  Observed observed;
  std::set<std::int64_t> times;
  each_line(in, *header, observed, [&](const std::vector<std::string>& f) -> std::string {
    const auto start = wall_clock(header->field(f, "date") + " " + header->field(f, "time"));
    if (!start) return "date and time that are none (2026-03-01 and 08:30)";
    const auto calls = decimal(header->field(f, "volume"));
    if (!calls || *calls > 1e9) return "a volume that is no number";
    const std::string aht = header->field(f, "aht");
    const auto handle = aht.empty() ? std::optional{0.0} : decimal(aht);
    if (!handle || *handle > 86400) return "an aht that is no number of seconds";
    observed.volumes.push_back({header->has("queue") ? header->field(f, "queue") : "calls", *start, *calls, *handle});
    if (observed.volumes.back().flow.empty()) observed.volumes.back().flow = "calls";
    times.insert(*start);
    return {};
  });
  double shortest = 86400;
  for (auto at = times.begin(); at != times.end() && std::next(at) != times.end(); ++at) {
    shortest = std::min(shortest, static_cast<double>(*std::next(at) - *at));
  }
  observed.volume_interval = times.size() < 2 ? 1800 : shortest;
  return observed;
}

}  // namespace ringside::fit
