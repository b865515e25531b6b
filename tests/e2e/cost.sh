#!/usr/bin/env bash
# What it costs: before anything is there, after it is, when it changes and when it goes; and a pipeline's limits.
source tests/support/e2e.sh
spec=$root/specs/minimal.yaml
s=(--sandbox --state "$scratch/a.json")
amount() { sed -nE "s/^(Cost: )?\\\$([0-9,.]+) a month now, \\\$([0-9,.]+) after it.*/\\$1/p" "$scratch/out"; }

expect 0 "$bin" cost "$spec" "${s[@]}"; [ "$(amount 2)" = 0.00 ] || fail "something costs before it is there"
whole=$(amount 3)
expect 0 "$bin" plan "$spec" "${s[@]}"; [ "$(amount 3)" = "$whole" ] || fail "plan and cost differ"
expect 0 "$bin" apply "$spec" "${s[@]}" --auto-approve
expect 0 "$bin" cost "$spec" "${s[@]}"
[ "$(amount 2)" = "$whole" ] && [ "$(amount 3)" = "$whole" ] || fail "what was made costs $(amount 2), what is wanted $(amount 3), the plan said $whole"
expect 0 "$bin" plan "$spec" "${s[@]}"; silent '^Cost:'

# an instance in each region, at 0.313 an hour
expect 0 "$bin" plan "$spec" "${s[@]}" --set aurora.instances=3; says '^Cost: .*\(\+\$456\.98\)'; says '^  tokyo/aurora .*\(\+\$228\.49\)'; silent '^  tokyo/network'
expect 1 "$bin" plan "$spec" "${s[@]}" --set aurora.instances=3 --max-increase 456.97; says 'more than now by \$456\.98 a month, and --max-increase allows \$456\.97'
expect 0 "$bin" plan "$spec" "${s[@]}" --set aurora.instances=3 --max-increase 456.98
expect 1 "$bin" apply "$spec" "${s[@]}" --set aurora.instances=3 --max-monthly 1000 --auto-approve; says 'max-monthly allows \$1000'
expect 1 "$bin" apply "$spec" "${s[@]}" --set aurora.instances=3 --max-increase 456.97 --auto-approve; says 'max-increase allows \$456\.97'
expect 0 "$bin" plan "$spec" "${s[@]}" --detailed-exitcode
expect 1 "$bin" cost "$spec" "${s[@]}" --max-monthly lots; says 'no amount such as 1500'
expect 1 "$bin" cost "$spec" "${s[@]}" --at tomorrow; says 'no day such as'

# a book of one's own; and how old its prices are, told once
expect 0 "$bin" cost "$spec" "${s[@]}" --at 2026-11-22; says 'are older than a year, or of an unknown day, the oldest of 20'
sed -E 's/\t(20[0-9-]+|unknown)\t(verified|single-source|derived)\t/\t2026-11\t\2\t/; s/^(AmazonRDS\tap-northeast-[12]\tAurora PostgreSQL db.r6g.large Standard\tinstance-hour\t)0.313/\11.313/' "$root/specs/prices.tsv" >"$scratch/prices.tsv"
expect 0 "$bin" cost "$spec" "${s[@]}" --at 2026-11-22 --prices "$scratch/prices.tsv"; silent 'older than a year'; says 'instance-hour at \$1\.313'
expect 0 "$bin" cost "$spec" "${s[@]}" --at 2027-12-22 --prices "$scratch/prices.tsv"; says 'are older than a year.* the oldest of 2026-11'
expect 1 "$bin" cost "$spec" "${s[@]}" --prices "$scratch/none.tsv"; says '\-\-prices'
printf 'S\tr\tw\n' >"$scratch/bad.tsv"; expect 1 "$bin" plan "$spec" "${s[@]}" --prices "$scratch/bad.tsv"; says 'bad.tsv:1: want eight columns'

# a database out of standard support: two processors an instance, by the day asked about
expect 0 "$bin" cost "$spec" --state "$scratch/none.json" --set aurora.version=14.20 --at 2027-02-28 --verbose; silent 'extended support'
expect 0 "$bin" cost "$spec" --state "$scratch/none.json" --set aurora.version=14.20 --at 2027-03-01 --verbose
says 'seoul/aurora/instance-1 +PostgreSQL 14.20 in extended support: 1460 vCPU-hour at \$0\.12 = \$175\.20'
says 'tokyo/aurora/instance-1 +PostgreSQL 14.20 in extended support: the price book has no'

# a day on which nobody reaches a region, and hours bought ahead
expect 0 "$bin" cost "$spec" "${s[@]}" --scenario region-down=tokyo; says '^  total +51\.60 +50\.91'; says 'is charged as ever'
expect 0 "$bin" cost "$spec" "${s[@]}" --scenario reserved-1y; says 'instance-1: the price book has no price for it bought ahead'
{ cat "$root/specs/prices.tsv"; printf 'AmazonRDS\tap-northeast-1\tAurora PostgreSQL db.r6g.large Standard, reserved 1 year\tinstance-hour\t0.2\t2026-11\tsingle-source\t1\n'; } >"$scratch/ahead.tsv"
expect 0 "$bin" cost "$spec" "${s[@]}" --scenario reserved-1y --prices "$scratch/ahead.tsv"; says 'tokyo/aurora/instance-1: pays from 64% of the hours on'
expect 1 "$bin" cost "$spec" "${s[@]}" --scenario region-down=mars; says 'nothing is charged in a region "mars"'

# use is the spec's word, in one region too
expect 0 "$bin" cost "$spec" --state "$scratch/none.json" --set usage.network.nat_gb=0 --set regions.seoul.usage.network.nat_gb=1000
says 'seoul/network .*data through NAT \(assumed\): 3000 GB'; silent 'tokyo/network .*data through NAT'

expect 0 "$bin" plan "$spec" "${s[@]}" --set aurora.instances=3 --json
/usr/bin/python3 - "$scratch/out" <<'P' || fail "the plan's JSON tells another cost"
import json, sys
c = json.load(open(sys.argv[1]))["cost"]
assert c["by_region"]["tokyo"]["difference"] == c["by_region"]["seoul"]["difference"] == 228.49, c
assert c["by_system"]["aurora"]["difference"] == 456.98 and c["by_system"]["network"]["difference"] == 0, c
assert {a: d["difference"] for a, d in c["by_resource"].items()} == {f"{r}/aurora/instance-3": 228.49 for r in ("seoul", "tokyo")}, c
assert c["currency"] == "USD" and round(c["monthly_after"] - c["monthly_before"], 2) == 456.98, c
P
expect 0 "$bin" destroy "$spec" "${s[@]}" --auto-approve --allow-destroy '*'; says '^Cost: .* after it \(-\$'; [ "$(amount 3)" = 0.00 ] || fail "something costs when all is gone"
