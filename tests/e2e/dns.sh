#!/usr/bin/env bash
# Names and ways in, alone: made in both regions, each field changed by itself, seen by the AWS CLI, gone.
source tests/support/e2e.sh
need_cli
cat >"$scratch/dns.yaml" <<'YAML'
provisioner: 1
project: demo
environment: production
regions:
  tokyo: {name: ap-northeast-1, role: primary}
  seoul: {name: ap-northeast-2, role: secondary}
network: {zones: 2, nat: none}
ingress: {}
dns:
  zone: example.com
  private_zone: internal.example
  service_discovery: services.internal
  records:
    api: {policy: failover}
    www: {policy: latency}
    own: {policy: weighted, targets: {tokyo: 192.0.2.1, seoul: 192.0.2.2}, weights: {tokyo: 90, seoul: 10}}
    text: {name: "@", type: TXT, values: [one]}
YAML
spec=$scratch/dns.yaml
serve "$scratch/world" --speed 600
s=(--state "$scratch/a.json" --time-scale 600)
kept=()

no_changes() { expect 0 "$bin" plan "$spec" "${s[@]}" "${kept[@]}" --detailed-exitcode; says 'No changes'; }
# each ADDRESSES FIELD=VALUE: the plan updates these and does nothing else (so what came before is agreed upon); applied
each() {
  expect 0 "$bin" plan "$spec" "${s[@]}" "${kept[@]}" --set "$2" --json
  WANT=$1 /usr/bin/python3 - "$scratch/out" <<'PY' || fail "not just $1: $2"
import json, os, sys
got = {c["address"]: c["action"] for c in json.load(open(sys.argv[1]))["changes"] if c["action"] != "noop"}
want = {a.lstrip("+-"): {"+": "create", "-": "delete"}.get(a[0], "update") for a in os.environ["WANT"].split()}
sys.exit(got != want and (print(got, file=sys.stderr) or 1))
PY
  kept+=(--set "$2")
  expect 0 "$bin" apply "$spec" "${s[@]}" "${kept[@]}" --auto-approve
}

expect 0 "$bin" apply "$spec" "${s[@]}" --auto-approve; says 'global.dns.zone.name-servers'
no_changes
for region in ap-northeast-1 ap-northeast-2; do
  [ "$(cli $region elbv2 describe-load-balancers --query 'LoadBalancers[].[State.Code, Scheme]')" = 'active	internet-facing' ] ||
    fail "the AWS CLI does not see the balancer of $region"
  [ "$(cli $region acm list-certificates --query 'CertificateSummaryList[].DomainName')" = example.com ] || fail "no certificate in $region"
  [ "$(cli $region servicediscovery list-namespaces --query 'Namespaces[].Name')" = services.internal ] || fail "no namespace in $region"
done
[ "$(cli us-east-1 route53 list-health-checks --query 'length(HealthChecks)')" = 2 ] || fail "not two health checks"
zone=$(cli us-east-1 route53 list-hosted-zones --query "HostedZones[?Name=='example.com.'].Id")
private=$(cli us-east-1 route53 list-hosted-zones --query "HostedZones[?Name=='internal.example.'].Id")
[ "$(cli us-east-1 route53 get-hosted-zone --id "$private" --query 'length(VPCs)')" = 2 ] || fail "the private zone is not seen by both networks"
cli us-east-1 route53 list-resource-record-sets --hosted-zone-id "$zone" --query 'ResourceRecordSets[].[Name, Type, Failover || Region || Weight, type(HealthCheckId)]' >"$scratch/out"
for line in 'api.example.com.	A	PRIMARY	string' 'api.example.com.	A	SECONDARY	string' 'www.example.com.	A	ap-northeast-1	string' \
  'own.example.com.	A	90	string' 'tokyo.example.com.	A	None	null' 'seoul.example.com.	A	None	null'; do
  grep -qxF "$line" "$scratch/out" || fail "no record $line"
done

both() { echo "tokyo/ingress/$1 seoul/ingress/$1"; }
checks='global/dns/health-tokyo global/dns/health-seoul'
each "$(both load-balancer)" ingress.idle_timeout=90
each "$(both load-balancer)" ingress.deletion_protection=false
each "$(both listener)" ingress.tls_policy=ELBSecurityPolicy-TLS13-1-3-2021-06
each "$(both target-group-8080)" ingress.health_path=/ready
each "+tokyo/ingress/redirect +tokyo/ingress/ingress-80-0-0-0-0-0 +seoul/ingress/redirect +seoul/ingress/ingress-80-0-0-0-0-0" ingress.redirect=true
each "$(both listener) +tokyo/ingress/target-group-9090 -tokyo/ingress/target-group-8080 +seoul/ingress/target-group-9090 -seoul/ingress/target-group-8080" ingress.port=9090
each "$checks" dns.health_checks.path=/ready
each "$checks" dns.health_checks.threshold=2
each "global/dns/health-seoul" regions.seoul.dns.health_checks.port=8443
each global/dns/record-own dns.records.own.weights.seoul=20
each global/dns/record-own dns.records.own.ttl=30
each global/dns/record-www dns.records.www.policy=failover
each global/dns/record-text 'dns.records.text.values=[one, two]'
no_changes

# a name that moves says nothing of the region, and a host name is no address
expect 1 "$bin" plan "$spec" --offline --set dns.health_checks.host=api.example.com; says 'R53-912'
expect 1 "$bin" plan "$spec" --offline --set ingress.host=lb.example.net; says 'R53-906'

expect 0 "$bin" destroy "$spec" "${s[@]}" "${kept[@]}" --auto-approve --allow-destroy '*'
expect 0 "$bin" state list "$scratch/a.json"
[ ! -s "$scratch/out" ] || fail "something is left in the state"
left=$(cli us-east-1 route53 list-hosted-zones --query 'HostedZones[].Name'
  for region in us-east-1 ap-northeast-1 ap-northeast-2; do
    cli $region resourcegroupstaggingapi get-resources --query 'ResourceTagMappingList[].ResourceARN'
  done)
[ -z "$left" ] || fail "left behind: $left"
