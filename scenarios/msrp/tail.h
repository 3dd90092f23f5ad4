#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace ringside::msrp {

/// Reads files that others append to, line by line, from their beginnings; a file may come into being later. A read that finds
/// nothing costs one system call a file. Where the system tells of writes (inotify), a poll loop need not look every so often.
class Tail {
 public:
  explicit Tail(std::vector<std::filesystem::path> files);
  Tail(const Tail&) = delete;
  Tail& operator=(const Tail&) = delete;
  ~Tail();

  /// Readable once something has been written; -1 if the system does not tell.
  int descriptor() const { return notices_; }
  /// Everything that has been written up to now, whole lines only, without their ends.
  void read(const std::function<void(std::string_view)>& line);

 private:
  struct File {
    std::filesystem::path path;
    int descriptor = -1;
    std::string rest;
  };
  void open(File& file) const;
  static void read(File& file, const std::function<void(std::string_view)>& line);
  int notices_;
  std::vector<File> files_;
};

}  // namespace ringside::msrp
