#pragma once

#include <string>

#include "engine/sip/sofia.h"

namespace ringside::sip {

std::string url_text(const url_t* url);

}  // namespace ringside::sip
