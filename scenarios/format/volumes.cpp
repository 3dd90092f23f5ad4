#include "scenarios/format/volumes.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
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

/// "2025-03-03" or a number, as a number of days.
std::optional<double> day_of(const std::string& text) {
  if (text.size() == 10 && text[4] == '-' && text[7] == '-') {
    const auto year = parse_number(text.substr(0, 4));
    const auto month = parse_number(text.substr(5, 2));
    const auto day = parse_number(text.substr(8, 2));
    if (!year || !month || !day) return {};
    const std::chrono::year_month_day date{std::chrono::year{static_cast<int>(*year)},
                                           std::chrono::month{static_cast<unsigned>(*month)},
                                           std::chrono::day{static_cast<unsigned>(*day)}};
    if (!date.ok()) return {};
    return std::chrono::sys_days{date}.time_since_epoch().count();
  }
  const auto number = parse_number(text);
  return number && *number == std::floor(*number) && std::abs(*number) < 1e6 ? number : std::nullopt;
}

std::string lower(std::string text) {
  for (char& c : text) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  return text;
}

/// One file being read; what is wrong becomes a fault of the node, with the file's own line.
class Reader {
 public:
  Reader(const Node& node, const std::string& file, const std::string& queue, double day_starts)
      : node_{node}, file_{file}, queue_{queue}, day_starts_{day_starts} {}

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
    if (!queue_.empty() && cell("queue") != queue_) return;
    const auto time = parse_clock(cell("time").size() == 4 ? "0" + cell("time") : cell("time"));
    const auto volume = parse_number(cell("volume"));
    if (!time) return wrong("time '" + cell("time").substr(0, 40) + "'", "a time such as 08:30");
    if (!volume || *volume < 0 || *volume > 1e7)
      return wrong("volume '" + cell("volume").substr(0, 40) + "'", "a number of calls, 0 or more");
    double day = 0;
    if (!cell("date").empty()) {
      const auto date = day_of(cell("date"));
      if (!date) return wrong("date '" + cell("date").substr(0, 40) + "'", "a date such as 2025-03-31, or the number of a day");
      day = *date;
    }
    if (rows_.empty()) first_day_ = day;
    const double at = (day - first_day_) * kDay + *time - day_starts_;
    if (at < 0) return wrong("a time before the day starts", "times from day_starts on");
    if (!rows_.empty() && at <= rows_.back().first) {
      return wrong("a time that is not behind the row before",
                   queue_.empty() ? "rows in the order of time; `queue` picks one of several" : "rows in the order of time");
    }
    rows_.emplace_back(at, *volume);
  }

  Volumes put_together() {
    if (rows_.empty()) {
      wrong("no rows" + (queue_.empty() ? std::string{} : " of the queue '" + queue_ + "'"), "at least one");
      return {};
    }
    Volumes volumes{rows_.front().first, 1800, {}};
    if (rows_.size() > 1) volumes.interval = kDay;
    for (std::size_t i = 1; i < rows_.size(); ++i)
      volumes.interval = std::min(volumes.interval, rows_[i].first - rows_[i - 1].first);
    constexpr double kMostIntervals = 1e6;
    if ((rows_.back().first - volumes.start) / volumes.interval > kMostIntervals) {
      wrong("dates far apart", "one stretch of days");
      return {};
    }
    for (const auto& [at, calls] : rows_) {
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
  double day_starts_;
  bool good_ = true;
  int line_ = 0;
  char separator_ = ',';
  std::map<std::string, std::size_t> columns_;
  std::vector<std::pair<double, double>> rows_;
  double first_day_ = 0;
};

}  // namespace

Volumes read_volumes(const Node& node, const std::string& file, const std::string& queue, double day_starts) {
  return Reader{node, file, queue, day_starts}.read();
}

}  // namespace ringside::scenario
