#!/usr/bin/env bash
# Drills beside the systems that they are for: templates and runbooks in both regions, changed, listed by the AWS CLI, gone.
source tests/support/e2e.sh

# spec FILE LINE...: the minimal architecture, and drills with these fields
spec() {
  cp "$root/specs/minimal.yaml" "$1"
  printf 'drills:\n' >>"$1"
  printf '  %s\n' "${@:2}" >>"$1"
}
settle() {
  expect 0 "$bin" apply "$1" "${s[@]}" --auto-approve
  expect 0 "$bin" plan "$1" "${s[@]}" --detailed-exitcode; says 'No changes'
}
changes() {
  expect 2 "$bin" plan "$1" "${s[@]}" --detailed-exitcode --json
  /usr/bin/python3 - "$scratch/out" "${@:2}" <<'PY' || fail "the plan shows something else"
import json, sys
found = sorted((c["action"], c["address"]) for c in json.load(open(sys.argv[1]))["changes"] if c["action"] != "noop")
assert found == sorted(("update", a) for a in sys.argv[2:]), found
PY
}
templates=(tokyo/drills/region-loss seoul/drills/region-loss)
spec "$scratch/a.yaml" 'duration_minutes: 5'
s=(--sandbox --state "$scratch/a.json" --world "$scratch/a.world")

expect 0 "$bin" validate "$scratch/a.yaml"; says 'no alarm stops a drill'
settle "$scratch/a.yaml"
for address in {tokyo,seoul}/drills/{region-loss,aurora-switchover,experiment-role,runbook-role,log-group}; do
  expect 0 "$bin" state show "$scratch/a.json" "$address"
done
spec "$scratch/b.yaml" 'duration_minutes: 7'
changes "$scratch/b.yaml" "${templates[@]}"
settle "$scratch/b.yaml"
spec "$scratch/b.yaml" 'duration_minutes: 7' 'stop_alarm: region-health'
changes "$scratch/b.yaml" "${templates[@]}"
settle "$scratch/b.yaml"; silent 'no alarm stops a drill'
spec "$scratch/b.yaml" 'duration_minutes: 7' 'stop_alarm: region-health' 'retention_days: 30'
changes "$scratch/b.yaml" {tokyo,seoul}/drills/log-group
settle "$scratch/b.yaml"

if [ -x /usr/bin/aws ]; then
  serve "$scratch/a.world"
  for region in ap-northeast-1 ap-northeast-2; do
    [ "$(cli $region fis list-experiment-templates --query 'length(experimentTemplates)')" = 1 ] || fail "templates in $region"
    [ "$(cli $region ssm list-documents --filters Key=Owner,Values=Self --query 'length(DocumentIdentifiers)')" = 1 ] || fail "documents in $region"
    [ "$(cli $region lambda list-functions --query 'length(Functions)')" = 0 ] || fail "functions in $region"
    cli $region sqs list-queues >/dev/null || fail "queues in $region"
  done
  kill "$served"; wait "$served" 2>/dev/null; served=; unset AWS_ENDPOINT_URL AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY
fi

# the section goes alone
expect 0 "$bin" apply "$root/specs/minimal.yaml" "${s[@]}" --auto-approve
expect 0 "$bin" state list "$scratch/a.json"; silent '/drills/'
expect 0 "$bin" destroy "$root/specs/minimal.yaml" "${s[@]}" --auto-approve --allow-destroy '*'

# ---- for real, as far as a served sandbox is: switched over, experiments where nobody is, and back
drill() { expect "$1" "$bin" drill "$scratch/d.yaml" --state "$scratch/d.json" --time-scale 300 --to seoul "${@:2}"; }
serve "$scratch/d.world" --speed 300
spec "$scratch/d.yaml" 'duration_minutes: 5'
expect 0 "$bin" apply "$scratch/d.yaml" --state "$scratch/d.json" --time-scale 300 --auto-approve
drill 1 --auto-approve; says 'has no stop condition'
spec "$scratch/d.yaml" 'duration_minutes: 5' 'stop_alarm: region-health'
expect 0 "$bin" apply "$scratch/d.yaml" --state "$scratch/d.json" --time-scale 300 --auto-approve
drill 1 --auto-approve; says 'there is none of that name in ap-northeast-1'
cat >>"$scratch/d.yaml" <<'SPEC'
resources:
  region-health:
    type: AWS::CloudWatch::Alarm
    properties: {AlarmName: region-health, Namespace: Demo, MetricName: Errors, Statistic: Sum, Period: 60, EvaluationPeriods: 1, Threshold: 1, ComparisonOperator: GreaterThanThreshold, TreatMissingData: ignore}
SPEC
expect 0 "$bin" apply "$scratch/d.yaml" --state "$scratch/d.json" --time-scale 300 --auto-approve
drill 1; says 'auto-approve'
drill 0 --dry-run; says 'stopped by the alarm region-health'; says 'aws:rds:failover-db-cluster'
drill 0 --auto-approve --json --html "$scratch/d.html"; holds drill
grep -q '"status": "completed"' "$scratch/out" || fail "the experiment did not end by itself"
grep -q 'Drill of demo/production' "$scratch/d.html" || fail "no page"
expect 0 "$bin" plan "$scratch/d.yaml" --state "$scratch/d.json" --time-scale 300 --detailed-exitcode; silent 'is led by'
if [ -x /usr/bin/aws ]; then
  cli ap-northeast-1 cloudwatch set-alarm-state --alarm-name region-health --state-value ALARM --state-reason drill
  drill 1 --auto-approve; says 'is in force already'
  cli ap-northeast-1 cloudwatch set-alarm-state --alarm-name region-health --state-value OK --state-reason drill
  # the alarm goes off while the experiment runs: it ends, and all goes back all the same
  sed -i 's/duration_minutes: 5/duration_minutes: 180/' "$scratch/d.yaml"
  expect 0 "$bin" apply "$scratch/d.yaml" --state "$scratch/d.json" --time-scale 300 --auto-approve
  (until [ "$(cli ap-northeast-1 fis list-experiments --query 'experiments[?state.status==`running`] | length(@)')" = 1 ]; do sleep 0.05; done
   cli ap-northeast-1 cloudwatch set-alarm-state --alarm-name region-health --state-value ALARM --state-reason drill) &
  drill 2 --auto-approve; says 'halted by stop condition'; says 'tokyo leads'
  wait $!
  cli ap-northeast-1 cloudwatch set-alarm-state --alarm-name region-health --state-value OK --state-reason drill
fi
# a switch that fails meets no objective, however soon it fails
kill "$served"; wait "$served" 2>/dev/null; serve "$scratch/d.world" --speed 300 --faults deny=SwitchoverGlobalCluster
drill 2 --auto-approve --set objectives.rto=15m; says 'MISSED   objective RTO: 15 min wanted, - measured'; says 'FAILED .*seoul leads'
# AWS tells no more of an experiment: nobody goes back to where it may still be at work
kill "$served"; wait "$served" 2>/dev/null; serve "$scratch/d.world" --speed 300 --faults deny=GetExperiment
drill 1 --auto-approve; says 'an experiment may still be running in tokyo.*; seoul leads. To go back: provisioner switchover'
exit 0
