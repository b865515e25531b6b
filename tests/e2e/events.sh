#!/usr/bin/env bash
# --json of whatever changes something: every line is as its schema says, whatever becomes of the run.
source tests/support/e2e.sh
/usr/bin/python3 -c 'import jsonschema' 2>/dev/null || { echo "skipped: python3-jsonschema is not installed"; exit 77; }
spec=$root/specs/minimal.yaml
s=(--sandbox --state "$scratch/e.json" --auto-approve --json)
# stream CODE TYPES... -- ARGUMENTS: runs it, and reads what it says
stream() {
  local code=$1 types=(); shift
  while [ "$1" != -- ]; do types+=("$1"); shift; done; shift
  expect "$code" "$bin" "$@"; cp "$scratch/out" "$scratch/lines"; : >"$scratch/out"
  /usr/bin/python3 tests/support/events.py "$scratch/lines" "${types[@]}" >"$scratch/seen" || fail "the stream of: $*"
}
tells() { /usr/bin/python3 -c "import json,sys; E=[json.loads(l) for l in open('$scratch/lines')]; of=lambda t:[e for e in E if e['type']==t]; assert ($1), [e for e in E if e['type'] in ('change_summary','run_complete','exit')]" || fail "not so: $1"; }

stream 0 version planned_change change_summary cost apply_start apply_progress apply_complete outputs run_complete exit !diagnostic -- apply "$spec" "${s[@]}"
tells "of('change_summary')[0]['changes']['add'] == of('change_summary')[1]['changes']['add'] == len(of('apply_complete')) > 100"
tells "of('exit')[0]['exit_class'] == 'done' and of('change_summary')[1]['changes']['operation'] == 'apply'"
tells "of('outputs')[0]['outputs']['tokyo.network.vpc-id']['value'].startswith('vpc-')"
stream 0 version change_summary run_complete exit !planned_change !apply_start -- apply "$spec" "${s[@]}"
stream 0 version exit !resource_drift !planned_change -- drift "$spec" "${s[@]}" --revert

# what can't be done, and what may not be done
stream 1 version diagnostic exit !planned_change -- apply "$spec" "${s[@]}" --set aurora.version=9.9.9.9.9
tells "of('diagnostic')[0]['diagnostic']['range']['filename'] and of('exit')[0]['exit_code'] == 1"
stream 1 version diagnostic exit -- destroy "$spec" "${s[@]}"
stream 1 version diagnostic exit -- apply "$scratch/absent.yaml" "${s[@]}"
stream 1 version diagnostic exit !apply_start -- apply "$spec" --sandbox --state "$scratch/n.json" --json

# AWS refuses, or is not there
stream 3 apply_errored apply_blocked diagnostic run_complete exit -- apply "$spec" "${s[@]}" --state "$scratch/f.json" --faults echo=CreateDBCluster
tells "of('exit')[0]['exit_class'] == 'part' and 'provisioner apply' in of('exit')[0]['next'] and of('run_complete')[0]['steps']['failed'] > 0"
stream 6 apply_skipped region_status exit -- apply "$spec" "${s[@]}" --state "$scratch/d.json" --faults dark=ap-northeast-2,dark-from=300
stream 0 apply_retry exit -- apply "$spec" "${s[@]}" --state "$scratch/t.json" --faults cut-after=0.1,seed=7

# stopped by a signal
(
  unset AWS_PROFILE
  exec "$bin" apply "$spec" --sandbox --state "$scratch/i.json" --auto-approve --json --speed 300 >"$scratch/lines" 2>"$scratch/err"
) & running=$!
begun "$scratch/i.json"
kill -TERM $running; code=0; wait $running || code=$?
[ $code = 130 ] || fail "SIGTERM ended with $code"
/usr/bin/python3 tests/support/events.py "$scratch/lines" interrupted run_complete exit >/dev/null || fail "the stream of one that was stopped"
tells "of('exit')[0]['exit_class'] == 'interrupted' and of('exit')[0]['next']"

stream 0 change_summary apply_complete exit !outputs -- destroy "$spec" "${s[@]}" --allow-destroy '*'
tells "of('change_summary')[1]['changes']['remove'] > 100 and of('change_summary')[1]['changes']['operation'] == 'destroy'"
exit 0
