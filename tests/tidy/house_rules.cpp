#include "tests/tidy/house_rules.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <regex>
#include <set>
#include <sstream>
#include <string_view>

namespace ringside::tidy {
namespace {

namespace fs = std::filesystem;
using std::string_view;

constexpr std::array<string_view, 5> kSourceRoots{"engine", "simulator", "scenarios", "reports", "gui"};

bool starts_with_folder(string_view path, string_view folder) {
  return path.size() > folder.size() && path.starts_with(folder) && path[folder.size()] == '/';
}

bool in_sources(string_view path) {
  return std::any_of(kSourceRoots.begin(), kSourceRoots.end(), [&](auto root) { return starts_with_folder(path, root); });
}

bool is_header(string_view path) { return path.ends_with(".h"); }
bool is_code(string_view path) { return is_header(path) || path.ends_with(".cpp"); }

/// The parts of the architecture; the longest folder that fits names a file's part.
constexpr std::array<string_view, 13> kParts{
    "engine/core",      "engine/ports",   "engine/sip", "engine/store",    "engine/control", "engine", "simulator",
    "scenarios/format", "scenarios/load", "scenarios",  "reports/results", "reports/store",  "reports"};

string_view part_of(string_view path) {
  string_view best = starts_with_folder(path, "gui") ? "gui" : "";
  for (const string_view part : kParts) {
    if (starts_with_folder(path, part) && part.size() > best.size()) best = part;
  }
  return best;
}

/// Who may include whom, besides itself.
const std::map<string_view, std::set<string_view>>& allowed_includes() {
  static const std::map<string_view, std::set<string_view>> kAllowed{
      {"engine/core", {}},
      {"engine/ports", {"engine/core"}},
      {"engine/sip", {"engine/core", "engine/ports"}},
      {"engine/store", {"engine/core", "engine/ports"}},
      {"engine/control", {"engine/core", "engine/ports"}},
      {"scenarios/format", {"engine/core", "engine/ports"}},
      {"engine", {"engine/core", "engine/ports", "engine/sip", "engine/store", "engine/control", "scenarios/format"}},
      {"reports/results", {}},
      {"reports/store", {"reports/results"}},
      {"reports", {"reports/results", "reports/store"}},
      {"simulator", {"engine/core", "engine/ports", "scenarios/format", "reports/results", "reports/store"}},
      {"scenarios/load", {"engine/core", "engine/ports", "scenarios/format", "reports/results", "reports/store", "simulator"}},
      {"scenarios", {}},
      {"gui", {"simulator", "reports", "reports/results", "reports/store", "scenarios/format"}},
  };
  return kAllowed;
}

template <class Visit>  // visit(line number from 1, line)
void each_line(const SourceFile& file, Visit visit) {
  std::istringstream in{file.text};
  std::size_t number = 0;
  for (std::string line; std::getline(in, line);) visit(++number, string_view{line});
}

std::string at(const SourceFile& file, std::size_t line) { return file.path + ":" + std::to_string(line) + ": "; }

void skip_blanks(string_view& text) { text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size())); }

/// What stands between `open` and `close` after #include, if this line is one.
std::optional<string_view> included(string_view line, char open, char close) {
  skip_blanks(line);
  if (!line.starts_with('#')) return {};
  line.remove_prefix(1);
  skip_blanks(line);
  constexpr string_view kInclude = "include";
  if (!line.starts_with(kInclude)) return {};
  line.remove_prefix(kInclude.size());
  skip_blanks(line);
  if (!line.starts_with(open)) return {};
  line.remove_prefix(1);
  return line.substr(0, line.find(close));
}

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

/// Whether an identifier of `line` begins with `prefix`; what stands behind // does not count.
bool has_identifier(string_view line, string_view prefix) {
  line = line.substr(0, line.find("//"));
  for (std::size_t at = line.find(prefix); at != string_view::npos; at = line.find(prefix, at + 1)) {
    if (at == 0 || !is_word(line[at - 1])) return true;
  }
  return false;
}

/// The folders that need a README.md for the sake of this file: the first two of its path.
std::vector<std::string> folders_of(string_view path) {
  std::vector<std::string> folders;
  for (std::size_t slash = path.find('/'); slash != string_view::npos && folders.size() < 2;
       slash = path.find('/', slash + 1)) {
    folders.emplace_back(path.substr(0, slash));
  }
  return folders;
}

bool names_a_private_place(string_view line) {
  static const std::array<std::string, 3> kPlaces{"work", "home", "root"};
  for (const std::string& place : kPlaces) {
    const std::string path = "/" + place + "/";
    for (std::size_t at = line.find(path); at != string_view::npos; at = line.find(path, at + 1)) {
      const char before = at == 0 ? ' ' : line[at - 1];
      if (!is_word(before) && string_view{".-}~*)$"}.find(before) == string_view::npos) return true;
    }
  }
  return false;
}

bool is_built_or_hidden(const fs::path& path) {
  static const std::set<std::string> kKept{".ci", ".clang-format", ".clang-tidy", ".gitignore"};
  const std::string name = path.filename().string();
  if (name.starts_with('.')) return !kKept.contains(name);
  return name == "build" || name == "run" || fs::exists(path / "CMakeCache.txt");
}

std::optional<std::string> text_of(const fs::path& path) {
  constexpr std::uintmax_t kLargest = 4 * 1024 * 1024;
  if (fs::file_size(path) > kLargest) return {};
  std::ifstream in{path, std::ios::binary};
  std::string text{std::istreambuf_iterator<char>{in}, {}};
  if (text.find('\0') != std::string::npos) return {};
  return text;
}

}  // namespace

Files files_of_tree(const fs::path& root) {
  Files files;
  for (auto entry = fs::recursive_directory_iterator{root}; entry != fs::recursive_directory_iterator{}; ++entry) {
    if (is_built_or_hidden(entry->path())) {
      entry.disable_recursion_pending();
    } else if (entry->is_regular_file() && !entry->is_symlink()) {
      if (auto text = text_of(entry->path())) files.push_back({fs::relative(entry->path(), root).string(), std::move(*text)});
    }
  }
  std::sort(files.begin(), files.end(), [](const SourceFile& a, const SourceFile& b) { return a.path < b.path; });
  return files;
}

Violations wrong_includes(const Files& files) {
  Violations violations;
  for (const SourceFile& file : files) {
    if (!is_code(file.path) || !in_sources(file.path)) continue;
    const string_view own = part_of(file.path);
    each_line(file, [&](std::size_t number, string_view line) {
      const auto path = included(line, '"', '"');
      if (!path) return;
      const string_view other = part_of(*path);
      if (other.empty()) {
        violations.push_back(at(file, number) + "\"" + std::string{*path} + "\" is not written from the root of the sources");
      } else if (other != own && !allowed_includes().at(own).contains(other)) {
        violations.push_back(at(file, number) + std::string{own} + " may not include " + std::string{other});
      }
    });
  }
  return violations;
}

Violations sofia_outside_sip(const Files& files) {
  Violations violations;
  for (const SourceFile& file : files) {
    if (!is_code(file.path) || !in_sources(file.path) || part_of(file.path) == "engine/sip") continue;
    each_line(file, [&](std::size_t number, string_view line) {
      if (included(line, '<', '>').value_or("").starts_with("sofia-") || has_identifier(line, "nta_")) {
        violations.push_back(at(file, number) + "Sofia-SIP belongs in engine/sip only");
      }
    });
  }
  return violations;
}

Violations headers_without_pragma_once(const Files& files) {
  Violations violations;
  for (const SourceFile& file : files) {
    if (!is_header(file.path)) continue;
    bool found = false;
    each_line(file, [&](std::size_t, string_view line) { found = found || line == "#pragma once"; });
    if (!found) violations.push_back(file.path + ": no #pragma once");
  }
  return violations;
}

Violations folders_without_readme(const Files& files) {
  std::set<std::string> folders;
  std::set<std::string> described;
  for (const SourceFile& file : files) {
    const std::size_t slash = file.path.rfind('/');
    if (file.path.ends_with("/README.md")) described.insert(file.path.substr(0, slash));
    if (!in_sources(file.path) && !starts_with_folder(file.path, "tests")) continue;
    for (std::string& folder : folders_of(file.path)) folders.insert(std::move(folder));
  }
  Violations violations;
  for (const std::string& folder : folders) {
    if (!described.contains(folder)) violations.push_back(folder + ": no README.md");
  }
  return violations;
}

Violations rules_without_test(const Files& files) {
  static const std::regex kRow{R"(^\| (E-[A-Z]+-\d+) \|.*)"};
  static const std::regex kFile{"`([^`]+)`"};
  Violations violations;
  const auto table = std::find_if(files.begin(), files.end(), [](const auto& f) { return f.path == "engine/README.md"; });
  if (table == files.end()) return {"engine/README.md: is not there"};
  std::istringstream lines{table->text};
  std::string line;
  for (int number = 1; std::getline(lines, line); ++number) {
    std::smatch row;
    if (!std::regex_match(line, row, kRow)) continue;
    std::string pattern = std::regex_replace(row[1].str(), std::regex{"-"}, "[-_]") + "(?![0-9])";
    const std::regex rule{pattern};
    const std::string place = "engine/README.md:" + std::to_string(number) + ": " + row[1].str();
    auto file = std::sregex_iterator{line.begin(), line.end(), kFile};
    if (file == std::sregex_iterator{}) violations.push_back(place + " has no test");
    for (; file != std::sregex_iterator{}; ++file) {
      const std::string path = (*file)[1];
      const auto test = std::find_if(files.begin(), files.end(), [&](const auto& f) { return f.path == path; });
      if (test == files.end()) {
        violations.push_back(std::string{place}.append(": there is no ").append(path));
      } else if (!std::regex_search(path, rule) && !std::regex_search(test->text, rule)) {
        violations.push_back(std::string{place}.append(": ").append(path).append(" does not name the rule"));
      }
    }
  }
  return violations;
}

Violations absolute_paths(const Files& files) {
  Violations violations;
  for (const SourceFile& file : files) {
    each_line(file, [&](std::size_t number, string_view line) {
      if (names_a_private_place(line)) violations.push_back(at(file, number) + "names a place on somebody's own machine");
    });
  }
  return violations;
}

}  // namespace ringside::tidy
