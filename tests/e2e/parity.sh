#!/usr/bin/env bash
# Where regions differ: what the spec says, and what somebody did to one of them by hand.
source tests/support/e2e.sh
need_cli
serve "$scratch/world" --speed 600
cat >"$scratch/a.yaml" <<'YAML'
provisioner: 1
project: demo
environment: parity
regions:
  tokyo: {name: ap-northeast-1, role: primary}
  seoul:
    name: ap-northeast-2
    role: secondary
    network: {cidr: 10.1.0.0/16}
    aurora:
      class: db.r6g.xlarge
network: {nat: none}
aurora: {engine: aurora-postgresql, version: "15.10", class: db.r6g.large, instances: 1, deletion_protection: false}
YAML
p=(--state "$scratch/p.json" --time-scale 600)
expect 0 "$bin" parity "$scratch/a.yaml" --offline --state "$scratch/p.json"
says "aurora/instance-1  DBInstanceClass"; says 'seoul: "db.r6g.xlarge"  .*a.yaml:11$'; says "network/vpc  CidrBlock"
silent "does not say so:"; silent "AvailabilityZone"
expect 0 "$bin" apply "$scratch/a.yaml" "${p[@]}" --auto-approve
expect 0 "$bin" parity "$scratch/a.yaml" "${p[@]}"; silent "does not say so:"
cli ap-northeast-2 rds modify-db-instance --db-instance-identifier demo-parity-seoul-aurora-1 --promotion-tier 9 --apply-immediately >/dev/null || fail "a change by hand"
sleep 1
expect 2 "$bin" parity "$scratch/a.yaml" "${p[@]}"
says "does not say so:"; says "seoul: 9"
expect 2 "$bin" parity "$scratch/a.yaml" "${p[@]}" --json; holds parity
/usr/bin/python3 -c "
import json; v=json.load(open('$scratch/out'))
unsaid=[d for d in v['differences'] if not d['said']]
assert [(d['address'],d['path']) for d in unsaid]==[('aurora/instance-1','PromotionTier')], unsaid
assert unsaid[0]['values']['seoul'] == 9 and v['compared']>30" || fail "the JSON of parity"
exit 0
