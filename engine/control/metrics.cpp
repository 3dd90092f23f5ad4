#include "engine/control/metrics.h"

#include <algorithm>
#include <map>

#include "engine/control/methods.h"

namespace ringside::control {
namespace {

std::string metric_name(const Figure& figure, const std::string& id) {
  std::string name = figure.group == kModuleGroup ? "opensips_" : "ringside_";
  name += figure.name;
  if (figure.group == kOwnGroup || id.empty()) return name;
  name += '_';
  for (const char c : id) {
    const bool allowed = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    name += allowed ? c : '_';
  }
  return name;
}

/// As JSON would give it back: one byte that is not UTF-8 would make Prometheus refuse all figures.
std::string mended(std::string_view text) {
  if (std::all_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x80; })) return std::string{text};
  return Json::parse(written(Json(text))).get<std::string>();
}

std::string label(std::string_view name, std::string_view value) {
  std::string text{name};
  text += "=\"";
  for (const char c : mended(value)) {
    if (c == '"' || c == '\\') text += '\\';
    if (c == '\n') {
      text += "\\n";
    } else {
      text += c;
    }
  }
  return text + '"';
}

std::string head(std::string_view name, std::string_view help, std::string_view type) {
  std::string text;
  if (!help.empty()) text.append("# HELP ").append(name).append(" ").append(help).append("\n");
  return text.append("# TYPE ").append(name).append(" ").append(type).append("\n");
}

std::string_view type_of(Kind kind) { return kind == Kind::counter ? "counter" : "gauge"; }

/// Samples of one metric stand together, as the format asks.
struct Metric {
  std::string_view help;
  Kind kind;
  std::string samples;
};

/// Counts nanoseconds exactly and writes seconds.
std::string seconds(core::Duration d) {
  const auto ns = d.count();
  std::string fraction = std::to_string(1'000'000'000 + ns % 1'000'000'000).substr(1);
  return std::to_string(ns / 1'000'000'000) + '.' + fraction;
}

void append_histogram(std::string& text, const std::string& name, const std::string& labels, const Histogram& histogram) {
  if (histogram.count() == 0) return;
  const std::string bucket = name + "_bucket{" + labels + ",le=\"";
  for (std::size_t i = 0; i < Histogram::kBounds.size(); ++i)
    text += bucket + std::to_string(Histogram::kBounds[i]) + "\"} " + std::to_string(histogram.up_to(i)) + '\n';
  text += bucket + "+Inf\"} " + std::to_string(histogram.count()) + '\n';
  text += name + "_sum{" + labels + "} " + seconds(histogram.sum()) + '\n';
  text += name + "_count{" + labels + "} " + std::to_string(histogram.count()) + '\n';
}

}  // namespace

Metrics::Metrics(Control& control) : events_{control.events()} {
  const core::Engine& engine = control.host().engine();
  for_each_figure(engine, control.host().clock().now(), {}, [this](const Figure& figure) {
    values_.push_back({figure, std::string{figure.id}});
  });
  const std::vector<FlowTimes>& flows = control.call_times().flows();
  for (std::uint32_t i = 0; i < flows.size(); ++i) times_.push_back({engine.flow(core::FlowIndex{i}).flowid, flows[i]});
  if (control.setup().other_figures) others_ = control.setup().other_figures();
}

/// The module's figures carry the id in their names, as its own exporter writes them; should two ids make one name, a label
/// tells them apart. Ours carry a label.
std::string Metrics::text() const {
  std::map<std::string, Metric> metrics;
  for (const auto& [figure, id] : values_) {
    const auto [metric, fresh] = metrics.try_emplace(metric_name(figure, id), Metric{figure.help, figure.kind, {}});
    std::string& samples = metric->second.samples;
    samples += metric->first;
    if (figure.group == kOwnGroup && !id.empty()) {
      samples += '{' + label(figure.name.starts_with("rsa") ? "agent" : "flow", id) + '}';
    } else if (!fresh) {
      samples += '{' + label("id", id) + '}';
    }
    samples += ' ' + std::to_string(figure.value) + '\n';
  }
  std::string text;
  for (const auto& [name, metric] : metrics) text += head(name, metric.help, type_of(metric.kind)) + metric.samples;
  std::vector<OtherFigure> others = others_;
  const Events::Counters events = events_.counters();
  others.push_back({"events_raised", Kind::counter, "events raised while somebody listened", events.raised});
  others.push_back({"events_lost", Kind::counter, "events a subscriber was too slow for, or not there", events.lost});
  others.push_back({"event_subscriptions", Kind::gauge, "subscriptions to events", events.subscriptions});
  others.push_back({"event_streams", Kind::gauge, "readers of server-sent events", events.streams});
  for (const OtherFigure& other : others) {
    const std::string name = "ringside_" + std::string{other.name};
    text += head(name, other.help, type_of(other.kind)) + name + ' ' + std::to_string(other.value) + '\n';
  }
  text += head("ringside_wait_seconds", "reception to talk, or to the end without it", "histogram");
  for (const auto& [flow, times] : times_) {
    for (std::size_t i = 0; i < kOutcomes.size(); ++i)
      append_histogram(text, "ringside_wait_seconds", label("flow", flow) + ',' + label("outcome", kOutcomes[i]),
                       times.wait[i]);
  }
  const auto one_for_each_flow = [&](const std::string& name, std::string_view help, Histogram FlowTimes::*member) {
    text += head(name, help, "histogram");
    for (const auto& [flow, times] : times_) append_histogram(text, name, label("flow", flow), times.*member);
  };
  one_for_each_flow("ringside_pickup_seconds", "INVITE to the agent until his answer, of handled calls", &FlowTimes::pickup);
  one_for_each_flow("ringside_talk_seconds", "talk time of handled calls", &FlowTimes::talk);
  one_for_each_flow("ringside_ewt_error_seconds", "estimated wait against the wait of handled calls, either way",
                    &FlowTimes::estimate_error);
  return text;
}

}  // namespace ringside::control
