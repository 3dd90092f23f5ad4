#include <cctype>
#include <map>

#include "engine/control/control.h"
#include "engine/control/figures.h"

namespace ringside::control {
namespace {

std::string metric_name(const Figure& figure) {
  std::string name = figure.group == kModuleGroup ? "opensips_" : "ringside_";
  name += figure.name;
  if (figure.group == kOwnGroup || figure.id.empty()) return name;
  name += '_';
  for (const char c : figure.id) {
    const bool allowed = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    name += allowed ? c : '_';
  }
  return name;
}

void append_label(std::string& text, std::string_view name, std::string_view value) {
  text += '{';
  text += name;
  text += "=\"";
  for (const char c : value) {
    if (c == '"' || c == '\\') text += '\\';
    text += c;
  }
  text += "\"}";
}

/// Samples of one metric stand together, as the format asks.
struct Metric {
  std::string_view help;
  Kind kind;
  std::string samples;
};

}  // namespace

/// The module's figures carry the id in their names, as its own exporter writes them; should two ids make one name, a label
/// tells them apart. Ours carry a label.
std::string Control::metrics() const {
  std::map<std::string, Metric> metrics;
  for_each_figure(host_.engine(), host_.clock().now(), {}, [&](const Figure& figure) {
    std::string name = metric_name(figure);
    const auto [metric, fresh] = metrics.try_emplace(std::move(name), Metric{figure.help, figure.kind, {}});
    std::string& samples = metric->second.samples;
    samples += metric->first;
    if (figure.group == kOwnGroup && !figure.id.empty()) {
      append_label(samples, "flow", figure.id);
    } else if (!fresh) {
      append_label(samples, "id", figure.id);
    }
    samples += ' ';
    samples += std::to_string(figure.value);
    samples += '\n';
  });
  std::string text;
  for (const auto& [name, metric] : metrics) {
    if (!metric.help.empty()) text += "# HELP " + name + ' ' + std::string{metric.help} + '\n';
    text += "# TYPE " + name + (metric.kind == Kind::counter ? " counter\n" : " gauge\n") + metric.samples;
  }
  return text;
}

}  // namespace ringside::control
