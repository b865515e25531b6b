#!/usr/bin/env python3
"""What `--format sarif` writes, against the schema of SARIF 2.1.0, for specs with and without findings."""
import json, os, subprocess, sys

path = os.path.join("..", "shared", "reference", "sarif-2.1.0.json")
if not os.path.exists(path):
    print(f"skipped: {path} is not there, against which it is checked")
    sys.exit(77)
try:
    import jsonschema
except ImportError:
    print("skipped: python3-jsonschema is not installed")
    sys.exit(77)

schema = json.load(open(path))
for spec, least in (("specs/seed-as-written.yaml", 20), ("specs/active-active.yaml", 0)):
    out = subprocess.run([os.path.join(sys.argv[1], "provisioner"), "validate", spec, "--format", "sarif"], capture_output=True, text=True).stdout
    log = json.loads(out)
    jsonschema.validate(log, schema)
    results = log["runs"][0]["results"]
    prints = [r["partialFingerprints"]["finding/v1"] for r in results]
    assert len(results) >= least and len(set(prints)) == len(prints), (spec, len(results))
    print(f"{spec}: {len(results)} results")
