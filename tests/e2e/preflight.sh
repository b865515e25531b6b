#!/usr/bin/env bash
# What is found before any call is sent: by the rules alone, with AWS's answers; and what explains it.
source tests/support/e2e.sh
spec=$root/specs/active-active.yaml
s=(--sandbox --state "$scratch/s.json" --world "$scratch/s.world")

# A version of Kubernetes grows old whatever the rest is like: which day that is told from, the rule's own cases say.
nothing_found() { sed -i '/\[EKS-17\]$/d' "$scratch/out" "$scratch/err"; silent '(error|warning|note): '; }
expect 0 "$bin" validate "$spec"; nothing_found
expect 0 "$bin" validate "$spec" --online "${s[@]}"; nothing_found

# The original configuration: what is wrong, in its line.
expect 1 "$bin" validate "$root/specs/seed-as-written.yaml"
while read -r line rule; do says ":$line:[0-9]+: .*\\[$rule\\]"; done <<'LINES'
13 GEN-904
16 GEN-08
25 AUR-906
26 AUR-059
37 AUR-062
42 EC-003
44 EC-041
47 EKS-15
52 MSK-11
54 REP-05
63 spec/range
73 NET-025
LINES

# What only AWS knows.
online() { expect "$1" "$bin" validate "$spec" --online "${s[@]}" "${@:2}"; }
online 1 --set account=999999999999; says '\[GEN-01\]'
online 0 --faults deny=CreateDBCluster; says 'may not .*rds:CreateDBCluster.*\[SEC-950\]'
online 0 --faults deny=ListKafkaVersions; says 'kafka:ListKafkaVersions.*refused.*\[GEN-950\]'
online 1 --set aurora.version=18.1; says '\[AUR-951\]'
cat >"$scratch/closed.yaml" <<'YAML'
provisioner: 1
project: shop
environment: test
regions:
  tokyo: {name: ap-northeast-1, role: primary}
  taipei: {name: ap-east-2, role: secondary}
network: {}
aurora: {version: '16.8', class: db.r6g.large}
YAML
c=(--sandbox --state "$scratch/c.json" --world "$scratch/c.world")
expect 1 "$bin" plan "$scratch/closed.yaml" "${c[@]}" --faults opted-out=ap-east-2; says ':6:18: error: ap-east-2 is not enabled.*\[GEN-03\]'
expect 1 "$bin" plan "$scratch/closed.yaml" "${c[@]}" --set aurora.class=db.r8g.large; says '\[AUR-952\]'
expect 1 "$bin" apply "$scratch/closed.yaml" "${c[@]}" --auto-approve --set aurora.version=18.1; says '\[AUR-951\]'
[ ! -e "$scratch/c.json" ] || fail "something was applied"
for name in a b c; do resources+=(--set "resources.$name.type=AWS::EC2::EIP"); done
expect 0 "$bin" plan "$scratch/closed.yaml" "${c[@]}" "${resources[@]}"; says 'NET-950'

# What is meant to be so.
sed "s/^network: {}/network: {}\npreflight: {ignore: [{rule: NET-025, reason: a public service, until: 2020-01-31}]}/" "$scratch/closed.yaml" >"$scratch/expired.yaml"
expect 1 "$bin" validate "$scratch/expired.yaml"; says ':8:[0-9]+: error: .*\[GEN-908\]'
sed -i 's/, until: 2020-01-31//' "$scratch/expired.yaml"
expect 0 "$bin" validate "$scratch/expired.yaml"; says 'note: .*\[GEN-911\]'

expect 0 "$bin" explain net-005; says 'for example'
expect 0 "$bin" explain AUR-951; says 'rds:DescribeDBEngineVersions'
expect 0 "$bin" explain aurora.class; says 'DBInstance.DBInstanceClass +changed in place'; says 'cost +\+\$'
expect 0 "$bin" explain aurora; says '\.version'
expect 1 "$bin" explain NET-4711; says 'there is no rule "NET-4711"'
expect 1 "$bin" explain aurora.clas; says 'did you mean aurora.class'

# EC2 is asked before the first change whether it would do it.
expect 1 "$bin" apply "$scratch/closed.yaml" "${c[@]}" --auto-approve --faults deny=CreateVpc+SimulatePrincipalPolicy
says 'nothing was changed; these credentials may not do ec2:CreateVpc in ap-(east-2|northeast-1), ec2:CreateVpc'
[ ! -e "$scratch/c.json" ] || fail "something was applied without permission"
expect 0 "$bin" plan "$scratch/closed.yaml" "${c[@]}" --faults deny=CreateVpc; silent 'nothing was changed'
