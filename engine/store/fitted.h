#pragma once

#include <string>
#include <string_view>

#include "engine/store/dialect.h"

namespace ringside::store {

/// A text parameter of a statement that takes on the form its column demands: cut at the column's length, between
/// characters, and free of bytes that the database would refuse. What callers send must not cost their CDR.
class Fitted {
 public:
  void fit(std::size_t length, Texts texts) {
    length_ = length;
    texts_ = texts;
  }
  Fitted& operator=(std::string_view text);

  std::string& bound() { return text_; }

 private:
  std::string text_;
  std::size_t length_ = 0;
  Texts texts_ = Texts::any;
};

}  // namespace ringside::store
