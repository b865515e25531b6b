#!/usr/bin/env bash
# Both regions side by side: states, who writes, how far the other is behind, health checks, where names point, what AWS is
# going to do; with one region silent too, and again and again.
source tests/support/e2e.sh
spec=$root/specs/active-active.yaml
s=(--sandbox --state "$scratch/s.json" --world "$scratch/s.world")
expect 1 "$bin" status "$spec" "${s[@]}"; says 'has its state elsewhere'
expect 0 "$bin" apply "$spec" "${s[@]}" --auto-approve
expect 0 "$bin" status "$spec" "${s[@]}"
says 'tokyo \(ap-northeast-1\) +seoul \(ap-northeast-2\)'
says 'aurora/cluster +available [0-9.]+ +available [0-9.]+, [0-9.]+ m?s behind'
says 'cache/replication-group +available 7[0-9.]+ +available 7[0-9.]+, [0-9.]+ m?s behind'
says 'msk/replicator-tokyo +- +RUNNING, [0-9.]+ m?s behind'
says 'aurora writes in tokyo'; says 'cache writes in tokyo'; says 'health-tokyo: healthy'; silent 'too far'
says 'eks/cluster +ACTIVE 1[0-9.]+ +ACTIVE 1'; says 'msk/cluster +ACTIVE [0-9]'
says 'recovery within 15 min, 5 s of writes lost at most, 2 s behind at most'
says '^api.demo.example.com A -> tokyo: .*ap-northeast-1.*\(PRIMARY, healthy\)$'; says '^nearest.demo.example.com A -> seoul: .*, tokyo: '
silent 'maintenance'; silent 'is led from'; says '^no alarm is in force in tokyo, seoul$'
expect 0 "$bin" status "$spec" "${s[@]}" --faults maintenance=ap-northeast-2
says 'maintenance of seoul/aurora/cluster is pending: system-update'; says 'maintenance of seoul/cache/replication-group is pending: .*important, not-applied'
silent 'maintenance of tokyo'
expect 0 "$bin" status "$spec" "${s[@]}" --set objectives.lag=2ms; says 'aurora/cluster .*behind \(too far\)'
expect 6 "$bin" status "$spec" "${s[@]}" --faults dark=ap-northeast-1; says 'tokyo does not answer'
says 'aurora/cluster +no answer +available'; says 'aurora writes in tokyo'; says '^no alarm is in force in seoul$'
expect 6 "$bin" status "$spec" "${s[@]}" --faults dark=us-east-1; says 'route53 does not answer'; says 'aurora/cluster +available [0-9.]+ +available [0-9.]+,'
# AWS answers some of what is asked of a region: that is told, and not that it is lost
expect 6 "$bin" status "$spec" "${s[@]}" --faults 5xx=0.85,seed=1; says '(tokyo|seoul) did not answer every question'; says ' (available|ACTIVE) '; silent '(tokyo|seoul) does not answer'
expect 6 env COLUMNS=80 "$bin" status "$spec" "${s[@]}" --faults dark=ap-northeast-2
awk 'length > 80 { exit 1 }' "$scratch/out" || fail "wider than 80 columns"
expect 6 "$bin" status "$spec" "${s[@]}" --json --faults dark=ap-northeast-2,maintenance=ap-northeast-1
holds status
expect 0 "$bin" status "$spec" "${s[@]}" --json
holds status
/usr/bin/python3 - "$scratch/out" <<'PY' || fail "the JSON is another one"
import json, sys
d = json.load(open(sys.argv[1]))
tokyo, seoul = d["regions"]
assert tokyo["answers"] and seoul["answers"] and d["skipped"] == [] and d["objectives"]["lag_ms"] == 2000
assert [l for l in seoul["lags"] if l["address"] == "seoul/aurora/cluster"][0]["behind"] is False
assert {w["system"]: w["alias"] for w in d["writers"]} == {"aurora": "tokyo", "cache": "tokyo"}
assert [a["alias"] for n in d["names"] if n["address"].endswith("record-api") for a in n["answers"] if a["answers"]] == ["tokyo"], d["names"]
assert all(r["settled"] for r in tokyo["resources"] + seoul["resources"])
PY

# who writes moves, and names do not yet: the roles are apart, and it is said how to end that
expect 0 "$bin" switchover "$spec" "${s[@]}" --to seoul --only aurora --auto-approve
expect 0 "$bin" status "$spec" "${s[@]}"
says 'aurora writes in seoul, and not in tokyo'; says 'global/cache/.* is led from tokyo, and seoul writes'
says 'global/dns/record-api is led from tokyo, and seoul writes; `provisioner switchover .* --to seoul` ends that'
expect 0 "$bin" switchover "$spec" "${s[@]}" --to seoul --auto-approve
expect 0 "$bin" status "$spec" "${s[@]}"; silent 'is led from'; says '^api.demo.example.com A -> seoul: '

# again and again, until it is stopped: what changes meanwhile shows
serve "$scratch/world" --speed 300
spec=$root/specs/minimal.yaml s=(--state "$scratch/m.json" --time-scale 300)
expect 0 "$bin" apply "$spec" "${s[@]}" --auto-approve
"$bin" status "$spec" "${s[@]}" --watch --json >"$scratch/watched" 2>"$scratch/err" & watch=$!
lines() { for _ in $(seq 200); do [ "$(wc -l <"$scratch/watched")" -ge "$1" ] && return; sleep 0.05; done; fail "only $(wc -l <"$scratch/watched") looks"; }
lines 2
expect 0 "$bin" switchover "$spec" "${s[@]}" --to seoul --auto-approve
lines $(($(wc -l <"$scratch/watched") + 2))
kill -INT $watch; wait $watch; [ $? = 130 ] || fail "it was not interrupted"
/usr/bin/python3 - "$scratch/watched" "$scratch/last" <<'PY' || fail "what was watched is something else"
import json, sys
looks = [json.loads(line) for line in open(sys.argv[1])]
assert looks[0]["writers"][0]["alias"] == "tokyo" and looks[-1]["writers"][0]["alias"] == "seoul" and looks[-1]["writers"][0]["moved"]
json.dump(looks[-1], open(sys.argv[2], "w"))
PY
holds status "$scratch/last"
exit 0
