#!/usr/bin/env bash
# The AWS CLI against the sandbox: nobody here wrote that client. It creates, describes, tags and deletes in every service,
# and with its own validation switched off it is the sandbox that has to refuse. $1 is the build folder.
set -u
bin=$1/provisioner
/usr/bin/python3 -c 'import awscli.clidriver' 2>/dev/null || { echo "skipped: awscli is not a module of /usr/bin/python3"; exit 77; }
command -v /usr/bin/aws >/dev/null || { echo "skipped: /usr/bin/aws is not installed"; exit 77; }
[ -x "$bin" ] || { echo "skipped: $bin is not built"; exit 77; }
scratch=$(mktemp -d)
"$bin" sandbox --listen 127.0.0.1:0 --world "$scratch/world" --speed 600 >"$scratch/ready" 2>"$scratch/log" &
server=$!
mkfifo "$scratch/asked" "$scratch/answered"
client=
trap 'kill $server $client 2>/dev/null; wait $server 2>/dev/null; rm -rf "$scratch"' EXIT
for _ in $(seq 100); do grep -q listening "$scratch/ready" && break; sleep 0.1; done
url=$(sed -n 's/^listening on //p' "$scratch/ready")
[ -n "$url" ] || { echo "the sandbox did not start"; cat "$scratch/log"; exit 1; }

printf '[default]\nparameter_validation = false\noutput = json\nregion = ap-northeast-1\n' >"$scratch/config"
export AWS_CONFIG_FILE=$scratch/config AWS_SHARED_CREDENTIALS_FILE=$scratch/none AWS_EC2_METADATA_DISABLED=true AWS_PAGER=
export AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY AWS_MAX_ATTEMPTS=1
unset AWS_SESSION_TOKEN AWS_PROFILE AWS_DEFAULT_REGION

# counted in files, since much of this happens in subshells
fail() { echo "FAILED: $*" | tee -a "$scratch/failures" >&2; }
step() { echo >>"$scratch/steps"; }
/usr/bin/python3 -B tests/support/aws.py "$scratch/asked" "$scratch/answered" 2>"$scratch/client" & client=$!
aws_() {
  local code
  printf '%s\0' "$scratch/printed" "$scratch/complained" --endpoint-url "$url" "$@" >"$scratch/asked"
  read -r code <"$scratch/answered"
  cat "$scratch/printed"; cat "$scratch/complained" >&2
  return "$code"
}
# it goes well; its output is printed
ok() { step; aws_ "$@" 2>"$scratch/err" || { fail "aws $*: $(tr -d '\n' <"$scratch/err")"; return 1; }; }
get() { ok "$@" --output text; }
# no CODE ARGS...: it is refused with that code
no() {
  local code=$1; shift
  step
  if "$as" "$@" >"$scratch/out" 2>"$scratch/err"; then fail "aws $*: wanted $code, went well"
  elif ! grep -q "($code)" "$scratch/err"; then fail "aws $*: wanted $code, got $(tr -d '\n' <"$scratch/err")"; fi
}
# stranger CODE ARGS...: the same, for somebody whose keys are others: of a client that starts with them
stranger() { local as=another; no "$@"; }
another() { /usr/bin/aws --endpoint-url "$url" "$@"; }
as=aws_
is() { [ "$1" = "$2" ] || fail "wanted '$2', got '$1' (line ${BASH_LINENO[0]})"; }
# state WANTED ARGS...: until it says so
state() {
  local want=$1 got; shift
  for _ in $(seq 200); do got=$(aws_ "$@" --output text 2>&1); [ "$got" = "$want" ] && return; sleep 0.1; done
  fail "aws $*: wanted $want, got $got"
}

# ---- who asks
is "$(get sts get-caller-identity --query Account)" 123456789012
AWS_SECRET_ACCESS_KEY=wrong stranger SignatureDoesNotMatch ec2 describe-vpcs
AWS_SECRET_ACCESS_KEY=wrong stranger SignatureDoesNotMatch rds describe-db-clusters
AWS_SECRET_ACCESS_KEY=wrong stranger InvalidSignatureException kms list-keys
AWS_ACCESS_KEY_ID=AKIANOBODY stranger AuthFailure ec2 describe-vpcs
AWS_ACCESS_KEY_ID=AKIANOBODY stranger UnrecognizedClientException secretsmanager list-secrets

# ---- what is asked: the sandbox is what refuses
no InvalidParameterValue ec2 describe-vpc-endpoints --cli-input-json '{"MaxResults":"many"}'
no InvalidParameterValue rds create-db-instance --db-instance-identifier a --engine aurora-postgresql --db-instance-class db.r6g.large --license-model none
no SerializationException kms create-key --xks-key-id a --custom-key-store-id b --origin AWS_KMS
no MissingParameter ec2 create-subnet --cli-input-json '{"CidrBlock":"10.0.0.0/20"}'
no InvalidParameterValue ec2 create-vpc --cidr-block 10.0.0.0/16 --instance-tenancy shared
no InvalidParameterValue rds modify-db-parameter-group --db-parameter-group-name x --parameters ParameterName=a,ParameterValue=b,ApplyMethod=sometimes
no ValidationException kms create-key --key-usage JUGGLE
no ValidationException secretsmanager create-secret --cli-input-json '{}'

# ---- network
vpc=$(get ec2 create-vpc --cidr-block 10.0.9.9/16 --tag-specifications 'ResourceType=vpc,Tags=[{Key=Name,Value=demo}]' --query Vpc.VpcId)
is "$(get ec2 describe-vpcs --filters Name=tag:Name,Values=demo --query 'Vpcs[0].CidrBlock')" 10.0.0.0/16
ok ec2 modify-vpc-attribute --vpc-id "$vpc" --enable-dns-hostnames >/dev/null
is "$(get ec2 describe-vpc-attribute --vpc-id "$vpc" --attribute enableDnsHostnames --query EnableDnsHostnames.Value)" True
a=$(get ec2 create-subnet --vpc-id "$vpc" --cidr-block 10.0.0.0/20 --availability-zone ap-northeast-1a --query Subnet.SubnetId)
c=$(get ec2 create-subnet --vpc-id "$vpc" --cidr-block 10.0.16.0/20 --availability-zone ap-northeast-1c --query Subnet.SubnetId)
no InvalidSubnet.Conflict ec2 create-subnet --vpc-id "$vpc" --cidr-block 10.0.0.0/24
no InvalidVpcID.NotFound ec2 describe-vpcs --vpc-ids vpc-0aaaaaaaaaaaaaaaa
ok ec2 modify-subnet-attribute --subnet-id "$a" --map-public-ip-on-launch >/dev/null
ok ec2 wait vpc-available --vpc-ids "$vpc"
igw=$(get ec2 create-internet-gateway --query InternetGateway.InternetGatewayId)
ok ec2 attach-internet-gateway --internet-gateway-id "$igw" --vpc-id "$vpc" >/dev/null
is "$(get ec2 describe-internet-gateways --filters "Name=attachment.vpc-id,Values=$vpc" --query 'InternetGateways[0].Attachments[0].State')" available
table=$(get ec2 create-route-table --vpc-id "$vpc" --query RouteTable.RouteTableId)
ok ec2 create-route --route-table-id "$table" --destination-cidr-block 0.0.0.0/0 --gateway-id "$igw" >/dev/null
no RouteAlreadyExists ec2 create-route --route-table-id "$table" --destination-cidr-block 0.0.0.0/0 --gateway-id "$igw"
tie=$(get ec2 associate-route-table --route-table-id "$table" --subnet-id "$a" --query AssociationId)
eip=$(get ec2 allocate-address --domain vpc --query AllocationId)
nat=$(get ec2 create-nat-gateway --subnet-id "$a" --allocation-id "$eip" --query NatGateway.NatGatewayId)
state available ec2 describe-nat-gateways --nat-gateway-ids "$nat" --query 'NatGateways[0].State'
sg=$(get ec2 create-security-group --group-name db --description database --vpc-id "$vpc" --query GroupId)
ok ec2 authorize-security-group-ingress --group-id "$sg" --protocol tcp --port 5432 --cidr 10.1.0.0/16 >/dev/null
no InvalidPermission.Duplicate ec2 authorize-security-group-ingress --group-id "$sg" --protocol tcp --port 5432 --cidr 10.1.0.0/16
is "$(get ec2 describe-security-groups --group-ids "$sg" --query 'SecurityGroups[0].IpPermissions[0].IpRanges[0].CidrIp')" 10.1.0.0/16
is "$(get ec2 describe-security-group-rules --filters "Name=group-id,Values=$sg" --query 'length(SecurityGroupRules)')" 2
s3=$(get ec2 create-vpc-endpoint --vpc-id "$vpc" --service-name com.amazonaws.ap-northeast-1.s3 --route-table-ids "$table" --query VpcEndpoint.VpcEndpointId)
ok ec2 create-tags --resources "$vpc" "$sg" --tags Key=Team,Value=data >/dev/null
is "$(get ec2 describe-tags --filters "Name=resource-id,Values=$sg" --query 'Tags[0].Value')" data
ok ec2 delete-tags --resources "$sg" --tags Key=Team >/dev/null
is "$(get ec2 describe-availability-zones --query 'length(AvailabilityZones)')" 3
is "$(get ec2 describe-regions --region-names ap-east-2 --query 'Regions[0].RegionName')" ap-east-2

# ---- peering
far=$(get ec2 create-vpc --region ap-northeast-2 --cidr-block 10.1.0.0/16 --query Vpc.VpcId)
pcx=$(get ec2 create-vpc-peering-connection --vpc-id "$vpc" --peer-vpc-id "$far" --peer-region ap-northeast-2 --query VpcPeeringConnection.VpcPeeringConnectionId)
state pending-acceptance ec2 describe-vpc-peering-connections --region ap-northeast-2 --query 'VpcPeeringConnections[0].Status.Code'
ok ec2 accept-vpc-peering-connection --region ap-northeast-2 --vpc-peering-connection-id "$pcx" >/dev/null
state active ec2 describe-vpc-peering-connections --query 'VpcPeeringConnections[0].Status.Code'
ok ec2 delete-vpc-peering-connection --vpc-peering-connection-id "$pcx" >/dev/null
ok ec2 delete-vpc --region ap-northeast-2 --vpc-id "$far" >/dev/null

# ---- keys
key=$(get kms create-key --description demo --tags TagKey=a,TagValue=b --query KeyMetadata.KeyId)
ok kms create-alias --alias-name alias/demo --target-key-id "$key" >/dev/null
is "$(get kms describe-key --key-id alias/demo --query KeyMetadata.KeyState)" Enabled
ok kms enable-key-rotation --key-id "$key" >/dev/null
is "$(get kms get-key-rotation-status --key-id "$key" --query KeyRotationEnabled)" True
is "$(get kms list-resource-tags --key-id "$key" --query 'Tags[0].TagValue')" b
ok kms put-key-policy --key-id "$key" --policy-name default --policy "$(get kms get-key-policy --key-id "$key" --policy-name default --query Policy)" >/dev/null
no NotFoundException kms describe-key --key-id 00000000-0000-0000-0000-000000000000

# ---- roles
trust='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"monitoring.rds.amazonaws.com"},"Action":"sts:AssumeRole"}]}'
role=$(get iam create-role --role-name monitor --assume-role-policy-document "$trust" --tags Key=a,Value=b --query Role.Arn)
no EntityAlreadyExists iam create-role --role-name monitor --assume-role-policy-document "$trust"
ok iam attach-role-policy --role-name monitor --policy-arn arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole >/dev/null
ok iam put-role-policy --role-name monitor --policy-name extra --policy-document '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}' >/dev/null
is "$(get iam get-role --role-name monitor --query 'Role.AssumeRolePolicyDocument.Statement[0].Action')" sts:AssumeRole
is "$(get iam list-attached-role-policies --role-name monitor --query 'length(AttachedPolicies)')" 1
is "$(get iam get-role-policy --role-name monitor --policy-name extra --query 'PolicyDocument.Statement[0].Action')" 's3:*'
no DeleteConflict iam delete-role --role-name monitor
no NoSuchEntity iam get-role --role-name nobody
token=$(get sts assume-role --role-arn "$role" --role-session-name me --query Credentials.SessionToken)
[ -n "$token" ] || fail "no session token"

# ---- secrets
arn=$(get secretsmanager create-secret --name demo/db --secret-string '{"password":"x"}' --tags Key=a,Value=b --query ARN)
no ResourceExistsException secretsmanager create-secret --name demo/db --secret-string other
is "$(get secretsmanager get-secret-value --secret-id "$arn" --query SecretString)" '{"password":"x"}'
ok secretsmanager replicate-secret-to-regions --secret-id demo/db --add-replica-regions Region=ap-northeast-2 >/dev/null
state InSync secretsmanager describe-secret --secret-id demo/db --query 'ReplicationStatus[0].Status'
is "$(get secretsmanager describe-secret --region ap-northeast-2 --secret-id demo/db --query PrimaryRegion)" ap-northeast-1
ok secretsmanager tag-resource --secret-id demo/db --tags Key=c,Value=d >/dev/null
is "$(get secretsmanager list-secrets --filters Key=tag-key,Values=c --query 'SecretList[0].Name')" demo/db

# ---- logs
ok logs create-log-group --log-group-name /demo --tags a=b >/dev/null
ok logs put-retention-policy --log-group-name /demo --retention-in-days 30 >/dev/null
is "$(get logs describe-log-groups --log-group-name-prefix /demo --query 'logGroups[0].retentionInDays')" 30
no ResourceAlreadyExistsException logs create-log-group --log-group-name /demo
no InvalidParameterException logs put-retention-policy --log-group-name /demo --retention-in-days 31

# ---- Aurora
ok rds create-db-subnet-group --db-subnet-group-name demo --db-subnet-group-description d --subnet-ids "$a" "$c" >/dev/null
ok rds create-db-cluster-parameter-group --db-cluster-parameter-group-name demo --db-parameter-group-family aurora-postgresql15 --description d >/dev/null
ok rds modify-db-cluster-parameter-group --db-cluster-parameter-group-name demo --parameters ParameterName=log_statement,ParameterValue=ddl,ApplyMethod=immediate >/dev/null
is "$(get rds describe-db-cluster-parameters --db-cluster-parameter-group-name demo --source user --query 'Parameters[0].ParameterValue')" ddl
ok rds create-global-cluster --global-cluster-identifier demo --engine aurora-postgresql --engine-version 15.10 --storage-encrypted >/dev/null
state available rds describe-global-clusters --global-cluster-identifier demo --query 'GlobalClusters[0].Status'
ok rds create-db-cluster --db-cluster-identifier demo-tokyo --engine aurora-postgresql --engine-version 15.10 --global-cluster-identifier demo --master-username dba \
  --master-user-password correct-horse --db-subnet-group-name demo --vpc-security-group-ids "$sg" --kms-key-id alias/demo --storage-encrypted \
  --db-cluster-parameter-group-name demo --enable-cloudwatch-logs-exports postgresql --tags Key=a,Value=b >/dev/null
state available rds describe-db-clusters --db-cluster-identifier demo-tokyo --query 'DBClusters[0].Status'
no DBClusterAlreadyExistsFault rds create-db-cluster --db-cluster-identifier demo-tokyo --engine aurora-postgresql --engine-version 15.10 --master-username dba --master-user-password correct-horse --db-subnet-group-name demo
ok rds create-db-instance --db-instance-identifier demo-1 --db-instance-class db.r6g.large --engine aurora-postgresql --db-cluster-identifier demo-tokyo \
  --monitoring-interval 60 --monitoring-role-arn "$role" >/dev/null
state available rds describe-db-instances --db-instance-identifier demo-1 --query 'DBInstances[0].DBInstanceStatus'
is "$(get rds describe-db-clusters --db-cluster-identifier demo-tokyo --query 'DBClusters[0].DBClusterMembers[0].IsClusterWriter')" True
is "$(get rds describe-global-clusters --query 'GlobalClusters[0].GlobalClusterMembers[0].IsWriter')" True
ok rds modify-db-cluster --db-cluster-identifier demo-tokyo --backup-retention-period 7 --deletion-protection --apply-immediately >/dev/null
ok rds wait db-cluster-available --db-cluster-identifier demo-tokyo
is "$(get rds describe-db-clusters --query 'DBClusters[0].BackupRetentionPeriod')" 7
cluster=$(get rds describe-db-clusters --query 'DBClusters[0].DBClusterArn')
ok rds add-tags-to-resource --resource-name "$cluster" --tags Key=Team,Value=data >/dev/null
is "$(get rds list-tags-for-resource --resource-name "$cluster" --query 'length(TagList)')" 2
is "$(get resourcegroupstaggingapi get-resources --tag-filters Key=Team,Values=data --resource-type-filters rds:cluster --query 'ResourceTagMappingList[0].ResourceARN')" "$cluster"
ok rds remove-tags-from-resource --resource-name "$cluster" --tag-keys Team >/dev/null
no DBInstanceNotFound rds delete-db-instance --db-instance-identifier none --skip-final-snapshot
no InvalidParameterCombination rds delete-db-cluster --db-cluster-identifier demo-tokyo --skip-final-snapshot
no InvalidGlobalClusterStateFault rds delete-global-cluster --global-cluster-identifier demo
no DBClusterNotFoundFault rds describe-db-clusters --db-cluster-identifier nothing
no DependencyViolation ec2 delete-security-group --group-id "$sg"

# ---- and all of it away again
ok rds modify-db-cluster --db-cluster-identifier demo-tokyo --no-deletion-protection --apply-immediately >/dev/null
state available rds describe-db-clusters --query 'DBClusters[0].Status'
ok rds remove-from-global-cluster --global-cluster-identifier demo --db-cluster-identifier "$cluster" >/dev/null
ok rds delete-global-cluster --global-cluster-identifier demo >/dev/null
ok rds delete-db-instance --db-instance-identifier demo-1 --skip-final-snapshot >/dev/null
state available rds describe-db-clusters --query 'DBClusters[0].Status'
ok rds delete-db-cluster --db-cluster-identifier demo-tokyo --skip-final-snapshot >/dev/null
ok rds wait db-instance-deleted --db-instance-identifier demo-1
ok rds wait db-cluster-deleted --db-cluster-identifier demo-tokyo
ok rds delete-db-subnet-group --db-subnet-group-name demo >/dev/null
ok rds delete-db-cluster-parameter-group --db-cluster-parameter-group-name demo >/dev/null
ok logs delete-log-group --log-group-name /demo >/dev/null
no InvalidRequestException secretsmanager delete-secret --secret-id demo/db
ok secretsmanager remove-regions-from-replication --secret-id demo/db --remove-replica-regions ap-northeast-2 >/dev/null
ok secretsmanager delete-secret --secret-id demo/db --recovery-window-in-days 7 >/dev/null
no InvalidRequestException secretsmanager create-secret --name demo/db --secret-string x
ok iam detach-role-policy --role-name monitor --policy-arn arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole >/dev/null
ok iam delete-role-policy --role-name monitor --policy-name extra >/dev/null
ok iam delete-role --role-name monitor >/dev/null
ok kms schedule-key-deletion --key-id "$key" --pending-window-in-days 7 >/dev/null
no KMSInvalidStateException kms enable-key --key-id "$key"
no DependencyViolation ec2 delete-vpc --vpc-id "$vpc"
ok ec2 delete-vpc-endpoints --vpc-endpoint-ids "$s3" >/dev/null
ok ec2 delete-security-group --group-id "$sg" >/dev/null
ok ec2 delete-nat-gateway --nat-gateway-id "$nat" >/dev/null
state deleted ec2 describe-nat-gateways --nat-gateway-ids "$nat" --query 'NatGateways[0].State'
ok ec2 release-address --allocation-id "$eip" >/dev/null
ok ec2 disassociate-route-table --association-id "$tie" >/dev/null
ok ec2 delete-route-table --route-table-id "$table" >/dev/null
ok ec2 detach-internet-gateway --internet-gateway-id "$igw" --vpc-id "$vpc" >/dev/null
ok ec2 delete-internet-gateway --internet-gateway-id "$igw" >/dev/null
ok ec2 delete-subnet --subnet-id "$a" >/dev/null
ok ec2 delete-subnet --subnet-id "$c" >/dev/null
ok ec2 delete-vpc --vpc-id "$vpc" >/dev/null
is "$(get ec2 describe-vpcs --query 'length(Vpcs)')" 0

touch "$scratch/failures"
echo "$(wc -l <"$scratch/steps") calls, $(wc -l <"$scratch/failures") failures"
[ ! -s "$scratch/failures" ]
