#include <QListWidget>
#include <QTranslator>

#include "gui/charts/words.h"
#include "gui/main_window.h"
#include "gui/options.h"
#include "tests/gui/pages/offscreen.h"

namespace ringside::gui {
namespace {

tl::expected<Options, std::string> parsed(std::vector<const char*> words) {
  words.insert(words.begin(), "ringside-gui");
  return parse_options(static_cast<int>(words.size()), const_cast<char**>(words.data()));
}

TEST(TheWindow, SpeaksGermanWhenAsked) {
  QTranslator german;
  install_language(*qApp, german, "de");
  const MainWindow window{{.autosave = QDir::tempPath() + QStringLiteral("/ringside-none"), .remember = false}};
  const auto* const pages = window.findChild<QListWidget*>(QStringLiteral("navigation"));
  EXPECT_EQ(pages->item(0)->text(), QStringLiteral("Was wäre, wenn"));
  EXPECT_EQ(in_words("Answered within 20 s"), QStringLiteral("Angenommen binnen 20 s"));
  EXPECT_EQ(in_words("Service level: answered in time / offered; the threshold is 20 s."),
            QStringLiteral("Servicelevel: binnen der Schwelle angenommen / angeboten; die Schwelle ist 20 s."));
  EXPECT_EQ(in_words("a flow of one's own"), QStringLiteral("a flow of one's own"));
  qApp->removeTranslator(&german);
  QLocale::setDefault(QLocale::c());
}

TEST(TheOptions, AreUnderstoodOrRefusedWithWhatIsAllowed) {
  const auto picture = parsed({"--theme", "dark", "--screenshot", "compare", "a.png", "my.yaml"});
  ASSERT_TRUE(picture) << picture.error();
  EXPECT_EQ(picture->screenshot_page, "compare");
  EXPECT_EQ(picture->scenario, "my.yaml");
  EXPECT_EQ(picture->theme, ThemeChoice::dark);
  for (const std::vector<const char*>& wrong : std::vector<std::vector<const char*>>{{"--page", "nowhere"},
                                                                                     {"--theme", "pink"},
                                                                                     {"--size", "10x10"},
                                                                                     {"--size", "wide"},
                                                                                     {"--scale", "9"},
                                                                                     {"--language", "xx"},
                                                                                     {"--screenshot", "what-if"},
                                                                                     {"a.yaml", "b.yaml"},
                                                                                     {"--no-such-thing"}}) {
    const auto options = parsed(wrong);
    ASSERT_FALSE(options) << wrong.front();
    EXPECT_THAT(options.error(), testing::HasSubstr("allowed")) << wrong.front();
  }
  EXPECT_THAT(parsed({"--help"})->say, testing::HasSubstr("--screenshot"));
}

}  // namespace
}  // namespace ringside::gui
