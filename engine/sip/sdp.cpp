#include "engine/sip/sdp.h"

#include <algorithm>
#include <charconv>

namespace ringside::sip {
namespace {

/// Takes the next line off `rest`, its end included.
std::string_view next_line(std::string_view& rest) {
  const std::size_t end = rest.find('\n');
  const std::size_t size = end == std::string_view::npos ? rest.size() : end + 1;
  const std::string_view line = rest.substr(0, size);
  rest.remove_prefix(size);
  return line;
}

std::string_view without_end(std::string_view line) {
  while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.remove_suffix(1);
  return line;
}

std::string_view next_word(std::string_view& rest) {
  const std::size_t begin = std::min(rest.find_first_not_of(' '), rest.size());
  rest.remove_prefix(begin);
  const std::size_t size = std::min(rest.find(' '), rest.size());
  const std::string_view word = rest.substr(0, size);
  rest.remove_prefix(size);
  return word;
}

std::optional<Direction> direction_of(std::string_view line) {
  if (line == "a=sendrecv") return Direction::sendrecv;
  if (line == "a=sendonly") return Direction::sendonly;
  if (line == "a=recvonly") return Direction::recvonly;
  if (line == "a=inactive") return Direction::inactive;
  return {};
}

std::string_view attribute(Direction direction) {
  switch (direction) {
    case Direction::sendonly: return "a=sendonly\r\n";
    case Direction::recvonly: return "a=recvonly\r\n";
    case Direction::inactive: return "a=inactive\r\n";
    case Direction::sendrecv: break;
  }
  return "a=sendrecv\r\n";
}

bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool valid_port(std::string_view port) {
  const std::size_t slash = port.find('/');
  if (slash != std::string_view::npos && !all_digits(port.substr(slash + 1))) return false;
  const std::string_view number = port.substr(0, slash);
  return all_digits(number) && number.size() <= 5;
}

std::optional<MediaSection> media_line(std::string_view line) {
  MediaSection section;
  std::string_view rest = line.substr(2);
  section.type = next_word(rest);
  section.port = next_word(rest);
  section.proto = next_word(rest);
  const std::size_t begin = std::min(rest.find_first_not_of(' '), rest.size());
  section.formats = rest.substr(begin);
  if (section.type.empty() || section.proto.empty() || !valid_port(section.port)) return {};
  return section;
}

bool is_text(std::string_view sdp) {
  return std::all_of(sdp.begin(), sdp.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x20 || c == '\r' || c == '\n' || c == '\t';
  });
}

std::string_view stretch(const char* begin, const char* end) { return {begin, static_cast<std::size_t>(end - begin)}; }

/// A copy in which each section, or the session level, is written by `write(text, out)`.
template <class Write>
std::string rewrite_lines(std::string_view text, Write&& write) {
  std::string out;
  out.reserve(text.size() + 32);
  while (!text.empty()) write(next_line(text), out);
  return out;
}

void append_complete(std::string& out, std::string_view text) {
  out += text;
  if (!text.empty() && text.back() != '\n') out += "\r\n";
}

void append_rejected(std::string& out, const MediaSection& section) {
  out += "m=";
  out += section.type;
  out += " 0 ";
  out += section.proto;
  out += ' ';
  out += section.formats.empty() ? std::string_view{"0"} : section.formats;
  out += "\r\n";
}

/// The section without its direction attributes, and then `direction`.
void append_directed(std::string& out, std::string_view section, Direction direction) {
  while (!section.empty()) {
    const std::string_view line = next_line(section);
    if (!direction_of(without_end(line))) append_complete(out, line);
  }
  out += attribute(direction);
}

/// A session level without direction attributes.
std::string undirected(std::string_view head) {
  return rewrite_lines(head, [](std::string_view line, std::string& out) {
    if (!direction_of(without_end(line))) out += line;
  });
}

/// The description with the directions that `direction` gives its streams, by number.
template <class Choose>
std::string directed(const SdpOutline& sdp, Choose&& direction) {
  std::string out = undirected(sdp.head);
  for (std::size_t i = 0; i < sdp.media.size(); ++i) append_directed(out, sdp.media[i].text, direction(i));
  return out;
}

bool sends(Direction direction) { return direction == Direction::sendrecv || direction == Direction::sendonly; }
bool receives(Direction direction) { return direction == Direction::sendrecv || direction == Direction::recvonly; }

/// What remains of a stream that its author would send, receive, both or neither, where `asked` is what the other side does.
Direction mirrored(Direction asked) {
  if (asked == Direction::sendonly) return Direction::recvonly;
  if (asked == Direction::recvonly) return Direction::sendonly;
  return asked;
}

}  // namespace

std::optional<SdpOutline> outline(std::string_view sdp) {
  if (sdp.size() > kMaxSdpSize || !sdp.starts_with("v=") || !is_text(sdp)) return {};
  SdpOutline result;
  Direction session_direction = Direction::sendrecv;
  const char* section_begin = sdp.data();
  const auto close_section = [&](const char* end) {
    (result.media.empty() ? result.head : result.media.back().text) = stretch(section_begin, end);
    section_begin = end;
  };
  std::string_view rest = sdp;
  while (!rest.empty()) {
    const char* const begin = rest.data();
    const std::string_view line = without_end(next_line(rest));
    if (line.starts_with("m=")) {
      std::optional<MediaSection> section = media_line(line);
      if (!section || result.media.size() == kMaxMediaSections) return {};
      close_section(begin);
      section->direction = session_direction;
      result.media.push_back(*section);
    } else if (line.starts_with("o=") && result.media.empty()) {
      if (!result.origin.empty()) return {};
      result.origin = line.substr(2);
    } else if (const std::optional<Direction> direction = direction_of(line)) {
      (result.media.empty() ? session_direction : result.media.back().direction) = *direction;
    }
  }
  close_section(sdp.data() + sdp.size());
  if (result.media.empty() || std::count(result.origin.begin(), result.origin.end(), ' ') < 5) return {};
  return result;
}

core::OfferedMedia offered_media(std::string_view sdp) {
  const std::optional<SdpOutline> parts = outline(sdp);
  if (!parts) return core::OfferedMedia::none;
  std::string proto{parts->media.front().proto};
  for (char& c : proto) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  if (proto.find("RTP") != std::string::npos) return core::OfferedMedia::rtp;
  if (proto.find("MSRP") != std::string::npos) return core::OfferedMedia::msrp;
  return core::OfferedMedia::other;
}

std::string pad_sections(std::string_view sdp, std::string_view reference) {
  std::string out{sdp};
  const std::optional<SdpOutline> have = outline(sdp);
  const std::optional<SdpOutline> wanted = outline(reference);
  if (!have || !wanted || have->media.size() >= wanted->media.size()) return out;
  if (out.back() != '\n') out += "\r\n";
  for (std::size_t i = have->media.size(); i < wanted->media.size(); ++i) append_rejected(out, wanted->media[i]);
  return out;
}

std::string fit_sections(std::string_view sdp, std::string_view reference) {
  const std::optional<SdpOutline> have = outline(sdp);
  const std::optional<SdpOutline> wanted = outline(reference);
  if (!have || !wanted || have->media.size() <= wanted->media.size()) return pad_sections(sdp, reference);
  const std::string_view last = have->media[wanted->media.size() - 1].text;
  return std::string{stretch(sdp.data(), last.data() + last.size())};
}

std::string declining_answer(std::string_view offer) {
  const std::optional<SdpOutline> parts = outline(offer);
  std::string out = "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 0.0.0.0\r\nt=0 0\r\n";
  if (!parts) return out;
  for (const MediaSection& section : parts->media) append_rejected(out, section);
  return out;
}

std::string inactive(std::string_view sdp) {
  const std::optional<SdpOutline> parts = outline(sdp);
  if (!parts) return std::string{sdp};
  return directed(*parts, [](std::size_t) { return Direction::inactive; });
}

std::string open_directions(std::string_view sdp) {
  return rewrite_lines(sdp, [](std::string_view line, std::string& out) {
    const std::optional<Direction> direction = direction_of(without_end(line));
    if (direction == Direction::sendonly || direction == Direction::inactive) {
      out += attribute(Direction::sendrecv);
    } else {
      out += line;
    }
  });
}

std::string within_offer(std::string_view answer, std::string_view offer) {
  const std::optional<SdpOutline> said = outline(answer);
  const std::optional<SdpOutline> asked = outline(offer);
  if (!said || !asked) return std::string{answer};
  const auto allowed = [&](std::size_t i) {
    const Direction wish = said->media[i].direction;
    const Direction given = i < asked->media.size() ? asked->media[i].direction : Direction::sendrecv;
    const bool out = sends(wish) && receives(given);
    const bool in = receives(wish) && sends(given);
    if (out) return in ? Direction::sendrecv : Direction::sendonly;
    return in ? Direction::recvonly : Direction::inactive;
  };
  bool fits = true;
  for (std::size_t i = 0; i < said->media.size(); ++i) fits = fits && allowed(i) == said->media[i].direction;
  return fits ? std::string{answer} : directed(*said, allowed);
}

std::string turn_back_directions(std::string_view answer, std::string_view offer) {
  const std::optional<SdpOutline> said = outline(answer);
  const std::optional<SdpOutline> asked = outline(offer);
  if (!said || !asked) return std::string{answer};
  const auto closed = [](const MediaSection& section) {
    return section.direction == Direction::sendonly || section.direction == Direction::inactive;
  };
  if (std::none_of(asked->media.begin(), asked->media.end(), closed)) return std::string{answer};
  return directed(*said, [&](std::size_t i) {
    const Direction direction = said->media[i].direction;
    if (i >= asked->media.size() || !closed(asked->media[i])) return direction;
    return asked->media[i].direction == Direction::sendonly && receives(direction) ? Direction::recvonly : Direction::inactive;
  });
}

std::string local_answer(std::string_view offer, std::string_view last_said) {
  const std::optional<SdpOutline> asked = outline(offer);
  const std::optional<SdpOutline> mine = outline(last_said);
  if (!asked) return std::string{last_said};
  if (!mine) return declining_answer(offer);
  std::string out = undirected(mine->head);
  out.reserve(last_said.size() + 32);
  for (std::size_t i = 0; i < asked->media.size(); ++i) {
    const MediaSection& wish = asked->media[i];
    if (i >= mine->media.size() || wish.rejected() || mine->media[i].rejected() || mine->media[i].type != wish.type) {
      append_rejected(out, wish);
    } else {
      append_directed(out, mine->media[i].text, mirrored(wish.direction));
    }
  }
  return out;
}

bool same_streams(std::string_view a, std::string_view b) {
  const auto next_telling = [](std::string_view& rest) {
    while (!rest.empty()) {
      const std::string_view line = without_end(next_line(rest));
      if (!line.empty() && !line.starts_with("o=") && !direction_of(line)) return line;
    }
    return std::string_view{};
  };
  while (true) {
    const std::string_view line = next_telling(a);
    if (line != next_telling(b)) return false;
    if (line.empty()) return true;
  }
}

namespace {

std::optional<std::uint64_t> origin_version(std::string_view sdp) {
  const std::optional<SdpOutline> parts = outline(sdp);
  std::string_view rest = parts ? parts->origin : std::string_view{};
  next_word(rest);
  next_word(rest);
  const std::string_view text = next_word(rest);
  std::uint64_t version = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), version);
  if (read.ec != std::errc{} || version > UINT64_MAX / 2) return {};
  return version;
}

}  // namespace

std::string with_origin(std::string_view sdp, Origin& origin, std::string_view last_said) {
  const std::optional<SdpOutline> parts = outline(sdp);
  if (!parts) return std::string{sdp};
  if (origin.identity.empty()) {
    std::string_view rest = parts->origin;
    const char* const begin = rest.data();
    next_word(rest);
    next_word(rest);
    origin.identity = stretch(begin, rest.data());
    next_word(rest);
    origin.version = origin_version(sdp).value_or(1);
    origin.address = rest.substr(std::min(rest.find_first_not_of(' '), rest.size()));
  }
  const std::string_view before = stretch(sdp.data(), parts->origin.data());
  const char* const after_begin = parts->origin.data() + parts->origin.size();
  const std::string_view after = stretch(after_begin, sdp.data() + sdp.size());
  const auto write = [&](std::uint64_t version) {
    std::string out;
    out.reserve(sdp.size() + origin.identity.size() + origin.address.size() + 24);
    out += before;
    out += origin.identity;
    out += ' ';
    out += std::to_string(version);
    out += ' ';
    out += origin.address;
    out += after;
    return out;
  };
  if (last_said.empty()) return write(origin.version);
  // What was said last may be older than another description that was refused.
  std::string same = write(origin_version(last_said).value_or(origin.version));
  return same == last_said ? same : write(++origin.version);
}

}  // namespace ringside::sip
