#pragma once

#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>
#include <soci/soci.h>
#include <tl/expected.hpp>

#include "engine/ports/store.h"
#include "engine/store/link.h"
#include "engine/store/messages.h"
#include "engine/store/required_columns.h"

/// What readers of tables share: a session that cannot hold its user for ever, and errors that name the database.
namespace ringside::store {

/// Thrown by readers only; guarded() makes a StoreError of it.
struct Unreadable {
  std::string message;
};

inline std::optional<std::int64_t> parse_number(const std::string& text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return {};
  return value;
}

/// Runs `read` with a session, and says so if the server was too slow for it.
template <class Read>
auto with_session(const DbUrl& url, const Patience& patience, const Read& read) {
  Link link{url, Access::existing, patience};
  try {
    return read(link.sql());
  } catch (const soci::soci_error&) {
    if (const std::string overdue = link.overdue(); !overdue.empty()) throw soci::soci_error(overdue);
    throw;
  }
}

/// Runs `read` with a session, and turns what it throws into an error that names the database.
template <class Read>
auto guarded(const DbUrl& url, const Patience& patience, const Read& read)
    -> tl::expected<decltype(read(std::declval<soci::session&>())), ports::StoreError> {
  try {
    return with_session(url, patience, read);
  } catch (const Unreadable& error) {
    return tl::unexpected(ports::StoreError{error.message});
  } catch (const MissingColumn& error) {
    return tl::unexpected(ports::StoreError{error.message});
  } catch (const soci::soci_error& error) {
    return tl::unexpected(
        ports::StoreError{fmt::format("cannot read {} {}: {}", url.parameter, url.name(), one_line(error.what()))});
  }
}

}  // namespace ringside::store
