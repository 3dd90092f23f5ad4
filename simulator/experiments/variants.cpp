#include "simulator/experiments/variants.h"

#include <algorithm>

#include "simulator/warmup.h"

namespace ringside::sim {
namespace {

tl::expected<PlannedVariant, scenario::Faults> plan(const VariantChoice& choice, const scenario::Variant& variant) {
  std::vector<scenario::Override> overrides = choice.base;
  overrides.insert(overrides.end(), variant.overrides.begin(), variant.overrides.end());
  auto scenario = scenario::load_scenario(choice.file, overrides);
  if (!scenario) {
    scenario::Faults faults = std::move(scenario.error());
    for (scenario::Fault& fault : faults) fault.file += " (what if: " + variant.name + ")";
    return tl::unexpected{std::move(faults)};
  }
  PlannedVariant planned{variant.name, variant.description, variant.overrides, {}, {}};
  planned.scenario = std::make_unique<scenario::Scenario>(std::move(*scenario));
  planned.plan = std::make_unique<Plan>(*planned.scenario);
  return planned;
}

}  // namespace

tl::expected<std::vector<PlannedVariant>, scenario::Faults> plan_variants(const VariantChoice& choice) {
  auto base = scenario::load_scenario(choice.file, choice.base);
  if (!base) return tl::unexpected{std::move(base.error())};
  std::vector<scenario::Variant> variants = choice.variants.empty() ? base->what_if : choice.variants;
  for (const std::string& name : choice.only) {
    const bool known = std::any_of(variants.begin(), variants.end(), [&](const auto& v) { return v.name == name; });
    std::string names;
    for (const scenario::Variant& v : variants) names += (names.empty() ? "" : ", ") + v.name;
    if (!known)
      return tl::unexpected{
          scenario::Faults{{choice.file, 0, 0, "what_if", "no variant '" + name + "'", names.empty() ? "none" : names}}};
  }
  if (!choice.only.empty()) {
    std::erase_if(variants, [&](const auto& v) {
      return std::find(choice.only.begin(), choice.only.end(), v.name) == choice.only.end();
    });
  }
  variants.insert(variants.begin(), {"as it is", {}, {}});
  std::vector<PlannedVariant> planned;
  for (const scenario::Variant& variant : variants) {
    auto one = plan(choice, variant);
    if (!one) return tl::unexpected{std::move(one.error())};
    planned.push_back(std::move(*one));
  }
  return planned;
}

bool settle_warmups(std::vector<PlannedVariant>& variants, unsigned threads, const std::atomic<bool>& stop) {
  bool settled = true;
  double longest = 0;
  for (PlannedVariant& variant : variants) {
    if (!variant.scenario->experiment.mser5) continue;
    settled = settle_warmup(*variant.scenario, threads, stop) && settled;
    longest = std::max(longest, variant.scenario->experiment.warmup);
  }
  for (PlannedVariant& variant : variants) {
    if (!variant.scenario->experiment.mser5) continue;
    variant.scenario->experiment.warmup = longest;
    variant.plan = std::make_unique<Plan>(*variant.scenario);
  }
  return settled;
}

std::optional<scenario::Variant> variant_of(const std::string& text) {
  scenario::Variant variant{text, {}, {}};
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find(';', begin), text.size());
    std::string part = text.substr(begin, end - begin);
    begin = end + 1;
    part.erase(0, part.find_first_not_of(' '));
    part.erase(part.find_last_not_of(' ') + 1);
    const std::size_t equals = part.find('=');
    if (equals == std::string::npos || equals == 0) return {};
    variant.overrides.push_back({part.substr(0, equals), part.substr(equals + 1)});
  }
  if (variant.overrides.empty()) return {};
  return variant;
}

}  // namespace ringside::sim
