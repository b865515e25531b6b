#!/usr/bin/env bash
# Kafka alone on its network: each aspect of a cluster is changed by a call of its own, with the version it has by then;
# copies by replicators and by MirrorMaker; and nothing is left of it.
source tests/support/e2e.sh

cat >"$scratch/a.yaml" <<'YAML'
provisioner: 1
project: demo
environment: test
regions:
  tokyo: {name: ap-northeast-1, role: primary}
  seoul: {name: ap-northeast-2, role: secondary, network: {cidr: 10.1.0.0/16}}
network: {nat: none}
msk: {version: 3.8.x}
YAML
s=(--sandbox --state "$scratch/a.json") set=()

# step PLANNED CALL...: what is set by now is planned, done and planned no more, by these calls of Kafka's, in this
# order, in each region
step() {
  expect 2 "$bin" plan "$scratch/a.yaml" "${s[@]}" "${set[@]}" --detailed-exitcode; says "$1"
  expect 0 "$bin" apply "$scratch/a.yaml" "${s[@]}" "${set[@]}" --auto-approve --log-level debug
  for region in ap-northeast-1 ap-northeast-2; do
    grep -oE "kafka(connect)?\.(Create|Update|Delete|Put|Batch)[A-Za-z]+ in $region, attempt 1: 200" "$scratch/err" |
      sed -E 's/kafka(connect)?\.//; s/ in.*//' >"$scratch/calls" || true
    printf '%s\n' "${@:2}" | diff - "$scratch/calls" || fail "other calls in $region"
  done
  expect 0 "$bin" plan "$scratch/a.yaml" "${s[@]}" "${set[@]}" --detailed-exitcode; says 'No changes'
}
also() { for pair in "$@"; do set+=(--set "$pair"); done; }

step 'to create' CreateConfiguration CreateCluster UpdateConnectivity PutClusterPolicy CreateReplicator
expect 0 "$bin" output "${s[@]}" || true

# a changed setting is one revision and one update of the cluster, in one run
also 'msk.configuration={log.retention.hours: "24"}'
step 'ConfigurationRevision: 1 -> \(known after apply' UpdateConfiguration UpdateClusterConfiguration

# one call an aspect, in order; the new version takes the configuration along
also msk.storage.gb=200 msk.broker_type=kafka.m5.xlarge msk.version=3.9.x msk.brokers=6 \
  msk.monitoring.level=PER_TOPIC_PER_BROKER 'msk.configuration={log.retention.hours: "48"}'
step 'VolumeSize: 100 -> 200' UpdateConfiguration UpdateBrokerStorage UpdateBrokerType UpdateBrokerCount UpdateMonitoring \
  UpdateClusterKafkaVersion
also 'msk.auth=[iam, scram]'
step 'Scram: false -> true' UpdateSecurity BatchAssociateScramSecret
also 'msk.replication.topics=[orders.*]' 'msk.replication.exclude=[tmp.*]' 'msk.replication.consumer_groups=[shop.*]'
step 'TopicsToReplicate' UpdateReplicationInfo

# what can't shrink is said before anything is touched
for smaller in msk.brokers=3 msk.storage.gb=100; do
  expect 1 "$bin" plan "$scratch/a.yaml" "${s[@]}" "${set[@]}" --set "$smaller"; says 'plan/shrinks'
done

# killed in the midst of an update, the next run does only the rest
also msk.broker_type=kafka.m5.2xlarge msk.monitoring.prometheus=false
expect 1 "$bin" plan "$scratch/a.yaml" "${s[@]}" "${set[@]}" --set msk.brokers=7

# MirrorMaker in the replicators' place: they go, and connectors come
also msk.broker_type=kafka.m5.xlarge msk.monitoring.prometheus=true msk.replication.mode=mirrormaker \
  'msk.replication.plugin={bucket: mm2-code, key: mm2.zip}'
expect 0 "$bin" apply "$scratch/a.yaml" "${s[@]}" "${set[@]}" --auto-approve
expect 0 "$bin" plan "$scratch/a.yaml" "${s[@]}" "${set[@]}" --detailed-exitcode; says 'No changes'
also msk.replication.workers.count=3 'msk.replication.topics=[orders.*, users]'
expect 0 "$bin" apply "$scratch/a.yaml" "${s[@]}" "${set[@]}" --auto-approve --log-level debug
[[ $(grep -c 'kafkaconnect.UpdateConnector in ap-northeast-1, attempt 1: 200' "$scratch/err") == 4 ]] ||
  fail "capacity and configuration are changed by a call each"
expect 0 "$bin" plan "$scratch/a.yaml" "${s[@]}" "${set[@]}" --detailed-exitcode; says 'No changes'

expect 0 "$bin" destroy "$scratch/a.yaml" "${s[@]}" "${set[@]}" --auto-approve --allow-destroy '*'
expect 0 "$bin" plan "$scratch/a.yaml" "${s[@]}" "${set[@]}"; says '0 to update, 0 to replace, 0 to delete'
