#pragma once

namespace ringside::gui {

class MainWindow;
struct Options;

/// Shows the page, waits till all it simulates is there, writes the picture. The exit code of the program.
int take_screenshot(MainWindow& window, const Options& options);

}  // namespace ringside::gui
