#!/usr/bin/env bash
# What a tired person types: a clear error with its place, the right exit code, nothing lost, no crash.
source tests/support/e2e.sh
good=$root/specs/minimal.yaml
y=$scratch/bad.yaml
validate() { expect 1 "$bin" validate "$y"; silent 'Sanitizer|runtime error'; says "$1"; }

expect 1 "$bin" validate "$scratch/none.yaml"; says 'none.yaml.*No such file'
: >"$y";                                        validate 'empty'
head -c 4096 /dev/urandom >"$y";                validate 'bad.yaml'
printf 'a: [1, 2\nb: {' >"$y";                  validate 'bad.yaml:[0-9]+:[0-9]+'
printf 'project:\n\tx: 1\n' >"$y";              validate 'tab'
{ cat "$good"; echo 'project: again'; } >"$y";  validate 'bad.yaml:[0-9]+:1.*project.*(twice|already|duplicate)'
{ cat "$good"; echo 'projct: x'; } >"$y";       validate 'projct.*did you mean.*project'
{ yes 'tags: {a: b}' | head -c 10000000; } >"$y"; validate 'limit|larger|too'
{ echo 'a: &a [x,x,x,x,x,x,x,x,x]'; for i in b c d e f g h i j; do p=$(echo $i | tr b-j a-i); echo "$i: &$i [*$p,*$p,*$p,*$p,*$p,*$p,*$p,*$p,*$p]"; done; } >"$y"
timeout 10 "$bin" validate "$y" >"$scratch/out" 2>"$scratch/err"; [ $? = 1 ] || fail "billion laughs"
says 'bad.yaml'
expect 1 "$bin" validate "$root/specs/active-active.yaml" --set regions.seoul.network.cidr=10.0.128.0/17; says 'overlap'
expect 1 "$bin" validate "$root/specs/active-active.yaml" --set aurora.class=db.t4g.large; says 'db.t4g.large'
expect 1 "$bin" validate "$root/specs/active-active.yaml" --set aurora.clas=db.r6g.large; says 'did you mean.*class'
expect 1 "$bin" validate; says 'usage'
expect 1 "$bin" valdate "$good"; says 'did you mean validate'
expect 1 "$bin" validate "$good" --jsn; says 'did you mean --json'
expect 1 "$bin" plan "$good" --region toky --offline; says 'did you mean tokyo'

# the way to AWS
expect 1 "$bin" plan "$good" --state "$scratch/a.json"; says 'credentials'; silent 'No changes'
export AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE AWS_SECRET_ACCESS_KEY=wrongwrongwrongwrongwrongwrongwrongwrong
expect 1 env AWS_MAX_ATTEMPTS=1 "$bin" plan "$good" --state "$scratch/a.json" --endpoint-url http://127.0.0.1:1; says '127.0.0.1.*endpoint settings'
serve "$scratch/world"
export AWS_SECRET_ACCESS_KEY=wrongwrongwrongwrongwrongwrongwrongwrong
expect 1 "$bin" plan "$good" --state "$scratch/a.json"; says 'SignatureDoesNotMatch|signature'; silent 'wrongwrong'
kill "$served"; served=; unset AWS_ENDPOINT_URL AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY

# the state
s=(--sandbox --world "$scratch/w")
expect 1 "$bin" apply "$good" "${s[@]}" --state /proc/none/a.json --auto-approve; says '/proc/none/a.json'
expect 1 "$bin" apply "$good" "${s[@]}" --state /dev/full/a.json --auto-approve
echo '{"format": 99}' >"$scratch/new.json"; expect 1 "$bin" plan "$good" --state "$scratch/new.json" --offline; says 'format'
echo 'garbage' >"$scratch/garbage.json"; expect 1 "$bin" plan "$good" --state "$scratch/garbage.json" --offline; says 'garbage.json'
[ "$(cat "$scratch/garbage.json")" = garbage ] || fail "the broken state was overwritten"

# a full disk in the middle of an apply: it stops, says so, and the next run carries on
( ulimit -f 200; trap '' XFSZ; "$bin" apply "$good" --sandbox --world "$scratch/w2" --state "$scratch/full.json" --auto-approve ) >"$scratch/out" 2>"$scratch/err" </dev/null
[ $? != 0 ] || fail "a full disk went unnoticed"
expect 0 "$bin" apply "$good" --sandbox --world "$scratch/w2" --state "$scratch/full.json" --auto-approve
expect 0 "$bin" plan "$good" --sandbox --world "$scratch/w2" --state "$scratch/full.json" --detailed-exitcode

# two at once: the second is told who holds the lock
serve "$scratch/w3" --speed 20
"$bin" apply "$good" --state "$scratch/two.json" --time-scale 20 --auto-approve >/dev/null 2>&1 </dev/null & first=$!
for _ in $(seq 100); do [ -s "$scratch/two.json.lock" ] && break; sleep 0.05; done
expect 4 "$bin" apply "$good" --state "$scratch/two.json" --auto-approve; says "pid $first|$first"
kill -TERM $first; code=0; wait $first || code=$?
[ "$code" = 130 ] || fail "SIGTERM ended with $code instead of 130"
