#pragma once

#include <QCoreApplication>
#include <QScrollArea>
#include <memory>
#include <vector>

#include "gui/models/knobs.h"
#include "gui/session.h"

class QLabel;
class QSlider;
class QVBoxLayout;

namespace ringside::gui {

QString knob_name(const Knob& knob);
QString knob_value(const Knob& knob, double value);

/// Sliders for the numbers that matter. A slider writes the scenario while it moves, as one step of the history.
class KnobPanel : public QScrollArea {
  Q_DECLARE_TR_FUNCTIONS(KnobPanel)

 public:
  explicit KnobPanel(Session& session, QWidget* parent = nullptr);

  QSlider* slider(const std::string& key) const;

 private:
  struct Row {
    Knob knob;
    QSlider* slider = nullptr;
    QLabel* value = nullptr;
    QLabel* fault = nullptr;
  };

  void renew();
  void add_row(Knob knob);
  void turn(std::size_t row, int position);
  static int position_of(const Knob& knob, double value);
  static double value_at(const Knob& knob, int position);

  Session& session_;
  QWidget* canvas_;
  QVBoxLayout* layout_;
  std::vector<std::unique_ptr<Row>> rows_;
  bool turning_ = false;
  bool filling_ = false;
};

}  // namespace ringside::gui
