#include "scenarios/msrp/uri.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace ringside::msrp {
namespace {

constexpr std::size_t kLongest = 512;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
bool alphanumeric(char c) { return (c >= '0' && c <= '9') || (lower(c) >= 'a' && lower(c) <= 'z'); }

bool all_of(std::string_view text, std::string_view also) {
  return !text.empty() && std::all_of(text.begin(), text.end(),
                                      [&](char c) { return alphanumeric(c) || also.find(c) != std::string_view::npos; });
}

/// The same in lower case?
bool same(std::string_view text, std::string_view lower_case) {
  return std::equal(text.begin(), text.end(), lower_case.begin(), lower_case.end(),
                    [](char a, char b) { return lower(a) == b; });
}

}  // namespace

std::optional<Uri> parse_uri(std::string_view text) {
  constexpr std::string_view kScheme = "msrp://";
  if (text.size() > kLongest || text.size() < kScheme.size() || !same(text.substr(0, kScheme.size()), kScheme)) return {};
  text.remove_prefix(kScheme.size());
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return {};
  std::string_view authority = text.substr(0, slash);
  std::string_view rest = text.substr(slash + 1);
  if (const std::size_t at = authority.find('@'); at != std::string_view::npos) authority.remove_prefix(at + 1);
  const std::size_t colon = authority.rfind(':');
  if (colon == std::string_view::npos) return {};

  Uri uri;
  const std::string_view host = authority.substr(0, colon);
  const bool bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
  if (!(bracketed ? all_of(host.substr(1, host.size() - 2), ":.") : all_of(host, ".-"))) return {};
  uri.host = host;
  std::transform(uri.host.begin(), uri.host.end(), uri.host.begin(), lower);
  const std::string_view port = authority.substr(colon + 1);
  const auto [end, fault] = std::from_chars(port.data(), port.data() + port.size(), uri.port);
  if (fault != std::errc{} || end != port.data() + port.size() || uri.port == 0) return {};

  const std::size_t semicolon = rest.find(';');
  if (semicolon == std::string_view::npos) return {};
  const std::string_view session = rest.substr(0, semicolon);
  std::string_view transport = rest.substr(semicolon + 1);
  transport = transport.substr(0, transport.find(';'));
  if (!all_of(session, "-._~+=/") || !same(transport, "tcp")) return {};
  uri.session = session;
  return uri;
}

std::string to_string(const Uri& uri) { return fmt::format("msrp://{}:{}/{};tcp", uri.host, uri.port, uri.session); }

}  // namespace ringside::msrp
