#!/bin/bash
# A state that was lost comes back from AWS alone: equal to what it was but for its times, and nothing is left to do.
source tests/support/e2e.sh
cp -r specs/active-active.yaml specs/functions "$scratch"
spec=$scratch/active-active.yaml state=$scratch/genai-demo-production.sandbox.state.json
world=$scratch/world
on() { "$bin" "$@" --sandbox --world "$world"; }
same() {
  /usr/bin/python3 - "$1" "$2" <<'P' || fail "another state came back"
import json, sys
were, are = (json.load(open(path))["resources"] for path in sys.argv[1:])
told = ("type", "alias", "region", "id", "status", "generation", "after", "inputs")
for address in sorted(set(were) | set(are)):
    for member in told:
        old, new = were.get(address, {}).get(member), are.get(address, {}).get(member)
        if old != new:
            sys.exit("%s %s: was %r, is %r" % (address, member, old, new))
P
}

expect 1 on recover "$spec" --auto-approve
says 'nothing to recover'
expect 0 on apply "$spec" --auto-approve
cp "$state" "$scratch/was.json"
expect 1 on recover "$spec" --auto-approve
says 'nothing is lost'

# nobody is asked in vain, and nothing is written without a yes
rm "$state" "$state".backup 2>/dev/null
expect 1 on recover "$spec"
says 'exists, and is ours'; says 'nobody is there to ask'
[ ! -e "$state" ] || fail "it was written all the same"
expect 0 on recover "$spec" --auto-approve
says 'Done: 423 of 423'
says 'aurora-target can.t be looked at: taken for done'
same "$scratch/was.json" "$state"
expect 0 on plan "$spec"
says 'No changes'

# one that is damaged is no state, and is given up only on purpose
head -c 5000 "$scratch/was.json" >"$state"
expect 1 on recover "$spec" --auto-approve
expect 0 on recover "$spec" --auto-approve --force
same "$scratch/was.json" "$state"

