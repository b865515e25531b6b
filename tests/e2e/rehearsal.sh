#!/usr/bin/env bash
# `drill --sandbox`: a region's loss is rehearsed where nothing of the user's is touched, measured against the objectives,
# and told as text, JSON and a page; what does not hold ends with 2.
source tests/support/e2e.sh
mkdir "$scratch/mine" "$scratch/tmp"; cp "$root/specs/minimal.yaml" "$scratch/mine/spec.yaml"
export TMPDIR=$scratch/tmp
drill() { expect "$1" "$bin" drill "$scratch/mine/spec.yaml" --sandbox "${@:2}"; }

# ---- refused
drill 1; says 'to is missing: which region'
drill 1 --to osaka; says 'has no region "osaka"; it has tokyo, seoul'
drill 1 --to seoul --scenario flood; says 'there are all region-silent'
expect 1 "$bin" drill "$scratch/mine/spec.yaml" --to seoul --sandbox --faults nonsense; says 'no such fault'

# ---- every scenario holds, and the same seed gives the same figures
drill 0 --to seoul --scenario all; says 'Passed: every step ended well'; says 'promised by nobody'
cp "$scratch/out" "$scratch/first"; drill 0 --to seoul --scenario all
cmp -s "$scratch/first" "$scratch/out" || fail "the same seed, and other figures"
drill 0 --to tokyo; says 'tokyo takes over from seoul'; says 'provisioner switchover --to seoul'

drill 0 --to seoul --scenario broker-loss; says 'skipped: the spec has no AWS::MSK::Cluster'
expect 0 "$bin" init "$scratch/us.yaml" --template minimal --primary us-west-2 --secondary us-east-1
expect 0 "$bin" drill "$scratch/us.yaml" --to virginia --sandbox --scenario dns-control-plane-gone; says 'skipped: virginia lies in us-east-1, and would be lost, too'
drill 2 --to seoul --scenario region-silent --faults deny=FailoverGlobalCluster; says '^  FAILED .* failover --to seoul'; silent '\\u000a'
drill 0 --to seoul --json --html "$scratch/page.html"; holds drill; grep -q '<h1>Drill of demo/production</h1>' "$scratch/page.html" || fail "no page"

# ---- an objective that can't be met
drill 0 --to seoul --set objectives.rto=15m --set objectives.rpo=5s; says 'met      objective RTO: 15 min wanted'
drill 2 --to seoul --react 20m --set objectives.rto=15m; says 'MISSED   objective RTO: 15 min wanted'; says 'Not passed'

# ---- on a narrow terminal
COLUMNS=60 drill 0 --to seoul --set objectives.rto=15m; says '^  aurora   RTO .*, RPO'; silent 'not copied  name'
awk 'length > 60 && NF > 1 { exit 1 }' "$scratch/out" || fail "wider than 60 columns"

# ---- nothing of the user's was touched, and nothing is left
[ "$(ls "$scratch/mine")" = spec.yaml ] || fail "beside the spec: $(ls "$scratch/mine")"
[ -z "$(ls -A "$scratch/tmp")" ] || fail "left behind: $(ls -A "$scratch/tmp")"
exit 0
