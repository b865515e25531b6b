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
