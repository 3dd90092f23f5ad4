#pragma once

#if __has_include(<valgrind/callgrind.h>)
#include <valgrind/callgrind.h>
#endif

/// Instructions of a piece of work, counted by callgrind: the same on every machine and in every run, unlike times. `./dev
/// bench
/// --against` runs each benchmark once under `valgrind --tool=callgrind --instr-atstart=no`.
namespace ringside::bench {

/// Under valgrind: does the work so many times and has callgrind write its counters. Else nothing.
template <class Work>
void count_instructions(int times, Work work) {
#ifdef CALLGRIND_START_INSTRUMENTATION
  if (!RUNNING_ON_VALGRIND) return;
  CALLGRIND_START_INSTRUMENTATION;
  CALLGRIND_ZERO_STATS;
  for (int i = 0; i < times; ++i) work();
  CALLGRIND_DUMP_STATS;
  CALLGRIND_STOP_INSTRUMENTATION;
#else
  static_cast<void>(times);
  static_cast<void>(work);
#endif
}

}  // namespace ringside::bench
