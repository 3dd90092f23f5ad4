#include "scenarios/load/plan.h"

namespace ringside::load {

const char* to_string(Outcome outcome) {
  switch (outcome) {
    case Outcome::handled: return "handled";
    case Outcome::abandoned: return "abandoned";
    case Outcome::dissuaded: return "dissuaded";
    case Outcome::failed: return "failed";
    case Outcome::none: break;
  }
  return "none";
}

}  // namespace ringside::load
