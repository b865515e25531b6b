#!/usr/bin/env python3
"""Our hosts and signing regions against botocore's, for every service we speak to, in every region of three partitions,
with and without FIPS and dual stack.

Two sources: the endpoint rule sets of the botocore that is installed, fed with ../shared/aws-models/partitions.json, and
../shared/aws-models/endpoints.json, which is newer. Where the latter names a host outright it decides.
"""
import json
import os
import subprocess
import sys

SHARED = os.path.join("..", "shared", "aws-models")
PARTITIONS = ("aws", "aws-cn", "aws-us-gov")

# endpoint prefix: (botocore's name of the service, global)
SERVICES = {
    "ec2": ("ec2", 0), "rds": ("rds", 0), "kms": ("kms", 0), "secretsmanager": ("secretsmanager", 0),
    "iam": ("iam", 1), "sts": ("sts", 0), "logs": ("logs", 0), "tagging": ("resourcegroupstaggingapi", 0),
    "elasticache": ("elasticache", 0), "eks": ("eks", 0), "kafka": ("kafka", 0), "route53": ("route53", 1),
    "s3": ("s3", 0), "monitoring": ("cloudwatch", 0), "sns": ("sns", 0), "events": ("events", 0),
    "lambda": ("lambda", 0), "ssm": ("ssm", 0), "acm": ("acm", 0), "elasticloadbalancing": ("elbv2", 0),
    "autoscaling": ("autoscaling", 0), "cloudformation": ("cloudformation", 0), "portal.sso": ("sso", 0),
    "oidc": ("sso-oidc", 0), "savingsplans": ("savingsplans", 0),
}

# Younger than both sources; the rule sets of the AWS SDKs of 2025 have them: dual-stack hosts of the global services, and
# SSO's FIPS hosts in GovCloud.
YOUNGER = {
    ("oidc", "aws-us-gov", 1, 0): "https://oidc.{region}.amazonaws.com",
    ("portal.sso", "aws-us-gov", 1, 0): "https://portal.sso.{region}.amazonaws.com",
    ("iam", "aws", 0, 1): "https://iam.global.api.aws",
    ("iam", "aws", 1, 1): "https://iam-fips.global.api.aws",
    ("iam", "aws-cn", 0, 1): "https://iam.global.api.amazonwebservices.com.cn",
    ("iam", "aws-us-gov", 0, 1): "https://iam.us-gov.api.aws",
    ("iam", "aws-us-gov", 1, 1): "https://iam.us-gov.api.aws",
    ("route53", "aws", 0, 1): "https://route53.global.api.aws",
    ("route53", "aws", 1, 1): "https://route53-fips.global.api.aws",
    ("route53", "aws-cn", 0, 1): "https://route53.global.api.amazonwebservices.com.cn",
    ("route53", "aws-us-gov", 0, 1): "https://route53.us-gov.api.aws",
    ("route53", "aws-us-gov", 1, 1): "https://route53.us-gov.api.aws",
}
# The patterns would give hosts that nobody has: China has no FIPS endpoints for the global services.
NONE_THERE = {("iam", "aws-cn", 1, 0), ("iam", "aws-cn", 1, 1), ("route53", "aws-cn", 1, 0), ("route53", "aws-cn", 1, 1)}


def skip(why):
    print("skipped: " + why)
    sys.exit(77)


def load(name):
    path = os.path.join(SHARED, name)
    if not os.path.exists(path):
        skip(path + " is absent")
    with open(path) as f:
        return json.load(f)


def tags(fips, dual):
    return sorted((["dualstack"] if dual else []) + (["fips"] if fips else []))


def named_outright(partition, prefix, region, fips, dual):
    """(host, signing region) where endpoints.json says so for this service, else None."""
    service = partition["services"].get(prefix, {})
    if not service.get("isRegionalized", True):
        region = service.get("partitionEndpoint", region)
    endpoint = service.get("endpoints", {}).get(region, {})
    for source in (endpoint, service.get("defaults", {})):
        found = source
        if fips or dual:
            found = next((v for v in source.get("variants", []) if sorted(v["tags"]) == tags(fips, dual)), {})
        if "hostname" in found:
            suffix = found.get("dnsSuffix") or suffix_of(partition, fips, dual)
            host = found["hostname"].format(service=prefix, region=region, dnsSuffix=suffix)
            return "https://" + host, endpoint.get("credentialScope", {}).get("region")
    return None


def suffix_of(partition, fips, dual):
    if not (fips or dual):
        return partition["dnsSuffix"]
    return next(v["dnsSuffix"] for v in partition["defaults"]["variants"] if sorted(v["tags"]) == tags(fips, dual))


def by_rules(provider, region, fips, dual):
    from botocore.exceptions import EndpointProviderError
    try:
        e = provider.resolve_endpoint(Region=region, UseFIPS=bool(fips), UseDualStack=bool(dual))
    except EndpointProviderError:
        return None
    schemes = e.properties.get("authSchemes") or [{}]
    return e.url, schemes[0].get("signingRegion")


def cases(partitions):
    for p in partitions["partitions"]:
        if p["id"] not in PARTITIONS:
            continue
        for region in sorted(r for r in p["regions"] if not r.endswith("-global")):
            for prefix in SERVICES:
                for fips in (0, 1):
                    for dual in (0, 1):
                        yield p["id"], region, prefix, fips, dual


def wanted(case, newer, providers):
    partition, region, prefix, fips, dual = case
    if (prefix, partition, fips, dual) in NONE_THERE:
        return "-"
    rules = by_rules(providers[prefix], region, fips, dual)
    outright = named_outright(newer[partition], prefix, region, fips, dual)
    if rules is None:
        return "-"
    url, signing = outright or rules
    url = YOUNGER.get((prefix, partition, fips, dual), url).format(region=region)
    return "%s %s" % (url, signing or rules[1] or region)


def main():
    try:
        import botocore.session
        from botocore.endpoint_provider import EndpointProvider
    except ImportError:
        skip("botocore is not importable")
    partitions, newer = load("partitions.json"), load("endpoints.json")
    newer = {p["partition"]: p for p in newer["partitions"]}
    loader = botocore.session.Session().get_component("data_loader")
    providers = {prefix: EndpointProvider(loader.load_service_model(name, "endpoint-rule-set-1"), partitions)
                 for prefix, (name, _) in SERVICES.items()}
    tool = os.path.join(sys.argv[1], "tests", "print_endpoint")
    everything = list(cases(partitions))
    lines = ["%s %d %s %d %d" % (prefix, SERVICES[prefix][1], region, fips, dual)
             for _, region, prefix, fips, dual in everything]
    ours = subprocess.run([tool], input="\n".join(lines) + "\n", capture_output=True, text=True, check=True)
    answers = ours.stdout.splitlines()
    if len(answers) != len(everything):
        print("asked for %d endpoints, got %d" % (len(everything), len(answers)))
        return 1
    wrong = 0
    for case, got in zip(everything, answers):
        want = wanted(case, newer, providers)
        if got != want:
            wrong += 1
            print("%s %s %s fips=%d dual=%d: %s, botocore says %s" % (case + (got, want)))
    print("%d endpoints compared, %d differ" % (len(everything), wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
