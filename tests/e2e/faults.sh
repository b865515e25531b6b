#!/usr/bin/env bash
# What reviews have found once: each of these ended in something twice, something lost, or a plan that was not empty.
source tests/support/e2e.sh
spec=$root/specs/minimal.yaml
state() { s=(--sandbox --state "$scratch/$1.json" --world "$scratch/$1.world"); }

# lists that lag behind, for every seed: slow creations are waited for all the same
for seed in 1 2 3; do
  state "stale$seed"
  expect 0 "$bin" apply "$spec" "${s[@]}" --auto-approve --faults stale,seed=$seed
  expect 0 "$bin" plan "$spec" "${s[@]}" --detailed-exitcode; says 'No changes'
done

# so of the whole architecture: what was begun, or came along with something else, is waited for until it is shown
for seed in 3 7; do
  state "whole$seed"
  expect 0 "$bin" apply "$root/specs/active-active.yaml" "${s[@]}" --auto-approve --faults stale,seed=$seed
  expect 0 "$bin" plan "$root/specs/active-active.yaml" "${s[@]}" --detailed-exitcode; says 'No changes'
done

# keys that are waiting for their deletion are not taken for those that followed them
state keys
for round in 1 2 3; do
  expect 0 "$bin" apply "$spec" "${s[@]}" --auto-approve
  expect 0 "$bin" plan "$spec" "${s[@]}" --detailed-exitcode; says 'No changes'
  [ $round = 3 ] || expect 0 "$bin" destroy "$spec" "${s[@]}" --auto-approve --allow-destroy '*'
done

# windows of deletion are those of the spec: the world begins on the first of January
state windows
w=(--set keys.deletion_window_days=8 --set secrets.recovery_window_days=9)
expect 0 "$bin" apply "$spec" "${s[@]}" --auto-approve "${w[@]}"
expect 0 "$bin" destroy "$spec" "${s[@]}" --auto-approve --allow-destroy '*' "${w[@]}"
dates=$(grep -o '"DeletionDate":"[^T]*' "$scratch/windows.world" | sort | uniq -c | tr -s ' ')
[ "$dates" = ' 6 "DeletionDate":"2026-01-09' ] || fail "keys do not wait 8 days: $dates"

# turning Performance Insights off and on again changes instances in place
state pi
expect 0 "$bin" apply "$spec" "${s[@]}" --auto-approve --set aurora.performance_insights.enabled=false
expect 2 "$bin" plan "$spec" "${s[@]}" --detailed-exitcode; says '0 to replace'
expect 0 "$bin" apply "$spec" "${s[@]}" --auto-approve
expect 0 "$bin" plan "$spec" "${s[@]}" --detailed-exitcode; says 'No changes'

# a saved plan whose run was cut off is carried on with by itself, and spent then
state spent
expect 0 "$bin" plan "$spec" "${s[@]}" --out "$scratch/p"
"$bin" apply "$scratch/p" "${s[@]}" --speed 400 >/dev/null 2>&1 </dev/null & pid=$!
begun "$scratch/spent.json"; sleep 0.3; kill -9 $pid; wait $pid 2>/dev/null
[ -s "$scratch/spent.json.journal" ] || fail "nothing was cut off"
expect 0 "$bin" apply "$scratch/p" "${s[@]}"
expect 5 "$bin" apply "$scratch/p" "${s[@]}"
expect 0 "$bin" plan "$spec" "${s[@]}" --detailed-exitcode; says 'No changes'

# interrupted while it destroys, and wanted again: what AWS is deleting is made anew once it is gone
state again
expect 0 "$bin" apply "$spec" "${s[@]}" --auto-approve
"$bin" destroy "$spec" "${s[@]}" --auto-approve --allow-destroy '*' --speed 60 >/dev/null 2>&1 </dev/null & pid=$!
begun "$scratch/again.json"; sleep 1; kill -TERM $pid; code=0; wait $pid || code=$?
[ $code = 130 ] || fail "a destroy that was interrupted ended with $code"
expect 0 "$bin" apply "$spec" "${s[@]}" --auto-approve
expect 0 "$bin" plan "$spec" "${s[@]}" --detailed-exitcode; says 'No changes'

# one region dark: the other is planned and made, the exit code says so, and the rest converges later
state dark
expect 6 "$bin" plan "$spec" "${s[@]}" --faults dark=ap-northeast-2; says 'seoul'
expect 0 "$bin" apply "$spec" "${s[@]}" --auto-approve
expect 6 "$bin" plan "$spec" "${s[@]}" --faults dark=ap-northeast-2 --set aurora.backup.retention_days=9; says '1 to update'
expect 6 "$bin" apply "$spec" "${s[@]}" --faults dark=ap-northeast-2 --set aurora.backup.retention_days=9 --auto-approve
expect 2 "$bin" plan "$spec" "${s[@]}" --detailed-exitcode --set aurora.backup.retention_days=9; says '1 to update'

# a name that is the beginning of more names than one page holds
{ printf 'provisioner: 1\nproject: many\nenvironment: test\nregions:\n  tokyo: {name: ap-northeast-1, role: primary}\nresources:\n'
  for i in $(seq 130); do echo "  group-$i: {type: 'AWS::Logs::LogGroup', properties: {logGroupName: /many/$i, retentionInDays: 30}}"; done
} >"$scratch/many.yaml"
state many
expect 0 "$bin" apply "$scratch/many.yaml" "${s[@]}" --auto-approve
expect 0 "$bin" plan "$scratch/many.yaml" "${s[@]}" --detailed-exitcode; says 'No changes'

# a saved plan takes nothing beside it that would make it another
state beside
expect 0 "$bin" plan "$spec" "${s[@]}" --out "$scratch/q"
expect 1 "$bin" apply "$scratch/q" "${s[@]}" --target x; says 'done as it is'
