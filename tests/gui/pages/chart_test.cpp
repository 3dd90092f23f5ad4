#include <QClipboard>
#include <QFile>
#include <QGraphicsTextItem>
#include <QImage>
#include <QLocale>
#include <QMimeData>
#include <QTemporaryDir>
#include <QtCharts/QValueAxis>
#include <QtCharts/QXYSeries>
#include <cmath>

#include "gui/charts/chart_export.h"
#include "gui/charts/chart_panel.h"
#include "gui/models/chart_csv.h"
#include "reports/qt/qt_chart.h"
#include "tests/gui/pages/offscreen.h"

namespace ringside::gui {
namespace {

report::Chart small_chart() {
  report::Chart chart;
  chart.id = "waits";
  chart.title = "Waits";
  chart.x_title = "time";
  chart.y_title = "seconds";
  chart.unit = report::ChartUnit::seconds;
  chart.labels = {"08:00", "09:00", "=cmd()"};
  chart.spans = {"08:00 – 09:00", "09:00 – 10:00", "=cmd()"};
  chart.series.push_back({"mean",
                          report::Tone::first,
                          report::Look::line,
                          {1, 2, std::nan("")},
                          {0.5, 1.5, std::nan("")},
                          {1.5, 2.5, std::nan("")}});
  chart.series.push_back({"other", report::Tone::second, report::Look::bar, {3, 1, 2}, {}, {}});
  return chart;
}

QByteArray written(const QString& file) {
  QFile in{file};
  EXPECT_TRUE(in.open(QIODevice::ReadOnly));
  return in.readAll();
}

TEST(AChart, CountsDifferencesInRoundSteps) {
  report::Chart chart;
  chart.id = "differences";
  chart.unit = report::ChartUnit::points;
  chart.labels = {"a", "b"};
  chart.series.push_back(
      {"difference", report::Tone::first, report::Look::range, {0.029, -0.003}, {0.025, -0.006}, {0.033, 0.001}});
  ChartView view;
  view.show_chart(chart);
  const auto* const values = qobject_cast<QValueAxis*>(view.chart()->axes(Qt::Vertical).value(0));
  ASSERT_NE(values, nullptr);
  EXPECT_DOUBLE_EQ(values->tickInterval(), 1) << "points";
  EXPECT_DOUBLE_EQ(values->max(), 4);
}

QStringList texts_in(const ChartView& view) {
  QStringList texts;
  for (const QGraphicsItem* const item : view.scene()->items()) {
    if (const auto* const text = qgraphicsitem_cast<const QGraphicsTextItem*>(item)) texts << text->toPlainText();
  }
  return texts;
}

TEST(AnAxis, WritesItsNumbersAsTheLanguageDoesWithTheUnit) {
  report::Chart chart;
  chart.id = "level";
  chart.unit = report::ChartUnit::share;
  chart.labels = {"a", "b"};
  chart.series.push_back({"level", report::Tone::first, report::Look::line, {0.001, 0.004}, {}, {}});
  const QLocale before;
  for (const auto& [language, wanted] : {std::pair{QLocale::English, "0.2 %"}, std::pair{QLocale::German, "0,2 %"}}) {
    QLocale::setDefault(QLocale{language});
    ChartView view;
    view.resize(500, 300);
    view.show_chart(chart);
    view.grab();
    EXPECT_TRUE(texts_in(view).contains(QString::fromLatin1(wanted)))
        << texts_in(view).join(QStringLiteral(" | ")).toStdString();
  }
  QLocale::setDefault(before);
}

TEST(AChart, ShowsALineOfOnePointToo) {
  report::Chart chart;
  chart.id = "one";
  chart.labels = {"08:00"};
  chart.series.push_back({"queue", report::Tone::first, report::Look::line, {3}, {}, {}});
  ChartView view;
  view.show_chart(chart);
  const auto* const line = qobject_cast<QXYSeries*>(view.chart()->series().value(0));
  ASSERT_NE(line, nullptr);
  EXPECT_TRUE(line->pointsVisible());
}

TEST(AChart, IsWrittenAsPictureVectorPageAndTable) {
  const QTemporaryDir folder;
  const ChartSight all{{true, true}, 0, 0};
  const auto save = [&](const char* name) {
    const auto saved = export_chart(small_chart(), all, folder.filePath(QString::fromLatin1(name)));
    EXPECT_TRUE(saved) << (saved ? "" : saved.error().toStdString());
    return written(folder.filePath(QString::fromLatin1(name)));
  };
  EXPECT_FALSE(QImage::fromData(save("a.png"), "PNG").isNull());
  EXPECT_TRUE(save("a.svg").contains("<svg"));
  EXPECT_TRUE(save("a.pdf").startsWith("%PDF-"));
  EXPECT_EQ(save("a.csv").toStdString(),
            "time,mean,mean low,mean high,other\r\n08:00 – 09:00,1,0.5,1.5,3\r\n09:00 – 10:00,2,1.5,2.5,1\r\n'=cmd(),,,,2\r\n");
  EXPECT_FALSE(export_chart(small_chart(), all, folder.filePath(QStringLiteral("a.doc"))));
  EXPECT_FALSE(export_chart(small_chart(), all, folder.filePath(QStringLiteral("none/a.png"))));
}

TEST(AChart, IsCopiedAsPictureAndAsValues) {
  ChartPanel panel;
  panel.show_chart(small_chart());
  panel.copy_values();
  EXPECT_EQ(QApplication::clipboard()->text().toStdString(), chart_csv(small_chart()));
  panel.copy_picture();
  EXPECT_FALSE(QApplication::clipboard()->image().isNull());
}

TEST(AChart, TellsTheValuesOfThePositionUnderTheMouse) {
  ChartPanel panel;
  panel.resize(500, 300);
  panel.show_chart(small_chart());
  panel.show();
  ASSERT_TRUE(QTest::qWaitForWindowExposed(&panel));
  const QImage before = panel.view().grab().toImage();
  QTest::mouseMove(panel.view().viewport(), panel.view().viewport()->rect().center());
  panel.view().point_at(1);
  EXPECT_NE(panel.view().grab().toImage(), before);
}

TEST(AChartThatGrows, KeepsItsAxesAndWhatIsLookedAt) {
  report::Chart chart = small_chart();
  chart.series.resize(1);
  ChartView view;
  view.resize(500, 300);
  view.show_chart(chart);
  const auto axes = view.chart()->axes();
  for (int i = 0; i < 5; ++i) {
    chart.labels.push_back("1" + std::to_string(i) + ":00");
    chart.spans.push_back(chart.labels.back());
    chart.series[0].values.push_back(i);
    chart.series[0].low.push_back(i);
    chart.series[0].high.push_back(i);
    view.show_chart(chart);
  }
  EXPECT_EQ(view.chart()->axes(), axes);
  EXPECT_EQ(view.sight(), (std::pair{0.0, 7.0})) << "all of it was in sight, and still is";
  view.look_at(1, 4);
  chart.labels.emplace_back("15:00");
  view.show_chart(chart);
  EXPECT_EQ(view.sight(), (std::pair{1.0, 4.0}));
}

TEST(AChartOfShares, NeverCountsBeyondAllThereIs) {
  report::Chart chart = small_chart();
  chart.unit = report::ChartUnit::share;
  chart.series.resize(1);
  ChartView view;
  view.resize(500, 300);
  const auto end_with = [&](double value, double high) {
    chart.series[0].values = {0.1, value, 0.2};
    chart.series[0].low = chart.series[0].values;
    chart.series[0].high = {0.1, high, 0.2};
    view.show_chart(chart);
    for (QAbstractAxis* const axis : view.chart()->axes(Qt::Vertical)) {
      if (auto* const numbers = qobject_cast<QValueAxis*>(axis)) return numbers->max();
    }
    return 0.0;
  };
  EXPECT_EQ(end_with(0.3, 0.35), 40);
  EXPECT_EQ(end_with(0.97, 1.2), 100) << "the interval reaches beyond";
  EXPECT_EQ(end_with(1.004, 1.1), 100) << "answered in another interval than offered";
  EXPECT_EQ(end_with(0.6, 0.65), 100);
}

TEST(AChartOfSharesOnPaper, EndsAtAllThereIsWithRoundNumbersBelow) {
  report::Chart chart = small_chart();
  chart.unit = report::ChartUnit::share;
  chart.series.resize(1);
  chart.series[0].values = {0.35, 0.97, 0.6};
  chart.series[0].low = chart.series[0].values;
  chart.series[0].high = {0.35, 1.2, 0.6};
  const auto drawn = report::make_chart(chart, report::ChartColours::light(), 8);
  const QValueAxis* numbers = nullptr;
  for (QAbstractAxis* const axis : drawn->axes(Qt::Vertical)) {
    if (auto* const found = qobject_cast<QValueAxis*>(axis)) numbers = found;
  }
  ASSERT_NE(numbers, nullptr);
  EXPECT_EQ(numbers->max(), 100);
  const double step = (numbers->max() - numbers->min()) / (numbers->tickCount() - 1);
  EXPECT_NEAR(std::remainder(step, 5), 0, 1e-9) << step;
}

TEST(ALongDay, IsDrawnFromAsManyPointsAsThereArePixels) {
  report::Chart chart = small_chart();
  chart.series.resize(1);
  chart.labels.clear();
  chart.series[0] = {"queue", report::Tone::first, report::Look::line, {}, {}, {}};
  for (int i = 0; i < 36000; ++i) {
    chart.labels.push_back(std::to_string(i));
    chart.series[0].values.push_back(std::sin(i / 500.0) + (i == 17777 ? 50 : 2));
  }
  chart.spans = chart.labels;
  ChartView view;
  view.resize(900, 300);
  view.show_chart(chart);
  view.show();
  ASSERT_TRUE(QTest::qWaitForWindowExposed(&view));
  QElapsedTimer clock;
  clock.start();
  constexpr int kTimes = 5;
  for (int i = 0; i < kTimes; ++i) {
    view.show_chart(chart);
    view.grab();
  }
  RecordProperty("redraw_ms", std::to_string(static_cast<double>(clock.nsecsElapsed()) / 1e6 / kTimes));
  std::cout << "36,000 points redrawn in " << static_cast<double>(clock.nsecsElapsed()) / 1e6 / kTimes << " ms\n";
  qreal highest = 0;
  for (QAbstractSeries* const series : view.chart()->series()) {
    auto* const line = qobject_cast<QXYSeries*>(series);
    ASSERT_NE(line, nullptr);
    EXPECT_LE(line->count(), 2 * 900 + 2);
    for (const QPointF& p : line->points()) highest = std::max(highest, p.y());
  }
  EXPECT_GT(highest, 49) << "the one high value is not left out";
}

}  // namespace
}  // namespace ringside::gui
