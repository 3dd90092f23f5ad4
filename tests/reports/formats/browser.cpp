#include "tests/reports/formats/browser.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <thread>

namespace {

constexpr const char* kProgram = "/usr/bin/chromium";
constexpr int kPatience = 60000;  // ms; a first start on a busy machine takes long

}  // namespace

bool Browser::installed() { return access(kProgram, X_OK) == 0; }

Browser::Browser() {
  std::string pattern = (std::filesystem::temp_directory_path() / "ringside-browser-XXXXXX").string();
  profile_ = mkdtemp(pattern.data());
  int in[2];
  int out[2];
  if (pipe2(in, O_CLOEXEC) != 0 || pipe2(out, O_CLOEXEC) != 0) throw std::runtime_error("no pipes");
  const std::string data = "--user-data-dir=" + profile_;
  pid_ = fork();
  if (pid_ == 0) {
    // The protocol's descriptors are 3 and 4; what was there before is out of the way first.
    const int read_end = fcntl(in[0], F_DUPFD, 10);
    const int write_end = fcntl(out[1], F_DUPFD, 10);
    dup2(read_end, 3);
    dup2(write_end, 4);
    const int null = ::open("/dev/null", O_RDWR);  // NOLINT(cppcoreguidelines-pro-type-vararg)
    dup2(null, 1);
    dup2(null, 2);
    setpgid(0, 0);
    execl(kProgram, kProgram, "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-extensions",
          "--disable-background-networking", "--remote-debugging-pipe", data.c_str(), "about:blank", nullptr);
    _exit(127);
  }
  close(in[0]);
  close(out[1]);
  to_ = in[1];
  from_ = out[0];
  signal(SIGPIPE, SIG_IGN);
  const Json target = call("Target.createTarget", {{"url", "about:blank"}});
  session_ = call("Target.attachToTarget", {{"targetId", target["targetId"]}, {"flatten", true}})["sessionId"];
  for (const char* domain : {"Page.enable", "Runtime.enable", "Log.enable", "Network.enable"}) call(domain, Json::object());
}

Browser::~Browser() {
  close(to_);
  close(from_);
  if (pid_ > 0) {
    kill(-pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
  }
  std::error_code ignored;
  for (int i = 0; i < 20 && !std::filesystem::remove_all(profile_, ignored) && ignored; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds{50});
}

Browser::Json Browser::next() {
  for (;;) {
    if (const std::size_t end = buffer_.find('\0'); end != std::string::npos) {
      Json message = Json::parse(buffer_.substr(0, end));
      buffer_.erase(0, end + 1);
      return message;
    }
    pollfd wait{from_, POLLIN, 0};
    if (poll(&wait, 1, kPatience) <= 0) throw std::runtime_error("the browser is silent");
    char piece[65536];
    const ssize_t got = read(from_, piece, sizeof piece);
    if (got <= 0) throw std::runtime_error("the browser is gone");
    buffer_.append(piece, static_cast<std::size_t>(got));
  }
}

void Browser::notice(const Json& event) {
  const std::string method = event.value("method", "");
  const Json params = event.value("params", Json::object());
  if (method == "Runtime.exceptionThrown") complaints_.push_back(params["exceptionDetails"].dump());
  if (method == "Runtime.consoleAPICalled" && params["type"] != "log") complaints_.push_back(params["args"].dump());
  if (method == "Log.entryAdded") complaints_.push_back(params["entry"]["text"]);
  if (method == "Network.requestWillBeSent") requests_.push_back(params["request"]["url"]);
}

Browser::Json Browser::call(const std::string& method, Json params) {
  const int id = ++id_;
  Json message{{"id", id}, {"method", method}, {"params", std::move(params)}};
  if (!session_.empty()) message["sessionId"] = session_;
  const std::string text = message.dump() + '\0';
  for (std::size_t at = 0; at < text.size();) {
    const ssize_t put = write(to_, text.data() + at, text.size() - at);
    if (put <= 0) throw std::runtime_error("the browser is gone");
    at += static_cast<std::size_t>(put);
  }
  for (;;) {
    const Json answer = next();
    if (!answer.contains("id")) {
      notice(answer);
    } else if (answer["id"] == id) {
      if (answer.contains("error")) throw std::runtime_error(method + ": " + answer["error"].dump());
      return answer["result"];
    }
  }
}

Browser::Json Browser::evaluate(const std::string& expression) {
  const Json answer = call("Runtime.evaluate", {{"expression", expression}, {"returnByValue", true}});
  if (answer.contains("exceptionDetails")) throw std::runtime_error(expression + ": " + answer["exceptionDetails"].dump());
  return answer["result"].value("value", Json{});
}

void Browser::open(const std::string& file, int width, bool dark) {
  complaints_.clear();
  requests_.clear();
  call("Emulation.setDeviceMetricsOverride", {{"width", width}, {"height", 900}, {"deviceScaleFactor", 1}, {"mobile", false}});
  call("Emulation.setEmulatedMedia",
       {{"features", Json::array({{{"name", "prefers-color-scheme"}, {"value", dark ? "dark" : "light"}}})}});
  call("Page.navigate", {{"url", "file://" + file}});
  const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds{kPatience};
  while (evaluate("document.documentElement?.dataset.ready ?? ''") != "yes") {
    if (std::chrono::steady_clock::now() > end) throw std::runtime_error(file + " does not become ready");
    std::this_thread::sleep_for(std::chrono::milliseconds{20});
  }
}
