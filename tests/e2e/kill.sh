#!/usr/bin/env bash
# Killed with SIGKILL again and again while it applies, by an AWS that goes on; in the end everything is there once.
source tests/support/e2e.sh
need_cli
spec=$root/specs/minimal.yaml
serve "$scratch/world" --speed 300
s=(--state "$scratch/a.json" --time-scale 300)
seed=${KILL_SEED:-$$}; RANDOM=$seed; echo "seed $seed"

kills=0
for round in $(seq 1 60); do
  "$bin" apply "$spec" "${s[@]}" --auto-approve >"$scratch/out" 2>"$scratch/err" </dev/null & pid=$!
  sleep "0.$((RANDOM % 90 + 10))"
  if kill -9 $pid 2>/dev/null; then kills=$((kills + 1)); fi
  code=0; wait $pid 2>/dev/null || code=$?
  case $code in 0) break ;; 137) ;; *) fail "exit $code after $kills kills (seed $seed)" ;; esac
done
expect 0 "$bin" apply "$spec" "${s[@]}" --auto-approve
expect 0 "$bin" plan "$spec" "${s[@]}" --detailed-exitcode; says 'No changes'
echo "$kills kills"
[ "$kills" -ge 3 ] || fail "only $kills kills: too fast for this test"

# every object AWS holds under our tags is one that the state knows, each address once
expect 0 "$bin" state list "$scratch/a.json"; mine=$(wc -l <"$scratch/out")
for region in ap-northeast-1 ap-northeast-2; do
  twice=$(cli $region resourcegroupstaggingapi get-resources --query 'ResourceTagMappingList[].Tags[?Key==`provisioner:address`].Value[]' |
    tr '\t' '\n' | sort | uniq -d | grep -v '^secrets/' )
  [ -z "$twice" ] || fail "made twice: $twice (seed $seed)"
done
expect 0 "$bin" destroy "$spec" "${s[@]}" --auto-approve --allow-destroy '*'
for region in ap-northeast-1 ap-northeast-2; do
  left=$(cli $region ec2 describe-vpcs --query 'Vpcs[].VpcId'; cli $region ec2 describe-addresses --query 'Addresses[].AllocationId'
    cli $region rds describe-db-clusters --query 'DBClusters[].DBClusterIdentifier')
  [ -z "$left" ] || fail "orphans in $region: $left (seed $seed)"
done
echo "$mine resources, $kills kills, nothing twice, nothing left"
