#!/usr/bin/env bash
# What an orchestrator does to a pod: SIGTERM, and ten seconds later SIGKILL. In the middle of an apply the ten seconds do
# for what is on its way; where AWS takes longer than that over a call, the call is given up or cut off, and takes effect all the same.
# Nothing is lost either way, and the same command carries on.
source tests/support/e2e.sh
need_cli
spec=$root/specs/minimal.yaml
serve "$scratch/world" --speed 200

# stopped STATE heard|unheard TIME-SCALE: TERM now, KILL after ten seconds; $code is how it ended
stopped() {
  "$bin" apply "$spec" --set environment="$1" --set network.nat=none --state "$scratch/$1.json" --time-scale "$3" --auto-approve >"$scratch/out" 2>"$scratch/err" </dev/null & pid=$!
  begun "$scratch/$1.json"
  [ "$2" = heard ] || kill -STOP "$served"
  kill -TERM $pid
  for _ in $(seq 100); do kill -0 $pid 2>/dev/null || break; sleep 0.1; done
  kill -9 $pid 2>/dev/null
  code=0; wait $pid 2>/dev/null || code=$?
  kill -CONT "$served"
}
carried_on() {
  local again=("$spec" --set environment="$1" --set network.nat=none --state "$scratch/$1.json")
  expect 0 "$bin" apply "${again[@]}" --time-scale 200 --auto-approve
  expect 0 "$bin" plan "${again[@]}" --detailed-exitcode; says 'No changes'
  for region in ap-northeast-1 ap-northeast-2; do
    cli $region resourcegroupstaggingapi get-resources --tag-filters "Key=provisioner:environment,Values=$1" --query 'ResourceTagMappingList[].Tags[?Key==`provisioner:address`].Value[]' |
      tr '\t' '\n' | sort | uniq -d >"$scratch/twice"
    [ ! -s "$scratch/twice" ] || fail "made twice in $region: $(cat "$scratch/twice")"
  done
}

stopped gentle heard 200
[ "$code" = 130 ] || fail "it ended with $code, and not by itself within ten seconds"
says 'To carry on'
carried_on gentle

stopped slow unheard 1
case $code in 130 | 137) ;; *) fail "it ended with $code, though no call was answered" ;; esac
carried_on slow
