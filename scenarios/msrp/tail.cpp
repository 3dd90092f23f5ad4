#include "scenarios/msrp/tail.h"

#include <fcntl.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <array>

namespace ringside::msrp {

Tail::Tail(std::vector<std::filesystem::path> files) : notices_{::inotify_init1(IN_NONBLOCK | IN_CLOEXEC)} {
  for (auto& path : files) files_.push_back({std::move(path), -1, {}});
}

Tail::~Tail() {
  if (notices_ >= 0) ::close(notices_);
  for (const File& file : files_)
    if (file.descriptor >= 0) ::close(file.descriptor);
}

void Tail::read(const std::function<void(std::string_view)>& line) {
  std::array<char, 4096> notices{};
  while (notices_ >= 0 && ::read(notices_, notices.data(), notices.size()) > 0) {
  }
  for (File& file : files_) {
    if (file.descriptor < 0) open(file);
    if (file.descriptor >= 0) read(file, line);
  }
}

void Tail::open(File& file) const {
  file.descriptor = ::open(file.path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (file.descriptor >= 0 && notices_ >= 0) ::inotify_add_watch(notices_, file.path.c_str(), IN_MODIFY);
}

void Tail::read(File& file, const std::function<void(std::string_view)>& line) {
  constexpr std::size_t kLongestLine = 64 * 1024;
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
