#include "scenarios/msrp/tail.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>

namespace ringside::msrp {

Tail::Tail(std::vector<std::filesystem::path> files) {
  for (auto& path : files) files_.push_back({std::move(path), -1, {}});
}

Tail::~Tail() {
  for (const File& file : files_)
    if (file.descriptor >= 0) ::close(file.descriptor);
}

void Tail::read(const std::function<void(std::string_view)>& line) {
  for (File& file : files_) read(file, line);
}

void Tail::read(File& file, const std::function<void(std::string_view)>& line) {
  constexpr std::size_t kLongestLine = 64 * 1024;
  if (file.descriptor < 0) file.descriptor = ::open(file.path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (file.descriptor < 0) return;
  std::array<char, 16 * 1024> bytes{};
  for (ssize_t n = ::read(file.descriptor, bytes.data(), bytes.size()); n > 0;
       n = ::read(file.descriptor, bytes.data(), bytes.size())) {
    file.rest.append(bytes.data(), static_cast<std::size_t>(n));
    std::size_t begin = 0;
    for (std::size_t end = file.rest.find('\n'); end != std::string::npos; end = file.rest.find('\n', begin)) {
      line(std::string_view{file.rest}.substr(begin, end - begin));
      begin = end + 1;
    }
    file.rest.erase(0, begin);
    if (file.rest.size() > kLongestLine) file.rest.clear();
  }
}

}  // namespace ringside::msrp
