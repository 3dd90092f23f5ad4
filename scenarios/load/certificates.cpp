#include "scenarios/load/certificates.h"

#include <fstream>
#include <string>
#include <vector>

#include "scenarios/load/process.h"

namespace ringside::load {
namespace {

constexpr milliseconds kTimeout{20'000};

Result<void> openssl(const std::filesystem::path& directory, const std::vector<std::string>& arguments) {
  const auto output = directory / "openssl.out";
  auto process = Process::start({"openssl", arguments, directory, output});
  if (!process) return tl::unexpected{process.error()};
  if (process->wait(kTimeout) && process->exit_code() == 0) return {};
  std::ifstream in{output};
  return failure(Error::Kind::environment, "openssl makes no certificate (Debian: apt-get install openssl): " +
                                               std::string{std::istreambuf_iterator<char>{in}, {}});
}

}  // namespace

Result<Certificates> make_certificates(const std::filesystem::path& directory) {
  const std::vector<std::string> elliptic{"-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"};
  const auto with_key = [&](std::vector<std::string> arguments, const std::vector<std::string>& more) {
    arguments.insert(arguments.end(), elliptic.begin(), elliptic.end());
    arguments.insert(arguments.end(), more.begin(), more.end());
    return arguments;
  };
  std::ofstream{directory / "tls.ext"} << "subjectAltName=IP:127.0.0.1\n";
  const std::vector<std::string> orders[] = {
      with_key({"req", "-x509"}, {"-days", "2", "-subj", "/CN=ringside-load", "-keyout", "ca.key", "-out", "ca.crt"}),
      with_key({"req"}, {"-subj", "/CN=127.0.0.1", "-keyout", "tls.key", "-out", "tls.csr"}),
      {"x509", "-req", "-in", "tls.csr", "-CA", "ca.crt", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2", "-extfile",
       "tls.ext", "-out", "tls.crt"}};
  for (const auto& order : orders)
    if (auto done = openssl(directory, order); !done) return tl::unexpected{done.error()};
  return Certificates{directory / "ca.crt", directory / "tls.crt", directory / "tls.key"};
}

}  // namespace ringside::load
