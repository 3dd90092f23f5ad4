#include "engine/store/record.h"

#include <string_view>
#include <type_traits>

namespace ringside::store {
namespace {

/// Both directions share the field lists below: one of these two is handed to them.
class Encoder {
 public:
  explicit Encoder(std::string& out) : out_{out} {}

  void operator()(const std::string& text) {
    number(text.size());
    out_ += text;
  }
  void operator()(const core::Time& time) { number(static_cast<std::uint64_t>(time.time_since_epoch().count())); }
  void operator()(const core::Duration& duration) { number(static_cast<std::uint64_t>(duration.count())); }
  template <class Number>
  requires(std::is_integral_v<Number> || std::is_enum_v<Number>) void operator()(const Number& value) {
    number(static_cast<std::uint64_t>(value));
  }
  template <class Part>
  void operator()(const std::vector<Part>& parts) {
    number(parts.size());
    for (const Part& part : parts) fields(*this, part);
  }

 private:
  void number(std::uint64_t value) {
    for (int byte = 0; byte < 8; ++byte) out_ += static_cast<char>(value >> (8 * byte) & 0xff);
  }

  std::string& out_;
};

class Decoder {
 public:
  explicit Decoder(std::string_view in) : in_{in} {}

  bool done() const { return ok_ && in_.empty(); }

  void operator()(std::string& text) {
    const std::uint64_t size = number();
    if (size > in_.size()) ok_ = false;
    if (!ok_) return;
    text.assign(in_.substr(0, size));
    in_.remove_prefix(size);
  }
  void operator()(core::Time& time) { time = core::Time{core::Duration{static_cast<std::int64_t>(number())}}; }
  void operator()(core::Duration& duration) { duration = core::Duration{static_cast<std::int64_t>(number())}; }
  template <class Number>
  requires(std::is_integral_v<Number> || std::is_enum_v<Number>) void operator()(Number& value) {
    const std::uint64_t bits = number();
    value = static_cast<Number>(bits);
    if (static_cast<std::uint64_t>(value) != bits) ok_ = false;
  }
  template <class Part>
  void operator()(std::vector<Part>& parts) {
    const std::uint64_t count = number();
    if (count > in_.size()) ok_ = false;  // a part takes a byte at least
    for (std::uint64_t i = 0; ok_ && i < count; ++i) fields(*this, parts.emplace_back());
  }

 private:
  std::uint64_t number() {
    if (in_.size() < 8) ok_ = false;
    if (!ok_) return 0;
    std::uint64_t value = 0;
    for (unsigned byte = 0; byte < 8; ++byte) value |= std::uint64_t{static_cast<unsigned char>(in_[byte])} << (8 * byte);
    in_.remove_prefix(8);
    return value;
  }

  std::string_view in_;
  bool ok_ = true;
};

template <class Codec, class Cdr>
requires std::is_same_v<std::remove_const_t<Cdr>, ports::CdrRecord>
void fields(Codec& codec, Cdr& r) {
  codec(r.caller), codec(r.received), codec(r.wait), codec(r.pickup), codec(r.talk), codec(r.flow_id), codec(r.agent_id);
  codec(r.type), codec(r.rejected), codec(r.fstats), codec(r.cid), codec(r.media), codec(r.dissuaded), codec(r.parent_cid);
}

template <class Codec, class Dialog>
requires std::is_same_v<std::remove_const_t<Dialog>, ports::DialogRecord>
void fields(Codec& codec, Dialog& r) {
  codec(r.leg), codec(r.state), codec(r.call_id), codec(r.local_tag), codec(r.remote_tag), codec(r.local_sdp);
  codec(r.remote_sdp), codec(r.details);
}

template <class Codec, class Call>
requires std::is_same_v<std::remove_const_t<Call>, ports::CallRecord>
void fields(Codec& codec, Call& r) {
  codec(r.b2buaid), codec(r.state), codec(r.media), codec(r.no_rej), codec(r.setup_time), codec(r.eta), codec(r.last_start);
  codec(r.recv_time), codec(r.caller_dn), codec(r.caller_un), codec(r.flow), codec(r.agent), codec(r.script_param);
  codec(r.details), codec(r.dialogs);
}

template <class Codec, class Agent>
requires std::is_same_v<std::remove_const_t<Agent>, ports::AgentRecord>
void fields(Codec& codec, Agent& r) {
  codec(r.agentid), codec(r.position), codec(r.logged_in), codec(r.row_logstate), codec(r.in_chat), codec(r.wrapup_end);
  codec(r.rejections);
}

template <class Codec, class Removal>
requires std::is_same_v<std::remove_const_t<Removal>, CallRemoval>
void fields(Codec& codec, Removal& r) { codec(r.b2buaid); }

template <class Codec, class Wrapup>
requires std::is_same_v<std::remove_const_t<Wrapup>, WrapupEnd>
void fields(Codec& codec, Wrapup& r) { codec(r.agent_id), codec(r.end); }

template <class Alternative>
bool decode_as(std::string_view bytes, Record& record) {
  Decoder decoder{bytes};
  fields(decoder, record.emplace<Alternative>());
  return decoder.done();
}

}  // namespace

void encode(const Record& record, std::string& out) {
  out += static_cast<char>(record.index());
  Encoder encoder{out};
  std::visit([&encoder](const auto& alternative) { fields(encoder, alternative); }, record);
}

bool decode(std::string_view bytes, Record& record) {
  if (bytes.empty()) return false;
  const char kind = bytes.front();
  bytes.remove_prefix(1);
  switch (kind) {
    case 0: return decode_as<ports::CdrRecord>(bytes, record);
    case 1: return decode_as<ports::CallRecord>(bytes, record);
    case 2: return decode_as<CallRemoval>(bytes, record);
    case 3: return decode_as<WrapupEnd>(bytes, record);
    case 4: return decode_as<ports::AgentRecord>(bytes, record);
    default: return false;
  }
}

}  // namespace ringside::store
