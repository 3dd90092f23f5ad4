#include "gui/theme.h"

#include <QApplication>
#include <QStyleFactory>
#include <array>

namespace ringside::gui {
namespace {

Theme& current() {
  static Theme theme = Theme::light();
  return theme;
}

/// What the system's palette was before ours.
bool system_is_dark(const QApplication& app) {
  static const bool kDark = app.palette().color(QPalette::Window).lightness() < 128;
  return kDark;
}

QPalette palette_of(const Theme& t) {
  QPalette p;
  p.setColor(QPalette::Window, t.window);
  p.setColor(QPalette::WindowText, t.text);
  p.setColor(QPalette::Base, t.field);
  p.setColor(QPalette::AlternateBase, t.window);
  p.setColor(QPalette::Text, t.text);
  p.setColor(QPalette::Button, t.card);
  p.setColor(QPalette::ButtonText, t.text);
  p.setColor(QPalette::ToolTipBase, t.card);
  p.setColor(QPalette::ToolTipText, t.text);
  p.setColor(QPalette::PlaceholderText, t.faint_text);
  p.setColor(QPalette::Highlight, t.accent);
  p.setColor(QPalette::HighlightedText, t.dark ? t.window : QColor{Qt::white});
  p.setColor(QPalette::Link, t.accent);
  p.setColor(QPalette::Mid, t.border);
  for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
    p.setColor(QPalette::Disabled, role, t.faint_text);
  return p;
}

QString sheet_of(const Theme& t) {
  QString sheet = QStringLiteral(R"(
QToolTip { background: @card; color: @text; border: 1px solid @border; padding: 4px; }
QFrame#card { background: @card; border: 1px solid @border; border-radius: 8px; }
QLabel#faint { color: @faint; }
QLabel#title { font-weight: 600; }
QLabel#page_title { font-size: 17px; font-weight: 600; }
QLabel#figure { font-size: 21px; font-weight: 600; }
QLabel#fault { color: @bad; }
QLabel#good { color: @good; }
QLabel#bad { color: @bad; }
QFrame#banner { background: @warnback; border: 1px solid @warning; border-radius: 6px; }
QListWidget#navigation { background: @card; border: none; border-right: 1px solid @border; outline: none; padding-top: 8px; }
QListWidget#navigation::item { padding: 9px 14px; margin: 2px 8px; border-radius: 6px; color: @text; }
QListWidget#navigation::item:hover { background: @hover; }
QListWidget#navigation::item:selected { background: @accent; color: @onaccent; }
QToolButton#series { border: 1px solid transparent; border-radius: 4px; padding: 1px 5px; color: @text; background: transparent; }
QToolButton#series:hover, QToolButton#series:focus { border-color: @border; }
QToolButton#series:!checked { color: @faint; }
QToolButton#quiet { border: 1px solid transparent; border-radius: 4px; padding: 2px 5px; background: transparent; }
QToolButton#quiet:hover, QToolButton#quiet:focus { border-color: @border; background: @hover; }
QToolButton#quiet::menu-indicator { image: none; }
QPushButton { background: @card; border: 1px solid @border; border-radius: 5px; padding: 5px 12px; }
QPushButton:hover { background: @hover; }
QPushButton:focus { border-color: @accent; }
QPushButton:disabled { color: @faint; }
QPushButton#main { background: @accent; color: @onaccent; border-color: @accent; }
QPlainTextEdit, QTextEdit, QLineEdit, QTableView, QTreeView, QListWidget {
  border: 1px solid @border; border-radius: 5px; background: @field; selection-background-color: @accent; selection-color: @onaccent; }
QLineEdit { padding: 3px 5px; }
QLineEdit:focus, QPlainTextEdit:focus { border-color: @accent; }
QLineEdit[wrong="true"] { border-color: @bad; }
QTableView { gridline-color: @border; }
QTableCornerButton::section { background: @window; border: none; border-bottom: 1px solid @border; }
QListWidget::item { padding: 3px; }
QHeaderView::section { background: @window; color: @faint; border: none; border-bottom: 1px solid @border; padding: 5px; }
QTabWidget::pane { border: none; border-top: 1px solid @border; }
QTabBar::tab { padding: 7px 13px; border: none; border-bottom: 2px solid transparent; color: @faint; background: transparent; }
QTabBar::tab:selected { color: @text; border-bottom-color: @accent; }
QTabBar::tab:focus { color: @accent; }
QScrollArea, QScrollArea > QWidget > QWidget#canvas { background: transparent; border: none; }
QSplitter::handle { background: transparent; }
QProgressBar { border: none; border-radius: 3px; background: @border; height: 6px; text-align: center; }
QProgressBar::chunk { border-radius: 3px; background: @accent; }
QSlider::groove:horizontal { height: 4px; border-radius: 2px; background: @border; }
QSlider::sub-page:horizontal { background: @accent; border-radius: 2px; }
QSlider::handle:horizontal { width: 14px; height: 14px; margin: -5px 0; border-radius: 7px; background: @accent; border: 2px solid @card; }
QSlider::handle:horizontal:focus { border-color: @text; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: @border; border-radius: 3px; margin: 2px; min-height: 24px; min-width: 24px; }
QScrollBar::handle:hover { background: @faint; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QMenuBar { background: @card; border-bottom: 1px solid @border; }
QMenuBar::item { padding: 5px 10px; background: transparent; }
QMenuBar::item:selected, QMenu::item:selected { background: @hover; color: @text; }
QMenu { background: @card; border: 1px solid @border; }
QMenu::item { padding: 5px 24px; }
QStatusBar { background: @card; border-top: 1px solid @border; }
QStatusBar::item { border: none; }
)");
  const auto put = [&](const char* name, const QColor& colour) { sheet.replace(QLatin1String(name), colour.name()); };
  put("@warnback", t.dark ? QColor{0x3a, 0x30, 0x18} : QColor{0xff, 0xf6, 0xdf});
  put("@warning", t.warning);
  put("@window", t.window);
  put("@card", t.card);
  put("@field", t.field);
  put("@border", t.border);
  put("@text", t.text);
  put("@faint", t.faint_text);
  put("@onaccent", t.dark ? t.window : QColor{Qt::white});
  put("@accent", t.accent);
  put("@hover", t.dark ? t.card.lighter(140) : t.window.darker(104));
  put("@good", t.good);
  put("@bad", t.bad);
  return sheet;
}

}  // namespace

Theme Theme::light() {
  return {false,     "#f4f6f8", "#ffffff", "#ffffff", "#d5dbe1", "#1d2530",
          "#5d6976", "#0b6bb0", "#e6eaee", "#00764f", "#b8430a", "#c98a00"};
}

Theme Theme::dark_one() {
  return {true,      "#14181d", "#1c2229", "#171c22", "#353e48", "#e6ebf0",
          "#97a3b0", "#5ab2ee", "#2a323b", "#35c795", "#ff8a4c", "#e0ac3b"};
}

QColor Theme::series(report::Tone tone) const {
  static const std::array<const char*, 10> kLight{"#0072b2", "#d55e00", "#009e73", "#b5568c", "#b98300",
                                                  "#3a9bd0", "#6b4ba1", "#7d8994", "#0072b2", "#d55e00"};
  static const std::array<const char*, 10> kDark{"#4aa8e8", "#ff8b42", "#2fc79b", "#e08fbe", "#f0b93a",
                                                 "#8fd0f5", "#b49ae0", "#8e9aa6", "#4aa8e8", "#ff8b42"};
  return QColor{(dark ? kDark : kLight)[static_cast<std::size_t>(tone) % kLight.size()]};
}

Qt::PenStyle Theme::pattern(report::Tone tone) {
  switch (tone) {
    case report::Tone::second: return Qt::DashLine;
    case report::Tone::third: return Qt::DotLine;
    case report::Tone::fourth: return Qt::DashDotLine;
    case report::Tone::fifth: return Qt::DashDotDotLine;
    default: return Qt::SolidLine;
  }
}

const Theme& theme() { return current(); }

void apply_theme(QApplication& app, ThemeChoice choice) {
  const bool dark = choice == ThemeChoice::dark || (choice == ThemeChoice::system && system_is_dark(app));
  current() = dark ? Theme::dark_one() : Theme::light();
  app.setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
  app.setPalette(palette_of(current()));
  app.setStyleSheet(sheet_of(current()));
}

}  // namespace ringside::gui
