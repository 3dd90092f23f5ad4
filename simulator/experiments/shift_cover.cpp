#include "simulator/experiments/shift_cover.h"

#include <glpk.h>

#include <cmath>
#include <memory>

namespace ringside::sim {
namespace {

/// A row: Σ coefficients · columns ≥ bound. GLPK counts from 1.
class Rows {
 public:
  explicit Rows(glp_prob* problem) : problem_{problem} {}

  void at_least(double bound, const std::vector<int>& columns, const std::vector<double>& coefficients) {
    const int row = glp_add_rows(problem_, 1);
    glp_set_row_bnds(problem_, row, GLP_LO, bound, 0);
    std::vector<int> indices{0};
    std::vector<double> values{0};
    indices.insert(indices.end(), columns.begin(), columns.end());
    values.insert(values.end(), coefficients.begin(), coefficients.end());
    glp_set_mat_row(problem_, row, static_cast<int>(columns.size()), indices.data(), values.data());
  }

 private:
  glp_prob* problem_;
};

int column(glp_prob* problem, double most, double cost) {
  const int added = glp_add_cols(problem, 1);
  glp_set_col_bnds(problem, added, most > 0 ? GLP_DB : GLP_FX, 0, most);
  glp_set_obj_coef(problem, added, cost);
  glp_set_col_kind(problem, added, GLP_IV);
  return added;
}

}  // namespace

std::optional<std::vector<std::uint32_t>> cheapest_cover(const CoverProblem& problem, double seconds) {
  glp_term_out(GLP_OFF);
  const std::unique_ptr<glp_prob, decltype(&glp_delete_prob)> owner{glp_create_prob(), glp_delete_prob};
  glp_prob* const glpk = owner.get();
  glp_set_obj_dir(glpk, GLP_MIN);
  Rows rows{glpk};
  std::vector<int> columns;
  for (const CoverPattern& pattern : problem.patterns) columns.push_back(column(glpk, pattern.most, pattern.cost));
  std::vector<std::vector<int>> covering(problem.at_least.size());
  for (std::size_t p = 0; p < problem.patterns.size(); ++p) {
    for (const std::size_t place : problem.patterns[p].covers) covering[place].push_back(columns[p]);
  }
  for (std::size_t place = 0; place < covering.size(); ++place) {
    if (problem.at_least[place] == 0) continue;
    if (covering[place].empty()) return {};
    rows.at_least(problem.at_least[place], covering[place], std::vector<double>(covering[place].size(), 1));
  }
  for (const CoverChoice& choice : problem.choices) {
    std::vector<int> switches;
    for (const auto& [place, number] : choice.places) {
      if (covering[place].empty()) continue;
      switches.push_back(column(glpk, 1, 0));
      std::vector<int> row = covering[place];
      std::vector<double> values(row.size(), 1);
      row.push_back(switches.back());
      values.push_back(-static_cast<double>(number));
      rows.at_least(0, row, values);
    }
    if (switches.empty()) return {};
    rows.at_least(1, switches, std::vector<double>(switches.size(), 1));
  }
  glp_iocp options;
  glp_init_iocp(&options);
  options.presolve = GLP_ON;
  options.msg_lev = GLP_MSG_OFF;
  options.tm_lim = static_cast<int>(seconds * 1000);
  if (glp_intopt(glpk, &options) != 0 || glp_mip_status(glpk) != GLP_OPT) return {};
  std::vector<std::uint32_t> numbers;
  for (const int c : columns) numbers.push_back(static_cast<std::uint32_t>(std::lround(glp_mip_col_val(glpk, c))));
  return numbers;
}

std::vector<std::uint32_t> cover(const CoverProblem& problem, const std::vector<std::uint32_t>& numbers) {
  std::vector<std::uint32_t> places(problem.at_least.size());
  for (std::size_t p = 0; p < numbers.size(); ++p) {
    for (const std::size_t place : problem.patterns[p].covers) places[place] += numbers[p];
  }
  return places;
}

double cost(const CoverProblem& problem, const std::vector<std::uint32_t>& numbers) {
  double sum = 0;
  for (std::size_t p = 0; p < numbers.size(); ++p) sum += problem.patterns[p].cost * numbers[p];
  return sum;
}

}  // namespace ringside::sim
