#!/usr/bin/python3
"""Holds what `export-arc` writes against the published model of ARC Region switch: every member exists and is of its kind,
what is required is there, words are among those it takes, texts fit their patterns.

usage: arc_plan.py BUILD_FOLDER"""
import json
import os
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
MODEL = os.path.join(HERE, "..", "..", "..", "shared", "aws-models", "arc-region-switch", "service-2.json")
KINDS = {"string": str, "integer": int, "structure": dict, "map": dict, "list": list, "boolean": bool, "float": (int, float)}
ROLE = "arn:aws:iam::123456789012:role/"
wrong = []


def say(where, text):
    wrong.append("%s: %s" % (where, text))


def hold(shapes, name, v, where):
    shape = shapes[name]
    kind = shape["type"]
    if not isinstance(v, KINDS[kind]):
        return say(where, "is no %s: %r" % (kind, v))
    size = v if kind == "integer" else len(v)
    if size < shape.get("min", size) or size > shape.get("max", size):
        say(where, "%s is out of bounds" % size)
    if kind == "string" and shape.get("pattern") and not re.fullmatch(shape["pattern"], v):
        say(where, "%r does not fit %s" % (v, shape["pattern"]))
    if kind == "string" and shape.get("enum") and v not in shape["enum"]:
        say(where, "%r is none of %s" % (v, shape["enum"]))
    if kind == "structure":
        for key in shape.get("required", []):
            if key not in v:
                say(where, "lacks " + key)
        for key, item in v.items():
            if key not in shape["members"]:
                say(where, "has no member " + key)
            else:
                hold(shapes, shape["members"][key]["shape"], item, where + "." + key)
        if shape.get("union") and len(v) != 1:
            say(where, "is a union and has %d members" % len(v))
    for i, item in enumerate(v if kind == "list" else []):
        hold(shapes, shape["member"]["shape"], item, "%s[%d]" % (where, i))
    for key, item in (v.items() if kind == "map" else []):
        hold(shapes, shape["key"]["shape"], key, where + " key")
        hold(shapes, shape["value"]["shape"], item, where + "." + key)


def run(*words):
    done = subprocess.run(words, capture_output=True, text=True)
    if done.returncode:
        sys.exit("%s: %s" % (" ".join(words), done.stderr[-800:]))
    return done


def main():
    if not os.path.exists(MODEL):
        print("skipped: the published model of ARC Region switch is not there")
        sys.exit(77)
    shapes = json.load(open(MODEL, encoding="utf-8"))["shapes"]
    binary = os.path.join(os.path.abspath(sys.argv[1]), "provisioner")
    with tempfile.TemporaryDirectory() as scratch:
        there = ["specs/active-active.yaml", "--sandbox", "--state", scratch + "/s.json"]
        run(binary, "apply", *there, "--auto-approve")
        options = ["--role", ROLE + "switch", "--approver", ROLE + "oncall", "--deployment", "web/shop", "--deployment", "cart"]
        done = run(binary, "export-arc", *there, *options)
    plan = json.loads(done.stdout)
    hold(shapes, "CreatePlanRequest", plan, "plan")
    blocks = [[s["executionBlockType"] for s in w["steps"]] for w in plan["workflows"]]
    if blocks[0] != ["ManualApproval", "EKSResourceScaling", "AuroraGlobalDatabase", "Route53HealthCheck", "Route53HealthCheck"] or blocks[0] != blocks[1]:
        say("plan", "other blocks: %s" % blocks)
    if plan["recoveryTimeObjectiveMinutes"] != 15 or plan["primaryRegion"] != "ap-northeast-1":
        say("plan", "another objective or primary")
    for word in ("global datastore", "topics", "managed nodes", "health checks of its own"):
        if word not in done.stderr:
            say("what is left", "nothing says " + word)
    for line in wrong:
        print(line)
    sys.exit(1 if wrong else 0)


main()
