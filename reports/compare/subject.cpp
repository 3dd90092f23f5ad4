#include "reports/compare/subject.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "reports/store/run_reference.h"

namespace ringside::report {
namespace {

using Json = nlohmann::ordered_json;
using Found = tl::expected<std::vector<Subject>, SubjectError>;

constexpr std::size_t kLargest = 64 * 1024 * 1024;
constexpr int kDeepest = 40;
constexpr std::size_t kMostNames = 10000;

tl::unexpected<SubjectError> fault(const std::string& name, const std::string& what) {
  return tl::unexpected{SubjectError{name.substr(0, 500) + ": " + what}};
}

std::string text_of(const Json& json, const char* key) {
  const auto found = json.find(key);
  return found != json.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

void measure(Subject& subject, const RealCalls& real) {
  const auto add = [&](const std::string& name, double value) {
    if (std::isfinite(value) && subject.measured.size() < kMostNames) subject.measured["real." + name] = {value};
  };
  for (const NamedPercentiles& one : real.percentiles) {
    add(one.name + ".p50", one.p50);
    add(one.name + ".p95", one.p95);
    add(one.name + ".p99", one.p99);
    add(one.name + ".max", one.max);
  }
  for (const auto& [name, value] : real.numbers) add(name, value);
  for (const auto& [cause, count] : real.sip_errors) add("sip_errors." + cause, static_cast<double>(count));
  add("disagreements", static_cast<double>(real.disagreements.size()));
}

/// CPU time and duration belong to the machine; calls are those of all days.
void measure(Subject& subject) {
  const ReadResult& read = *subject.result;
  subject.invalid = read.result.invalid;
  if (read.real) measure(subject, *read.real);
  if (!read.facts) return;
  const Figure* const offered = read.result.total.find("offered");
  const double calls = offered == nullptr ? 0 : offered->numerator;
  if (calls > 0 && std::isfinite(read.facts->cpu_seconds)) subject.measured["cpu_per_call"] = {read.facts->cpu_seconds / calls};
  if (std::isfinite(read.facts->seconds)) subject.measured["seconds"] = {read.facts->seconds};
}

Found result_of(const std::string& name, const std::string& text) {
  auto read = from_json(text);
  if (!read) return fault(name, to_string(read.error()));
  Subject subject{.name = name, .result = std::move(*read)};
  measure(subject);
  return std::vector<Subject>{std::move(subject)};
}

std::string lines_of(const Json& changes) {
  std::string lines;
  for (const auto& [key, value] : changes.items())
    lines += key + "=" + (value.is_string() ? value.get<std::string>() : value.dump()) + "\n";
  return lines;
}

/// A list of runs under `list`: the base and its variants, or the points of a sweep.
Found runs_of(const std::string& name, const Json& json, const char* list) {
  const auto runs = json.find(list);
  if (runs == json.end() || !runs->is_array() || runs->empty())
    return fault(name, fmt::format("{}: found nothing, allowed is a list", list));
  const bool sweep = std::string_view{list} == "points";
  std::vector<Subject> all;
  for (const Json& one : *runs) {
    const std::string path = fmt::format("{}[{}]", list, all.size());
    if (!one.is_object() || !one.contains("result")) return fault(name, path + ".result: found nothing, allowed is a result");
    auto read = from_json(one["result"].dump(-1, ' ', false, Json::error_handler_t::replace));
    if (!read) return fault(name, path + ".result." + to_string(read.error()));
    Subject subject{.name = text_of(one, "name"), .result = std::move(*read), .of_sweep = sweep};
    const auto changes = one.find("changes");
    if (changes != one.end() && changes->is_object()) subject.changes = lines_of(*changes);
    const auto front = one.find("on_front");
    subject.on_front = front != one.end() && front->is_boolean() && front->get<bool>();
    if (subject.name.empty()) {
      const std::string number = std::to_string(all.size());
      subject.name = sweep ? "point " + number : all.empty() ? "base" : "variant " + number;
    }
    measure(subject);
    all.push_back(std::move(subject));
  }
  return all;
}

Found twin_days_of(const std::string& name, const std::string& text) {
  auto read = read_twin(text);
  if (!read) return fault(name, read.error());
  const auto twin = std::make_shared<const Twin>(std::move(*read));
  std::vector<Subject> all;
  for (const TwinDay& day : twin->days) {
    Subject subject{.name = "day " + std::to_string(day.replication), .result = ReadResult{day.result, {}, {}}};
    subject.invalid = day.result.invalid;
    all.push_back(std::move(subject));
  }
  all.front().twin = twin;
  return all;
}

/// A report of ringside-load: numbers of its member `bench`.
Found load_of(const std::string& name, const Json& json) {
  Subject subject{.name = name};
  const Json& bench = json["bench"];
  for (const auto& [key, value] : bench.items()) {
    if (value.is_number()) subject.measured[key] = {value.get<double>()};
    if (!value.is_object()) continue;
    for (const auto& [part, number] : value.items()) {
      if (number.is_number()) subject.measured[fmt::format("{}.{}", key, part)] = {number.get<double>()};
    }
  }
  if (const auto cpu = subject.measured.find("engine_cpu_ms_per_call"); cpu != subject.measured.end())
    subject.measured["cpu_per_call"] = {cpu->second.front() / 1000};
  const auto invalid = bench.find("invalid");
  if (invalid != bench.end() && invalid->is_array()) {
    for (const Json& reason : *invalid) {
      if (reason.is_string()) subject.invalid.push_back("the load generator was saturated: " + reason.get<std::string>());
    }
  }
  const auto passed = json.find("passed");
  if (passed != json.end() && passed->is_boolean() && !passed->get<bool>()) subject.measured["not_passed"] = {1};
  if (subject.measured.empty()) return fault(name, "bench: found no numbers");
  return std::vector<Subject>{std::move(subject)};
}

/// Google Benchmark: cpu_time of each, in nanoseconds; repetitions behind each other; those that failed say why. A member
/// `instructions` of ours has counts of callgrind, by the benchmarks' names.
Found benchmarks_of(const std::string& name, const Json& json) {
  Subject subject{.name = name};
  for (const Json& one : json["benchmarks"]) {
    if (!one.is_object() || text_of(one, "run_type") == "aggregate") continue;
    const auto cpu = one.find("cpu_time");
    const std::string called = text_of(one, "run_name").empty() ? text_of(one, "name") : text_of(one, "run_name");
    if (one.contains("error_occurred")) {
      const std::string error = text_of(one, "error_message").substr(0, 300);
      if (subject.failed.size() < kMostNames) subject.failed[called + ".cpu_time"] = error.empty() ? "no message" : error;
      continue;
    }
    if (called.empty() || cpu == one.end() || !cpu->is_number()) continue;
    const std::string unit = text_of(one, "time_unit");
    const double scale = unit == "us" ? 1e3 : unit == "ms" ? 1e6 : unit == "s" ? 1e9 : 1;
    if (subject.measured.size() < kMostNames) subject.measured[called + ".cpu_time"].push_back(scale * cpu->get<double>());
  }
  const auto counted = json.find("instructions");
  if (counted != json.end() && counted->is_object()) {
    for (const auto& [called, number] : counted->items()) {
      if (number.is_number() && subject.measured.size() < kMostNames)
        subject.measured[called + kInstructions] = {number.get<double>()};
    }
  }
  if (subject.measured.empty()) return fault(name, "benchmarks: found none that was measured");
  return std::vector<Subject>{std::move(subject)};
}

tl::expected<std::string, SubjectError> read_text(std::istream& in, const std::string& name) {
  std::string text;
  char buffer[65536];
  while (in.read(buffer, sizeof buffer), in.gcount() > 0) {
    text.append(buffer, static_cast<std::size_t>(in.gcount()));
    if (text.size() > kLargest) return fault(name, "found more than 64 MiB, allowed is a result JSON file");
  }
  return text;
}

/// A file goes by its name, as long as no other one has the same.
std::string name_of(const std::string& file, const std::vector<std::string>& among) {
  const std::string name = std::filesystem::path{file}.filename().string();
  const bool shared = std::any_of(among.begin(), among.end(), [&](const std::string& other) {
    return other != file && std::filesystem::path{other}.filename() == name;
  });
  return shared ? file : name;
}

}  // namespace

Found read_subjects(const std::string& name, const std::string& text) {
  if (text.size() > kLargest) return fault(name, "found more than 64 MiB, allowed is a result JSON file");
  bool too_deep = false;
  const auto watch_depth = [&](int depth, Json::parse_event_t, Json&) {
    too_deep = too_deep || depth > kDeepest;
    return depth <= kDeepest;
  };
  const Json json = Json::parse(text, watch_depth, false);
  if (too_deep || json.is_discarded() || !json.is_object())
    return fault(name, "found no JSON object, allowed is what ringside-sim, ringside-load or a benchmark has written");
  const std::string format = text_of(json, "format");
  if (format == "ringside-comparison") return runs_of(name, json, "variants");
  if (format == "ringside-twin") return twin_days_of(name, text);
  if (format == "ringside-sweep") return runs_of(name, json, "points");
  if (json.contains("bench") && json["bench"].is_object()) return load_of(name, json);
  if (json.contains("benchmarks") && json["benchmarks"].is_array()) return benchmarks_of(name, json);
  return result_of(name, text);
}

Found find_subjects(const std::string& reference, const std::string& store, const std::vector<std::string>& among) {
  if (reference == "-") {
    const auto text = read_text(std::cin, "standard input");
    if (!text) return tl::unexpected{text.error()};
    return read_subjects("standard input", *text);
  }
  if (const auto id = run_id(reference)) {
    const auto runs = RunStore::open(store, RunStore::Access::existing);
    if (!runs) return fault("run " + reference, runs.error().message);
    const auto found = runs->find(*id);
    if (!found) return fault("run " + reference, found.error().message);
    if (!*found) return fault("run " + reference, "there is none in " + runs->file().string());
    auto subjects = read_subjects("run " + reference, (*found)->result);
    if (subjects && subjects->size() == 1) {
      subjects->front().scenario = (*found)->scenario;
      subjects->front().changes = (*found)->changes;
    }
    return subjects;
  }
  std::error_code failed;
  if (!std::filesystem::exists(reference, failed)) return fault(reference, "neither the id of a run nor a file that is there");
  if (std::filesystem::is_directory(reference, failed)) return fault(reference, "found a folder, allowed is a file");
  std::ifstream in{reference, std::ios::binary};
  if (!in) return fault(reference, "cannot be read");
  const auto text = read_text(in, reference);
  if (!text) return tl::unexpected{text.error()};
  return read_subjects(name_of(reference, among), *text);
}

}  // namespace ringside::report
