#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "engine/ports/recording/fields.h"

/// Three ways to visit the fields of a value (fields.h): write them, read them, mix them into a digest. Numbers are LEB128,
/// signed ones zigzag; texts and lists have their length in front.
namespace ringside::ports {

template <class T>
concept Number = std::is_integral_v<T> || std::is_enum_v<T>;

/// What all three have in common: composite values come down to numbers and texts.
template <class Derived>
class Visitor {
 public:
  template <class... T>
  void operator()(T&&... values) {
    (visit(values), ...);
  }

 protected:
  Derived& self() { return static_cast<Derived&>(*this); }

  template <Number T>
  void visit(T& value) {
    self().number(value);
  }
  template <class T>
  requires std::is_same_v<std::remove_const_t<T>, std::string> || std::is_same_v<std::remove_const_t<T>, std::string_view>
  void visit(T& text) { self().text(text); }
  template <class T>
  requires std::is_same_v<std::remove_const_t<T>, core::Time> || std::is_same_v<std::remove_const_t<T>, core::Duration> ||
      std::is_same_v<std::remove_const_t<T>, core::CallId>
  void visit(T& value) { self().special(value); }
  template <class T>
  void visit(T& value) {
    fields(self(), value);
  }
  template <class T, std::size_t N>
  void visit(const std::array<T, N>& values) {
    for (const T& value : values) self()(value);
  }
  template <class T, std::size_t N>
  void visit(std::array<T, N>& values) {
    for (T& value : values) self()(value);
  }
  template <class A, class B>
  void visit(const std::pair<A, B>& value) {
    self()(value.first, value.second);
  }
  template <class A, class B>
  void visit(std::pair<A, B>& value) {
    self()(value.first, value.second);
  }
  template <class T>
  void visit(const std::vector<T>& values) {
    self().list(values);
  }
  template <class T>
  void visit(std::vector<T>& values) {
    self().list(values);
  }
  template <class T>
  void visit(const std::optional<T>& value) {
    self().maybe(value);
  }
  template <class T>
  void visit(std::optional<T>& value) {
    self().maybe(value);
  }
};

constexpr std::uint64_t zigzag(std::int64_t value) {
  return static_cast<std::uint64_t>(value) << 1 ^ static_cast<std::uint64_t>(value >> 63);
}
constexpr std::int64_t unzigzag(std::uint64_t bits) { return static_cast<std::int64_t>(bits >> 1 ^ (~(bits & 1) + 1)); }

/// For values that are only looked at: numbers reach `Derived::bits`, texts `Derived::bytes`.
template <class Derived>
class Reader : public Visitor<Derived> {
 public:
  template <Number T>
  void number(const T& value) {
    if constexpr (std::is_enum_v<T>) {
      number(static_cast<std::underlying_type_t<T>>(value));
    } else if constexpr (std::is_signed_v<T>) {
      this->self().bits(zigzag(value));
    } else {
      this->self().bits(value);
    }
  }
  void text(std::string_view text) {
    this->self().bits(text.size());
    this->self().bytes(text);
  }
  void special(const core::Time& time) { number(time.time_since_epoch().count()); }
  void special(const core::Duration& duration) { number(duration.count()); }
  void special(const core::CallId& id) {
    number(id.cid());
    number(id.slot());
  }
  template <class T>
  void list(const std::vector<T>& values) {
    this->self().bits(values.size());
    for (const T& value : values) this->self()(value);
  }
  template <class T>
  void maybe(const std::optional<T>& value) {
    this->self().bits(value.has_value() ? 1 : 0);
    if (value) this->self()(*value);
  }
};

class Encoder : public Reader<Encoder> {
 public:
  explicit Encoder(std::string& out) : out_{out} {}
  void bits(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) out_ += static_cast<char>(value | 0x80);
    out_ += static_cast<char>(value);
  }
  void bytes(std::string_view text) { out_ += text; }

 private:
  std::string& out_;
};

/// A 64-bit digest, word by word (the mixer of MurmurHash3); equal sequences of fields give equal digests.
class Digest : public Reader<Digest> {
 public:
  void bits(std::uint64_t value) {
    state_ = (state_ ^ value) * 0xff51afd7ed558ccd;
    state_ = (state_ ^ state_ >> 33) * 0xc4ceb9fe1a85ec53;
    state_ ^= state_ >> 29;
  }
  void bytes(std::string_view text) {
    for (const char c : text) bits(static_cast<unsigned char>(c));
  }
  std::uint64_t value() const { return state_; }

 private:
  std::uint64_t state_ = 0x9e3779b97f4a7c15;
};

/// Reads what Encoder wrote. Nothing is trusted: a wrong byte makes the decoder fail, and what it reads from then on is
/// zero. Texts read as views point into the input.
class Decoder : public Visitor<Decoder> {
 public:
  explicit Decoder(std::string_view in) : in_{in} {}

  bool ok() const { return ok_; }
  /// It failed because the input ended too early.
  bool ran_out() const { return ran_out_; }
  bool at_end() const { return in_.empty(); }
  std::size_t left() const { return in_.size(); }
  void fail() { ok_ = false; }

  std::uint8_t byte() {
    if (in_.empty()) run_out();
    if (!ok_) return 0;
    const auto byte = static_cast<std::uint8_t>(in_.front());
    in_.remove_prefix(1);
    return byte;
  }
  std::uint64_t bits() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64 && ok_; shift += 7) {
      const std::uint8_t next = byte();
      value |= std::uint64_t{next & 0x7fU} << shift;
      if (next < 0x80) return ok_ ? value : 0;
    }
    ok_ = false;
    return 0;
  }
  template <Number T>
  void number(T& value) {
    if constexpr (std::is_enum_v<T>) {
      std::underlying_type_t<T> number_of{};
      number(number_of);
      value = static_cast<T>(number_of);
      if (!is_known(value)) ok_ = false, value = T{};
    } else if constexpr (std::is_signed_v<T>) {
      const std::int64_t wide = unzigzag(bits());
      value = static_cast<T>(wide);
      if (value != wide) ok_ = false;
    } else {
      const std::uint64_t wide = bits();
      value = static_cast<T>(wide);
      if (value != wide) ok_ = false;
    }
  }
  void text(std::string_view& text) {
    const std::uint64_t size = bits();
    if (size > in_.size()) run_out();
    text = ok_ ? in_.substr(0, size) : std::string_view{};
    in_.remove_prefix(text.size());
  }
  void text(std::string& text) {
    std::string_view view;
    this->text(view);
    text = view;
  }
  void special(core::Time& time) {
    std::int64_t ns = 0;
    number(ns);
    time = core::Time{core::Duration{ns}};
  }
  void special(core::Duration& duration) {
    std::int64_t ns = 0;
    number(ns);
    duration = core::Duration{ns};
  }
  void special(core::CallId& id) {
    std::uint64_t cid = 0;
    std::uint32_t slot = 0;
    number(cid);
    number(slot);
    if (cid >> (64 - core::CallId::kSlotBits) != 0 || slot >> core::CallId::kSlotBits != 0) ok_ = false;
    id = ok_ ? core::CallId{cid, slot} : core::CallId{};
  }
  template <class T>
  void list(std::vector<T>& values) {
    const std::uint64_t size = bits();
    if (size > in_.size()) run_out();  // every element has a byte at least
    for (std::uint64_t i = 0; i < size && ok_; ++i) (*this)(values.emplace_back());
  }
  template <class T>
  void maybe(std::optional<T>& value) {
    const std::uint64_t has = bits();
    if (has > 1) ok_ = false;
    if (has == 1 && ok_) (*this)(value.emplace());
  }

 private:
  void run_out() {
    if (ok_) ran_out_ = true;
    ok_ = false;
  }

  std::string_view in_;
  bool ok_ = true;
  bool ran_out_ = false;
};

}  // namespace ringside::ports
