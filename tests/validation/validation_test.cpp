#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/validation/judge.h"

namespace ringside::validation {
namespace {

/// A minute of it: every case, with a twentieth of the calls; what is judged is the distance in standard errors.
TEST(TheSimulator, AgreesWithEveryExactCase) {
  std::vector<CaseFindings> all;
  for (const Case& c : read_cases(RINGSIDE_VALIDATION_CASES)) {
    SCOPED_TRACE(c.id);
    all.push_back(play(c, {.relative = 0.05, .probability = 0.01, .most_calls = 4e5, .threads = 2, .seed = 3}));
    EXPECT_FALSE(all.back().findings.empty());
    for (const Finding& finding : all.back().findings) {
      EXPECT_LT(std::abs(finding.z), 4.5) << finding.id << " " << finding.name << ": exact " << finding.exact << ", simulated "
                                          << finding.value << " ± " << finding.half_width;
    }
  }
  EXPECT_GE(all.size(), 55U);
}

TEST(TheVerdict, FailsWhenOneFigureIsFarOff) {
  CaseFindings good;
  good.findings = {{"a", "x", 1, 1.01, 0.03, 0.9, true}, {"a", "y", 1, 0.99, 0.03, -0.9, true}};
  CaseFindings bad = good;
  bad.findings[1].z = 5;
  EXPECT_TRUE(judge({good, good}).passed());
  EXPECT_EQ(judge({good, bad}).beyond, 1U);
  EXPECT_FALSE(judge({good, bad}).passed());
}

TEST(TheVerdict, FailsWhenAllCasesErrToOneSide) {
  CaseFindings high;
  high.findings = {{"a", "x", 1, 1.01, 0.03, 1.2, true}};
  EXPECT_FALSE(judge(std::vector<CaseFindings>(20, high)).passed());
}

TEST(TheVerdict, CountsWhatMissedItsPrecision) {
  CaseFindings vague;
  vague.findings = {{"a", "x", 1, 1.1, 0.3, 0.9, false}};
  EXPECT_EQ(judge({vague}).imprecise, 1U);
}

}  // namespace
}  // namespace ringside::validation
