#include <filesystem>

#include "scenarios/format/parts.h"

namespace ringside::scenario {
namespace {

/// A file beside the scenario, or anywhere by an absolute name. Whether it is there is for whoever plays it to see.
std::string read_file_name(const Node& node) {
  constexpr std::size_t kLongest = 255;
  const std::string name = node.text(kLongest);
  const std::filesystem::path path{name};
  if (name.empty() || path.extension() != ".xml" || path.stem().empty()) {
    node.fault("'" + name + "'", "the name of a SIPp scenario, such as my_caller.xml");
    return {};
  }
  return (std::filesystem::path{node.file()}.parent_path() / path).lexically_normal().string();
}

}  // namespace

void read_sipp_files(const Node& node, SippFiles& files) {
  if (!node.map_of({"caller", "agent", "media"})) return;
  if (const auto n = node.get("caller")) files.caller = read_file_name(*n);
  if (const auto n = node.get("agent")) files.agent = read_file_name(*n);
  if (const auto n = node.get("media")) files.media = read_file_name(*n);
}

}  // namespace ringside::scenario
