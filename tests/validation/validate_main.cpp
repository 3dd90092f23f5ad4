#include <fmt/format.h>

#include <cstdlib>
#include <cstring>
#include <exception>
#include <string>
#include <thread>

#include "tests/validation/judge.h"

/// Compares the simulator with exact results: every case, the table, the verdict. Exit code 0: passed; 1: not; 2: wrong use.
namespace {

using namespace ringside::validation;  // NOLINT(google-build-using-namespace): a program

void show(const CaseFindings& findings) {
  for (const Finding& f : findings.findings) {
    fmt::print("{:<36} {:<30} {:>13.6g} {:>13.6g} ±{:<11.3g} {:>6.2f}  {}\n", f.id, f.name, f.exact, f.value, f.half_width, f.z,
               f.precise ? "precise" : "INCONCLUSIVE");
  }
}

int validate(const Effort& effort, const std::string& only) {
  std::vector<CaseFindings> all;
  fmt::print("{:<36} {:<30} {:>13} {:>13} {:<12} {:>6}\n", "case", "figure", "exact", "simulated", "± (99 %)", "z");
  std::vector<Case> cases = read_cases(RINGSIDE_VALIDATION_CASES);
  for (Case& c : variations()) cases.push_back(std::move(c));
  for (const Case& c : cases) {
    if (c.id.find(only) == std::string::npos) continue;
    all.push_back(play(c, effort));
    show(all.back());
    std::fflush(stdout);
  }
  const Verdict verdict = judge(all);
  std::size_t figures = 0;
  for (const CaseFindings& c : all) figures += c.findings.size();
  fmt::print("\n{} cases, {} figures: {} with |z| above {:.2f} (Šidák, 1 % in all), {} inconclusive\n", all.size(), figures,
             verdict.beyond, verdict.bound, verdict.imprecise);
  fmt::print("first figure of each case: chi-square {:.1f} (p = {:.3f}), signs p = {:.3f}\n", verdict.chi_square,
             verdict.chi_square_p, verdict.sign_p);
  const Coverage cover = coverage(1000, effort.threads, effort.seed);
  fmt::print(
      "coverage of 95 % intervals in {} experiments: mean {:.1f} %, ratio {:.1f} %, quantile {:.1f} % (93 … 97 % wanted)\n",
      cover.experiments, 100 * cover.mean, 100 * cover.ratio, 100 * cover.quantile);
  const bool passed = verdict.passed() && cover.passed();
  fmt::print("{}\n", !passed                  ? "FAILED"
                     : verdict.imprecise == 0 ? "PASSED"
                                              : "PASSED, but for the figures that are inconclusive");
  return passed && !all.empty() ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  Effort effort{.threads = std::max(1U, std::thread::hardware_concurrency())};
  std::string only;
  for (int i = 1; i < argc; ++i) {
    if (std::strcmp(argv[i], "--long") == 0) {
      effort.most_calls = 1e9;
    } else if (std::strcmp(argv[i], "--seed") == 0 && i + 1 < argc) {
      effort.seed = std::strtoull(argv[++i], nullptr, 10);
    } else if (std::strcmp(argv[i], "--case") == 0 && i + 1 < argc) {
      only = argv[++i];
    } else {
      fmt::print(stderr, "usage: ringside-validate [--long] [--seed S] [--case PART-OF-ITS-ID]\n");
      return 2;
    }
  }
  try {
    return validate(effort, only);
  } catch (const std::exception& e) {
    fmt::print(stderr, "ringside-validate: {}\n", e.what());
    return 1;
  }
}
