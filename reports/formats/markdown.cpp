#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "reports/formats/formats.h"

namespace ringside::report {
namespace {

/// Plain text in Markdown: what could begin markup, HTML, a link, a mention or a cell is written as a character reference.
std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '\n':
      case '\r':
      case '\t': out += ' '; break;
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '|': out += "&#124;"; break;
      case '`': out += "&#96;"; break;
      case '@': out += "&#64;"; break;
      case '#': out += "&#35;"; break;
      case '*':
      case '_':
      case '[':
      case ']':
      case '\\':
      case '~':
      case '!': out += '\\', out += c; break;
      default: out += c;
    }
  }
  // A bare address becomes a link; a colon that is written otherwise does not make one.
  for (std::size_t at = out.find("://"); at != std::string::npos; at = out.find("://", at + 6)) out.replace(at, 1, "&#58;");
  return out;
}

const char* sign(Mood mood) {
  switch (mood) {
    case Mood::good: return "✅ ";
    case Mood::bad: return "❌ ";
    case Mood::unsure: return "❔ ";
    case Mood::neutral: break;
  }
  return "";
}

void add_row(std::string& out, const std::vector<std::string>& cells) {
  out += '|';
  for (const std::string& cell : cells) out += ' ' + cell + " |";
  out += '\n';
}

void add_table(std::string& out, const Table& table) {
  if (table.rows.empty()) return;
  out += fmt::format("\n### {}\n\n", escaped(table.title));
  if (!table.about.empty()) out += escaped(table.about) + "\n\n";
  std::vector<std::string> cells;
  for (const std::string& head : table.head) cells.push_back(escaped(head));
  add_row(out, cells);
  out += '|';
  for (std::size_t c = 0; c < table.head.size(); ++c) {
    const bool number = std::any_of(table.rows.begin(), table.rows.end(),
                                    [&](const auto& row) { return c < row.size() && std::isfinite(row[c].sort); });
    out += number ? " ---: |" : " --- |";
  }
  out += '\n';
  for (const auto& row : table.rows) {
    cells.clear();
    for (const Cell& cell : row) cells.push_back(sign(cell.mood) + escaped(cell.text));
    add_row(out, cells);
  }
}

/// A fence longer than any in the text.
void add_listing(std::string& out, const std::string& text) {
  std::size_t longest = 2;
  std::size_t run = 0;
  for (const char c : text) longest = std::max(longest, run = c == '`' ? run + 1 : 0);
  const std::string fence(longest + 1, '`');
  out += fmt::format("\n{0}\n{1}{2}{0}\n", fence, text, text.ends_with('\n') ? "" : "\n");
}

}  // namespace

std::string to_markdown(const Document& document, bool everything) {
  std::string out = fmt::format("# {}\n\n{}\n", escaped(document.title), escaped(document.subtitle));
  for (const std::string& warning : document.warnings) out += "\n> **" + escaped(warning) + "**\n";
  for (const Section& section : document.sections) {
    if (section.folded && !everything) continue;
    out += fmt::format("\n## {}\n", escaped(section.title));
    for (const std::string& words : section.words) out += '\n' + escaped(words) + '\n';
    if (!section.key.empty()) {
      out += "\n| | | | |\n| --- | ---: | --- | --- |\n";
      for (const KeyFigure& k : section.key)
        add_row(out, {sign(k.mood) + escaped(k.name), "**" + escaped(k.value) + "**", escaped(k.interval), escaped(k.remark)});
    }
    if (!section.charts.empty()) out += '\n';
    for (const Chart& chart : section.charts) out += fmt::format("- **{}**: {}\n", escaped(chart.title), escaped(chart.text));
    for (const Table& table : section.tables) {
      if (!table.folded || everything) add_table(out, table);
    }
    for (const std::string& command : section.commands) add_listing(out, command);
    if (!section.listing.empty() && everything) add_listing(out, section.listing);
  }
  if (!document.footer.empty()) out += '\n' + escaped(document.footer) + '\n';
  return out;
}

}  // namespace ringside::report
