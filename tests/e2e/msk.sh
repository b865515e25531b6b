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
order=cat
step() {
  expect 2 "$bin" plan "$scratch/a.yaml" "${s[@]}" "${set[@]}" --detailed-exitcode; says "$1"
  expect 0 "$bin" apply "$scratch/a.yaml" "${s[@]}" "${set[@]}" --auto-approve --log-level debug
  for region in ap-northeast-1 ap-northeast-2; do
    grep -oE "kafka(connect)?\.(Create|Update|Delete|Put|Batch)[A-Za-z]+ in $region, attempt 1: 200" "$scratch/err" |
      sed -E 's/kafka(connect)?\.//; s/ in.*//' | $order >"$scratch/calls" || true
    printf '%s\n' "${@:2}" | $order | diff - "$scratch/calls" || fail "other calls in $region"
  done
  expect 0 "$bin" plan "$scratch/a.yaml" "${s[@]}" "${set[@]}" --detailed-exitcode; says 'No changes'
}
also() { for pair in "$@"; do set+=(--set "$pair"); done; }

# a replicator needs the other region's policy: its own comes when it comes
order=sort
step 'to create' CreateConfiguration CreateCluster UpdateConnectivity PutClusterPolicy CreateReplicator
order=cat
expect 0 "$bin" state show "$scratch/a.json" tokyo/msk/cluster; says 'BootstrapBrokerStringSaslIam.*b-1\.[^,]*:9098,b-2\.'

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

# a setting that brokers do not start with: MSK takes it, its cluster is active again as it was, and MSK's words are told
expect 3 "$bin" apply "$scratch/a.yaml" "${s[@]}" "${set[@]}" --set 'msk.configuration={log.retention.hours: "a day"}' --auto-approve
says 'UPDATE_FAILED.*could not be started with the value of log.retention.hours'
expect 2 "$bin" plan "$scratch/a.yaml" "${s[@]}" "${set[@]}" --detailed-exitcode; says 'ConfigurationRevision'
expect 0 "$bin" apply "$scratch/a.yaml" "${s[@]}" "${set[@]}" --auto-approve
expect 0 "$bin" plan "$scratch/a.yaml" "${s[@]}" "${set[@]}" --detailed-exitcode; says 'No changes'

# what can't shrink is said before anything is touched
for smaller in msk.brokers=3 msk.storage.gb=100; do
  expect 1 "$bin" plan "$scratch/a.yaml" "${s[@]}" "${set[@]}" --set "$smaller"; says 'plan/shrinks'
done

# MirrorMaker in the replicators' place: they go, and connectors come
also msk.replication.mode=mirrormaker 'msk.replication.plugin={bucket: mm2-code, key: mm2.zip}'
expect 0 "$bin" apply "$scratch/a.yaml" "${s[@]}" "${set[@]}" --auto-approve
expect 0 "$bin" plan "$scratch/a.yaml" "${s[@]}" "${set[@]}" --detailed-exitcode; says 'No changes'
also msk.replication.workers.count=3 'msk.replication.topics=[orders.*, users]'
expect 0 "$bin" apply "$scratch/a.yaml" "${s[@]}" "${set[@]}" --auto-approve --log-level debug
[[ $(grep -c 'kafkaconnect.UpdateConnector in ap-northeast-1, attempt 1: 200' "$scratch/err") == 4 ]] ||
  fail "capacity and configuration are changed by a call each"
expect 0 "$bin" plan "$scratch/a.yaml" "${s[@]}" "${set[@]}" --detailed-exitcode; says 'No changes'

# what the AWS CLI is told, in both regions
if [ -x /usr/bin/aws ]; then
  cp "$scratch/a.json.world" "$scratch/told.world"
  serve "$scratch/told.world"
  for region in ap-northeast-1 ap-northeast-2; do
    [[ $(cli $region kafka list-clusters-v2 --query 'ClusterInfoList[].[ClusterName,State,Provisioned.NumberOfBrokerNodes]') == demo-test-*-msk*ACTIVE*6 ]] ||
      fail "clusters in $region"
    arn=$(cli $region kafka list-clusters-v2 --query 'ClusterInfoList[0].ClusterArn')
    [[ $(cli $region kafka list-configurations --query 'Configurations[].LatestRevision.Revision') == 5 ]] || fail "configurations in $region"
    [[ $(cli $region kafka list-scram-secrets --cluster-arn "$arn" --query 'SecretArnList[0]') == *AmazonMSK_* ]] || fail "secrets in $region"
    [[ $(cli $region kafka get-bootstrap-brokers --cluster-arn "$arn" --query BootstrapBrokerStringSaslScram) == *:9096* ]] || fail "brokers in $region"
    [[ $(cli $region kafkaconnect list-connectors --query 'length(connectors)') == 3 ]] || fail "connectors in $region"
    [[ $(cli $region application-autoscaling describe-scalable-targets --service-namespace kafka --query 'ScalableTargets[].MaxCapacity') == 800 ]] ||
      fail "targets in $region"
  done
  kill "$served"; wait "$served" 2>/dev/null; served=
  unset AWS_ENDPOINT_URL AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY
fi
exit 0
