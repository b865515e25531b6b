#!/usr/bin/env bash
# What somebody made by hand is taken over: into the state first, and with the next apply it bears our tags.
source tests/support/e2e.sh
need_cli
serve "$scratch/world" --speed 200
cat >"$scratch/spec.yaml" <<'YAML'
provisioner: 1
project: demo
environment: test
regions:
  tokyo: {name: ap-northeast-1, role: primary}
resources:
  vpc:
    type: AWS::EC2::VPC
    properties: {CidrBlock: 10.5.0.0/16, EnableDnsHostnames: true}
  role:
    type: AWS::IAM::Role
    properties:
      RoleName: by-hand
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement: [{Effect: Allow, Principal: {Service: ec2.amazonaws.com}, Action: "sts:AssumeRole"}]
YAML
s=(--state "$scratch/state.json" --time-scale 200)
vpc=$(cli ap-northeast-1 ec2 create-vpc --cidr-block 10.5.0.0/16 --query Vpc.VpcId)
cli ap-northeast-1 iam create-role --role-name by-hand --assume-role-policy-document \
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}' >/dev/null

expect 1 "$bin" import "$scratch/spec.yaml" tokyo/resources/vcp "$vpc" "${s[@]}"
says 'did you mean tokyo/resources/vpc\?'
expect 1 "$bin" import "$scratch/spec.yaml" tokyo/resources/vpc vpc-00000000000000000 "${s[@]}"
says 'there is no AWS::EC2::VPC vpc-00000000000000000 in ap-northeast-1'
expect 0 "$bin" import "$scratch/spec.yaml" tokyo/resources/vpc "$vpc" "${s[@]}"
expect 1 "$bin" import "$scratch/spec.yaml" tokyo/resources/vpc "$vpc" "${s[@]}"
says 'is in the state already'
expect 0 "$bin" import "$scratch/spec.yaml" tokyo/resources/role by-hand "${s[@]}"

# nothing was touched so far
[ -z "$(cli ap-northeast-1 ec2 describe-tags --filters "Name=resource-id,Values=$vpc")" ] || fail "import changed something"
expect 0 "$bin" plan "$scratch/spec.yaml" "${s[@]}"
says '0 to create, 2 to update, 0 to replace, 0 to delete'
expect 0 "$bin" apply "$scratch/spec.yaml" "${s[@]}" --auto-approve
expect 0 "$bin" plan "$scratch/spec.yaml" "${s[@]}" --detailed-exitcode
[ "$(cli ap-northeast-1 ec2 describe-vpcs --query 'length(Vpcs)')" = 1 ] || fail "it was made twice"

# what is somebody's is not taken away from them
sed 's/project: demo/project: other/' "$scratch/spec.yaml" >"$scratch/other.yaml"
expect 1 "$bin" import "$scratch/other.yaml" tokyo/resources/vpc "$vpc" --state "$scratch/other.json"
says 'it is tokyo/resources/vpc of demo already'
