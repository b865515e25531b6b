"""What the stand-in's services do: objects are dicts in the shape that the describe calls tell, and what AWS refuses,
delays, lower-cases or rewrites is refused, delayed, lower-cased or rewritten here, as far as a provisioner can notice.
Members of an object that its shape does not have are never told; they are this file's own notes."""

import collections
import copy
import ipaddress
import json
import random
import time
import urllib.parse

ACCOUNT = "111122223333"
GLOBAL = "global"
SOON = 0.7  # seconds, where AWS takes a while
LAG = 0.3  # seconds until others see what has been made, for one in four

RNG = random.Random()
TABLES = collections.defaultdict(lambda: collections.defaultdict(dict))  # region -> kind -> id -> object
LATER = []  # (when, what)
IGNORED = set()  # members of requests that the models don't have
FAULTS = collections.Counter()
CALLS = collections.Counter()
ACTIONS = {}  # (service, operation) -> what it does


class Fault(Exception):
    def __init__(self, code, message, status=400):
        super().__init__(code, message)
        self.code, self.message, self.status = code, message, status


def action(service, *names):
    def note(function):
        for name in names or [function.__name__]:
            ACTIONS[service, name] = function
        return function

    return note


def perform(service, name, region, asked):
    now = time.monotonic()
    for job in [job for job in LATER if job[0] <= now]:
        LATER.remove(job)
        job[1]()
    CALLS[f"{service}:{name}"] += 1
    if (service, name) not in ACTIONS:
        raise Fault("NotImplemented", f"the stand-in has no {service} {name}", 501)
    return copy.deepcopy(ACTIONS[service, name](region, asked) or {})


def later(function, seconds=SOON):
    LATER.append((time.monotonic() + seconds, function))


def hidden(o):
    """Made so lately that not every part of AWS knows of it."""
    return o is None or o.get("_seen", 0) > time.monotonic()


def when_seen():
    return time.monotonic() + RNG.choice((0, 0, 0, LAG))


def fresh(prefix):
    return f"{prefix}-{RNG.getrandbits(68):017x}"


def tagged(have, new=(), gone=(), key="Key"):
    """A list of tags with some put and some taken away."""
    names = {tag[key] for tag in new} | set(gone)
    return [tag for tag in have or [] if tag[key] not in names] + list(new)


def rewritten(document):
    """A policy as AWS gives it back: the same meaning, other spacing and order, and lists of one as their element."""

    def turn(v):
        if isinstance(v, dict):
            return {k: turn(v[k][0] if k in ("Action", "Resource") and isinstance(v[k], list) and len(v[k]) == 1 else v[k]) for k in reversed(v)}
        return [turn(item) for item in v] if isinstance(v, list) else v

    try:
        return json.dumps(turn(json.loads(document)), indent=3)
    except ValueError:
        raise Fault("MalformedPolicyDocument", "This policy contains invalid Json")


def listing():
    """What there is, for a test to look at: "region kind id state"."""
    state = lambda o: str(o.get("KeyState") or ("DeletedDate" if o.get("DeletedDate") else o.get("Status") or o.get("State") or ""))
    objects = [f"{r} {k} {i} {state(o)}".strip() for r, kinds in TABLES.items() for k, held in kinds.items() for i, o in held.items()]
    objects = [o.replace("{'Code': '", "").split("'")[0] for o in objects]
    return {"objects": sorted(objects), "ignored": sorted(IGNORED), "faults": FAULTS, "calls": CALLS}


# ---- EC2 --------------------------------------------------------------------------------------------------------------

Ec2 = collections.namedtuple("Ec2", "id prefix plural ids missing")
EC2 = {
    "vpc": Ec2("VpcId", "vpc", "Vpcs", "VpcIds", "InvalidVpcID.NotFound"),
    "subnet": Ec2("SubnetId", "subnet", "Subnets", "SubnetIds", "InvalidSubnetID.NotFound"),
    "internet-gateway": Ec2("InternetGatewayId", "igw", "InternetGateways", "InternetGatewayIds", "InvalidInternetGatewayID.NotFound"),
    "elastic-ip": Ec2("AllocationId", "eipalloc", "Addresses", "AllocationIds", "InvalidAllocationID.NotFound"),
    "natgateway": Ec2("NatGatewayId", "nat", "NatGateways", "NatGatewayIds", "NatGatewayNotFound"),
    "route-table": Ec2("RouteTableId", "rtb", "RouteTables", "RouteTableIds", "InvalidRouteTableID.NotFound"),
    "security-group": Ec2("GroupId", "sg", "SecurityGroups", "GroupIds", "InvalidGroup.NotFound"),
    "security-group-rule": Ec2("SecurityGroupRuleId", "sgr", "SecurityGroupRules", "SecurityGroupRuleIds", "InvalidSecurityGroupRuleId.NotFound"),
    "vpc-endpoint": Ec2("VpcEndpointId", "vpce", "VpcEndpoints", "VpcEndpointIds", "InvalidVpcEndpointId.NotFound"),
    "vpc-flow-log": Ec2("FlowLogId", "fl", "FlowLogs", "FlowLogIds", "InvalidFlowLogId.NotFound"),
    "vpc-peering-connection": Ec2(
        "VpcPeeringConnectionId", "pcx", "VpcPeeringConnections", "VpcPeeringConnectionIds", "InvalidVpcPeeringConnectionID.NotFound"
    ),
}
GONE = ("deleted", "deleting", "failed")


def find(region, kind, oid):
    found = TABLES[region][kind].get(oid)
    if hidden(found):
        raise Fault(EC2[kind].missing, f"The {kind} ID '{oid}' does not exist")
    return found


def make(region, kind, asked, **members):
    token = asked.get("ClientToken")
    for o in TABLES[region][kind].values() if token else ():
        if o.get("_token") == token:
            if o["_asked"] != asked:
                raise Fault("IdempotentParameterMismatch", "The client token was used before, with other parameters.")
            return o
    tags = []
    for spec in asked.get("TagSpecifications", []):
        if spec["ResourceType"] != kind:
            raise Fault("InvalidParameterValue", f"{spec['ResourceType']} is no resource type of this call")
        tags += spec["Tags"]
    o = {EC2[kind].id: fresh(EC2[kind].prefix), "OwnerId": ACCOUNT, "Tags": tags, "_token": token, "_asked": asked, **members}
    if asked:
        o["_seen"] = when_seen()
    TABLES[region][kind][o[EC2[kind].id]] = o
    return o


def network(text):
    return str(ipaddress.ip_network(text, strict=False))


def become(o, seconds=SOON, **members):
    later(lambda: o.update(members), seconds)


def matches(o, filters):
    """"vpc-id" looks at VpcId, "tag:Name" at a tag."""
    for f in filters:
        name = f["Name"]
        if name.startswith("tag:"):
            have = [tag["Value"] for tag in o.get("Tags", []) if tag["Key"] == name[4:]]
        else:
            member = "".join(word.capitalize() for word in name.split("-"))
            if member not in o:
                raise Fault("InvalidParameterValue", f"The filter '{name}' is invalid")
            have = [str(o[member])]
        if not set(have) & set(f["Values"]):
            return False
    return True


def permissions(region, group, egress):
    """The rules of a group, gathered by protocol and ports."""
    out = {}
    for rule in TABLES[region]["security-group-rule"].values():
        if rule["GroupId"] != group["GroupId"] or rule["IsEgress"] != egress:
            continue
        ports = {} if rule["IpProtocol"] == "-1" else {"FromPort": rule["FromPort"], "ToPort": rule["ToPort"]}
        at = out.setdefault(
            (rule["IpProtocol"], *ports.values()),
            {"IpProtocol": rule["IpProtocol"], **ports, "IpRanges": [], "Ipv6Ranges": [], "PrefixListIds": [], "UserIdGroupPairs": []},
        )
        if "CidrIpv4" in rule:
            at["IpRanges"].append({"CidrIp": rule["CidrIpv4"], "Description": rule.get("Description")})
        else:
            at["UserIdGroupPairs"].append({**rule["ReferencedGroupInfo"], "Description": rule.get("Description")})
    return list(out.values())


def group_view(region, o):
    return {**o, "IpPermissions": permissions(region, o, False), "IpPermissionsEgress": permissions(region, o, True)}


def peering_view(region, o):
    """Each region has its own tags and options, and sees the ranges when it is active."""
    view = {**o, "Tags": o["_tags"].get(region, [])}
    for side in ("Requester", "Accepter"):
        info = dict(o[side + "VpcInfo"])
        if o["Status"]["Code"] == "active":
            info["CidrBlock"] = info["_cidr"]
            if info["Region"] == region:
                info["PeeringOptions"] = info["_options"]
        view[side + "VpcInfo"] = info
    return view


VIEWS = {"security-group": group_view, "vpc-peering-connection": peering_view}


def describe(kind):
    def run(region, asked):
        view = VIEWS.get(kind, lambda region, o: o)
        ids = asked.get(EC2[kind].ids)
        held = [find(region, kind, oid) for oid in ids] if ids else TABLES[region][kind].values()
        told = [view(region, o) for o in held if not hidden(o)]
        return {EC2[kind].plural: [o for o in told if matches(o, asked.get("Filters") or asked.get("Filter") or [])]}

    return run


for each_kind in EC2:
    action("ec2", "Describe" + EC2[each_kind].plural)(describe(each_kind))


def alive(region, kind, **members):
    """Objects that are not on their way out and have these members."""
    held = [o for o in TABLES[region][kind].values() if o.get("State") not in GONE]
    return [o for o in held if all(o.get(k) == v for k, v in members.items())]


def databases_in(region, member, oid):
    """Clusters whose security groups or subnets have it."""
    for c in TABLES[region]["DBCluster"].values():
        subnets = TABLES[region]["DBSubnetGroup"][c["DBSubnetGroup"]]["Subnets"]
        if oid in [s["SubnetIdentifier"] for s in subnets] + [g["VpcSecurityGroupId"] for g in c["VpcSecurityGroups"]]:
            yield c


def users_of(region, kind, o):
    """What keeps it from being deleted."""
    oid = o[EC2[kind].id]
    if kind == "vpc":
        found = alive(region, "subnet", VpcId=oid) + alive(region, "vpc-endpoint", VpcId=oid) + alive(region, "natgateway", VpcId=oid)
        found += [g for g in TABLES[region]["internet-gateway"].values() if g["Attachments"] and g["Attachments"][0]["VpcId"] == oid]
        found += [g for g in alive(region, "security-group", VpcId=oid) if g["GroupName"] != "default"]
        return found + [t for t in alive(region, "route-table", VpcId=oid) if not is_main(t)]
    if kind == "subnet":
        return alive(region, "natgateway", SubnetId=oid) + list(databases_in(region, "Subnets", oid))
    if kind == "security-group":
        rules = TABLES[region]["security-group-rule"].values()
        others = [r for r in rules if r.get("ReferencedGroupInfo", {}).get("GroupId") == oid and r["GroupId"] != oid]
        return others + list(databases_in(region, "VpcSecurityGroups", oid))
    return {"internet-gateway": lambda: o["Attachments"], "route-table": lambda: o["Associations"]}.get(kind, list)()


def delete(kind):
    def run(region, asked):
        o = find(region, kind, asked[EC2[kind].id])
        if users_of(region, kind, o) or o.get("GroupName") == "default":
            raise Fault("DependencyViolation", f"The {kind} '{asked[EC2[kind].id]}' has dependencies and cannot be deleted.")
        del TABLES[region][kind][asked[EC2[kind].id]]
        if kind == "vpc":
            for part in ("route-table", "security-group"):
                for p in alive(region, part, VpcId=o["VpcId"]):
                    del TABLES[region][part][p[EC2[part].id]]
        if kind in ("security-group", "vpc"):
            groups = TABLES[region]["security-group"]
            for r in [r for r in TABLES[region]["security-group-rule"].values() if r["GroupId"] not in groups]:
                del TABLES[region]["security-group-rule"][r["SecurityGroupRuleId"]]
        if kind == "subnet":
            for t in TABLES[region]["route-table"].values():
                t["Associations"] = [a for a in t["Associations"] if a.get("SubnetId") != o["SubnetId"]]

    return run


for each_kind, each_name in (
    ("vpc", "Vpc"), ("subnet", "Subnet"), ("internet-gateway", "InternetGateway"),
    ("route-table", "RouteTable"), ("security-group", "SecurityGroup"),
):
    action("ec2", "Delete" + each_name)(delete(each_kind))


@action("ec2")
def CreateTags(region, asked, put=True):
    for oid in asked["Resources"]:
        kind = next((k for k in EC2 if oid.startswith(EC2[k].prefix + "-")), None)
        o = find(region, kind, oid)
        held, at = (o["_tags"], region) if kind == "vpc-peering-connection" else (o, "Tags")
        new, gone = (asked["Tags"], ()) if put else ((), [tag["Key"] for tag in asked["Tags"]])
        held[at] = tagged(held.get(at), new, gone)


@action("ec2")
def DeleteTags(region, asked):
    CreateTags(region, asked, put=False)


@action("ec2")
def DescribeAvailabilityZones(region, asked):
    short = "".join(word[0] for word in region.split("-")[:-1]) + region[-1]
    kinds = (("d", "availability-zone"), ("a", "availability-zone"), ("c", "availability-zone"), ("-wl1-z", "wavelength-zone"))
    zones = [
        {"ZoneName": region + letter, "ZoneId": f"{short}-az{n}", "RegionName": region, "State": "available", "ZoneType": kind}
        for n, (letter, kind) in enumerate(kinds, 1)
    ]
    return {"AvailabilityZones": [z for z in zones if matches(z, asked.get("Filters", []))]}


QUOTAS = {
    "vpc": {"VPCs per Region": 5, "Internet gateways per Region": 5, "NAT gateways per Availability Zone": 5},
    "ec2": {"EC2-VPC Elastic IPs": 5},
}


@action("servicequotas")
def ListServiceQuotas(region, asked):
    if asked["ServiceCode"] not in QUOTAS:
        raise Fault("NoSuchResourceException", "The specified service does not exist.")
    quotas = QUOTAS[asked["ServiceCode"]].items()
    return {"Quotas": [{"ServiceCode": asked["ServiceCode"], "QuotaName": name, "Value": float(most)} for name, most in quotas]}


@action("ec2")
def CreateVpc(region, asked):
    tenancy = asked.get("InstanceTenancy", "default")
    vpc = make(region, "vpc", asked, CidrBlock=network(asked["CidrBlock"]), InstanceTenancy=tenancy, State="pending", IsDefault=False)
    vpc.update(_EnableDnsSupport=True, _EnableDnsHostnames=False)
    become(vpc, State="available")
    local = {"DestinationCidrBlock": vpc["CidrBlock"], "GatewayId": "local", "Origin": "CreateRouteTable", "State": "active"}
    main = {"Main": True, "RouteTableAssociationId": fresh("rtbassoc"), "AssociationState": {"State": "associated"}}
    table = make(region, "route-table", {}, VpcId=vpc["VpcId"], Routes=[local], Associations=[main])
    main["RouteTableId"] = table["RouteTableId"]
    group = make(region, "security-group", {}, VpcId=vpc["VpcId"], GroupName="default", Description="default VPC security group")
    add_rule(region, group, False, {"IpProtocol": "-1"}, {"ReferencedGroupInfo": {"GroupId": group["GroupId"], "UserId": ACCOUNT}})
    add_rule(region, group, True, {"IpProtocol": "-1"}, {"CidrIpv4": "0.0.0.0/0"})
    return {"Vpc": vpc}


def one_switch(asked):
    names = [n for n in asked if isinstance(asked[n], dict)]
    if len(names) != 1:
        raise Fault("InvalidParameterCombination", "One attribute at a time")
    return names[0], asked[names[0]]["Value"]


@action("ec2")
def ModifyVpcAttribute(region, asked):
    vpc, (name, value) = find(region, "vpc", asked["VpcId"]), one_switch(asked)
    if name == "EnableDnsHostnames" and value and not vpc["_EnableDnsSupport"]:
        raise Fault("InvalidParameterValue", "DNS hostnames need DNS support")
    vpc["_" + name] = value


@action("ec2")
def DescribeVpcAttribute(region, asked):
    name = asked["Attribute"][0].upper() + asked["Attribute"][1:]
    return {"VpcId": asked["VpcId"], name: {"Value": find(region, "vpc", asked["VpcId"])["_" + name]}}


@action("ec2")
def CreateSubnet(region, asked):
    vpc, cidr = find(region, "vpc", asked["VpcId"]), ipaddress.ip_network(network(asked["CidrBlock"]))
    if not cidr.subnet_of(ipaddress.ip_network(vpc["CidrBlock"])):
        raise Fault("InvalidSubnet.Range", f"The CIDR '{cidr}' is invalid.")
    if any(cidr.overlaps(ipaddress.ip_network(s["CidrBlock"])) for s in alive(region, "subnet", VpcId=vpc["VpcId"])):
        raise Fault("InvalidSubnet.Conflict", f"The CIDR '{cidr}' conflicts with another subnet")
    zone = asked.get("AvailabilityZone", region + "a")
    subnet = make(region, "subnet", asked, VpcId=vpc["VpcId"], CidrBlock=str(cidr), AvailabilityZone=zone, State="pending", MapPublicIpOnLaunch=False)
    become(subnet, State="available")
    return {"Subnet": subnet}


@action("ec2")
def ModifySubnetAttribute(region, asked):
    name, value = one_switch(asked)
    find(region, "subnet", asked["SubnetId"])[name] = value


@action("ec2")
def CreateInternetGateway(region, asked):
    return {"InternetGateway": make(region, "internet-gateway", asked, Attachments=[])}


@action("ec2")
def AttachInternetGateway(region, asked):
    gateway, vpc = find(region, "internet-gateway", asked["InternetGatewayId"]), find(region, "vpc", asked["VpcId"])
    if gateway["Attachments"]:
        raise Fault("Resource.AlreadyAssociated", f"resource {asked['InternetGatewayId']} is already attached")
    gateway["Attachments"] = [{"VpcId": vpc["VpcId"], "State": "available"}]


@action("ec2")
def DetachInternetGateway(region, asked):
    gateway = find(region, "internet-gateway", asked["InternetGatewayId"])
    if asked["VpcId"] not in [a["VpcId"] for a in gateway["Attachments"]]:
        raise Fault("Gateway.NotAttached", "the gateway is not attached")
    if alive(region, "natgateway", VpcId=asked["VpcId"]) or [n for n in TABLES[region]["natgateway"].values() if n["State"] == "deleting"]:
        raise Fault("DependencyViolation", "Network has some mapped public address(es). Please unmap those before detaching the gateway.")
    gateway["Attachments"] = []


@action("ec2")
def AllocateAddress(region, asked):
    return make(region, "elastic-ip", asked, Domain="vpc", PublicIp=f"203.0.113.{RNG.randrange(1, 255)}")


@action("ec2")
def ReleaseAddress(region, asked):
    address = find(region, "elastic-ip", asked["AllocationId"])
    if address.get("AssociationId"):
        raise Fault("InvalidIPAddress.InUse", f"Address {address['PublicIp']} is in use.")
    del TABLES[region]["elastic-ip"][asked["AllocationId"]]


@action("ec2")
def CreateNatGateway(region, asked):
    subnet, address = find(region, "subnet", asked["SubnetId"]), find(region, "elastic-ip", asked["AllocationId"])
    gateways = [a for g in TABLES[region]["internet-gateway"].values() for a in g["Attachments"]]
    if subnet["VpcId"] not in [a["VpcId"] for a in gateways]:
        raise Fault("Gateway.NotAttached", "Network vpc has no Internet gateway attached")
    kind = asked.get("ConnectivityType", "public")
    nat = make(region, "natgateway", asked, SubnetId=subnet["SubnetId"], VpcId=subnet["VpcId"], ConnectivityType=kind)
    if "State" not in nat:
        nat.update(State="pending", NatGatewayAddresses=[{"AllocationId": asked["AllocationId"], "PublicIp": address["PublicIp"]}])
        address["AssociationId"] = fresh("eipassoc")
        become(nat, 2 * SOON, State="available")
    return {"NatGateway": nat, "ClientToken": asked.get("ClientToken")}


@action("ec2")
def DeleteNatGateway(region, asked):
    nat = find(region, "natgateway", asked["NatGatewayId"])

    def end():
        nat["State"] = "deleted"
        TABLES[region]["elastic-ip"].get(nat["NatGatewayAddresses"][0]["AllocationId"], {}).pop("AssociationId", None)

    if nat["State"] not in GONE:
        nat["State"] = "deleting"
        later(end, 2 * SOON)
    return {"NatGatewayId": asked["NatGatewayId"]}


def is_main(table):
    return any(a["Main"] for a in table["Associations"])


@action("ec2")
def CreateRouteTable(region, asked):
    vpc = find(region, "vpc", asked["VpcId"])
    local = {"DestinationCidrBlock": vpc["CidrBlock"], "GatewayId": "local", "Origin": "CreateRouteTable", "State": "active"}
    return {"RouteTable": make(region, "route-table", asked, VpcId=vpc["VpcId"], Routes=[local], Associations=[])}


TARGETS = {"GatewayId": "internet-gateway", "NatGatewayId": "natgateway", "VpcPeeringConnectionId": "vpc-peering-connection"}


def route_of(region, asked):
    targets = {k: asked[k] for k in TARGETS if k in asked}
    if len(targets) != 1:
        raise Fault("InvalidParameterCombination", "a route has one target")
    for k, oid in targets.items():
        target = find(region, TARGETS[k], oid)
        if k == "VpcPeeringConnectionId" and target["Status"]["Code"] != "active":
            raise Fault("InvalidVpcPeeringConnectionID.NotFound", f"{oid} is not active")
    return {"DestinationCidrBlock": network(asked["DestinationCidrBlock"]), **targets, "Origin": "CreateRoute", "State": "active"}


def routes_and_place(region, asked):
    table, cidr = find(region, "route-table", asked["RouteTableId"]), network(asked["DestinationCidrBlock"])
    return table["Routes"], next((n for n, r in enumerate(table["Routes"]) if r.get("DestinationCidrBlock") == cidr), None)


@action("ec2")
def CreateRoute(region, asked):
    routes, at = routes_and_place(region, asked)
    if at is not None:
        raise Fault("RouteAlreadyExists", f"The route identified by {asked['DestinationCidrBlock']} already exists.")
    routes.append(route_of(region, asked))
    return {"Return": True}


@action("ec2", "ReplaceRoute", "DeleteRoute")
def ChangeRoute(region, asked):
    routes, at = routes_and_place(region, asked)
    if at is None:
        raise Fault("InvalidRoute.NotFound", f"no route with destination-cidr-block {asked['DestinationCidrBlock']}")
    routes[at : at + 1] = [route_of(region, asked)] if set(TARGETS) & set(asked) else []


@action("ec2")
def AssociateRouteTable(region, asked):
    table, subnet = find(region, "route-table", asked["RouteTableId"]), find(region, "subnet", asked["SubnetId"])
    if any(a.get("SubnetId") == asked["SubnetId"] for t in TABLES[region]["route-table"].values() for a in t["Associations"]):
        raise Fault("Resource.AlreadyAssociated", f"{asked['SubnetId']} has a route table")
    link = {"Main": False, "RouteTableAssociationId": fresh("rtbassoc"), "RouteTableId": table["RouteTableId"]}
    link.update(SubnetId=subnet["SubnetId"], AssociationState={"State": "associating"})
    become(link, AssociationState={"State": "associated"})
    table["Associations"].append(link)
    return {"AssociationId": link["RouteTableAssociationId"], "AssociationState": link["AssociationState"]}


@action("ec2")
def DisassociateRouteTable(region, asked):
    for table in TABLES[region]["route-table"].values():
        for link in table["Associations"]:
            if link["RouteTableAssociationId"] == asked["AssociationId"] and not link["Main"]:
                table["Associations"].remove(link)
                return
    raise Fault("InvalidAssociationID.NotFound", f"The association ID '{asked['AssociationId']}' does not exist")


@action("ec2")
def CreateSecurityGroup(region, asked):
    vpc, name = find(region, "vpc", asked["VpcId"]), asked["GroupName"]
    if any(g["GroupName"].lower() == name.lower() for g in alive(region, "security-group", VpcId=vpc["VpcId"])):
        raise Fault("InvalidGroup.Duplicate", f"The security group '{name}' already exists")
    group = make(region, "security-group", asked, VpcId=vpc["VpcId"], GroupName=name, Description=asked["Description"])
    add_rule(region, group, True, {"IpProtocol": "-1"}, {"CidrIpv4": "0.0.0.0/0"})
    return group


PROTOCOLS = {"6": "tcp", "17": "udp", "1": "icmp", "58": "icmpv6"}


def flat_rules(permission):
    """What one permission asks for, a rule for each source."""
    protocol = PROTOCOLS.get(permission["IpProtocol"], permission["IpProtocol"])
    ports = (-1, -1) if protocol == "-1" else (permission.get("FromPort"), permission.get("ToPort"))
    if protocol in ("tcp", "udp", "icmp") and None in ports:
        raise Fault("InvalidParameterValue", f"ports are missing with {protocol}")
    base = {"IpProtocol": protocol, "FromPort": ports[0], "ToPort": ports[1]}
    for r in permission.get("IpRanges", []):
        yield base, {"CidrIpv4": network(r["CidrIp"])}, r.get("Description")
    for g in permission.get("UserIdGroupPairs", []):
        yield base, {"ReferencedGroupInfo": {"GroupId": g["GroupId"], "UserId": ACCOUNT}}, g.get("Description")


def same_rule(region, group, egress, base, source):
    want = {"GroupId": group["GroupId"], "IsEgress": egress, **base, **source}
    rules = TABLES[region]["security-group-rule"].values()
    return next((r for r in rules if all(r.get(k) == v for k, v in want.items())), None)


def add_rule(region, group, egress, base, source, description=None, asked={}):
    if "ReferencedGroupInfo" in source:
        find(region, "security-group", source["ReferencedGroupInfo"]["GroupId"])
    base = {"FromPort": -1, "ToPort": -1, **base}
    if same_rule(region, group, egress, base, source):
        raise Fault("InvalidPermission.Duplicate", "the specified rule already exists")
    members = {"GroupId": group["GroupId"], "GroupOwnerId": ACCOUNT, "IsEgress": egress, "Description": description}
    return make(region, "security-group-rule", asked, **members, **base, **source)


@action("ec2", "AuthorizeSecurityGroupIngress", "AuthorizeSecurityGroupEgress")
def authorize(region, asked, egress=False):
    group = find(region, "security-group", asked["GroupId"])
    made = [add_rule(region, group, egress, *rule, asked) for p in asked["IpPermissions"] for rule in flat_rules(p)]
    if not made:
        raise Fault("MissingParameter", "Source group or range missing")
    return {"Return": True, "SecurityGroupRules": made}


@action("ec2", "RevokeSecurityGroupIngress", "RevokeSecurityGroupEgress")
def revoke(region, asked, egress=False):
    group, rules = find(region, "security-group", asked["GroupId"]), TABLES[region]["security-group-rule"]
    gone = [find(region, "security-group-rule", i) for i in asked.get("SecurityGroupRuleIds", [])]
    gone += [same_rule(region, group, egress, base, source) for p in asked.get("IpPermissions", []) for base, source, _ in flat_rules(p)]
    if not gone or None in gone or any(r["GroupId"] != asked["GroupId"] or r["IsEgress"] != egress for r in gone):
        raise Fault("InvalidPermission.NotFound", "The specified rule does not exist in this security group.")
    for rule in gone:
        del rules[rule["SecurityGroupRuleId"]]
    return {"Return": True}


action("ec2", "AuthorizeSecurityGroupEgress")(lambda region, asked: authorize(region, asked, True))
action("ec2", "RevokeSecurityGroupEgress")(lambda region, asked: revoke(region, asked, True))


@action("ec2", "UpdateSecurityGroupRuleDescriptionsIngress", "UpdateSecurityGroupRuleDescriptionsEgress")
def describe_rules(region, asked):
    for new in asked["SecurityGroupRuleDescriptions"]:
        find(region, "security-group-rule", new["SecurityGroupRuleId"])["Description"] = new.get("Description")
    return {"Return": True}


FULL_ACCESS = '{"Version":"2008-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}'


def endpoint_routes(region, endpoint, tables):
    """A gateway's tables are exactly these from now on."""
    for table in TABLES[region]["route-table"].values():
        table["Routes"] = [r for r in table["Routes"] if r.get("GatewayId") != endpoint["VpcEndpointId"]]
        if table["RouteTableId"] in tables:
            prefix = {"DestinationPrefixListId": "pl-" + endpoint["ServiceName"][-2:].encode().hex() + "a570", "GatewayId": endpoint["VpcEndpointId"]}
            table["Routes"].append({**prefix, "Origin": "CreateRoute", "State": "active"})
    endpoint["RouteTableIds"] = tables


@action("ec2")
def CreateVpcEndpoint(region, asked):
    find(region, "vpc", asked["VpcId"])
    if not asked["ServiceName"].startswith(f"com.amazonaws.{region}."):
        raise Fault("InvalidServiceName", f"The Vpc Endpoint Service '{asked['ServiceName']}' does not exist")
    groups = [{"GroupId": g} for g in asked.get("SecurityGroupIds", [])]
    kept = {k: asked.get(k) for k in ("VpcId", "ServiceName", "SubnetIds", "PrivateDnsEnabled")}
    kept.update(VpcEndpointType=asked.get("VpcEndpointType", "Gateway"), Groups=groups)
    policy = rewritten(asked.get("PolicyDocument", FULL_ACCESS))
    endpoint = make(region, "vpc-endpoint", asked, State="pending", PolicyDocument=policy, **kept)
    become(endpoint, State="available")
    endpoint_routes(region, endpoint, [find(region, "route-table", t)["RouteTableId"] for t in asked.get("RouteTableIds", [])])
    return {"VpcEndpoint": endpoint}


@action("ec2")
def ModifyVpcEndpoint(region, asked):
    endpoint = find(region, "vpc-endpoint", asked["VpcEndpointId"])
    change = lambda have, what: [x for x in have or [] if x not in asked.get("Remove" + what, [])] + asked.get("Add" + what, [])
    endpoint_routes(region, endpoint, change(endpoint["RouteTableIds"], "RouteTableIds"))
    endpoint["SubnetIds"] = change(endpoint["SubnetIds"], "SubnetIds")
    endpoint["Groups"] = [{"GroupId": g} for g in change([g["GroupId"] for g in endpoint["Groups"]], "SecurityGroupIds")]
    if "PolicyDocument" in asked:
        endpoint["PolicyDocument"] = rewritten(asked["PolicyDocument"])
    endpoint["PrivateDnsEnabled"] = asked.get("PrivateDnsEnabled", endpoint["PrivateDnsEnabled"])
    return {"Return": True}


def delete_some(region, kind, ids, remove):
    """AWS answers with 200 and tells what it has not done."""
    unknown = [i for i in ids if i not in TABLES[region][kind]]
    for oid in set(ids) - set(unknown):
        remove(TABLES[region][kind][oid])
    error = lambda i: {"Code": EC2[kind].missing, "Message": f"{i} does not exist"}
    return {"Unsuccessful": [{"ResourceId": i, "Error": error(i)} for i in unknown]}


@action("ec2")
def DeleteVpcEndpoints(region, asked):
    def remove(endpoint):
        endpoint["State"] = "deleting"
        endpoint_routes(region, endpoint, [])
        later(lambda: TABLES[region]["vpc-endpoint"].pop(endpoint["VpcEndpointId"], None))

    return delete_some(region, "vpc-endpoint", asked["VpcEndpointIds"], remove)


@action("ec2")
def CreateFlowLogs(region, asked):
    kept = {k: asked.get(k) for k in ("TrafficType", "LogGroupName", "DeliverLogsPermissionArn")}
    kept.update(LogDestinationType=asked.get("LogDestinationType", "cloud-watch-logs"), FlowLogStatus="ACTIVE")
    kept["MaxAggregationInterval"] = asked.get("MaxAggregationInterval", 600)
    find(region, "vpc", asked["ResourceIds"][0])
    return {"FlowLogIds": [make(region, "vpc-flow-log", asked, ResourceId=asked["ResourceIds"][0], **kept)["FlowLogId"]]}


@action("ec2")
def DeleteFlowLogs(region, asked):
    return delete_some(region, "vpc-flow-log", asked["FlowLogIds"], lambda o: TABLES[region]["vpc-flow-log"].pop(o["FlowLogId"]))


# Peering connections: one object that both regions hold; the other region hears of it a little later.
@action("ec2")
def CreateVpcPeeringConnection(region, asked):
    vpc, there = find(region, "vpc", asked["VpcId"]), asked.get("PeerRegion", region)
    peer = TABLES[there]["vpc"].get(asked["PeerVpcId"], {})
    info = lambda v, vid, r: {"VpcId": vid, "Region": r, "OwnerId": ACCOUNT, "_cidr": v.get("CidrBlock"), "_options": {"AllowDnsResolutionFromRemoteVpc": False}}
    sides = {"RequesterVpcInfo": info(vpc, vpc["VpcId"], region), "AccepterVpcInfo": info(peer, asked["PeerVpcId"], there)}
    pcx = make(region, "vpc-peering-connection", asked, Status={"Code": "initiating-request"}, **sides)
    pcx["_tags"] = {region: pcx.pop("Tags")}
    overlap = not peer or ipaddress.ip_network(vpc["CidrBlock"]).overlaps(ipaddress.ip_network(peer["CidrBlock"]))

    def arrive():
        pcx["Status"] = {"Code": "failed" if overlap else "pending-acceptance"}
        TABLES[there]["vpc-peering-connection"][pcx["VpcPeeringConnectionId"]] = pcx

    later(arrive)
    return {"VpcPeeringConnection": peering_view(region, pcx)}


@action("ec2")
def AcceptVpcPeeringConnection(region, asked):
    pcx = find(region, "vpc-peering-connection", asked["VpcPeeringConnectionId"])
    if pcx["Status"]["Code"] != "pending-acceptance" or pcx["AccepterVpcInfo"]["Region"] != region:
        raise Fault("InvalidStateTransition", f"Invalid state transition from {pcx['Status']['Code']} to provisioning")
    pcx["Status"] = {"Code": "provisioning"}
    become(pcx, Status={"Code": "active"})
    return {"VpcPeeringConnection": peering_view(region, pcx)}


@action("ec2")
def ModifyVpcPeeringConnectionOptions(region, asked):
    pcx = find(region, "vpc-peering-connection", asked["VpcPeeringConnectionId"])
    if pcx["Status"]["Code"] != "active":
        raise Fault("OperationNotPermitted", "Peering is not active. Peering options can be added only to active peerings.")
    for side in ("Requester", "Accepter"):
        new = asked.get(side + "PeeringConnectionOptions")
        if new and pcx[side + "VpcInfo"]["Region"] != region:
            raise Fault("OperationNotPermitted", f"options of the {side} are set in its region")
        pcx[side + "VpcInfo"]["_options"].update(new or {})
    return {}


@action("ec2")
def DeleteVpcPeeringConnection(region, asked):
    pcx = find(region, "vpc-peering-connection", asked["VpcPeeringConnectionId"])
    if pcx["Status"]["Code"] not in ("pending-acceptance", "active", "provisioning"):
        raise Fault("InvalidStateTransition", f"Invalid state transition from {pcx['Status']['Code']} to deleting")
    pcx["Status"] = {"Code": "deleting"}
    become(pcx, Status={"Code": "deleted"})
    return {"Return": True}


# ---- RDS --------------------------------------------------------------------------------------------------------------

Rds = collections.namedtuple("Rds", "id arn missing exists")
RDS = {
    "DBSubnetGroup": Rds("DBSubnetGroupName", "subgrp", "DBSubnetGroupNotFoundFault", "DBSubnetGroupAlreadyExists"),
    "DBClusterParameterGroup": Rds("DBClusterParameterGroupName", "cluster-pg", "DBParameterGroupNotFound", "DBParameterGroupAlreadyExists"),
    "DBParameterGroup": Rds("DBParameterGroupName", "pg", "DBParameterGroupNotFound", "DBParameterGroupAlreadyExists"),
    "GlobalCluster": Rds("GlobalClusterIdentifier", "global-cluster", "GlobalClusterNotFoundFault", "GlobalClusterAlreadyExistsFault"),
    "DBCluster": Rds("DBClusterIdentifier", "cluster", "DBClusterNotFoundFault", "DBClusterAlreadyExistsFault"),
    "DBInstance": Rds("DBInstanceIdentifier", "db", "DBInstanceNotFound", "DBInstanceAlreadyExists"),
}


def rds_table(region, kind):
    return TABLES[GLOBAL if kind == "GlobalCluster" else region][kind]


def rds_find(region, kind, name):
    found = rds_table(region, kind).get(name.lower())
    if hidden(found):
        raise Fault(RDS[kind].missing, f"{kind} {name} not found.", 404)
    return found


def rds_shown(asked):
    """Input members as the describe calls name them."""
    o = {k: v for k, v in asked.items() if k not in ("MasterUserPassword", "ApplyImmediately", "Tags", "SubnetIds", "CloudwatchLogsExportConfiguration")}
    rename = {
        "EnableIAMDatabaseAuthentication": "IAMDatabaseAuthenticationEnabled",
        "EnableCloudwatchLogsExports": "EnabledCloudwatchLogsExports",
        "EnablePerformanceInsights": "PerformanceInsightsEnabled",
        "EnableGlobalWriteForwarding": "_forwarding",
    }
    if "VpcSecurityGroupIds" in o:
        o["VpcSecurityGroups"] = [{"VpcSecurityGroupId": g, "Status": "active"} for g in o.pop("VpcSecurityGroupIds")]
    for window in ("PreferredBackupWindow", "PreferredMaintenanceWindow"):
        if window in o:
            o[window] = o[window].lower()
    return {rename.get(k, k): v for k, v in o.items()}


def rds_make(region, kind, asked, **members):
    name, rule = asked[RDS[kind].id].lower(), RDS[kind]
    if name in rds_table(region, kind):
        raise Fault(rule.exists, f"{kind} {name} already exists")
    where = "" if kind == "GlobalCluster" else region
    o = {**rds_shown(asked), rule.id: name, "TagList": asked.get("Tags", []), **members}
    o["_seen"] = when_seen()
    o[kind + "Arn"] = f"arn:aws:rds:{where}:{ACCOUNT}:{rule.arn}:{name}"
    rds_table(region, kind)[name] = o
    return o


def rds_describe(kind):
    def run(region, asked):
        if not 20 <= asked.get("MaxRecords", 100) <= 100:
            raise Fault("InvalidParameterValue", "MaxRecords must be from 20 to 100")
        name = asked.get(RDS[kind].id)
        held = [rds_find(region, kind, name)] if name else rds_table(region, kind).values()
        return {kind + "s": [rds_view(kind, o) for o in held if not hidden(o)]}

    return run


def rds_view(kind, o):
    """A cluster tells what depends on its role: forwarding and its source are a secondary's."""
    if kind == "DBCluster":
        world = TABLES[GLOBAL]["GlobalCluster"].get(o.get("GlobalClusterIdentifier"))
        writer = next((m["DBClusterArn"] for m in world["GlobalClusterMembers"] if m["IsWriter"]), None) if world else None
        o = dict(o)
        if writer and writer != o["DBClusterArn"]:
            o.update(GlobalWriteForwardingRequested=o.get("_forwarding"), ReplicationSourceIdentifier=writer)
        if o.get("StorageType") == "aurora":
            del o["StorageType"]
    return o


for each_kind in RDS:
    action("rds", f"Describe{each_kind}s")(rds_describe(each_kind))


def rds_by_arn(region, arn):
    for kind in RDS:
        for o in rds_table(region, kind).values():
            if o[kind + "Arn"] == arn:
                return o
    raise Fault("InvalidParameterValue", f"The specified resource name does not match an RDS resource in this region: {arn}")


@action("rds", "AddTagsToResource", "RemoveTagsFromResource")
def rds_tag(region, asked):
    o = rds_by_arn(region, asked["ResourceName"])
    o["TagList"] = tagged(o["TagList"], asked.get("Tags", ()), asked.get("TagKeys", ()))


@action("rds")
def ListTagsForResource(region, asked):
    return {"TagList": rds_by_arn(region, asked["ResourceName"])["TagList"]}


@action("rds")
def CreateDBSubnetGroup(region, asked):
    return {"DBSubnetGroup": rds_make(region, "DBSubnetGroup", asked, SubnetGroupStatus="Complete", **subnets_of(region, asked))}


def subnets_of(region, asked):
    held = [TABLES[region]["subnet"].get(s) for s in asked["SubnetIds"]]
    if None in held or len({s["VpcId"] for s in held}) != 1:
        raise Fault("InvalidSubnet", "subnets are missing or of several VPCs")
    if len({s["AvailabilityZone"] for s in held}) < 2:
        raise Fault("DBSubnetGroupDoesNotCoverEnoughAZs", "The DB subnet group doesn't meet Availability Zone (AZ) coverage requirement.")
    told = [{"SubnetIdentifier": s["SubnetId"], "SubnetAvailabilityZone": {"Name": s["AvailabilityZone"]}, "SubnetStatus": "Active"} for s in held]
    return {"Subnets": told, "VpcId": held[0]["VpcId"]}


@action("rds")
def ModifyDBSubnetGroup(region, asked):
    group = rds_find(region, "DBSubnetGroup", asked["DBSubnetGroupName"])
    group.update(subnets_of(region, asked), DBSubnetGroupDescription=asked.get("DBSubnetGroupDescription", group["DBSubnetGroupDescription"]))
    return {"DBSubnetGroup": group}


# what is deleted, the fault while it is used, what uses it, and by which name
RDS_PARTS = (
    ("DBSubnetGroup", "InvalidDBSubnetGroupStateFault", "DBCluster", lambda c: c["DBSubnetGroup"]),
    ("DBClusterParameterGroup", "InvalidDBParameterGroupState", "DBCluster", lambda c: c["DBClusterParameterGroup"]),
    ("DBParameterGroup", "InvalidDBParameterGroupState", "DBInstance", lambda i: i["DBParameterGroups"][0]["DBParameterGroupName"]),
)


def rds_delete_part(kind, code, user, named):
    def run(region, asked):
        name = rds_find(region, kind, asked[RDS[kind].id])[RDS[kind].id]
        if name in map(named, TABLES[region][user].values()):
            raise Fault(code, f"{kind} {name} is in use")
        del rds_table(region, kind)[name]

    action("rds", "Delete" + kind)(run)


for each_part in RDS_PARTS:
    rds_delete_part(*each_part)


def parameter_group(kind, plural):
    """The five calls of a kind of parameter group."""
    name = RDS[kind].id

    def create(region, asked):
        return {kind: rds_make(region, kind, asked, _user={})}

    def change(region, asked, put=True):
        user = rds_find(region, kind, asked[name])["_user"]
        if not put and asked.get("ResetAllParameters"):
            user.clear()
        if len(asked.get("Parameters", [])) > 20:
            raise Fault("InvalidParameterValue", "at most 20 parameters a call")
        for p in asked.get("Parameters", []):
            user.pop(p["ParameterName"], None)
            if put:
                user[p["ParameterName"]] = p["ParameterValue"]
        return {name: asked[name]}

    def told(region, asked):
        user = rds_find(region, kind, asked[name])["_user"]
        own = [{"ParameterName": k, "ParameterValue": v, "Source": "user", "IsModifiable": True} for k, v in user.items()]
        rest = [{"ParameterName": f"default_{n}", "ParameterValue": str(n), "Source": "engine-default"} for n in range(9)]
        return {"Parameters": [p for p in own + rest if asked.get("Source", p["Source"]) == p["Source"]]}

    action("rds", "Create" + kind)(create)
    action("rds", "Modify" + kind)(change)
    action("rds", "Reset" + kind)(lambda region, asked: change(region, asked, False))
    action("rds", "Describe" + plural)(told)


parameter_group("DBClusterParameterGroup", "DBClusterParameters")
parameter_group("DBParameterGroup", "DBParameters")


@action("rds")
def CreateGlobalCluster(region, asked):
    name = asked["GlobalClusterIdentifier"].lower()
    members = {"Status": "creating", "GlobalClusterMembers": [], "GlobalClusterResourceId": fresh("cluster"), "Endpoint": f"{name}.global.rds.amazonaws.com"}
    world = rds_make(region, "GlobalCluster", {"DeletionProtection": False, **asked}, **members)
    become(world, Status="available")
    return {"GlobalCluster": world}


@action("rds")
def ModifyGlobalCluster(region, asked):
    world = rds_find(region, "GlobalCluster", asked["GlobalClusterIdentifier"])
    world["DeletionProtection"] = asked.get("DeletionProtection", world["DeletionProtection"])
    return {"GlobalCluster": world}


@action("rds")
def DeleteGlobalCluster(region, asked):
    world = rds_find(region, "GlobalCluster", asked["GlobalClusterIdentifier"])
    if world["DeletionProtection"]:
        raise Fault("InvalidParameterCombination", "Cannot delete protected Global Cluster, please disable deletion protection and try again.")
    if world["GlobalClusterMembers"]:
        raise Fault("InvalidGlobalClusterStateFault", f"Global Cluster {world['GlobalClusterArn']} is not empty")
    world["Status"] = "deleting"
    later(lambda: TABLES[GLOBAL]["GlobalCluster"].pop(world["GlobalClusterIdentifier"], None))
    return {"GlobalCluster": world}


def member_of(world, arn):
    return next((m for m in world["GlobalClusterMembers"] if m["DBClusterArn"] == arn), None)


@action("rds")
def RemoveFromGlobalCluster(region, asked):
    world, arn = rds_find(region, "GlobalCluster", asked["GlobalClusterIdentifier"]), asked["DbClusterIdentifier"]
    member = member_of(world, arn)
    if not member:
        raise Fault("InvalidParameterValue", f"{arn} is not found in global cluster {asked['GlobalClusterIdentifier']}")
    if member["IsWriter"] and len(world["GlobalClusterMembers"]) > 1:
        raise Fault("InvalidGlobalClusterStateFault", "the primary leaves last; remove the others first")
    cluster = cluster_by_arn(arn)
    if cluster["Status"] != "available":
        raise Fault("InvalidDBClusterStateFault", f"Cluster {arn} is not available")
    cluster["Status"] = "promoting"

    def leave():
        world["GlobalClusterMembers"].remove(member)
        cluster.pop("GlobalClusterIdentifier")
        become(cluster, Status="available")

    later(leave)
    return {"GlobalCluster": world}


def cluster_by_arn(arn):
    return TABLES[arn.split(":")[3]]["DBCluster"][arn.split(":")[-1]]


@action("rds")
def FailoverGlobalCluster(region, asked):
    world = rds_find(region, "GlobalCluster", asked["GlobalClusterIdentifier"])
    target = member_of(world, asked["TargetDbClusterIdentifier"])
    if not target or target["IsWriter"] or not cluster_by_arn(target["DBClusterArn"])["DBClusterMembers"]:
        raise Fault("InvalidDBClusterStateFault", "the target is no secondary with an instance")

    def swap():
        world["Status"] = "available"
        for member in world["GlobalClusterMembers"]:
            member["IsWriter"] = member is target
            instances = cluster_by_arn(member["DBClusterArn"])["DBClusterMembers"]
            for n, instance in enumerate(instances):
                instance["IsClusterWriter"] = member is target and n == 0

    world["Status"] = "failing-over"
    later(swap)
    return {"GlobalCluster": world}


def join(region, asked):
    """The global cluster that a new cluster joins, and whether as its writer."""
    world = rds_find(region, "GlobalCluster", asked["GlobalClusterIdentifier"])
    writer = next((m for m in world["GlobalClusterMembers"] if m["IsWriter"]), None)
    if world["Status"] != "available":
        raise Fault("InvalidGlobalClusterStateFault", "Global cluster is not available")
    if not asked["EngineVersion"].startswith(world["EngineVersion"]) or asked["Engine"] != world["Engine"]:
        raise Fault("InvalidParameterValue", "engine and version must be those of the global cluster")
    if not writer:
        return world, True
    primary = cluster_by_arn(writer["DBClusterArn"])
    members = [i for i in TABLES[primary["_region"]]["DBInstance"].values() if i["DBClusterIdentifier"] == primary["DBClusterIdentifier"]]
    if primary["Status"] != "available" or not [i for i in members if i["DBInstanceStatus"] == "available"]:
        raise Fault("InvalidDBClusterStateFault", "Source cluster is in a state which is not valid for physical replication")
    if {"MasterUsername", "MasterUserPassword", "DatabaseName"} & set(asked):
        raise Fault("InvalidParameterValue", "Cannot specify master user name, password or database for a cluster of a global cluster")
    return world, False


@action("rds")
def CreateDBCluster(region, asked):
    name = asked["DBClusterIdentifier"].lower()
    group = rds_find(region, "DBSubnetGroup", asked["DBSubnetGroupName"])
    if asked["DBClusterParameterGroupName"].lower() not in TABLES[region]["DBClusterParameterGroup"]:
        raise Fault("DBClusterParameterGroupNotFound", "Cluster parameter group not found", 404)
    for g in asked.get("VpcSecurityGroupIds", []):
        find(region, "security-group", g)
    key = key_of(region, asked["KmsKeyId"], "KMSKeyNotAccessibleFault") if "KmsKeyId" in asked else None
    world, writer = join(region, asked) if "GlobalClusterIdentifier" in asked else (None, True)
    if writer and not 8 <= len(asked.get("MasterUserPassword", "")) <= 41:
        raise Fault("InvalidParameterValue", "The parameter MasterUserPassword is not a valid password.")
    host = f"{name}.cluster-{{}}c0ffee.{region}.rds.amazonaws.com"
    defaults = {"BackupRetentionPeriod": 1, "DeletionProtection": False, "StorageEncrypted": False, "CopyTagsToSnapshot": False}
    defaults.update(Port=5432, EnableIAMDatabaseAuthentication=False, EnableCloudwatchLogsExports=[], StorageType="aurora")
    defaults.update(PreferredBackupWindow="13:07-13:37", PreferredMaintenanceWindow="tue:18:02-tue:18:32")
    members = {"Status": "creating", "DBSubnetGroup": group["DBSubnetGroupName"], "KmsKeyId": key and key["Arn"], "_region": region}
    members.update(DBClusterParameterGroup=asked["DBClusterParameterGroupName"].lower(), DBClusterMembers=[], EngineMode="provisioned")
    members.update(Endpoint=host.format(""), ReaderEndpoint=host.format("ro-"), DbClusterResourceId=fresh("cluster").upper())
    members["AvailabilityZones"] = [region + letter for letter in "acd"]
    cluster = rds_make(region, "DBCluster", {**defaults, **asked}, **members)
    if not writer:
        cluster["MasterUsername"] = "dbadmin"
    if world:
        world["GlobalClusterMembers"].append({"DBClusterArn": cluster["DBClusterArn"], "IsWriter": writer, "Readers": []})
        cluster["GlobalClusterIdentifier"] = world["GlobalClusterIdentifier"]
    become(cluster, Status="available")
    return {"DBCluster": rds_view("DBCluster", cluster)}


@action("rds")
def ModifyDBCluster(region, asked):
    cluster = rds_find(region, "DBCluster", asked["DBClusterIdentifier"])
    if cluster["Status"] != "available":
        raise Fault("InvalidDBClusterStateFault", f"DB Cluster {asked['DBClusterIdentifier']} is not currently in the available state")
    new = rds_shown({k: v for k, v in asked.items() if k != "DBClusterIdentifier"})
    if "DBClusterParameterGroupName" in new:
        new["DBClusterParameterGroup"] = new.pop("DBClusterParameterGroupName").lower()
    world = TABLES[GLOBAL]["GlobalCluster"].get(cluster.get("GlobalClusterIdentifier"), {"GlobalClusterMembers": []})
    if "EngineVersion" in new and any(m["DBClusterArn"] == cluster["DBClusterArn"] and m["IsWriter"] for m in world["GlobalClusterMembers"]):
        others = [cluster_by_arn(m["DBClusterArn"]) for m in world["GlobalClusterMembers"] if not m["IsWriter"]]
        if any(o["EngineVersion"] != new["EngineVersion"] for o in others):
            raise Fault("InvalidParameterValue", "upgrade global replicas first")
        later(lambda: world.update(EngineVersion=new["EngineVersion"]))
    logs = asked.get("CloudwatchLogsExportConfiguration", {})
    kept = [x for x in cluster["EnabledCloudwatchLogsExports"] if x not in logs.get("DisableLogTypes", [])]
    new["EnabledCloudwatchLogsExports"] = kept + logs.get("EnableLogTypes", [])
    if not asked.get("ApplyImmediately"):
        cluster["PendingModifiedValues"] = {k: new[k] for k in ("BackupRetentionPeriod", "EngineVersion") if k in new}
        return {"DBCluster": rds_view("DBCluster", cluster)}
    cluster["Status"] = "modifying"
    become(cluster, Status="available", **new)
    return {"DBCluster": rds_view("DBCluster", cluster)}


@action("rds")
def DeleteDBCluster(region, asked):
    cluster = rds_find(region, "DBCluster", asked["DBClusterIdentifier"])
    if cluster["DeletionProtection"]:
        raise Fault("InvalidParameterCombination", "Cannot delete protected Cluster, please disable deletion protection and try again.")
    if "GlobalClusterIdentifier" in cluster:
        raise Fault("InvalidDBClusterStateFault", "This cluster is a part of a global cluster, please remove it from globalcluster first")
    if cluster["DBClusterMembers"] or cluster["Status"] != "available":
        raise Fault("InvalidDBClusterStateFault", "Cluster cannot be deleted, it still contains DB instances in non-deleting state.")
    if not asked.get("SkipFinalSnapshot") and "FinalDBSnapshotIdentifier" not in asked:
        raise Fault("InvalidParameterCombination", "FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is specified.")
    cluster["Status"] = "deleting"
    later(lambda: TABLES[region]["DBCluster"].pop(cluster["DBClusterIdentifier"], None))
    return {"DBCluster": rds_view("DBCluster", cluster)}


def check_monitoring(asked):
    if bool(asked.get("MonitoringInterval")) != ("MonitoringRoleArn" in asked):
        raise Fault("InvalidParameterCombination", "A MonitoringRoleARN value is required if you specify a MonitoringInterval value other than 0.")
    role = TABLES[GLOBAL]["role"].get(asked.get("MonitoringRoleArn", "").split("/")[-1])
    if asked.get("MonitoringInterval") and not (role and role["AttachedPolicies"] and time.monotonic() > role["_made"] + SOON):
        raise Fault("InvalidParameterValue", "IAM role ARN value is invalid or does not include the required permissions for: ENHANCED_MONITORING")


@action("rds")
def CreateDBInstance(region, asked):
    cluster = rds_find(region, "DBCluster", asked["DBClusterIdentifier"])
    if cluster["Status"] != "available":
        raise Fault("InvalidDBClusterStateFault", f"DB Cluster {asked['DBClusterIdentifier']} is not available")
    check_monitoring(asked)
    group = rds_find(region, "DBParameterGroup", asked["DBParameterGroupName"])["DBParameterGroupName"]
    defaults = {"PubliclyAccessible": False, "AutoMinorVersionUpgrade": True, "PromotionTier": 1, "MonitoringInterval": 0, "EnablePerformanceInsights": False}
    name = asked["DBInstanceIdentifier"].lower()
    members = {"DBInstanceStatus": "creating", "DBParameterGroups": [{"DBParameterGroupName": group, "ParameterApplyStatus": "in-sync"}]}
    instance = rds_make(region, "DBInstance", {**defaults, **asked}, DBClusterIdentifier=cluster["DBClusterIdentifier"], **members)
    world = TABLES[GLOBAL]["GlobalCluster"].get(cluster.get("GlobalClusterIdentifier"))
    primary = not world or member_of(world, cluster["DBClusterArn"])["IsWriter"]
    writes = primary and not cluster["DBClusterMembers"]
    cluster["DBClusterMembers"].append({"DBInstanceIdentifier": name, "IsClusterWriter": writes, "PromotionTier": instance["PromotionTier"]})
    become(instance, SOON, DBInstanceStatus="configuring-enhanced-monitoring", Endpoint={"Address": f"{name}.c0ffee.{region}.rds.amazonaws.com", "Port": 5432})
    become(instance, 2 * SOON, DBInstanceStatus="available")
    return {"DBInstance": instance}


@action("rds")
def ModifyDBInstance(region, asked):
    instance = rds_find(region, "DBInstance", asked["DBInstanceIdentifier"])
    if instance["DBInstanceStatus"] != "available":
        raise Fault("InvalidDBInstanceState", f"Database instance {asked['DBInstanceIdentifier']} is not in available state.")
    new = rds_shown({k: v for k, v in asked.items() if k != "DBInstanceIdentifier"})
    if "DBParameterGroupName" in new:
        new["DBParameterGroups"] = [{"DBParameterGroupName": new.pop("DBParameterGroupName").lower(), "ParameterApplyStatus": "pending-reboot"}]
    instance["DBInstanceStatus"] = "modifying"
    become(instance, DBInstanceStatus="available", **new)
    return {"DBInstance": instance}


@action("rds")
def DeleteDBInstance(region, asked):
    instance = rds_find(region, "DBInstance", asked["DBInstanceIdentifier"])
    if instance["DBInstanceStatus"] == "deleting":
        raise Fault("InvalidDBInstanceState", f"Instance {asked['DBInstanceIdentifier']} is already being deleted.")

    def end():
        TABLES[region]["DBInstance"].pop(instance["DBInstanceIdentifier"], None)
        members = TABLES[region]["DBCluster"][instance["DBClusterIdentifier"]]["DBClusterMembers"]
        members[:] = [m for m in members if m["DBInstanceIdentifier"] != instance["DBInstanceIdentifier"]]

    instance["DBInstanceStatus"] = "deleting"
    later(end)
    return {"DBInstance": instance}


# ---- KMS, and the tagging API that finds its keys ---------------------------------------------------------------------


def key_of(region, name, code="NotFoundException"):
    """By id, ARN or alias."""
    aliases = TABLES[region]["alias"]
    if name.startswith("alias/") or ":alias/" in name:
        name = aliases.get("alias/" + name.split("alias/")[1], {}).get("TargetKeyId", name)
    key = TABLES[region]["key"].get(name.split("/")[-1])
    if hidden(key) or (name.startswith("arn:") and key["Arn"] != name):
        raise Fault(code, f"Key '{name}' does not exist")
    return key


def key_action(name, even_pending=False):
    def wrap(function):
        def run(region, asked):
            key = key_of(region, asked["KeyId"])
            if key["KeyState"] == "PendingDeletion" and not even_pending:
                raise Fault("KMSInvalidStateException", f"{key['Arn']} is pending deletion.")
            return function(key, asked)

        return action("kms", name)(run)

    return wrap


@action("kms")
def CreateKey(region, asked):
    kid = "-".join(f"{RNG.getrandbits(4 * n):0{n}x}" for n in (8, 4, 4, 4, 12))
    arn = f"arn:aws:kms:{region}:{ACCOUNT}:key/{kid}"
    anyone = json.dumps({"Statement": [{"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}, "Action": "kms:*", "Resource": "*"}]})
    key = {"KeyId": kid, "Arn": arn, "AWSAccountId": ACCOUNT, "CreationDate": time.time(), "Description": asked.get("Description", ""), "Enabled": True}
    key.update(KeyState="Enabled", KeyUsage=asked.get("KeyUsage", "ENCRYPT_DECRYPT"), KeySpec=asked.get("KeySpec", "SYMMETRIC_DEFAULT"))
    key.update(Origin="AWS_KMS", KeyManager="CUSTOMER", MultiRegion=asked.get("MultiRegion", False), CustomerMasterKeySpec="SYMMETRIC_DEFAULT")
    key.update(_policy=rewritten(asked.get("Policy", anyone)), _tags=asked.get("Tags", []), _rotation=None)
    TABLES[region]["key"][kid] = {**key, "_seen": when_seen(), "_listed": time.monotonic() + LAG}
    return {"KeyMetadata": key}


@key_action("DescribeKey", even_pending=True)
def describe_key(key, asked):
    return {"KeyMetadata": key}


@key_action("GetKeyPolicy", even_pending=True)
def get_key_policy(key, asked):
    return {"Policy": key["_policy"]}


@key_action("PutKeyPolicy")
def put_key_policy(key, asked):
    key["_policy"] = rewritten(asked["Policy"])


@key_action("GetKeyRotationStatus")
def get_key_rotation(key, asked):
    return {"KeyRotationEnabled": key["_rotation"] is not None, "RotationPeriodInDays": key["_rotation"]}


@key_action("EnableKeyRotation")
def enable_rotation(key, asked):
    key["_rotation"] = asked.get("RotationPeriodInDays", key["_rotation"] or 365)


@key_action("DisableKeyRotation")
def disable_rotation(key, asked):
    key["_rotation"] = None


@key_action("UpdateKeyDescription")
def update_description(key, asked):
    key["Description"] = asked["Description"]


@key_action("ListResourceTags", even_pending=True)
def list_key_tags(key, asked):
    return {"Tags": key["_tags"], "Truncated": False}


@key_action("TagResource")
def tag_key(key, asked):
    key["_tags"] = tagged(key["_tags"], asked["Tags"], key="TagKey")


@key_action("UntagResource")
def untag_key(key, asked):
    key["_tags"] = tagged(key["_tags"], gone=asked["TagKeys"], key="TagKey")


@key_action("ScheduleKeyDeletion")
def schedule_deletion(key, asked):
    days = asked.get("PendingWindowInDays", 30)
    key.update(KeyState="PendingDeletion", Enabled=False, DeletionDate=time.time() + 86400 * days)
    return {"KeyId": key["Arn"], "DeletionDate": key["DeletionDate"], "KeyState": "PendingDeletion", "PendingWindowInDays": days}


@action("kms")
def CreateAlias(region, asked):
    name, key = asked["AliasName"], key_of(region, asked["TargetKeyId"])
    if name in TABLES[region]["alias"]:
        raise Fault("AlreadyExistsException", f"An alias with the name {name} already exists")
    TABLES[region]["alias"][name] = {"AliasName": name, "AliasArn": f"arn:aws:kms:{region}:{ACCOUNT}:{name}", "TargetKeyId": key["KeyId"]}


def alias_of(region, name):
    if name not in TABLES[region]["alias"]:
        raise Fault("NotFoundException", f"Alias {name} is not found.")
    return TABLES[region]["alias"][name]


@action("kms")
def UpdateAlias(region, asked):
    alias_of(region, asked["AliasName"])["TargetKeyId"] = key_of(region, asked["TargetKeyId"])["KeyId"]


@action("kms")
def DeleteAlias(region, asked):
    del TABLES[region]["alias"][alias_of(region, asked["AliasName"])["AliasName"]]


@action("kms")
def ListAliases(region, asked):
    only = key_of(region, asked["KeyId"])["KeyId"] if "KeyId" in asked else None
    aws = [{"AliasName": f"alias/aws/{s}", "AliasArn": f"arn:aws:kms:{region}:{ACCOUNT}:alias/aws/{s}"} for s in ("rds", "ebs", "s3", "kms", "sns", "logs")]
    return {"Aliases": [a for a in aws + list(TABLES[region]["alias"].values()) if only in (None, a.get("TargetKeyId"))], "Truncated": False}


@action("tagging")
def GetResources(region, asked):
    if asked.get("ResourceTypeFilters") != ["kms:key"]:
        raise Fault("InvalidParameterException", "the stand-in lists kms:key alone")
    out = []
    for key in TABLES[region]["key"].values():
        tags = {t["TagKey"]: t["TagValue"] for t in key["_tags"]}
        if key["_listed"] < time.monotonic() and all(tags.get(f["Key"]) in (f.get("Values") or list(tags.values())) for f in asked.get("TagFilters", [])):
            out.append({"ResourceARN": key["Arn"], "Tags": [{"Key": k, "Value": v} for k, v in tags.items()]})
    return {"ResourceTagMappingList": out, "PaginationToken": ""}


# ---- Secrets Manager --------------------------------------------------------------------------------------------------


def secret_of(region, asked, even_deleted=False):
    name = asked["SecretId"]
    secret = next((s for s in TABLES[region]["secret"].values() if name in (s["Name"], s["ARN"])), None)
    if hidden(secret):
        raise Fault("ResourceNotFoundException", "Secrets Manager can't find the specified secret.")
    if secret.get("DeletedDate") and not even_deleted:
        raise Fault("InvalidRequestException", "You can't perform this operation on the secret because it was marked for deletion.")
    return secret


def replicate(region, secret, wanted):
    for r in wanted:
        status = {"Region": r["Region"], "KmsKeyId": r.get("KmsKeyId", "alias/aws/secretsmanager"), "Status": "InProgress"}
        if "KmsKeyId" in r:
            key_of(r["Region"], r["KmsKeyId"], "InvalidParameterException")
        secret["ReplicationStatus"].append(status)
        TABLES[r["Region"]]["secret"][secret["Name"]] = {**secret, "ARN": secret["ARN"].replace(region, r["Region"]), "PrimaryRegion": region}
        become(status, Status="InSync")


@action("secretsmanager")
def CreateSecret(region, asked):
    name, old = asked["Name"], TABLES[region]["secret"].get(asked["Name"])
    if old and old.get("DeletedDate"):
        raise Fault("InvalidRequestException", "You can't create this secret because a secret with this name is already scheduled for deletion.")
    if old and (old["_token"], old["_value"]) != (asked["ClientRequestToken"], asked["SecretString"]):
        raise Fault("ResourceExistsException", f"The operation failed because the secret {name} already exists.")
    if "KmsKeyId" in asked:
        key_of(region, asked["KmsKeyId"], "InvalidParameterException")
    if not old:
        arn = f"arn:aws:secretsmanager:{region}:{ACCOUNT}:secret:{name}-" + "".join(RNG.choices("abcdefABCDEF123456", k=6))
        kept = {k: asked[k] for k in ("Name", "Description", "KmsKeyId", "Tags") if k in asked}
        old = {**kept, "ARN": arn, "ReplicationStatus": [], "_value": asked["SecretString"], "_token": asked["ClientRequestToken"], "_seen": when_seen()}
        TABLES[region]["secret"][name] = old
        replicate(region, old, asked.get("AddReplicaRegions", []))
    return {"ARN": old["ARN"], "Name": name, "VersionId": asked["ClientRequestToken"], "ReplicationStatus": old["ReplicationStatus"]}


@action("secretsmanager")
def DescribeSecret(region, asked):
    return secret_of(region, asked, even_deleted=True)


@action("secretsmanager")
def GetSecretValue(region, asked):
    secret = secret_of(region, asked)
    return {"ARN": secret["ARN"], "Name": secret["Name"], "SecretString": secret["_value"], "VersionId": secret["_token"]}


@action("secretsmanager")
def PutSecretValue(region, asked):
    secret, token = secret_of(region, asked), asked["ClientRequestToken"]
    if secret.get("PrimaryRegion", region) != region:
        raise Fault("InvalidRequestException", "You can't change a replica secret.")
    if secret["_token"] == token and secret["_value"] != asked["SecretString"]:
        raise Fault("ResourceExistsException", "A version with this token exists, and holds something else.")
    secret.update(_value=asked["SecretString"], _token=token)
    for r in secret["ReplicationStatus"]:
        TABLES[r["Region"]]["secret"][secret["Name"]].update(_value=asked["SecretString"], _token=token)
    return {"ARN": secret["ARN"], "Name": secret["Name"], "VersionId": token, "VersionStages": ["AWSCURRENT"]}


@action("secretsmanager")
def UpdateSecret(region, asked):
    secret = secret_of(region, asked)
    secret.update({k: asked[k] for k in ("Description", "KmsKeyId") if k in asked})
    return {"ARN": secret["ARN"], "Name": secret["Name"]}


@action("secretsmanager")
def ReplicateSecretToRegions(region, asked):
    replicate(region, secret_of(region, asked), asked["AddReplicaRegions"])
    return {"ARN": secret_of(region, asked)["ARN"]}


@action("secretsmanager")
def RemoveRegionsFromReplication(region, asked):
    secret = secret_of(region, asked)

    def end():
        secret["ReplicationStatus"] = [r for r in secret["ReplicationStatus"] if r["Region"] not in asked["RemoveReplicaRegions"]]
        for r in asked["RemoveReplicaRegions"]:
            TABLES[r]["secret"].pop(secret["Name"], None)

    later(end)
    return {"ARN": secret["ARN"]}


@action("secretsmanager", "TagResource", "UntagResource")
def tag_secret(region, asked):
    secret = secret_of(region, asked)
    secret["Tags"] = tagged(secret.get("Tags"), asked.get("Tags", ()), asked.get("TagKeys", ()))


@action("secretsmanager")
def DeleteSecret(region, asked):
    secret = secret_of(region, asked)
    if secret["ReplicationStatus"]:
        raise Fault("InvalidRequestException", "You can't delete secret that still has replica regions.")
    if not 7 <= asked.get("RecoveryWindowInDays", 30) <= 30:
        raise Fault("InvalidParameterException", "RecoveryWindowInDays value must be between 7 and 30 days (inclusive).")
    secret["DeletedDate"] = time.time() + 86400 * asked.get("RecoveryWindowInDays", 30)
    return {"ARN": secret["ARN"], "Name": secret["Name"], "DeletionDate": secret["DeletedDate"]}


# ---- CloudWatch Logs --------------------------------------------------------------------------------------------------


def log_group(region, name):
    if name not in TABLES[region]["log-group"]:
        raise Fault("ResourceNotFoundException", "The specified log group does not exist.")
    return TABLES[region]["log-group"][name]


def log_group_by_arn(region, asked):
    for group in TABLES[region]["log-group"].values():
        if group["logGroupArn"] == asked["resourceArn"]:
            return group
    raise Fault("ResourceNotFoundException", f"The specified resource does not exist: {asked['resourceArn']}")


def check_log_key(region, asked):
    key = key_of(region, asked["kmsKeyId"], "InvalidParameterException")
    if f"logs.{region}.amazonaws.com" not in key["_policy"]:
        raise Fault("InvalidParameterException", f"The specified KMS key does not exist or is not allowed to be used with Arn '{asked['logGroupName']}'")


@action("logs")
def CreateLogGroup(region, asked):
    name = asked["logGroupName"]
    if name in TABLES[region]["log-group"]:
        raise Fault("ResourceAlreadyExistsException", "The specified log group already exists")
    if "kmsKeyId" in asked:
        check_log_key(region, asked)
    arn = f"arn:aws:logs:{region}:{ACCOUNT}:log-group:{name}"
    group = {"logGroupName": name, "arn": arn + ":*", "logGroupArn": arn, "kmsKeyId": asked.get("kmsKeyId"), "_tags": asked.get("tags", {})}
    TABLES[region]["log-group"][name] = {**group, "storedBytes": 0, "creationTime": int(time.time() * 1000)}


@action("logs")
def DescribeLogGroups(region, asked):
    return {"logGroups": [g for n, g in TABLES[region]["log-group"].items() if n.startswith(asked.get("logGroupNamePrefix", ""))]}


@action("logs", "PutRetentionPolicy", "DeleteRetentionPolicy")
def set_retention(region, asked):
    log_group(region, asked["logGroupName"])["retentionInDays"] = asked.get("retentionInDays")


@action("logs", "AssociateKmsKey", "DisassociateKmsKey")
def set_log_key(region, asked):
    if "kmsKeyId" in asked:
        check_log_key(region, asked)
    log_group(region, asked["logGroupName"])["kmsKeyId"] = asked.get("kmsKeyId")


@action("logs")
def DeleteLogGroup(region, asked):
    del TABLES[region]["log-group"][log_group(region, asked["logGroupName"])["logGroupName"]]


@action("logs", "ListTagsForResource")
def list_log_tags(region, asked):
    return {"tags": log_group_by_arn(region, asked)["_tags"]}


@action("logs", "TagResource", "UntagResource")
def tag_log_group(region, asked):
    tags = log_group_by_arn(region, asked)["_tags"]
    tags.update(asked.get("tags", {}))
    for key in asked.get("tagKeys", []):
        tags.pop(key, None)


# ---- IAM and STS ------------------------------------------------------------------------------------------------------


@action("sts")
def GetCallerIdentity(region, asked):
    return {"Account": ACCOUNT, "Arn": f"arn:aws:iam::{ACCOUNT}:user/tester", "UserId": "AIDACKCEVSQ6C2EXAMPLE"}


def iam_action(name, needs_role=True):
    def wrap(function):
        def run(region, asked):
            if region != "us-east-1":
                raise Fault("SignatureDoesNotMatch", "Credential should be scoped to a valid region, not " + region, 403)
            role = TABLES[GLOBAL]["role"].get(asked["RoleName"])
            if hidden(role) and needs_role:
                raise Fault("NoSuchEntity", f"The role with name {asked['RoleName']} cannot be found.", 404)
            return function(role, asked)

        return action("iam", name)(run)

    return wrap


def iam_document(text):
    return urllib.parse.quote(rewritten(text), safe="")


@iam_action("CreateRole", needs_role=False)
def create_role(role, asked):
    if role:
        raise Fault("EntityAlreadyExists", f"Role with name {asked['RoleName']} already exists.", 409)
    role = {**asked, "AssumeRolePolicyDocument": iam_document(asked["AssumeRolePolicyDocument"]), "_made": time.monotonic()}
    role.update(Path=asked.get("Path", "/"), MaxSessionDuration=asked.get("MaxSessionDuration", 3600), RoleId="AROA" + fresh("")[1:].upper())
    role.update(Arn=f"arn:aws:iam::{ACCOUNT}:role{role['Path']}{asked['RoleName']}", CreateDate=time.time(), _seen=when_seen(), AttachedPolicies=[], _policies={})
    TABLES[GLOBAL]["role"][asked["RoleName"]] = role
    return {"Role": role}


@iam_action("GetRole")
def get_role(role, asked):
    return {"Role": role}


@iam_action("UpdateRole")
def update_role(role, asked):
    role.update({k: asked[k] for k in ("Description", "MaxSessionDuration") if k in asked})
    return {}


@iam_action("UpdateAssumeRolePolicy")
def update_trust(role, asked):
    role["AssumeRolePolicyDocument"] = iam_document(asked["PolicyDocument"])


@iam_action("ListAttachedRolePolicies")
def list_attached(role, asked):
    return {"AttachedPolicies": role["AttachedPolicies"], "IsTruncated": False}


@iam_action("AttachRolePolicy")
def attach(role, asked):
    detached = [p for p in role["AttachedPolicies"] if p["PolicyArn"] != asked["PolicyArn"]]
    role["AttachedPolicies"] = detached + [{"PolicyArn": asked["PolicyArn"], "PolicyName": asked["PolicyArn"].split("/")[-1]}]


@iam_action("DetachRolePolicy")
def detach(role, asked):
    role["AttachedPolicies"] = [p for p in role["AttachedPolicies"] if p["PolicyArn"] != asked["PolicyArn"]]


@iam_action("PutRolePolicy")
def put_policy(role, asked):
    role["_policies"][asked["PolicyName"]] = iam_document(asked["PolicyDocument"])


@iam_action("GetRolePolicy")
def get_policy(role, asked):
    if asked["PolicyName"] not in role["_policies"]:
        raise Fault("NoSuchEntity", f"The role policy with name {asked['PolicyName']} cannot be found.", 404)
    return {"RoleName": asked["RoleName"], "PolicyName": asked["PolicyName"], "PolicyDocument": role["_policies"][asked["PolicyName"]]}


@iam_action("DeleteRolePolicy")
def delete_policy(role, asked):
    if role["_policies"].pop(asked["PolicyName"], None) is None:
        raise Fault("NoSuchEntity", f"The role policy with name {asked['PolicyName']} cannot be found.", 404)


@iam_action("TagRole")
def tag_role(role, asked):
    role["Tags"] = tagged(role.get("Tags"), asked["Tags"])


@iam_action("UntagRole")
def untag_role(role, asked):
    role["Tags"] = tagged(role.get("Tags"), gone=asked["TagKeys"])


@iam_action("DeleteRole")
def delete_role(role, asked):
    if role["AttachedPolicies"] or role["_policies"]:
        raise Fault("DeleteConflict", "Cannot delete entity, must detach all policies first.", 409)
    del TABLES[GLOBAL]["role"][asked["RoleName"]]
