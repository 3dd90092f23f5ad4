#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "engine/ports/store.h"

namespace ringside::store {

struct CallRemoval {
  std::string b2buaid;

  bool operator==(const CallRemoval&) const = default;
};

struct WrapupEnd {
  std::string agent_id;
  core::Time end;

  bool operator==(const WrapupEnd&) const = default;
};

/// What may be written, one alternative per verb of ports::Store.
using Record = std::variant<ports::CdrRecord, ports::CallRecord, CallRemoval, WrapupEnd, ports::AgentRecord>;

/// A record with its place in the order of all records that a spill file's writer has ever been given.
struct Entry {
  std::uint64_t sequence = 0;
  Record record;

  bool operator==(const Entry&) const = default;
};
using Group = std::vector<Entry>;

/// The record as the spill file keeps it: little-endian numbers, texts with their length in front.
void encode(const Record& record, std::string& out);
/// False if the bytes are not what encode() writes.
bool decode(std::string_view bytes, Record& record);

}  // namespace ringside::store
