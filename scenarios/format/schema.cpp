#include "scenarios/format/load.h"

namespace ringside::scenario {

std::string_view schema() { return "{}\n"; }

}  // namespace ringside::scenario
