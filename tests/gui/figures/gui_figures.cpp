/// Measures what the desktop promises: how soon a slider is answered, how long the window is ever busy, how fast long days are
/// redrawn, what a live view costs. Run it from a release build; it needs no display.
#include <QApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QSlider>
#include <algorithm>
#include <cmath>
#include <ctime>
#include <iostream>
#include <vector>

#include "gui/main_window.h"
#include "gui/pages/live_page.h"
#include "gui/pages/what_if_page.h"

namespace ringside::gui {
namespace {

/// CPU time of this thread: on a machine that others use too, the time on the wall says more of them than of us.
double thread_ms() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return 1e3 * static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e6;
}

/// Takes the time of every event.
class TimedApplication : public QApplication {
 public:
  using QApplication::QApplication;

  bool notify(QObject* receiver, QEvent* event) override {
    if (depth_++ > 0) {
      const bool done = QApplication::notify(receiver, event);
      --depth_;
      return done;
    }
    const std::string name = std::string{receiver->metaObject()->className()} + " event " + std::to_string(event->type());
    const double begin = thread_ms();
    const bool done = QApplication::notify(receiver, event);
    times_.push_back(thread_ms() - begin);
    if (times_.back() > 16) long_.push_back(name + ": " + std::to_string(times_.back()) + " ms");
    --depth_;
    return done;
  }
  std::vector<double> take() {
    long_.clear();
    return std::exchange(times_, {});
  }
  const std::vector<std::string>& too_long() const { return long_; }

 private:
  int depth_ = 0;
  std::vector<double> times_;
  std::vector<std::string> long_;
};

double quantile(std::vector<double> values, double p) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  return values[static_cast<std::size_t>(p * static_cast<double>(values.size() - 1))];
}

void tell(const char* what, const std::vector<double>& ms, double most) {
  const double worst = quantile(ms, 1);
  std::cout << what << ": median " << quantile(ms, 0.5) << " ms, P99 " << quantile(ms, 0.99) << " ms, longest " << worst
            << " ms (" << (worst <= most ? "within " : "ABOVE ") << most << " ms)\n";
}

void run_until(const std::function<bool()>& done) {
  while (!done()) QApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents, 100);
}

void measure_slider(TimedApplication& app) {
  MainWindow window{{.autosave = QDir::tempPath() + QStringLiteral("/ringside-figures"), .remember = false}};
  window.open_sample();
  window.resize(1440, 900);
  window.show();
  Session& session = window.session();
  run_until([&] { return session.picture().done; });
  window.page().finished();
  QApplication::processEvents();
  app.take();
  std::vector<double> answers;
  QSlider* const slider = window.what_if().knobs().slider("agents.early.count");
  for (int i = 0; i < 30; ++i) {
    const auto before = session.picture().result;
    QElapsedTimer clock;
    clock.start();
    // Posted, so that it counts as an event of the window.
    QMetaObject::invokeMethod(
        slider, [slider, i] { slider->setValue(10 + i % 8); }, Qt::QueuedConnection);
    run_until([&] { return session.picture().result != before; });
    answers.push_back(static_cast<double>(clock.nsecsElapsed()) / 1e6);
    QElapsedTimer rest;
    rest.start();
    run_until([&] { return rest.elapsed() > 60; });
  }
  run_until([&] { return session.picture().done; });
  QApplication::processEvents();
  tell("slider to first picture (8 days)", answers, 200);
  for (const std::string& event : app.too_long()) std::cout << "  longer than 16 ms: " << event << "\n";
  tell("events of the window meanwhile", app.take(), 16);
}

void measure_redraw() {
  report::Chart chart;
  chart.id = "queue";
  chart.series.push_back({"queue", report::Tone::first, report::Look::line, {}, {}, {}});
  for (int i = 0; i < 36000; ++i) {
    chart.labels.push_back(std::to_string(i));
    chart.series[0].values.push_back(std::sin(i / 500.0) * std::sin(i / 7.0) + 2);
  }
  chart.spans = chart.labels;
  ChartView view;
  view.resize(1200, 400);
  view.show_chart(chart);
  view.show();
  QApplication::processEvents();
  std::vector<double> times;
  for (int i = 0; i < 50; ++i) {
    QElapsedTimer clock;
    clock.start();
    view.show_chart(chart);
    view.grab();
    times.push_back(static_cast<double>(clock.nsecsElapsed()) / 1e6);
  }
  tell("36,000 points redrawn", times, 50);
}

void measure_live() {
  Session session;
  LivePage page{session, {}};
  page.resize(1440, 900);
  page.show();
  LiveState state;
  for (int i = 0; i < 200; ++i) {
    state.agents.push_back({"agent-" + std::to_string(i), true, i % 2 == 0 ? "incall" : "free", {}, {}, {}});
  }
  state.queue.resize(40);
  constexpr int kSeconds = 20;
  for (int i = 0; i < 6000; ++i) page.take(state, 30000 + i / 10.0);  // ten minutes lie behind
  QApplication::processEvents();
  const std::clock_t begin = std::clock();
  for (int i = 0; i < 10 * kSeconds; ++i) {
    for (LiveWaiting& call : state.queue) call.waited = i / 10;
    state.agents[static_cast<std::size_t>(i % 200)].state = "wrapup";
    page.take(state, 30600 + i / 10.0);
    if (i % 10 == 0) {
      page.show_charts();
      page.board().finish();
    }
    QApplication::processEvents();
  }
  const double share = 100.0 * static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC / kSeconds;
  std::cout << "live view at 10 Hz, 200 agents, 40 waiting: " << share << " % of a core (" << (share <= 10 ? "within" : "ABOVE")
            << " 10 %)\n";
}

}  // namespace
}  // namespace ringside::gui

int main(int argc, char** argv) {
  qputenv("QT_QPA_PLATFORM", "offscreen");
  ringside::gui::TimedApplication app{argc, argv};
  ringside::gui::apply_theme(app, ringside::gui::ThemeChoice::light);
  ringside::gui::measure_slider(app);
  ringside::gui::measure_redraw();
  ringside::gui::measure_live();
}
