#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "engine/ports/store.h"

namespace ringside::store {

/// Which database a URL names. `sqlite:///FILE` is the file /FILE, as OpenSIPS reads it; `sqlite://FILE` is relative.
struct DbUrl {
  std::filesystem::path file;  ///< absolute and normalised, so that two spellings of one file are equal

  bool operator==(const DbUrl&) const = default;
};

/// `parameter` is the option the text comes from, for the message. A text may hold a password, so messages show its scheme
/// only.
tl::expected<DbUrl, ports::StoreError> parse_db_url(std::string_view parameter, std::string_view text);

}  // namespace ringside::store
