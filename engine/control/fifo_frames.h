#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace ringside::control {

/// One request as it came through the FIFO.
struct FifoFrame {
  std::string reply_name;  ///< empty: no reply is wanted
  std::string text;        ///< JSON, or what stood in its place
};

/// Cuts what comes through the FIFO into requests `:REPLY_NAME:JSON`, which may be in pieces or run into one another without
/// anything between them. The end of the JSON is where its brackets close. What cannot be a request is skipped up to the end
/// of its line, so that the next client is heard; the text in place of JSON is handed out to be refused. At most kMaxText
/// bytes are kept.
class FifoFrames {
 public:
  void feed(std::string_view bytes) { waiting_ += bytes; }
  /// The next complete request, or nothing as long as there is none.
  std::optional<FifoFrame> next();
  /// The rest will not come: what is there is handed out as it is, and forgotten.
  std::optional<FifoFrame> give_up();
  bool partial() const { return !waiting_.empty(); }

  static constexpr std::size_t kMaxName = 200;

 private:
  std::optional<FifoFrame> take(std::size_t name_end, std::size_t end);
  void drop_front();
  void skip_line();
  void start_over();

  std::string waiting_;
  // How far the JSON of the first request was looked through.
  std::size_t seen_ = 0;
  int depth_ = 0;
  bool quoted_ = false;
  bool escaped_ = false;
};

/// Whether a client may name its reply FIFO so: a plain file name, without '.', '/', '\' or control characters.
bool is_reply_name(std::string_view name);

}  // namespace ringside::control
