#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace ringside::msrp {

/// Reads files that others append to, line by line, from their beginnings; a file may come into being later. A read that finds
/// nothing costs one system call a file.
class Tail {
 public:
  explicit Tail(std::vector<std::filesystem::path> files);
  Tail(const Tail&) = delete;
  Tail& operator=(const Tail&) = delete;
  ~Tail();

  /// Everything that has been written up to now, whole lines only, without their ends.
  void read(const std::function<void(std::string_view)>& line);

 private:
  struct File {
    std::filesystem::path path;
    int descriptor = -1;
    std::string rest;
  };
  static void read(File& file, const std::function<void(std::string_view)>& line);
  std::vector<File> files_;
};

}  // namespace ringside::msrp
