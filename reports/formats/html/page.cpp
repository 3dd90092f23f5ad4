#include <ctemplate/template.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <mutex>

#include "reports/formats/formats.h"
#include "reports/formats/html/parts.h"

namespace ringside::report {
namespace {

using ctemplate::TemplateDictionary;

/// A SHA-256 in hexadecimal as a content security policy writes it.
std::string base64(const std::string& hex) {
  constexpr char kDigits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  unsigned bits = 0;
  int count = 0;
  for (const char c : hex) {
    bits = bits << 4 | static_cast<unsigned>(c <= '9' ? c - '0' : c - 'a' + 10);
    count += 4;
    if (count < 6) continue;
    count -= 6;
    out += kDigits[bits >> count & 63];
  }
  if (count > 0) out += kDigits[bits << (6 - count) & 63];
  while (out.size() % 4 != 0) out += '=';
  return out;
}

/// JSON that may stand in a script element: nothing in it ends the element or begins another, whatever names hold.
std::string in_script(const std::string& json) {
  std::string out;
  out.reserve(json.size());
  for (const char c : json) {
    switch (c) {
      case '<': out += "\\u003c"; break;
      case '>': out += "\\u003e"; break;
      case '&': out += "\\u0026"; break;
      default: out += c;
    }
  }
  return out;
}

const char* name_of(Mood mood) {
  switch (mood) {
    case Mood::good: return "good";
    case Mood::bad: return "bad";
    case Mood::unsure: return "unsure";
    case Mood::neutral: break;
  }
  return "neutral";
}

void fill_table(TemplateDictionary& page, const Table& table) {
  if (table.rows.empty()) return;
  TemplateDictionary& one = *page.AddSectionDictionary("TABLE");
  one.SetValue("TITLE", table.title);
  one.ShowSection(table.folded ? "TABLE_FOLDED" : "TABLE_OPEN");
  if (!table.about.empty()) one.AddSectionDictionary("ABOUT_TABLE")->SetValue("TEXT", table.about);
  for (std::size_t c = 0; c < table.head.size(); ++c) {
    TemplateDictionary& head = *one.AddSectionDictionary("HEAD");
    const bool number = std::any_of(table.rows.begin(), table.rows.end(),
                                    [&](const auto& row) { return c < row.size() && std::isfinite(row[c].sort); });
    head.SetValue("TEXT", table.head[c]);
    head.SetValue("KIND", number ? "number" : "text");
  }
  for (const auto& cells : table.rows) {
    TemplateDictionary& row = *one.AddSectionDictionary("ROW");
    for (const Cell& cell : cells) {
      TemplateDictionary& td = *row.AddSectionDictionary("CELL");
      const bool number = std::isfinite(cell.sort);
      td.SetValue("TEXT", cell.text);
      td.SetValue("KIND", number || cell.text == "–" ? "number" : "text");
      td.SetValue("MOOD", name_of(cell.mood));
      if (number) td.AddSectionDictionary("SORT")->SetValue("VALUE", fmt::format("{:.12g}", cell.sort));
    }
  }
}

void fill_keys(TemplateDictionary& keys, const std::vector<KeyFigure>& figures) {
  for (const KeyFigure& k : figures) {
    TemplateDictionary& key = *keys.AddSectionDictionary("KEY");
    key.SetValue("NAME", k.name);
    key.SetValue("VALUE", k.value);
    key.SetValue("INTERVAL", k.interval);
    key.SetValue("REMARK", k.remark);
    key.SetValue("MOOD", name_of(k.mood));
  }
}

/// `all` are the page's charts, in the order of their indices.
void fill_charts(TemplateDictionary& figures, const std::vector<Chart>& charts, std::vector<Chart>& all) {
  for (const Chart& chart : charts) {
    TemplateDictionary& figure = *figures.AddSectionDictionary("CHART");
    figure.SetIntValue("INDEX", static_cast<long>(all.size()));
    figure.SetValue("TITLE", chart.title);
    figure.SetValue("ABOUT", chart.about);
    figure.SetValue("TEXT", chart.text);
    all.push_back(chart);
  }
}

void fill_section(TemplateDictionary& page, const Section& section, std::vector<Chart>& charts) {
  TemplateDictionary& nav = *page.AddSectionDictionary("NAV");
  nav.SetValue("ID", section.id);
  nav.SetValue("TITLE", section.title);
  TemplateDictionary& one = *page.AddSectionDictionary("SECTION");
  one.SetValue("ID", section.id);
  one.SetValue("TITLE", section.title);
  one.ShowSection(section.folded ? "FOLDED" : "OPEN");
  if (!section.key.empty()) fill_keys(*one.AddSectionDictionary("KEYS"), section.key);
  for (const std::string& words : section.words) one.AddSectionDictionary("WORDS")->SetValue("TEXT", words);
  if (!section.charts.empty()) fill_charts(*one.AddSectionDictionary("CHARTS"), section.charts, charts);
  for (const Table& table : section.tables) fill_table(one, table);
  for (const std::string& command : section.commands) one.AddSectionDictionary("COMMAND")->SetValue("TEXT", command);
  if (!section.listing.empty()) one.AddSectionDictionary("LISTING")->SetValue("TEXT", section.listing);
}

constexpr const char* kTemplate = "report.html";

}  // namespace

std::string to_html(const Document& document) {
  static std::once_flag loaded;
  std::call_once(loaded, [] { ctemplate::StringToTemplateCache(kTemplate, page_template, ctemplate::DO_NOT_STRIP); });
  TemplateDictionary page{"page"};
  page.SetValue("TITLE", document.title);
  page.SetValue("SUBTITLE", document.subtitle);
  page.SetValue("FOOTER", document.footer);
  page.SetValue("PAGE_CSS", page_css);
  page.SetValue("PAGE_JS", page_js);
  page.SetValue("CHART_JS", chart_js);
  page.SetValue("PAGE_CSS_HASH", base64(page_css_hash));
  page.SetValue("PAGE_JS_HASH", base64(page_js_hash));
  page.SetValue("CHART_JS_HASH", base64(chart_js_hash));
  for (const std::string& warning : document.warnings) page.AddSectionDictionary("WARNING")->SetValue("TEXT", warning);
  std::vector<Chart> charts;
  for (const Section& section : document.sections) fill_section(page, section, charts);
  page.SetValue("DATA", in_script(to_json(charts)));
  std::string html;
  ctemplate::ExpandTemplate(kTemplate, ctemplate::DO_NOT_STRIP, &page, &html);
  return html;
}

}  // namespace ringside::report
