#pragma once

#include <filesystem>
#include <string>

namespace ringside::core::test {

/// Plays a text story of behaviour (tests/transcripts/*.call; its README has the language) through a fresh engine, with the
/// invariants checked after every event. Returns what went wrong, with file and line; empty if the story came true.
std::string play_transcript(const std::filesystem::path& file);
std::string play_transcript_text(const std::string& text, const std::string& name);

}  // namespace ringside::core::test
