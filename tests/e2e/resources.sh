#!/usr/bin/env bash
# A resource of the user's own beside the systems: made after what it refers to, changed in place, gone before it.
source tests/support/e2e.sh

# spec FILE LINE...: the minimal architecture, and an endpoint whose properties end with these lines
spec() {
  cp "$root/specs/minimal.yaml" "$1"
  cat >>"$1" <<'YAML'
resources:
  reports:
    type: AWS::RDS::DBClusterEndpoint
    regions: [tokyo]
    properties:
      DBClusterIdentifier: ${./aurora/cluster.DBClusterIdentifier}
      DBClusterEndpointIdentifier: Reports
      EndpointType: ANY
YAML
  printf '      %s\n' "${@:2}" >>"$1"
}
# changes SPEC ACTION PATH...: the plan touches the endpoint alone, in exactly these attributes
changes() {
  expect 2 "$bin" plan "$1" "${s[@]}" --detailed-exitcode --json
  /usr/bin/python3 - "$scratch/out" "${@:2}" <<'PY' || fail "the plan shows something else"
import json, sys
changes = json.load(open(sys.argv[1]))["changes"]
assert [(c["address"], c["action"]) for c in changes] == [("tokyo/resources/reports", sys.argv[2])], changes
assert [a["path"] for a in changes[0]["attributes"]] == sys.argv[3:], changes
PY
}
one='${./aurora/instance-1.DBInstanceIdentifier}' two='${./aurora/instance-2.DBInstanceIdentifier}'
spec "$scratch/one.yaml" "StaticMembers: [\"$one\"]"
spec "$scratch/two.yaml" "StaticMembers: [\"$two\"]" "Tags: {Team: reports}"
spec "$scratch/but.yaml" "ExcludedMembers: [\"$one\"]"
spec "$scratch/all.yaml"
s=(--sandbox --state "$scratch/a.json")

expect 0 "$bin" apply "$scratch/one.yaml" "${s[@]}" --auto-approve
for again in 1 2; do
  expect 0 "$bin" plan "$scratch/one.yaml" "${s[@]}" --detailed-exitcode; says 'No changes'
done
expect 0 "$bin" state show "$scratch/a.json" tokyo/resources/reports; says 'reports.cluster-custom-'
expect 0 "$bin" graph "$scratch/one.yaml"; says '"tokyo/resources/reports" -> "tokyo/aurora/instance-1"'

# every way from one membership to another is one update, after which there is nothing to do
changes "$scratch/two.yaml" update StaticMembers Tags.Team
expect 0 "$bin" apply "$scratch/two.yaml" "${s[@]}" --auto-approve
expect 0 "$bin" plan "$scratch/two.yaml" "${s[@]}" --detailed-exitcode
changes "$scratch/but.yaml" update ExcludedMembers StaticMembers Tags.Team
expect 0 "$bin" apply "$scratch/but.yaml" "${s[@]}" --auto-approve
expect 0 "$bin" plan "$scratch/but.yaml" "${s[@]}" --detailed-exitcode
changes "$scratch/all.yaml" update ExcludedMembers
expect 0 "$bin" apply "$scratch/all.yaml" "${s[@]}" --auto-approve
expect 0 "$bin" plan "$scratch/all.yaml" "${s[@]}" --detailed-exitcode

# left out of the spec it goes alone
changes "$root/specs/minimal.yaml" delete
expect 0 "$bin" apply "$root/specs/minimal.yaml" "${s[@]}" --auto-approve

# the answer to its creation, the only change there is, is lost: it is found again by its name
expect 0 "$bin" apply "$scratch/one.yaml" "${s[@]}" --auto-approve --faults lose=1 --log-level debug
says 'CreateDBClusterEndpoint in ap-northeast-1, attempt 1: connection cut after it took effect'
expect 0 "$bin" plan "$scratch/one.yaml" "${s[@]}" --detailed-exitcode

# with the rest it goes before its cluster
expect 0 "$bin" destroy "$scratch/one.yaml" "${s[@]}" --auto-approve --allow-destroy '*'
expect 0 "$bin" state list "$scratch/a.json"
[ ! -s "$scratch/out" ] || fail "something is left in the state"
