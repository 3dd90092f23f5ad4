#!/usr/bin/env bash
# The performance gate: two builds of the benchmarks, measured turn by turn. `./dev bench --against REV` calls it.
#
#   gate.sh BASE_BIN NEW_BIN OUT [--quick]
#
# Each benchmark's CPU time is taken in rounds (base, new; new, base; …), so that what disturbs the machine disturbs both; its
# instructions are counted once by callgrind. `ringside-report compare` judges: medians of pairs, noise band, all intervals
# together. A regression is believed only if fresh rounds say so again. Exit codes: 0 pass, 1 regression, 2 wrong use, 3 unknown.
set -euo pipefail

(($# >= 3)) || { sed -n '2,/^set/p' "$0" | sed 's/^# \{0,1\}//; $d' >&2; exit 2; }
base=$1 new=$2 out=$3 quick=${4:-}
rounds=15 seconds=0.2 programs=(core simulator store)
[[ $quick != --quick ]] || rounds=7 seconds=0.05 programs=(core simulator)
# Decisions of the core on their own have a fixed number of rounds and the same work as the others; by-hand loops are not ours.
readonly left_out='-decide_.*|S1_threads.*|.*_by_hand|paced_calls.*'
report=$new/ringside-report
for program in "$report" "${programs[@]/#/$base/}" "${programs[@]/#/$new/}"; do
  [[ $program == "$report" ]] || program+=_bench
  [[ -x $program ]] || { echo "gate: $program is not there" >&2; exit 2; }
done
mkdir -p "$out"

# names BIN PROGRAM: the benchmarks that both sides have
names() { "$1/$2_bench" --benchmark_list_tests --benchmark_filter="$left_out" 2>/dev/null | grep -E '^[A-Za-z0-9_/:.-]+$'; }

measure() { # measure BIN PROGRAM FILE
  "$1/$2_bench" --benchmark_filter="$left_out" --benchmark_min_time="$seconds" --benchmark_out="$3" --benchmark_out_format=json \
    >/dev/null 2>"$out/errors" || { echo "gate: $1/$2_bench failed:" >&2; cat "$out/errors" >&2; exit 3; }
}

take_rounds() { # take_rounds PREFIX: files PREFIX-base-N-PROGRAM.json and PREFIX-new-N-PROGRAM.json
  local round program
  for ((round = 1; round <= rounds; ++round)); do
    for program in "${programs[@]}"; do
      if ((round % 2)); then
        measure "$base" "$program" "$1-base-$round-$program.json"
        measure "$new" "$program" "$1-new-$round-$program.json"
      else
        measure "$new" "$program" "$1-new-$round-$program.json"
        measure "$base" "$program" "$1-base-$round-$program.json"
      fi
    done
    printf '   round %d of %d\n' "$round" "$rounds" >&2
  done
}

count() { # count BIN FILE: instructions of every benchmark, as JSON
  local program name counters=$out/callgrind total first=yes
  {
    printf '{"benchmarks": [], "instructions": {'
    for program in core simulator; do
      for name in $(names "$1" "$program"); do
        rm -f "$counters"*
        valgrind --tool=callgrind --instr-atstart=no --callgrind-out-file="$counters" \
          "$1/${program}_bench" --benchmark_filter="^$name\$" --benchmark_min_time=0 >/dev/null 2>&1 || true
        total=$(cat "$counters".1 2>/dev/null | sed -n 's/^\(summary\|totals\): *//p' | head -n 1)
        [[ $total =~ ^[0-9]+$ ]] || continue # an older build that does not count
        [[ $first == yes ]] || printf ','
        first=no
        printf '\n "%s": %s' "$name" "$total"
      done
    done
    printf '\n}}\n'
  } >"$2"
  rm -f "$counters"*
}

judge() { # judge PREFIX: the worst that ringside-report compare says of a program's rounds
  local program status worst=0 round arguments
  for program in "${programs[@]}"; do
    arguments=()
    for ((round = 1; round <= rounds; ++round)); do
      arguments+=(--base "$1-base-$round-$program.json" --new "$1-new-$round-$program.json")
    done
    status=0
    "$report" compare "${arguments[@]}" --fail-on 'cpu_time > 5%' --json "$1-$program.json" >"$1-$program.txt" || status=$?
    ((status != 2)) || exit 2
    echo "CPU time, $program:"
    tail -n +2 "$1-$program.txt"
    if ((status == 1)); then worst=1; elif ((status == 3 && worst == 0)); then worst=3; fi
  done
  return "$worst"
}

# verdict PREFIX: instructions decide; times may accuse, and acquit where nothing was counted. Without --quick they have to acquit.
verdict() {
  local times=0 counted=3
  judge "$1" || times=$?
  if [[ -s $out/new-instructions.json ]]; then
    counted=0
    echo "Instructions:"
    "$report" compare "$out/base-instructions.json" "$out/new-instructions.json" --fail-on 'instructions > 3%' \
      >"$out/instructions.txt" || counted=$?
    tail -n +2 "$out/instructions.txt"
    ((counted != 2)) || counted=3 # nothing that both sides count
  fi
  if ((times == 1 || counted == 1)); then return 1; fi
  if ((times == 0 || (counted == 0 && ${#quick} > 0))); then return 0; fi
  return 3
}

if command -v valgrind >/dev/null; then
  echo "   counting instructions" >&2
  count "$base" "$out/base-instructions.json"
  count "$new" "$out/new-instructions.json"
fi
take_rounds "$out/first"
status=0
verdict "$out/first" || status=$?
if ((status == 1)); then
  echo "   a regression: fresh rounds, to be sure" >&2
  take_rounds "$out/second"
  status=0
  verdict "$out/second" || status=$? # what was seen once and not twice was noise
fi
case $status in
  0) echo "pass" ;;
  1) echo "regression" ;;
  *) echo "unknown: the machine was too noisy to tell (once more, or without --quick), or only one side has a benchmark" ;;
esac
exit "$status"
