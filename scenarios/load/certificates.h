#pragma once

#include <filesystem>

#include "scenarios/load/error.h"

namespace ringside::load {

/// Who proves to be 127.0.0.1, in PEM.
struct Certificates {
  std::filesystem::path authority;
  std::filesystem::path certificate;
  std::filesystem::path key;
};

/// A certificate for 127.0.0.1 and an authority of its own, valid for two days, made by the openssl tool in the folder of a
/// run.
Result<Certificates> make_certificates(const std::filesystem::path& directory);

}  // namespace ringside::load
