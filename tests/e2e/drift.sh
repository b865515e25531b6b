#!/usr/bin/env bash
# What others change by hand is told, undone or taken for granted, and nothing else; who leads is no drift.
source tests/support/e2e.sh
need_cli
spec=$root/specs/minimal.yaml
serve "$scratch/world" --speed 400
p=(--time-scale 400 --state "$scratch/state.json")
expect 0 "$bin" apply "$spec" "${p[@]}" --auto-approve
expect 0 "$bin" drift "$spec" "${p[@]}"; says 'No drift: all [0-9]+ resources are as they were applied'

by_hand() {
  cli ap-northeast-1 ec2 modify-vpc-attribute --no-enable-dns-hostnames --vpc-id "$vpc" >/dev/null || fail "by hand"
  cli ap-northeast-1 ec2 create-tags --resources "$vpc" --tags Key=Mine,Value=1 >/dev/null || fail "by hand"
  cli ap-northeast-2 logs delete-log-group --log-group-name "$group" >/dev/null || fail "by hand"
}
vpc=$("$bin" output "$scratch/state.json" tokyo.network.vpc-id)
group=$(cli ap-northeast-2 logs describe-log-groups --query 'logGroups[0].logGroupName')
by_hand
serial() { sed -n 's/^ *"serial": \([0-9]*\).*/\1/p' "$scratch/state.json"; }
was=$(serial)
expect 2 "$bin" drift "$spec" "${p[@]}"
says '~ tokyo/network/vpc .*vpc-'; says 'EnableDnsHostnames: true -> false'; says ', deleted'; silent 'Mine'
says '2 of [0-9]+ resources drifted: 1 changed, 1 deleted'; says 'drift .*--revert'
[ "$(serial)" = "$was" ] || fail "looking changed the state"
expect 2 "$bin" drift "$spec" "${p[@]}" --json; holds drift
/usr/bin/python3 - "$scratch/out" <<'PY' || fail "the JSON is another one"
import json, sys
d = json.load(open(sys.argv[1]))
assert d["summary"]["changed"] == 1 and d["summary"]["deleted"] == 1 and d["skipped"] == []
vpc = [x for x in d["drift"] if x["kind"] == "changed"][0]
assert vpc["attributes"] == [{"path": "EnableDnsHostnames", "applied": True, "held": False, "sensitive": False}], vpc
PY
# a change of the spec that is not applied yet is no drift, and is not made by a revert
edited=(--set aurora.backup.retention_days=9)
expect 2 "$bin" drift "$spec" "${p[@]}" "${edited[@]}"; silent 'aurora/cluster'
expect 1 "$bin" drift "$spec" "${p[@]}" --revert --accept
expect 1 "$bin" drift "$spec" "${p[@]}" --revert; says 'nobody is there to ask'
expect 0 "$bin" drift "$spec" "${p[@]}" "${edited[@]}" --revert --auto-approve; says '2 of 2 steps'
expect 0 "$bin" drift "$spec" "${p[@]}"
expect 2 "$bin" plan "$spec" "${p[@]}" "${edited[@]}" --detailed-exitcode; says '2 to update'
expect 0 "$bin" plan "$spec" "${p[@]}" --detailed-exitcode

# taken for granted: AWS stays as it is, and from then on it is the spec that differs
by_hand
expect 0 "$bin" drift "$spec" "${p[@]}" --accept; says 'tells 2 resources as AWS holds them; nothing in AWS was changed'
says 'tokyo/network/vpc: \{EnableDnsHostnames: false\}'; says 'makes it anew: seoul/'
{ cat "$spec"; sed -n '/^  overrides:/,/}$/s/^  //p' "$scratch/err"; } >"$scratch/kept.yaml"
expect 2 "$bin" plan "$scratch/kept.yaml" "${p[@]}" --detailed-exitcode; says '1 to create, 0 to update'
expect 0 "$bin" drift "$spec" "${p[@]}"
expect 2 "$bin" plan "$spec" "${p[@]}" --detailed-exitcode; says 'EnableDnsHostnames changed in the spec'; says '1 to create, 1 to update'
expect 0 "$bin" apply "$spec" "${p[@]}" --auto-approve
expect 0 "$bin" plan "$spec" "${p[@]}" --detailed-exitcode

# the lead moves on: no drift
arn=$(cli ap-northeast-2 rds describe-db-clusters --query 'DBClusters[0].DBClusterArn')
name=$(cli ap-northeast-1 rds describe-global-clusters --query 'GlobalClusters[0].GlobalClusterIdentifier')
cli ap-northeast-1 rds failover-global-cluster --global-cluster-identifier "$name" --target-db-cluster-identifier "$arn" >/dev/null || fail switchover
for _ in $(seq 100); do
  w=$(cli ap-northeast-2 rds describe-global-clusters --query 'GlobalClusters[0].GlobalClusterMembers[?IsWriter].DBClusterArn')
  s=$(cli ap-northeast-2 rds describe-global-clusters --query 'GlobalClusters[0].Status')
  [ "$w $s" = "$arn available" ] && break; sleep 0.1
done
[ "$w" = "$arn" ] || fail "the writer stays where it was: $w"
sleep 1
expect 0 "$bin" drift "$spec" "${p[@]}"

# a region that does not answer: what the other one shows counts for more
s=(--sandbox --state "$scratch/s.json" --world "$scratch/s.world")
expect 0 "$bin" apply "$spec" "${s[@]}" --auto-approve
expect 6 "$bin" drift "$spec" "${s[@]}" --faults dark=ap-northeast-2; says 'seoul did not answer'; says 'that could be read'
exit 0
