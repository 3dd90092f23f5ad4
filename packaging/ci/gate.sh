#!/usr/bin/env bash
# A gate for your own scenario: does this change make the centre worse? Copy it into your repository and call it in any CI.
#
#   gate.sh SCENARIO.yaml BASE_REVISION
#
# The scenario of both revisions is played with the same callers, so that a difference of half a point is seen in a minute.
# Exit codes: 0 pass, 1 regression, 2 wrong use, 3 unknown (never a pass: more replications would tell, or a run failed).
set -euo pipefail

(($# == 2)) || { echo "usage: gate.sh SCENARIO.yaml BASE_REVISION" >&2; exit 2; }
scenario=$(basename -- "$1") base=$2
days=${RINGSIDE_GATE_DAYS:-200}
mkdir -p "${RINGSIDE_GATE_OUT:-gate-report}"
out=$(cd -- "${RINGSIDE_GATE_OUT:-gate-report}" && pwd)
cd -- "$(dirname -- "$1")" || exit 2

# With the files beside it, which it may name.
rm -rf "$out/base"
mkdir "$out/base"
git archive "$base" . | tar -x -C "$out/base" || exit 2

play() { # play SCENARIO JSON: one that is not as precise as it asks (3) is compared all the same
  local status=0
  ringside-sim run "$1" --seed 1 --replications "$days" --quiet --json "$2" >/dev/null || status=$?
  case $status in
    0 | 3) ;;
    1) exit 3 ;;
    *) exit "$status" ;;
  esac
}
play "$out/base/$scenario" "$out/base.json"
play "$scenario" "$out/new.json"

ringside-report compare "$out/base.json" "$out/new.json" \
  --fail-on 'service_level < -0.02' \
  --fail-on 'abandonment_rate > 0.01' \
  --fail-on 'mean_wait > 5' \
  --md "$out/gate.md" --junit "$out/gate.xml" --html "$out/gate.html"
