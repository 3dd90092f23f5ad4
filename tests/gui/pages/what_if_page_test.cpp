#include "gui/pages/what_if_page.h"

#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QSlider>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTimer>
#include <QToolButton>
#include <fstream>

#include "gui/main_window.h"
#include "gui/widgets/day_curve.h"
#include "gui/widgets/span_bars.h"
#include "tests/gui/pages/offscreen.h"

namespace ringside::gui {
namespace {

std::string file_text(const std::string& name) {
  std::ifstream in{std::string{RINGSIDE_SCENARIOS} + "/" + name, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

class AWhatIfPage : public testing::Test {
 protected:
  explicit AWhatIfPage(const std::string& scenario = "tech_support_day.yaml")
      : window_{{.autosave = QDir::tempPath() + QStringLiteral("/ringside-autosave-%1").arg(QCoreApplication::applicationPid()),
                 .remember = false}},
        text_{file_text(scenario)} {
    EXPECT_EQ(window_.open_file(QString::fromStdString(std::string{RINGSIDE_SCENARIOS} + "/" + scenario)), QString{});
    window_.show();
    EXPECT_TRUE(QTest::qWaitForWindowExposed(&window_));
  }

  bool pictured() {
    return wait_until([this] { return session().picture().result != nullptr; });
  }
  Session& session() { return window_.session(); }
  WhatIfPage& page() { return window_.what_if(); }
  const std::string& text() { return session().document().text(); }
  void press(const QKeySequence& keys) { QTest::keySequence(&window_, keys); }

  MainWindow window_;
  std::string text_;
};

TEST_F(AWhatIfPage, ShowsChartsOfAScenarioThatWasOpened) {
  ASSERT_TRUE(pictured());
  page().board().finish();
  for (const char* id : {"service_level", "queue_depth", "announced_wait", "waits", "occupancy"}) {
    ASSERT_NE(page().board().panel(id), nullptr) << id;
    EXPECT_FALSE(page().board().panel(id)->view().accessibleDescription().isEmpty()) << id;
  }
}

TEST_F(AWhatIfPage, TurnsASliderWithTheKeysSimulatesAndTakesItBackByteForByte) {
  ASSERT_TRUE(wait_until([this] { return session().opened_result() != nullptr; }));
  QSlider* const slider = page().knobs().slider("agents.early.count");
  ASSERT_NE(slider, nullptr);
  slider->setFocus();
  for (int i = 0; i < 4; ++i) QTest::keyClick(slider, Qt::Key_Left);
  EXPECT_EQ(session().document().scenario()->agents.front().most(), 12U);
  EXPECT_THAT(page().editor().toPlainText().toStdString(), testing::HasSubstr("{at: 0h, agents: 12}"));
  const auto asked = session().document().scenario();
  ASSERT_TRUE(wait_until([this] { return session().picture().done; }));
  const double before = session().opened_result()->total.find("service_level")->estimate.value;
  EXPECT_LT(session().picture().result->total.find("service_level")->estimate.value, before);
  press(QKeySequence::Undo);
  EXPECT_EQ(text(), text_);
  EXPECT_FALSE(session().document().modified());
  EXPECT_EQ(slider->value(), 16);
  press(QKeySequence::Redo);
  EXPECT_EQ(session().document().scenario()->agents.front().most(), 12U);
}

TEST_F(AWhatIfPage, DragsASliderAsOneStep) {
  QSlider* const slider = page().knobs().slider("settings.wrapup_time");
  ASSERT_NE(slider, nullptr);
  slider->setSliderDown(true);
  for (const int position : {5, 7, 9}) slider->setSliderPosition(position);
  slider->setSliderDown(false);
  EXPECT_EQ(session().document().scenario()->settings.wrapup_time, std::chrono::seconds{45});
  press(QKeySequence::Undo);
  EXPECT_EQ(text(), text_);
}

TEST_F(AWhatIfPage, TakesWhatIsTypedAndKeepsTheLastValidScenarioMeanwhile) {
  const auto valid = session().document().scenario();
  YamlEditor& editor = page().editor();
  editor.setFocus();
  editor.moveCursor(QTextCursor::End);
  QTest::keyClicks(&editor, QStringLiteral("horizn: 3h"));
  ASSERT_TRUE(wait_until([this] { return !session().document().faults().empty(); }));
  EXPECT_TRUE(page().banner().isVisible());
  EXPECT_EQ(session().document().scenario(), valid);
  auto* const there = page().banner().findChild<QPushButton*>();
  QTest::mouseClick(there, Qt::LeftButton);
  EXPECT_EQ(editor.textCursor().blockNumber() + 1, session().document().faults().front().line);
  press(QKeySequence::Undo);
  EXPECT_EQ(text(), text_);
  EXPECT_FALSE(page().banner().isVisible());
  EXPECT_EQ(editor.toPlainText().toStdString(), text_);
}

TEST_F(AWhatIfPage, LeavesBytesAsTheyAreThatTheEditorShowsInItsOwnWay) {
  const std::string head = "\xEF\xBB\xBF# a\u00a0comment\u2028of two\r\n";
  const std::string opened = head + text_ + "# \U0001F600\n";
  session().open(opened, {});
  YamlEditor& editor = page().editor();
  editor.take_typing();
  EXPECT_FALSE(session().document().modified()) << "nobody typed anything";
  QTest::keyClick(page().knobs().slider("agents.early.count"), Qt::Key_Left);
  EXPECT_NE(text(), opened);
  press(QKeySequence::Undo);
  EXPECT_EQ(text(), opened);
  editor.setFocus();
  editor.moveCursor(QTextCursor::End);
  QTest::keyClicks(&editor, QStringLiteral("# end"));
  editor.take_typing();
  EXPECT_EQ(text(), opened + "# end");
  QTest::keyClick(&editor, Qt::Key_Return);
  editor.take_typing();
  EXPECT_EQ(text(), opened + "# end\n") << "as the line above it ends";
  editor.moveCursor(QTextCursor::Start);
  editor.moveCursor(QTextCursor::EndOfBlock);
  QTest::keyClicks(&editor, QStringLiteral(", and more"));
  editor.take_typing();
  EXPECT_EQ(text(), head.substr(0, head.size() - 2) + ", and more\r\n" + text_ + "# \U0001F600\n# end\n");
  EXPECT_TRUE(session().document().faults().empty());
}

TEST_F(AWhatIfPage, WritesAFieldOfTheFormWhenEnterIsPressedAndTellsWhatIsWrongBelowIt) {
  page().tabs().setCurrentIndex(1);
  FormPanel& form = page().form(FormPanel::Part::flows);
  QLineEdit* const field = form.field("flows.tech_support.message_welcome");
  ASSERT_NE(field, nullptr);
  EXPECT_EQ(field->text(), QStringLiteral("8s"));
  field->setFocus();
  field->selectAll();
  QTest::keyClicks(field, QStringLiteral("12s"));
  QTest::keyClick(field, Qt::Key_Return);
  EXPECT_THAT(text(), testing::HasSubstr("    message_welcome: 12s\n"));
  field->selectAll();
  QTest::keyClicks(field, QStringLiteral("soon"));
  QTest::keyClick(field, Qt::Key_Return);
  EXPECT_NE(session().document().fault_at("flows.tech_support.message_welcome"), nullptr);
  EXPECT_TRUE(field->property("wrong").toBool());
  while (session().document().can_undo()) press(QKeySequence::Undo);
  EXPECT_EQ(text(), text_);
  EXPECT_EQ(field->text(), QStringLiteral("8s"));
}

TEST_F(AWhatIfPage, RemovesAGroupWhileOneOfItsFieldsIsBeingEdited) {
  page().tabs().setCurrentIndex(2);
  FormPanel& form = page().form(FormPanel::Part::agents);
  QLineEdit* const field = form.field("agents.early.cost");
  ASSERT_NE(field, nullptr);
  field->setFocus();
  field->selectAll();
  QTest::keyClicks(field, QStringLiteral("30"));
  for (QToolButton* const button : form.findChildren<QToolButton*>()) {
    if (button->text() == QStringLiteral("－")) {
      button->click();  // as an aid to the blind does it: the field keeps the focus
      break;
    }
  }
  EXPECT_THAT(text(), testing::Not(testing::HasSubstr("early")));
  EXPECT_EQ(form.field("agents.early.cost"), nullptr);
  EXPECT_NE(form.field("agents.late.cost"), nullptr);
  press(QKeySequence::Undo);
  EXPECT_EQ(text(), text_);
}

TEST_F(AWhatIfPage, DrawsArrivalsWithTheMouseAndAgentsWithTheKeys) {
  page().tabs().setCurrentIndex(1);
  DayCurve* const arrivals = page().form(FormPanel::Part::flows).curve();
  ASSERT_NE(arrivals, nullptr);
  arrivals->resize(340, 130);
  const QPoint place = arrivals->place_of(2).toPoint();
  QTest::mousePress(arrivals, Qt::LeftButton, {}, place);
  QTest::mouseMove(arrivals, place + QPoint{0, 20});
  QTest::mouseRelease(arrivals, Qt::LeftButton, {}, place + QPoint{0, 20});
  EXPECT_THAT(text(), testing::Not(testing::HasSubstr("[160/h, 280/h, 360/h,")));
  EXPECT_THAT(text(), testing::HasSubstr("[160/h, 280/h, "));
  press(QKeySequence::Undo);
  EXPECT_EQ(text(), text_);
  page().tabs().setCurrentIndex(2);
  DayCurve* const agents = page().form(FormPanel::Part::agents).curve();
  ASSERT_NE(agents, nullptr);
  agents->setFocus();
  QTest::keyClick(agents, Qt::Key_Up);
  EXPECT_THAT(text(), testing::HasSubstr("{at: 0h, agents: 17}"));
  press(QKeySequence::Undo);
  EXPECT_EQ(text(), text_);
}

TEST_F(AWhatIfPage, PullsOpeningHoursAsBarsWithTheMouseAndTheKeysAndTakesAllOfItBack) {
  page().tabs().setCurrentIndex(1);
  SpanBars* const bars = page().form(FormPanel::Part::flows).bars("flows.tech_support.opening_hours");
  ASSERT_NE(bars, nullptr);
  bars->resize(600, bars->height());
  const auto pull = [&](const QPointF& from, const QPointF& to) {
    QTest::mousePress(bars, Qt::LeftButton, {}, from.toPoint());
    QTest::mouseMove(bars, to.toPoint());
    QTest::mouseRelease(bars, Qt::LeftButton, {}, to.toPoint());
  };
  const auto hours = [](double n) { return 3600 * n; };
  pull(bars->place_of_time(hours(1)), bars->place_of_time(hours(4.74)));
  EXPECT_THAT(text(), testing::HasSubstr("opening_hours: [{from: 1h, to: 5h}]")) << "the first one is drawn";
  pull(bars->place_of(0, Grip::end), bars->place_of_time(hours(8)));
  EXPECT_THAT(text(), testing::HasSubstr("opening_hours: [{from: 1h, to: 8h}]"));
  EXPECT_TRUE(session().document().faults().empty());
  bars->setFocus();
  QTest::keyClick(bars, Qt::Key_Left);
  EXPECT_THAT(text(), testing::HasSubstr("[{from: 45m, to: 7h45m}]"));
  QTest::keyClick(bars, Qt::Key_Right, Qt::ControlModifier);
  QTest::keyClick(bars, Qt::Key_Right, Qt::ShiftModifier);
  EXPECT_THAT(text(), testing::HasSubstr("[{from: 1h, to: 8h}]"));
  QTest::keyClick(bars, Qt::Key_Insert);
  EXPECT_THAT(text(), testing::HasSubstr("[{from: 1h, to: 8h}, {from: 8h, to: 10h}]"));
  EXPECT_TRUE(bars->accessibleDescription().contains(QStringLiteral("16:00 – 18:00")));
  QTest::keyClick(bars, Qt::Key_Up);
  QTest::keyClick(bars, Qt::Key_Delete);
  EXPECT_THAT(text(), testing::HasSubstr("opening_hours: [{from: 8h, to: 10h}]"));
  QTest::keyClick(bars, Qt::Key_Delete);
  EXPECT_THAT(text(), testing::Not(testing::HasSubstr("opening_hours")));
  while (session().document().can_undo()) press(QKeySequence::Undo);
  EXPECT_EQ(text(), text_);
}

TEST_F(AWhatIfPage, SwitchesSeriesOffZoomsAndComesBack) {
  ASSERT_TRUE(pictured());
  page().board().finish();
  ChartPanel* const panel = page().board().panel("announced_wait");
  ASSERT_NE(panel, nullptr);
  ASSERT_GT(panel->legend().size(), 1U);
  QTest::mouseClick(panel->legend()[1], Qt::LeftButton);
  EXPECT_FALSE(panel->view().is_shown(1));
  const auto all = panel->view().sight();
  panel->view().setFocus();
  QTest::keyClick(&panel->view(), Qt::Key_Plus);
  EXPECT_LT(panel->view().sight().second - panel->view().sight().first, all.second - all.first);
  ASSERT_TRUE(wait_until([this] { return session().picture().done; }));
  page().board().finish();
  EXPECT_FALSE(panel->view().is_shown(1)) << "new numbers do not switch it on again";
  EXPECT_LT(panel->view().sight().second - panel->view().sight().first, all.second - all.first);
  QTest::keyClick(&panel->view(), Qt::Key_0);
  EXPECT_EQ(panel->view().sight(), all);
}

TEST_F(AWhatIfPage, RescuesWhatWasNotSaved) {
  const QString path = QDir::tempPath() + QStringLiteral("/ringside-rescue-%1").arg(QCoreApplication::applicationPid());
  Session session;
  Autosave autosave{session, path, 0};
  session.open(text_, "a.yaml");
  session.change({{path_of("volume"), "1.5"}}, {});
  ASSERT_TRUE(wait_until([&] { return autosave.rescued().has_value(); }));
  EXPECT_EQ(autosave.rescued()->text, session.document().text());
  EXPECT_EQ(autosave.rescued()->file, "a.yaml");
  session.undo();
  EXPECT_FALSE(autosave.rescued()) << "nothing is left to rescue";
}

TEST(AWindow, OffersWhatAStartThatDiedHadNotSavedThoughItOpensAScenarioFirst) {
  const QTemporaryDir folder;
  const QString path = folder.filePath(QStringLiteral("autosave.json"));
  std::string changed;
  {
    Session session;
    Autosave autosave{session, path, 0};
    session.open(file_text("small.yaml"), {});
    session.change({{path_of("volume"), "1.5"}}, {});
    changed = session.document().text();
    ASSERT_TRUE(wait_until([&] { return QFile::exists(path); }));
  }
  MainWindow window{{.autosave = path, .runs = folder.filePath(QStringLiteral("runs.db")).toStdString()}};
  window.open_sample();
  QTimer::singleShot(0, [] {
    if (auto* const box = qobject_cast<QMessageBox*>(QApplication::activeModalWidget())) box->button(QMessageBox::Yes)->click();
  });
  window.welcome();
  EXPECT_EQ(window.session().document().text(), changed);
  window.session().undo();
  EXPECT_FALSE(QFile::exists(path)) << "restored and taken back: nothing is left to rescue";
}

TEST(ASecondProgram, KeepsItsChangesBesideThoseOfTheFirst) {
  const QTemporaryDir folder;
  const QString path = folder.filePath(QStringLiteral("autosave.json"));
  Session one;
  Session other;
  Autosave of_one{one, path, 0};
  one.open(file_text("small.yaml"), {});
  one.change({{path_of("volume"), "1.5"}}, {});
  ASSERT_TRUE(wait_until([&] { return of_one.rescued().has_value(); }));
  Autosave of_other{other, path, 0};
  EXPECT_FALSE(of_other.rescued()) << "the first one is alive; nothing is to be rescued";
  other.open(file_text("small.yaml"), {});
  EXPECT_TRUE(of_one.rescued());
  other.change({{path_of("volume"), "2"}}, {});
  ASSERT_TRUE(wait_until([&] { return of_other.rescued().has_value(); }));
  EXPECT_EQ(of_other.rescued()->text, other.document().text());
  EXPECT_EQ(of_one.rescued()->text, one.document().text());
}

}  // namespace
}  // namespace ringside::gui
