#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace ringside::sim {

/// A folder that is gone when the test is over, with scenario files in it.
class ScenarioFolder {
 public:
  ScenarioFolder() {
    static int number = 0;
    path_ = std::filesystem::temp_directory_path() /
            ("ringside-experiments-" + std::to_string(getpid()) + "-" + std::to_string(++number));
    std::filesystem::create_directories(path_);
  }
  ~ScenarioFolder() { std::filesystem::remove_all(path_); }
  ScenarioFolder(const ScenarioFolder&) = delete;
  ScenarioFolder& operator=(const ScenarioFolder&) = delete;

  std::string file(const std::string& text, const std::string& name = "scenario.yaml") const {
    std::ofstream{path_ / name} << text;
    return (path_ / name).string();
  }
  std::filesystem::path path(const std::string& name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

/// One flow, one team: arrivals and agents as given; what follows is added.
inline std::string one_team(const std::string& arrivals, const std::string& count, const std::string& horizon,
                            const std::string& more = "") {
  return "name: One team\nsettings: {wrapup_time: 0s}\nflows: {f: {calls: {arrivals: " + arrivals +
         ", patience: {exponential: 2m}, handle_time: {exponential: 3m}}}}\nagents: {t: {count: " + count +
         ", skills: [f]}}\nhorizon: " + horizon + "\n" + more + "\n";
}

}  // namespace ringside::sim
