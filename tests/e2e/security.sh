#!/usr/bin/env bash
# Roles, policies, profiles and issuers; keys in both regions; a secret's rotation, policy and database: made, changed in
# every attribute, planned as nothing twice, found again after a lost answer, and gone.
source tests/support/e2e.sh

lambda=arn:aws:lambda:ap-northeast-1:123456789012:function
# spec FILE VARIANT
spec() {
  local boundary= clients='[sts.amazonaws.com]' action=s3:GetObject days=30 port=5432 roles='[app-one]' thumbs='' team=one reader=root public= described=copy
  if [ "$2" = changed ]; then
    clients='[sts.amazonaws.com, kubernetes]' action=s3:PutObject days=60 port=5433 roles='[app-two]' team=two described='the copy'
    thumbs='ThumbprintList: [9e99a48a9960b14926bb7f3b02e22da2b0ab7280]' reader=user/audit
    boundary='PermissionsBoundary: ${./resources/policy.Arn}'
  fi
  cat >"$1" <<YAML
provisioner: 1
project: guard
environment: test
regions:
  tokyo: {name: ap-northeast-1, role: primary}
  seoul: {name: ap-northeast-2, role: secondary}
resources:
  policy:
    type: AWS::IAM::ManagedPolicy
    regions: [tokyo]
    properties:
      PolicyName: guard-read
      Path: /guard/
      PolicyDocument: {Version: "2012-10-17", Statement: {Effect: Allow, Action: $action, Resource: "*"}}
      Tags: {Team: $team}
  one:
    type: AWS::IAM::Role
    regions: [tokyo]
    properties:
      RoleName: app-one
      AssumeRolePolicyDocument: {Version: "2012-10-17", Statement: [{Effect: Allow, Principal: {Service: ec2.amazonaws.com}, Action: "sts:AssumeRole"}]}
      ManagedPolicyArns: ["\${./resources/policy.Arn}"]
      $boundary
  two:
    type: AWS::IAM::Role
    regions: [tokyo]
    properties:
      RoleName: app-two
      AssumeRolePolicyDocument: {Version: "2012-10-17", Statement: [{Effect: Allow, Principal: {Service: ec2.amazonaws.com}, Action: "sts:AssumeRole"}]}
  profile:
    type: AWS::IAM::InstanceProfile
    regions: [tokyo]
    properties:
      InstanceProfileName: app
      Roles: ["\${./resources/$( [ "$2" = changed ] && echo two || echo one ).RoleName}"]
      Tags: {Team: $team}
  issuer:
    type: AWS::IAM::OIDCProvider
    regions: [tokyo]
    properties:
      Url: https://oidc.eks.ap-northeast-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF
      ClientIDList: $clients
      $thumbs
      Tags: {Team: $team}
  key:
    type: AWS::KMS::Key
    regions: [tokyo]
    properties: {Description: both regions, MultiRegion: true, PendingWindowInDays: 7}
  copy:
    type: AWS::KMS::ReplicaKey
    regions: [seoul]
    properties:
      PrimaryKeyArn: \${tokyo/resources/key.Arn}
      Description: $described
      PendingWindowInDays: 7
      Tags: {Team: $team}
  secret:
    type: AWS::SecretsManager::Secret
    regions: [tokyo]
    properties:
      Name: guard/db
      KmsKeyId: \${tokyo/resources/key.Arn}
      GenerateSecretString: {SecretStringTemplate: '{"username":"admin"}', GenerateStringKey: password}
      AddReplicaRegions: [{Region: ap-northeast-2, KmsKeyId: "\${seoul/resources/copy.Arn}"}]
      RecoveryWindowInDays: 7
  rotation:
    type: AWS::SecretsManager::RotationSchedule
    regions: [tokyo]
    properties:
      SecretId: \${./resources/secret.ARN}
      RotationLambdaARN: $lambda:rotate-$team
      RotationRules: {AutomaticallyAfterDays: $days}
  readers:
    type: AWS::SecretsManager::ResourcePolicy
    regions: [tokyo]
    properties:
      SecretId: \${./resources/secret.ARN}
      BlockPublicPolicy: true
      ResourcePolicy: {Version: "2012-10-17", Statement: [{Effect: Allow, Principal: {AWS: "arn:aws:iam::123456789012:$reader"}, Action: "secretsmanager:GetSecretValue", Resource: "*"}]}
  database:
    type: AWS::SecretsManager::SecretTargetAttachment
    regions: [tokyo]
    properties:
      SecretId: \${./resources/secret.ARN}
      SecretString: \${./resources/secret.SecretString}
      Connection: {engine: postgres, host: db.example.com, port: $port, dbname: app}
YAML
}
# changes SPEC PATH...: these attributes are updated, and no others
changes() {
  expect 2 "$bin" plan "$1" "${s[@]}" --detailed-exitcode --json
  /usr/bin/python3 - "$scratch/out" "${@:2}" <<'PY' || fail "the plan shows something else"
import json, sys
changes = json.load(open(sys.argv[1]))["changes"]
assert all(c["action"] == "update" for c in changes), changes
paths = sorted(c["address"].split("/")[2] + ":" + a["path"] for c in changes for a in c["attributes"])
assert paths == sorted(sys.argv[2:]), paths
PY
}
nothing_to_do() { expect 0 "$bin" plan "$1" "${s[@]}" --detailed-exitcode; says 'No changes'; }
spec "$scratch/made.yaml" made
spec "$scratch/changed.yaml" changed
s=(--sandbox --state "$scratch/a.json")

expect 0 "$bin" apply "$scratch/made.yaml" "${s[@]}" --auto-approve
nothing_to_do "$scratch/made.yaml"
changed=(policy:PolicyDocument policy:Tags.Team one:PermissionsBoundary profile:Roles profile:Tags.Team
  issuer:ClientIDList issuer:ThumbprintList issuer:Tags.Team copy:Description copy:Tags.Team
  rotation:RotationLambdaARN rotation:RotationRules.AutomaticallyAfterDays
  readers:ResourcePolicy database:Connection.port)
changes "$scratch/changed.yaml" "${changed[@]}"
expect 0 "$bin" apply "$scratch/changed.yaml" "${s[@]}" --auto-approve
nothing_to_do "$scratch/changed.yaml"
changes "$scratch/made.yaml" $(printf '%s\n' "${changed[@]}" | grep -v issuer:ThumbprintList)
for round in 1 2 3; do # more versions than a policy may have
  expect 0 "$bin" apply "$scratch/made.yaml" "${s[@]}" --auto-approve
  nothing_to_do "$scratch/made.yaml"
  expect 0 "$bin" apply "$scratch/changed.yaml" "${s[@]}" --auto-approve
done
nothing_to_do "$scratch/changed.yaml"
! grep -qE '"password\\?":' "$scratch/a.json" || fail "a password is in the state"

# what the secret holds now: what it was made with, and where its database is
serve "$scratch/a.json.world"
if [ -x /usr/bin/aws ]; then
  cli ap-northeast-1 secretsmanager get-secret-value --secret-id guard/db --query SecretString >"$scratch/value"
  /usr/bin/python3 - "$scratch/value" <<'PY' || fail "the secret's value is another"
import json, sys
value = json.load(open(sys.argv[1]))
assert len(value.pop("password")) == 32, value
assert value == {"username": "admin", "engine": "postgres", "host": "db.example.com", "port": 5433, "dbname": "app"}, value
PY
  [ "$(cli ap-northeast-2 secretsmanager describe-secret --secret-id guard/db --query PrimaryRegion)" = ap-northeast-1 ] || fail "no replica"
  [ "$(cli ap-northeast-2 kms describe-key --key-id alias/none --query KeyMetadata.KeyId 2>/dev/null)" = "" ] || fail "a key without an alias has one"
fi
kill "$served"; wait "$served" 2>/dev/null; served=; unset AWS_ENDPOINT_URL

expect 0 "$bin" destroy "$scratch/changed.yaml" "${s[@]}" --auto-approve --allow-destroy '*'
expect 0 "$bin" state list "$scratch/a.json"
[ ! -s "$scratch/out" ] || fail "something is left in the state"

# every tenth answer is lost: all is found again, nothing is made twice
s=(--sandbox --state "$scratch/b.json")
expect 0 "$bin" apply "$scratch/made.yaml" "${s[@]}" --auto-approve --faults cut-after=0.1,seed=7
nothing_to_do "$scratch/made.yaml"
expect 0 "$bin" apply "$scratch/changed.yaml" "${s[@]}" --auto-approve --faults cut-after=0.1,seed=8
nothing_to_do "$scratch/changed.yaml"
expect 0 "$bin" destroy "$scratch/changed.yaml" "${s[@]}" --auto-approve --allow-destroy '*' --faults cut-after=0.1,seed=9
