#include "scenarios/msrp/parser.h"

#include <algorithm>
#include <charconv>

namespace ringside::msrp {
namespace {

constexpr std::string_view kStart = "MSRP ";
constexpr std::string_view kLine = "\r\n";
constexpr std::string_view kEndLine = "-------";
constexpr std::size_t kLongestStartLine = 256;

bool alphanumeric(char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

bool is_token(std::string_view text, std::string_view also) {
  return !text.empty() && std::all_of(text.begin(), text.end(),
                                      [&](char c) { return alphanumeric(c) || also.find(c) != std::string_view::npos; });
}

template <class Number>
std::optional<Number> number(std::string_view text) {
  Number value{};
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (fault != std::errc{} || end != text.data() + text.size() || text.empty()) return {};
  return value;
}

bool flag(char c) {
  return c == static_cast<char>(End::last) || c == static_cast<char>(End::more) || c == static_cast<char>(End::aborted);
}

/// "MSRP a786hjs2 SEND" or "MSRP a786hjs2 200 OK"
bool read_start(std::string_view line, Message& message) {
  if (!line.starts_with(kStart)) return false;
  line.remove_prefix(kStart.size());
  const std::size_t blank = line.find(' ');
  if (blank == std::string_view::npos || blank < 4 || blank > 32) return false;
  message.transaction = line.substr(0, blank);
  if (!alphanumeric(line[0]) || !is_token(message.transaction, ".-+%=")) return false;
  line.remove_prefix(blank + 1);
  const std::string_view word = line.substr(0, line.find(' '));
  if (word.size() == 3 && word.find_first_not_of("0123456789") == std::string_view::npos) {
    message.code = number<int>(word).value_or(0);
    return message.code >= 100;
  }
  message.method = word;
  return word.size() == line.size() && word.size() <= 32 && is_token(word, "") &&
         word.find_first_of("abcdefghijklmnopqrstuvwxyz") == std::string_view::npos;
}

bool read_path(std::string_view value, std::size_t most, std::vector<Uri>& path) {
  if (!path.empty()) return false;
  while (!value.empty()) {
    const std::size_t end = std::min(value.find(' '), value.size());
    auto uri = parse_uri(value.substr(0, end));
    if (!uri || path.size() == most) return false;
    path.push_back(std::move(*uri));
    value.remove_prefix(std::min(end + 1, value.size()));
  }
  return !path.empty();
}

/// "1-25/25", "1-*/*"; an empty message is "1-0/0".
bool read_range(std::string_view value, std::optional<ByteRange>& range) {
  const std::size_t dash = value.find('-');
  const std::size_t slash = value.find('/');
  if (range || dash == std::string_view::npos || slash == std::string_view::npos || slash < dash) return false;
  const auto first = number<std::uint64_t>(value.substr(0, dash));
  const std::string_view last = value.substr(dash + 1, slash - dash - 1);
  const std::string_view total = value.substr(slash + 1);
  range.emplace();
  range->last = number<std::uint64_t>(last);
  range->total = number<std::uint64_t>(total);
  if (!first || *first == 0 || (!range->last && last != "*") || (!range->total && total != "*")) return false;
  range->first = *first;
  if (range->last && *range->last + 1 < range->first) return false;
  return !range->total || ((!range->last || *range->last <= *range->total) && range->first - 1 <= *range->total);
}

/// "000 200 OK"
bool read_status(std::string_view value, std::optional<int>& status) {
  if (status || value.size() < 7 || !value.starts_with("000 ") || (value.size() > 7 && value[7] != ' ')) return false;
  status = number<int>(value.substr(4, 3));
  return status && *status >= 100;
}

tl::expected<void, Malformed> read_header(std::string_view line, const Limits& limits, Message& message) {
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos || !is_token(line.substr(0, colon), "-")) return tl::unexpected{Malformed::header};
  const std::string_view name = line.substr(0, colon);
  std::string_view value = line.substr(colon + 1);
  while (!value.empty() && (value.front() == ' ' || value.front() == '\t')) value.remove_prefix(1);
  while (!value.empty() && (value.back() == ' ' || value.back() == '\t')) value.remove_suffix(1);
  const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\t'; };
  if (std::any_of(value.begin(), value.end(), control)) return tl::unexpected{Malformed::header};

  const auto need = [](bool good, Malformed reason) -> tl::expected<void, Malformed> {
    if (!good) return tl::unexpected{reason};
    return {};
  };
  if (name == "To-Path") return need(read_path(value, limits.paths, message.to_path), Malformed::path);
  if (name == "From-Path") return need(read_path(value, limits.paths, message.from_path), Malformed::path);
  if (name == "Byte-Range") return need(read_range(value, message.range), Malformed::byte_range);
  if (name == "Status") return need(read_status(value, message.status), Malformed::header);
  if (name == "Message-ID") {
    if (!message.id.empty() || value.size() > 32 || !is_token(value, ".-+%=")) return tl::unexpected{Malformed::header};
    message.id = value;
  } else if (name == "Success-Report") {
    message.success_report = value == "yes";
    return need(value == "yes" || value == "no", Malformed::header);
  } else if (name == "Failure-Report") {
    message.failure_report = value == "no"        ? FailureReport::no
                             : value == "partial" ? FailureReport::partial
                                                  : FailureReport::yes;
    return need(value == "yes" || value == "no" || value == "partial", Malformed::header);
  } else if (name == "Content-Type") {
    if (!message.content_type.empty() || value.empty()) return tl::unexpected{Malformed::header};
    message.content_type = value;
  }
  return {};
}

/// What may still become a message.
bool may_begin(std::string_view bytes) {
  const std::size_t n = std::min(bytes.size(), kStart.size());
  return bytes.substr(0, n) == kStart.substr(0, n);
}

}  // namespace

const char* to_string(Malformed reason) {
  switch (reason) {
    case Malformed::start_line: return "no start-line of MSRP";
    case Malformed::header: return "a header that is none";
    case Malformed::path: return "a path that is none";
    case Malformed::byte_range: return "a byte range that is none";
    case Malformed::head_too_long: return "a head that is too long";
    case Malformed::body_too_long: break;
  }
  return "a body that is too long";
}

tl::expected<std::optional<Message>, Malformed> Parser::next() {
  const std::string_view all = bytes_;
  if (!may_begin(all)) return tl::unexpected{Malformed::start_line};
  const std::size_t start_end = all.find(kLine);
  if (start_end == std::string_view::npos) {
    if (all.size() > kLongestStartLine) return tl::unexpected{Malformed::start_line};
    return std::optional<Message>{};
  }
  Message message;
  if (start_end > kLongestStartLine || !read_start(all.substr(0, start_end), message))
    return tl::unexpected{Malformed::start_line};
  const std::string mark = std::string{kEndLine} + message.transaction;

  const auto finish = [&](char end, std::size_t after) -> tl::expected<std::optional<Message>, Malformed> {
    if (message.to_path.empty() || message.from_path.empty()) return tl::unexpected{Malformed::path};
    message.end = static_cast<End>(end);
    bytes_.erase(0, after);
    searched_ = 0;
    return std::optional<Message>{std::move(message)};
  };

  std::size_t at = start_end + kLine.size();
  for (;;) {
    const std::size_t end = all.find(kLine, at);
    if (std::min(end, all.size()) > limits_.head) return tl::unexpected{Malformed::head_too_long};
    if (end == std::string_view::npos) return std::optional<Message>{};
    const std::string_view line = all.substr(at, end - at);
    at = end + kLine.size();
    if (line.size() == mark.size() + 1 && line.starts_with(mark) && flag(line.back())) {
      // A Content-Type promises a body.
      if (message.has_body()) return tl::unexpected{Malformed::header};
      return finish(line.back(), at);
    }
    if (line.empty()) break;
    if (const auto read = read_header(line, limits_, message); !read) return tl::unexpected{read.error()};
  }
  if (!message.has_body()) return tl::unexpected{Malformed::header};

  const std::string body_end = std::string{kLine} + mark;
  for (std::size_t from = std::max(at, searched_);;) {
    const std::size_t found = all.find(body_end, from);
    if (std::min(found, all.size()) - at > limits_.body + body_end.size() + 3) return tl::unexpected{Malformed::body_too_long};
    if (found == std::string_view::npos) {
      searched_ = std::max(at, all.size() - std::min(all.size(), body_end.size()));
      return std::optional<Message>{};
    }
    const std::size_t end_flag = found + body_end.size();
    if (all.size() < end_flag + 1 + kLine.size()) {
      searched_ = found;
      return std::optional<Message>{};
    }
    if (flag(all[end_flag]) && all.substr(end_flag + 1, kLine.size()) == kLine) {
      if (found - at > limits_.body) return tl::unexpected{Malformed::body_too_long};
      message.body = all.substr(at, found - at);
      return finish(all[end_flag], end_flag + 1 + kLine.size());
    }
    from = found + 1;
  }
}

}  // namespace ringside::msrp
