#!/usr/bin/env bash
# Somebody changes one value with another client: the plan shows exactly that one, and puts it right.
source tests/support/e2e.sh
need_cli
spec=$root/specs/minimal.yaml
serve "$scratch/world" --speed 200
s=(--state "$scratch/a.json" --time-scale 200)

expect 0 "$bin" apply "$spec" "${s[@]}" --auto-approve
expect 0 "$bin" plan "$spec" "${s[@]}" --detailed-exitcode; says 'No changes'

cluster=$(cli ap-northeast-1 rds describe-db-clusters --query 'DBClusters[0].DBClusterIdentifier')
for region in ap-northeast-1 ap-northeast-2; do
  cli $region ec2 describe-vpcs >/dev/null && cli $region ec2 describe-route-tables >/dev/null &&
    cli $region rds describe-db-instances >/dev/null && cli $region kms list-aliases >/dev/null || fail "the AWS CLI can't read"
done
expect 0 "$bin" plan "$spec" "${s[@]}" --detailed-exitcode; says 'No changes'

cli ap-northeast-1 rds modify-db-cluster --db-cluster-identifier "$cluster" --backup-retention-period 3 --apply-immediately >/dev/null || fail modify
expect 2 "$bin" plan "$spec" "${s[@]}" --detailed-exitcode --json
/usr/bin/python3 - "$scratch/out" <<'PY' || fail "the plan shows something else"
import json, sys
plan = json.load(open(sys.argv[1]))
assert [c["address"] for c in plan["changes"]] == ["tokyo/aurora/cluster"], plan["changes"]
assert [a["path"] for a in plan["changes"][0]["attributes"]] == ["BackupRetentionPeriod"], plan["changes"]
assert plan["changes"][0]["attributes"][0]["before"] == 3
PY
expect 0 "$bin" apply "$spec" "${s[@]}" --auto-approve
expect 0 "$bin" plan "$spec" "${s[@]}" --detailed-exitcode; says 'No changes'

# a tag that is not ours is left alone; one of ours that was changed comes back
vpc=$(cli ap-northeast-1 ec2 describe-vpcs --query 'Vpcs[0].VpcId')
cli ap-northeast-1 ec2 create-tags --resources "$vpc" --tags Key=Theirs,Value=1 || fail tag
expect 0 "$bin" plan "$spec" "${s[@]}" --detailed-exitcode; says 'No changes'
cli ap-northeast-1 ec2 create-tags --resources "$vpc" --tags Key=Name,Value=other || fail tag
expect 2 "$bin" plan "$spec" "${s[@]}" --detailed-exitcode; says 'Tags.Name: "other" ->'
expect 0 "$bin" apply "$spec" "${s[@]}" --auto-approve

# a route that was deleted behind our back is made again
table=$(cli ap-northeast-1 ec2 describe-route-tables --filters Name=tag:provisioner:address,Values=tokyo/network/route-table-public-1 --query 'RouteTables[0].RouteTableId')
cli ap-northeast-1 ec2 delete-route --route-table-id "$table" --destination-cidr-block 0.0.0.0/0 || fail delete-route
expect 2 "$bin" plan "$spec" "${s[@]}" --detailed-exitcode; says '1 to create'
expect 0 "$bin" apply "$spec" "${s[@]}" --auto-approve
expect 0 "$bin" plan "$spec" "${s[@]}" --detailed-exitcode; says 'No changes'
