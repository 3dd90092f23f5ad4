#include "scenarios/load/dispatch_gaps.h"

#include <array>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <string>

namespace ringside::load {
namespace {

/// "date \t time \t unix seconds \t S|R \t Call-ID \t CSeq: \t first line"
struct Line {
  double seconds = 0;
  bool received = false;
  std::string call_id;
  std::string_view text;
};

bool parse(std::string_view line, Line& parsed) {
  std::array<std::string_view, 7> fields;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const std::size_t tab = i + 1 < fields.size() ? line.find('\t') : line.size();
    if (tab == std::string_view::npos) return false;
    fields[i] = line.substr(0, tab);
    line.remove_prefix(std::min(tab + 1, line.size()));
  }
  parsed = {std::strtod(std::string{fields[2]}.c_str(), nullptr), fields[3] == "R", std::string{fields[4]}, fields[6]};
  return true;
}

/// Of "INVITE sip:agent17@127.0.0.1:5070 SIP/2.0".
std::string user_of(std::string_view first_line) {
  const std::size_t begin = first_line.find("sip:") + 4;
  return std::string{first_line.substr(begin, first_line.find('@') - begin)};
}

}  // namespace

std::vector<double> dispatch_gaps(std::string_view short_trace) {
  std::vector<double> gaps;
  std::map<std::string, std::string> agents;  // by Call-ID
  std::map<std::string, double> free_since;
  while (!short_trace.empty()) {
    const std::size_t end = std::min(short_trace.find('\n'), short_trace.size());
    Line line;
    const bool readable = parse(short_trace.substr(0, end), line);
    short_trace.remove_prefix(std::min(end + 1, short_trace.size()));
    if (!readable || !line.received) continue;
    if (line.text.starts_with("INVITE sip:") && !agents.contains(line.call_id)) {
      const std::string& agent = agents[line.call_id] = user_of(line.text);
      if (const auto freed = free_since.extract(agent)) gaps.push_back((line.seconds - freed.mapped()) * 1000);
    } else if (line.text.starts_with("BYE ")) {
      if (const auto found = agents.find(line.call_id); found != agents.end()) free_since[found->second] = line.seconds;
    }
  }
  return gaps;
}

std::vector<double> read_dispatch_gaps(const std::filesystem::path& file) {
  std::ifstream in{file};
  return dispatch_gaps(std::string{std::istreambuf_iterator<char>{in}, {}});
}

}  // namespace ringside::load
