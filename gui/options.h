#pragma once

#include <optional>
#include <string>
#include <tl/expected.hpp>

#include "gui/theme.h"

class QApplication;
class QTranslator;

namespace ringside::gui {

/// What ringside-gui was asked for.
struct Options {
  std::string say;  ///< --help, --version: nothing else is to be done
  std::string scenario;
  std::string page = "what-if";
  std::string runs;
  std::string engine;
  std::string language;  ///< empty: the system's
  std::optional<ThemeChoice> theme;
  std::string screenshot_page;
  std::string screenshot_file;
  int width = 1440;
  int height = 900;
  double scale = 1;
  int after = 0;  ///< seconds before the picture, for a live page
};

/// The error is for standard error; exit code 2.
tl::expected<Options, std::string> parse_options(int argc, char** argv);
/// Pictures need no display.
void prepare_platform(const Options& options);
void install_language(QApplication& app, QTranslator& translator, const std::string& language);

}  // namespace ringside::gui
