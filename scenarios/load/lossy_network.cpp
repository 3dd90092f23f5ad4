#include "scenarios/load/lossy_network.h"

#include <sched.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

#include <fmt/format.h>

#include "scenarios/load/process.h"

namespace ringside::load {
namespace {

constexpr milliseconds kToolTimeout{10'000};

/// Lost on the way in: a sender must not see an error. The late ones leave by a slow class of their own.
constexpr const char* kRules = R"(table inet lossy {{
  chain arriving {{
    type filter hook input priority 0;
    meta l4proto udp numgen random mod 100 < {} drop
  }}
  chain leaving {{
    type filter hook output priority 0;
    meta l4proto udp numgen random mod 100 < 2 meta priority set 1:2
  }}
}}
)";
constexpr const char* kQueues = R"(qdisc add dev lo root handle 1: htb default 1 r2q 1000
class add dev lo parent 1: classid 1:1 htb rate 10gbit quantum 60000
class add dev lo parent 1: classid 1:2 htb rate {}kbit quantum 1500
qdisc add dev lo parent 1:2 pfifo limit 50
)";

bool write(const std::filesystem::path& file, const std::string& text) {
  return bool{std::ofstream{file} << text << std::flush};
}

Result<void> run(const std::filesystem::path& directory, const std::string& tool, const std::vector<std::string>& arguments) {
  const auto output = directory / (tool + ".out");
  auto process = Process::start({tool, arguments, directory, output});
  if (!process) return tl::unexpected{process.error()};
  if (process->wait(kToolTimeout) && process->exit_code() == 0) return {};
  std::ifstream in{output};
  const std::string said{std::istreambuf_iterator<char>{in}, {}};
  return failure(Error::Kind::environment, fmt::format("a lossy network cannot be made, {} failed: {}", tool, said));
}

/// Root, or as root of a user namespace of our own.
Result<void> leave_network() {
  if (::unshare(CLONE_NEWNET) == 0) return {};
  const auto user = ::geteuid();
  const auto group = ::getegid();
  if (::unshare(CLONE_NEWUSER | CLONE_NEWNET) == 0 && write("/proc/self/setgroups", "deny") &&
      write("/proc/self/uid_map", fmt::format("0 {} 1", user)) && write("/proc/self/gid_map", fmt::format("0 {} 1", group))) {
    return {};
  }
  return failure(Error::Kind::environment,
                 fmt::format("a network namespace cannot be made: {}; it takes root, or unprivileged user namespaces",
                             std::strerror(errno)));
}

}  // namespace

Result<void> enter_lossy_network(int percent, double calls_per_second, const std::filesystem::path& directory) {
  if (auto left = leave_network(); !left) return left;
  const auto rules = directory / "lossy.nft";
  const auto queues = directory / "lossy.tc";
  const int kbit = std::max(100, static_cast<int>(calls_per_second * 4));  // a call has some 30 messages of 700 bytes
  if (!write(rules, fmt::format(kRules, percent)) || !write(queues, fmt::format(kQueues, kbit)))
    return failure(Error::Kind::environment, "cannot write " + rules.string());
  if (auto up = run(directory, "ip", {"link", "set", "lo", "up"}); !up) return up;
  if (auto lost = run(directory, "nft", {"-f", rules.string()}); !lost) return lost;
  return run(directory, "tc", {"-batch", queues.string()});
}

}  // namespace ringside::load
