#pragma once

#include <optional>

#include "scenarios/format/node.h"
#include "scenarios/format/variant.h"

namespace ringside::scenario {

/// Changes the document in one place, and notes in `document` what was made, for faults to name. The maps that lead there are
/// made anew, so that what an anchor repeats elsewhere stays as it was; the rest is shared with the document before.
/// For the loader, and for whoever writes such a change into the text.
std::optional<Fault> apply(const Override& change, YAML::Node& root, Node::Document& document);

}  // namespace ringside::scenario
