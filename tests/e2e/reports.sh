#!/usr/bin/env bash
# What a plan and a validation are in other forms: JSON as the committed schemas say, a page that stands alone, drawings.
source tests/support/e2e.sh
spec=$root/specs/minimal.yaml
s=(--sandbox --state "$scratch/r.json")
page() { /usr/bin/python3 tests/support/pages.py "$@" || fail "the page $1"; }

# ---- drawings
expect 0 "$bin" graph "$root/specs/active-active.yaml" --format svg
/usr/bin/python3 -c "import sys,xml.etree.ElementTree as x; x.parse('$scratch/out')" || fail "the SVG is not well-formed"
says ">tokyo<"; says ">ap-northeast-2<"; says "RDS::GlobalCluster"
expect 0 "$bin" graph "$root/specs/active-active.yaml" --format mermaid
says 'subgraph place0\["tokyo, ap-northeast-1"\]'
[ "$(grep -c '^  end$' "$scratch/out")" = "$(grep -c '^  subgraph ' "$scratch/out")" ] || fail "a subgraph without an end"
expect 1 "$bin" graph "$spec" --format png

# ---- pages
expect 0 "$bin" plan "$spec" --offline --html "$scratch/new.html"
page "$scratch/new.html" "Plan of demo/production" "What stands where" tokyo/aurora/cluster "New" "What takes longest"
[ "$(stat -c %a "$scratch/new.html")" = 600 ] || fail "the page can be read by others"
expect 0 "$bin" apply "$spec" "${s[@]}" --auto-approve
expect 0 "$bin" plan "$spec" "${s[@]}" --html "$scratch/same.html"
page "$scratch/same.html" "No changes."
expect 0 "$bin" plan "$spec" "${s[@]}" --set aurora.class=db.r6g.xlarge --html "$scratch/odd.html"
page "$scratch/odd.html" "Changed in place" db.r6g.xlarge "Interrupts:"
expect 1 "$bin" plan "$spec" "${s[@]}" --html "$scratch/no/such/folder.html"

# ---- JSON
/usr/bin/python3 -c 'import jsonschema' 2>/dev/null || { echo "skipped: python3-jsonschema is not installed"; exit 77; }
expect 0 "$bin" plan "$spec" "${s[@]}" --json; holds plan
expect 0 "$bin" plan "$spec" "${s[@]}" --json --set aurora.class=db.r6g.xlarge --set network.nat=none; holds plan
expect 0 "$bin" plan "$root/specs/active-active.yaml" --offline --json; holds plan
expect 1 "$bin" plan "$root/specs/seed-as-written.yaml" --offline --json; holds plan
expect 0 "$bin" validate "$spec" --json; holds validate
expect 1 "$bin" validate "$root/specs/seed-as-written.yaml" --json; holds validate
for how in "" "--at 2027-06-01" "--scenario region-down=tokyo" "--scenario reserved-3y"; do
  # shellcheck disable=SC2086
  { expect 0 "$bin" cost "$spec" "${s[@]}" --json $how; holds cost; }
done
expect 0 "$bin" cost "$spec" --state "$scratch/none.json" --json; holds cost
expect 0 "$bin" prices show 'db.r6g.*' 'Aurora*' --json; holds prices
expect 0 "$bin" prices update us-east-1 --sandbox --dry-run --json; holds prices
expect 0 "$bin" prices update us-east-1 --sandbox --out "$scratch/p.tsv" --json; holds prices
expect 0 "$bin" history "$spec" "${s[@]}" --json; holds history
expect 0 "$bin" doctor "$spec" "${s[@]}" --json; holds doctor
expect 1 "$bin" doctor "$root/specs/seed-as-written.yaml" --json; holds doctor
expect 0 "$bin" drift "$spec" "${s[@]}" --json; holds drift
