#pragma once

/// What the build has put into the program of a page's fixed parts, each with its SHA-256 in hexadecimal.
namespace ringside::report {

extern const char* const page_template;
extern const char* const page_template_hash;
extern const char* const page_css;
extern const char* const page_css_hash;
extern const char* const page_js;
extern const char* const page_js_hash;
extern const char* const chart_js;
extern const char* const chart_js_hash;

}  // namespace ringside::report
