#!/usr/bin/env bash
# (An older AWS CLI has no switchover; a failover that allows no loss of data is one.)
# The writer moves to the other region by another client: the plan stays empty, upgrades and destroy follow the new writer.
source tests/support/e2e.sh
need_cli
spec=$root/specs/minimal.yaml
serve "$scratch/world" --speed 300
s=(--state "$scratch/a.json" --time-scale 300)

expect 0 "$bin" apply "$spec" "${s[@]}" --auto-approve --set aurora.version=15.8
target=$(cli ap-northeast-2 rds describe-db-clusters --query 'DBClusters[0].DBClusterArn')
cli ap-northeast-1 rds failover-global-cluster --global-cluster-identifier demo-production-aurora \
  --target-db-cluster-identifier "$target" >/dev/null || fail switchover
for _ in $(seq 60); do
  writer=$(cli ap-northeast-1 rds describe-global-clusters --query 'GlobalClusters[0].[Status, GlobalClusterMembers[?IsWriter].DBClusterArn | [0]]')
  case $writer in available*"$target") break ;; esac
  sleep 0.2
done
[ "$writer" = "available	$target" ] || fail "the writer did not move: $writer"
expect 0 "$bin" plan "$spec" "${s[@]}" --detailed-exitcode --set aurora.version=15.8; says 'No changes'

# secondaries first: now that is tokyo
expect 0 "$bin" apply "$spec" "${s[@]}" --auto-approve --json --set aurora.version=15.10
/usr/bin/python3 - "$scratch/out" <<'PY' || fail "the upgrade did not follow the writer"
import json, sys
events = [json.loads(line) for line in open(sys.argv[1]) if line.startswith("{")]
done = [e["hook"]["resource"]["addr"] for e in events if e["type"] == "apply_complete" and e["hook"]["resource"]["addr"].endswith("aurora/cluster")]
assert done == ["tokyo/aurora/cluster", "seoul/aurora/cluster"], done
PY
expect 0 "$bin" plan "$spec" "${s[@]}" --detailed-exitcode --set aurora.version=15.10; says 'No changes'

expect 0 "$bin" destroy "$spec" "${s[@]}" --auto-approve --allow-destroy '*'
expect 0 "$bin" state list "$scratch/a.json"
[ ! -s "$scratch/out" ] || fail "something is left in the state"
