#include "engine/store/db_url.h"

#include <algorithm>
#include <charconv>
#include <tuple>

#include <fmt/format.h>

namespace ringside::store {
namespace {

constexpr std::string_view kAllowed =
    "allowed are sqlite:///FILE, such as sqlite:///var/lib/ringside/ringside.db, and postgres:// or "
    "mysql://USER:PASSWORD@HOST:PORT/DATABASE";
constexpr std::size_t kMaxFileName = 4096;
constexpr std::size_t kMaxPart = 255;

using Parsed = tl::expected<DbUrl, ports::StoreError>;

bool is_scheme(std::string_view text) {
  return !text.empty() && text.size() <= 32 && std::all_of(text.begin(), text.end(), [](unsigned char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' || c == '_' || c == '-';
  });
}

bool has_control_characters(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; });
}

tl::unexpected<ports::StoreError> fail(std::string_view parameter, std::string_view why) {
  return tl::unexpected(ports::StoreError{fmt::format("{}: {}; {}", parameter, why, kAllowed)});
}

/// The text up to `separator`, which is taken off with it; all of it if there is none.
std::string_view take_until(std::string_view& text, char separator) {
  const std::size_t end = std::min(text.find(separator), text.size());
  const std::string_view taken = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return taken;
}

Parsed parse_file(std::string_view parameter, std::string_view name) {
  if (name.empty() || name.back() == '/') return fail(parameter, "the URL names no file");
  if (name.size() > kMaxFileName) return fail(parameter, "the file name is longer than 4096 bytes");
  if (has_control_characters(name) || name.find('"') != std::string_view::npos)
    return fail(parameter, "the file name holds a quote or control characters");
  if (name == ":memory:") return fail(parameter, "a database in memory would be lost with its connection");

  std::error_code error;
  std::filesystem::path file = std::filesystem::weakly_canonical(std::filesystem::path{name}, error);
  if (error) return fail(parameter, fmt::format("{}: {}", name, error.message()));
  // Without any existing part, weakly_canonical leaves a relative path relative.
  if (file.is_relative()) file = (std::filesystem::current_path(error) / file).lexically_normal();
  DbUrl url;
  url.file = std::move(file);
  url.parameter = parameter;
  return url;
}

/// HOST, HOST:PORT, [V6], [V6]:PORT; false if it is none of them.
bool parse_address(std::string_view text, DbUrl& url) {
  if (text.starts_with('[')) {
    text.remove_prefix(1);
    if (text.find(']') == std::string_view::npos) return false;
    url.host = take_until(text, ']');
    if (!text.empty() && !text.starts_with(':')) return false;
    if (!text.empty())
      text.remove_prefix(1);
    else
      return true;
  } else {
    const bool with_port = text.find(':') != std::string_view::npos;
    url.host = take_until(text, ':');
    if (!with_port) return true;
  }
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), url.port);
  return error == std::errc{} && end == text.data() + text.size() && url.port != 0;
}

Parsed parse_server(std::string_view parameter, DbKind kind, std::string_view rest) {
  if (has_control_characters(rest)) return fail(parameter, "the URL holds control characters");
  DbUrl url;
  url.kind = kind;
  url.parameter = parameter;
  if (const std::size_t at = rest.rfind('@'); at != std::string_view::npos) {
    std::string_view credentials = rest.substr(0, at);
    rest.remove_prefix(at + 1);
    url.user = take_until(credentials, ':');
    url.password = credentials;
  }
  std::string_view options = rest;
  rest = take_until(options, '?');
  const std::size_t slash = rest.find('/');
  if (slash == std::string_view::npos || slash + 1 == rest.size()) return fail(parameter, "the URL names no database");
  url.database = rest.substr(slash + 1);
  if (url.database.find('/') != std::string::npos) return fail(parameter, "the name of the database holds a '/'");
  if (!parse_address(rest.substr(0, slash), url)) return fail(parameter, "the port is not a number from 1 to 65535");
  while (!options.empty()) {
    std::string_view value = take_until(options, '&');
    const std::string_view key = take_until(value, '=');
    if (key != "unix_socket")
      return fail(parameter, fmt::format("found the option '{}', known is unix_socket", key.substr(0, 64)));
    if (!value.starts_with('/')) return fail(parameter, "unix_socket is not an absolute path");
    url.unix_socket = value;
  }
  if (url.host.empty() && url.unix_socket.empty()) return fail(parameter, "the URL names no host");
  for (const std::string* part : {&url.user, &url.password, &url.host, &url.database, &url.unix_socket}) {
    if (part->size() > kMaxPart) return fail(parameter, "a part of the URL is longer than 255 bytes");
  }
  return url;
}

}  // namespace

std::string DbUrl::name() const {
  if (kind == DbKind::sqlite) return file.string();
  std::string text = kind == DbKind::postgresql ? "postgres://" : "mysql://";
  if (!user.empty()) text += user + '@';
  text += host.find(':') == std::string::npos ? host : '[' + host + ']';
  if (port != 0) text += fmt::format(":{}", port);
  text += '/' + database;
  if (!unix_socket.empty()) text += "?unix_socket=" + unix_socket;
  return text;
}

bool DbUrl::operator==(const DbUrl& other) const {
  const auto key = [](const DbUrl& u) {
    return std::tie(u.kind, u.file, u.user, u.password, u.host, u.port, u.database, u.unix_socket);
  };
  return key(*this) == key(other);
}

Parsed parse_db_url(std::string_view parameter, std::string_view text) {
  if (text.empty()) return fail(parameter, "no database is named");
  const std::size_t colon = text.find("://");
  if (colon == std::string_view::npos || !is_scheme(text.substr(0, colon)))
    return fail(parameter, "this is not a database URL");
  const std::string_view scheme = text.substr(0, colon);
  const std::string_view rest = text.substr(colon + 3);
  if (scheme == "sqlite") return parse_file(parameter, rest);
  if (scheme == "postgres" || scheme == "postgresql") return parse_server(parameter, DbKind::postgresql, rest);
  if (scheme == "mysql" || scheme == "mariadb") return parse_server(parameter, DbKind::mariadb, rest);
  return fail(parameter, fmt::format("found {}://", scheme));
}

}  // namespace ringside::store
