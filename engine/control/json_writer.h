#pragma once

#include <concepts>
#include <string>
#include <string_view>

namespace ringside::control {

/// Writes JSON text as it goes, keys in the order given. The lists are made with it on the engine's thread: a tree of values
/// first costs a hundred times as much, which at 20,000 calls would hold up the calls. Texts that are not UTF-8 are mended.
class JsonWriter {
 public:
  JsonWriter& begin_object() { return open('{'); }
  JsonWriter& end_object() { return close('}'); }
  JsonWriter& begin_array() { return open('['); }
  JsonWriter& end_array() { return close(']'); }
  JsonWriter& key(std::string_view name);

  JsonWriter& value(std::string_view text);
  JsonWriter& value(const char* text) { return value(std::string_view{text}); }
  JsonWriter& value(std::integral auto number) {
    separate();
    text_ += std::to_string(number);
    return *this;
  }
  JsonWriter& value(bool) = delete;
  /// Text that is JSON already.
  JsonWriter& raw(std::string_view json);

  JsonWriter& member(std::string_view name, const auto& its_value) { return key(name).value(its_value); }

  std::size_t size() const { return text_.size(); }
  std::string take() { return std::move(text_); }

 private:
  JsonWriter& open(char bracket);
  JsonWriter& close(char bracket);
  void separate();
  void append_quoted(std::string_view text);

  std::string text_;
};

}  // namespace ringside::control
