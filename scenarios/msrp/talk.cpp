#include "scenarios/msrp/talk.h"

#include <algorithm>
#include <cmath>

namespace ringside::msrp {
namespace {

constexpr std::string_view kWords =
    "Hello, I have a question about my last bill: it names a fee that I do not know. Could you have a look at it, please? ";

std::string text_of(std::size_t length) {
  std::string text;
  text.reserve(length);
  while (text.size() < length) text += kWords.substr(0, length - text.size());
  return text;
}

}  // namespace

const char* content_type(const Manner& manner) { return manner.cpim ? "message/cpim" : "text/plain"; }

void Talk::begin(Time now) {
  if ((role_ == Role::caller || role_ == Role::media) && said_ == 0) next_ = now;
}

milliseconds Talk::draw(milliseconds mean) {
  if (!manner_.random) return mean;
  const double uniform = (static_cast<double>(random_() >> 11U) + 0.5) / 9007199254740992.0;
  return milliseconds{std::llround(-std::log(uniform) * static_cast<double>(mean.count()))};
}

void Talk::plan_reply(Time now) {
  const auto slowed = static_cast<double>(draw(manner_.reply).count()) / speed_;
  next_ = now + milliseconds{std::llround(slowed)};
}

void Talk::heard(Time now, std::size_t chats) {
  if (role_ == Role::caller) {
    if (!next_ && (manner_.turns == 0 || said_ < manner_.turns)) next_ = now + draw(manner_.think);
  } else if (role_ == Role::agent) {
    const std::size_t k = std::clamp<std::size_t>(chats, 1, manner_.speeds.size());
    speed_ = manner_.speeds[k - 1];
    if (++unanswered_ == 1) plan_reply(now);
  }
}

std::string Talk::speak(Time now) {
  next_.reset();
  if (role_ == Role::agent && --unanswered_ > 0) plan_reply(now);
  return compose();
}

std::string Talk::compose() {
  ++said_;
  const bool is_long = manner_.long_every > 0 && said_ % manner_.long_every == 0;
  const std::string text = text_of(is_long ? manner_.long_length : manner_.length);
  if (!manner_.cpim) return text;
  return "From: <im:ringside@127.0.0.1>\r\nTo: <im:ringside@127.0.0.1>\r\n\r\nContent-Type: text/plain\r\n\r\n" + text;
}

}  // namespace ringside::msrp
