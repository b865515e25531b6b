#!/usr/bin/env bash
# The same program against an AWS it has nothing in common with: tests/support/standin.py is made from botocore's models.
# A whole life: made, found unchanged, changed by somebody else and put right, its state lost and found again, and taken
# down until only that is left which AWS keeps for a while by itself. Then once more where many calls fail.
/usr/bin/python3 -c 'import botocore' 2>/dev/null || { echo 'skipped: python3-botocore is not installed'; exit 77; }
. tests/support/e2e.sh
need_cli
export no_proxy=127.0.0.1
spec=specs/minimal.yaml
version=()
quick=(--auto-approve --time-scale 20)

# begin OPTIONS...: a stand-in with an empty world, and no state
begin() {
  [ -z "$served" ] || { kill "$served"; wait "$served" 2>/dev/null; }
  rm -f "$scratch"/state.json*
  /usr/bin/python3 -B tests/support/standin.py "$@" >"$scratch/served" 2>"$scratch/served.err" &
  served=$!
  for _ in $(seq 200); do grep -q listening "$scratch/served" && break; sleep 0.05; done
  url=$(sed -n 's/^listening on //p' "$scratch/served")
  [ -n "$url" ] || fail "the stand-in does not listen: $(cat "$scratch/served.err")"
  export AWS_ENDPOINT_URL=$url AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
}
run() { expect "$1" "$bin" "$2" "$spec" --state "$scratch/state.json" "${@:3}"; }

# world PYTHON: what the stand-in tells of itself, as w, must be so
world() {
  expect 0 /usr/bin/python3 - "$url/_world" "$1" <<'PYTHON'
import json, sys, urllib.request
w = json.load(urllib.request.urlopen(sys.argv[1]))
w["left"] = [o for o in w["objects"] if not o.endswith(("PendingDeletion", "DeletedDate", " deleted"))]
w["keys"] = [o for o in w["objects"] if o.split()[1] == "key"]
if not eval(sys.argv[2], {"w": w}):
    sys.exit("not so: " + sys.argv[2] + "\n" + json.dumps(w, indent=1))
PYTHON
  [ ! -s "$scratch/served.err" ] || fail "the stand-in broke: $(cat "$scratch/served.err")"
}
# counted PLAN-OPTIONS...: sets $all to the number of resources that the spec makes
counted() {
  run 0 plan "$@" --offline --json
  all=$(/usr/bin/python3 -c 'import json, sys; print(len(json.load(sys.stdin)["changes"]))' <"$scratch/out")
}
unchanged() { run 0 plan "${version[@]}" --detailed-exitcode && says '^No changes'; }

taken_down() {
  run 0 destroy --allow-destroy '*' "${quick[@]}"
  says "^Done: $all of $all steps"
  grep -q '"resources": {}' "$scratch/state.json" || fail 'the state is not empty'
  world 'w["objects"] and not w["left"] and len(w["keys"]) == 6'
}

begin
counted
AWS_SECRET_ACCESS_KEY=another run 1 plan # it does look at signatures
says SignatureDoesNotMatch
run 0 plan
says "^Plan: $all to create, 0 to update, 0 to replace, 0 to delete"
world 'not w["objects"]'

run 0 apply "${quick[@]}"
says "^Done: $all of $all steps"
world 'not w["ignored"]' # nothing is sent that AWS's own models don't have
for _ in 1 2 3; do unchanged; done # every answer comes in another order

expect 0 cli ap-northeast-1 rds modify-db-cluster --db-cluster-identifier demo-production-tokyo-aurora --backup-retention-period 3 --apply-immediately
sleep 1.5
run 2 plan --detailed-exitcode
says '~ BackupRetentionPeriod: 3 -> 7'
says '^Plan: 0 to create, 1 to update, 0 to replace, 0 to delete'
run 0 apply "${quick[@]}"
says '^Done: 1 of 1 steps'
unchanged

# what hands do: a gateway deleted, a door opened, a policy and a key's protection taken away
as() { expect 0 cli "$@"; cat "$scratch/out"; }
nat=$(as ap-northeast-1 ec2 describe-nat-gateways --query 'NatGateways[].NatGatewayId' | cut -f1)
group=$(as ap-northeast-1 ec2 describe-security-groups --filters Name=group-name,Values=default --query 'SecurityGroups[].GroupId')
expect 0 cli ap-northeast-1 ec2 delete-nat-gateway --nat-gateway-id "$nat"
expect 0 cli ap-northeast-1 ec2 authorize-security-group-ingress --group-id "$group" --protocol tcp --port 22 --cidr 0.0.0.0/0
expect 0 cli us-east-1 iam update-assume-role-policy --role-name demo-production-aurora-monitoring --policy-document '{"Statement":[]}'
expect 0 cli ap-northeast-2 kms put-key-policy --key-id alias/demo-production-seoul-aurora --policy-name default --policy '{"Statement":[]}'
sleep 1.5
run 2 plan --detailed-exitcode
says '^Plan: 1 to create, 4 to update, 0 to replace, 0 to delete'
run 0 apply "${quick[@]}"
unchanged

# a new version comes to the secondary first, or AWS refuses it
run 0 apply --set aurora.version=15.12 "${quick[@]}"
says '^Done: 2 of 2 steps'
version=(--set aurora.version=15.12)
unchanged

# who writes is a role: after a failover there is nothing to put right, and the order of versions and of the end is new
expect 0 cli ap-northeast-2 rds failover-global-cluster --global-cluster-identifier demo-production-aurora \
  --target-db-cluster-identifier arn:aws:rds:ap-northeast-2:111122223333:cluster:demo-production-seoul-aurora
sleep 1
unchanged
version=(--set aurora.version=15.13)
run 0 apply "${version[@]}" "${quick[@]}"
says '^Done: 2 of 2 steps'
unchanged

rm "$scratch/state.json"
run 2 plan "${version[@]}" --detailed-exitcode
says "^Plan: 1 to create, 0 to update, 0 to replace, 0 to delete, $((all - 1)) to adopt" # where a secret's database is, is written again
run 0 apply "${version[@]}" "${quick[@]}"
unchanged
taken_down

rm "$scratch/state.json" # nobody knows any more that there has been something; AWS still knows the tokens
counted --set aurora=null
run 0 apply --set aurora=null "${quick[@]}"
says "^Done: $all of $all steps"
run 0 plan --set aurora=null --detailed-exitcode

version=()
begin --rough 0.15 --seed 7 # of seven calls, one is throttled, fails, or is done without an answer
counted
run 0 apply "${quick[@]}"
says "^Done: $all of $all steps"
unchanged
world 'len(w["keys"]) == 6 and w["faults"]["done without an answer"] > 10'
taken_down
echo 'made, kept, mended, found again and taken down by an AWS of botocore'"'"'s making'
