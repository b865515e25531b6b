#!/usr/bin/env bash
# A cache in two regions: each field changed alone, the lead moved by another client, upgrades and the end from there.
source tests/support/e2e.sh
need_cli
cat >"$scratch/cache.yaml" <<'YAML'
provisioner: 1
project: demo
environment: production
regions:
  tokyo: {name: ap-northeast-1, role: primary}
  seoul: {name: ap-northeast-2, role: secondary}
network: {zones: 2}
cache: {version: "7.0", auth: token}
YAML
spec=$scratch/cache.yaml
serve "$scratch/world" --speed 600
s=(--state "$scratch/a.json" --time-scale 600)
all='tokyo/cache/replication-group seoul/cache/replication-group'
parameters='global/cache/global-datastore tokyo/cache/parameters-redis7 seoul/cache/parameters-redis7'

no_changes() { expect 0 "$bin" plan "$spec" "${s[@]}" --detailed-exitcode "$@"; says 'No changes'; }
# changed ADDRESSES OPTION...: the plan updates these and does nothing else
changed() {
  local want=$1; shift
  expect 0 "$bin" plan "$spec" "${s[@]}" --json "$@"
  WANT=$want /usr/bin/python3 - "$scratch/out" <<'PY' || fail "not just $want: $*"
import json, os, sys
plan = json.load(open(sys.argv[1]))
got = {c["address"]: c["action"] for c in plan["changes"] if c["action"] != "noop"}
want = {a: "update" for a in os.environ["WANT"].split()}
sys.exit(got != want and (print(got, file=sys.stderr) or 1))
PY
}
# each ADDRESSES FIELD=VALUE: changed, applied, agreed upon; it stays so
kept=()
each() {
  local want=$1 field=$2
  changed "$want" "${kept[@]}" --set "$field"
  expect 0 "$bin" apply "$spec" "${s[@]}" "${kept[@]}" --set "$field" --auto-approve
  kept+=(--set "$field")
  no_changes "${kept[@]}"
}

expect 0 "$bin" apply "$spec" "${s[@]}" --auto-approve
no_changes
for region in ap-northeast-1 ap-northeast-2; do
  [ "$(cli $region elasticache describe-replication-groups --query 'ReplicationGroups[].[Status, length(MemberClusters)]')" = 'available	2' ] ||
    fail "the AWS CLI does not see the group of $region"
  [ "$(cli $region elasticache describe-global-replication-groups --show-member-info --query 'GlobalReplicationGroups[].[Status, length(Members)]')" = 'available	2' ] ||
    fail "the AWS CLI does not see the datastore from $region"
done

each "$all"        cache.nodes=3
each "$all"        cache.nodes=2
each seoul/cache/replication-group regions.seoul.cache.nodes=4
each global/cache/global-datastore cache.node_type=cache.r7g.xlarge
each "$parameters" cache.parameters.timeout=30
each "$parameters" cache.parameters.maxmemory-policy=noeviction
each "$all"        cache.snapshots.retention_days=3
each "$all"        cache.snapshots.window=18:00-19:00
each "$all"        cache.maintenance_window=sun:20:00-sun:21:00
each "$all"        cache.logs.format=text
each "tokyo/cache/log-group-slow-log tokyo/cache/log-group-engine-log seoul/cache/log-group-slow-log seoul/cache/log-group-engine-log" cache.logs.retention_days=60

# what is no member's to say is refused by name
expect 1 "$bin" plan "$spec" --offline --set regions.seoul.cache.node_type=cache.r7g.large; says 'global/cache/global-datastore'
expect 1 "$bin" plan "$spec" --offline --set cache.writable_secondary=true; says 'EC-041'
expect 1 "$bin" plan "$spec" --offline --set cache.node_type=cache.t3.micro; says 'EC-003'

# somebody changes a member's parameters: they are everybody's
copy=$(cli ap-northeast-2 elasticache describe-cache-clusters --query 'CacheClusters[0].CacheParameterGroup.CacheParameterGroupName')
cli ap-northeast-2 elasticache modify-cache-parameter-group --cache-parameter-group-name "$copy" \
  --parameter-name-values ParameterName=timeout,ParameterValue=60 >/dev/null || fail "modify-cache-parameter-group"
changed global/cache/global-datastore "${kept[@]}"
expect 0 "$bin" apply "$spec" "${s[@]}" "${kept[@]}" --auto-approve

# the lead moves: nothing to do
datastore=$(cli ap-northeast-2 elasticache describe-global-replication-groups --query 'GlobalReplicationGroups[0].GlobalReplicationGroupId')
for _ in $(seq 100); do
  [ "$(cli ap-northeast-1 elasticache describe-global-replication-groups --query 'GlobalReplicationGroups[0].Status')" = available ] && break
  sleep 0.1
done
cli ap-northeast-2 elasticache failover-global-replication-group --global-replication-group-id "$datastore" \
  --primary-region ap-northeast-2 --primary-replication-group-id demo-production-seoul-cache >/dev/null || fail failover
for _ in $(seq 100); do
  lead=$(cli ap-northeast-1 elasticache describe-global-replication-groups --show-member-info \
    --query "GlobalReplicationGroups[0].[Status, Members[?Role=='PRIMARY'].ReplicationGroupRegion | [0]]")
  [ "$lead" = 'available	ap-northeast-2' ] && break
  sleep 0.1
done
[ "$lead" = 'available	ap-northeast-2' ] || fail "the lead did not move: $lead"
no_changes "${kept[@]}"

# an upgrade, and one to another family, through the datastore
each global/cache/global-datastore cache.version=7.1
expect 0 "$bin" apply "$spec" "${s[@]}" "${kept[@]}" --set cache.engine=valkey --set cache.version=8.1 --auto-approve
no_changes "${kept[@]}" --set cache.engine=valkey --set cache.version=8.1
[ "$(cli ap-northeast-1 elasticache describe-cache-clusters --query 'CacheClusters[0].[Engine, EngineVersion]')" = 'valkey	8.1.0' ] ||
  fail "the member that follows was not upgraded"

# from here to the end: who follows leaves first, who leads goes last, and nothing is left behind
expect 0 "$bin" destroy "$spec" "${s[@]}" --auto-approve --allow-destroy '*' --json
/usr/bin/python3 - "$scratch/out" <<'PY' || fail "the wrong one went first"
import json, sys
events = [json.loads(line) for line in open(sys.argv[1]) if line.startswith("{")]
done = [e["hook"]["resource"]["addr"] for e in events if e["type"] == "apply_complete" and e["hook"]["resource"]["addr"].endswith(("replication-group", "datastore"))]
assert done == ["tokyo/cache/replication-group", "global/cache/global-datastore", "seoul/cache/replication-group"], done
PY
expect 0 "$bin" state list "$scratch/a.json"
[ ! -s "$scratch/out" ] || fail "something is left in the state"
for region in ap-northeast-1 ap-northeast-2; do
  left=$(cli $region elasticache describe-replication-groups --query 'ReplicationGroups[].ReplicationGroupId'
    cli $region elasticache describe-cache-parameter-groups --query "CacheParameterGroups[?!starts_with(CacheParameterGroupName, 'default.')].CacheParameterGroupName"
    cli $region elasticache describe-cache-subnet-groups --query 'CacheSubnetGroups[].CacheSubnetGroupName')
  [ -z "$left" ] || fail "left behind in $region: $left"
done

# users in place of a token
u=(--sandbox --state "$scratch/u.json" --set cache.auth=users)
expect 0 "$bin" apply "$spec" "${u[@]}" --auto-approve
expect 0 "$bin" plan "$spec" "${u[@]}" --detailed-exitcode; says 'No changes'
expect 0 "$bin" apply "$spec" "${u[@]}" --set 'cache.users.reader=on ~app:* -@all +@read' --set 'cache.users.app=on ~* +@all' --auto-approve
expect 0 "$bin" plan "$spec" "${u[@]}" --set 'cache.users.reader=on ~app:* -@all +@read' --set 'cache.users.app=on ~* +@all' --detailed-exitcode
expect 0 "$bin" destroy "$spec" "${u[@]}" --auto-approve --allow-destroy '*'
# shards, and one region alone
for more in cache.shards=2 regions.seoul=null; do
  rm -f "$scratch"/u.json*
  u=(--sandbox --state "$scratch/u.json" --set "$more")
  expect 0 "$bin" apply "$spec" "${u[@]}" --auto-approve
  expect 0 "$bin" plan "$spec" "${u[@]}" --detailed-exitcode; says 'No changes'
  expect 0 "$bin" apply "$spec" "${u[@]}" --set cache.node_type=cache.m7g.large --auto-approve
  expect 0 "$bin" plan "$spec" "${u[@]}" --set cache.node_type=cache.m7g.large --detailed-exitcode; says 'No changes'
  expect 0 "$bin" destroy "$spec" "${u[@]}" --auto-approve --allow-destroy '*'
done
