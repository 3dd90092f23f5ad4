#include "gui/pages/live_page.h"

#include <QCheckBox>
#include <QFrame>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QTableWidget>
#include <QTimeEdit>
#include <fstream>

#include "tests/gui/live/fake_mi.h"
#include "tests/gui/pages/offscreen.h"

namespace ringside::gui {
namespace {

using Link = LiveClient::Link;

/// The lists of one moment, as an OpenSIPS answered them.
std::map<std::string, std::string> captured(const std::string& moment) {
  std::map<std::string, std::string> lists;
  std::ifstream in{RINGSIDE_MI_CAPTURES};
  for (std::string line; std::getline(in, line);) {
    const std::size_t colon = line.find(": {");
    if (colon == std::string::npos || line.find(moment) == std::string::npos) continue;
    const std::string head = line.substr(0, colon);
    lists["cc_" + head.substr(head.rfind(' ') + 1)] = line.substr(colon + 2);
  }
  return lists;
}

class ALivePage : public testing::Test {
 protected:
  ALivePage() {
    page_.resize(1300, 850);
    page_.show();
    EXPECT_TRUE(QTest::qWaitForWindowExposed(&page_));
    page_.client().set_poll_interval(20);
  }
  bool reaches(Link link) {
    return wait_until([this, link] { return page_.client().link() == link; });
  }

  FakeMi server_;
  Session session_;
  LivePage page_{session_, {}};
};

TEST_F(ALivePage, ShowsAnOpenSipsByItsOwnLists) {
  server_.results = captured("b_queue_agent | MI@2.71");
  ASSERT_EQ(server_.results.size(), 4U);
  page_.connect_to(server_.url());
  ASSERT_TRUE(reaches(Link::connected));
  EXPECT_EQ(page_.client().dialect(), LiveClient::Dialect::lists);
  ASSERT_TRUE(wait_until([this] { return page_.tables().queue().rowCount() == 1; }));
  EXPECT_EQ(page_.tables().queue().item(0, 0)->text(), QStringLiteral("Carol"));
  EXPECT_EQ(page_.tables().agents().item(0, 1)->text(), QStringLiteral("in a call"));
  server_.results = captured("b_queue_agent | MI@18.71");
  EXPECT_TRUE(wait_until([this] { return page_.tables().queue().rowCount() == 0; }));
}

TEST_F(ALivePage, TellsThatTheConnectionIsLostAndThatItIsBack) {
  server_.results = captured("b_queue_agent | MI@2.71");
  page_.connect_to(server_.url());
  ASSERT_TRUE(reaches(Link::connected));
  server_.die();
  ASSERT_TRUE(reaches(Link::lost));
  EXPECT_TRUE(page_.link_text().text().contains(QStringLiteral("lost")));
  EXPECT_FALSE(page_.tables().queue().isEnabled()) << "what is old does not look as if it were alive";
  ASSERT_TRUE(server_.listen());
  ASSERT_TRUE(reaches(Link::connected));
  EXPECT_TRUE(page_.tables().queue().isEnabled());
}

TEST_F(ALivePage, LogsAgentsInAndOutAndDispatchesWhatIsChosen) {
  server_.results = captured("j_external | MI@2.01");
  server_.results["cc_agent_login"] = "\"OK\"";
  server_.results["cc_dispatch_call_to_agent"] = R"({"code":403,"message":"Internal dispatching is enabled"})";
  page_.connect_to(server_.url());
  ASSERT_TRUE(wait_until([this] { return page_.tables().agents().rowCount() == 3 && page_.tables().queue().rowCount() == 1; }));
  EXPECT_EQ(page_.tables().agents().item(2, 0)->text(), QStringLiteral("a3")) << "who is not there comes last";
  page_.tables().agents().setCurrentCell(2, 0);
  const auto click = [this](const QString& text) {
    for (QPushButton* const button : page_.findChildren<QPushButton*>()) {
      if (button->text().remove(QLatin1Char('&')) == text) return QTest::mouseClick(button, Qt::LeftButton);
    }
    FAIL() << "no button " << text.toStdString();
  };
  click(QStringLiteral("Log in"));
  ASSERT_TRUE(wait_until([this] { return page_.told().text() == QStringLiteral("a3 is logged in."); }));
  const bool asked = std::any_of(server_.asked.begin(), server_.asked.end(), [](const std::string& body) {
    return body.find(R"("agent_id":"a3")") != std::string::npos && body.find(R"("state":"1")") != std::string::npos;
  });
  EXPECT_TRUE(asked);
  page_.tables().queue().setCurrentCell(0, 0);
  click(QStringLiteral("Dispatch"));
  EXPECT_TRUE(wait_until([this] { return page_.told().text().contains(QStringLiteral("Internal dispatching is enabled")); }));
}

TEST_F(ALivePage, ShowsWhetherCallsAreDispatchedAsTheEngineHasItWhateverWasClicked) {
  server_.results = captured("j_external | MI@2.01");
  server_.results["cc_agent_login"] = "\"OK\"";
  server_.results["cc_internal_call_dispatching"] = R"({"dispatching":"1"})";
  server_.refused[R"("dispatching":"0")"] = R"({"code":403,"message":"Not by you"})";
  QCheckBox* box = nullptr;
  for (QCheckBox* const one : page_.findChildren<QCheckBox*>()) {
    if (one->text().contains(QStringLiteral("ispatch calls"))) box = one;
  }
  ASSERT_NE(box, nullptr);
  page_.connect_to(server_.url());
  ASSERT_TRUE(wait_until([&] { return box->isChecked(); }));
  box->click();
  EXPECT_FALSE(box->isChecked());
  ASSERT_TRUE(wait_until([this] { return page_.told().text().contains(QStringLiteral("Not by you")); }));
  EXPECT_TRUE(QTest::qWaitFor([&] { return box->isChecked(); }, 2000)) << "it was refused";
  server_.results["cc_internal_call_dispatching"] = R"({"dispatching":"0"})";  // somebody else
  page_.client().log_agent("a3", true);
  EXPECT_TRUE(QTest::qWaitFor([&] { return !box->isChecked(); }, 2000)) << "asked after every answer";
}

TEST_F(ALivePage, ShowsWhatTheNextHoursMayBringFromWhoIsThereNow) {
  std::ifstream in{RINGSIDE_SCENARIOS "/tech_support_day.yaml"};
  session_.open({std::istreambuf_iterator<char>{in}, {}}, RINGSIDE_SCENARIOS "/tech_support_day.yaml");
  server_.results["rs_snapshot"] =
      R"({"Time": 1699963200, "Flows": [], "Agents": [{"id": "late-1", "Loged in": "YES", "State": "free"}],
          "Queue": [{"id": "1.0", "ETW": 30}], "Calls": [
          {"id": "1.0", "State": "queued", "Call Time": 50, "Flow": "tech_support", "Media": "RTP", "Queue Time": 40}]})";
  page_.connect_to(server_.url());
  ASSERT_TRUE(reaches(Link::connected));
  OutlookBar& outlook = page_.outlook();
  outlook.from().setTime({12, 0});
  EXPECT_EQ(page_.board().panel("next_queue"), nullptr);
  QTest::mouseClick(&outlook.button(), Qt::LeftButton);
  ASSERT_TRUE(wait_until([&] { return outlook.text().text().contains(QStringLiteral("12:00 – 14:00")); }))
      << outlook.text().text().toStdString();
  EXPECT_TRUE(outlook.text().text().contains(QStringLiteral("service level")));
  page_.board().finish();
  ASSERT_NE(page_.board().panel("next_queue"), nullptr);
  EXPECT_EQ(page_.board().panel("next_queue")->view().described().labels.size(), 24U);
  outlook.from().setTime({22, 0});
  ASSERT_TRUE(wait_until([&] { return outlook.text().text().contains(QStringLiteral("the scenario is of 08:00 to 18:00")); }));
  EXPECT_EQ(page_.board().panel("next_queue"), nullptr) << "what is no longer so is not shown";
  QTest::mouseClick(&outlook.button(), Qt::LeftButton);
  EXPECT_FALSE(outlook.text().text().contains(QStringLiteral("22:00")));
}

TEST_F(ALivePage, KeepsWhoIsChosenWhereverHeStands) {
  LiveState state;
  for (const char* const id : {"1.0", "2.0", "3.0"}) {
    LiveWaiting call;
    call.id = call.caller = id;
    state.queue.push_back(call);
  }
  for (const char* const id : {"a1", "a2"}) state.agents.push_back({id, true, "free", {}, {}, {}});
  QTableWidget& queue = page_.tables().queue();
  QTableWidget& agents = page_.tables().agents();
  page_.take(state, 36000);
  queue.setCurrentCell(1, 0);
  agents.setCurrentCell(0, 0);
  state.queue.erase(state.queue.begin());
  state.agents[0].logged_in = false;
  page_.take(state, 36001);
  EXPECT_EQ(queue.currentRow(), 0) << "2.0 has moved up";
  EXPECT_EQ(agents.currentRow(), 1) << "a1 is no longer there, and stands below";
  state.queue.erase(state.queue.begin());
  page_.take(state, 36002);
  EXPECT_EQ(queue.currentRow(), -1) << "2.0 has gone; 3.0 was not chosen";
}

TEST_F(ALivePage, RaisesAnAlarmAtItsThreshold) {
  server_.results = captured("b_queue_agent | MI@2.71");
  page_.limit(Alarm::queue).setValue(2);
  page_.limit(Alarm::wait).setValue(0);
  page_.connect_to(server_.url());
  ASSERT_TRUE(wait_until([this] { return page_.tables().queue().rowCount() == 1; }));
  EXPECT_FALSE(page_.alarm().isVisible());
  page_.limit(Alarm::queue).setValue(1);
  EXPECT_TRUE(page_.alarm().isVisible());
}

TEST_F(ALivePage, SurvivesAServerThatAnswersNonsense) {
  server_.raw = "HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n{\"resul";
  page_.connect_to(server_.url());
  ASSERT_TRUE(reaches(Link::lost));
  server_.raw.clear();
  server_.results["rs_snapshot"] = R"({"Agents": 7})";
  ASSERT_TRUE(wait_until([this] { return page_.client().reason().contains(QStringLiteral("Agents")); }));
  server_.results["rs_snapshot"] = R"({"Agents": [], "Queue": []})";
  EXPECT_TRUE(reaches(Link::connected));
  EXPECT_EQ(page_.client().connect_to(QStringLiteral("ftp://somewhere")).isEmpty(), false);
}

/// Ten states a second, as a busy engine might send them, with 200 agents.
TEST_F(ALivePage, TakesTenStatesASecondWithLittleWork) {
  LiveState state;
  for (int i = 0; i < 200; ++i)
    state.agents.push_back({"agent-" + std::to_string(i), true, i % 2 == 0 ? "incall" : "free", {}, {}, {}});
  for (int i = 0; i < 40; ++i) {
    LiveWaiting call;
    call.id = std::to_string(i);
    call.caller = "caller";
    state.queue.push_back(call);
  }
  constexpr int kStates = 100;  // ten seconds
  const std::clock_t begin = std::clock();
  for (int i = 0; i < kStates; ++i) {
    for (LiveWaiting& call : state.queue) call.waited = i / 10;
    state.agents[static_cast<std::size_t>(i)].state = "wrapup";
    page_.take(state, 36000 + i / 10.0);
    QApplication::processEvents();
    if (i % 10 == 9) {  // charts are drawn once a second
      page_.show_charts();
      page_.board().finish();
      page_.grab();
    }
  }
  const double cpu = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
  std::cout << "live view at 10 Hz: " << 100 * cpu / 10 << " % of a core\n";
  EXPECT_EQ(page_.tables().agents().rowCount(), 200);
}

}  // namespace
}  // namespace ringside::gui
