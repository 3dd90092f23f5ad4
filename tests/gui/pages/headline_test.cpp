#include "gui/widgets/headline.h"

#include <QFrame>
#include <QLabel>
#include <QLocale>

#include "reports/charts/chart.h"
#include "tests/gui/pages/offscreen.h"

namespace ringside::gui {
namespace {

report::Figure figure(const char* name, double numerator, double denominator, double half_width) {
  report::Figure made;
  made.name = name;
  made.estimate = {denominator == 0 ? 0 : numerator / denominator, half_width, 10};
  made.numerator = numerator;
  made.denominator = denominator;
  return made;
}

/// Two groups whose days go up and down together: of both together nothing is surer than of one.
report::Result day(double in_time, double offered, double busy) {
  report::Result result;
  result.total.figures = {figure("service_level", in_time, offered, 0.05)};
  result.groups = {{"early", {figure("occupancy", busy / 2, 500, 0.1)}}, {"late", {figure("occupancy", busy / 2, 500, 0.1)}}};
  result.all_agents.figures = {figure("occupancy", busy, 1000, 0.1)};
  result.days = {{"service_level", {in_time / 2, in_time / 2}, {offered / 2, offered / 2}}};
  return result;
}

struct Tile {
  QString value, width, change;
};

Tile tile(const Headline& headline, const QString& name) {
  for (const QFrame* const card : headline.findChildren<QFrame*>(QString{}, Qt::FindDirectChildrenOnly)) {
    const auto labels = card->findChildren<QLabel*>();
    if (labels.size() == 4 && labels[0]->text() == name) return {labels[1]->text(), labels[2]->text(), labels[3]->text()};
  }
  ADD_FAILURE() << "no tile " << name.toStdString();
  return {};
}

TEST(AHeadline, TellsHowSureTheAgentsAreTogether) {
  Headline headline;
  headline.show_result(day(80, 100, 700), nullptr);
  EXPECT_EQ(tile(headline, QStringLiteral("Agents busy")).width,
            QStringLiteral("± ") + QString::fromStdString(report::written_width(0.1, report::ChartUnit::share)));
}

TEST(AHeadline, WritesAllNumbersAsTheLanguageDoes) {
  const QLocale before;
  QLocale::setDefault(QLocale{QLocale::German});
  Headline headline;
  headline.show_result(day(80.5, 100, 700), nullptr);
  const Tile shown = tile(headline, QStringLiteral("Answered in time"));
  QLocale::setDefault(before);
  EXPECT_TRUE(shown.value.contains(QLatin1Char(','))) << shown.value.toStdString();
  EXPECT_TRUE(shown.width.contains(QLatin1Char(','))) << shown.width.toStdString();
}

TEST(AHeadline, SaysAsOpenedOnlyOfWhatIsKnownToBeSo) {
  Headline headline;
  const report::Result opened = day(80, 100, 700);
  headline.show_result(opened, &opened);
  EXPECT_EQ(tile(headline, QStringLiteral("Agents busy")).change, QStringLiteral("as opened"));
  headline.show_result(day(80, 100, 900), &opened);
  EXPECT_EQ(tile(headline, QStringLiteral("Answered in time")).change, QStringLiteral("as opened"));
  EXPECT_EQ(tile(headline, QStringLiteral("Agents busy")).change, QString{}) << "no days are kept of it that could be paired";
  headline.show_result(day(60, 100, 900), &opened);
  EXPECT_TRUE(tile(headline, QStringLiteral("Answered in time")).change.contains(QStringLiteral("since opened")));
}

TEST(AHeadline, TellsNoShareOfCallsWhereNoneCame) {
  Headline headline;
  const report::Result empty = day(0, 0, 0);
  headline.show_result(empty, nullptr);
  EXPECT_EQ(tile(headline, QStringLiteral("Answered in time")).value, QStringLiteral("–"));
  EXPECT_EQ(tile(headline, QStringLiteral("Answered in time")).width, QString{});
  headline.show_result(day(80, 100, 700), &empty);
  EXPECT_EQ(tile(headline, QStringLiteral("Answered in time")).change, QString{}) << "there is nothing to compare with";
}

}  // namespace
}  // namespace ringside::gui
