#!/usr/bin/env bash
# Functions alone: made in both regions from a folder beside the spec, changed field by field and line by line, gone.
source tests/support/e2e.sh

for f in "$root"/specs/functions/*/main.py; do /usr/bin/python3 -B "$f" || fail "$f: its own check fails"; done

# spec FILE LINE...: one function of the examples, ending in these lines
spec() {
  cat >"$1" <<'YAML'
provisioner: 1
project: functions
environment: test
regions:
  tokyo: {name: ap-northeast-1, role: primary}
  seoul: {name: ap-northeast-2, role: secondary}
network: {}
functions:
  integrity:
    folder: functions/data-integrity
YAML
  printf '    %s\n' "${@:2}" >>"$1"
}
# changes SPEC ADDRESS...: the plan updates exactly these
changes() {
  expect 2 "$bin" plan "$1" "${s[@]}" --detailed-exitcode --json
  /usr/bin/python3 - "$scratch/out" "${@:2}" <<'PY' || fail "the plan shows something else"
import json, sys
found = sorted((c["action"], c["address"]) for c in json.load(open(sys.argv[1]))["changes"] if c["action"] != "noop")
assert found == sorted(("update", a) for a in sys.argv[2:]), found
PY
}
settle() {
  expect 0 "$bin" apply "$1" "${s[@]}" --auto-approve
  expect 0 "$bin" plan "$1" "${s[@]}" --detailed-exitcode; says 'No changes'
}
cp -r "$root/specs/functions" "$scratch/functions"
code="$scratch/functions/data-integrity"
usual=('vpc: true' 'schedule: rate(5 minutes)' 'environment: {TABLES: orders}'
  'policy: [{actions: ["s3:GetObject"], resources: ["arn:aws:s3:::orders/*"]}]')
spec "$scratch/a.yaml" "${usual[@]}"
s=(--sandbox --state "$scratch/a.json")
function=(tokyo/functions/integrity seoul/functions/integrity)

settle "$scratch/a.yaml"
! grep -q "def handler" "$scratch/a.json" || fail "the code is in the state"

# each field is an update of the function alone
for line in 'memory_mb: 512' 'timeout_seconds: 900' 'handler: main.other' 'runtime: python3.13' 'architecture: x86_64' \
  'tracing: false' 'description: watches' 'reserved_concurrency: 5'; do
  spec "$scratch/b.yaml" "${usual[@]}" "$line"
  case $line in
    tracing*) changes "$scratch/b.yaml" "${function[@]}" {tokyo,seoul}/functions/integrity-role-policy ;;
    *) changes "$scratch/b.yaml" "${function[@]}" ;;
  esac
  settle "$scratch/b.yaml"
  settle "$scratch/a.yaml"
done
spec "$scratch/b.yaml" "${usual[@]/5 minutes/1 hour}"
changes "$scratch/b.yaml" {tokyo,seoul}/functions/integrity-schedule
settle "$scratch/b.yaml"
settle "$scratch/a.yaml"

# a line of code is one, too, and a file that an editor left is none
touch "$code/main.py~"
expect 0 "$bin" plan "$scratch/a.yaml" "${s[@]}" --detailed-exitcode
echo '# more' >>"$code/main.py"
changes "$scratch/a.yaml" "${function[@]}"; grep -q CodeSha256 "$scratch/out" || fail "the digest is not told"
expect 2 "$bin" plan "$scratch/a.yaml" "${s[@]}" --detailed-exitcode --out "$scratch/plan"
! grep -q "def handler" "$scratch/plan" || fail "the code is in the plan"

# what was planned is what goes out
echo '# and more' >>"$code/main.py"
expect 3 "$bin" apply "$scratch/plan" "${s[@]}" --auto-approve
grep -q 'has changed since the plan was made' "$scratch/err" || fail "a changed folder was sent"
settle "$scratch/a.yaml"

# nothing outside of the spec's folder is read
ln -s /etc/passwd "$code/data"
expect 1 "$bin" plan "$scratch/a.yaml" "${s[@]}"
grep -q 'symbolic link' "$scratch/err" || fail "a link was followed"
rm "$code/data"
spec "$scratch/b.yaml"; sed -i 's|folder: .*|folder: ../elsewhere|' "$scratch/b.yaml"
expect 1 "$bin" validate "$scratch/b.yaml"
spec "$scratch/b.yaml"; sed -i 's|folder: .*|folder: functions/none|' "$scratch/b.yaml"
expect 1 "$bin" validate "$scratch/b.yaml"
grep -q 'no such folder' "$scratch/err" || fail "a folder that is not there"

expect 0 "$bin" destroy "$scratch/a.yaml" "${s[@]}" --auto-approve --allow-destroy '*'
expect 0 "$bin" state list "$scratch/a.json"
[ ! -s "$scratch/out" ] || fail "something is left in the state"
