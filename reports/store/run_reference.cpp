#include "reports/store/run_reference.h"

#include <fmt/format.h>

#include <fstream>

namespace ringside::report {
namespace {

namespace fs = std::filesystem;

tl::expected<std::string, RunStoreError> read_file(const std::string& path) {
  constexpr std::uintmax_t kLargest = 64 * 1024 * 1024;
  std::error_code failed;
  const auto status = fs::status(path, failed);
  if (failed || !fs::exists(status)) {
    return tl::unexpected{
        RunStoreError{fmt::format("{}: neither the id of a run nor a file that is there", path.substr(0, 500))}};
  }
  if (!fs::is_regular_file(status)) return tl::unexpected{RunStoreError{path + ": not a file"}};
  const std::uintmax_t size = fs::file_size(path, failed);
  if (failed || size > kLargest)
    return tl::unexpected{RunStoreError{path + ": found more than 64 MiB, allowed is a result JSON file"}};
  std::string text(size, '\0');
  std::ifstream in{path, std::ios::binary};
  in.read(text.data(), static_cast<std::streamsize>(size));
  if (!in) return tl::unexpected{RunStoreError{path + ": cannot be read"}};
  return text;
}

tl::expected<FoundRun, RunStoreError> judged(const std::string& name, const std::string& text) {
  auto read = from_json(text);
  if (!read) return tl::unexpected{RunStoreError{name + ": " + to_string(read.error())}};
  return FoundRun{name, std::move(*read)};
}

}  // namespace

std::optional<std::int64_t> run_id(const std::string& reference) {
  if (reference.empty() || reference.size() > 18 || reference.find_first_not_of("0123456789") != std::string::npos) return {};
  return std::stoll(reference);
}

tl::expected<FoundRun, RunStoreError> find_run(const std::string& reference, const fs::path& store) {
  const auto id = run_id(reference);
  if (!id) {
    const auto text = read_file(reference);
    if (!text) return tl::unexpected{text.error()};
    return judged(reference, *text);
  }
  const auto runs = RunStore::open(store, RunStore::Access::existing);
  if (!runs) return tl::unexpected{runs.error()};
  const auto run = runs->find(*id);
  if (!run) return tl::unexpected{run.error()};
  if (!*run) return tl::unexpected{RunStoreError{fmt::format("{}: there is no run {}", store.string(), *id)}};
  return judged(fmt::format("run {}", *id), (*run)->result);
}

}  // namespace ringside::report
