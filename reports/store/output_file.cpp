#include "reports/store/output_file.h"

#include <fstream>
#include <system_error>

namespace ringside::report {
namespace {

namespace fs = std::filesystem;

bool put(const fs::path& file, const std::string& text) {
  std::ofstream out{file, std::ios::binary | std::ios::trunc};
  out << text;
  out.close();
  return static_cast<bool>(out);
}

}  // namespace

bool write_output_file(const fs::path& file, const std::string& text) {
  std::error_code failed;
  const fs::file_status there = fs::status(file, failed);  // of a link, what it leads to
  const bool is_new = there.type() == fs::file_type::not_found && !fs::is_symlink(file, failed);
  if (!is_new && !fs::is_regular_file(there)) return put(file, text);
  failed.clear();
  const fs::path target = is_new ? file : fs::canonical(file, failed);
  if (failed) return put(file, text);
  fs::path unfinished = target;
  unfinished += ".part";
  if (put(unfinished, text)) {
    fs::rename(unfinished, target, failed);
    if (!failed) return true;
  }
  fs::remove(unfinished, failed);
  return false;
}

}  // namespace ringside::report
