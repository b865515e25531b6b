#!/usr/bin/env bash
# Passwords are in Secrets Manager and nowhere else. All systems that have one are made, looked at with every command,
# and refused by AWS in words that repeat the whole request: no state, journal, backup, plan, log at any level, output
# of any form, process list or core file knows a password, whole or in pieces. What is written is its owner's alone,
# whatever the mask. A plan asks for no secret. What is secret and written out in a spec is refused without being told.
# A command that has no row here, or an output of one (its --json, --verbose, a word of its --format), fails the test.
source tests/support/e2e.sh
mkdir "$scratch/seen"
told=$scratch/seen/told
declare -A tried
# What was tried of the program: its command, and each option, a format with its name.
note_row() {
  local command=$1 last=; shift
  tried[$command]=1
  for word in "$@"; do
    [[ $word != --* ]] || tried["$command $word"]=1
    [ "$last" != --format ] || tried["$command --format $word"]=1
    last=$word
  done
}
# run CODES COMMAND...: what it says is kept; one of the exit codes is expected
run() {
  local want=$1 got=0; shift
  [ "$1" != "$bin" ] || note_row "${@:2}"
  "$@" >"$scratch/out" 2>"$scratch/err" </dev/null || got=$?
  cat "$scratch/out" "$scratch/err" >>"$told"
  grep -qw "$got" <<<"$want" || fail "exit $got instead of $want: $*"
}
# The option, where the command takes it.
takes() { [ -z "${2:-}" ] || ! "$bin" "$1" --help | grep -qE "^  $2 " || echo "$2"; }
cat >"$scratch/a.yaml" <<'YAML'
provisioner: 1
project: demo
environment: secrets
regions:
  tokyo: {name: ap-northeast-1, role: primary}
network: {nat: none}
aurora: {instances: 1, version: "15.10"}
cache: {}
msk: {version: 3.8.x, auth: [iam, scram]}
YAML
spec=$scratch/a.yaml
s=(--sandbox --world "$scratch/world" --state "$scratch/seen/a.json")

# ---- made, with a refusal of each call that a secret is sent with, and cut off in the middle
umask 000
run 0 "$bin" validate "$spec" --json
run 0 "$bin" plan "$spec" "${s[@]}" --out "$scratch/seen/plan" --log-level debug --faults read-only
for ops in CreateSecret GetSecretValue CreateDBCluster+CreateReplicationGroup+CreateUser PutSecretValue; do
  run 3 "$bin" apply "$spec" "${s[@]}" --auto-approve --log-level debug --faults "echo=$ops"
done
for op in CreateSecret GetSecretValue CreateDBCluster CreateReplicationGroup PutSecretValue; do
  grep -q "$op in ap-northeast-1: Value '.*failed to satisfy constraint" "$told" || fail "$op was not refused with an echo"
done
umask 0777
"$bin" apply "$spec" --sandbox --world "$scratch/cut.world" --state "$scratch/seen/a-cut.json" --auto-approve --log-level debug --speed 400 --json >>"$told" 2>&1 </dev/null & pid=$!
begun "$scratch/seen/a-cut.json"
for _ in 1 2 3; do
  for of in "$pid" $(pgrep -P "$pid"); do tr '\0' '\n' <"/proc/$of/cmdline"; tr '\0' '\n' <"/proc/$of/environ"; cat "/proc/$of/limits"; done >>"$scratch/processes" 2>/dev/null
  sleep 0.4
done
kill -9 $pid; wait $pid 2>/dev/null
umask 022
chmod 600 "$scratch/processes"; mv "$scratch/processes" "$scratch/seen"
[ -s "$scratch/seen/a-cut.json.journal" ] || fail "there is no journal"
grep -qE 'Max core file size +0 +0' "$scratch/seen/processes" || fail "a core file could be written"
run 0 "$bin" apply "$spec" "${s[@]}" --auto-approve --log-level debug --json
cp "$scratch/seen/plan" "$scratch/seen/plan.kept"

# ---- looked at
for how in '' --json --verbose --refresh-only '--offline --json' '--log-level debug' "--out $scratch/seen/plan.again"; do
  # shellcheck disable=SC2086
  if [ "${how#--offline}" = "$how" ]; then run 0 "$bin" plan "$spec" "${s[@]}" $how; else run '0 2' "$bin" plan "$spec" --state "$scratch/seen/a.json" $how; fi
done
run 0 "$bin" plan "$spec" "${s[@]}" --faults read-only --detailed-exitcode
for how in '' --json --verbose; do
  # shellcheck disable=SC2086
  { run 0 "$bin" show "$scratch/seen/a.json" $how; run 0 "$bin" show "$scratch/seen/plan" $how --sandbox; }
done
for address in $("$bin" state list "$scratch/seen/a.json" | grep -oE '^[a-z]+/[^ ]*(secret|cluster|user|replication)[^ ]*'); do
  run 0 "$bin" state show "$scratch/seen/a.json" "$address"
done
run 0 "$bin" state pull "$scratch/seen/a.json"; run 0 "$bin" output "$scratch/seen/a.json" --json
run 0 "$bin" graph "$spec"
for format in text json sarif junit github markdown dot svg mermaid env configmap prometheus endpoints; do # each has its own, and refuses the others
  run '0 1' "$bin" validate "$spec" --format $format
  run '0 1' "$bin" plan "$spec" "${s[@]}" --format $format
  run '0 1' "$bin" graph "$spec" --format $format
  run '0 1 6' "$bin" route "$spec" "${s[@]}" --format $format
done
run '0 1' "$bin" plan "$spec" "${s[@]}" --set aurora.instances=1 --html "$scratch/seen/plan.html"
for how in '' --json; do
  # shellcheck disable=SC2086
  for command in drift status history output unlock; do run '0 2' "$bin" $command "$spec" "${s[@]}" $(takes $command $how); done
  # shellcheck disable=SC2086
  { run 0 "$bin" cost "$spec" --sandbox --state "$scratch/seen/a.json" $how; run '0 1' "$bin" version $how; run 0 "$bin" validate "$spec" $how; }
  # shellcheck disable=SC2086
  for command in switchover failover failback; do run '0 1 2' "$bin" $command "$spec" "${s[@]}" --to tokyo --dry-run --log-level debug $how; done
  # shellcheck disable=SC2086
  run '0 1' "$bin" export-arc "$spec" --sandbox --state "$scratch/seen/a.json" --role arn:aws:iam::123456789012:role/x
  # shellcheck disable=SC2086
  for dry in '' --dry-run; do run '0 1' "$bin" adopt "$spec" tokyo/aurora/cluster demo-secrets-tokyo "${s[@]}" $dry --verbose --log-level debug $how; done
  # shellcheck disable=SC2086
  run '0 1' "$bin" import "$spec" tokyo/aurora/cluster demo-secrets-tokyo "${s[@]}" $how
  # shellcheck disable=SC2086
  run '0 1' "$bin" state list "$scratch/seen/a.json" $how
done
run '0 1' "$bin" failback "$spec" "${s[@]}" --to tokyo --dry-run --verbose
for how in '' --json; do
  # shellcheck disable=SC2086
  run 6 "$bin" route "$spec" "${s[@]}" $how
  # shellcheck disable=SC2086
  run '0 1' "$bin" doctor "$spec" "${s[@]}" --log-level debug $how
  # shellcheck disable=SC2086
  { run '0 1 2' "$bin" ready "$spec" "${s[@]}" --to seoul $how; run '0 2' "$bin" parity "$spec" "${s[@]}" $how; }
done
for how in '' "--json --html $scratch/seen/drill.html"; do
  # shellcheck disable=SC2086
  run '0 2' "$bin" drill "$root/specs/minimal.yaml" --sandbox --to seoul $how
done
run '0 1' "$bin" fmt --check "$spec"
for how in '' --json; do
  # shellcheck disable=SC2086
  for what in 'update ap-northeast-1 --dry-run --sandbox --log-level debug' show check; do run '0 5' "$bin" prices $what $how; done
done
run '0 1' "$bin" runbook "$spec" "${s[@]}"; run '0 1' "$bin" runbook "$spec" "${s[@]}" --json
run 0 "$bin" cost "$spec" --sandbox --state "$scratch/seen/a.json" --verbose
run '0 2' "$bin" drift "$spec" "${s[@]}" --log-level debug
cp "$scratch/world" "$scratch/lost.world"
run '0 3' "$bin" recover "$spec" --sandbox --world "$scratch/lost.world" --state "$scratch/seen/a-lost.json" --auto-approve --verbose --log-level debug
run '0 1' "$bin" state push "$scratch/seen/a-lost.json" "$scratch/seen/a.json"
run '0 1' "$bin" init "$spec" --state-buckets "${s[@]}" --auto-approve
run '0 1' "$bin" eks kubeconfig "$spec" --sandbox --state "$scratch/seen/a.json"
for command in explain schema man "completion bash"; do
  # shellcheck disable=SC2086
  run '0 1' "$bin" $command
done
# what it was applied with is changed, and taken away, under refusals that quote
run '0 3' "$bin" apply "$spec" "${s[@]}" --auto-approve --log-level debug --set aurora.instances=2 --set cache.nodes=3 --faults 'echo=CreateDBInstance+ModifyReplicationGroup+IncreaseReplicaCount+ModifyUser'
run '0 3' "$bin" destroy "$spec" "${s[@]}" --auto-approve --allow-destroy '*' --log-level debug --target 'tokyo/msk/*' --faults 'echo=DeleteCluster+DeleteSecret+BatchDisassociateScramSecret'
run 0 "$bin" apply "$spec" "${s[@]}" --auto-approve --verbose
run '0 3' "$bin" destroy "$spec" "${s[@]}" --auto-approve --allow-destroy '*' --verbose --json --target 'tokyo/cache/*'

# ---- nothing is left out: commands and outputs are those that --help knows
tried[sandbox]=1 # below
missing=()
of_help() { "$bin" "$@" --help; }
row() { [ -n "${tried[$1]:-}" ] || missing+=("$1"); }
for command in $(of_help | sed -nE '/^commands/,/^$/s/^  ([a-z-]+) .*/\1/p'); do
  row "$command"
  for option in $(of_help "$command" | sed -nE 's/^  (--(json|verbose|format|html)) .*/\1/p'); do row "$command $option"; done
  for format in $(of_help "$command" | sed -nE '/^  --format /,/^  --[^f]/p' | grep -oE '\b(text|json|sarif|junit|github|markdown|mermaid|svg|dot)\b' | sort -u); do
    row "$command --format $format"
  done
done
[ ${#missing[@]} -eq 0 ] || fail "no row here for$(printf ', %s' "${missing[@]}")"

# ---- nobody has been told
passwords=$(grep -ohE '\\"password\\":\\"[^"\\]*' "$scratch/world" "$scratch/cut.world" | sed 's/.*\\"//' | sort -u)
[ "$(wc -l <<<"$passwords")" -ge 3 ] || fail "not the passwords of databases, caches and brokers: $passwords"
while read -r one; do
  [ ${#one} -ge 16 ] || fail "a password of ${#one} characters"
  for piece in "$one" "${one:0:8}" "${one: -8}" "${one:4:8}"; do
    where=$(grep -rlF -- "$piece" "$scratch/seen") && fail "a password is told by $where: $(grep -rhF -- "$piece" "$scratch/seen" | head -2 | cut -c1-300)"
  done
done <<<"$passwords"
grep -q 'CreateDBCluster' "$told" || fail "nothing was logged"
# nor are the others': caches' and Kafka's
cat >"$scratch/more.yaml" <<'YAML'
provisioner: 1
project: demo
environment: more
regions:
  tokyo: {name: ap-northeast-1, role: primary}
network: {nat: none}
msk: {version: 3.8.x, auth: [iam, scram]}
YAML
m=(--sandbox --world "$scratch/more.world" --state "$scratch/seen/more.json")
expect 0 "$bin" apply "$scratch/more.yaml" "${m[@]}" --auto-approve --log-level debug --json
cat "$scratch/out" "$scratch/err" >>"$scratch/seen/told"
expect 0 "$bin" plan "$scratch/more.yaml" "${m[@]}" --json --verbose; cat "$scratch/out" "$scratch/err" >>"$scratch/seen/told"
passwords=$(grep -o '\\"password\\":\\"[^"\\]*' "$scratch/more.world" | sed 's/.*\\"//' | sort -u)
[ -n "$passwords" ] || fail "no password found in the world of Kafka"
while read -r one; do
  [ ${#one} -ge 16 ] || fail "a password of ${#one} characters"
  grep -rlF -- "$one" "$scratch/seen" && fail "a password is told"
done <<<"$passwords"
# and no file of ours is open to others, or closed to its owner
other=$(find "$scratch/seen" "$scratch/world" -maxdepth 1 \( -name 'a*.json*' -o -name 'plan*' -o -name world \) ! -perm 600)
[ -z "$other" ] || fail "not for its owner alone: $(ls -l $other)"

# ---- a core file: where this machine writes one for others, it writes none for us
mkdir "$scratch/core"
crash() { (cd "$scratch/core" && ulimit -c unlimited && exec "$@" >/dev/null 2>&1 </dev/null) & pid=$!; sleep 0.5; kill -ABRT $pid; wait $pid 2>/dev/null; }
crash sleep 30
if [ -n "$(ls "$scratch/core")" ]; then
  rm -f "$scratch"/core/*
  crash "$bin" sandbox --listen 127.0.0.1:0
  crash "$bin" apply "$spec" --sandbox --state "$scratch/core.json" --auto-approve --speed 1
  [ -z "$(ls "$scratch/core")" ] || fail "a core file was written"
else
  echo "this machine writes no core files: not tried"
fi

# ---- in memory: while a call needs it, and no longer
in_memory() { # PID TEXT: how often it is there
  /usr/bin/python3 - "$1" "$2" <<'PY'
import sys
pid, text, found = sys.argv[1], sys.argv[2].encode(), 0
with open(f"/proc/{pid}/maps") as maps, open(f"/proc/{pid}/mem", "rb") as memory:
    for line in maps:
        words = line.split()
        if "r" in words[1] and "[v" not in line:
            start, end = (int(x, 16) for x in words[0].split("-"))
            try:
                memory.seek(start)
                found += memory.read(end - start).count(text)
            except OSError:
                pass
print(found)
PY
}
if [ "$(id -u)" = 0 ] && [ -x /usr/bin/python3 ]; then
  serve "$scratch/memory.world" --speed 100 --log-level debug
  "$bin" apply "$root/specs/minimal.yaml" --endpoint-url "$url" --time-scale 100 --state "$scratch/memory.json" --auto-approve >"$scratch/out" 2>&1 </dev/null & pid=$!
  for _ in $(seq 400); do grep -q 'aurora-target: created' "$scratch/out" && grep -q 'tokyo/aurora/cluster: created' "$scratch/out" && break; sleep 0.05; done
  kill -STOP $pid
  one=$(grep -ohE '\\"password\\":\\"[^"\\]*' "$scratch/memory.world" | head -1 | sed 's/.*\\"//')
  [ ${#one} -ge 16 ] || fail "no password found in the sandbox's world"
  [ "$(in_memory $pid aurora-target)" -gt 0 ] || fail "its memory cannot be looked at"
  [ "$(in_memory $pid "$one")" = 0 ] || fail "the password stays in memory when nothing needs it any more"
  grep -q CreateSecret "$scratch/served" "$scratch/served.err" || fail "the sandbox says nothing of the calls that came in"
  ! grep -qF -- "$one" "$scratch/served" "$scratch/served.err" "$scratch/out" || fail "the sandbox tells a password"
  kill -9 $pid; kill -CONT $pid 2>/dev/null; wait $pid 2>/dev/null
else
  echo "memory is looked at by root only: not tried"
fi

# ---- written out in a spec: refused, with its place, and not repeated
canary=Canary7YellowBird9
of() { # TYPE LINE...: a resource by hand with these properties
  printf 'provisioner: 1\nproject: demo\nenvironment: hand\nregions:\n  tokyo: {name: ap-northeast-1, role: primary}\nresources:\n  one:\n    type: %s\n    properties:\n' "$1"
  printf '      %s\n' "${@:2}"
}
literal() { # NAME ATTRIBUTE: the file's spec is refused by every command
  for command in validate plan "plan --json" "plan --offline" "apply --auto-approve" "apply --auto-approve --json" graph; do
    read -ra words <<<"$command"
    local more=(--sandbox --state "$scratch/seen/$1.json"); case $command in validate | graph | *offline) more=() ;; esac
    run '0 1' "$bin" "${words[0]}" "$scratch/$1.yaml" "${words[@]:1}" "${more[@]}"
  done
  grep -q "$2 is secret and may not be written out" "$told" || fail "$1: it was taken"
  grep -rq -- "$canary" "$scratch/seen" && fail "$1: it was told: $(grep -rh -- "$canary" "$scratch/seen" | head -2 | cut -c1-300)"
}
of AWS::RDS::DBCluster 'DBClusterIdentifier: x' 'Engine: aurora-postgresql' 'MasterUsername: a' "MasterUserPassword: $canary" >"$scratch/database.yaml"
of AWS::ElastiCache::User 'UserId: x' 'UserName: x' 'Engine: redis' 'AccessString: "on ~* +@all"' "Passwords: [$canary]" >"$scratch/user.yaml"
of AWS::ElastiCache::ReplicationGroup 'ReplicationGroupId: x' 'ReplicationGroupDescription: x' 'Engine: redis' 'CacheNodeType: cache.r7g.large' "AuthToken: $canary" 'TransitEncryptionEnabled: true' 'CacheSubnetGroupName: x' >"$scratch/cache.yaml"

# nor may one be asked for where it would be shown: what a chart is given stands in the state
of Helm::Release 'ReleaseName: x' 'Namespace: x' 'ClusterName: x' 'ClusterEndpoint: https://x.gr7.ap-northeast-1.eks.amazonaws.com' 'ClusterCertificate: Q0E=' 'Chart: x' 'Version: 1.0.0' 'Values: {word: "${tokyo/secrets/aurora.SecretString.password}", words: ["a ${tokyo/secrets/aurora.SecretString}"]}' |
  sed 's/^resources:/network: {nat: none}\naurora: {version: "15.10"}\nresources:/' >"$scratch/chart.yaml"
for command in validate 'plan --sandbox' 'apply --auto-approve --sandbox'; do
  # shellcheck disable=SC2086
  run 1 "$bin" $command "$scratch/chart.yaml"
  [ "$(grep -cE 'tokyo/secrets/aurora.SecretString.* is a secret and would be shown' "$scratch/err" "$scratch/out" | awk -F: '{n += $2} END {print n}')" -ge 2 ] || fail "a chart may be given a password"
done

literal database MasterUserPassword
literal user Passwords
literal cache AuthToken
exit 0
