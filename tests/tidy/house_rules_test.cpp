#include "tests/tidy/house_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace ringside::tidy {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const Files& tree() {
  static const Files kFiles = files_of_tree(RINGSIDE_SOURCE_DIR);
  return kFiles;
}

std::string listed(const Violations& violations) {
  std::string text;
  for (const std::string& violation : violations) text += "\n  " + violation;
  return text;
}

/// A tree of one file that holds this line.
Files file_with(const std::string& path, const std::string& line) { return {{path, "#pragma once\n" + line + "\n"}}; }

#define EXPECT_KEPT(violations)                  \
  do {                                           \
    const Violations found = violations;         \
    EXPECT_TRUE(found.empty()) << listed(found); \
  } while (false)

TEST(TheTree, IsRead) {
  EXPECT_TRUE(std::any_of(tree().begin(), tree().end(), [](const auto& f) { return f.path == "engine/core/types.h"; }));
  EXPECT_TRUE(std::any_of(tree().begin(), tree().end(), [](const auto& f) { return f.path == "dev"; }));
}

TEST(TheTree, IncludesOnlyWhatIsBelow) { EXPECT_KEPT(wrong_includes(tree())); }
TEST(TheTree, KnowsSofiaInEngineSipOnly) { EXPECT_KEPT(sofia_outside_sip(tree())); }
TEST(TheTree, SaysPragmaOnceInEveryHeader) { EXPECT_KEPT(headers_without_pragma_once(tree())); }
TEST(TheTree, HasAReadmeInEveryFolder) { EXPECT_KEPT(folders_without_readme(tree())); }
TEST(TheTree, TestsEveryRuleOfTheEngine) { EXPECT_KEPT(rules_without_test(tree())); }
TEST(TheTree, NamesNoPlaceOfSomebodysMachine) { EXPECT_KEPT(absolute_paths(tree())); }

struct IncludeCase {
  std::string from;
  std::string what;
  bool allowed;
};

void PrintTo(const IncludeCase& c, std::ostream* out) { *out << c.from << " includes " << c.what; }

class Includes : public ::testing::TestWithParam<IncludeCase> {};

TEST_P(Includes, AreJudgedByThePartsTheyJoin) {
  const IncludeCase& c = GetParam();
  EXPECT_THAT(wrong_includes(file_with(c.from, "#include \"" + c.what + "\"")), SizeIs(c.allowed ? 0 : 1));
}

INSTANTIATE_TEST_SUITE_P(Rows, Includes,
                         ::testing::Values(IncludeCase{"engine/core/a.h", "engine/core/types.h", true},
                                           IncludeCase{"engine/core/a.h", "engine/ports/host.h", false},
                                           IncludeCase{"engine/ports/a.h", "engine/core/types.h", true},
                                           IncludeCase{"engine/ports/a.h", "engine/log.h", false},
                                           IncludeCase{"engine/sip/a.cpp", "engine/ports/signalling.h", true},
                                           IncludeCase{"engine/sip/a.cpp", "engine/store/settings.h", false},
                                           IncludeCase{"engine/store/a.cpp", "engine/control/methods.h", false},
                                           IncludeCase{"engine/control/a.cpp", "engine/sip/gateway.h", false},
                                           IncludeCase{"engine/control/a.cpp", "engine/options.h", false},
                                           IncludeCase{"engine/main.cpp", "engine/sip/gateway.h", true},
                                           IncludeCase{"engine/main.cpp", "scenarios/format/scenario.h", true},
                                           IncludeCase{"engine/main.cpp", "simulator/clock.h", false},
                                           IncludeCase{"simulator/a.h", "engine/ports/host.h", true},
                                           IncludeCase{"simulator/a.h", "reports/results/result.h", true},
                                           IncludeCase{"simulator/a.h", "engine/sip/gateway.h", false},
                                           IncludeCase{"simulator/a.h", "reports/charts/chart.h", false},
                                           IncludeCase{"scenarios/load/a.h", "simulator/callers.h", true},
                                           IncludeCase{"scenarios/load/cases/a.h", "scenarios/load/plan.h", true},
                                           IncludeCase{"scenarios/load/a.h", "engine/store/schema.h", false},
                                           IncludeCase{"scenarios/format/a.h", "simulator/clock.h", false},
                                           IncludeCase{"reports/results/a.h", "reports/charts/chart.h", false},
                                           IncludeCase{"reports/charts/a.h", "reports/results/result.h", true},
                                           IncludeCase{"gui/a.cpp", "simulator/run.h", true},
                                           IncludeCase{"gui/a.cpp", "engine/control/methods.h", false},
                                           IncludeCase{"engine/core/a.h", "types.h", false},
                                           IncludeCase{"engine/core/a.h", "tests/core/transcript.h", false}));

TEST(AWrongInclude, IsNamedByFileLineAndParts) {
  EXPECT_THAT(wrong_includes(file_with("engine/sip/a.cpp", "  #  include \"engine/store/b.h\"")),
              ElementsAre("engine/sip/a.cpp:2: engine/sip may not include engine/store"));
}

TEST(SofiaOutsideEngineSip, IsNoticed) {
  EXPECT_THAT(sofia_outside_sip(file_with("engine/main.cpp", "#include <sofia-sip/nta.h>")), SizeIs(1));
  EXPECT_THAT(sofia_outside_sip(file_with("engine/main.cpp", "auto* agent = nta_agent_create(root);")), SizeIs(1));
  EXPECT_THAT(sofia_outside_sip(file_with("engine/sip/a.cpp", "#include <sofia-sip/nta.h>")), IsEmpty());
  EXPECT_THAT(sofia_outside_sip(file_with("engine/main.cpp", "const int antenna = extranta_b;  // nta_agent")), IsEmpty());
}

TEST(AHeaderWithoutPragmaOnce, IsNoticed) {
  EXPECT_THAT(headers_without_pragma_once({{"engine/core/a.h", "// #pragma once\nint a;\n"}}), SizeIs(1));
  EXPECT_THAT(headers_without_pragma_once({{"engine/core/a.h", "#pragma once\nint a;\n"}}), IsEmpty());
}

TEST(AFolderWithoutReadme, IsNoticed) {
  EXPECT_THAT(folders_without_readme({{"engine/README.md", ""}, {"engine/core/a.h", ""}}),
              ElementsAre(HasSubstr("engine/core")));
  EXPECT_THAT(folders_without_readme({{"tests/core/a.cpp", ""}, {"tests/core/README.md", ""}}),
              ElementsAre("tests: no README.md"));
  EXPECT_THAT(folders_without_readme({{"engine/README.md", ""}, {"engine/core/README.md", ""}, {"engine/core/deep/a.h", ""}}),
              IsEmpty());
}

TEST(ARuleWithoutTest, IsNoticed) {
  const auto files = [](const std::string& row) {
    return Files{{"engine/README.md", row + "\n"}, {"tests/a.cpp", "TEST(E_DIS_3, x)"}, {"tests/E-QUE-1-b.call", ""}};
  };
  EXPECT_THAT(rules_without_test(files("| E-DIS-3 | x | `tests/a.cpp` |")), IsEmpty());
  EXPECT_THAT(rules_without_test(files("| E-QUE-1 | x | `tests/E-QUE-1-b.call` |")), IsEmpty());
  EXPECT_THAT(rules_without_test(files("| E-DIS-3 | x | |")), SizeIs(1));
  EXPECT_THAT(rules_without_test(files("| E-DIS-3 | x | `tests/none.cpp` |")), SizeIs(1));
  EXPECT_THAT(rules_without_test(files("| E-DIS-2 | x | `tests/a.cpp` |")), SizeIs(1));
}

TEST(APlaceOfSomebodysMachine, IsNoticed) {
  const std::string home = std::string{"/ho"} + "me/";
  EXPECT_THAT(absolute_paths(file_with("dev", "cd " + home + "anna/ringside")), SizeIs(1));
  EXPECT_THAT(absolute_paths(file_with("a.cpp", "open(\"" + home + "anna\")")), SizeIs(1));
  EXPECT_THAT(absolute_paths(file_with("README.md", "https://example.org" + home + "x and ~" + home)), IsEmpty());
}

}  // namespace
}  // namespace ringside::tidy
