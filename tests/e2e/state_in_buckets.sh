#!/bin/bash
# The commands around a state in S3: its buckets, its lock, and the ways in and out of it.
source tests/support/e2e.sh
spec=$scratch/my.yaml world=$scratch/world
cp specs/minimal.yaml "$spec"
cat >>"$spec" <<'Y'
state:
  bucket: demo-state-tokyo-1
  mirror: {bucket: demo-state-seoul-1, region: seoul}
Y
on() { "$bin" "$@" --sandbox --world "$world"; }

# ---- buckets
expect 1 on init "$spec"
says 'say --state-buckets'
expect 1 on init "$spec" --state-buckets
says '\+  s3://demo-state-tokyo-1 in ap-northeast-1'; says 'nobody is there to ask'
expect 0 on init "$spec" --state-buckets --auto-approve
says 's3://demo-state-seoul-1 is ready'
expect 0 on init "$spec" --state-buckets --auto-approve
says '~  s3://demo-state-tokyo-1'
expect 1 on init "$spec" --state-buckets --auto-approve --set state.bucket=my-bucket
says "another account's"

# ---- in use: what is in the bucket is found by the spec alone
expect 0 on apply "$spec" --auto-approve
expect 0 on state list "$spec"
says 'tokyo/network/vpc'
expect 0 on state pull "$spec"
cp "$scratch/out" "$scratch/pulled.json"
expect 0 on plan "$spec"
says 'No changes'

# ---- back again: nothing older, and nothing of others
expect 1 on state push "$spec" "$scratch/pulled.json"
says 'it is no later'
expect 0 on state push "$spec" "$scratch/pulled.json" --force
expect 0 on plan "$spec"
says 'No changes'
sed 's/"lineage": "[^"]*"/"lineage": "another"/' "$scratch/pulled.json" >"$scratch/others.json"
expect 1 on state push "$spec" "$scratch/others.json" --force
says 'never replaced'

# ---- the lock
expect 0 on unlock "$spec"
says 'nobody holds the lock'

# ---- the mirror
expect 1 on state promote "$spec"
says 'nobody is there to ask'
expect 0 on state promote "$spec" --auto-approve
expect 0 on plan "$spec"
says 'No changes'

# ---- lost: both copies
expect 1 on recover "$spec" --auto-approve
says 'nothing is lost'

# ---- a file's lock goes with its process
expect 0 on apply specs/minimal.yaml --auto-approve --state "$scratch/file.json" --world "$scratch/other"
expect 0 "$bin" unlock "$scratch/file.json"
says 'nobody holds the lock'
"$bin" apply specs/minimal.yaml --set aurora.instances=2 --sandbox --speed 20 --world "$scratch/other" --state "$scratch/file.json" --auto-approve >"$scratch/running" 2>&1 & running=$!
for _ in $(seq 100); do grep -q "$running" "$scratch/file.json.lock" && break; sleep 0.05; done
expect 4 "$bin" unlock "$scratch/file.json"
says "pid $running"; says 'end that process'
kill -9 $running; wait $running 2>/dev/null
expect 0 "$bin" unlock "$scratch/file.json"
says 'nobody holds the lock'
