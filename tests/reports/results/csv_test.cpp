#include "reports/results/csv.h"

#include <gtest/gtest.h>

namespace ringside::report {
namespace {

TEST(ACsvCell, IsQuotedOnlyIfItMustBe) {
  EXPECT_EQ(csv_cell("support"), "support");
  EXPECT_EQ(csv_cell("a,b"), "\"a,b\"");
  EXPECT_EQ(csv_cell("say \"hi\""), "\"say \"\"hi\"\"\"");
  EXPECT_EQ(csv_cell("two\nlines"), "\"two\nlines\"");
  EXPECT_EQ(csv_cell(""), "");
}

TEST(ACsvCell, IsNeverAFormulaOfASpreadsheet) {
  for (const std::string start : {"=", "+", "-", "@", "\t", "\r"}) {
    const std::string cell = csv_cell(start + "cmd()");
    EXPECT_TRUE(cell.starts_with("'") || cell.starts_with("\"'")) << cell;
  }
  EXPECT_EQ(csv_cell("=cmd(),1"), "\"'=cmd(),1\"");
}

}  // namespace
}  // namespace ringside::report
