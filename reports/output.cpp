#include "reports/output.h"

#include <iostream>

#include "reports/store/output_file.h"

namespace ringside::report {

void complain(const std::string& message) { std::cerr << "ringside-report: " << message << '\n'; }

bool write_output(const std::string& path, const std::string& text) {
  if (path == "-") {
    std::cout << text << std::flush;
    if (!std::cout) complain("standard output cannot be written");
    return static_cast<bool>(std::cout);
  }
  if (write_output_file(path, text)) return true;
  complain(path + " cannot be written");
  return false;
}

}  // namespace ringside::report
