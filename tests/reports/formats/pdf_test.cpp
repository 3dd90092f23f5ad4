#include "reports/qt/pdf.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <QApplication>
#include <algorithm>
#include <cctype>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "reports/formats/contents.h"
#include "tests/reports/formats/small_run.h"

namespace ringside::report {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

/// What poppler reads in the PDF, with every white space a blank: lines break where there is room.
std::string read_back(const std::string& pdf) {
  const std::string file =
      (std::filesystem::temp_directory_path() / ("ringside-" + std::to_string(getpid()) + ".pdf")).string();
  std::ofstream{file, std::ios::binary} << pdf;
  std::string words;
  // NOLINTNEXTLINE(cert-env33-c): a fixed program, a name of our own
  if (FILE* const reader = popen(("pdftotext " + file + " - 2>/dev/null").c_str(), "r")) {
    char piece[4096];
    while (const std::size_t got = fread(piece, 1, sizeof piece, reader)) words.append(piece, got);
    pclose(reader);
  }
  std::filesystem::remove(file);
  std::replace_if(
      words.begin(), words.end(), [](unsigned char c) { return std::isspace(c) != 0; }, ' ');
  return words;
}

TEST(Pdf, SaysWhatTheOtherFormatsSay) {
  const std::string words = read_back(to_pdf(report_of({small_run()})));
  EXPECT_THAT(words, AllOf(HasSubstr("Small"), HasSubstr("85.0 %"), HasSubstr("The target of 80.0 % is met."),
                           HasSubstr("Calls in the queue"), HasSubstr("ringside-sim run SCENARIO.yaml --seed 7")));
  EXPECT_THAT(words, testing::ContainsRegex("1/[0-9]+ ")) << "page numbers";
}

TEST(Pdf, HasTheDifferencesOfAComparison) {
  const std::string words = read_back(to_pdf(report_of({small_run("base"), small_run("better", "sales", "team", 0.9)})));
  EXPECT_THAT(words, AllOf(HasSubstr("The base is “base”"), HasSubstr("+5.0 points"), HasSubstr("(points)"),
                           Not(testing::ContainsRegex("[.]{3} +[.]{3}"))))
      << "labels of axes have room";
}

TEST(Pdf, TakesHostileNamesAsText) {
  EXPECT_THAT(read_back(to_pdf(report_of({small_run("<b>bold</b>", "<img src=x>")}))), HasSubstr("<b>bold</b>"));
}

}  // namespace
}  // namespace ringside::report

int main(int argc, char** argv) {
  qputenv("QT_QPA_PLATFORM", "offscreen");
  qInstallMessageHandler([](QtMsgType, const QMessageLogContext&, const QString&) {});  // its hints are about desktops
  testing::InitGoogleTest(&argc, argv);
  const QApplication application{argc, argv};
  return RUN_ALL_TESTS();
}
