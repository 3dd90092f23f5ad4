#pragma once

#include <limits>
#include <string>
#include <vector>

#include "reports/charts/chart.h"

/// A report without its format: what HTML, Markdown and PDF all say. Every text is plain text, hostile until it is escaped.
namespace ringside::report {

enum class Mood : std::uint8_t { neutral, good, bad, unsure };

/// A number one should see first.
struct KeyFigure {
  std::string name;
  std::string value;
  std::string interval;  ///< "± 1.7"; empty: none
  std::string remark;    ///< what it is of
  Mood mood = Mood::neutral;
};

struct Cell {
  std::string text;
  double sort = std::numeric_limits<double>::quiet_NaN();  ///< finite: a number, which sorts as such
  Mood mood = Mood::neutral;

  static Cell words(std::string text, Mood mood = Mood::neutral) {
    return {std::move(text), std::numeric_limits<double>::quiet_NaN(), mood};
  }
  static Cell number(std::string text, double value) { return {std::move(text), value, Mood::neutral}; }
};

struct Table {
  std::string title;
  std::string about;
  std::vector<std::string> head;
  std::vector<std::vector<Cell>> rows;
  bool folded = false;
};

struct Section {
  std::string id;  ///< made of letters, digits and -
  std::string title;
  std::vector<std::string> words;  ///< sentences, a paragraph each
  std::vector<KeyFigure> key;
  std::vector<Chart> charts;
  std::vector<Table> tables;
  std::vector<std::string> commands;  ///< as one types them
  std::string listing;                ///< a file's text
  bool folded = false;
};

struct Document {
  std::string title;
  std::string subtitle;
  std::vector<std::string> warnings;
  std::vector<Section> sections;
  std::string footer;
};

}  // namespace ringside::report
