#!/usr/bin/env python3
"""The reference spec's monthly bill, reckoned by hand from the sourced prices, against the program's: every charge to the
cent, the sums, and what has no price. Skipped where the sourced prices are not there."""
import json, os, subprocess, sys
from decimal import Decimal as D, ROUND_HALF_UP

facts = os.path.join("..", "shared", "prices", "prices.json")
if not os.path.exists(facts):
    print(f"skipped: {facts} is not there, with which the bill is compared")
    sys.exit(77)

T, S = "ap-northeast-1", "ap-northeast-2"
book = {(e["service"], e["region"], e["sku"]): D(repr(e["price"])) for e in json.load(open(facts), parse_float=float)["entries"]}


def price(service, region, sku):
    for where in (region, "global"):
        if (service, where, sku) in book:
            return book[service, where, sku]
    raise SystemExit(f"FAILED: the facts have no {service} {region} {sku}")


def between(region, other):
    return f"Inter-region transfer {region} -> {other} (also VPC peering, Aurora global, MSK/S3 replication)"


H = 730
EGRESS, ZONES = "Internet egress (first 10 TB/month)", "Inter-AZ data transfer, same region (each direction)"
CHECK, OPTION = "Health check, AWS endpoint (basic)", "Health check optional feature, AWS endpoint (each of HTTPS, string match, fast interval, latency)"
IN, KEPT = "Logs ingestion, Standard class", "Logs storage (archival)"
hand = []  # (place, how many resources, charge, quantity of all, service, region of the price, sku)


def row(place, n, charge, quantity, service, region, sku):
    hand.append((place, n, charge, D(str(quantity)), price(service, region, sku)))


row("global/aurora", 1, f"replication to {S}", 100, "AWSDataTransfer", T, between(T, S))
row("global/cache", 1, f"replication to {S}", 100, "AWSDataTransfer", T, between(T, S))
row("global/dns", 2, "hosted zone", 2, "AmazonRoute53", "global", "Hosted zone (first 25)")
row("global/dns", 1, "queries", 10, "AmazonRoute53", "global", "Standard queries (first 1B/month)")
row("global/dns", 2, "health check", 2, "AmazonRoute53", "global", CHECK)
for what in ("by HTTPS", "every ten seconds", "measuring latency"):
    row("global/dns", 2, what, 2, "AmazonRoute53", "global", OPTION)
row("global/observability", 2, "alarm", 2, "AmazonCloudWatch", "us-east-1", "Alarm, standard resolution")
row("global/observability", 3, "notifications published", D("0.003"), "AmazonSNS", "us-east-1", "Standard topic API requests (publish, 64 KB chunks)")
row("global/observability", 3, "e-mail", D("0.03"), "AmazonSNS", "us-east-1", "Email deliveries (beyond 1k free)")
row("global/observability", 1, "dashboard", 1, "AmazonCloudWatch", "global", "Dashboard (beyond 3 free of up to 50 metrics)")
row("global/keys", 1, "key", 1, "awskms", "us-east-1", "Customer managed key")
row("global/keys", 1, "requests", 10, "awskms", "us-east-1", "Requests (symmetric / RSA_2048)")
for alias, r, other in (("tokyo", T, S), ("seoul", S, T)):
    row(f"{alias}/network", 1, "to the internet", 500, "AWSDataTransfer", r, EGRESS)
    row(f"{alias}/network", 1, "between zones, out and in", 2 * 500, "AWSDataTransfer", r, ZONES)
    row(f"{alias}/network", 1, f"through the peering to {other}", 100, "AWSDataTransfer", r, between(r, other))
    row(f"{alias}/network", 3, "public address", 3 * H, "AmazonVPC", r, "Public IPv4 address (in use)")
    row(f"{alias}/network", 3, "NAT gateway", 3 * H, "AmazonEC2", r, "NAT gateway")
    row(f"{alias}/network", 3, "data through NAT", 3 * 100, "AmazonEC2", r, "NAT gateway data processed")
    row(f"{alias}/aurora", 1, "storage", 100, "AmazonRDS", r, "Aurora PostgreSQL cluster storage, Standard")
    row(f"{alias}/aurora", 1, "reads and writes of the storage", D(100) * H * 3600 / 1000000, "AmazonRDS", r, "Aurora PostgreSQL I/O requests, Standard")
    row(f"{alias}/aurora", 3, "db.r6g.large", 3 * H, "AmazonRDS", r, "Aurora PostgreSQL db.r6g.large Standard")
    row(f"{alias}/cache", 1, "cache.r7g.large", 2 * H, "AmazonElastiCache", r, "cache.r7g.large Redis")
    row(f"{alias}/cache", 1, "notifications published", D("0.001"), "AmazonSNS", r, "Standard topic API requests (publish, 64 KB chunks)")
    row(f"{alias}/cache", 1, "e-mail", D("0.01"), "AmazonSNS", r, "Email deliveries (beyond 1k free)")
    row(f"{alias}/eks", 1, "control plane", H, "AmazonEKS", r, "Cluster control plane (standard support)")
    row(f"{alias}/eks", 1, "m6g.large", 3 * H, "AmazonEC2", r, "m6g.large")
    row(f"{alias}/eks", 1, "disks of the nodes", 3 * 50, "AmazonEC2", r, "EBS gp3 storage")
    row(f"{alias}/msk", 1, "kafka.m5.large", 3 * H, "AmazonMSK", r, "kafka.m5.large broker")
    row(f"{alias}/msk", 1, "storage", 3 * 500, "AmazonMSK", r, "Broker storage (provisioned)")
    row(f"{alias}/msk", 1, "replicator", H, "AmazonMSK", r, "MSK Replicator")
    row(f"{alias}/msk", 1, "data replicated", 100, "AmazonMSK", r, "MSK Replicator data processed (cross-region source)")
    row(f"{alias}/msk", 1, f"data sent to {r}", 100, "AWSDataTransfer", other, between(other, r))
    for system, n in (("aurora", 1), ("cache", 2), ("eks", 1), ("msk", 1), ("drills", 1), ("resources", 1)):
        row(f"{alias}/{system}", n, "logs taken in", 5 * n, "AmazonCloudWatch", r, IN)
        row(f"{alias}/{system}", n, "logs kept", 5 * n, "AmazonCloudWatch", r, KEPT)
    row(f"{alias}/observability", 3, "notifications published", D("0.003"), "AmazonSNS", r, "Standard topic API requests (publish, 64 KB chunks)")
    row(f"{alias}/observability", 3, "e-mail", D("0.03"), "AmazonSNS", r, "Email deliveries (beyond 1k free)")
    row(f"{alias}/observability", 34, "alarm", 48, "AmazonCloudWatch", r, "Alarm, standard resolution")
    row(f"{alias}/observability", 1, "alarm over others", 1, "AmazonCloudWatch", r, "Alarm, composite")
    row(f"{alias}/observability", 1, "dashboard", 1, "AmazonCloudWatch", "global", "Dashboard (beyond 3 free of up to 50 metrics)")
    row(f"{alias}/buckets", 1, "storage", 100, "AmazonS3", r, "S3 Standard storage (first 50 TB)")
    row(f"{alias}/buckets", 1, "requests that write or list", 100, "AmazonS3", r, "S3 Standard PUT/COPY/POST/LIST requests")
    row(f"{alias}/buckets", 1, "requests that read", 1000, "AmazonS3", r, "S3 Standard GET and other requests")
    row(f"{alias}/buckets", 1, f"copies to {other}", 100, "AWSDataTransfer", r, between(r, other))
    row(f"{alias}/keys", 8, "key", 8, "awskms", r, "Customer managed key")
    row(f"{alias}/keys", 8, "requests", 8 * 10, "awskms", r, "Requests (symmetric / RSA_2048)")
row("tokyo/secrets", 2, "secret", 2, "AWSSecretsManager", T, "Secret")
row("tokyo/secrets", 2, "requests", 2, "AWSSecretsManager", T, "API calls")
row("tokyo/drills", 1, "drills", 10, "AWSFIS", T, "Action-minute")

no_price = sorted(
    [("global/aurora", f"writes replicated to {S}"), ("global/observability", "budget")] + [("global/observability", "a budget's notification")] * 3
    + [("seoul/drills", "drills")]
    + [(f"{alias}/{system}", what) for alias in ("tokyo", "seoul") for system, what in (
        ("cache", "snapshots"), ("ingress", "load balancer, by hour and capacity"), ("dns", "namespace and its zone"))])

shown = json.loads(subprocess.run([os.path.join(sys.argv[1], "provisioner"), "cost", "specs/active-active.yaml", "--json", "--at", "2026-11-22"],
                                  capture_output=True, text=True, check=True).stdout, parse_float=D, parse_int=D)
told = {}
for line in shown["lines"]:
    key = "/".join(line["address"].split("/")[:2]), line["charge"], line["price"]
    n, quantity, amount = told.get(key, (0, D(0), D(0)))
    told[key] = n + 1, quantity + line["quantity"], amount + line["monthly"]

bad, total = 0, D(0)
for place, n, charge, quantity, each in hand:
    total += quantity * each
    got = told.pop((place, charge, each), None)
    if got != (n, quantity, quantity * each):
        bad += 1
        print(f"{place} {charge}: by hand {n} x, {quantity} at {each} = {quantity * each}; the program says {got}")
for key, got in told.items():
    bad += 1
    print(f"{key}: the program charges {got}, by hand there is no such charge")
cents = total.quantize(D("0.01"), ROUND_HALF_UP)
if shown["monthly_after"] != cents:
    bad += 1
    print(f"in all: by hand {cents}, the program says {shown['monthly_after']}")
got = sorted(("/".join(u["address"].split("/")[:2]), u["charge"]) for u in shown["unpriced"])
if got != no_price:
    bad += 1
    print(f"without a price: by hand {no_price}, the program says {got}")
print(f"{len(hand)} charges by hand, ${cents} a month, {len(no_price)} without a price: {bad} differ")
sys.exit(1 if bad else 0)
