#!/usr/bin/env bash
# How much faster two ranks of MPI are than one process: ranks.sh PROGRAM SCENARIO [LEAST [PAIRS [DAYS]]]
# Plays DAYS days (default 6000) with one and with two ranks, in turns, PAIRS times (default 5), a thread each; the best time of
# each counts, with MPI's start. Fails if two are not LEAST (default 1.7) times as fast, or if the results differ by a byte.
set -euo pipefail

program=$1 scenario=$2 least=${3:-1.7} pairs=${4:-5} days=${5:-6000}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mpirun=(mpirun --allow-run-as-root --oversubscribe --mca oob_tcp_if_include lo --mca btl self,vader
  --mca btl_vader_single_copy_mechanism none -n 2)
best_1=999999999 best_2=999999999

# play RANKS COMMAND...: sets best_RANKS, in milliseconds.
play() {
  local ranks=$1 best=best_$1 begin=$EPOCHREALTIME end ms
  shift
  "$@" run "$scenario" --replications "$days" --threads 1 --deterministic --quiet --json "$folder/$ranks.json" >"$folder/out"
  end=$EPOCHREALTIME
  ms=$(((${end/[.,]/} - ${begin/[.,]/}) / 1000))
  printf '%d: %d ms\n' "$ranks" "$ms"
  ((ms >= ${!best})) || printf -v "$best" %d "$ms"
}

for ((pair = 1; pair <= pairs; ++pair)); do
  play 1 "$program"
  play 2 "${mpirun[@]}" "$program"
  cmp "$folder/1.json" "$folder/2.json"
done
awk -v one="$best_1" -v two="$best_2" -v least="$least" 'BEGIN {
  printf "two ranks are %.2f times as fast as one process (%.1f s, %.1f s); asked: %s\n", one / two, one / 1000, two / 1000, least
  exit one / two < least
}'
