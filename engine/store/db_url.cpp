#include "engine/store/db_url.h"

#include <algorithm>

#include <fmt/format.h>

namespace ringside::store {
namespace {

constexpr std::string_view kAllowed = "allowed is sqlite:///FILE, such as sqlite:///var/lib/ringside/ringside.db";
constexpr std::size_t kMaxFileName = 4096;

bool is_scheme(std::string_view text) {
  return !text.empty() && text.size() <= 32 && std::all_of(text.begin(), text.end(), [](unsigned char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' || c == '_' || c == '-';
  });
}

tl::unexpected<ports::StoreError> fail(std::string_view parameter, std::string_view why) {
  return tl::unexpected(ports::StoreError{fmt::format("{}: {}; {}", parameter, why, kAllowed)});
}

}  // namespace

tl::expected<DbUrl, ports::StoreError> parse_db_url(std::string_view parameter, std::string_view text) {
  if (text.empty()) return fail(parameter, "no database is named");
  const std::size_t colon = text.find("://");
  if (colon == std::string_view::npos || !is_scheme(text.substr(0, colon)))
    return fail(parameter, "this is not a database URL");
  const std::string_view scheme = text.substr(0, colon);
  if (scheme == "mysql" || scheme == "mariadb" || scheme == "postgres" || scheme == "postgresql") {
    return fail(parameter, fmt::format("{}:// is known, but not built yet", scheme));
  }
  if (scheme != "sqlite") return fail(parameter, fmt::format("found {}://", scheme));

  const std::string_view name = text.substr(colon + 3);
  if (name.empty() || name.back() == '/') return fail(parameter, "the URL names no file");
  if (name.size() > kMaxFileName) return fail(parameter, "the file name is longer than 4096 bytes");
  const bool odd = std::any_of(name.begin(), name.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f || c == '"'; });
  if (odd) return fail(parameter, "the file name holds a quote or control characters");
  if (name == ":memory:") return fail(parameter, "a database in memory would be lost with its connection");

  std::error_code error;
  std::filesystem::path file = std::filesystem::weakly_canonical(std::filesystem::path{name}, error);
  if (error) return fail(parameter, fmt::format("{}: {}", name, error.message()));
  // Without any existing part, weakly_canonical leaves a relative path relative.
  if (file.is_relative()) file = (std::filesystem::current_path(error) / file).lexically_normal();
  return DbUrl{std::move(file)};
}

}  // namespace ringside::store
