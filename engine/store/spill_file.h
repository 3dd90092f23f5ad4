#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>

#include <tl/expected.hpp>

#include "engine/store/record.h"

namespace ringside::store {

/// Records that wait for the database, in order, in one file that survives crashes. Appended at the end, read from a
/// cursor, emptied at once when all has been read. Frames carry a checksum: a torn end, left by a crash in the middle of a
/// write, is put aside and never replayed. Not thread-safe; the file is locked against other processes.
///
/// The id in its header names the writer in the databases' rs_writers tables, where each commit leaves the sequence
/// reached: what a crash left both in the file and in the database is recognised by it (E-CDR-1).
class SpillFile {
 public:
  /// Opens or creates `path`. `bound` is the size in bytes that appending will not exceed.
  static tl::expected<SpillFile, ports::StoreError> open(std::filesystem::path path, std::size_t bound);
  SpillFile(SpillFile&& other) noexcept;
  SpillFile& operator=(SpillFile&&) = delete;
  ~SpillFile();

  const std::string& writer_id() const { return writer_id_; }
  const std::filesystem::path& path() const { return path_; }
  /// Bytes at the end that could not be read when the file was opened.
  std::size_t damaged() const { return damaged_; }
  /// Where the whole file was put aside then.
  const std::filesystem::path& damaged_file() const { return damaged_file_; }
  std::uint64_t last_sequence() const { return last_sequence_; }

  bool empty() const { return cursor_ == end_; }
  std::size_t waiting() const { return waiting_; }
  /// In bytes, of which there may be as many as the bound.
  std::size_t size() const { return end_; }

  /// Durable on return. On failure nothing has been appended.
  tl::expected<void, ports::StoreError> append(const Group& group);
  /// Up to `max` entries from the cursor on, which stays where it is.
  tl::expected<void, ports::StoreError> read(std::size_t max, Group& group);
  /// Moves the cursor behind what was read last; an emptied file is cut to its header.
  void advance();

 private:
  SpillFile(std::filesystem::path path, int fd, std::size_t bound) : path_{std::move(path)}, fd_{fd}, bound_{bound} {}

  tl::expected<void, ports::StoreError> read_header();
  tl::expected<void, ports::StoreError> scan();
  /// The size of the frame at `offset`, decoded into `entry`; 0 if there is no whole, sound frame.
  std::size_t read_frame(std::size_t offset, std::size_t end, Entry& entry);
  ports::StoreError error(const char* what) const;

  std::filesystem::path path_;
  int fd_;
  std::size_t bound_;
  std::string writer_id_;
  std::string buffer_;
  std::size_t cursor_ = 0;
  std::size_t end_ = 0;
  std::size_t read_to_ = 0;     ///< end of what was read last
  std::size_t read_count_ = 0;  ///< entries read last
  std::size_t waiting_ = 0;
  std::size_t damaged_ = 0;
  std::filesystem::path damaged_file_;
  std::uint64_t last_sequence_ = 0;
};

}  // namespace ringside::store
