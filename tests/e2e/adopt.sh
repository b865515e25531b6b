#!/usr/bin/env bash
# What somebody made with the AWS CLI is taken over: a plan first, no change but tags of ownership; what only another object
# could be as the spec says is told as lines for it. A cluster of one region becomes the primary of a global database.
source tests/support/e2e.sh
need_cli
serve "$scratch/world" --speed 600 --log-level debug
t() { cli ap-northeast-1 "$@" || fail "by hand: $*"; }
s=(--state "$scratch/a.json" --time-scale 600)
cat >"$scratch/a.yaml" <<'YAML'
provisioner: 1
project: demo
environment: production
regions:
  tokyo: {name: ap-northeast-1, role: primary}
  seoul: {name: ap-northeast-2, role: secondary, network: {cidr: 10.1.0.0/16}}
network: {cidr: 10.0.0.0/16, zones: 2, nat: none}
aurora: {version: "15.10", instances: 1, deletion_protection: false, database: orders}
dns: {zone: shop.example.com}
YAML

# ---- a world that others have made
vpc=$(t ec2 create-vpc --cidr-block 10.0.0.0/16 --query Vpc.VpcId --tag-specifications 'ResourceType=vpc,Tags=[{Key=Name,Value=legacy},{Key=team,Value=shop}]')
old=$(t ec2 create-vpc --cidr-block 10.9.0.0/16 --query Vpc.VpcId)
a=$(t ec2 create-subnet --vpc-id "$old" --cidr-block 10.9.1.0/24 --availability-zone ap-northeast-1a --query Subnet.SubnetId)
c=$(t ec2 create-subnet --vpc-id "$old" --cidr-block 10.9.2.0/24 --availability-zone ap-northeast-1c --query Subnet.SubnetId)
group=$(t ec2 create-security-group --group-name orders --description orders --vpc-id "$old" --query GroupId)
zone=$(cli us-east-1 route53 create-hosted-zone --name shop.example.com --caller-reference by-hand --query HostedZone.Id); zone=${zone##*/}
t rds create-db-subnet-group --db-subnet-group-name orders --db-subnet-group-description orders --subnet-ids "$a" "$c" >/dev/null
t rds create-db-cluster --db-cluster-identifier orders --engine aurora-postgresql --engine-version 15.10 --storage-encrypted --database-name orders \
  --master-username orders --master-user-password 'old-password-1' --db-subnet-group-name orders --vpc-security-group-ids "$group" --backup-retention-period 3 >/dev/null
sleep 1
t rds create-db-instance --db-instance-identifier orders-1 --db-cluster-identifier orders --engine aurora-postgresql --db-instance-class db.r6g.large --availability-zone ap-northeast-1c >/dev/null
sleep 3
them=(tokyo/network/vpc "$vpc" global/dns/zone "$zone" tokyo/aurora/cluster orders tokyo/aurora/instance-1 orders-1)

# ---- what can't be
expect 1 "$bin" adopt "$scratch/a.yaml" tokyo/network/vpc "${s[@]}"
expect 1 "$bin" adopt "$scratch/a.yaml" tokyo/network/vcp "$vpc" "${s[@]}" --auto-approve; says 'asks for no "tokyo/network/vcp"'
expect 1 "$bin" adopt "$scratch/a.yaml" tokyo/network/vpc vpc-00000000000000000 "${s[@]}" --auto-approve; says 'tokyo/network/vpc: there is no AWS::EC2::VPC vpc-0'
expect 1 "$bin" adopt "$scratch/a.yaml" "${them[@]}" "${s[@]}" --auto-approve
says '^  tokyo/aurora/cluster:$'; says '^    DBClusterIdentifier: "orders"$'; says '^    DBSubnetGroupName: "orders"$'; says '^    MasterUsername: "orders"$'
says 'say it in the spec as it is'; silent '^    BackupRetentionPeriod'; silent 'vpc:$'

# ---- as it is, said in the spec
{ cat "$scratch/a.yaml"; grep -v '^provisioner' "$scratch/out"; } >"$scratch/b.yaml"
echo '    VpcSecurityGroupIds: ["'"$group"'"]' >"$scratch/line"
sed -i "/^  tokyo\/aurora\/cluster:/r $scratch/line" "$scratch/b.yaml"
expect 0 "$bin" validate "$scratch/b.yaml"
expect 0 "$bin" adopt "$scratch/b.yaml" "${them[@]}" "${s[@]}" --dry-run
says 'Tags.provisioner:project'; silent 'Tags.Name'; silent 'BackupRetentionPeriod'; says '0 to create, 4 to update, 0 to replace, 0 to delete'
[ ! -e "$scratch/a.json" ] || fail "looking wrote a state"
expect 1 "$bin" adopt "$scratch/b.yaml" "${them[@]}" "${s[@]}"; says 'auto-approve'
before=$(t rds describe-db-clusters --query 'DBClusters[0].[BackupRetentionPeriod,Engine,DBClusterParameterGroup]')
expect 0 "$bin" adopt "$scratch/b.yaml" "${them[@]}" "${s[@]}" --auto-approve
[ "$(t ec2 describe-tags --filters "Name=resource-id,Values=$vpc" "Name=key,Values=Name,team" --query 'Tags[].Value' | sort | tr '\n' ' ')" = "$(printf 'legacy\tshop ')" ] || fail "tags of theirs were changed"
[ "$(t ec2 describe-tags --filters "Name=resource-id,Values=$vpc" "Name=key,Values=provisioner:address" --query 'Tags[].Value')" = tokyo/network/vpc ] || fail "it is not ours"
[ "$(t rds describe-db-clusters --query 'DBClusters[0].[BackupRetentionPeriod,Engine,DBClusterParameterGroup]')" = "$before" ] || fail "more than tags was changed"
expect 1 "$bin" adopt "$scratch/b.yaml" tokyo/network/vpc "$vpc" "${s[@]}" --auto-approve; says 'is in the state already'

# ---- the rest is an apply like any other: the cluster becomes the first of a global database
expect 0 "$bin" plan "$scratch/b.yaml" "${s[@]}"
says 'is made of tokyo/aurora/cluster, which is there'; says '^  ~ tokyo/aurora/cluster '; says ' 0 to replace, 0 to delete'
expect 0 "$bin" apply "$scratch/b.yaml" "${s[@]}" --auto-approve
grep ' CreateGlobalCluster(' "$scratch/served.err" | grep -q 'SourceDBClusterIdentifier="arn:aws:rds:ap-northeast-1:123456789012:cluster:orders"' || fail "it was not made of the cluster: $(grep ' CreateGlobalCluster(' "$scratch/served.err")"
[ "$(t rds describe-global-clusters --query 'GlobalClusters[0].GlobalClusterMembers[?IsWriter].DBClusterArn')" = arn:aws:rds:ap-northeast-1:123456789012:cluster:orders ] || fail "another one writes"
[ "$(t rds describe-global-clusters --query 'length(GlobalClusters[0].GlobalClusterMembers)')" = 2 ] || fail "seoul is no member"
expect 0 "$bin" plan "$scratch/b.yaml" "${s[@]}" --detailed-exitcode; says 'No changes'
expect 0 "$bin" switchover "$scratch/b.yaml" "${s[@]}" --to seoul --auto-approve
expect 0 "$bin" plan "$scratch/b.yaml" "${s[@]}" --detailed-exitcode

expect 0 "$bin" destroy "$scratch/b.yaml" "${s[@]}" --auto-approve --allow-destroy '*'
[ -z "$(t rds describe-db-clusters --query 'DBClusters[].DBClusterIdentifier')" ] || fail "a cluster is left"
exit 0
