#include "engine/sip/tls_files.h"

#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <memory>
#include <utility>
#include <vector>

namespace ringside::sip {
namespace {

constexpr std::size_t kMaxFile = 4 << 20;

template <class Object, void (*destroy)(Object*)>
struct Free {
  void operator()(Object* object) const { destroy(object); }
};
using Certificate = std::unique_ptr<X509, Free<X509, X509_free>>;
using Key = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY, EVP_PKEY_free>>;
struct FreeBio {
  void operator()(BIO* bio) const { BIO_free(bio); }
};
using Bio = std::unique_ptr<BIO, FreeBio>;

tl::unexpected<SipError> fault(std::string_view option, const std::string& file, std::string_view what) {
  return tl::unexpected{SipError{fmt::format("{}: \"{}\" {}", option, file, what)}};
}

tl::expected<std::string, SipError> contents(std::string_view option, const std::string& file) {
  errno = 0;
  std::ifstream in{file, std::ios::binary};
  if (!in) return fault(option, file, fmt::format("cannot be read: {}", std::strerror(errno)));
  std::string text{std::istreambuf_iterator<char>{in}, {}};
  if (in.bad() || text.empty() || text.size() > kMaxFile) return fault(option, file, "is no file of certificates");
  return text;
}

Bio reader(const std::string& text) { return Bio{BIO_new_mem_buf(text.data(), static_cast<int>(text.size()))}; }

std::vector<Certificate> certificates_in(const std::string& text) {
  std::vector<Certificate> found;
  const Bio bio = reader(text);
  while (X509* const one = PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr)) found.emplace_back(one);
  ERR_clear_error();
  return found;
}

/// OpenSSL would ask at the terminal.
int no_passphrase(char*, int, int, void* asked) {
  *static_cast<bool*>(asked) = true;
  return -1;
}

std::string pem_of(X509& certificate) {
  const Bio bio{BIO_new(BIO_s_mem())};
  PEM_write_bio_X509(bio.get(), &certificate);
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &data);
  return {data, static_cast<std::size_t>(size)};
}

bool is_root(const X509& certificate) {
  return X509_NAME_cmp(X509_get_subject_name(&certificate), X509_get_issuer_name(&certificate)) == 0;
}

tl::expected<void, SipError> check_key(std::string_view option, const std::string& file, const std::string& text, X509& mine) {
  bool locked = false;
  const Bio bio = reader(text);
  const Key key{PEM_read_bio_PrivateKey(bio.get(), nullptr, no_passphrase, &locked)};
  ERR_clear_error();
  if (locked) return fault(option, file, "holds a private key behind a passphrase; allowed is one without");
  if (key == nullptr) return fault(option, file, "holds no private key in PEM");
  const bool fits = X509_check_private_key(&mine, key.get()) == 1;
  ERR_clear_error();
  if (!fits) return fault(option, file, "holds a private key that is not the certificate's");
  return {};
}

/// A file without a name; -1 if there is no memory for it.
int in_memory(const std::string& text) {
  const int file = memfd_create("ringside-tls", MFD_CLOEXEC);
  if (file < 0) return -1;
  for (std::size_t written = 0; written < text.size();) {
    const ssize_t size = write(file, text.data() + written, text.size() - written);
    if (size <= 0) {
      close(file);
      return -1;
    }
    written += static_cast<std::size_t>(size);
  }
  return file;
}

bool link_into(const std::string& folder, const char* name, int file) {
  return file >= 0 && symlink(fmt::format("/proc/self/fd/{}", file).c_str(), (folder + "/" + name).c_str()) == 0;
}

}  // namespace

tl::expected<TlsFiles, SipError> TlsFiles::open(const SipSettings& settings) {
  if (settings.tls_certificate.empty()) return tl::unexpected{SipError{"tls_certificate: must be given to listen on tls:"}};
  const auto certificate = contents("tls_certificate", settings.tls_certificate);
  if (!certificate) return tl::unexpected{certificate.error()};
  const std::vector<Certificate> chain = certificates_in(*certificate);
  if (chain.empty()) return fault("tls_certificate", settings.tls_certificate, "holds no certificate in PEM");

  const bool apart = !settings.tls_key.empty();
  const auto key = apart ? contents("tls_key", settings.tls_key) : certificate;
  if (!key) return tl::unexpected{key.error()};
  const auto fits = check_key(apart ? "tls_key" : "tls_certificate", apart ? settings.tls_key : settings.tls_certificate, *key,
                              *chain.front());
  if (!fits) return tl::unexpected{fits.error()};

  // Sofia sends the first certificate only; OpenSSL completes the chain from what it finds among the authorities.
  std::string authorities;
  for (std::size_t i = 1; i < chain.size(); ++i) {
    if (!is_root(*chain[i])) authorities += pem_of(*chain[i]);
  }
  if (!settings.tls_ca.empty()) {
    const auto ca = contents("tls_ca", settings.tls_ca);
    if (!ca) return tl::unexpected{ca.error()};
    if (certificates_in(*ca).empty()) return fault("tls_ca", settings.tls_ca, "holds no certificate in PEM");
    authorities += *ca;
  } else if (settings.tls_verify != TlsVerify::none) {
    return tl::unexpected{
        SipError{"tls_ca: must be given to check peers' certificates (Debian has the public authorities in "
                 "/etc/ssl/certs/ca-certificates.crt), or tls_verify none"}};
  }
  if (authorities.empty()) authorities = pem_of(*chain.front());

  TlsFiles files;
  std::string folder = "/tmp/ringside-tls-XXXXXX";
  if (const char* const chosen = std::getenv("TMPDIR"); chosen != nullptr && *chosen == '/') {
    folder = std::string{chosen} + "/ringside-tls-XXXXXX";
  }
  if (mkdtemp(folder.data()) == nullptr) {
    return tl::unexpected{SipError{fmt::format("tls_certificate: no folder {}: {}", folder, std::strerror(errno))}};
  }
  files.folder_ = folder;
  files.agent_ = in_memory(apart ? *certificate + "\n" + *key : *certificate);
  files.authorities_ = in_memory(authorities);
  if (!link_into(folder, "agent.pem", files.agent_) || !link_into(folder, "cafile.pem", files.authorities_)) {
    return tl::unexpected{
        SipError{fmt::format("tls_certificate: nothing can be put into {}: {}", folder, std::strerror(errno))}};
  }
  return files;
}

TlsFiles::TlsFiles(TlsFiles&& other) noexcept
    : folder_{std::exchange(other.folder_, {})},
      agent_{std::exchange(other.agent_, -1)},
      authorities_{std::exchange(other.authorities_, -1)} {}

TlsFiles::~TlsFiles() {
  if (agent_ >= 0) close(agent_);
  if (authorities_ >= 0) close(authorities_);
  if (folder_.empty()) return;
  unlink((folder_ + "/agent.pem").c_str());
  unlink((folder_ + "/cafile.pem").c_str());
  rmdir(folder_.c_str());
}

}  // namespace ringside::sip
