#!/bin/bash
# Credentials that end in the middle of a run and can't be renewed: it stops, lets go of the lock, and says what to do;
# after that the same command carries on.
source "$(dirname "$0")/../support/e2e.sh"
s=(--sandbox --state "$scratch/state.json")
spec="$root/specs/minimal.yaml"

expect 3 "$bin" apply "$spec" "${s[@]}" --auto-approve --faults expire=300
says 'Stopped: '
says 'is expired'
says 'Log in again, then run the same command: provisioner apply'
silent '^Failed'
expect 0 "$bin" state list "$scratch/state.json"
expect 0 "$bin" apply "$spec" "${s[@]}" --auto-approve --faults expire=7200
says 'Done: '
expect 0 "$bin" plan "$spec" "${s[@]}" --detailed-exitcode
