#!/usr/bin/env bash
# A saved plan is bound to what it touches, is done once, and is carried on with when it was cut off: by its digest, and
# only while nobody else has changed anything.
source tests/support/e2e.sh
need_cli
cp -r "$root/specs" "$scratch/specs"
spec=$scratch/specs/minimal.yaml
serve "$scratch/world" --speed 300
s=(--state "$scratch/a.json"); t=(--time-scale 300)
digest() { sed -n 's/^  "digest": "\(.*\)".*/\1/p' "$1"; }
plan() { local out=$1; shift; expect 0 "$bin" plan "$spec" "${s[@]}" --out "$out" "$@"; }
vpc() { cli ap-northeast-1 ec2 describe-vpcs --filters Name=tag:provisioner:address,Values=tokyo/network/vpc --query 'Vpcs[0].VpcId'; }

# cut off by SIGKILL, again and again: the same plan goes on, and is spent in the end
plan "$scratch/p"
kills=0
for _ in $(seq 40); do
  "$bin" apply "$scratch/p" "${t[@]}" >"$scratch/out" 2>"$scratch/err" </dev/null & pid=$!
  begun "$scratch/a.json"; sleep "0.$((RANDOM % 80 + 10))"
  if kill -9 $pid 2>/dev/null; then kills=$((kills + 1)); fi
  code=0; wait $pid 2>/dev/null || code=$?
  [ $code != 0 ] || break
  [ $code = 137 ] || fail "exit $code after $kills kills"
  grep -q "$(digest "$scratch/p")" "$scratch/a.json.journal" || fail "the journal does not say which plan is under way"
  [ $kills -lt 6 ] || break
done
[ "$kills" -ge 2 ] || fail "only $kills kills: too fast for this test"
[ $code = 0 ] || { expect 0 "$bin" apply "$scratch/p" "${t[@]}"; says 'begun and not finished: [0-9]+ of its [0-9]+ steps are left'; }
expect 5 "$bin" apply "$scratch/p" "${t[@]}"; says 'plan again'
expect 0 "$bin" plan "$spec" "${s[@]}" --detailed-exitcode; says 'No changes'
! grep -q '"plan"' "$scratch/a.json" || fail "the state says that a plan is under way"

# nothing to do is done any number of times, and touches nothing
plan "$scratch/p"; cp "$scratch/a.json" "$scratch/kept"
for _ in 1 2; do expect 0 "$bin" apply "$scratch/p" "${t[@]}"; says 'No changes'; done
expect 0 "$bin" apply "$spec" "${s[@]}" "${t[@]}" --auto-approve
cmp "$scratch/kept" "$scratch/a.json" || fail "a run without changes wrote the state"

# what it touches has changed since: the address, the attribute, then and now
plan "$scratch/p" --set tags.Team=one
cli ap-northeast-1 ec2 modify-vpc-attribute --vpc-id "$(vpc)" --no-enable-dns-hostnames
expect 5 "$bin" apply "$scratch/p" "${t[@]}"; says 'tokyo/network/vpc is not as it was .* EnableDnsHostnames was true, and is false now; plan again'
cmp "$scratch/kept" "$scratch/a.json" || fail "a refused plan wrote the state"
cli ap-northeast-1 ec2 modify-vpc-attribute --vpc-id "$(vpc)" --enable-dns-hostnames

# stopped gently, in part: the end says how to carry on, and that is the plan
"$bin" apply "$scratch/p" "${t[@]}" >"$scratch/out" 2>"$scratch/err" </dev/null & pid=$!
begun "$scratch/a.json"; kill -TERM $pid; code=0; wait $pid || code=$?
if [ $code = 130 ]; then
  grep -q "To carry on from here: .* apply $scratch/p" "$scratch/err" || fail "the end does not say how to carry on"
  grep -q "\"plan\": \"$(digest "$scratch/p")\"" "$scratch/a.json" || fail "the state does not say which plan is under way"
  plan "$scratch/q" --set tags.Team=two
  expect 5 "$bin" apply "$scratch/q" "${t[@]}"; says 'another saved plan was begun'
  # what is left of it is the plan's own, whoever meddles
  cli ap-northeast-1 ec2 modify-vpc-attribute --vpc-id "$(vpc)" --no-enable-dns-hostnames
  code=0; "$bin" apply "$scratch/p" "${t[@]}" >"$scratch/out" 2>"$scratch/err" </dev/null || code=$?
  case $code in 0 | 5) ;; *) fail "exit $code" ;; esac
  cli ap-northeast-1 ec2 modify-vpc-attribute --vpc-id "$(vpc)" --enable-dns-hostnames
  [ $code = 0 ] || expect 0 "$bin" apply "$scratch/p" "${t[@]}"
  expect 5 "$bin" apply "$scratch/p" "${t[@]}"
else
  [ $code = 0 ] || fail "exit $code"
fi
expect 0 "$bin" plan "$spec" "${s[@]}" --set tags.Team=one --detailed-exitcode; says 'No changes'

# who applies the spec instead ends it
plan "$scratch/p" --set tags.Team=three
"$bin" apply "$scratch/p" "${t[@]}" >"$scratch/out" 2>"$scratch/err" </dev/null & pid=$!
begun "$scratch/a.json"; kill -9 $pid; wait $pid 2>/dev/null
expect 0 "$bin" apply "$spec" "${s[@]}" "${t[@]}" --auto-approve --set tags.Team=four
expect 5 "$bin" apply "$scratch/p" "${t[@]}"; says 'plan again'

# a plan that can't be applied is not saved
expect 1 "$bin" plan "$spec" "${s[@]}" --out "$scratch/none" --replace '*/aurora/cluster'; says 'was not saved'
[ ! -e "$scratch/none" ] || fail "a plan with errors was saved"
echo "$kills kills"
