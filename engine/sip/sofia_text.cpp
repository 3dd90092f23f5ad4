#include "engine/sip/sofia_text.h"

namespace ringside::sip {

std::string url_text(const url_t* url) {
  std::string text(static_cast<std::size_t>(url_len(url)) + 1, '\0');
  url_e(text.data(), static_cast<isize_t>(text.size()), url);
  text.pop_back();
  return text;
}

}  // namespace ringside::sip
