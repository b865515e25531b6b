#!/usr/bin/env bash
# Kubernetes clusters alone with their network: made, changed field by field, upgraded in AWS's order, taken away.
source tests/support/e2e.sh

spec() { # FILE LINE...: two regions with clusters; the section ends with these lines
  cat >"$1" <<'YAML'
provisioner: 1
project: demo
environment: e2e
regions:
  tokyo: {name: ap-northeast-1, role: primary}
  seoul: {name: ap-northeast-2, role: secondary}
network: {cidr: 10.0.0.0/16, zones: 2, nat: single}
eks:
  fargate: {jobs: {namespace: jobs}}
YAML
  printf '  %s\n' "${@:2}" >>"$1"
}
s=(--sandbox --state "$scratch/a.json")
base=('version: "1.32"' 'deletion_protection: false')
spec "$scratch/a.yaml" "${base[@]}"

# without AWS, what only AWS knows stays open
expect 0 "$bin" plan "$scratch/a.yaml" --offline --json
/usr/bin/python3 - "$scratch/out" <<'PY' || fail "the offline plan is another"
import json, sys
of = {c["address"]: {a["path"]: a["after"] for a in c["attributes"]} for c in json.load(open(sys.argv[1]))["changes"]}
assert of["tokyo/eks/cluster"]["version"] == "1.32"
assert not isinstance(of["tokyo/eks/addon-coredns"].get("addonVersion"), str) or "known" in of["tokyo/eks/addon-coredns"]["addonVersion"], of["tokyo/eks/addon-coredns"]
tags = of["tokyo/network/subnet-private-1"]["Tags"]
assert tags["kubernetes.io/role/internal-elb"] == "1" and tags["kubernetes.io/cluster/demo-e2e-tokyo-eks"] == "shared", tags
assert of["seoul/network/subnet-public-2"]["Tags"]["kubernetes.io/role/elb"] == "1"
assert not any(k.startswith("kubernetes.io/") for k in of["seoul/network/subnet-data-1"]["Tags"])
PY

expect 0 "$bin" apply "$scratch/a.yaml" "${s[@]}" --auto-approve
expect 0 "$bin" plan "$scratch/a.yaml" "${s[@]}" --detailed-exitcode; says 'No changes'

# each field once; nothing is left to do after each
changes=(
  'nodes: {min: 1, desired: 3, max: 9}'
  'nodes: {labels: {tier: web}, taints: [{key: only, value: web, effect: NO_SCHEDULE}], max_unavailable: 2}'
  'node_groups: {batch: {type: c7g.large, capacity: spot, more_types: [c6g.large], min: 0, max: 4}}'
  'addons: {metrics-server: {enabled: false}, snapshot-controller: {}, coredns: {configuration: {replicaCount: 3}}}'
  'addons: {vpc-cni: {version: v1.19.1-eksbuild.2}}'
  'endpoint: {public: true, cidrs: [198.51.100.0/24]}'
  'logs: [audit]'
  'support: EXTENDED'
  'zonal_shift: true'
  'access: {ops: {principal: "arn:aws:iam::123456789012:user/ops", policy: edit, namespaces: [jobs], groups: [ops]}}'
  'access: {ops: {principal: "arn:aws:iam::123456789012:user/ops", policy: cluster_admin}}'
  'irsa: false'
  'load_balancer_controller: false'
  'cluster_autoscaler: false'
)
for change in "${changes[@]}"; do
  spec "$scratch/b.yaml" "${base[@]}" "$change"
  expect 0 "$bin" apply "$scratch/b.yaml" "${s[@]}" --auto-approve
  expect 0 "$bin" plan "$scratch/b.yaml" "${s[@]}" --detailed-exitcode
done
expect 0 "$bin" apply "$scratch/a.yaml" "${s[@]}" --auto-approve
expect 0 "$bin" plan "$scratch/a.yaml" "${s[@]}" --detailed-exitcode

# two minors up: in each region control plane, add-ons, nodes, minor by minor; never two control planes at once
spec "$scratch/up.yaml" 'version: "1.34"' 'deletion_protection: false'
expect 0 "$bin" apply "$scratch/up.yaml" "${s[@]}" --auto-approve --json
/usr/bin/python3 - "$scratch/out" <<'PY' || fail "the upgrade went in another order"
import json, sys
at_work, log = set(), []
for line in open(sys.argv[1]):
    e = json.loads(line)
    address = e["hook"]["resource"]["addr"] if e["type"] in ("apply_start", "apply_complete") else ""
    if "/eks/" not in address:
        continue
    region, _, name = address.split("/")
    if e["type"] == "apply_start":
        at_work.add(address)
        log.append((region, name))
        assert len([a for a in at_work if a.endswith("/eks/cluster")]) < 2, at_work
    else:
        at_work.discard(address)
for region in ("tokyo", "seoul"):
    names = [n for r, n in log if r == region]
    assert names[:3] == ["cluster", "nodes-main", "cluster"], names
    assert names[-1] == "nodes-main" and len(names) == 10 and all(n.startswith("addon-") for n in names[3:-1]), names
PY
expect 0 "$bin" plan "$scratch/up.yaml" "${s[@]}" --detailed-exitcode
expect 0 "$bin" state show "$scratch/a.json" tokyo/eks/addon-kube-proxy; says 'v1.34.1-eksbuild.1'

# there is no way back
expect 1 "$bin" plan "$scratch/a.yaml" "${s[@]}"; says 'plan/step-back'; says 'tokyo/eks/cluster is at version 1.34'

# a client that nobody here wrote sees the same
if [ -x /usr/bin/aws ]; then
  serve "$scratch/a.json.world"
  for region in ap-northeast-1/tokyo ap-northeast-2/seoul; do
    cluster=demo-e2e-${region#*/}-eks
    [ "$(cli "${region%/*}" eks list-clusters --query 'clusters[]')" = "$cluster" ] || fail "aws eks list-clusters"
    [ "$(cli "${region%/*}" eks describe-cluster --name "$cluster" --query 'cluster.[status,version]')" = "$(printf 'ACTIVE\t1.34')" ] || fail "aws eks describe-cluster"
    [ "$(cli "${region%/*}" eks list-nodegroups --cluster-name "$cluster" --query 'nodegroups[]')" = main ] || fail "aws eks list-nodegroups"
    [ "$(cli "${region%/*}" eks list-addons --cluster-name "$cluster" --query 'length(addons)')" = 6 ] || fail "aws eks list-addons"
    [ "$(cli "${region%/*}" eks describe-addon --cluster-name "$cluster" --addon-name coredns --query addon.status)" = ACTIVE ] || fail "aws eks describe-addon"
    [ "$(cli "${region%/*}" eks list-fargate-profiles --cluster-name "$cluster" --query 'fargateProfileNames[]')" = jobs ] || fail "aws eks list-fargate-profiles"
  done
  kill "$served"; wait "$served" 2>/dev/null; served=
fi

# and protected: AWS itself refuses to delete it until that is taken off
spec "$scratch/kept.yaml" 'version: "1.34"'
expect 0 "$bin" apply "$scratch/kept.yaml" "${s[@]}" --auto-approve; says 'deletionProtection'

# the cluster holds data: it does not go unasked
expect 1 "$bin" destroy "$scratch/kept.yaml" "${s[@]}" --auto-approve; says 'plan/protected'
expect 0 "$bin" destroy "$scratch/kept.yaml" "${s[@]}" --auto-approve --allow-destroy '*'
expect 0 "$bin" state list "$scratch/a.json"; [ ! -s "$scratch/out" ] || fail "the state still lists something"
