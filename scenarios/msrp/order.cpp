#include "scenarios/msrp/order.h"

#include <algorithm>
#include <vector>

namespace ringside::msrp {
namespace {

constexpr std::size_t kLongestLine = 1024;

std::vector<std::string_view> words_of(std::string_view line) {
  std::vector<std::string_view> words;
  while (!line.empty()) {
    const std::size_t end = std::min(line.find_first_of(" \t\r"), line.size());
    if (end > 0) words.push_back(line.substr(0, end));
    line.remove_prefix(std::min(end + 1, line.size()));
  }
  return words;
}

std::optional<Role> role_of(std::string_view word) {
  for (std::size_t i = 0; i < kRoles; ++i)
    if (word == to_string(static_cast<Role>(i))) return static_cast<Role>(i);
  return {};
}

tl::unexpected<std::string> wrong(const std::string& what, std::string_view found, const std::string& allowed) {
  return tl::unexpected{what + ": '" + std::string{found.substr(0, 200)} + "' found, " + allowed + " allowed"};
}

}  // namespace

tl::expected<Order, std::string> parse_order(std::string_view line) {
  constexpr const char* kAllowed = "'msrp open SESSION ROLE PERSON active|passive PATH' or 'msrp end SESSION'";
  if (line.size() > kLongestLine) return wrong("order", line, "at most 1024 characters");
  const std::vector<std::string_view> words = words_of(line);
  if (words.size() == 3 && words[1] == "end") return Close{std::string{words[2]}};
  if (words.size() != 7 || words[1] != "open") return wrong("order", line, kAllowed);
  const auto role = role_of(words[3]);
  if (!role) return wrong("role", words[3], "caller, waiting, agent or media");
  if (words[5] != "active" && words[5] != "passive") return wrong("side", words[5], "active or passive");
  const auto remote = parse_uri(words[6]);
  if (!remote) return wrong("path", words[6], "a URI such as msrp://127.0.0.1:2855/s.1;tcp");
  return Open{std::string{words[2]}, *role, std::string{words[4]}, words[5] == "active", *remote};
}

}  // namespace ringside::msrp
