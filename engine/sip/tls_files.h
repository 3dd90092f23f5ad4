#pragma once

#include <string>

#include <tl/expected.hpp>

#include "engine/sip/gateway.h"
#include "engine/sip/settings.h"

namespace ringside::sip {

/// The certificate, key and authorities of the options, as Sofia's TLS wants to find them: a folder with agent.pem and
/// cafile.pem. The folder holds links into memory, so that no copy of the key gets onto a disk; it is needed while listeners
/// are bound, and gone with this. Checks the files first, because Sofia tells nobody what was wrong with them.
class TlsFiles {
 public:
  /// The error names option and file.
  static tl::expected<TlsFiles, SipError> open(const SipSettings& settings);
  TlsFiles(TlsFiles&& other) noexcept;
  TlsFiles& operator=(TlsFiles&&) = delete;
  ~TlsFiles();

  const std::string& folder() const { return folder_; }

 private:
  TlsFiles() = default;

  std::string folder_;
  int agent_ = -1;
  int authorities_ = -1;
};

}  // namespace ringside::sip
