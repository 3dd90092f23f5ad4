#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Reading foreign texts: numbers, times of the wall clock, lines of CSV.
namespace ringside::fit {

std::optional<std::int64_t> whole_number(std::string_view text);
/// From 0 on, finite, plain decimals.
std::optional<double> decimal(std::string_view text);

/// "2026-03-01 08:30:15", with T or a fraction or a zone behind it (which is not looked at): seconds since 1970 as if the
/// clock on the wall were UTC.
std::optional<std::int64_t> wall_clock(std::string_view text);
/// Unix time as the wall clock of this machine's zone shows it.
std::int64_t local_wall_clock(std::int64_t unix_time);

/// The fields of a line (RFC 4180: quotes, doubled within). Nothing: a quote is not closed.
std::optional<std::vector<std::string>> csv_fields(std::string_view line, char separator);

std::string lower(std::string text);
std::string trimmed(std::string_view text);

}  // namespace ringside::fit
