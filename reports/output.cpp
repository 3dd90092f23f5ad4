#include "reports/output.h"

#include <cstdio>
#include <fstream>
#include <iostream>

namespace ringside::report {

void complain(const std::string& message) { std::cerr << "ringside-report: " << message << '\n'; }

bool write_output(const std::string& path, const std::string& text) {
  if (path == "-") {
    std::cout << text << std::flush;
    if (!std::cout) complain("standard output cannot be written");
    return static_cast<bool>(std::cout);
  }
  const std::string unfinished = path + ".part";
  std::ofstream out{unfinished, std::ios::binary | std::ios::trunc};
  out << text;
  out.close();
  if (out && std::rename(unfinished.c_str(), path.c_str()) == 0) return true;
  complain(path + " cannot be written");
  std::remove(unfinished.c_str());
  return false;
}

}  // namespace ringside::report
