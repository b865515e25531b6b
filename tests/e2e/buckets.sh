#!/usr/bin/env bash
# Buckets that copy to each other across regions: made, changed, and looked at by somebody who is not us.
source tests/support/e2e.sh

# spec FILE DAYS OWNERSHIP LINE...: two buckets, further properties of the first
spec() {
  cat >"$1" <<YAML
provisioner: 1
project: shop
environment: test
regions:
  tokyo: {name: ap-northeast-1, role: primary}
  seoul: {name: ap-northeast-2, role: secondary}
resources:
  store:
    type: AWS::S3::Bucket
    properties:
      Bucket: shop-test-\${region}-\${lookup/account.AccountId}
      Versioning: Enabled
YAML
  printf '      %s\n' "${@:2}" >>"$1"
}
spec "$scratch/a.yaml"
spec "$scratch/b.yaml" 'ObjectOwnership: ObjectWriter' 'Tags: {Team: logs}' \
  'ServerSideEncryptionConfiguration: {Rules: [{ApplyServerSideEncryptionByDefault: {SSEAlgorithm: aws:kms}, BucketKeyEnabled: true}]}' \
  'PublicAccessBlockConfiguration: {BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: false}' \
  'LifecycleRules: [{ID: old, Status: Enabled, Filter: {Prefix: a/}, Expiration: {Days: 90}}]'
s=(--sandbox --state "$scratch/a.json")

expect 0 "$bin" apply "$scratch/a.yaml" "${s[@]}" --auto-approve
expect 0 "$bin" plan "$scratch/a.yaml" "${s[@]}" --detailed-exitcode; says 'No changes'
expect 0 "$bin" state show "$scratch/a.json" tokyo/resources/store; says 'arn:aws:s3:::shop-test-ap-northeast-1-123456789012'
expect 2 "$bin" plan "$scratch/b.yaml" "${s[@]}" --detailed-exitcode; says '2 to update, 0 to replace'
expect 0 "$bin" apply "$scratch/b.yaml" "${s[@]}" --auto-approve
expect 0 "$bin" plan "$scratch/b.yaml" "${s[@]}" --detailed-exitcode
expect 0 "$bin" apply "$scratch/a.yaml" "${s[@]}" --auto-approve
expect 0 "$bin" plan "$scratch/a.yaml" "${s[@]}" --detailed-exitcode
expect 0 "$bin" destroy "$scratch/a.yaml" "${s[@]}" --auto-approve --allow-destroy '*'

# the answer to the making is lost: it is found by its name
s=(--sandbox --state "$scratch/b.json")
expect 0 "$bin" apply "$scratch/b.yaml" "${s[@]}" --auto-approve --faults lose=1 --log-level debug
says 'CreateBucket in ap-northeast-.*connection cut after it took effect'
expect 0 "$bin" plan "$scratch/b.yaml" "${s[@]}" --detailed-exitcode

# the section: each bucket copies to its sister, and what is changed is changed in place
cat >"$scratch/c.yaml" <<'YAML'
provisioner: 1
project: shop
environment: test
regions:
  tokyo: {name: ap-northeast-1, role: primary}
  seoul: {name: ap-northeast-2, role: secondary}
buckets:
  logs: {transition_days: 30, expire_days: 90}
YAML
sed 's/expire_days: 90/old_versions_days: 7/' "$scratch/c.yaml" >"$scratch/d.yaml"
serve "$scratch/world"
s=(--endpoint-url "$url" --state "$scratch/c.json")
expect 0 "$bin" apply "$scratch/c.yaml" "${s[@]}" --auto-approve
expect 0 "$bin" plan "$scratch/c.yaml" "${s[@]}" --detailed-exitcode; says 'No changes'
expect 0 "$bin" apply "$scratch/d.yaml" "${s[@]}" --auto-approve; says '2 of 2 steps'
expect 0 "$bin" plan "$scratch/d.yaml" "${s[@]}" --detailed-exitcode

# the AWS CLI sees the same, and is refused as AWS refuses
if [ -x /usr/bin/aws ]; then
  tokyo=shop-test-tokyo-logs-123456789012 seoul=shop-test-seoul-logs-123456789012
  api() { expect 0 cli ap-northeast-1 s3api "$@"; }
  api list-buckets --query 'Buckets[].Name'; says "$seoul.*$tokyo"
  api get-bucket-versioning --bucket "$tokyo"; says Enabled
  api get-bucket-encryption --bucket "$tokyo"; says 'aws:kms'
  api get-public-access-block --bucket "$tokyo"; silent 'False'
  api get-bucket-lifecycle-configuration --bucket "$tokyo" --query 'Rules[0].NoncurrentVersionExpiration.NoncurrentDays'; says '^7$'
  api get-bucket-replication --bucket "$tokyo" --query 'ReplicationConfiguration.Rules[0].Destination.Bucket'; says "arn:aws:s3:::$seoul"
  api get-bucket-tagging --bucket "$tokyo"; says 'provisioner:address'
  api get-bucket-policy --bucket "$tokyo" --query Policy; says 'aws:SecureTransport'
  api put-bucket-tagging --bucket "$tokyo" --tagging 'TagSet=[{Key=theirs,Value=yes}]'
  # ours come back, and theirs stay
  expect 2 "$bin" plan "$scratch/d.yaml" "${s[@]}" --detailed-exitcode; says 'Tags'
  expect 0 "$bin" apply "$scratch/d.yaml" "${s[@]}" --auto-approve
  api get-bucket-tagging --bucket "$tokyo"; says theirs; says 'provisioner:address'
  api create-bucket --bucket shop-mine --create-bucket-configuration LocationConstraint=ap-northeast-1
  expect 254 cli ap-northeast-1 s3api create-bucket --bucket shop-mine --create-bucket-configuration LocationConstraint=ap-northeast-1
  says BucketAlreadyOwnedByYou
  expect 254 cli ap-northeast-1 s3api get-bucket-policy --bucket shop-mine; says NoSuchBucketPolicy
  expect 254 cli ap-northeast-2 s3api get-bucket-versioning --bucket shop-none; says NoSuchBucket
  api delete-bucket --bucket shop-mine
fi
expect 0 "$bin" destroy "$scratch/d.yaml" "${s[@]}" --auto-approve --allow-destroy '*'
expect 0 "$bin" state list "$scratch/c.json"
[ ! -s "$scratch/out" ] || fail "something is left in the state"
