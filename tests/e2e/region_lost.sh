#!/usr/bin/env bash
# In real time, over HTTP: one region takes requests and never answers, or closes every connection. What answers is
# planned, changed and shown within its own time and ten seconds, and the next run does the rest.
source tests/support/e2e.sh
spec=$root/specs/minimal.yaml
serve "$scratch/world" --speed 600
p=(--time-scale 600 --state "$scratch/state.json")
expect 0 "$bin" apply "$spec" "${p[@]}" --auto-approve
direct=$url
proxy=
trap '[ -z "$proxy" ] || kill "$proxy" 2>/dev/null; cleanup' EXIT
lose() {
  [ -z "$proxy" ] || { kill "$proxy"; wait "$proxy" 2>/dev/null; }
  : >"$scratch/port"
  /usr/bin/python3 tests/support/one_region_lost.py "$direct" "$1" "$2" >"$scratch/port" & proxy=$!
  for _ in $(seq 100); do [ -s "$scratch/port" ] && break; sleep 0.05; done
  lost=(--endpoint-url "http://127.0.0.1:$(cat "$scratch/port")")
}
# within SECONDS CODE COMMAND...: own time is what the same took with nobody lost, and ten seconds come to it
within() {
  local began=$SECONDS limit=$1; shift
  expect "$@"
  [ $((SECONDS - began)) -le "$limit" ] || fail "took $((SECONDS - began)) s, where $limit s are allowed: $*"
}
began=$SECONDS; expect 0 "$bin" plan "$spec" "${p[@]}"; own=$((SECONDS - began + 1))
changed=(--set aurora.backup.retention_days=9)
for how in silent refused; do
  lose ap-northeast-2 $how
  within $((own + 10)) 6 "$bin" plan "$spec" "${p[@]}" "${lost[@]}"; says 'region seoul could not be read'
  within $((own + 10)) 6 "$bin" drift "$spec" "${p[@]}" "${lost[@]}"; says 'seoul did not answer'
  within $((own + 10)) 6 "$bin" status "$spec" "${p[@]}" "${lost[@]}"; says 'seoul does not answer'; says 'aurora/cluster +available .*no answer'
done
within $((own + 20)) 6 "$bin" apply "$spec" "${p[@]}" "${lost[@]}" "${changed[@]}" --auto-approve; says 'Done: 1 of 1'
expect 2 "$bin" plan "$spec" "${p[@]}" "${changed[@]}" --detailed-exitcode; says '1 to update'
lose us-east-1 silent
within $((own + 10)) 6 "$bin" plan "$spec" "${p[@]}" "${lost[@]}" "${changed[@]}"; says '1 to update'
expect 0 "$bin" apply "$spec" "${p[@]}" "${changed[@]}" --auto-approve
expect 0 "$bin" plan "$spec" "${p[@]}" "${changed[@]}" --detailed-exitcode
exit 0
