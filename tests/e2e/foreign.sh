#!/usr/bin/env bash
# The same program against an AWS it has nothing in common with: tests/support/standin.py is made from botocore's models.
# A whole life: made, found unchanged, changed by somebody else, put right, taken down until only that is left which AWS
# keeps for a while by itself.
set -u
build=$1
cd "$(dirname "$0")/../.." || exit 1
/usr/bin/python3 -c 'import botocore' 2>/dev/null || { echo 'skipped: python3-botocore is not installed'; exit 77; }
[ -x /usr/bin/aws ] || { echo 'skipped: awscli is not installed'; exit 77; }

dir=$(mktemp -d)
/usr/bin/python3 tests/support/standin.py >"$dir/server" 2>&1 &
server=$!
trap 'kill $server; wait $server 2>/dev/null; rm -rf "$dir"' EXIT
for _ in $(seq 100); do
  grep -q listening "$dir/server" && break
  sleep 0.1
done
unset "${!AWS_@}"
export AWS_ENDPOINT_URL AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
export AWS_CONFIG_FILE=/dev/null AWS_SHARED_CREDENTIALS_FILE=/dev/null AWS_EC2_METADATA_DISABLED=true no_proxy=127.0.0.1
AWS_ENDPOINT_URL=$(sed -n 's/^listening on //p' "$dir/server")
[ -n "$AWS_ENDPOINT_URL" ] || { cat "$dir/server"; exit 1; }

fail() {
  echo "failed: $1"
  cat "$dir/out" "$dir/server"
  exit 1
}
# run EXIT WORDS...: a command of the program, which must end so; what it says is in $dir/out
run() {
  local want=$1
  shift
  "$build/provisioner" "$1" "${spec:-specs/minimal.yaml}" --state "$dir/state.json" --no-color "${@:2}" >"$dir/out" 2>&1
  local got=$?
  [ $got = "$want" ] || fail "$* exits $got, not $want"
}
says() { grep -q -- "$1" "$dir/out" || fail "nothing says: $1"; }
aws() { /usr/bin/aws --endpoint-url "$AWS_ENDPOINT_URL" --region ap-northeast-1 --output json --no-cli-pager "$@" >"$dir/aws" 2>&1 || { cat "$dir/aws"; fail "aws $*"; }; }
# world PYTHON: a test of what the stand-in holds, as w
world() {
  /usr/bin/python3 - "$AWS_ENDPOINT_URL/_world" "$1" <<'PYTHON'
import json, sys, urllib.request
w = json.load(urllib.request.build_opener(urllib.request.ProxyHandler({})).open(sys.argv[1]))
kept = ("PendingDeletion", "DeletedDate", " deleted")
w["left"] = [o for o in w["objects"] if not o.endswith(kept)]
if not eval(sys.argv[2], {"w": w}):
    print("the stand-in's world is not so:", sys.argv[2])
    print(json.dumps(w, indent=1))
    sys.exit(1)
PYTHON
}
quick=(--auto-approve --time-scale 20)

run 0 plan
says '^Plan: 125 to create, 0 to update, 0 to replace, 0 to delete.'
world 'not w["objects"]' || exit 1

run 0 apply "${quick[@]}"
says '^Done: 125 of 125 steps'
world 'not w["ignored"]' || exit 1 # nothing is sent that AWS's own models don't have
for _ in 1 2 3; do # every answer comes in another order
  run 0 plan --detailed-exitcode
  says '^No changes'
done

aws rds modify-db-cluster --db-cluster-identifier demo-production-tokyo-aurora --backup-retention-period 3 --apply-immediately
sleep 1.5
run 2 plan --detailed-exitcode
says '~ BackupRetentionPeriod: 3 -> 7'
says '^Plan: 0 to create, 1 to update, 0 to replace, 0 to delete.'
run 0 apply "${quick[@]}"
says '^Done: 1 of 1 steps'
run 0 plan --detailed-exitcode

run 0 destroy --allow-destroy '*' "${quick[@]}"
says '^Done: 125 of 125 steps'
grep -q '"resources": {}' "$dir/state.json" || fail 'the state is not empty'
world 'w["objects"] and not w["left"] and not w["ignored"]' || exit 1
echo 'made, kept, mended and taken down by an AWS of botocore'"'"'s making'
