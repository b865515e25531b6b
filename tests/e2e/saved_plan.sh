#!/usr/bin/env bash
# A saved plan does exactly what it says, once, and only while its premises hold.
source tests/support/e2e.sh
cp -r "$root/specs" "$scratch/specs"
spec=$scratch/specs/minimal.yaml
s=(--sandbox --state "$scratch/a.json")

expect 0 "$bin" plan "$spec" "${s[@]}" --out "$scratch/p"
[ "$(stat -c %a "$scratch/p")" = 600 ] || fail "the plan's mode is not 0600"
expect 0 "$bin" show "$scratch/p" --sandbox; says '^Plan: [0-9]+ to create'
expect 1 "$bin" apply "$scratch/p"; says 'without --sandbox|with --sandbox|same way'
sed 's/"Gateway"/"Interface"/' "$scratch/p" >"$scratch/forged"; sed -i 's/Gateway\\"/Interface\\"/' "$scratch/forged"
cmp -s "$scratch/p" "$scratch/forged" && fail "nothing was forged"
expect 1 "$bin" apply "$scratch/forged" --sandbox; says 'changed since it was saved'
cp "$spec" "$scratch/kept"; echo 'account: "123456789012"' >>"$spec"
expect 5 "$bin" apply "$scratch/p" --sandbox; says 'make a new plan'
cp "$scratch/kept" "$spec"
# what AWS says now is asked once more before the first change
expect 1 "$bin" apply "$scratch/p" --sandbox --faults deny=CreateVpc; says 'may not ec2:CreateVpc.*\[SEC-950\]'
[ ! -e "$scratch/a.json" ] || fail "something was done"
expect 0 "$bin" apply "$scratch/p" --sandbox
expect 5 "$bin" apply "$scratch/p" --sandbox; says 'plan'
expect 0 "$bin" plan "$spec" "${s[@]}" --detailed-exitcode; says 'No changes'
expect 1 "$bin" plan "$spec" --state "$scratch/a.json" --offline --out "$scratch/q"; says 'offline'
