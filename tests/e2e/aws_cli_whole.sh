#!/usr/bin/env bash
# The whole architecture, made in the sandbox over HTTP, and the AWS CLI looks at it: in both regions it lists exactly what
# the state holds, type by type, and tells the same attributes. Nobody here wrote that client.
source tests/support/e2e.sh
need_cli
/usr/bin/python3 -c 'import awscli.clidriver' 2>/dev/null || { echo 'skipped: awscli is not a module of /usr/bin/python3'; exit 77; }
export no_proxy=127.0.0.1

# an hour of AWS takes some seconds, and the two days after which nobody can confirm a subscription any more do not pass
serve "$scratch/world" --speed 1000
expect 0 "$bin" apply specs/active-active.yaml --state "$scratch/state.json" --auto-approve --time-scale 1000
expect 0 "$bin" plan specs/active-active.yaml --state "$scratch/state.json" --detailed-exitcode
says 'No changes'
expect 0 /usr/bin/python3 tests/support/cli_sees.py "$scratch/state.json" "$url"
sed 's/^/  /' "$scratch/out"
