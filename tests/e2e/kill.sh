#!/usr/bin/env bash
# Killed with SIGKILL again and again while it makes, changes and takes away, by an AWS that goes on; in the end everything
# is there once, or nothing is left. PROCESSES_ALL=1 goes on until there were 100 kills, some of them ten seconds after a
# SIGTERM that was not heeded in time.
source tests/support/e2e.sh
need_cli
spec=$root/specs/minimal.yaml
seed=${KILL_SEED:-$$}; RANDOM=$seed; echo "seed $seed"
wanted=${PROCESSES_ALL:+100}; wanted=${wanted:-3}
kills=0 orphans=0 duplicates=0

# as SIGTERM's grace of ten seconds and then SIGKILL, in the sandbox's time
stop() {
  if [ $((RANDOM % 4)) = 0 ]; then kill -TERM "$1" 2>/dev/null; sleep 0.03; fi
  if kill -9 "$1" 2>/dev/null; then kills=$((kills + 1)); fi
}
# the command is begun and killed until it comes through by itself, most times that many
until_through() {
  local most=$1 code pid; shift
  for _ in $(seq "$most"); do
    "$bin" "$@" "${s[@]}" --auto-approve >"$scratch/out" 2>"$scratch/err" </dev/null & pid=$!
    sleep "0.$((RANDOM % 80 + 10))"; stop $pid
    code=0; wait $pid 2>/dev/null || code=$?
    case $code in 0) return ;; 130 | 137 | 143) ;; *) fail "exit $code after $kills kills (seed $seed)" ;; esac
  done
  expect 0 "$bin" "$@" "${s[@]}" --auto-approve
}
made_once() {
  for region in ap-northeast-1 ap-northeast-2; do
    twice=$(cli $region resourcegroupstaggingapi get-resources --query 'ResourceTagMappingList[].Tags[?Key==`provisioner:address`].Value[]' |
      tr '\t' '\n' | sort | uniq -d | grep -v '^secrets/')
    [ -z "$twice" ] || { duplicates=$((duplicates + $(wc -l <<<"$twice"))); echo "made twice in $region: $twice (seed $seed)"; }
  done
}
nothing_left() {
  for region in ap-northeast-1 ap-northeast-2; do
    left=$( (cli $region ec2 describe-vpcs --query 'Vpcs[].VpcId'; cli $region ec2 describe-addresses --query 'Addresses[].AllocationId'
      cli $region rds describe-db-clusters --query 'DBClusters[].DBClusterIdentifier') | tr '\t' '\n' | grep .)
    [ -z "$left" ] || { orphans=$((orphans + $(wc -l <<<"$left"))); echo "orphans in $region: $left (seed $seed)"; }
  done
}

for life in $(seq 20); do
  serve "$scratch/world$life" --speed 300
  s=(--state "$scratch/$life.json" --time-scale 300)
  until_through 40 apply "$spec"
  expect 0 "$bin" plan "$spec" "${s[@]}" --detailed-exitcode; says 'No changes'
  made_once
  until_through 20 apply "$spec" --set tags.Life="$life" --set aurora.backup.retention_days=21
  expect 0 "$bin" plan "$spec" "${s[@]}" --set tags.Life="$life" --set aurora.backup.retention_days=21 --detailed-exitcode; says 'No changes'
  made_once
  until_through 30 destroy "$spec" --allow-destroy '*'
  nothing_left
  kill "$served"; wait "$served" 2>/dev/null
  [ $kills -lt "$wanted" ] || break
done
[ "$kills" -ge "$wanted" ] || fail "only $kills kills: too fast for this test"
echo "figure: processes killed $kills orphans $orphans duplicates $duplicates"
[ $((orphans + duplicates)) = 0 ] || fail "what was killed left something behind"
