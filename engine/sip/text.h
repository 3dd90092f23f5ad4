#pragma once

#include <string>
#include <string_view>

/// Small text rules of SIP, free of Sofia (spec, "Headers").
namespace ringside::sip {

/// A display name as it may stand in a From header: quoted, quotes and backslashes escaped, control characters dropped.
std::string quoted_display_name(std::string_view name);
/// The name behind the quotes and escapes of a received one.
std::string unquoted_display_name(std::string_view name);

/// `%41` and the like undone; what is no escape stays.
std::string unescaped_user(std::string_view user);

/// As it may stand in a SIP URI (RFC 3261 25.1): what may not is escaped, escapes stay.
std::string escaped_user(std::string_view user);

/// A name, an IPv4 address or an IPv6 one in brackets. Underscores, which are in use, are let pass.
bool is_host(std::string_view text);

/// Whether `name` is the pattern, or begins with what stands before its final `*`. Case does not count.
bool header_matches(std::string_view pattern, std::string_view name);

/// `*` stands for any text, also none. Case counts.
bool glob_matches(std::string_view pattern, std::string_view text);

/// Whether the text can be a header's name or a URI parameter's (RFC 3261 token).
bool is_token(std::string_view text);

/// The script parameter (E-ADM-6): the value if it is at most 255 bytes without control characters, else nothing.
std::string_view script_param(std::string_view value);

/// The URI with `;name=value` behind its parameters and before its headers.
std::string with_uri_param(std::string_view uri, std::string_view name, std::string_view value);

}  // namespace ringside::sip
