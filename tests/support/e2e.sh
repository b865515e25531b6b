# Sourced by the end-to-end tests: a scratch folder, a clean environment, and words for what is expected.
set -uo pipefail
build=${1:?build folder}
bin=$(cd "$build" && pwd)/provisioner
root=$(pwd)
scratch=$(mktemp -d)
served=
cleanup() { [ ! -s "$scratch/cli.pid" ] || kill "$(cat "$scratch/cli.pid")" 2>/dev/null; [ -z "$served" ] || { kill "$served" 2>/dev/null; wait "$served" 2>/dev/null; }; rm -rf "$scratch"; }
trap cleanup EXIT
while read -r name; do unset "$name"; done < <(env | sed -n 's/^\(AWS_[A-Z_0-9]*\)=.*/\1/p')
export HOME=$scratch AWS_CONFIG_FILE=/dev/null AWS_SHARED_CREDENTIALS_FILE=/dev/null AWS_EC2_METADATA_DISABLED=true NO_COLOR=1

fail() { echo "FAILED: $*" >&2; [ ! -s "$scratch/out" ] || tail -25 "$scratch/out" >&2; [ ! -s "$scratch/err" ] || tail -25 "$scratch/err" >&2; exit 1; }

# expect CODE COMMAND...: stdout and stderr go to $scratch/out and $scratch/err
expect() {
  local want=$1 got=0; shift
  "$@" >"$scratch/out" 2>"$scratch/err" </dev/null || got=$?
  [ "$got" = "$want" ] || fail "exit $got instead of $want: $*"
}
says() { grep -qE -- "$1" "$scratch/out" "$scratch/err" || fail "nothing says /$1/"; }
silent() { ! grep -qE -- "$1" "$scratch/out" "$scratch/err" || fail "something says /$1/"; }

# holds SCHEMA [FILE]: what was printed last, or the file, is as its schema says.
holds() { /usr/bin/python3 -c 'import jsonschema' 2>/dev/null || return 0; /usr/bin/python3 tests/support/holds.py "$root/specs/schemas/$1.schema.json" "${2:-$scratch/out}" || fail "the JSON of $1"; }

# The sandbox over HTTP: serve WORLD [OPTIONS]; sets $url and the credentials that it takes.
serve() {
  local world=$1; shift
  "$bin" sandbox --listen 127.0.0.1:0 --world "$world" "$@" >"$scratch/served" 2>"$scratch/served.err" &
  served=$!
  for _ in $(seq 100); do grep -q listening "$scratch/served" && break; sleep 0.05; done
  url=$(sed -n 's/^listening on //p' "$scratch/served")
  [ -n "$url" ] || fail "the sandbox does not listen: $(cat "$scratch/served.err")"
  export AWS_ENDPOINT_URL=$url AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
}
# The AWS CLI on it: cli REGION ARGUMENTS...; started once, at the first call, wherever that is.
cli() {
  local region=$1 code; shift
  [ -s "$scratch/cli.pid" ] || start_cli
  printf '%s\0' "$scratch/cli.out" "$scratch/cli.err" --endpoint-url "$url" --region "$region" --output text "$@" >"$scratch/asked"
  read -r code <"$scratch/answered"
  cat "$scratch/cli.out"; cat "$scratch/cli.err" >&2
  return "$code"
}
start_cli() {
  mkfifo "$scratch/asked" "$scratch/answered"
  /usr/bin/python3 -B "$root/tests/support/aws.py" "$scratch/asked" "$scratch/answered" </dev/null >/dev/null 2>"$scratch/cli.log" & echo $! >"$scratch/cli.pid"
}
need_cli() { [ -x /usr/bin/aws ] || { echo "skipped: /usr/bin/aws (awscli) is not installed"; exit 77; }; }
# Waits until the journal beside a state has something in it: the run has begun to change things.
begun() { for _ in $(seq 400); do [ -s "$1.journal" ] && return; sleep 0.05; done; fail "nothing was begun"; }
