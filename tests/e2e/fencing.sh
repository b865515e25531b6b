#!/usr/bin/env bash
# A state in S3 and a holder of its lease that stops: paused past its lease it sends nothing more, and cannot write the
# state that somebody else has taken over; killed, it keeps the next one waiting for no more than 75 s. The lease's minute
# is a real one, and both spend it at once.
source tests/support/e2e.sh
need_cli
scale=300
serve "$scratch/world" --speed "$scale" --log-level debug
state="s3://states-of-demo/demo.state.json?region=ap-northeast-1"
cat >"$scratch/spec.yaml" <<'SPEC'
provisioner: 1
project: demo
environment: test
regions: {tokyo: {name: ap-northeast-1, role: primary}, seoul: {name: ap-northeast-2, role: secondary}}
network: {nat: single}
SPEC
cli ap-northeast-1 s3api create-bucket --bucket states-of-demo --create-bucket-configuration LocationConstraint=ap-northeast-1 >/dev/null
apply() { exec "$bin" apply "$scratch/spec.yaml" --state "$state" --auto-approve --time-scale "$scale" --lock-timeout 5m "$@"; }
calls() { grep -cE "$1" "$scratch/served.err" || true; }
changing=' [a-z0-9-]+ (Create|Modify|Delete|Put|Allocate|Associate|Attach|Authorize|Revoke|Accept|Tag|Copy)[A-Za-z0-9]*\('
at_work() { for _ in $(seq 400); do [ "$(calls ' CreateVpc\(')" -gt "$1" ] && return; sleep 0.02; done; fail "nothing was begun"; }
in_time() { for _ in $(seq "$1"); do kill -0 "$2" 2>/dev/null || return 0; sleep 0.1; done; return 1; }

# killed: the next one waits for the lease, and not for longer than it must
sed 's/environment: test/environment: killed/' "$scratch/spec.yaml" >"$scratch/killed.yaml"
killed=("$bin" apply "$scratch/killed.yaml" --state "s3://states-of-demo/killed.state.json?region=ap-northeast-1" --auto-approve --time-scale "$scale" --lock-timeout 5m)
"${killed[@]}" >/dev/null 2>&1 </dev/null & holder=$!
at_work 0
kill -9 $holder; wait $holder 2>/dev/null
killed_at=$(date +%s)
"${killed[@]}" >"$scratch/next.out" 2>"$scratch/next.err" </dev/null & next=$!
(for _ in $(seq 1200); do grep -qsE ': (creating|updating)' "$scratch/next.out" "$scratch/next.err" && break; sleep 0.1; done; date +%s >"$scratch/taken_over") & watch=$!

# paused: another one takes over and finishes; then the first wakes up
vpcs=$(calls ' CreateVpc\(')
(apply) >"$scratch/out1" 2>"$scratch/err1" </dev/null & first=$!
at_work "$vpcs"; kill -STOP $first
expect 0 timeout 300 "$bin" apply "$scratch/spec.yaml" --state "$state" --auto-approve --time-scale "$scale" --lock-timeout 5m
code=0; wait $next || code=$?; wait $watch
[ "$code" = 0 ] || { cp "$scratch/next.out" "$scratch/out"; cp "$scratch/next.err" "$scratch/err"; fail "the one after a killed holder ends with $code"; }
waited=$(($(cat "$scratch/taken_over") - killed_at))
[ "$waited" -le 75 ] || fail "the one after a killed holder waited for $waited s"
etag=$(cli ap-northeast-1 s3api head-object --bucket states-of-demo --key demo.state.json --query ETag)
before=$(calls "$changing"); lines=$(wc -l <"$scratch/served.err")
kill -CONT $first
in_time 300 $first || { kill -9 $first; fail "the first one goes on"; }
code=0; wait $first || code=$?
cp "$scratch/err1" "$scratch/err"; cp "$scratch/out1" "$scratch/out"
[ $code != 0 ] || fail "the first one ends as if nothing had been"
after=$(calls "$changing")
[ "$after" = "$before" ] || { tail -n +$((lines + 1)) "$scratch/served.err" | grep -E "$changing" >"$scratch/out"; fail "the first one sent $((after - before)) calls that change something"; }
[ "$(cli ap-northeast-1 s3api head-object --bucket states-of-demo --key demo.state.json --query ETag)" = "$etag" ] || fail "the first one wrote the state"
says 'lock|lease'
expect 0 "$bin" plan "$scratch/spec.yaml" --state "$state" --detailed-exitcode; says 'No changes'
echo "figure: calls sent by a holder that was paused past its lease 0"
echo "figure: seconds until the next holder after a killed one $waited"
