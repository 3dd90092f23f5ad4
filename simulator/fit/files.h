#pragma once

#include <istream>
#include <map>
#include <string>
#include <tl/expected.hpp>

#include "simulator/fit/observed.h"

namespace ringside::fit {

/// Asterisk's queue_log: `time|call|queue|agent|EVENT|…`. Arrivals are ENTERQUEUE, answers CONNECT with COMPLETE* or a
/// transfer, abandonments ABANDON; EXIT* says no more than that he had waited so long. RINGNOANSWER is an offer. The caller's
/// number in ENTERQUEUE is not kept.
Observed read_queue_log(std::istream& in);

/// A CSV with a header, a call a line. `columns` maps arrived, wait, talk, flow, outcome, agent, pickup, media to the names of
/// the file's columns (default: the same names). arrived and wait are needed. Without `outcome`, who talked was answered and
/// everybody else abandoned, which is noted. The error is about the header.
tl::expected<Observed, std::string> read_calls_csv(std::istream& in, const std::map<std::string, std::string>& columns);

/// A CSV of interval volumes: queue, date, time, volume, aht (seconds).
tl::expected<Observed, std::string> read_volumes_csv(std::istream& in, const std::map<std::string, std::string>& columns);

}  // namespace ringside::fit
