#!/usr/bin/env bash
# Twenty processes that apply at once on one state, in a file and in a bucket: one at a time, and no update is lost.
# In a bucket there are eight, PROCESSES_ALL=1 makes them twenty: a lease is asked for, and not waited on.
source tests/support/e2e.sh
need_cli
each=3
serve "$scratch/world" --speed 300 --log-level debug
cat >"$scratch/spec.yaml" <<'SPEC'
provisioner: 1
project: demo
environment: test
regions: {tokyo: {name: ap-northeast-1, role: primary}}
SPEC
# each has topics of its own, and leaves those of the others alone
for w in $(seq 40); do
  { echo 'resources:'; for i in $(seq $each); do
    echo "  w$w-$i: {type: AWS::SNS::Topic, regions: [tokyo], properties: {Name: w$w-$i}}"; done; } >"$scratch/w$w.yaml"
done

# made, and in the order they were made: whose they are, once for each stretch
stretches() { sed -n 's/.* CreateTopic(Name="\(w[0-9]*\)-.*-> ok$/\1/p' "$scratch/served.err" | uniq; }

try() {
  local state=$1 writers=$2 w pids=() code began
  began=$(date +%s)
  for w in $(seq "$writers"); do
    "$bin" apply "$scratch/spec.yaml" --overlay "$scratch/w$w.yaml" --target "*/w$w-*" --state "$state" --auto-approve \
      --lock-timeout 10m --time-scale 300 >"$scratch/out$w" 2>"$scratch/err$w" </dev/null & pids+=($!)
  done
  w=0
  for pid in "${pids[@]}"; do
    w=$((w + 1)); code=0; wait "$pid" || code=$?
    [ $code = 0 ] || { cp "$scratch/err$w" "$scratch/err"; fail "$state: writer $w ends with $code"; }
  done
  [ "$(stretches | wc -l)" = "$writers" ] || fail "$state: their calls are mixed: $(stretches | tr '\n' ' ')"
  expect 0 "$bin" state list "$state"
  [ "$(wc -l <"$scratch/out")" = $((writers * each)) ] || fail "$state: an update is lost"
  expect 0 "$bin" state pull "$state"; says "\"serial\": $writers,"
  ! grep -q '"intents": {"' "$scratch/out" || fail "$state: something is left over"
  echo "figure: writers at once $writers in a $([ -f "$state" ] && echo file || echo bucket) in $(($(date +%s) - began)) s, updates lost 0"
}

try "$scratch/a.json" 20
# all at once, and the lock is not waited for: who does not get it changes nothing
for w in 1 2 3 4; do
  "$bin" apply "$scratch/spec.yaml" --overlay "$scratch/w$w.yaml" --target "*/w$w-*" --set tags.Again=yes --state "$scratch/a.json" \
    --auto-approve --time-scale 1 >/dev/null 2>&1 </dev/null & pids[w]=$!
done
got=0; for w in 1 2 3 4; do code=0; wait "${pids[$w]}" || code=$?; case $code in 0) got=$((got + 1)) ;; 4) ;; *) fail "writer $w ends with $code" ;; esac; done
[ $got -ge 1 ] || fail "nobody got the lock"
expect 0 "$bin" state pull "$scratch/a.json"; says "\"serial\": $((20 + got)),"

kill "$served"; wait "$served" 2>/dev/null
serve "$scratch/world-of-bucket" --speed 300 --log-level debug
cli ap-northeast-1 s3api create-bucket --bucket states-of-demo --create-bucket-configuration LocationConstraint=ap-northeast-1 >/dev/null
try "s3://states-of-demo/demo.state.json?region=ap-northeast-1" "$([ "${PROCESSES_ALL:-}" ] && echo 20 || echo 8)"
