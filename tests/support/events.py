"""Reads a stream of events, FILE [TYPE...], against its schema; every TYPE has to be among them, !TYPE must not.

Twice: by the schema, and as a program does that knows Terraform's machine-readable UI and nothing else: it takes the
types and members that Terraform documents, and anything else for a message to be shown.
"""

import collections
import json
import pathlib
import sys

import jsonschema

schema = json.loads((pathlib.Path(__file__).parent.parent.parent / "specs/schemas/events.schema.json").read_text())
validator = jsonschema.Draft7Validator(schema)
closed = {d["properties"]["type"]["const"]: jsonschema.Draft7Validator({**d, "definitions": schema["definitions"]})
          for d in schema["definitions"].values() if "const" in d["properties"].get("type", {})}


def fail(n, line, why):
    sys.exit(f"line {n}: {why}\n{line}")


def as_terraform(e):
    kind = e["type"]
    assert e["@level"] in ("trace", "debug", "info", "warn", "error") and e["@message"] and e["@module"]
    if kind == "version":
        assert e["ui"].split(".")[0] == "1"
    elif kind in ("planned_change", "resource_drift"):
        assert e["change"]["action"] and e["change"]["resource"]["addr"]
    elif kind == "change_summary":
        assert all(isinstance(e["changes"][k], int) for k in ("add", "change", "import", "remove"))
        assert e["changes"]["operation"] in ("plan", "apply", "destroy")
    elif kind in ("apply_start", "apply_progress", "apply_complete", "apply_errored"):
        r = e["hook"]["resource"]
        assert r["addr"] == r["resource"] and r["resource_type"] and r["resource_name"] and e["hook"]["action"]
        assert kind == "apply_start" or e["hook"]["elapsed_seconds"] >= 0
    elif kind == "outputs":
        assert all(set(o) >= {"sensitive", "type", "value"} for o in e["outputs"].values())
    elif kind == "diagnostic":
        assert e["diagnostic"]["severity"] in ("error", "warning") and e["diagnostic"]["summary"]


def main():
    seen, under_way = collections.Counter(), set()
    lines = open(sys.argv[1], encoding="utf-8").read().splitlines()
    for n, line in enumerate(lines, 1):
        try:
            e = json.loads(line)
            if not validator.is_valid(e):
                closed[e["type"]].validate(e)
            as_terraform(e)
        except (ValueError, KeyError, AssertionError, jsonschema.ValidationError) as why:
            fail(n, line, f"{type(why).__name__}: {getattr(why, 'message', why)}")
        if len(line) > 65536:
            fail(n, line[:100], "longer than 64 KiB")
        kind = e["type"]
        seen[kind] += 1
        step = (e["hook"]["resource"]["addr"], e["hook"]["action"]) if "hook" in e else None
        if kind == "apply_start":
            under_way.add(step)
        elif kind in ("apply_complete", "apply_errored"):
            if step not in under_way:
                fail(n, line, "it ends and never began")
            under_way.discard(step)
    if not lines or json.loads(lines[0])["type"] != "version" or json.loads(lines[-1])["type"] != "exit":
        sys.exit("the first line is not version, or the last is not exit")
    for want in sys.argv[2:]:
        if (want.lstrip("!") in seen) == want.startswith("!"):
            sys.exit(f"{want}: seen are {dict(seen)}")
    print(" ".join(f"{k}={n}" for k, n in sorted(seen.items())))


main()
