#pragma once

#include <string>

#include <tl/expected.hpp>

namespace ringside::load {

/// Why a run could not be made, as opposed to a run that was made and failed its checks.
struct Error {
  enum class Kind { environment, engine, generator, interrupted, usage };
  Kind kind;
  std::string message;
};

template <class T>
using Result = tl::expected<T, Error>;

inline tl::unexpected<Error> failure(Error::Kind kind, std::string message) {
  return tl::unexpected<Error>{Error{kind, std::move(message)}};
}

}  // namespace ringside::load
