#include "gui/pages/compare_page.h"

#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>

#include "tests/gui/pages/offscreen.h"

namespace ringside::gui {
namespace {

class AComparePage : public testing::Test {
 protected:
  AComparePage() {
    QFile file{QStringLiteral(RINGSIDE_SCENARIOS "/audio_and_chat.yaml")};
    EXPECT_TRUE(file.open(QIODevice::ReadOnly));
    std::string text = file.readAll().toStdString();
    text.replace(text.find("replications: 100"), 17, "replications: 20");  // enough for a story
    session_.open(text, {});
    page_.resize(1200, 800);
    page_.show();
    EXPECT_TRUE(QTest::qWaitForWindowExposed(&page_));
    page_.entered();
  }
  bool played() {
    return wait_until([this] { return page_.picture().done; });
  }
  QStringList sentences() {
    QStringList all;
    for (const QLabel* const label : page_.findChildren<QLabel*>()) all.append(label->text());
    return all;
  }

  Session session_;
  ComparePage page_{session_};
};

TEST_F(AComparePage, ComparesTheVariantsThatTheScenarioBringsAlongAndSaysItInWords) {
  ASSERT_TRUE(played());
  EXPECT_EQ(page_.variants().count(), 2);
  ASSERT_TRUE(page_.picture().comparison) << page_.picture().error;
  ASSERT_EQ(page_.picture().comparison->variants.size(), 3U);
  const QString words = sentences().join(QLatin1Char('\n'));
  EXPECT_TRUE(words.contains(QStringLiteral("full load: "))) << words.toStdString();
}

TEST_F(AComparePage, TakesATypedChangeAsAVariantAndTellsWhatIsWrongWithAnother) {
  ASSERT_TRUE(played());
  auto* const change = page_.findChild<QLineEdit*>();
  QTest::keyClicks(change, QStringLiteral("agents.both.count=many"));
  QTest::keyClick(change, Qt::Key_Return);
  EXPECT_EQ(page_.variants().count(), 2);
  EXPECT_TRUE(sentences().join(QLatin1Char('\n')).contains(QStringLiteral("agents.both.count")));
  change->clear();
  QTest::keyClicks(change, QStringLiteral("agents.both.count=+2"));
  QTest::keyClick(change, Qt::Key_Return);
  ASSERT_EQ(page_.variants().count(), 3);
  ASSERT_TRUE(played());
  EXPECT_EQ(page_.picture().comparison->variants.back().name, "agents.both.count=+2");
  page_.variants().item(0)->setCheckState(Qt::Unchecked);
  ASSERT_TRUE(played());
  EXPECT_EQ(page_.picture().comparison->variants.size(), 3U);
  page_.variants().setCurrentRow(2);
  page_.variants().setFocus();
  QTest::keyClick(&page_.variants(), Qt::Key_Delete);
  EXPECT_EQ(page_.variants().count(), 2);
}

TEST_F(AComparePage, TakesWhatIsOpenAsAVariantOfWhatWasPinned) {
  ASSERT_TRUE(played());
  session_.change({{path_of("agents.writers.count"), "5"}}, {});
  page_.add_open();
  ASSERT_TRUE(played());
  ASSERT_TRUE(page_.picture().comparison) << page_.picture().error;
  EXPECT_EQ(page_.picture().comparison->variants.size(), 4U);
}

}  // namespace
}  // namespace ringside::gui
