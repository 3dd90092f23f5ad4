#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "reports/formats/contents.h"
#include "reports/formats/formats.h"
#include "tests/reports/formats/browser.h"
#include "tests/reports/formats/small_run.h"

/// The HTML as a browser sees it.
namespace ringside::report {
namespace {

using testing::IsEmpty;

class ThePage : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    if (Browser::installed()) browser = std::make_unique<Browser>();
  }
  static void TearDownTestSuite() { browser.reset(); }
  void SetUp() override {
    if (!browser) GTEST_SKIP() << "chromium is not installed";
  }
  void TearDown() override { std::filesystem::remove(file_); }

  void open(const Document& document, int width = 1200, bool dark = false) {
    file_ = (std::filesystem::temp_directory_path() / ("ringside-page-" + std::to_string(getpid()) + ".html")).string();
    std::ofstream{file_} << to_html(document);
    browser->open(file_, width, dark);
  }
  std::string text_of(const std::string& selector) {
    return browser->evaluate("[...document.querySelectorAll('" + selector + "')].map(e => e.textContent).join('|')");
  }

  static std::unique_ptr<Browser> browser;

 private:
  std::string file_;
};
std::unique_ptr<Browser> ThePage::browser;

Subject hostile() {
  return small_run("</script><script>document.title='broken in'</script>", "\"><img src=http://127.0.0.1:9/ onerror=alert(1)>",
                   "'-alert(1)-'");
}

TEST_F(ThePage, DrawsEveryChartComplainsOfNothingAndAsksTheNetworkForNothing) {
  open(report_of({small_run()}));
  EXPECT_THAT(browser->complaints(), IsEmpty());
  EXPECT_THAT(browser->requests(), testing::SizeIs(1)) << "the file itself";
  EXPECT_EQ(browser->evaluate("[...document.querySelectorAll('section figure.chart')].every(f => f.dataset.drawn === 'yes')"),
            true);
  EXPECT_GE(browser->evaluate("document.querySelectorAll('section figure.chart canvas').length"), 5);
}

TEST_F(ThePage, OfAComparisonDrawsThePairedDifferences) {
  open(report_of({small_run("base"), small_run("better", "sales", "team", 0.9)}));
  EXPECT_THAT(browser->complaints(), IsEmpty());
  EXPECT_EQ(browser->evaluate("[...document.querySelectorAll('section figure.chart')].every(f => f.dataset.drawn === 'yes')"),
            true);
}

TEST_F(ThePage, OfASweepDrawsItsFigures) {
  for (const auto& points : {sweep(2), scattered_sweep()}) {
    open(report_of(points));
    EXPECT_THAT(browser->complaints(), IsEmpty());
    EXPECT_EQ(browser->evaluate("[...document.querySelectorAll('section figure.chart')].every(f => f.dataset.drawn === 'yes')"),
              true);
    EXPECT_GE(browser->evaluate("document.querySelectorAll('section figure.chart canvas').length"), 4);
  }
}

TEST_F(ThePage, OfATwinDrawsBothWorldsAndRunsNothingOfItsNames) {
  open(report_of(*read_subjects("twin.json", twin_text("<script>alert(1)</script>", 0.85, true))));
  EXPECT_THAT(browser->complaints(), IsEmpty());
  EXPECT_THAT(browser->requests(), testing::SizeIs(1));
  EXPECT_EQ(browser->evaluate("document.querySelectorAll('section figure.chart canvas').length"), 1);
}

TEST_F(ThePage, FitsAPhone) {
  for (const auto& document : {report_of({small_run()}), report_of({small_run("base"), small_run("better")}),
                               report_of(sweep(2)), report_of(scattered_sweep()), report_of({hostile()})}) {
    open(document, 390);
    browser->evaluate("document.querySelectorAll('details').forEach(d => d.open = true)");
    EXPECT_LE(browser->evaluate("document.documentElement.scrollWidth"), 390);
  }
}

TEST_F(ThePage, WithHostileNamesRunsNothingOfThem) {
  open(report_of({hostile()}));
  EXPECT_THAT(browser->complaints(), IsEmpty());
  EXPECT_THAT(browser->requests(), testing::SizeIs(1));
  EXPECT_EQ(browser->evaluate("document.querySelectorAll('img').length"), 0);
  EXPECT_NE(browser->evaluate("document.title"), "broken in");
}

TEST_F(ThePage, SortsATableByItsNumbers) {
  open(report_of({small_run()}));
  const std::string table = "document.querySelector(\"[aria-label=Flows] table\")";
  browser->evaluate("[..." + table +
                    ".tHead.rows[0].cells].find(c => c.textContent.startsWith('service level')).firstChild.click()");
  EXPECT_EQ(browser->evaluate(table + ".tBodies[0].rows[0].cells[0].textContent"), "support");
  browser->evaluate("[..." + table +
                    ".tHead.rows[0].cells].find(c => c.textContent.startsWith('service level')).firstChild.click()");
  EXPECT_EQ(browser->evaluate(table + ".tBodies[0].rows[0].cells[0].textContent"), "sales");
}

TEST_F(ThePage, HidesALineFromItsLegendAndTellsPositionsToTheKeyboard) {
  open(report_of({small_run()}));
  browser->evaluate("document.querySelector('.legend button').click()");
  EXPECT_EQ(browser->evaluate("document.querySelector('.legend button').getAttribute('aria-pressed')"), "false");
  browser->evaluate("document.querySelector('canvas').dispatchEvent(new KeyboardEvent('keydown', {key: 'End'}))");
  EXPECT_THAT(text_of("#told"), testing::HasSubstr("09:00"));
}

TEST_F(ThePage, IsDarkWhereTheDeskIsDark) {
  const std::string light = "matchMedia('(prefers-color-scheme: dark)').matches";
  open(report_of({small_run()}), 1200, true);
  EXPECT_EQ(browser->evaluate(light), true);
  const std::string dark_ground = browser->evaluate("getComputedStyle(document.body).backgroundColor");
  open(report_of({small_run()}));
  EXPECT_NE(browser->evaluate("getComputedStyle(document.body).backgroundColor"), dark_ground);
}

}  // namespace
}  // namespace ringside::report
