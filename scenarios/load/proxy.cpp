#include "scenarios/load/proxy.h"

#include <fmt/format.h>
#include <unistd.h>

#include <fstream>
#include <thread>

#include "scenarios/load/ports.h"

namespace ringside::load {
namespace {

constexpr milliseconds kReadyTimeout{15'000};
constexpr milliseconds kStopTimeout{5'000};

/// Stateful, record-routing, nothing else: what RFC 3261 16 asks of a proxy.
constexpr const char* kConfiguration = R"(#!KAMAILIO
debug=1
log_stderror=yes
children=2
tcp_children=2
auto_aliases=no
dns=no
rev_dns=no
server_header="Server: kamailio"
listen=udp:127.0.0.1:{port}
listen=tcp:127.0.0.1:{port}
tcp_connection_lifetime=86400

loadmodule "sl.so"
loadmodule "tm.so"
loadmodule "rr.so"
loadmodule "pv.so"
loadmodule "maxfwd.so"
loadmodule "siputils.so"
loadmodule "textops.so"
{tls}
request_route {{
  if (!mf_process_maxfwd_header("10")) {{
    sl_send_reply("483", "Too Many Hops");
    exit;
  }}
  if (is_method("CANCEL")) {{
    if (t_check_trans()) t_relay();
    exit;
  }}
  if (has_totag()) {{
    if (loose_route()) {{
      t_relay();
      exit;
    }}
    if (is_method("ACK")) {{
      if (t_check_trans()) t_relay();
      exit;
    }}
    sl_send_reply("404", "Not here");
    exit;
  }}
  t_check_trans();
  record_route();
  if (proto == TLS) {{
    $du = "sip:127.0.0.1:" + $(ru{{uri.param,x-to}}) + ";transport=tcp";
  }} else {{
    $du = "sip:127.0.0.1:{engine};transport={transport}";
  }}
  if (!t_relay()) sl_reply_error();
}}
)";

constexpr const char* kTls = R"(
enable_tls=yes
listen=tls:127.0.0.1:{port}
loadmodule "tls.so"
modparam("tls", "tls_method", "TLSv1.2+")
modparam("tls", "certificate", "{certificate}")
modparam("tls", "private_key", "{key}")
modparam("tls", "ca_list", "{authority}")
modparam("tls", "verify_certificate", 1)
modparam("tls", "require_certificate", 1)
)";

std::string said(const std::filesystem::path& file) {
  constexpr std::size_t kShown = 1500;
  std::ifstream in{file};
  return std::string{std::istreambuf_iterator<char>{in}, {}}.substr(0, kShown);
}

}  // namespace

std::filesystem::path find_kamailio() {
  for (const char* place : {"/usr/sbin/kamailio", "/usr/local/sbin/kamailio"})
    if (::access(place, X_OK) == 0) return place;
  return {};
}

Result<Proxy> Proxy::start(const ProxyOptions& options) {
  const auto program = find_kamailio();
  if (program.empty()) return failure(Error::Kind::environment, "kamailio is not installed (Debian: apt-get install kamailio)");
  const auto port = free_port();
  if (!port) return tl::unexpected{port.error()};
  const auto& directory = options.directory;
  const auto file = directory / "kamailio.cfg";
  std::string tls;
  if (const auto& ours = options.certificates)
    tls = fmt::format(kTls, fmt::arg("port", options.tls_port), fmt::arg("certificate", ours->certificate.string()),
                      fmt::arg("key", ours->key.string()), fmt::arg("authority", ours->authority.string()));
  std::ofstream out{file};
  out << fmt::format(kConfiguration, fmt::arg("port", *port), fmt::arg("engine", options.engine_port), fmt::arg("tls", tls),
                     fmt::arg("transport", options.certificates ? "tls"
                                           : options.tcp        ? "tcp"
                                                                : "udp"));
  out.close();
  if (!out) return failure(Error::Kind::environment, "cannot write " + file.string());

  const auto output = directory / "kamailio.out";
  const std::string folder = directory.string();
  auto process =
      Process::start({program, {"-f", file.string(), "-DD", "-E", "-m", "64", "-M", "8", "-Y", folder}, directory, output});
  if (!process) return tl::unexpected{process.error()};
  Proxy proxy{std::move(*process), *port};
  const auto until = std::chrono::steady_clock::now() + kReadyTimeout;
  while (!port_taken(*port, false) || !port_taken(*port, true)) {
    if (!proxy.running() || std::chrono::steady_clock::now() > until)
      return failure(Error::Kind::environment,
                     "kamailio does not start" +
                         std::string{options.certificates ? " (Debian: kamailio-tls-modules has its TLS)" : ""} + ": " +
                         said(output));
    std::this_thread::sleep_for(milliseconds{20});
  }
  return proxy;
}

bool Proxy::stop() { return process_.stop(SIGTERM, kStopTimeout); }

}  // namespace ringside::load
