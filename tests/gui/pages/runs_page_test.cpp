#include "gui/pages/runs_page.h"

#include <QFile>
#include <QLineEdit>
#include <QTableWidget>
#include <QTemporaryDir>

#include "tests/gui/pages/offscreen.h"

namespace ringside::gui {
namespace {

class ARunsPage : public testing::Test {
 protected:
  ARunsPage() {
    page_.resize(1200, 800);
    page_.show();
    EXPECT_TRUE(QTest::qWaitForWindowExposed(&page_));
  }
  void keep(const char* scenario) {
    QFile file{QStringLiteral(RINGSIDE_SCENARIOS "/") + QString::fromLatin1(scenario)};
    EXPECT_TRUE(file.open(QIODevice::ReadOnly));
    session_.open(file.readAll().toStdString(), {});
    EXPECT_TRUE(wait_until([this] { return session_.picture().done; }));
    EXPECT_EQ(page_.keep_current(), QString{});
  }

  QTemporaryDir folder_;
  Session session_;
  RunsPage page_{session_, folder_.filePath(QStringLiteral("runs.db")).toStdString()};
};

TEST_F(ARunsPage, KeepsFindsShowsAndReopensRuns) {
  page_.entered();
  EXPECT_EQ(page_.shown(), 0);
  keep("small.yaml");
  keep("spike.yaml");
  EXPECT_EQ(page_.shown(), 2);
  auto* const search = page_.findChild<QLineEdit*>();
  QTest::keyClicks(search, QStringLiteral("small"));
  EXPECT_EQ(page_.shown(), 1);
  page_.table().selectRow(1);
  page_.board().finish();
  EXPECT_NE(page_.board().panel("queue_depth"), nullptr);
  QTest::keyClick(&page_.table(), Qt::Key_Return);
  page_.reopen();
  EXPECT_EQ(session_.document().scenario()->name, "Small");
}

TEST_F(ARunsPage, ComparesSeveralAndExportsThemInEveryFormat) {
  keep("small.yaml");
  const std::string before = session_.document().text();
  session_.change({{path_of("agents.team.count"), "6"}}, {});
  ASSERT_TRUE(wait_until([this] { return session_.picture().done; }));
  EXPECT_EQ(page_.keep_current(), QString{});
  page_.table().selectAll();
  page_.board().finish();
  EXPECT_NE(page_.board().panel("difference_service_level"), nullptr);
  for (const char* kind : {"html", "pdf", "md", "csv", "json", "xml"}) {
    const QString file = folder_.filePath(QStringLiteral("report.") + QString::fromLatin1(kind));
    EXPECT_EQ(page_.export_to(file), QString{}) << kind;
    EXPECT_GT(QFileInfo{file}.size(), 200) << kind;
  }
  EXPECT_NE(page_.export_to(folder_.filePath(QStringLiteral("report.doc"))), QString{});
  page_.remove_chosen();
  EXPECT_EQ(page_.shown(), 0);
}

}  // namespace
}  // namespace ringside::gui
