#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

/// Changes of a YAML text that touch the lines of one value only: comments, order, blanks and all other lines stay.
namespace ringside::gui {

/// Keys from the root; in a list its place, from "0". Keys may hold dots.
using YamlPath = std::vector<std::string>;

/// "flows.support.calls" as a path; for keys without dots.
YamlPath path_of(std::string_view dotted);
std::string dotted(const YamlPath& path);

/// Bytes of a text that are replaced by others.
struct TextEdit {
  std::size_t at = 0;
  std::string removed;
  std::string inserted;

  bool empty() const { return removed == inserted; }
};

struct YamlEditError {
  std::string message;
};

/// A scalar, or a leaf of what stands at a path.
struct YamlLeaf {
  YamlPath path;
  std::string value;
};

/// Makes `value` (YAML on one line) what stands at `path`; keys that are missing are written behind the last one of their map,
/// with its indentation. Fails if the text is no YAML, if a part of the path is no map, or where the text cannot be changed
/// without touching something else (anchors, several documents): the result is read back before it is given.
tl::expected<TextEdit, YamlEditError> set_value(const std::string& text, const YamlPath& path, const std::string& value);
/// Takes a key with its value out of its map; nothing happens if it is not there.
tl::expected<TextEdit, YamlEditError> remove_value(const std::string& text, const YamlPath& path);

/// Every scalar at and below the path, in order; nothing if it is not there.
std::vector<YamlLeaf> leaves(const std::string& text, const YamlPath& path);

/// What stands at each path, as it is written if that is on one line; nothing where nothing is. A value of several lines is
/// told in one, and `one_line` is false: whoever writes it back would lose its layout.
struct WrittenValue {
  std::string text;
  bool one_line = true;
};
std::vector<std::optional<WrittenValue>> written_values(const std::string& text, const std::vector<YamlPath>& paths);

/// As a YAML scalar, quoted where it must be.
std::string yaml_scalar(const std::string& text);

std::string applied(std::string text, const TextEdit& edit);
TextEdit inverse(const TextEdit& edit);
/// What must be replaced to make `after` of `before`: all but the common beginning and end.
TextEdit difference(const std::string& before, const std::string& after);

}  // namespace ringside::gui
