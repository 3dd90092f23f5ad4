#pragma once

/// The commands of ringside-report; each returns an exit code and says on standard error what was wrong.
namespace ringside::report {

inline constexpr int kDone = 0;
inline constexpr int kRegression = 1;  ///< of compare; of the others: failed
inline constexpr int kFailed = 1;
inline constexpr int kWrongUse = 2;
inline constexpr int kUnknown = 3;

/// Arguments from the command's own name on. Wrong options throw boost::program_options::error.
int format_command(int argc, char** argv);
int compare_command(int argc, char** argv);

}  // namespace ringside::report
