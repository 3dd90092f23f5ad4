#include "engine/control/methods.h"

namespace ringside::control {
namespace {

tl::expected<core::CallId, Error> call_named(Control& control, const Params& params) {
  const auto text = params.text("call_id");
  if (!text) return tl::unexpected{text.error()};
  const auto id = core::parse_call_id(*text);
  if (!id || control.host().engine().call(*id) == nullptr) return tl::unexpected{Error{404, "Call not found", {}}};
  return *id;
}

Result start_trace(Control& control, const Params& params) {
  const bool of_call = params.find("call_id") != nullptr;
  const bool of_caller = params.find("caller") != nullptr;
  if (of_call && of_caller) return tl::unexpected{invalid_params("'call_id' or 'caller' may be given, not both")};
  SipTraceOrder order;
  order.all = !of_call && !of_caller;
  if (of_call) {
    const auto call = call_named(control, params);
    if (!call) return tl::unexpected{call.error()};
    order.call = *call;
  } else if (of_caller) {
    auto caller = params.text("caller");
    if (!caller) return tl::unexpected{caller.error()};
    if (caller->empty()) return tl::unexpected{invalid_params("parameter 'caller' must not be empty")};
    order.caller = std::move(*caller);
  }
  if (params.find("format") != nullptr) {
    const auto format = params.text("format");
    if (!format) return tl::unexpected{format.error()};
    if (*format != "pcap" && *format != "text") return tl::unexpected{invalid_params("'format' must be pcap or text")};
    order.text = *format == "text";
  }
  if (!control.setup().start_trace) return tl::unexpected{Error{500, "Failed to trace", "there is no SIP here"}};
  const auto file = control.setup().start_trace(order);
  if (!file) return tl::unexpected{Error{500, "Failed to trace", file.error()}};
  if (file->empty()) return written({{"Waiting for", order.caller}});
  return written({{"File", *file}});
}

Result stop_trace(Control& control, const Params& params) {
  std::optional<core::CallId> call;
  if (params.find("call_id") != nullptr) {
    // The call may be over while its trace waits for stragglers.
    const auto text = params.text("call_id");
    if (!text) return tl::unexpected{text.error()};
    call = core::parse_call_id(*text).value_or(core::CallId{});
  }
  if (control.setup().stop_trace && !control.setup().stop_trace(call)) return tl::unexpected{Error{404, "Trace not found", {}}};
  return written("OK");
}

}  // namespace

std::vector<Method> trace_methods() {
  return {
      {"rs_sip_trace",
       "",
       {{"call_id", false}, {"format", false}, {"caller", false}},
       "writes the SIP messages of a call, of the next call of a caller, or of all, into a file of trace_dir, as pcap or text",
       start_trace},
      {"rs_sip_trace_stop", "", {{"call_id", false}}, "ends the SIP trace of a call, or all", stop_trace},
  };
}

}  // namespace ringside::control
