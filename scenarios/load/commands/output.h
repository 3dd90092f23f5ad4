#pragma once

#include <chrono>
#include <filesystem>
#include <string>

#include "reports/results/result.h"

namespace ringside::load {

/// What is true of this run alone.
class Stopwatch {
 public:
  report::RunFacts facts(double cpu_seconds) const;

 private:
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
  std::chrono::system_clock::time_point started_ = std::chrono::system_clock::now();
};

/// False: it has been complained about.
bool write_file(const std::filesystem::path& file, const std::string& text);

}  // namespace ringside::load
