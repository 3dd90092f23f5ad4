#include "gui/pages/runs_page.h"

#include <QFile>
#include <QLabel>
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

  /// As the command line keeps it.
  void store(const std::string& kind, const std::string& changes) {
    QFile file{QStringLiteral(RINGSIDE_SCENARIOS "/small.yaml")};
    EXPECT_TRUE(file.open(QIODevice::ReadOnly));
    report::StoredRun run;
    run.kind = kind;
    run.name = "Small";
    run.scenario = file.readAll().toStdString();
    run.changes = changes;
    run.result = "{}";
    auto runs = report::RunStore::open(file_);
    ASSERT_TRUE(runs);
    EXPECT_TRUE(runs->add(run));
    page_.entered();
  }

  QTemporaryDir folder_;
  std::string file_ = folder_.filePath(QStringLiteral("runs.db")).toStdString();
  Session session_;
  RunsPage page_{session_, file_};
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

TEST_F(ARunsPage, KeepsNoTextBesideTheResultOfAnother) {
  keep("small.yaml");
  const std::string valid = session_.document().text();
  session_.change({{path_of("agents.team.count"), "6"}}, {});
  EXPECT_NE(page_.keep_current(), QString{}) << "it has not been played yet";
  ASSERT_TRUE(wait_until([this] { return session_.result_is_current(); }));
  session_.replace_text(valid + "horizn: 3h\n");
  EXPECT_NE(page_.keep_current(), QString{}) << "it cannot be played";
  EXPECT_EQ(page_.shown(), 1);
}

TEST_F(ARunsPage, KeepsWhatIsStillBeingPlayedAsInterrupted) {
  store("run", {});
  page_.reopen();
  session_.change({{path_of("experiment.replications"), "1000000"}}, {});
  ASSERT_TRUE(wait_until([this] { return session_.result_is_current(); }));
  ASSERT_FALSE(session_.picture().done);
  EXPECT_EQ(page_.keep_current(), QString{});
  session_.cancel();
  const auto runs = report::RunStore::open(file_);
  ASSERT_TRUE(runs);
  const auto kept = runs->find(2);
  ASSERT_TRUE(kept && *kept);
  EXPECT_THAT((*kept)->result, testing::HasSubstr("\"interrupted\": true"));
  EXPECT_EQ((*kept)->scenario, session_.document().text());
}

TEST_F(ARunsPage, TellsWhyAFileOfRunsCannotBeRead) {
  QFile file{QString::fromStdString(file_)};
  ASSERT_TRUE(file.open(QIODevice::WriteOnly));
  file.write(QByteArray(4096, 'x'));
  file.close();
  page_.entered();
  EXPECT_EQ(page_.shown(), 0);
  EXPECT_THAT(page_.note().text().toStdString(), testing::Not(testing::HasSubstr("No runs are kept yet")));
  EXPECT_THAT(page_.note().text().toStdString(), testing::HasSubstr(file_));
}

TEST_F(ARunsPage, TellsWhyARunCannotBeRemoved) {
  store("run", {});
  QFile file{QString::fromStdString(file_)};
  ASSERT_TRUE(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
  file.write(QByteArray(4096, 'x'));
  file.close();
  page_.remove_chosen();
  EXPECT_THAT(page_.note().text().toStdString(), testing::HasSubstr(file_));
  EXPECT_THAT(page_.note().text().toStdString(), testing::Not(testing::HasSubstr("1 run")));
}

TEST_F(ARunsPage, ReopensWhatWasPlayedWithTheSumOfItsSteps) {
  store("run", "agents.team.count=+1\nsettings.wrapup_time=30s\n");
  page_.reopen();
  EXPECT_EQ(session_.document().scenario()->agents.front().most(), 6U);
  EXPECT_EQ(session_.document().scenario()->settings.wrapup_time, std::chrono::seconds{30});
  EXPECT_THAT(page_.note().text().toStdString(), testing::Not(testing::HasSubstr("without")));
}

TEST_F(ARunsPage, ReopensTheBaseOfAComparisonAndSaysSo) {
  store("compare", "agents.team.count=+1\nagents.team.count=+2\n");
  page_.reopen();
  EXPECT_EQ(session_.document().scenario()->agents.front().most(), 5U);
  EXPECT_THAT(page_.note().text().toStdString(),
              testing::HasSubstr("without its changes: agents.team.count=+1; agents.team.count=+2"));
}

TEST_F(ARunsPage, ReopensTheBaseAndTellsWhyWhereAChangeCannotBeWritten) {
  store("run", "agents.team.skills=+1\n");
  page_.reopen();
  EXPECT_EQ(session_.document().scenario()->name, "Small");
  EXPECT_FALSE(session_.document().modified());
  EXPECT_THAT(page_.note().text().toStdString(), testing::HasSubstr("without its changes: "));
}

TEST_F(ARunsPage, ComparesSeveralAndExportsThemInEveryFormat) {
  keep("small.yaml");
  const std::string before = session_.document().text();
  session_.change({{path_of("agents.team.count"), "6"}}, {});
  ASSERT_TRUE(wait_until([this] { return session_.result_is_current() && session_.picture().done; }));
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
