#!/usr/bin/env bash
# Moved by the program, watched by the AWS CLI: there and back, killed on the way, paused; a region that takes requests and
# never answers is failed over from without asking it, and failed back to when it is there again; with the state in a
# bucket of the lost region, too.
source tests/support/e2e.sh
need_cli
spec=$root/specs/minimal.yaml
writer() { cli "$1" rds describe-global-clusters --query 'GlobalClusters[0].GlobalClusterMembers[?IsWriter].DBClusterArn | [0]' | cut -d: -f4; }
writes() { [ "$(writer "$1")" = "$1" ] || fail "the writer is not in $1 but in $(writer "$1")"; }
plan_is_empty() { expect 0 "$bin" plan "$spec" "${s[@]}" --detailed-exitcode; says 'No changes'; }

serve "$scratch/world" --speed 150 --log-level debug
s=(--state "$scratch/a.json" --time-scale 150)
expect 1 "$bin" switchover "$spec" "${s[@]}" --to seoul; says 'has its state elsewhere'
expect 0 "$bin" apply "$spec" --state "$scratch/a.json" --time-scale 150 --auto-approve

# a plan first, and nobody to approve it
expect 0 "$bin" switchover "$spec" "${s[@]}" --to seoul --dry-run; says 'rds:SwitchoverGlobalCluster in ap-northeast-1'; says 'undo .*--to tokyo'
expect 1 "$bin" switchover "$spec" "${s[@]}" --to seoul; says 'auto-approve'
expect 3 "$bin" switchover "$spec" "${s[@]}" --to seoul --auto-approve --pause-before aurora-switch; says 'Paused'
writes ap-northeast-1

# killed while AWS is at it: the next run waits for what was begun, and begins nothing twice
"$bin" switchover "$spec" "${s[@]}" --to seoul --auto-approve >"$scratch/out" 2>&1 & pid=$!
for _ in $(seq 200); do grep -q 'sends: Switchover' "$scratch/out" && break; sleep 0.02; done
sleep 0.1; kill -9 $pid; wait $pid 2>/dev/null
expect 0 "$bin" switchover "$spec" "${s[@]}" --to seoul --auto-approve --json
[ "$(grep -c ' SwitchoverGlobalCluster(' "$scratch/served.err")" = 1 ] || fail "it was switched twice"
/usr/bin/python3 tests/support/events.py "$scratch/out" version move_plan move_result exit || fail "the stream is none"
writes ap-northeast-2
plan_is_empty; says 'is led by seoul/aurora/cluster now'
expect 0 "$bin" switchover "$spec" "${s[@]}" --to seoul --auto-approve; says 'leads already'
expect 0 "$bin" state pull "$scratch/a.json"; silent '"op": "SwitchoverGlobalCluster"'
expect 0 "$bin" switchover "$spec" "${s[@]}" --to tokyo --auto-approve --json; says 'Verified: a plan finds no changes'
/usr/bin/python3 tests/support/events.py "$scratch/out" version move_plan move_start move_call move_progress move_complete move_result exit || fail "the stream is none"
writes ap-northeast-1
expect 0 "$bin" history "$spec" --state "$scratch/a.json"; says 'switchover'
plan_is_empty

# tokyo is lost: it takes requests, and never answers; whoever asked it would wait
direct=$url
/usr/bin/python3 tests/support/one_region_lost.py "$direct" ap-northeast-1 silent >"$scratch/port" & proxy=$!
trap 'kill "$proxy" 2>/dev/null; cleanup' EXIT
for _ in $(seq 100); do [ -s "$scratch/port" ] && break; sleep 0.05; done
lost=(--endpoint-url "http://127.0.0.1:$(cat "$scratch/port")")
expect 1 "$bin" failover "$spec" "${s[@]}" "${lost[@]}" --to seoul --auto-approve; says 'allow-data-loss'
before=$(wc -l <"$scratch/served.err")
expect 0 "$bin" failover "$spec" "${s[@]}" "${lost[@]}" --to seoul --auto-approve --allow-data-loss --log-level debug; says 'seoul leads'; says 'ms behind at'
silent 'ap-northeast-1|us-east-1'
[ "$(tail -n +$((before + 1)) "$scratch/served.err" | grep -cv 'ap-northeast-2')" = 0 ] || fail "somebody else was asked: $(tail -n +$((before + 1)) "$scratch/served.err" | grep -v ap-northeast-2)"
writes ap-northeast-2
expect 6 "$bin" plan "$spec" "${s[@]}" "${lost[@]}"; says 'No changes in what could be read'
kill $proxy; wait $proxy 2>/dev/null
plan_is_empty
expect 0 "$bin" failback "$spec" "${s[@]}" --to tokyo --auto-approve; says 'tokyo leads'
writes ap-northeast-1
plan_is_empty
expect 0 "$bin" destroy "$spec" --state "$scratch/a.json" --time-scale 150 --auto-approve --allow-destroy '*'
kill "$served"; wait "$served" 2>/dev/null; served=
unset AWS_ENDPOINT_URL

# the state lies in tokyo, and a copy of it in seoul
cat "$root/specs/minimal.yaml" - >"$scratch/m.yaml" <<'YAML'
state: {bucket: demo-state-tokyo, key: demo/production.state.json, region: tokyo, mirror: {bucket: demo-state-seoul, region: seoul}}
YAML
spec=$scratch/m.yaml s=(--sandbox) lost=(--sandbox --faults dark=ap-northeast-1+us-east-1)
expect 0 "$bin" init "$spec" --state-buckets "${s[@]}" --auto-approve
expect 0 "$bin" apply "$spec" "${s[@]}" --auto-approve
expect 1 "$bin" failover "$spec" "${lost[@]}" --to seoul --allow-data-loss --auto-approve; says 'state promote'
expect 0 "$bin" state promote "$spec" "${lost[@]}" --auto-approve
expect 0 "$bin" failover "$spec" "${lost[@]}" --to seoul --allow-data-loss --auto-approve; says 'seoul leads'
expect 0 "$bin" failback "$spec" "${s[@]}" --to tokyo --auto-approve; says 'tokyo leads'
plan_is_empty
exit 0
