#include "engine/store/settings.h"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

namespace ringside::store {
namespace {

constexpr std::size_t kMaxName = 64;

bool is_identifier(std::string_view name) {
  return !name.empty() && name.size() <= kMaxName && std::all_of(name.begin(), name.end(), [](unsigned char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  });
}

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c); });
  return text;
}

tl::unexpected<ports::StoreError> fail(std::string message) { return tl::unexpected(ports::StoreError{std::move(message)}); }

/// Databases compare names without case; two parameters of one table (its "cca" or "ccf") may not share a column.
const char* column_twin(const StoreSettings& settings, const NameParameter& parameter) {
  const std::string_view prefix = std::string_view{parameter.first}.substr(0, 4);
  for (const NameParameter& other : kNameParameters) {
    if (other.first == parameter.first) break;
    if (std::string_view{other.first}.starts_with(prefix) &&
        lower(settings.*other.second) == lower(settings.*parameter.second)) {
      return other.first;
    }
  }
  return nullptr;
}

}  // namespace

tl::expected<void, ports::StoreError> check(const StoreSettings& settings) {
  for (const NameParameter& parameter : kNameParameters) {
    const std::string& name = settings.*parameter.second;
    if (!is_identifier(name)) {
      return fail(fmt::format("{}: found '{}', allowed are 1 to {} letters, digits and underscores", parameter.first,
                              name.substr(0, kMaxName), kMaxName));
    }
    const bool column = !std::string_view{parameter.first}.ends_with("_table");
    if (const char* twin = column ? column_twin(settings, parameter) : nullptr) {
      return fail(fmt::format("{}: found '{}', which is {} already", parameter.first, name, twin));
    }
  }
  if (lower(settings.cc_agents_table) == lower(settings.cc_flows_table)) {
    return fail(fmt::format("cc_flows_table: found '{}', which is cc_agents_table already", settings.cc_flows_table));
  }
  if (settings.queue_bound < 4) return fail("the store's queue must hold at least 4 records");
  const auto negative = [](std::chrono::milliseconds d) { return d.count() < 0; };
  if (settings.connect_timeout.count() <= 0 || settings.statement_timeout.count() <= 0 || settings.hold_limit.count() <= 0) {
    return fail("the database's time to connect and to answer must be positive");
  }
  if (negative(settings.commit_window) || negative(settings.busy_timeout) || negative(settings.retry_interval) ||
      negative(settings.flush_timeout)) {
    return fail("the store's times must not be negative");
  }
  return {};
}

}  // namespace ringside::store
