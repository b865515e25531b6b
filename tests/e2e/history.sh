#!/usr/bin/env bash
# A state knows who changed it, when, by which command, and how that ended; also of a run that was killed.
source tests/support/e2e.sh
spec=$root/specs/minimal.yaml
s=(--sandbox --state "$scratch/h.json")
runs() { expect 0 "$bin" history "$scratch/h.json" --sandbox --json; /usr/bin/python3 -c "import json; R=json.load(open('$scratch/out'))['runs']; assert ($1), R" || fail "not so: $1"; }

expect 0 "$bin" history "$spec" "${s[@]}"; says 'knows of no run yet'
expect 1 "$bin" history "$scratch/h.json" --sandbox; says 'there is no state'
expect 0 "$bin" apply "$spec" "${s[@]}" --auto-approve --set aurora.instances=2
runs "len(R) == 1 and R[0]['result'] == 'done' and R[0]['created'] > 100 and R[0]['failed'] == 0 and R[0]['who'] and R[0]['ended'] > R[0]['started']"
runs "R[0]['command'].endswith('minimal.yaml --sandbox') and R[0]['command'].startswith('provisioner apply ') and 'instances' not in R[0]['command']"
expect 0 "$bin" plan "$spec" "${s[@]}"; runs "len(R) == 1"

# killed, then carried on
"$bin" apply "$spec" "${s[@]}" --auto-approve --speed 100 --set aurora.instances=3 >/dev/null 2>&1 & running=$!
begun "$scratch/h.json"
expect 0 "$bin" history "$spec" "${s[@]}"; says 'at work'
kill -KILL $running; wait $running 2>/dev/null
expect 0 "$bin" history "$spec" "${s[@]}"; says 'cut off'
expect 0 "$bin" apply "$spec" "${s[@]}" --auto-approve --set aurora.instances=3
runs "[r['result'] for r in R] == ['done', 'cut off', 'done']"
expect 0 "$bin" state mv "$scratch/h.json" tokyo/network/vpc tokyo/network/other --sandbox
runs "len(R) == 4 and ' state mv ' in R[3]['command'] and R[3]['result'] == 'done'"
expect 0 "$bin" history "$scratch/h.json"; says '^2026-.*done +.*\+[0-9]+ +[a-z].*@'; says '^    apply .*--sandbox$'
exit 0
