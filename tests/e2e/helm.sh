#!/usr/bin/env bash
# Charts by the user's own helm, played by a script that writes down how it was called: installed once, upgraded when
# something changes, done again after a crash, taken away; and what is said where there is no helm.
source tests/support/e2e.sh

mkdir -p "$scratch/bin" "$scratch/empty"
cat >"$scratch/bin/helm" <<'SH'
#!/bin/sh
printf '%s\n' "$*" >>"$HELM_CALLS"
command=$2
case $command in
  upgrade) cat >"$HELM_CALLS.values"; cat /dev/fd/3 >"$HELM_CALLS.kubeconfig"
    cat /proc/[0-9]*/cmdline /proc/$$/environ /proc/$PPID/environ 2>/dev/null | tr '\0' '\n' >>"$HELM_CALLS.processes"
    [ -z "$HELM_FAILS" ] || { echo "Error: $HELM_FAILS" >&2; exit 1; }
    if [ -n "$HELM_HANGS" ]; then echo $$ >"$HELM_CALLS.pid"; exec sleep 60; fi
    echo 1 >>"$HELM_CALLS.installed" ;;
  list) if [ -f "$HELM_CALLS.installed" ]; then n=$(wc -l <"$HELM_CALLS.installed"); echo "[{\"name\":\"podinfo\",\"namespace\":\"web\",\"revision\":\"$n\",\"status\":\"deployed\"}]"; else echo '[]'; fi ;;
  uninstall) rm -f "$HELM_CALLS.installed" ;;
esac
SH
chmod +x "$scratch/bin/helm"
export HELM_CALLS=$scratch/calls
spec() {
  cat >"$1" <<YAML
provisioner: 1
project: charts
environment: test
regions:
  tokyo: {name: ap-northeast-1, role: primary}
resources:
  podinfo:
    type: Helm::Release
    properties:
      ReleaseName: podinfo
      Namespace: web
      ClusterName: demo
      ClusterEndpoint: https://abc.gr7.ap-northeast-1.eks.amazonaws.com
      ClusterCertificate: Q0E=
      Chart: podinfo
      Repo: https://stefanprodan.github.io/podinfo
      Version: "$2"
      Values: {replicaCount: 2, "odd; key": "\$(touch $scratch/broken)", word: Canary7YellowBird9}
YAML
}
spec "$scratch/one.yaml" 6.5.4
spec "$scratch/two.yaml" 6.6.0
serve "$scratch/world"
s=(--endpoint-url "$url" --state "$scratch/a.json")
unset AWS_ENDPOINT_URL

# without helm: a plan says so, and an apply stops before anything is changed
PATH=$scratch/empty expect 0 "$bin" plan "$scratch/one.yaml" "${s[@]}"; says 'helm is not on PATH'
PATH=$scratch/empty expect 1 "$bin" apply "$scratch/one.yaml" "${s[@]}" --auto-approve; says 'nothing was changed; helm is not on PATH'
[ ! -e "$HELM_CALLS" ] || fail "something was run"
PATH=$scratch/bin:$PATH

# what helm says when it fails is told, and the next run does it again
HELM_FAILS='chart "podinfo" not found' expect 3 "$bin" apply "$scratch/one.yaml" "${s[@]}" --auto-approve; says 'chart "podinfo" not found'
rm -f "$HELM_CALLS"
expect 2 "$bin" plan "$scratch/one.yaml" "${s[@]}" --detailed-exitcode
[ ! -e "$HELM_CALLS" ] || fail "a plan ran helm"
expect 0 "$bin" apply "$scratch/one.yaml" "${s[@]}" --auto-approve
expect 0 "$bin" plan "$scratch/one.yaml" "${s[@]}" --detailed-exitcode; says 'No changes'
[ "$(wc -l <"$HELM_CALLS")" = 2 ] || fail "helm was not run twice: $(cat "$HELM_CALLS")"
sed -n 1p "$HELM_CALLS" | grep -qxF -- '--kubeconfig=/dev/fd/3 upgrade --install --atomic --wait --timeout=15m --create-namespace --values=- --repo=https://stefanprodan.github.io/podinfo --version=6.5.4 --namespace=web -- podinfo podinfo' || fail "helm was run otherwise: $(cat "$HELM_CALLS")"
[ ! -e "$scratch/broken" ] || fail "a value was run by a shell"
grep -q Canary7YellowBird9 "$HELM_CALLS.values" || fail "helm was not given the values"
grep -q -- --values=- "$HELM_CALLS.processes" || fail "helm was not among the processes"
! grep -qE 'Canary7YellowBird9|k8s-aws-v1' "$HELM_CALLS.processes" || fail "values or a token stand in the list of processes"
/usr/bin/python3 - "$HELM_CALLS.values" "$HELM_CALLS.kubeconfig" "$bin" <<'PY' || fail "helm was given something else"
import json, sys
values, config = (json.load(open(p)) for p in sys.argv[1:3])
assert values["replicaCount"] == 2 and len(values) == 3, values
run = config["users"][0]["user"]["exec"]
assert run["args"][:6] == ["eks", "token", "--cluster-name", "demo", "--region", "ap-northeast-1"], run
assert run["command"] == sys.argv[3], run
assert config["clusters"][0]["cluster"]["server"].endswith("eks.amazonaws.com"), config
PY

# another version is an upgrade
expect 2 "$bin" plan "$scratch/two.yaml" "${s[@]}" --detailed-exitcode; says 'Version'
expect 0 "$bin" apply "$scratch/two.yaml" "${s[@]}" --auto-approve
grep -q -- '--version=6.6.0' "$HELM_CALLS" || fail "it was not upgraded"
expect 0 "$bin" state show "$scratch/a.json" tokyo/resources/podinfo; says '"Revision": "2"'

# cut off while helm runs: it is ended along with us, and the next run does it again
HELM_HANGS=1 "$bin" apply "$scratch/one.yaml" "${s[@]}" --auto-approve >"$scratch/out" 2>"$scratch/err" </dev/null &
run=$!
for _ in $(seq 200); do [ -s "$HELM_CALLS.pid" ] && break; sleep 0.05; done
[ -s "$HELM_CALLS.pid" ] || fail "helm did not hang"
kill -INT "$run"; sleep 0.3; kill -0 "$(cat "$HELM_CALLS.pid")" 2>/dev/null || fail "the first signal ended helm"
kill -INT "$run"; wait "$run"
sleep 0.2; ! kill -0 "$(cat "$HELM_CALLS.pid")" 2>/dev/null || fail "helm runs on without us"
expect 0 "$bin" apply "$scratch/one.yaml" "${s[@]}" --auto-approve
expect 0 "$bin" plan "$scratch/one.yaml" "${s[@]}" --detailed-exitcode

expect 0 "$bin" destroy "$scratch/one.yaml" "${s[@]}" --auto-approve
grep -q ' uninstall --wait --timeout=15m --namespace=web -- podinfo' "$HELM_CALLS" || fail "it was not uninstalled"
expect 0 "$bin" state list "$scratch/a.json"
[ ! -s "$scratch/out" ] || fail "something is left in the state"

# in the sandbox there is no cluster, so nothing is run
rm -f "$HELM_CALLS"
expect 0 "$bin" apply "$scratch/one.yaml" --sandbox --state "$scratch/b.json" --auto-approve
expect 0 "$bin" plan "$scratch/one.yaml" --sandbox --state "$scratch/b.json" --detailed-exitcode
[ ! -e "$HELM_CALLS" ] || fail "the sandbox ran helm"
