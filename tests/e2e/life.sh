#!/usr/bin/env bash
# The main job, in process: plan, apply, an empty second plan, what is protected stays, destroy leaves nothing.
source tests/support/e2e.sh
spec=$root/specs/active-active.yaml
s=(--sandbox --state "$scratch/a.json")

expect 0 "$bin" plan "$spec" --offline --json;  cp "$scratch/out" "$scratch/first"
expect 0 "$bin" plan "$spec" --offline --json;  cmp "$scratch/out" "$scratch/first" || fail "the same plan prints differently"
expect 2 "$bin" plan "$spec" "${s[@]}" --detailed-exitcode
says '^Plan: [0-9]+ to create, 0 to update, 0 to replace, 0 to delete'

for verb in apply destroy; do expect 1 "$bin" $verb "$spec" "${s[@]}"; says 'auto-approve'; [ ! -s "$scratch/out" ] || fail "a plan that nobody can approve was made"; done
expect 0 "$bin" apply "$spec" "${s[@]}" --auto-approve
says 'global.aurora.writer-endpoint'; says 'tokyo.cache.primary-endpoint'; says 'seoul.eks.cluster-name'; says 'tokyo.msk.brokers-iam'
says 'and [0-9]+ more: provisioner output .*a.json'; silent 'key-arn'
for spell in "" --verbose; do
  expect 0 "$bin" plan "$spec" "${s[@]}" --detailed-exitcode $spell
  says 'No changes'
done
expect 0 "$bin" apply "$spec" "${s[@]}" --auto-approve; says 'No changes'
expect 0 "$bin" plan "$spec" --state "$scratch/a.json" --offline --detailed-exitcode; says 'No changes'

# secrets: the password is in the sandbox's world and nowhere else
password=$(grep -o '\\"password\\":\\"[^"\\]*' "$scratch/a.json.world" | head -1 | sed 's/.*\\"//')
[ ${#password} -ge 16 ] || fail "no password found in the sandbox's world"
grep -qF -- "$password" "$scratch/a.json" && fail "the state knows the password"
[ "$(stat -c %a "$scratch/a.json")" = 600 ] || fail "the state's mode is not 0600"

# the state, looked into
expect 0 "$bin" state list "$scratch/a.json"; says '^tokyo/aurora/cluster '
expect 0 "$bin" state show "$scratch/a.json" tokyo/network/vpc; says '"VpcId": "vpc-'
expect 1 "$bin" state show "$scratch/a.json" tokyo/network/vpcs; says 'did you mean tokyo/network/vpc'
expect 0 "$bin" output "$scratch/a.json" global.aurora.writer-endpoint; says 'global.rds.amazonaws.com'
expect 0 "$bin" output "$scratch/a.json" tokyo.keys.aurora.key-arn; says '^arn:aws:kms:ap-northeast-1:'
expect 0 "$bin" output "$scratch/a.json" --json; says '"tokyo.buckets.logs.bucket"'
expect 0 "$bin" graph "$spec"; says '"seoul/aurora/cluster" -> "tokyo/aurora/instance-1"'

# types, as a reader names them
expect 0 "$bin" explain; says '^AWS::EC2::VPC +virtual network$'; says '^Helm::Release '
expect 0 "$bin" explain EC2; says '^AWS::EC2::VPC '; silent '^AWS::RDS'; cp "$scratch/out" "$scratch/ec2"
expect 0 "$bin" explain AWS::EC2; cmp "$scratch/out" "$scratch/ec2" || fail "a service's two names give two lists"
expect 0 "$bin" explain VPC; says '^AWS::EC2::VPC: virtual network$'
expect 0 "$bin" explain VPC.CidrBlock; says '^  CidrBlock '
expect 1 "$bin" explain Cluster; says 'there is no type "Cluster"'
expect 1 "$bin" explain EC2.CidrBlock; says 'there is no type "EC2"'

# one change in the spec is one change in the plan
expect 2 "$bin" plan "$spec" "${s[@]}" --set aurora.backup.retention_days=21 --detailed-exitcode
says '2 to update'; says 'BackupRetentionPeriod: 14 -> 21'
expect 0 "$bin" apply "$spec" "${s[@]}" --set aurora.backup.retention_days=21 --auto-approve
expect 0 "$bin" plan "$spec" "${s[@]}" --set aurora.backup.retention_days=21 --detailed-exitcode

# replacing what holds data is refused until it is allowed
expect 1 "$bin" plan "$spec" "${s[@]}" --replace tokyo/aurora/cluster; says 'allow-destroy'
expect 1 "$bin" apply "$spec" "${s[@]}" --replace tokyo/aurora/cluster --auto-approve
expect 1 "$bin" destroy "$spec" "${s[@]}" --auto-approve; says 'allow-destroy'
expect 0 "$bin" state list "$scratch/a.json"; says '^tokyo/aurora/cluster '

# and so is replacing what a database stands on, allowed or not
expect 1 "$bin" apply "$spec" "${s[@]}" --set regions.seoul.network.cidr=10.9.0.0/16 --auto-approve --allow-destroy '*'; says 'plan/held'

# a node that holds nothing is replaced with what needs it
expect 0 "$bin" apply "$spec" "${s[@]}" --set aurora.backup.retention_days=21 --replace tokyo/network/nat-1 --auto-approve
expect 0 "$bin" plan "$spec" "${s[@]}" --set aurora.backup.retention_days=21 --detailed-exitcode

expect 0 "$bin" destroy "$spec" "${s[@]}" --auto-approve --allow-destroy '*'
expect 0 "$bin" state list "$scratch/a.json"
[ ! -s "$scratch/out" ] || fail "something is left in the state"
expect 2 "$bin" plan "$spec" "${s[@]}" --detailed-exitcode
says 'Plan: [0-9]+ to create, 0 to update'
# and again: names that AWS keeps reserved are no obstacle
expect 0 "$bin" apply "$spec" "${s[@]}" --auto-approve
expect 0 "$bin" plan "$spec" "${s[@]}" --detailed-exitcode
