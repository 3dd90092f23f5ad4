#include "gui/options.h"

#include <QApplication>
#include <QLocale>
#include <QTranslator>
#include <algorithm>
#include <boost/program_options.hpp>
#include <sstream>

#include "gui/main_window.h"

namespace ringside::gui {
namespace {

namespace po = boost::program_options;

constexpr const char* kUsage = R"(Usage: ringside-gui [OPTIONS] [SCENARIO.yaml]

The desktop: change a scenario and see at once what it comes to, compare variants, look through runs, watch a live engine.
Without a scenario it opens a sample.

Examples:
  ringside-gui scenarios/audio_and_chat.yaml
  ringside-gui --page live --engine http://127.0.0.1:8888/mi
  ringside-gui --screenshot what-if picture.png --theme dark     # needs no display
)";

po::options_description described() {
  po::options_description all{"Options"};
  auto add = all.add_options();
  add("help,h", "this text");
  add("version", "the version");
  add("page", po::value<std::string>()->value_name("PAGE"), "what-if, compare, live or runs");
  add("engine", po::value<std::string>()->value_name("URL"), "of a live engine, such as http://127.0.0.1:8888/mi");
  add("runs", po::value<std::string>()->value_name("FILE"), "the store of runs, if not the usual one");
  add("language", po::value<std::string>()->value_name("LL"), "en or de; else the system's");
  add("theme", po::value<std::string>()->value_name("NAME"), "system, light or dark");
  add("screenshot", po::value<std::vector<std::string>>()->multitoken()->value_name("PAGE FILE"),
      "writes a picture of a page when all of it has been simulated, and ends");
  add("size", po::value<std::string>()->value_name("WxH"), "of the picture's window (1440x900)");
  add("after", po::value<int>()->value_name("SECONDS"), "watch a live engine so long before the picture (0)");
  add("scale", po::value<double>()->value_name("FACTOR"), "pixels a point (1)");
  return all;
}

bool is_page(const std::string& name) { return MainWindow::page_names().contains(QString::fromStdString(name)); }

std::string pages_text() { return MainWindow::page_names().join(QStringLiteral(", ")).toStdString(); }

std::string read_size(const std::string& text, Options& options) {
  char x = 0;
  char rest = 0;
  std::istringstream in{text};
  const bool good = (in >> options.width >> x >> options.height) && x == 'x' && !(in >> rest);
  const auto sane = [](int n) { return n >= 200 && n <= 8000; };
  if (good && sane(options.width) && sane(options.height)) return {};
  return "--size: found '" + text + "', allowed is WxH such as 1440x900, each 200 to 8000";
}

std::string read_theme(const std::string& text, Options& options) {
  constexpr std::array<const char*, 3> kNames{"system", "light", "dark"};
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (text == kNames[i]) options.theme = static_cast<ThemeChoice>(i);
  }
  return options.theme ? std::string{} : "--theme: found '" + text + "', allowed is system, light or dark";
}

std::string read(const po::variables_map& map, Options& options) {
  const auto text = [&](const char* name, std::string& into) {
    if (map.count(name) > 0) into = map[name].as<std::string>();
  };
  text("page", options.page);
  text("engine", options.engine);
  text("runs", options.runs);
  text("language", options.language);
  if (!is_page(options.page)) return "--page: found '" + options.page + "', allowed is one of " + pages_text();
  if (!options.language.empty() && options.language != "en" && options.language != "de")
    return "--language: found '" + options.language + "', allowed is en or de";
  std::vector<std::string> files;
  if (map.count("scenario") > 0) files = map["scenario"].as<std::vector<std::string>>();
  if (map.count("screenshot") > 0) {
    auto given = map["screenshot"].as<std::vector<std::string>>();
    if (given.size() < 2) return "--screenshot: found one word, allowed is PAGE FILE";
    if (!is_page(given[0])) return "--screenshot: found the page '" + given[0] + "', allowed is one of " + pages_text();
    options.screenshot_page = given[0];
    options.screenshot_file = given[1];
    files.insert(files.end(), given.begin() + 2, given.end());  // what stands behind belongs to the program
  }
  if (files.size() > 1) return "found " + std::to_string(files.size()) + " scenarios, allowed is one";
  if (!files.empty()) options.scenario = files.front();
  if (map.count("after") > 0) options.after = map["after"].as<int>();
  if (options.after < 0 || options.after > 3600) return "--after: allowed is 0 to 3600";
  if (map.count("scale") > 0) options.scale = map["scale"].as<double>();
  if (!(options.scale >= 0.5 && options.scale <= 4)) return "--scale: allowed is 0.5 to 4";
  if (map.count("theme") > 0) {
    if (auto wrong = read_theme(map["theme"].as<std::string>(), options); !wrong.empty()) return wrong;
  }
  return map.count("size") > 0 ? read_size(map["size"].as<std::string>(), options) : std::string{};
}

}  // namespace

tl::expected<Options, std::string> parse_options(int argc, char** argv) {
  Options options;
  const po::options_description visible = described();
  po::options_description all{visible};
  all.add_options()("scenario", po::value<std::vector<std::string>>());
  po::positional_options_description positional;
  positional.add("scenario", -1);
  try {
    po::variables_map map;
    po::store(po::command_line_parser(argc, argv).options(all).positional(positional).run(), map);
    if (map.count("help") > 0) {
      std::ostringstream out;
      out << kUsage << "\n" << visible;
      options.say = out.str();
      return options;
    }
    if (map.count("version") > 0) {
      options.say = std::string{"ringside-gui "} + RINGSIDE_VERSION + "\n";
      return options;
    }
    const std::string wrong = read(map, options);
    if (!wrong.empty()) return tl::unexpected{wrong};
    return options;
  } catch (const po::error& e) {
    return tl::unexpected{std::string{e.what()} + "; --help tells what is allowed"};
  }
}

void prepare_platform(const Options& options) {
  if (options.screenshot_page.empty()) return;
  qputenv("QT_QPA_PLATFORM", "offscreen");
  if (options.scale != 1) qputenv("QT_SCALE_FACTOR", QByteArray::number(options.scale));
}

void install_language(QApplication& app, QTranslator& translator, const std::string& language) {
  const QLocale locale = language.empty() ? QLocale::system() : QLocale{QString::fromStdString(language)};
  QLocale::setDefault(locale);
  if (translator.load(locale, QStringLiteral("ringside"), QStringLiteral("_"), QStringLiteral(":/translations")))
    app.installTranslator(&translator);
}

}  // namespace ringside::gui
