"""What the AWS CLI sees of what a state file says is there: cli_sees.py STATE URL.

Every type of the state is listed in every region by the CLI's own command, and what it lists must be exactly what the
state holds; then each object's attributes, as the CLI tells them, must be what the state remembers of them. The CLI runs
inside this process, as /usr/bin/aws runs it: starting it takes longer than most of its calls.
"""
import contextlib
import io
import json
import re
import sys
import urllib.parse

from awscli.clidriver import create_clidriver

# type: command, the objects in its answer, an object's id in the state. A fourth is the type whose every object the
# command is given once: {id} and {Attribute} are that object's. What AWS has by itself is not asked for.
LISTS = {
    "AWS::ApplicationAutoScaling::ScalableTarget": (
        "application-autoscaling describe-scalable-targets --service-namespace kafka", "ScalableTargets",
        "join('|', [ServiceNamespace, ResourceId, ScalableDimension])"),
    "AWS::ApplicationAutoScaling::ScalingPolicy": (
        "application-autoscaling describe-scaling-policies --service-namespace kafka", "ScalingPolicies",
        "join('|', [PolicyName, ServiceNamespace, ResourceId, ScalableDimension])"),
    "AWS::Budgets::Budget": ("budgets describe-budgets --account-id {ACCOUNT}", "Budgets", "BudgetName"),
    "AWS::Budgets::Notification": (
        "budgets describe-notifications-for-budget --account-id {ACCOUNT} --budget-name {id}", "Notifications",
        "join('|', ['{id}', NotificationType, ComparisonOperator, to_string(Threshold), ThresholdType])",
        "AWS::Budgets::Budget"),
    "AWS::CertificateManager::Certificate": (
        "acm list-certificates", "CertificateSummaryList", "CertificateArn"),
    "AWS::CloudWatch::Alarm": (
        "cloudwatch describe-alarms --alarm-types MetricAlarm --page-size 10", "MetricAlarms", "AlarmName"),
    "AWS::CloudWatch::CompositeAlarm": (
        "cloudwatch describe-alarms --alarm-types CompositeAlarm", "CompositeAlarms", "AlarmName"),
    "AWS::CloudWatch::Dashboard": ("cloudwatch list-dashboards", "DashboardEntries", "DashboardName"),
    "AWS::EC2::DefaultSecurityGroup": (
        "ec2 describe-security-groups --filters Name=group-name,Values=default", "SecurityGroups", "GroupId"),
    "AWS::EC2::EIP": ("ec2 describe-addresses", "Addresses", "AllocationId"),
    "AWS::EC2::FlowLog": ("ec2 describe-flow-logs", "FlowLogs", "FlowLogId"),
    "AWS::EC2::InternetGateway": (
        "ec2 describe-internet-gateways", "InternetGateways", "InternetGatewayId"),
    "AWS::EC2::NatGateway": ("ec2 describe-nat-gateways", "NatGateways", "NatGatewayId"),
    "AWS::EC2::Route": (
        "ec2 describe-route-tables --route-table-ids {id}",
        "RouteTables[].Routes[?Origin=='CreateRoute' && DestinationCidrBlock][]", "join('|', ['{id}', DestinationCidrBlock])",
        "AWS::EC2::RouteTable"),
    "AWS::EC2::RouteTable": (
        "ec2 describe-route-tables --page-size 5", "RouteTables[?!(Associations[?Main])]", "RouteTableId"),
    "AWS::EC2::SecurityGroup": (
        "ec2 describe-security-groups --page-size 5", "SecurityGroups[?GroupName!='default' && !starts_with(GroupName, 'eks-')]", "GroupId"),
    "AWS::EC2::SecurityGroupEgress": (
        "ec2 describe-security-group-rules", "SecurityGroupRules[?IsEgress && Tags]", "SecurityGroupRuleId"),
    "AWS::EC2::SecurityGroupIngress": (
        "ec2 describe-security-group-rules --page-size 5", "SecurityGroupRules[?!IsEgress && Tags]", "SecurityGroupRuleId"),
    "AWS::EC2::Subnet": ("ec2 describe-subnets --page-size 5", "Subnets", "SubnetId"),
    "AWS::EC2::SubnetRouteTableAssociation": (
        "ec2 describe-route-tables", "RouteTables[].Associations[?!Main][]", "RouteTableAssociationId"),
    "AWS::EC2::VPC": ("ec2 describe-vpcs", "Vpcs", "VpcId"),
    "AWS::EC2::VPCEndpoint": ("ec2 describe-vpc-endpoints", "VpcEndpoints", "VpcEndpointId"),
    "AWS::EC2::VPCGatewayAttachment": (
        "ec2 describe-internet-gateways --internet-gateway-ids {id}", "InternetGateways[].Attachments[]",
        "join('|', ['{id}', VpcId])", "AWS::EC2::InternetGateway"),
    "AWS::EC2::VPCPeeringConnection": (
        "ec2 describe-vpc-peering-connections", "VpcPeeringConnections[?RequesterVpcInfo.Region=='REGION']",
        "VpcPeeringConnectionId"),
    "AWS::EC2::VPCPeeringConnectionAccepter": (
        "ec2 describe-vpc-peering-connections", "VpcPeeringConnections[?AccepterVpcInfo.Region=='REGION' && Status.Code=='active']",
        "VpcPeeringConnectionId"),
    "AWS::EC2::VPCPeeringConnectionAccepterOptions": (
        "ec2 describe-vpc-peering-connections",
        "VpcPeeringConnections[?AccepterVpcInfo.Region=='REGION' && AccepterVpcInfo.PeeringOptions]"
        ".{VpcPeeringConnectionId: VpcPeeringConnectionId, Options: AccepterVpcInfo.PeeringOptions}", "VpcPeeringConnectionId"),
    "AWS::EC2::VPCPeeringConnectionRequesterOptions": (
        "ec2 describe-vpc-peering-connections",
        "VpcPeeringConnections[?RequesterVpcInfo.Region=='REGION' && RequesterVpcInfo.PeeringOptions]"
        ".{VpcPeeringConnectionId: VpcPeeringConnectionId, Options: RequesterVpcInfo.PeeringOptions}", "VpcPeeringConnectionId"),
    "AWS::EKS::AccessEntry": (
        "eks list-access-entries --cluster-name {id}", "accessEntries[?!contains(@, ':role/aws-service-role/')]",
        "join('|', ['{id}', @])", "AWS::EKS::Cluster"),
    "AWS::EKS::Addon": ("eks list-addons --cluster-name {id}", "addons", "join('|', ['{id}', @])", "AWS::EKS::Cluster"),
    "AWS::EKS::Cluster": ("eks list-clusters", "clusters", "@"),
    "AWS::EKS::Nodegroup": (
        "eks list-nodegroups --cluster-name {id}", "nodegroups", "join('|', ['{id}', @])", "AWS::EKS::Cluster"),
    "AWS::EKS::PodIdentityAssociation": (
        "eks list-pod-identity-associations --cluster-name {id}", "associations",
        "join('|', ['{id}', namespace, serviceAccount])", "AWS::EKS::Cluster"),
    "AWS::ElastiCache::GlobalReplicationGroup": (
        "elasticache describe-global-replication-groups --show-member-info", "GlobalReplicationGroups", "GlobalReplicationGroupId"),
    "AWS::ElastiCache::ParameterGroup": (
        "elasticache describe-cache-parameter-groups",
        "CacheParameterGroups[?!starts_with(CacheParameterGroupName, 'default.') && !starts_with(CacheParameterGroupName, 'global-datastore-')]",
        "CacheParameterGroupName"),
    "AWS::ElastiCache::ReplicationGroup": ("elasticache describe-replication-groups", "ReplicationGroups", "ReplicationGroupId"),
    "AWS::ElastiCache::SubnetGroup": (
        "elasticache describe-cache-subnet-groups", "CacheSubnetGroups[?CacheSubnetGroupName!='default']", "CacheSubnetGroupName"),
    "AWS::ElasticLoadBalancingV2::LoadBalancer": ("elbv2 describe-load-balancers", "LoadBalancers", "LoadBalancerArn"),
    "AWS::ElasticLoadBalancingV2::TargetGroup": ("elbv2 describe-target-groups", "TargetGroups", "TargetGroupArn"),
    "AWS::ElasticLoadBalancingV2::Listener": (
        "elbv2 describe-listeners --load-balancer-arn {id}", "Listeners", "ListenerArn", "AWS::ElasticLoadBalancingV2::LoadBalancer"),
    "AWS::Events::Rule": ("events list-rules", "Rules", "Name"),
    "AWS::FIS::ExperimentTemplate": ("fis list-experiment-templates", "experimentTemplates", "id"),
    "AWS::IAM::OIDCProvider": ("iam list-open-id-connect-providers", "OpenIDConnectProviderList", "Arn"),
    "AWS::IAM::Policy": (
        "iam list-role-policies --role-name {id}", "PolicyNames", "join('|', ['{id}', @])", "AWS::IAM::Role"),
    "AWS::IAM::Role": ("iam list-roles --page-size 5", "Roles[?!starts_with(Path, '/aws-service-role/')]", "RoleName"),
    "AWS::KMS::Alias": ("kms list-aliases", "Aliases[?!starts_with(AliasName, 'alias/aws/')]", "AliasName"),
    "AWS::KMS::Key": ("kms list-keys --page-size 3", "Keys", "KeyId"),
    "AWS::Logs::LogGroup": ("logs describe-log-groups --page-size 3", "logGroups", "logGroupName"),
    "AWS::MSK::Cluster": ("kafka list-clusters-v2", "ClusterInfoList", "ClusterArn"),
    "AWS::MSK::ClusterPolicy": ("kafka get-cluster-policy --cluster-arn {id}", "[merge({ClusterArn: '{id}'}, @)]", "'{id}'", "AWS::MSK::Cluster"),
    "AWS::MSK::Configuration": ("kafka list-configurations", "Configurations", "Arn"),
    "AWS::MSK::Replicator": ("kafka list-replicators", "Replicators", "ReplicatorArn"),
    "AWS::RDS::DBCluster": ("rds describe-db-clusters", "DBClusters", "DBClusterIdentifier"),
    "AWS::RDS::DBClusterParameterGroup": (
        "rds describe-db-cluster-parameter-groups", "DBClusterParameterGroups[?!starts_with(DBClusterParameterGroupName, 'default.')]",
        "DBClusterParameterGroupName"),
    "AWS::RDS::DBInstance": ("rds describe-db-instances", "DBInstances", "DBInstanceIdentifier"),
    "AWS::RDS::DBParameterGroup": (
        "rds describe-db-parameter-groups", "DBParameterGroups[?!starts_with(DBParameterGroupName, 'default.')]", "DBParameterGroupName"),
    "AWS::RDS::DBSubnetGroup": ("rds describe-db-subnet-groups", "DBSubnetGroups", "DBSubnetGroupName"),
    "AWS::RDS::EventSubscription": ("rds describe-event-subscriptions", "EventSubscriptionsList", "CustSubscriptionId"),
    "AWS::RDS::GlobalCluster": ("rds describe-global-clusters", "GlobalClusters", "GlobalClusterIdentifier"),
    "AWS::Route53::HealthCheck": ("route53 list-health-checks", "HealthChecks", "Id"),
    "AWS::Route53::HostedZone": ("route53 list-hosted-zones", "HostedZones[?!LinkedService]", "Id"),
    "AWS::Route53::RecordSet": (
        "route53 list-resource-record-sets --hosted-zone-id {id}",
        "ResourceRecordSets[?Type!='NS' && Type!='SOA'].merge({HostedZoneId: '{id}'}, @)", "join('|', ['{id}', Name, Type])",
        "AWS::Route53::HostedZone"),
    "AWS::S3::Bucket": ("s3api list-buckets", "Buckets", "Name"),
    "AWS::S3::BucketPolicy": ("s3api get-bucket-policy --bucket {id}", "[merge({Bucket: '{id}'}, @)]", "'{id}'", "AWS::S3::Bucket"),
    "AWS::S3::BucketReplication": (
        "s3api get-bucket-replication --bucket {id}", "[merge({Bucket: '{id}'}, ReplicationConfiguration)]", "'{id}'", "AWS::S3::Bucket"),
    "AWS::SNS::Subscription": (
        "sns list-subscriptions", "Subscriptions", "join('|', [TopicArn, Protocol, Endpoint])"),
    "AWS::SNS::Topic": ("sns list-topics", "Topics", "TopicArn"),
    "AWS::SSM::Document": ("ssm list-documents --filters Key=Owner,Values=Self", "DocumentIdentifiers", "Name"),
    "AWS::SecretsManager::Secret": ("secretsmanager list-secrets", "SecretList[?PrimaryRegion=='REGION' || !PrimaryRegion]", "Name"),
    "AWS::ServiceDiscovery::HttpNamespace": ("servicediscovery list-namespaces", "Namespaces[?Type=='HTTP']", "Id"),
    "AWS::ServiceDiscovery::PrivateDnsNamespace": ("servicediscovery list-namespaces", "Namespaces[?Type=='DNS_PRIVATE']", "Id"),
    "AWS::ServiceDiscovery::Service": ("servicediscovery list-services", "Services", "Id"),
}
# What no command tells of by itself.
UNLISTED = {
    "AWS::SecretsManager::SecretTargetAttachment": "where a database is becomes part of the secret's text",
    "Helm::Release": "a chart in a cluster; AWS knows nothing of it",
}

# Where a list's id is another output than the state's id.
KEYS = {"AWS::SNS::Topic": "TopicArn"}
# What every region tells of, or several do.
WIDE = {
    "AWS::Budgets::Budget", "AWS::CloudWatch::Dashboard", "AWS::ElastiCache::GlobalReplicationGroup", "AWS::IAM::OIDCProvider",
    "AWS::IAM::Role", "AWS::RDS::GlobalCluster", "AWS::Route53::HealthCheck", "AWS::Route53::HostedZone", "AWS::S3::Bucket"}

# What a list is too short for: a command for each object, and what in its answer the attributes are in.
DETAILS = {
    "AWS::CloudWatch::Dashboard": [("cloudwatch get-dashboard --dashboard-name {id}", "@")],
    "AWS::EC2::VPC": [
        ("ec2 describe-vpc-attribute --vpc-id {id} --attribute enableDnsSupport", "{EnableDnsSupport: EnableDnsSupport.Value}"),
        ("ec2 describe-vpc-attribute --vpc-id {id} --attribute enableDnsHostnames", "{EnableDnsHostnames: EnableDnsHostnames.Value}")],
    "AWS::EKS::Addon": [("eks describe-addon --cluster-name {clusterName} --addon-name {addonName}", "addon")],
    "AWS::EKS::Cluster": [("eks describe-cluster --name {id}", "cluster")],
    "AWS::EKS::Nodegroup": [("eks describe-nodegroup --cluster-name {clusterName} --nodegroup-name {nodegroupName}", "nodegroup")],
    "AWS::ElastiCache::ReplicationGroup": [("elasticache list-tags-for-resource --resource-name {ARN}", "@")],
    "AWS::Events::Rule": [
        ("events describe-rule --name {id}", "@"), ("events list-targets-by-rule --rule {id}", "{Targets: Targets}")],
    "AWS::FIS::ExperimentTemplate": [("fis get-experiment-template --id {id}", "experimentTemplate")],
    "AWS::IAM::OIDCProvider": [("iam get-open-id-connect-provider --open-id-connect-provider-arn {id}", "@")],
    "AWS::IAM::Policy": [("iam get-role-policy --role-name {RoleName} --policy-name {PolicyName}", "@")],
    "AWS::IAM::Role": [
        ("iam get-role --role-name {id}", "Role"),
        ("iam list-attached-role-policies --role-name {id}", "{ManagedPolicyArns: AttachedPolicies[].PolicyArn}")],
    "AWS::KMS::Key": [
        ("kms describe-key --key-id {id}", "KeyMetadata"),
        ("kms get-key-policy --key-id {id} --policy-name default", "@"),
        ("kms get-key-rotation-status --key-id {id}", "{EnableKeyRotation: KeyRotationEnabled}"),
        ("kms list-resource-tags --key-id {id}", "@")],
    "AWS::Logs::LogGroup": [("logs list-tags-for-resource --resource-arn {arn}", "@")],
    "AWS::MSK::Cluster": [
        ("kafka describe-cluster-v2 --cluster-arn {id}", "ClusterInfo"),
        ("kafka get-bootstrap-brokers --cluster-arn {id}", "@")],
    "AWS::MSK::Configuration": [("kafka describe-configuration --arn {id}", "@")],
    "AWS::RDS::DBCluster": [("rds list-tags-for-resource --resource-name {DBClusterArn}", "@")],
    "AWS::RDS::DBInstance": [("rds list-tags-for-resource --resource-name {DBInstanceArn}", "@")],
    "AWS::S3::Bucket": [
        ("s3api get-bucket-versioning --bucket {id}", "{Versioning: Status}"),
        ("s3api get-bucket-encryption --bucket {id}", "@"),
        ("s3api get-public-access-block --bucket {id}", "@"),
        ("s3api get-bucket-ownership-controls --bucket {id}", "OwnershipControls.Rules[0]"),
        ("s3api get-bucket-tagging --bucket {id}", "@")],
    "AWS::SNS::Topic": [
        ("sns get-topic-attributes --topic-arn {TopicArn}", "Attributes"),
        ("sns list-tags-for-resource --resource-arn {TopicArn}", "@")],
    "AWS::SSM::Document": [("ssm get-document --name {id}", "@"), ("ssm describe-document --name {id}", "Document")],
    "AWS::SecretsManager::Secret": [("secretsmanager describe-secret --secret-id {ARN}", "@")],
    "AWS::SecretsManager::SecretTargetAttachment": [
        ("secretsmanager get-secret-value --secret-id {id}", "{SecretId: contains(SecretString, 'host') && ARN}")],
}


class Cli:
    def __init__(self, url):
        self.driver, self.url, self.calls, self.unknown = create_clidriver(), url, 0, set()

    def __call__(self, region, command):
        """What it prints, as JSON; None: this CLI is older than the operation."""
        self.calls += 1
        out, err = io.StringIO(), io.StringIO()
        arguments = ["--endpoint-url", self.url, "--region", region, "--output", "json", "--no-cli-pager", *command]
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                code = self.driver.main(arguments)
            except SystemExit as ended:
                code = ended.code
        if "Invalid choice" in err.getvalue():
            self.unknown.add(" ".join(command[:2]))
            return None
        if code or err.getvalue().strip():
            raise Problem(f"aws {' '.join(command)} in {region}: exit {code}: {err.getvalue().strip()}")
        return json.loads(out.getvalue() or "{}")


NOTHING = {"id": "", "outputs": {}}


class Problem(Exception):
    pass


def words(command, values):
    """The command's words; {name} in one is that value, whatever is in it."""
    found = []
    for word in command.split(" "):
        for name, value in values.items():
            word = word.replace("{" + name + "}", str(value))
        found.append(word)
    return found


def known(resource):
    values = {k: v for k, v in resource["outputs"].items() if isinstance(v, str)}
    return {**values, "id": resource["id"], "ACCOUNT": ACCOUNT}


def plain(value):
    """The same for the same thing said in another way: text that is JSON or a list, tags as a list, 1 and "1.0"."""
    if isinstance(value, str):
        return plain_text(value)
    if isinstance(value, dict):
        if WITHIN.get(min(value, default="")) == set(value):
            return plain(value[min(value)])
        return {k: plain(v) for k, v in sorted(value.items()) if v not in (None, "", [], {})}
    if isinstance(value, list):
        pairs = [[v for k, v in sorted(e.items()) if k.lower() in TAG_WORDS] for e in value if isinstance(e, dict)]
        if value and len(pairs) == len(value) and all(len(p) == 2 for p in pairs):
            return {p[0]: plain(p[1]) for p in sorted(pairs)}
        return sorted((plain(v) for v in value), key=repr)
    return float(value) if isinstance(value, (bool, int, float)) else value


def one_spelling(text):
    for pattern, instead in SPELLINGS:
        text = re.sub(pattern, instead, text)
    return text


def plain_text(text):
    text = one_spelling(urllib.parse.unquote(text) if text.startswith("%7B") else text)
    try:
        if text[:1] in ("{", "["):
            return plain(json.loads(text))
        return sorted(text.split(",")) if "," in text else float(text)
    except ValueError:
        return {"true": 1.0, "false": 0.0}.get(text, text)


# a time of day in UTC; a log group's ARN, which older answers end with what is in it; a domain to its last dot
SPELLINGS = [(r"(:\d\d)\+00:00$", r"\1Z"), (r"(:log-group:.*):\*$", r"\1"), (r"(\.[a-z]+)\.(?=$|\|)", r"\1")]
TAG_WORDS = ("key", "name", "value", "tagkey", "tagvalue")
# an object around one thing, and the members that it has
WITHIN = {"Enabled": {"Enabled"}, "Address": {"Address", "Port"}}
# what a state remembers from before others joined
MOVING = {("AWS::RDS::DBCluster", "DBClusterMembers"), ("AWS::RDS::GlobalCluster", "GlobalClusterMembers"), ("AWS::ElastiCache::GlobalReplicationGroup", "Members")}
SAME = {"tags": ("taglist", "tagset")}


def told(objects, name):
    """Everything that the objects say under that name, at whatever depth; the ones highest up win."""
    names, level = (name.lower(), *SAME.get(name.lower(), ())), list(objects)
    while level:
        here = [v for o in level if isinstance(o, dict) for k, v in o.items() if k.lower() in names]
        if here:
            return here
        level = [v for o in level for v in (o.values() if isinstance(o, dict) else o if isinstance(o, list) else ())]
    return []


def compared(resource, objects):
    """The names of the attributes that both sides tell, and what is not the same."""
    same, other = set(), []
    for name, value in resource["outputs"].items():
        answers = told(objects, name)
        if not answers or (resource["type"], name) in MOVING:
            continue
        if any(plain(a) == plain(value) for a in answers):
            same.add(name)
        else:
            other.append(f"{name}: {value!r} in the state, {answers!r} to the CLI")
    return same, other


class Look:
    def __init__(self, state, cli):
        self.state, self.cli, self.problems = state, cli, []
        self.regions = sorted({r["region"] for r in state.values()})

    def of(self, kind, region):
        return [r for r in self.state.values() if r["type"] == kind and r["region"] == region]

    @staticmethod
    def key(resource):
        return resource["outputs"][KEYS[resource["type"]]] if resource["type"] in KEYS else resource["id"]

    def listed(self, kind, region):
        """Its objects there, by id; None: this CLI has no command for it."""
        command, objects, key, *parent = LISTS[kind]
        found = {}
        for over in self.of(parent[0], region) if parent else [NOTHING]:
            query = f"{objects}[].{{id: {key}, it: @}}".replace("REGION", region).replace("{id}", over["id"])
            answer = self.cli(region, [*words(command, known(over)), "--query", query])
            if answer is None:
                return None
            for each in answer or []:
                found.setdefault(one_spelling(each["id"]), []).append(each["it"])
        return found

    def attributes(self, resource, objects):
        for command, query in DETAILS.get(resource["type"], ()):
            objects.append(self.cli(resource["region"], [*words(command, known(resource)), "--query", query]))
        same, other = compared(resource, objects)
        self.problems += [f"{resource['type']} {resource['id']}: {o}" for o in other]
        return same

    def type(self, kind):
        count, same = 0, set()
        lists = {region: self.listed(kind, region) for region in self.regions} if kind in LISTS else {}
        elsewhere = {self.key(r): r["region"] for r in self.state.values() if r["type"] == kind} if kind in WIDE else {}
        for region in self.regions:
            held = {self.key(r): r for r in self.of(kind, region)}
            seen = lists.get(region)
            if elsewhere:
                seen = {k: v for k, v in seen.items() if elsewhere.get(k, region) == region}
            if seen is not None and set(seen) != set(held):
                self.problems.append(f"{kind} in {region}: only the CLI sees {sorted(set(seen) - set(held))}, "
                                     f"only the state has {sorted(set(held) - set(seen))}")
            count += len(held)
            for key, resource in held.items():
                same |= self.attributes(resource, list((seen or {}).get(key, [])))
        return count, same, None in lists.values()

    def all(self):
        for kind in sorted({r["type"] for r in self.state.values()}):
            try:
                if kind not in LISTS and kind not in UNLISTED:
                    raise Problem(f"{kind}: no row says how the CLI lists it")
                count, same, unknown = self.type(kind)
            except Problem as problem:
                self.problems.append(str(problem))
                continue
            why = UNLISTED.get(kind) or ("not known to this CLI: " + LISTS[kind][0].split(" --")[0] if unknown else "")
            if not same and not unknown:
                self.problems.append(f"{kind}: not one attribute was compared")
            print(f"{count:4} {kind}", f"(not listed: {why})" if why else "", " ".join(sorted(same)))


def main(path, url):
    global ACCOUNT
    with open(path, encoding="utf-8") as file:
        state = json.load(file)
    ACCOUNT = state["account"]
    look = Look(state["resources"], Cli(url))
    look.all()
    for problem in look.problems:
        print("PROBLEM:", problem)
    print(f"{len(look.state)} resources, {look.cli.calls} calls, {len(look.problems)} problems")
    return bool(look.problems)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
