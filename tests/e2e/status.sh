#!/usr/bin/env bash
# Both regions side by side: states, who writes, how far the other is behind, health checks; with one region silent too.
source tests/support/e2e.sh
spec=$root/specs/active-active.yaml
s=(--sandbox --state "$scratch/s.json" --world "$scratch/s.world")
expect 1 "$bin" status "$spec" "${s[@]}"; says 'holds nothing yet'
expect 0 "$bin" apply "$spec" "${s[@]}" --auto-approve
expect 0 "$bin" status "$spec" "${s[@]}"
says 'tokyo \(ap-northeast-1\) +seoul \(ap-northeast-2\)'
says 'aurora/cluster +available [0-9.]+ +available [0-9.]+, [0-9]+ ms behind'
says 'cache/replication-group +available +available, [0-9]+ ms behind'
says 'msk/replicator-tokyo +- +RUNNING, [0-9]+ ms behind'
says 'aurora writes in tokyo'; says 'cache writes in tokyo'; says 'health-tokyo: healthy'; silent 'too far'
expect 0 "$bin" status "$spec" "${s[@]}" --set objectives.lag=2ms; says 'aurora/cluster .*behind \(too far\)'
expect 6 "$bin" status "$spec" "${s[@]}" --faults dark=ap-northeast-1; says 'tokyo does not answer'
says 'aurora/cluster +no answer +available'; says 'aurora writes in tokyo'
expect 6 env COLUMNS=80 "$bin" status "$spec" "${s[@]}" --faults dark=ap-northeast-2
awk 'length > 80 { exit 1 }' "$scratch/out" || fail "wider than 80 columns"
expect 0 "$bin" status "$spec" "${s[@]}" --json
/usr/bin/python3 - "$scratch/out" <<'PY' || fail "the JSON is another one"
import json, sys
d = json.load(open(sys.argv[1]))
tokyo, seoul = d["regions"]
assert tokyo["answers"] and seoul["answers"] and d["skipped"] == [] and d["lag_objective_ms"] == 2000
assert [l for l in seoul["lags"] if l["address"] == "seoul/aurora/cluster"][0]["behind"] is False
assert {w["system"]: w["alias"] for w in d["writers"]} == {"aurora": "tokyo", "cache": "tokyo"}
assert all(r["settled"] for r in tokyo["resources"] + seoul["resources"])
PY
exit 0
