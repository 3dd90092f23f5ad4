#include "reports/pdf_text.h"

namespace ringside::report {

std::optional<std::string> pdf_text(const Document& /*document*/) { return {}; }

}  // namespace ringside::report
