#!/usr/bin/env python3
"""The report that this program was asked to build from puts Aurora, cache and shared services at $1,185 a month. What the
sourced prices say of the same configuration, beside the report's own unit prices, and where the difference is from:
tests/golden/cost/original.txt. UPDATE_GOLDEN=1 writes it; read the difference."""
import json, os, subprocess, sys
from decimal import Decimal as D, ROUND_HALF_UP

SPEC, GOLDEN = "tests/golden/cost/original.yaml", "tests/golden/cost/original.txt"
SUM = D("1185")
book = {}
for line in open("specs/prices.tsv"):
    part = line.rstrip("\n").split("\t")
    if len(part) == 8:
        book[part[0], part[1], part[2]] = D(part[4])

T, S, V = "ap-northeast-1", "ap-northeast-2", "us-east-1"
# charge: (service, what) in the price book, and what the report takes for it (None: it does not say, or leaves it out)
KNOWN = {
    "db.r6g.large": ("AmazonRDS", "Aurora PostgreSQL db.r6g.large Standard", D("0.274")),
    "storage": ("AmazonRDS", "Aurora PostgreSQL cluster storage, Standard", D("0.10")),
    "reads and writes of the storage": ("AmazonRDS", "Aurora PostgreSQL I/O requests, Standard", None),
    f"replication to {S}": ("AWSDataTransfer", f"Inter-region transfer to {S}", D("0.02")),
    "cache.t3.micro": ("AmazonElastiCache", "cache.t3.micro Redis", None),
}
WHY = {
    "db.r6g.large": "the report's price is none that AWS has for it: 0.313 here, 0.26 in N. Virginia",
    "storage": "the report takes N. Virginia's price",
    "reads and writes of the storage": "the report names no price for it; 100 a second are assumed in each region",
    f"replication to {S}": "the report's price is none that AWS has between these regions; 100 GB a month are assumed",
    "cache.t3.micro": "the report names no price for it",
}
GROUPS = [("aurora", "Aurora"), ("resources", "cache"), ("keys secrets observability", "shared services"), ("network", "network, of which the report says nothing")]


def cents(x):
    return f"{x.quantize(D('0.01'), ROUND_HALF_UP):,}"


def bill():
    program = os.path.join(sys.argv[1], "provisioner")
    out = subprocess.run([program, "cost", SPEC, "--json", "--at", "2026-11-22", "--state", "absent.state.json"],
                         capture_output=True, text=True, check=True).stdout
    return json.loads(out, parse_float=D, parse_int=D)


def system(line):
    return line["address"].split("/")[1]


def charges(lines):
    """By system and charge: quantity, price (of the first region), amount, in the order in which they come."""
    sums = {}
    for line in lines:
        key = system(line), line["charge"].replace(T, S)
        quantity, price, amount = sums.get(key, (D(0), line["price"], D(0)))
        sums[key] = quantity + line["quantity"], price, amount + line["monthly"]
    return sums


def document(shown):
    sums = charges(shown["lines"])
    total = {name: sum((a for (s, _), (_, _, a) in sums.items() if s in systems.split()), D(0)) for systems, name in GROUPS}
    of_report = sum(total[name] for _, name in GROUPS[:3])
    yield "The original report: Aurora, cache and shared services, USD a month of 730 hours"
    yield ""
    yield f"{'':32} {'quantity':>10} {'price':>9} {'a month':>10} {'report':>7}"
    for systems, name in GROUPS[:3]:
        yield name
        for (s, charge), (quantity, price, amount) in sums.items():
            if s in systems.split():
                known = KNOWN.get(charge)
                yield f"  {charge:30} {quantity.normalize():>10f} {price.normalize():>9f} {cents(amount):>10} {known[2] if known and known[2] else '':>7}".rstrip()
        yield f"  {'':30} {'':10} {'':9} {cents(total[name]):>10}"
    yield ""
    yield f"by the sourced prices      {cents(of_report):>10}"
    yield f"the report                 {cents(SUM):>10}"
    yield f"difference                 {cents(of_report - SUM):>10}"
    yield ""
    yield "Of the report, its sum is known and the prices that it takes for a unit, not its lines. What it"
    yield "differs by, line by line, with its own price where it has one:"
    yield ""
    instances, mine, amount = sums["aurora", "db.r6g.large"]
    for charge, (service, what, theirs) in KNOWN.items():
        quantity, price, amount = sums["aurora" if service != "AmazonElastiCache" else "resources", charge]
        virginia = book.get((service, V, what))
        assert service == "AWSDataTransfer" or book[service, T, what] == price, charge
        same = f"{cents(quantity * theirs)} at the report's {theirs}" if theirs else "none of the report's"
        if virginia:
            same += f", {cents(quantity * virginia)} at N. Virginia's {virginia}"
        yield f"- {charge}: {cents(amount)} here; {same}"
        yield f"    {WHY[charge]}"
    rest = sum(total[name] for _, name in GROUPS[1:3]) - sums["resources", "cache.t3.micro"][2]
    yield f"- shared services: {cents(rest)} here: keys, secrets, alarms, dashboards and their requests"
    yield "    the report gives one sum for all three, and says nothing of what is in it"
    yield ""
    there = sum(sums[s, c][0] * book[KNOWN[c][0], V, KNOWN[c][1]] for s, c in (("aurora", "db.r6g.large"), ("resources", "cache.t3.micro")))
    yield f"Six instances by the report's own price are {cents(instances * D('0.274'))}: more than its whole sum, which is not made of its"
    yield f"own prices, then. By N. Virginia's, instances and caches come to {cents(there)}: next to the sum, with nothing left"
    yield "for storage, its requests, replication, keys, secrets and alarms."
    yield ""
    yield f"Not in either sum: {GROUPS[3][1]}, {cents(total[GROUPS[3][1]])} by the sourced prices."
    for line in shown["unpriced"]:
        yield f"Without a price, and in no sum: {line['charge']}."
    yield "The report's \"global database replication, 0.096 per GB-month\" is nothing that AWS charges: it charges the"
    yield "writes that are replicated, and the GB between regions."


text = "\n".join(document(bill())) + "\n"
if os.environ.get("UPDATE_GOLDEN"):
    open(GOLDEN, "w").write(text)
elif open(GOLDEN).read() != text:
    print(f"{GOLDEN} differs; now:\n{text}")
    sys.exit(1)
print(f"{GOLDEN} agrees")
