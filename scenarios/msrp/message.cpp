#include "scenarios/msrp/message.h"

#include <fmt/format.h>

#include <iterator>

namespace ringside::msrp {
namespace {

void add_path(std::string& wire, const char* name, const std::vector<Uri>& path) {
  wire += name;
  for (const Uri& uri : path) wire += ' ' + to_string(uri);
  wire += "\r\n";
}

std::string or_star(const std::optional<std::uint64_t>& number) { return number ? std::to_string(*number) : "*"; }

}  // namespace

const char* comment_of(int code) {
  switch (code) {
    case 200: return "OK";
    case 400: return "Bad Request";
    case 403: return "Forbidden";
    case 408: return "Timeout";
    case 413: return "Stop Sending";
    case 415: return "Unsupported Media Type";
    case 423: return "Parameter Out of Bounds";
    case 481: return "No Such Session";
    case 501: return "Unknown Method";
    case 506: return "Session In Use";
    default: return "Failed";
  }
}

bool fits(const std::string& body, const std::string& transaction) {
  return body.find("-------" + transaction) == std::string::npos;
}

std::string to_wire(const Message& message) {
  std::string wire = "MSRP " + message.transaction + ' ';
  auto out = std::back_inserter(wire);
  if (message.is_request()) {
    wire += message.method + "\r\n";
  } else {
    fmt::format_to(out, "{} {}\r\n", message.code, comment_of(message.code));
  }
  add_path(wire, "To-Path:", message.to_path);
  add_path(wire, "From-Path:", message.from_path);
  if (!message.id.empty()) wire += "Message-ID: " + message.id + "\r\n";
  if (message.range)
    fmt::format_to(out, "Byte-Range: {}-{}/{}\r\n", message.range->first, or_star(message.range->last),
                   or_star(message.range->total));
  if (message.success_report) wire += "Success-Report: yes\r\n";
  if (message.failure_report != FailureReport::yes)
    wire += message.failure_report == FailureReport::no ? "Failure-Report: no\r\n" : "Failure-Report: partial\r\n";
  if (message.status) fmt::format_to(out, "Status: 000 {:03} {}\r\n", *message.status, comment_of(*message.status));
  if (message.has_body()) wire += "Content-Type: " + message.content_type + "\r\n\r\n" + message.body + "\r\n";
  wire += "-------" + message.transaction + static_cast<char>(message.end) + "\r\n";
  return wire;
}

}  // namespace ringside::msrp
