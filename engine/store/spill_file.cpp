#include "engine/store/spill_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <random>

#include <fmt/format.h>
#include <boost/crc.hpp>

namespace ringside::store {
namespace {

constexpr std::string_view kMagic = "RINGSIDE-SPILL-1 ";
constexpr std::size_t kIdSize = 32;
constexpr std::size_t kHeaderSize = kMagic.size() + kIdSize + 1;
constexpr std::size_t kFrameHead = 16;  ///< length, checksum, sequence
constexpr std::size_t kMaxFrame = 1U << 20U;

void put(std::string& out, std::size_t at, std::uint64_t value, std::size_t bytes) {
  for (std::size_t i = 0; i < bytes; ++i) out[at + i] = static_cast<char>(value >> (8 * i) & 0xff);
}

std::uint64_t get(std::string_view in, std::size_t bytes) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < bytes; ++i) value |= std::uint64_t{static_cast<unsigned char>(in[i])} << (8 * i);
  return value;
}

std::uint32_t checksum(std::string_view bytes) {
  boost::crc_32_type crc;
  crc.process_bytes(bytes.data(), bytes.size());
  return crc.checksum();
}

std::string make_id() {
  std::random_device random;
  std::string id;
  for (int i = 0; i < 4; ++i) id += fmt::format("{:08x}", random());
  return id;
}

bool write_all(int fd, std::string_view bytes, std::size_t offset) {
  while (!bytes.empty()) {
    const ssize_t n = ::pwrite(fd, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(n));
    offset += static_cast<std::size_t>(n);
  }
  return true;
}

bool read_all(int fd, std::string& out, std::size_t offset, std::size_t size) {
  out.resize(size);
  std::size_t done = 0;
  while (done < size) {
    const ssize_t n = ::pread(fd, out.data() + done, size - done, static_cast<off_t>(offset + done));
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    done += static_cast<std::size_t>(n);
  }
  return true;
}

/// A new file is durable only when its name is.
void sync_directory(const std::filesystem::path& file) {
  const int fd = ::open(file.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return;
  ::fsync(fd);
  ::close(fd);
}

}  // namespace

ports::StoreError SpillFile::error(const char* what) const {
  return {
      fmt::format("spill file {}: {}: {} (spill_directory names another place)", path_.string(), what, std::strerror(errno))};
}

tl::expected<SpillFile, ports::StoreError> SpillFile::open(std::filesystem::path path, std::size_t bound) {
  const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0640);
  SpillFile file{std::move(path), fd, bound};
  if (fd < 0) return tl::unexpected(file.error("cannot be opened"));
  if (::flock(fd, LOCK_EX | LOCK_NB) != 0) return tl::unexpected(file.error("is in use by another engine"));
  if (auto header = file.read_header(); !header) return tl::unexpected(header.error());
  if (auto scanned = file.scan(); !scanned) return tl::unexpected(scanned.error());
  return file;
}

SpillFile::SpillFile(SpillFile&& other) noexcept
    : path_{std::move(other.path_)},
      fd_{std::exchange(other.fd_, -1)},
      bound_{other.bound_},
      writer_id_{std::move(other.writer_id_)},
      cursor_{other.cursor_},
      end_{other.end_},
      read_to_{other.read_to_},
      read_count_{other.read_count_},
      waiting_{other.waiting_},
      damaged_{other.damaged_},
      damaged_file_{std::move(other.damaged_file_)},
      last_sequence_{other.last_sequence_} {}

SpillFile::~SpillFile() {
  if (fd_ >= 0) ::close(fd_);
}

tl::expected<void, ports::StoreError> SpillFile::read_header() {
  struct stat status {};
  if (::fstat(fd_, &status) != 0) return tl::unexpected(error("cannot be examined"));
  if (!S_ISREG(status.st_mode))
    return tl::unexpected(ports::StoreError{fmt::format("spill file {}: not a file", path_.string())});
  end_ = static_cast<std::size_t>(status.st_size);
  if (end_ < kHeaderSize) {  // new, or the engine ended while it made it
    writer_id_ = make_id();
    const std::string header = fmt::format("{}{}\n", kMagic, writer_id_);
    if (!write_all(fd_, header, 0) || ::ftruncate(fd_, kHeaderSize) != 0 || ::fsync(fd_) != 0) {
      return tl::unexpected(error("cannot be written"));
    }
    sync_directory(path_);
    end_ = kHeaderSize;
    return {};
  }
  if (!read_all(fd_, buffer_, 0, kHeaderSize)) return tl::unexpected(error("cannot be read"));
  writer_id_ = buffer_.substr(kMagic.size(), kIdSize);
  const bool hex = writer_id_.find_first_not_of("0123456789abcdef") == std::string::npos;
  if (!buffer_.starts_with(kMagic) || !hex || buffer_.back() != '\n') {
    return tl::unexpected(ports::StoreError{
        fmt::format("spill file {}: this is some other file; move it away, or name another spill_directory", path_.string())});
  }
  return {};
}

/// Counts what an earlier run left, and puts a damaged end aside.
tl::expected<void, ports::StoreError> SpillFile::scan() {
  cursor_ = kHeaderSize;
  std::size_t offset = kHeaderSize;
  Entry entry;
  while (const std::size_t size = read_frame(offset, end_, entry)) {
    offset += size;
    ++waiting_;
    last_sequence_ = std::max(last_sequence_, entry.sequence);
  }
  if (offset == end_) return {};
  damaged_ = end_ - offset;
  std::error_code copied;
  for (int number = 1;; ++number) {  // what was put aside earlier stays
    damaged_file_ = path_.string() + ".damaged" + (number == 1 ? "" : fmt::format("-{}", number));
    std::filesystem::copy_file(path_, damaged_file_, copied);
    if (copied != std::errc::file_exists) break;
  }
  if (copied) {
    std::error_code none;
    std::filesystem::remove(damaged_file_, none);  // a part would only fill a full disk more
    return tl::unexpected(
        ports::StoreError{fmt::format("{}: cannot be written: {}", damaged_file_.string(), copied.message())});
  }
  if (::ftruncate(fd_, static_cast<off_t>(offset)) != 0) return tl::unexpected(error("cannot be cut"));
  end_ = offset;
  return {};
}

std::size_t SpillFile::read_frame(std::size_t offset, std::size_t end, Entry& entry) {
  if (end - offset < kFrameHead || !read_all(fd_, buffer_, offset, kFrameHead)) return 0;
  const std::size_t length = get(buffer_, 4);
  const auto sum = static_cast<std::uint32_t>(get(std::string_view{buffer_}.substr(4), 4));
  if (length <= 8 || length > kMaxFrame || end - offset - 8 < length) return 0;
  if (!read_all(fd_, buffer_, offset + 8, length) || checksum(buffer_) != sum) return 0;
  entry.sequence = get(buffer_, 8);
  return decode(std::string_view{buffer_}.substr(8), entry.record) ? 8 + length : 0;
}

tl::expected<void, ports::StoreError> SpillFile::append(const Group& group) {
  buffer_.clear();
  for (const Entry& entry : group) {
    const std::size_t start = buffer_.size();
    buffer_.resize(start + kFrameHead);
    encode(entry.record, buffer_);
    const std::size_t length = buffer_.size() - start - 8;
    put(buffer_, start, length, 4);
    put(buffer_, start + 8, entry.sequence, 8);
    put(buffer_, start + 4, checksum(std::string_view{buffer_}.substr(start + 8)), 4);
    if (length > kMaxFrame) {
      return tl::unexpected(
          ports::StoreError{fmt::format("spill file {}: a record of {} bytes is too large", path_.string(), length)});
    }
  }
  if (end_ + buffer_.size() > bound_) {
    return tl::unexpected(
        ports::StoreError{fmt::format("spill file {}: its bound of {} bytes is reached", path_.string(), bound_)});
  }
  if (!write_all(fd_, buffer_, end_) || ::fdatasync(fd_) != 0) {
    const ports::StoreError why = error("cannot be written");
    if (::ftruncate(fd_, static_cast<off_t>(end_)) != 0) return tl::unexpected(error("cannot be cut"));
    return tl::unexpected(why);
  }
  end_ += buffer_.size();
  waiting_ += group.size();
  if (!group.empty()) last_sequence_ = group.back().sequence;
  return {};
}

tl::expected<void, ports::StoreError> SpillFile::read(std::size_t max, Group& group) {
  group.clear();
  read_to_ = cursor_;
  read_count_ = 0;
  Entry entry;
  while (read_to_ < end_ && read_count_ < max) {
    const std::size_t size = read_frame(read_to_, end_, entry);
    if (size == 0) return tl::unexpected(error("cannot be read back"));
    read_to_ += size;
    ++read_count_;
    group.push_back(std::move(entry));
  }
  return {};
}

void SpillFile::advance() {
  cursor_ = read_to_;
  waiting_ -= read_count_;
  read_count_ = 0;
  if (cursor_ != end_) return;
  // A crash before the cut is harmless: the database knows what it has.
  if (::ftruncate(fd_, kHeaderSize) == 0) ::fdatasync(fd_);
  cursor_ = end_ = read_to_ = kHeaderSize;
}

}  // namespace ringside::store
