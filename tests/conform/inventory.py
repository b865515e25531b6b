#!/usr/bin/env python3
"""The reference spec makes at least what the CDK app of this architecture contains: every resource type, as often."""
import json, os, re, subprocess, sys

build, reference = sys.argv[1], "../shared/reference/cdk-reference-inventory.md"
if not os.path.exists(reference):
    print(f"skipped: {reference} is not there")
    sys.exit(77)

section = open(reference).read().split("## Infrastructure resources by type and region")[1].split("\n## ")[0]
wanted = {t: int(n) for t, n in re.findall(r"^\| (AWS::\S+) \|.*\| (\d+) \|$", section, re.M)}
assert len(wanted) > 40 and sum(wanted.values()) == 248, wanted

plan = subprocess.run([f"{build}/provisioner", "plan", "specs/active-active.yaml", "--offline", "--json"],
                      capture_output=True, check=True, text=True)
made = {}
for change in json.loads(plan.stdout)["changes"]:
    made[change["type"]] = made.get(change["type"], 0) + 1
    # CloudFormation makes a secret in each region; one call of AWS's makes it there and its replicas elsewhere
    for a in change["attributes"]:
        if a["path"] == "AddReplicaRegions":
            made[change["type"]] += len(a["after"])

missing = {t: (n, made.get(t, 0)) for t, n in wanted.items() if made.get(t, 0) < n}
for t, (n, have) in sorted(missing.items()):
    print(f"{t}: {n} there, {have} here")
print(f"{sum(made.values())} resources of {len(made)} types here, {sum(wanted.values())} of {len(wanted)} there")
sys.exit(1 if missing else 0)
