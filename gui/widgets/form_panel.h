#pragma once

#include <QCoreApplication>
#include <QScrollArea>
#include <memory>
#include <string>
#include <vector>

#include "gui/models/day_bars.h"
#include "gui/models/day_pieces.h"
#include "gui/session.h"

class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;

namespace ringside::gui {

class DayCurve;
class SpanBars;

/// The keys of one flow, one group of agents, or of the centre, a field each. A field writes its own line of the scenario when
/// it is left or Enter is pressed; what is wrong with it stands below it. Values are YAML: a law is written as in the file.
class FormPanel : public QScrollArea {
  Q_DECLARE_TR_FUNCTIONS(FormPanel)

 public:
  enum class Part : std::uint8_t { centre, flows, agents };

  FormPanel(Session& session, Part part, QWidget* parent = nullptr);

  void choose(const QString& name);
  QLineEdit* field(const std::string& key) const;
  DayCurve* curve(std::size_t number = 0) const;
  SpanBars* bars(const std::string& key) const;

 protected:
  void showEvent(QShowEvent* event) override;

 private:
  struct Field {
    YamlPath path;
    QLineEdit* edit = nullptr;
    QComboBox* choice = nullptr;
    QLabel* fault = nullptr;
  };
  struct Curve {
    bool chats = false;
    DayCurve* widget = nullptr;
    QLabel* hint = nullptr;
    DayPieces day;
  };
  struct Bars {
    YamlPath path;
    QWidget* box = nullptr;
    SpanBars* widget = nullptr;
    DayBars day;
  };

  void renew();
  void build();
  void add_head();
  void add_field(const std::string& key, const QString& name, const QString& hint);
  void add_choice(const std::string& key, const QString& name, const QStringList& values);
  void add_curve(bool chats);
  void add_bars(const std::string& key, const QString& name, const QString& without_any);
  void add_flow_fields();
  void add_load_fields(bool chats);
  void add_agent_fields();
  void add_centre_fields();
  void fill();
  void fill_curve(Curve& curve);
  void fill_bars(Bars& bars);
  void write_bars(const ValueChange& change);
  void write(const Field& field, const QString& value);
  void add_item();
  void remove_item();
  QStringList names() const;
  YamlPath root() const;
  YamlPath path_below(const std::string& key) const;

  Session& session_;
  Part part_;
  QWidget* canvas_ = nullptr;
  QFormLayout* layout_ = nullptr;
  QComboBox* chooser_ = nullptr;
  QString chosen_;
  QStringList built_names_;
  bool has_calls_ = false;
  bool has_chats_ = false;
  std::vector<std::unique_ptr<Field>> fields_;
  std::vector<std::unique_ptr<Curve>> curves_;
  std::vector<std::unique_ptr<Bars>> bars_;
  bool filling_ = false;
  std::uint64_t filled_revision_ = 0;
};

}  // namespace ringside::gui
