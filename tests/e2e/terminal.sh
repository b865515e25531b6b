#!/usr/bin/env bash
# What a person sees: lines that fit, a live block that is gone at the end, and no escape codes where nobody looks.
source tests/support/e2e.sh
script --version >/dev/null 2>&1 || { echo "skipped: script (bsdutils) is not installed, so there is no terminal"; exit 77; }
unset NO_COLOR CI COLUMNS CLICOLOR_FORCE
export TERM=xterm-256color
spec=$root/specs/active-active.yaml
esc=$'\033'
log=$scratch/log

# on_terminal CODE [NAME=VALUE]... ARGUMENTS: runs the program on a terminal of 80 columns; what it shows goes to $log
on_terminal() {
  local want=$1 got=0 settings=(); shift
  while [[ $1 == *=* ]]; do settings+=("$1"); shift; done
  script -qec "stty cols 80 rows 24; exec $(printf '%q ' env "${settings[@]}" "$bin" "$@")" /dev/null </dev/null >"$log.raw" || got=$?
  tr -d '\r' <"$log.raw" >"$log"
  [ "$got" = "$want" ] || { cp "$log" "$scratch/out"; fail "exit $got instead of $want on a terminal: $*"; }
}
shown() { sed -E "s/$esc\[[0-9;]*[A-Za-z]//g" "$log"; }
fits() { local long; long=$(shown | sed "/^$1/,\$d" | grep -aE '^.{81,}' | head -1); [ -z "$long" ] || fail "longer than the terminal: $long"; }
has() { grep -qaE -- "$1" "$log" || { cp "$log" "$scratch/out"; fail "nothing shows /$1/"; }; }
hasnt() { ! grep -qaE -- "$1" "$log" || { cp "$log" "$scratch/out"; fail "something shows /$1/"; }; }
fresh() { rm -f "$scratch"/t.json*; }
s=(--sandbox --state "$scratch/t.json")
moves="$esc\[[0-9]*A" colors="$esc\[[0-9;]*m"

# help
for c in validate plan apply destroy show state output import eks graph explain schema sandbox version ""; do
  expect 0 "$bin" $c --help
  ! grep -qE '^.{81,}' "$scratch/out" || fail "the help of ${c:-all} is wider than 80 columns"
done

for how in "help plan" "plan -h" "plan -help"; do expect 0 "$bin" $how; says 'usage: provisioner plan SPEC'; done

# a plan; a word that is longer than a line stays whole
expect 0 "$bin" plan "$spec" "${s[@]}" --json
all=$(/usr/bin/python3 -c 'import json, sys; print(len(json.load(sys.stdin)["changes"]))' <"$scratch/out")
on_terminal 0 plan "$spec" "${s[@]}";                  has "$colors"; fits 'To do this'; has "Plan:.*$all to create"
on_terminal 0 NO_COLOR=1 plan "$spec" "${s[@]}";       hasnt "$esc"; fits 'To do this'
on_terminal 0 TERM=dumb plan "$spec" "${s[@]}";        hasnt "$esc"
on_terminal 0 COLUMNS=60 NO_COLOR=1 plan "$spec" "${s[@]}"
! sed '/^To do this/,$d' "$log" | grep -vE '^Plan:|^ *[+~-] [^ ]+$' | grep -qE '^.{61,}' || fail "COLUMNS is not heeded"
expect 0 "$bin" plan "$spec" "${s[@]}";                silent "$esc"; says 'To do this: provisioner apply .* --sandbox'
grep -q 'To do this' "$scratch/out" && fail "advice is no part of the result"
expect 0 env CLICOLOR_FORCE=1 "$bin" plan "$spec" "${s[@]}"; says "$colors"

# an apply, live
on_terminal 0 apply "$spec" "${s[@]}" --auto-approve;  has "$moves"; has "$colors"; has 'of about'; fits 'Outputs'
tail -n +"$(grep -naE "$moves" "$log" | tail -1 | cut -d: -f1)" "$log" | grep -qa 'in flight' && fail "the live block is still there at the end"
has '^Done: '
fresh; on_terminal 0 NO_COLOR=1 apply "$spec" "${s[@]}" --auto-approve; has "$moves"; hasnt "$colors"
fresh; on_terminal 0 CI=1 apply "$spec" "${s[@]}" --auto-approve;       hasnt "$moves"; has 'still creating'
fresh; on_terminal 0 TERM=dumb apply "$spec" "${s[@]}" --auto-approve;  hasnt "$esc"

# an apply into a pipe: a word at the start, at the end, and now and then where it takes long
fresh; expect 0 "$bin" apply "$spec" "${s[@]}" --auto-approve
silent "$esc"; silent 'after 0s'; silent '\|'; says 'tokyo/aurora/instance-1: creating \(about [0-9]+m\)'
says 'tokyo/aurora/instance-1: still creating \([0-9]+m[0-9]+s of about [0-9]+m\)'
[ "$(grep -c 'tokyo/aurora/instance-1: still' "$scratch/err")" -le 14 ] || fail "too many words about one resource"
grep -q 'still\|created' "$scratch/out" && fail "progress is no part of the result"

# stopped on the terminal: the block goes, what to do is said, the same command carries on
fresh
script -qec "stty cols 80 rows 24; exec $(printf '%q ' "$bin" apply "$spec" "${s[@]}" --auto-approve --speed 200)" /dev/null </dev/null >"$log.raw" & running=$!
for _ in $(seq 200); do grep -qa "of $all done, [1-9].*in flight, [1-9]" "$log.raw" && break; sleep 0.05; done
kill -INT "$(grep -oE '"?pid"?[^0-9]*[0-9]+' "$scratch/t.json.lock" | grep -oE '[0-9]+' | head -1)"
code=0; wait $running || code=$?
tr -d '\r' <"$log.raw" >"$log"
[ "$code" = 130 ] || fail "Ctrl-C ended with $code instead of 130"
has 'stopping: nothing new starts'; has "^Stopped: [0-9]+ of $all steps"; has 'To carry on from here: provisioner apply'
tail -n +"$(grep -naE "$moves" "$log" | tail -1 | cut -d: -f1)" "$log" | grep -qa 'in flight' && fail "the live block is still there after Ctrl-C"
expect 0 "$bin" apply "$spec" "${s[@]}" --auto-approve
expect 0 "$bin" plan "$spec" "${s[@]}" --detailed-exitcode

# what records become is told a line each, and a "yes" out of habit gives nothing up
answered() {
  local got=0
  printf '%s\n' "$2" | script -qec "stty cols 80 rows 24; exec $(printf '%q ' "$bin" failover "$spec" "${s[@]}" --to seoul --allow-data-loss)" /dev/null >"$log.raw" || got=$?
  tr -d '\r' <"$log.raw" >"$log"
  [ "$got" = "$1" ] || { cp "$log" "$scratch/out"; fail "exit $got instead of $1 after \"$2\""; }
}
expect 0 "$bin" switchover "$spec" "${s[@]}" --to seoul --dry-run; silent 'ChangeBatch'
says '^ +UPSERT api.demo.example.com A: seoul is PRIMARY, .*seoul-lb.*amazonaws.com$'; says ' A: tokyo is SECONDARY, '
COLUMNS=60 expect 0 "$bin" failover "$spec" "${s[@]}" --to seoul --dry-run; says '^global/cache/global-datastore: the copy was .* behind( at)?$'
answered 1 yes; has '^What tokyo had not copied to seoul yet is lost: aurora, cache.$'; has 'not approved; nothing was changed'
answered 0 seoul; has 'Only "seoul" will do'; has 'seoul leads'

# stopped where nothing has begun, while AWS is silent
/usr/bin/python3 - >"$scratch/port" <<'PYTHON' & silent_aws=$!
import socket, time
s = socket.create_server(("127.0.0.1", 0)); print(s.getsockname()[1], flush=True); time.sleep(30)
PYTHON
for _ in $(seq 100); do [ -s "$scratch/port" ] && break; sleep 0.05; done
began=$SECONDS
AWS_ACCESS_KEY_ID=a AWS_SECRET_ACCESS_KEY=b "$bin" plan "$spec" --state "$scratch/u.json" --endpoint-url "http://127.0.0.1:$(cat "$scratch/port")" >"$scratch/out" 2>"$scratch/err" & running=$!
sleep 1; kill -TERM $running; code=0; wait $running || code=$?
kill $silent_aws
[ "$code" = 130 ] && [ $((SECONDS - began)) -lt 10 ] || fail "SIGTERM while AWS is silent ended with $code after $((SECONDS - began)) s"
says 'stopped; nothing was changed'

# whoever reads objects is told in objects what is wrong
echo 'project: 12' >"$scratch/bad.yaml"
expect 1 "$bin" apply "$scratch/bad.yaml" "${s[@]}" --json --auto-approve
grep -q '"type":"diagnostic".*"start":{"line":1' "$scratch/out" && tail -1 "$scratch/out" | grep -q '"exit_class":"error"' || fail "a stream of objects does not say why it ends"

# nobody reads, or nothing can be written
"$bin" plan "$spec" --offline --verbose 2>"$scratch/err" | head -1 >/dev/null
[ "${PIPESTATUS[0]}" -le 1 ] || fail "a closed pipe ended with ${PIPESTATUS[0]}"
! grep -qi 'pipe' "$scratch/err" || fail "a closed pipe is worth a word"
code=0; "$bin" plan "$spec" --offline >/dev/full 2>"$scratch/err" || code=$?
[ "$code" = 1 ] && grep -q 'No space left' "$scratch/err" || fail "a full disk behind stdout went unnoticed"
