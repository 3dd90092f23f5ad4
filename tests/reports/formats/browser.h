#pragma once

#include <sys/types.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

/// A headless Chromium, driven by the DevTools protocol over a pipe: no port, no network. One page at a time; not thread-safe.
/// https://chromedevtools.github.io/devtools-protocol/
class Browser {
 public:
  using Json = nlohmann::json;

  static bool installed();

  Browser();
  ~Browser();
  Browser(const Browser&) = delete;
  Browser& operator=(const Browser&) = delete;

  /// Loads a file in a window of this width and waits until the page says that it is ready, or a minute.
  void open(const std::string& file, int width, bool dark = false);
  /// The value of an expression in the page.
  Json evaluate(const std::string& expression);

  /// What the page has complained about and asked of the network since it was opened.
  const std::vector<std::string>& complaints() const { return complaints_; }
  const std::vector<std::string>& requests() const { return requests_; }

 private:
  Json call(const std::string& method, Json params);
  Json next();
  void notice(const Json& event);

  pid_t pid_ = -1;
  int to_ = -1;
  int from_ = -1;
  int id_ = 0;
  std::string profile_;
  std::string session_;
  std::string buffer_;
  std::vector<std::string> complaints_;
  std::vector<std::string> requests_;
};
