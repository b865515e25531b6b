#!/usr/bin/env bash
# The price book, asked for anew: AWS's price list and Savings Plans in the sandbox, as this program and the AWS CLI read them; what changed,
# what is new, what stays with its old day; answers that can't be right; and what a cost makes of it.
source tests/support/e2e.sh
spec=$root/specs/minimal.yaml
row() { grep -P "^$1\t$2\t$3\t" "$4"; }
aurora='Aurora PostgreSQL db.r6g.large Standard'

# ---- a book in which some is wrong
sed -E "s/^(AmazonRDS\tap-northeast-1\t$aurora\tinstance-hour\t)0.313/\10.3/; s/^(AmazonEKS\tap-northeast-2\tCluster control plane \(standard support\)\tcluster-hour\t)0.1\t/\10.9\t/; /^AmazonElastiCache\tap-northeast-1\tcache.r7g.large Redis\t/d" "$root/specs/prices.tsv" >"$scratch/mine.tsv"
cp "$scratch/mine.tsv" "$scratch/before.tsv"
expect 1 "$bin" prices update --sandbox; says 'say where to write them: --out FILE'
expect 0 "$bin" prices update ap-northeast-1 ap-northeast-2 --sandbox --prices "$scratch/mine.tsv" --dry-run
says "AmazonRDS, ap-northeast-1, $aurora: 0.3 -> 0.313 \(\+4\.3%\)"
says 'AmazonElastiCache, ap-northeast-1, cache.r7g.large Redis: 0\.[0-9]+ per node-hour'
says 'AmazonEKS, ap-northeast-2, Cluster control plane \(standard support\), of .*: AWS says 0\.1 now, instead of 0\.9'
says '[0-9]+ prices as before, 1 changed, [0-9]+ new, [0-9]+ kept with their old day; nothing is written'
silent 'us-east-1'
cmp -s "$scratch/mine.tsv" "$scratch/before.tsv" || fail "a dry run wrote"
expect 0 "$bin" prices update ap-northeast-1 ap-northeast-2 --sandbox --prices "$scratch/mine.tsv" --out "$scratch/new.tsv" --json
cmp -s "$scratch/mine.tsv" "$scratch/before.tsv" || fail "the old book was written"
/usr/bin/python3 - "$scratch/out" <<'P' || fail "the JSON tells something else"
import json, sys
d = json.load(open(sys.argv[1]))
assert d["format_version"] == "1" and d["summary"]["changed"] == 1 and sum(d["summary"].values()) == len(d["prices"]), d["summary"]
one = [p for p in d["prices"] if p["result"] == "changed"]
assert one[0]["before"] == 0.3 and one[0]["after"] == 0.313 and one[0]["region"] == "ap-northeast-1", one
P
today=$(date -u +%F)
row AmazonRDS ap-northeast-1 "$aurora" "$scratch/new.tsv" | grep -qP "\t0.313\t$today\tsingle-source\t" || fail "not as AWS has it"
row AmazonRDS ap-northeast-2 "$aurora" "$scratch/new.tsv" | grep -qP "\t0.313\t$today\tverified\t" || fail "not verified"
row AmazonRDS us-east-1 "$aurora" "$scratch/new.tsv" | grep -qP "\t$today\t" && fail "a region that was not asked about has a new day"
row AmazonEKS ap-northeast-2 'Cluster control plane \(standard support\)' "$scratch/new.tsv" | grep -qP '\t0.9\t' || fail "a price that moved too far was taken"
number=$(row AmazonRDS ap-northeast-1 "$aurora" "$scratch/new.tsv" | cut -f8)
grep -qP "^@$number\tAWS Price List API: AmazonRDS, ap-northeast-1, list of 20[0-9]{12}$" "$scratch/new.tsv" || fail "without its source"
[ "$(head -3 "$scratch/new.tsv")" = "$(head -3 "$root/specs/prices.tsv")" ] || fail "the head of the file is lost"
# in place, with what moved allowed; and once more changes nothing but nothing
expect 0 "$bin" prices update ap-northeast-2 --sandbox --prices "$scratch/mine.tsv" --max-change 1000
row AmazonEKS ap-northeast-2 'Cluster control plane \(standard support\)' "$scratch/mine.tsv" | grep -qP '\t0.1\t' || fail "not what was allowed"
cp "$scratch/mine.tsv" "$scratch/once.tsv"
expect 0 "$bin" prices update ap-northeast-2 ap-northeast-2 --sandbox --prices "$scratch/mine.tsv"; says ' 0 changed, 0 new'
cmp -s "$scratch/mine.tsv" "$scratch/once.tsv" || fail "a second time is not the same"

# ---- nothing is written when AWS does not answer, or refuses
for faults in deny=GetProducts dark=us-east-1; do
  AWS_MAX_ATTEMPTS=1 expect 1 "$bin" prices update ap-northeast-1 --sandbox --prices "$scratch/mine.tsv" --faults "$faults"
  says 'GetProducts'; cmp -s "$scratch/mine.tsv" "$scratch/once.tsv" || fail "a failure wrote ($faults)"
done
expect 1 "$bin" prices update mars --sandbox --out "$scratch/x.tsv"; says '"mars" is not the name of a region'
expect 1 "$bin" prices upgrade --sandbox; says 'none of update, show, check'

# ---- savings plans, which no price list tells: without the permission only they are lacking
boxes="$root/specs/active-active.yaml"
row AmazonEC2 ap-northeast-1 'm6g.large, savings plan' "$scratch/new.tsv" | grep -qP "\tinstance-hour\t0.07227\t$today\tsingle-source\t" || fail "not the rate of AWS"
row AmazonEC2 ap-northeast-2 'm6g.large, savings plan 3 years' "$scratch/new.tsv" | grep -qP '\t0.05076\t' || fail "not the rate of three years"
grep -qP '^@[0-9]+\tAWS Savings Plans API: Compute, ap-northeast-1, No Upfront$' "$scratch/new.tsv" || fail "rates without their source"
expect 0 "$bin" cost "$boxes" --state "$scratch/none.json" --scenario savings-plan; says 'tokyo/eks/nodes-main: the price book has no price for it bought ahead'
expect 0 "$bin" cost "$boxes" --state "$scratch/none.json" --scenario savings-plan --prices "$scratch/new.tsv"
says 'tokyo/eks/nodes-main: pays from 73% of the hours on'; silent 'no price for it bought ahead'
expect 0 "$bin" cost "$boxes" --state "$scratch/none.json" --scenario savings-plan-3y --prices "$scratch/new.tsv"; says 'seoul/eks/nodes-main: pays from 54% of the hours on'
denied() { expect 0 "$bin" prices update ap-northeast-1 --sandbox --faults deny=DescribeSavingsPlansOfferingRates "$@"; }
denied --out "$scratch/denied.tsv"; says 'AWS would not tell what savings plans cost: .*AccessDenied'; says '[1-9][0-9]* new'
row AmazonRDS ap-northeast-1 "$aurora, reserved 1 year" "$scratch/denied.tsv" >/dev/null || fail "the price list is lost with the savings plans"
grep -q ', savings plan' "$scratch/denied.tsv" && fail "rates that nobody told"
sed -E "s/^(AmazonEC2\tap-northeast-1\tm6g.large, savings plan\tinstance-hour\t[0-9.]+\t)[0-9-]+/\12026-01-02/" "$scratch/new.tsv" >"$scratch/again.tsv"
denied --prices "$scratch/again.tsv"; says 'AmazonEC2, ap-northeast-1: 18 prices, of 2026-01-02 and later: AWS would not tell what savings plans cost'
row AmazonEC2 ap-northeast-1 'm6g.large, savings plan' "$scratch/again.tsv" | grep -qP '\t0.07227\t2026-01-02\t' || fail "a rate is lost that nobody told"

# ---- what is new is what a cost was lacking
expect 0 "$bin" cost "$spec" --state "$scratch/none.json" --scenario reserved-1y; says 'instance-1: the price book has no price for it bought ahead'
expect 0 "$bin" cost "$spec" --state "$scratch/none.json" --scenario reserved-1y --prices "$scratch/new.tsv"
says 'tokyo/aurora/instance-1: pays from 70% of the hours on'; silent 'instance-1: the price book has no price'
expect 0 "$bin" cost "$spec" --state "$scratch/none.json" --scenario reserved-3y --prices "$scratch/new.tsv" --json
/usr/bin/python3 - "$scratch/out" <<'P' || fail "the scenario tells something else"
import json, sys
s = json.load(open(sys.argv[1]))["scenario"]
assert "tokyo/aurora/instance-1" in s["bought_ahead"] and s["then"] < s["usual"], s
P
expect 0 "$bin" prices update ap-northeast-1 --sandbox --out "$scratch/more.tsv" --add 'db.*' --add '*db.r7g.large*'
row AmazonRDS ap-northeast-1 'Aurora PostgreSQL db.r7g.large Standard' "$scratch/more.tsv" >/dev/null && fail "Tokyo has no db.r7g in the sandbox"

# ---- looked at
expect 0 "$bin" prices show "*$aurora" ap-northeast-9 --prices "$scratch/new.tsv"; says "AmazonRDS, ap-northeast-1, $aurora: \\\$0\.313 per instance-hour, of $today, single-source; AWS Price List API"
expect 0 "$bin" prices show AmazonEKS --json; /usr/bin/python3 -c 'import json,sys; d=json.load(open(sys.argv[1])); assert {p["service"] for p in d["prices"]} == {"AmazonEKS"}' "$scratch/out" || fail "not only EKS"
expect 0 "$bin" prices show msk; says '^AmazonMSK, '; silent '^Amazon[^M]'
expect 1 "$bin" prices show nothing-of-the-kind; says 'has no such price'
expect 5 "$bin" prices check; says 'of 2[0-9]+ prices are older than a year, or of an unknown day: `provisioner prices update`'
grep -P "^[@#]|\t$today\t" "$scratch/new.tsv" >"$scratch/fresh.tsv"
expect 0 "$bin" prices check --prices "$scratch/fresh.tsv"; says 'prices, none older than a year'

# ---- over the wire, and by a client that nobody here wrote
serve "$scratch/world"
expect 0 "$bin" prices update us-east-1 --out "$scratch/wire.tsv"; says ' 0 changed'
row AmazonRDS us-east-1 "$aurora" "$scratch/wire.tsv" | grep -qP "\t0.26\t$today\tverified\t" || fail "not as AWS has it, over HTTP"
if [ -x /usr/bin/aws ]; then
  got=$(cli us-east-1 pricing get-products --service-code AmazonRDS --filters Type=TERM_MATCH,Field=regionCode,Value=ap-northeast-1 Type=TERM_MATCH,Field=usagetype,Value=APN1-InstanceUsage:db.r6g.large "Type=TERM_MATCH,Field=databaseEngine,Value=Aurora PostgreSQL" --query 'PriceList[0]') || fail "$(cat "$scratch/cli.err")"
  grep -q '"USD": *"0.3130000000"' <<<"$got" || fail "the CLI reads: $got"
  n=$(cli us-east-1 pricing get-products --service-code AmazonRDS --page-size 5 --query 'length(PriceList)' | paste -sd+ | bc)
  [ "$n" -gt 30 ] || fail "the CLI finds $n products, page by page"
  got=$(cli us-east-1 savingsplans describe-savings-plans-offering-rates --savings-plan-types Compute --filters name=region,values=ap-northeast-1 name=instanceType,values=m6g.large,c6g.large --max-results 30 --query 'length(searchResults)') || fail "$(cat "$scratch/cli.err")"
  [ "$got" = 24 ] || fail "the CLI finds $got rates"
  cli us-east-1 pricing get-products --service-code Nonsense >/dev/null 2>"$scratch/err" && fail "nonsense is sold"
  says NotFoundException
fi
