#pragma once

#include <yaml-cpp/yaml.h>

#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/format/distribution.h"
#include "scenarios/format/fault.h"

namespace ringside::scenario {

inline constexpr const char* kDurations = "a duration such as 90s, 8m, 1h30m, 250ms";

/// A place in the YAML document, with its path, that is read as one thing or another; what does not fit becomes a fault with
/// line and column, and reading goes on with a default, so that one run tells all faults. Private to the loader.
class Node {
 public:
  struct Place {
    std::string file;
    int line = 0;
    int column = 0;
  };
  /// What an override has made: whatever is wrong at this path or below is wrong with the override.
  struct Change {
    std::string path;
    Place place;
  };
  struct Document {
    std::string file;
    Faults faults;
    double day_starts = 0;  ///< seconds of the day at time 0
    std::vector<Change> changes;
    std::size_t budget = 300000;  ///< values that may still be looked at: anchors within anchors make them without number
    bool exhausted = false;       ///< that was told, and the faults that follow from it are not
    static constexpr std::size_t kMostFaults = 100;

    /// A document of so many bytes has so many values at most, unless anchors multiply them.
    static Document of(const std::string& file, std::size_t bytes);
    bool take(std::size_t values);
  };

  Node(Document& document, const YAML::Node& yaml, std::string path, YAML::Mark mark)
      : document_{&document}, yaml_{yaml}, path_{std::move(path)}, mark_{mark} {}

  bool is_map() const { return yaml_.IsMap(); }
  bool is_list() const { return yaml_.IsSequence(); }
  bool is_scalar() const { return yaml_.IsScalar(); }
  const std::string& scalar() const;
  const std::string& path() const { return path_; }
  Place place() const;

  void fault(const std::string& allowed) const;
  void fault(const std::string& found, const std::string& allowed) const;

  /// The keys in their order; a fault for each that is not among the allowed ones, or that is there twice.
  /// Not a map: a fault, and nothing.
  bool map_of(std::initializer_list<std::string_view> allowed) const;
  std::optional<Node> get(std::string_view key) const;
  Node need(std::string_view key, const std::string& allowed, bool& there) const;
  /// Every entry of a map with free keys, in order.
  std::vector<std::pair<std::string, Node>> entries(const std::string& allowed) const;
  std::vector<Node> items(const std::string& allowed) const;

  double duration(double otherwise = 0) const;
  double point_in_time() const;  ///< a duration from time 0, or "08:30", the first such time from there on
  void set_day_starts() const;   ///< reads what "08:30" counts from
  double day_starts() const { return document_->day_starts; }
  bool is_duration() const;  ///< whether duration() would take it
  const std::string& file() const { return document_->file; }
  double rate() const;
  double number(double least, double most, double otherwise = 0) const;
  std::uint64_t whole(std::uint64_t least, std::uint64_t most, std::uint64_t otherwise = 0) const;
  bool flag(bool otherwise = false) const;
  std::string text(std::size_t longest) const;
  /// The index of the scalar in the list.
  std::size_t one_of(std::initializer_list<std::string_view> words, std::size_t otherwise = 0) const;
  Distribution distribution() const;
  /// The YAML as one line; nothing if it holds itself, or more than can be looked at.
  std::optional<std::string> one_line() const;

 private:
  Distribution law(const std::string& name, const Node& argument) const;
  Distribution weighted(const Node& list, const std::function<Distribution(const Node&)>& part) const;
  std::string found() const;
  bool spend(std::size_t values) const;

  Document* document_;
  YAML::Node yaml_;
  std::string path_;
  YAML::Mark mark_;
};

}  // namespace ringside::scenario
