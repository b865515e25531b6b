#!/usr/bin/env bash
# The region that holds the state is lost: the copy in the other one is read, and written once it is promoted; what is
# left is kept in shape from there, and all of it agrees again when the region is back.
source tests/support/e2e.sh
spec=$scratch/m.yaml
cat "$root/specs/minimal.yaml" - >"$spec" <<'YAML'
state: {bucket: demo-state-tokyo, key: demo/production.state.json, region: tokyo, mirror: {bucket: demo-state-seoul, region: seoul}}
YAML
s=(--sandbox) lost=(--sandbox --faults dark=ap-northeast-1) days=(--set aurora.backup.retention_days=9)

expect 1 "$bin" plan "$spec" "${s[@]}"; says 'provisioner init'
expect 0 "$bin" init "$spec" --state-buckets "${s[@]}" --auto-approve; says 'demo-state-seoul is ready'
expect 0 "$bin" apply "$spec" "${s[@]}" --auto-approve
expect 0 "$bin" plan "$spec" "${s[@]}" --detailed-exitcode
ls "$scratch"/*.json >/dev/null 2>&1 && fail "a state lies beside the spec, too"

expect 6 "$bin" plan "$spec" "${lost[@]}"; says 'this is the copy in ap-northeast-2'; says 'region tokyo could not be read'
expect 6 "$bin" status "$spec" "${lost[@]}"; says 'no answer'; says 'seoul.*available|available.*behind'
expect 1 "$bin" apply "$spec" "${lost[@]}" "${days[@]}" --auto-approve; says 'state promote'
expect 1 "$bin" state promote "$spec" "${lost[@]}"; says 'auto-approve'
expect 0 "$bin" state promote "$spec" "${lost[@]}" --auto-approve
expect 6 "$bin" apply "$spec" "${lost[@]}" "${days[@]}" --auto-approve; says 'Done: 1 of 1 steps'

# the region is back, with its older copy: that one is not believed
expect 0 "$bin" state show "$spec" seoul/aurora/cluster "${s[@]}"; says '"BackupRetentionPeriod": 9'
expect 0 "$bin" apply "$spec" "${s[@]}" "${days[@]}" --auto-approve; says 'Done: 1 of 1 steps'
expect 0 "$bin" plan "$spec" "${s[@]}" "${days[@]}" --detailed-exitcode

# and the other way round: the copy that was behind holds all of it by now
expect 6 "$bin" plan "$spec" --sandbox --faults dark=ap-northeast-2 "${days[@]}"; says 'this is the copy in ap-northeast-1'
expect 0 "$bin" destroy "$spec" "${s[@]}" --auto-approve --allow-destroy '*'
