#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "reports/results/sample.h"

namespace ringside::sim {

/// The samples of one replication as bytes, for another process of the same program on the same kind of machine: what comes out
/// is what went in, to the last bit.
void append_bytes(const std::vector<report::Sample>& samples, std::string& bytes);
/// Takes them off the front again. Bytes that append_bytes has not written throw std::out_of_range or std::length_error.
std::vector<report::Sample> take_samples(std::string_view& bytes);

}  // namespace ringside::sim
