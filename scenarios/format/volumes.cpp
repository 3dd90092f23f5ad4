#include "scenarios/format/volumes.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <map>

#include "scenarios/format/units.h"

namespace ringside::scenario {
namespace {

constexpr double kDay = 86400;

std::string trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t\r\"");
  if (begin == std::string_view::npos) return {};
  return std::string{text.substr(begin, text.find_last_not_of(" \t\r\"") - begin + 1)};
}

std::vector<std::string> cells_of(const std::string& line, char separator) {
  std::vector<std::string> cells;
  std::size_t begin = 0;
  for (;;) {
    const std::size_t end = std::min(line.find(separator, begin), line.size());
    cells.push_back(trimmed(std::string_view{line}.substr(begin, end - begin)));
    if (end == line.size()) return cells;
    begin = end + 1;
  }
}

char separator_of(const std::string& header) {
  for (const char c : {';', '|', '\t'}) {
    if (header.find(c) != std::string::npos) return c;
  }
  return ',';
}

/// How a file tells its days apart.
enum class Dates { none, numbers, iso };

struct Day {
  Dates as = Dates::none;
  double number = 0;
};

/// "2025-03-03", the number of a day, or nothing.
std::optional<Day> day_of(const std::string& text) {
  if (text.empty()) return Day{};
  if (const auto date = parse_date(text)) return Day{Dates::iso, *date};
  const auto number = parse_number(text);
  if (!number || *number != std::floor(*number) || std::abs(*number) >= 1e6) return {};
  return Day{Dates::numbers, *number};
}

std::string lower(std::string text) {
  for (char& c : text) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  return text;
}

/// One file being read; what is wrong becomes a fault of the node, with the file's own line.
class Reader {
 public:
  Reader(const Node& node, const std::string& file, const std::string& queue, const Scenario& scenario)
      : node_{node}, file_{file}, queue_{queue}, scenario_{scenario} {}

  Volumes read() {
    const auto path = std::filesystem::path{node_.file()}.parent_path() / file_;
    std::error_code ignored;
    std::ifstream in{path};
    if (!in || !std::filesystem::is_regular_file(path, ignored)) {
      node_.fault("no file " + path.string() + " that can be read", "a CSV file beside the scenario");
      return {};
    }
    std::string line;
    constexpr std::size_t kMostRows = 200000;
    while (std::getline(in, line) && good_) {
      ++line_;
      if (trimmed(line).empty() || line[0] == '#') continue;
      if (columns_.empty()) {
        header(line);
      } else {
        row(line);
      }
      if (rows_.size() > kMostRows) wrong(fmt::format("more than {} rows", kMostRows), "fewer");
    }
    if (good_) begin();
    return good_ ? put_together() : Volumes{};
  }

 private:
  void wrong(const std::string& found, const std::string& allowed) {
    good_ = false;
    node_.fault(fmt::format("{} in line {} of {}", found, line_, file_), allowed);
  }

  void header(const std::string& line) {
    separator_ = separator_of(line);
    const auto names = cells_of(line, separator_);
    for (std::size_t i = 0; i < names.size(); ++i) columns_[lower(names[i])] = i;
    if (columns_.contains("calls") && !columns_.contains("volume")) columns_["volume"] = columns_["calls"];
    if (!columns_.contains("time") || !columns_.contains("volume"))
      wrong("no columns `time` and `volume`", "queue,date,time,volume,AHT");
    if (!queue_.empty() && !columns_.contains("queue")) wrong("no column `queue`", "one, or no `queue` in the scenario");
  }

  void row(const std::string& line) {
    const auto cells = cells_of(line, separator_);
    const auto cell = [&](const char* name) {
      const auto column = columns_.find(name);
      return column == columns_.end() || column->second >= cells.size() ? std::string{} : cells[column->second];
    };
    const auto day = day_of(cell("date"));
    if (day) {
      double& first = first_day_.try_emplace(day->as, day->number).first->second;
      first = std::min(first, day->number);
    }
    if (!queue_.empty() && cell("queue") != queue_) return;
    const auto time = parse_clock(cell("time").size() == 4 ? "0" + cell("time") : cell("time"));
    const auto volume = parse_number(cell("volume"));
    if (!time) return wrong("time '" + cell("time").substr(0, 40) + "'", "a time such as 08:30");
    if (!volume || *volume < 0 || *volume > 1e7)
      return wrong("volume '" + cell("volume").substr(0, 40) + "'", "a number of calls, 0 or more");
    if (!day) return wrong("date '" + cell("date").substr(0, 40) + "'", "a date such as 2025-03-31, or the number of a day");
    if (!rows_.empty() && day->as != as_)
      return wrong("date '" + cell("date").substr(0, 40) + "'", "a date as in the row before");
    as_ = day->as;
    const double at = day->number * kDay + *time;
    if (!rows_.empty() && at <= rows_.back().at) {
      return wrong("a time that is not behind the row before",
                   queue_.empty() ? "rows in the order of time; `queue` picks one of several" : "rows in the order of time");
    }
    rows_.push_back({at, *volume, line_});
  }

  /// Counts the rows' times from the time 0 of the scenario.
  void begin() {
    const auto date = parse_date(scenario_.date);
    const bool dated = date && as_ == Dates::iso;
    const double midnight = (dated ? *date : first_day_[as_]) * kDay;
    const bool any = !rows_.empty();
    if (rows_.size() > 1) interval_ = kDay;
    for (std::size_t i = 1; i < rows_.size(); ++i) interval_ = std::min(interval_, rows_[i].at - rows_[i - 1].at);
    std::erase_if(rows_, [&](const Row& row) { return row.at < midnight; });
    for (Row& row : rows_) row.at -= midnight + scenario_.day_starts;
    if (!rows_.empty() && rows_.front().at < 0) {
      line_ = rows_.front().line;
      return wrong("a time before the day starts", "times from day_starts on");
    }
    if (dated && any && (rows_.empty() || rows_.front().at >= scenario_.horizon))
      wrong(fmt::format("no row from {} to the horizon", scenario_.date),
            "rows of the days that are played, or another `date`");
  }

  Volumes put_together() {
    if (rows_.empty()) {
      wrong("no rows" + (queue_.empty() ? std::string{} : " of the queue '" + queue_ + "'"), "at least one");
      return {};
    }
    Volumes volumes{rows_.front().at, interval_, {}};
    constexpr double kMostIntervals = 1e6;
    if ((rows_.back().at - volumes.start) / volumes.interval > kMostIntervals) {
      wrong("dates far apart", "one stretch of days");
      return {};
    }
    for (const auto& [at, calls, line] : rows_) {
      const double place = (at - volumes.start) / volumes.interval;
      if (std::abs(place - std::round(place)) > 1e-6) {
        wrong("times of uneven distance", "rows of one interval's length");
        return {};
      }
      volumes.calls.resize(static_cast<std::size_t>(std::llround(place)) + 1);
      volumes.calls.back() = calls;
    }
    return volumes;
  }

  const Node& node_;
  const std::string& file_;
  const std::string& queue_;
  const Scenario& scenario_;
  bool good_ = true;
  int line_ = 0;
  char separator_ = ',';
  std::map<std::string, std::size_t> columns_;
  struct Row {
    double at;  ///< seconds from the time 0 of dates, later from that of the scenario
    double calls;
    int line;
  };
  std::vector<Row> rows_;
  Dates as_ = Dates::none;
  std::map<Dates, double> first_day_;  ///< of all queues
  double interval_ = 1800;
};

}  // namespace

Volumes read_volumes(const Node& node, const std::string& file, const std::string& queue, const Scenario& scenario) {
  return Reader{node, file, queue, scenario}.read();
}

}  // namespace ringside::scenario
