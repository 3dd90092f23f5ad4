#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "reports/results/real_calls.h"
#include "reports/results/result.h"

namespace ringside::report {

/// What a text that should be a result has instead.
struct ReadFault {
  std::string key;  ///< with its path: "series[2].figures.mean_wait.value"; empty: the whole text
  std::string found;
  std::string allowed;
};

std::string to_string(const ReadFault& fault);

/// A result read back with its facts, if it has any.
struct ReadResult {
  Result result;
  std::optional<RunFacts> facts;
  std::optional<RealCalls> real;  ///< if its calls were real ones
};

/// Reads what to_json wrote: `to_json(from_json(text))` is the same text. Any text may come: what is missing, of another type,
/// too large (64 MiB) or too deep is a fault, never a crash. Unknown keys are ignored, so that later versions may add some.
tl::expected<ReadResult, ReadFault> from_json(std::string_view text);

}  // namespace ringside::report
