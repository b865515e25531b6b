#!/usr/bin/env bash
# The database's password is in Secrets Manager and nowhere else: no state, journal, plan, log or output knows it.
source tests/support/e2e.sh
spec=$root/specs/minimal.yaml
mkdir "$scratch/seen"
s=(--sandbox --world "$scratch/world" --state "$scratch/seen/a.json")

expect 0 "$bin" plan "$spec" "${s[@]}" --out "$scratch/seen/plan" --log-level debug
cat "$scratch/out" "$scratch/err" >>"$scratch/seen/told"
# cut off in the middle, so that there is a journal to look into
"$bin" apply "$spec" "${s[@]}" --auto-approve --log-level debug --speed 400 >>"$scratch/seen/told" 2>&1 </dev/null & pid=$!
begun "$scratch/seen/a.json"; sleep 0.4; kill -9 $pid; wait $pid 2>/dev/null
[ -s "$scratch/seen/a.json.journal" ] || fail "there is no journal"
cp "$scratch/seen/a.json.journal" "$scratch/seen/journal.kept"
expect 0 "$bin" apply "$spec" "${s[@]}" --auto-approve --log-level debug --json
cat "$scratch/out" "$scratch/err" >>"$scratch/seen/told"
expect 0 "$bin" plan "$spec" "${s[@]}" --json --verbose; cat "$scratch/out" "$scratch/err" >>"$scratch/seen/told"
expect 0 "$bin" show "$scratch/seen/a.json"; cat "$scratch/out" "$scratch/err" >>"$scratch/seen/told"
expect 0 "$bin" state pull "$scratch/seen/a.json"; cat "$scratch/out" >>"$scratch/seen/told"

password=$(grep -o '\\"password\\":\\"[^"\\]*' "$scratch/world" | head -1 | sed 's/.*\\"//')
[ ${#password} -ge 16 ] || fail "no password found in the sandbox's world"
grep -q 'CreateDBCluster' "$scratch/seen/told" || fail "nothing was logged"
grep -rlF -- "$password" "$scratch/seen" && fail "the password is told"
# nor are the others': caches' and Kafka's
cat >"$scratch/more.yaml" <<'YAML'
provisioner: 1
project: demo
environment: more
regions:
  tokyo: {name: ap-northeast-1, role: primary}
network: {nat: none}
cache: {}
msk: {version: 3.8.x, auth: [iam, scram]}
YAML
m=(--sandbox --world "$scratch/more.world" --state "$scratch/seen/more.json")
expect 0 "$bin" apply "$scratch/more.yaml" "${m[@]}" --auto-approve --log-level debug --json
cat "$scratch/out" "$scratch/err" >>"$scratch/seen/told"
expect 0 "$bin" plan "$scratch/more.yaml" "${m[@]}" --json --verbose; cat "$scratch/out" "$scratch/err" >>"$scratch/seen/told"
passwords=$(grep -o '\\"password\\":\\"[^"\\]*' "$scratch/more.world" | sed 's/.*\\"//' | sort -u)
[ "$(wc -l <<<"$passwords")" = 2 ] || fail "not a cache's and a broker's: $passwords"
while read -r one; do
  [ ${#one} -ge 16 ] || fail "a password of ${#one} characters"
  grep -rlF -- "$one" "$scratch/seen" && fail "a password is told"
done <<<"$passwords"
# and no file of ours is open to others
open=$(find "$scratch/seen" -maxdepth 1 \( -name 'a.json*' -o -name plan \) -perm /077)
[ -z "$open" ] || fail "readable by others: $open"
exit 0
