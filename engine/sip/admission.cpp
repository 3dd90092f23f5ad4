#include "engine/sip/admission.h"

#include <strings.h>

#include <algorithm>
#include <array>
#include <iterator>

#include "engine/sip/multipart.h"
#include "engine/sip/sdp.h"
#include "engine/sip/sofia_text.h"
#include "engine/sip/text.h"

namespace ringside::sip {
namespace {

constexpr std::size_t kMaxPassedHeaders = 8 * 1024;

std::string_view text_of(const char* text) { return text == nullptr ? std::string_view{} : std::string_view{text}; }

std::string_view header_value(const sip_t* sip, std::string_view name) {
  for (const sip_unknown_t* header = sip->sip_unknown; header != nullptr; header = header->un_next) {
    if (header_matches(name, text_of(header->un_name))) return text_of(header->un_value);
  }
  return {};
}

std::string flow_of(const sip_t* sip, const SipSettings& settings) {
  if (settings.flow_from == FlowSource::header) return std::string{header_value(sip, settings.flow_header)};
  return flow_named_by(sip->sip_request->rq_url, settings);
}

bool is_ours(std::string_view name, const SipSettings& settings) {
  return header_matches("X-CC-*", name) || header_matches(settings.param_header, name);
}

void append_header(std::string& out, std::string_view name, std::string_view value) {
  if (out.size() + name.size() + value.size() > kMaxPassedHeaders || !is_token(name)) return;
  if (value.find_first_of("\r\n") != std::string_view::npos) return;  // folded: not worth the trouble
  out += name;
  out += ": ";
  out += value;
  out += "\r\n";
}

/// Ours on each leg, whatever a pattern says.
bool is_of_the_leg(std::string_view name) {
  constexpr std::string_view kNames[] = {
      "Via",         "Route",           "Record-Route",  "From",      "To",     "Call-ID",        "CSeq",
      "Contact",     "Max-Forwards",    "Authorization", "Proxy-*",   "Allow",  "Supported",      "Require",
      "Unsupported", "Session-Expires", "Min-SE",        "RSeq",      "RAck",   "Expires",        "User-Agent",
      "Server",      "Content-*",       "MIME-Version",  "Timestamp", "Accept", "Accept-Encoding"};
  return std::any_of(std::begin(kNames), std::end(kNames), [&](std::string_view one) { return header_matches(one, name); });
}

bool passes(std::string_view name, const SipSettings& settings) {
  if (header_matches("P-Asserted-Identity", name) || header_matches("Privacy", name)) return true;
  const auto asked_for = [&](const std::string& pattern) { return header_matches(pattern, name); };
  return std::any_of(settings.pass_headers.begin(), settings.pass_headers.end(), asked_for) && !is_of_the_leg(name) &&
         !is_ours(name, settings);
}

/// Those that Sofia has understood are written anew.
std::string passed_headers(const sip_t* sip, const SipSettings& settings) {
  std::string out;
  for (const sip_unknown_t* header = sip->sip_unknown; header != nullptr; header = header->un_next) {
    const std::string_view name = text_of(header->un_name);
    if (passes(name, settings)) append_header(out, name, text_of(header->un_value));
  }
  for (const auto* header = reinterpret_cast<const sip_header_t*>(sip->sip_request); header != nullptr;
       header = reinterpret_cast<const sip_header_t*>(header->sh_succ)) {
    const std::string_view name = text_of(header->sh_class->hc_name);
    if (name.empty() || !passes(name, settings)) continue;
    std::array<char, kMaxPassedHeaders> value{};
    const issize_t length = sip_header_field_e(value.data(), value.size(), header, 0);
    if (length > 0 && static_cast<std::size_t>(length) < value.size())
      append_header(out, name, {value.data(), static_cast<std::size_t>(length)});
  }
  return out;
}

/// A tel URI has its number where others have the host.
std::string_view number_of(const url_t* tel) { return text_of(tel->url_user != nullptr ? tel->url_user : tel->url_host); }

/// A caller whom our legs may name (E-ADM-1, code -2): Sofia splits worse than that.
bool is_caller(const url_t* url) {
  if (url->url_type == url_tel) return !number_of(url).empty();
  if (url->url_type != url_sip && url->url_type != url_sips) return false;
  const std::string_view port = text_of(url->url_port);
  const bool digits = port.size() <= 5 && port.find_first_not_of("0123456789") == std::string_view::npos;
  return is_host(text_of(url->url_host)) && digits;
}

std::string leg_uri(const url_t* url, std::string_view local_host) {
  std::string out = "sip:";
  if (url->url_type == url_tel) {
    out.append(escaped_user(number_of(url))).append("@").append(local_host);
    return out;
  }
  if (url->url_user != nullptr) out.append(escaped_user(url->url_user)).append("@");
  out += text_of(url->url_host);
  if (url->url_port != nullptr && url->url_port[0] != '\0') out.append(":").append(url->url_port);
  return out;
}

}  // namespace

std::string flow_named_by(const url_t* uri, const SipSettings& settings) {
  const std::string user = unescaped_user(text_of(uri->url_user));
  if (settings.flow_from != FlowSource::table) return user;
  const std::string whole = url_text(uri);
  for (const FlowRule& rule : settings.flow_table) {
    const bool about_uri = rule.pattern.find(':') != std::string::npos;
    if (glob_matches(rule.pattern, about_uri ? whole : user)) return rule.flow_id;
  }
  return {};
}

std::string_view sdp_of(const sip_t* sip) {
  if (sip == nullptr || sip->sip_payload == nullptr || sip->sip_payload->pl_data == nullptr) return {};
  const std::string_view body{sip->sip_payload->pl_data, sip->sip_payload->pl_len};
  const sip_content_type_t* const type = sip->sip_content_type;
  if (type == nullptr || type->c_type == nullptr) return {};
  if (strcasecmp(type->c_type, "application/sdp") == 0) return body;
  if (strncasecmp(type->c_type, "multipart/", 10) != 0 || type->c_params == nullptr) return {};
  const char* const boundary = msg_params_find(type->c_params, "boundary=");
  return boundary == nullptr ? std::string_view{} : sdp_part(body, boundary);
}

CallerRequest read_request(const sip_t* sip, const SipSettings& settings, std::string_view local_host) {
  CallerRequest request;
  request.flow_id = flow_of(sip, settings);
  request.called_host = text_of(sip->sip_request->rq_url->url_host);
  request.called_port = text_of(sip->sip_request->rq_url->url_port);
  const sip_from_t* const from = sip->sip_from;
  const url_t* const url = from->a_url;
  request.from_parsable = is_caller(url);
  if (request.from_parsable) {
    request.user = unescaped_user(url->url_type == url_tel ? number_of(url) : text_of(url->url_user));
    request.display_name = unquoted_display_name(text_of(from->a_display));
    request.uri = leg_uri(url, local_host);
  }
  if (!settings.param_header.empty()) request.param = script_param(header_value(sip, settings.param_header));
  request.passed_headers = passed_headers(sip, settings);
  if (sip->sip_max_forwards != nullptr && sip->sip_max_forwards->mf_count > 0) {
    request.max_forwards = static_cast<unsigned>(std::min<unsigned long>(sip->sip_max_forwards->mf_count - 1, 255));
  }
  const std::string_view sdp = sdp_of(sip);
  request.body_too_large = sdp.size() > kMaxSdpSize;
  request.offer = request.body_too_large ? std::string_view{} : sdp;
  if (!request.offer.empty() && request.offer.back() != '\n') request.offer += "\r\n";
  const bool has_body = sip->sip_payload != nullptr && sip->sip_payload->pl_len > 0;
  request.other_body = has_body && sdp.empty();
  return request;
}

int answer_to(core::AdmissionCode code, const CallerRequest& request, const RefusalAnswers& answers) {
  switch (code) {
    case core::AdmissionCode::no_flow_id: return answers.no_flow_id;
    case core::AdmissionCode::bad_from: return answers.bad_from;
    case core::AdmissionCode::unknown_flow: return answers.unknown_flow;
    case core::AdmissionCode::no_agents: return answers.no_agents;
    case core::AdmissionCode::no_sdp: return request.other_body ? answers.body_type : answers.no_sdp;
    case core::AdmissionCode::unsupported_media: return answers.unsupported_media;
    case core::AdmissionCode::internal_error:
    case core::AdmissionCode::admitted: break;
  }
  return answers.internal_error;
}

}  // namespace ringside::sip
