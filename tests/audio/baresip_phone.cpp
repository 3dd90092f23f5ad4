#include "tests/audio/baresip_phone.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <thread>

#include "scenarios/load/ports.h"
#include "tests/audio/tone.h"

namespace ringside::audio {
namespace {

namespace fs = std::filesystem;
using load::milliseconds;

constexpr int kToneSeconds = 60;
constexpr const char* kConfiguration = R"(poll_method epoll
sip_listen 127.0.0.1:{port}
call_local_timeout 60
call_max_calls 4
audio_source aufile,{folder}/tone.wav
audio_alert aufile,{folder}/none.wav
ausrc_srate 8000
ausrc_channels 1
jitter_buffer_delay 5-10
statmode_default off
module_path {modules}
module g711.so
module sndfile.so
module aufile.so
module_tmp account.so
module_app menu.so
snd_path {folder}
)";

/// Where Debian puts them is different on each architecture.
fs::path find_modules() {
  for (const char* place : {"/usr/lib/baresip/modules", "/usr/local/lib/baresip/modules"})
    if (fs::exists(fs::path{place} / "sndfile.so") && fs::exists(fs::path{place} / "aufile.so")) return place;
  return {};
}

/// It takes the port after it too, for TLS.
load::Result<std::uint16_t> two_free_ports() {
  for (;;) {
    const auto port = load::free_port();
    if (!port || !(load::port_taken(*port + 1, true) || load::port_taken(*port + 1, false))) return port;
  }
}

}  // namespace

fs::path find_baresip() {
  for (const char* place : {"/usr/bin/baresip", "/usr/local/bin/baresip"})
    if (::access(place, X_OK) == 0 && !find_modules().empty()) return place;
  return {};
}

load::Result<BaresipPhone> BaresipPhone::start(const fs::path& folder, const Options& options) {
  const auto port = two_free_ports();
  if (!port) return tl::unexpected{port.error()};
  fs::create_directories(folder);
  write_tone(folder / "tone.wav", options.tone, kToneSeconds);
  std::ofstream{folder / "config"} << fmt::format(kConfiguration, fmt::arg("port", *port), fmt::arg("folder", folder.string()),
                                                  fmt::arg("modules", find_modules().string()));
  std::ofstream{folder / "accounts"} << fmt::format("<sip:{}@127.0.0.1:{}>;regint=0;answermode={};audio_codecs=pcma\n",
                                                    options.user, *port, options.dials.empty() ? "auto" : "manual");
  std::ofstream{folder / "contacts"};
  std::vector<std::string> arguments{"-f", folder.string(), "-n", "127.0.0.1", "-t", std::to_string(kToneSeconds)};
  if (!options.dials.empty()) arguments.insert(arguments.end(), {"-e", "/dial " + options.dials});
  auto process = load::Process::start({find_baresip(), arguments, folder, folder / "out"});
  if (!process) return tl::unexpected{process.error()};
  BaresipPhone phone{std::move(*process), *port, folder};
  const auto until = std::chrono::steady_clock::now() + milliseconds{15'000};
  while (!load::port_taken(*port, false)) {
    if (!phone.running() || std::chrono::steady_clock::now() > until)
      return load::failure(load::Error::Kind::environment, "baresip does not start: " + phone.said());
    std::this_thread::sleep_for(milliseconds{10});
  }
  return phone;
}

std::vector<fs::path> BaresipPhone::recordings() const {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator{folder_})
    if (entry.path().filename().string().ends_with("-dec.wav")) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

double BaresipPhone::recorded() const {
  double bytes = 0;
  std::error_code ignored;
  for (const fs::path& file : recordings()) bytes += static_cast<double>(fs::file_size(file, ignored));
  return bytes / (2.0 * kRate);
}

std::string BaresipPhone::heard(const std::vector<double>& tones) const {
  std::vector<std::int16_t> all;
  for (const fs::path& file : recordings()) {
    const auto samples = read_wav(file);
    all.insert(all.end(), samples.begin(), samples.end());
  }
  return audio::heard(all, tones);
}

std::string BaresipPhone::said() const {
  std::ifstream in{folder_ / "out"};
  return {std::istreambuf_iterator<char>{in}, {}};
}

}  // namespace ringside::audio
