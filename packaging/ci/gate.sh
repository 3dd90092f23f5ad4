#!/usr/bin/env bash
# A gate for your own scenario: does this change make the centre worse? Copy it into your repository and call it in any CI.
#
#   gate.sh SCENARIO.yaml BASE_REVISION
#
# The scenario of both revisions is played with the same callers, so that a difference of half a point is seen in a minute.
# Exit codes: 0 pass, 1 regression, 2 wrong use, 3 unknown (never a pass: more replications would tell).
set -euo pipefail

scenario=${1:?which scenario file?} base=${2:?which revision to compare with?}
out=${RINGSIDE_GATE_OUT:-gate-report}
days=${RINGSIDE_GATE_DAYS:-200}
mkdir -p "$out"

git show "$base:$scenario" >"$out/base.yaml"
ringside-sim run "$out/base.yaml" --seed 1 --replications "$days" --quiet --json "$out/base.json" >/dev/null
ringside-sim run "$scenario" --seed 1 --replications "$days" --quiet --json "$out/new.json" >/dev/null

ringside-report compare "$out/base.json" "$out/new.json" \
  --fail-on 'service_level < -0.02' \
  --fail-on 'abandonment_rate > 0.01' \
  --fail-on 'mean_wait > 5' \
  --md "$out/gate.md" --junit "$out/gate.xml" --html "$out/gate.html"
