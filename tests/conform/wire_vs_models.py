#!/usr/bin/python3
"""Holds every table of aws/api against the services' published models: each member exists, of that kind, at that place,
under that wire name; what the model requires is there; tokens, secrets, words, errors and pages are as it says.

usage: wire_vs_models.py BUILD_FOLDER"""
import glob
import json
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
import bundled

MODELS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "..", "shared", "aws-models")
KINDS = {"string": "string", "character": "string", "integer": "integer", "long": "integer", "float": "decimal",
         "double": "decimal", "boolean": "boolean", "timestamp": "time", "blob": "blob", "structure": "structure",
         "list": "list", "map": "map"}
READING = ("Describes", "Displays", "Gets", "List", "Lists", "Provides", "Retrieves", "Returns", "Simulate")
LOCATIONS = {"uri": "path", "querystring": "query", "header": "header", "headers": "header"}
TOKENS = ("ClientToken", "ClientRequestToken", "clientToken", "clientRequestToken", "CreatorRequestId")
# Told to whoever may read the object, and so no secrets, whatever the model marks.
PUBLIC = ("Tags", "tags", "Tag", "TagList")


def dump(build):
    for tool in (os.path.join(build, "tests", "dump_wire"), os.path.join(build, "dump_wire")):
        if os.path.exists(tool):
            out = subprocess.run([tool], check=True, stdout=subprocess.PIPE).stdout
            return [json.loads(line) for line in out.splitlines()]
    sys.exit("dump_wire is not built in %s" % build)


def load_models():
    found = {}
    for path in glob.glob(os.path.join(MODELS, "*", "service-2.json")):
        with open(path) as f:
            model = json.load(f)
        pages = os.path.join(os.path.dirname(path), "paginators-1.json")
        model["pages"] = {}
        if os.path.exists(pages):
            with open(pages) as f:
                model["pages"] = json.load(f)["pagination"]
        found[model["metadata"]["serviceId"]] = model
    return found


def raised(s):
    return s[:1].upper() + s[1:]


def lowered(s):
    return s[:1].lower() + s[1:]


class Checker:
    def __init__(self):
        self.problems = []
        self.members = 0

    def complain(self, where, fmt, *args):
        self.problems.append("%s: %s" % (where, fmt % args))

    def equal(self, where, what, ours, theirs):
        if ours != theirs:
            self.complain(where, "%s is %r, the model says %r", what, ours, theirs)

    # ---- services and operations

    def service(self, line, model):
        meta, where = model["metadata"], line["service"]
        if line["protocol"] not in meta.get("protocols", [meta["protocol"]]):
            self.complain(where, "the model does not speak %s", line["protocol"])
        self.equal(where, "version", line["version"], meta["apiVersion"])
        self.equal(where, "signing name", line["service"], meta.get("signingName", meta["endpointPrefix"]))
        self.equal(where, "endpoint", line["endpoint"], meta["endpointPrefix"])
        if line["protocol"] == "json":
            self.equal(where, "target", line.get("target"), meta["targetPrefix"])
            self.equal(where, "json", line.get("json"), meta["jsonVersion"])
        elif "xmlNamespace" in meta:
            self.equal(where, "xmlns", line.get("xmlns", "").rstrip("/"), meta["xmlNamespace"].rstrip("/"))

    def operation(self, line, service, model):
        where = "%s %s" % (line["of"], line["op"])
        op = model["operations"].get(line["op"])
        if not op:
            return self.complain(where, "the model has no such operation")
        self.protocol, self.shapes, self.spoken = service["protocol"], model["shapes"], service
        if self.protocol.startswith("rest"):
            self.rest(where, line, service, op)
        for what in line["failed"]:
            self.complain(where, "there and back: %s", what)
        self.struct(where + " input", line["in"], op.get("input", {}).get("shape"), "in")
        if "out" in line:
            self.struct(where + " output", line["out"], op.get("output", {}).get("shape"), "out")
        self.errors(where, line, op)
        self.pages(where, line.get("pages"), model["pages"].get(line["op"]) or self.untold(model, op))
        self.page_size(where, line.get("pages"), op)
        self.equal(where, "unsigned", line["unsigned"], op.get("authtype") == "none")
        self.looks(where, line["reads"], op)

    def looks(self, where, ours, op):
        """What changes nothing: the model marks it, or it is a GET, or its documentation begins by saying so."""
        text = re.sub(r"<[^>]+>", " ", op.get("documentation", ""))
        words = re.sub(r"^\s*You can use the \s*\w+\s+API to (\w+)", lambda m: m.group(1).title() + "s", text).split() or [""]
        method = op["http"]["method"] if self.protocol.startswith("rest") else ""
        theirs = op.get("readonly") or method in ("GET", "HEAD") or words[0] in READING
        self.equal(where, "reading", ours, bool(theirs))

    def rest(self, where, line, service, op):
        self.equal(where, "method", line.get("method"), op["http"]["method"])
        self.equal(where, "uri", line.get("uri"), op["http"]["requestUri"])
        root = op.get("input", {}).get("locationName")
        if self.protocol == "rest-xml" and root:
            self.equal(where, "root", line["in"]["shape"], root)
            self.equal(where, "xmlns", service.get("xmlns"), op["input"]["xmlNamespace"]["uri"])
        checksum = op.get("httpChecksumRequired") or op.get("httpChecksum", {}).get("requestChecksumRequired", False)
        self.equal(where, "checksum", line["checksum"], checksum)

    def errors(self, where, line, op):
        codes = [self.shapes[e["shape"]].get("error", {}).get("code", e["shape"]) for e in op.get("errors", [])]
        for code in line.get("errors", "").split():
            if codes and code not in codes:
                self.complain(where, "error %s is not in the model", code)

    def untold(self, model, op):
        """Of a service that tells no pages at all: they show in the members."""
        asks, answers = (self.shapes.get(op.get(way, {}).get("shape"), {}).get("members", {}) for way in ("input", "output"))
        if model["pages"] or not (asks.get("nextToken") and answers.get("nextToken")):
            return None
        return {"input_token": "nextToken", "output_token": "nextToken", "limit_key": "maxResults" if "maxResults" in asks else None,
                "result_key": [name for name, m in answers.items() if self.shapes[m["shape"]]["type"] == "list"]}

    def pages(self, where, ours, theirs):
        if not ours and theirs and isinstance(theirs["input_token"], list):
            return  # it goes on by several tokens at once: we ask from where what we look for begins, and take one page
        if not ours or not theirs:
            if ours or theirs:
                self.complain(where, "pages are told by %s only", "us" if ours else "the model")
            return
        self.equal(where, "pages' in_token", ours["in_token"], theirs["input_token"])
        self.equal(where, "pages' out_token", ours["out_token"], theirs["output_token"])
        self.equal(where, "pages' limit", ours.get("limit"), theirs.get("limit_key"))
        keys = theirs["result_key"]
        if not set(ours["items"].split()) <= set(keys if isinstance(keys, list) else [keys]):
            self.complain(where, "pages' items is %s, the model says %s", ours["items"], keys)

    def page_size(self, where, pages, op):
        if not pages or "limit" not in pages:
            return
        bounds = self.shapes[self.shapes[op["input"]["shape"]]["members"][pages["limit"]]["shape"]]
        if not bounds.get("min", 1) <= pages["size"] <= bounds.get("max", 1000):
            self.complain(where, "pages' size is %d, the model takes %s to %s", pages["size"], bounds.get("min"),
                          bounds.get("max"))

    # ---- shapes

    def struct(self, where, ours, name, way):
        if name is None:
            if ours["fields"]:
                self.complain(where, "the model has none")
            return
        shape = self.shapes[name]
        if shape["type"] != "structure":
            return self.complain(where, "%s is no structure", name)
        listed = {f["name"]: f for f in ours["fields"]}
        if len(listed) != len(ours["fields"]):
            self.complain(where, "a member is listed twice")
        for field in ours["fields"]:
            self.member("%s %s" % (where, field["name"]), field, name, shape, way)
        for required in shape.get("required", []) if way == "in" else []:
            if required not in listed:
                self.complain(where, "%s is required, and not listed", required)

    def member(self, where, field, struct, shape, way):
        self.members += 1
        ref = shape["members"].get(field["name"])
        if not ref:
            return self.complain(where, "%s has no such member", struct)
        target = self.shapes[ref["shape"]]
        self.equal(where, "kind", field["kind"], KINDS[target["type"]])
        self.flags(where, field, ref, target, shape, way)
        self.location(where, field, ref, shape)
        self.names(where, field, ref, target, way)
        element = target
        if target["type"] == "list":
            element = self.shapes[target["member"]["shape"]]
        elif target["type"] == "map":
            element = self.shapes[target["value"]["shape"]]
        if element is not target:
            self.equal(where, "kind of elements", field.get("of"), KINDS[element["type"]])
        self.words(where, field, element, way)
        if element["type"] == "structure":
            name = ref["shape"] if element is target else (target.get("member") or target["value"])["shape"]
            if "sub" in field:
                self.struct(where, field["sub"], name, way)
            else:
                self.complain(where, "has no members")

    def flags(self, where, field, ref, target, shape, way):
        flags, name = field["flags"], field["name"]
        required = name in shape.get("required", [])
        if way == "in" or "required" in flags:
            self.equal(where, "required", "required" in flags, required)
        token = ref.get("idempotencyToken", False)
        if way == "in" and token and "token" not in flags:
            self.complain(where, "is a token, and not marked")
        if "token" in flags and not token and name not in TOKENS:
            self.complain(where, "is marked as a token, and is none")
        inner = self.shapes[target["member"]["shape"]] if target["type"] == "list" else target
        sensitive = ref.get("sensitive") or target.get("sensitive") or inner.get("sensitive")
        if sensitive and inner["type"] in ("string", "blob") and "secret" not in flags and name not in PUBLIC:
            self.complain(where, "is sensitive, and not marked")
        flat = (ref.get("flattened") or target.get("flattened", False)) and self.protocol in ("query", "rest-xml")
        self.equal(where, "flat", "flat" in flags, flat)

    def location(self, where, field, ref, shape):
        theirs = LOCATIONS.get(ref.get("location")) if self.protocol.startswith("rest") else None
        if shape.get("payload") == field["name"]:
            theirs = "payload"
        ours = [f for f in field["flags"] if f in ("path", "query", "header", "payload")]
        self.equal(where, "location", ours[0] if ours else None, theirs)
        if theirs == "payload" and self.protocol == "rest-json":
            self.complain(where, "rest-json has no payloads")
        told = ref.get("timestampFormat") or self.shapes[ref["shape"]].get("timestampFormat")
        if field["kind"] == "time" and self.protocol == "rest-json" and theirs is None:
            self.equal(where, "time as text", self.spoken["iso_time"], told == "iso8601")
        if field["kind"] == "time" and (theirs or self.protocol == "rest-xml") and told not in (None, "iso8601"):
            self.complain(where, "times travel as ISO 8601 only, the model says %s", told)

    def names(self, where, field, ref, target, way):
        name, at = field["name"], field.get("at")
        flat_map = target["type"] == "map" and target.get("flattened")
        located = ref.get("locationName") or (target.get("locationName") if flat_map else None)
        if self.protocol == "ec2":
            if way == "in":
                theirs = ref.get("queryName") or (raised(located) if located else name)
                self.equal(where, "name in requests", raised(at or name), theirs)
            else:
                self.equal(where, "name in answers", at or lowered(name), located or name)
        elif not ("flat" in field["flags"] and target["type"] == "list"):
            inside = not set(field["flags"]) & {"path", "query", "header", "payload"}
            ours = at or (lowered(name) if self.spoken["lower"] and inside else name)
            self.equal(where, "wire name", ours, located or name)
        if target["type"] == "map" and self.protocol in ("query", "rest-xml"):
            self.equal(where, "names of key and value", field.get("item") or "key value", " ".join(
                target[part].get("locationName") or part for part in ("key", "value")))
        if target["type"] == "list" and self.protocol in ("query", "rest-xml", "ec2"):
            if self.protocol != "ec2" or way == "out":
                default = "item" if self.protocol == "ec2" else "member"
                theirs = target["member"].get("locationName")
                if "flat" in field["flags"]:
                    self.equal(where, "name of an element", field.get("item") or at or name, theirs or located or name)
                else:
                    self.equal(where, "name of an element", field.get("item") or default, theirs or "member")

    def words(self, where, field, element, way):
        ours, theirs = field.get("values"), element.get("enum")
        if ours and sorted(ours.split()) != sorted(theirs or []):
            self.complain(where, "the words are %s, the model's %s", ours, " ".join(theirs or []))
        if way == "in" and theirs and not ours:
            self.complain(where, "the model takes only %s", " ".join(theirs))


def main():
    if not os.path.isdir(MODELS):
        print("skipped: no service models in ../shared/aws-models")
        return 77
    models, checker, services, operations = load_models(), Checker(), {}, 0
    for line in dump(sys.argv[1]):
        if "service" in line:
            services[line["service"]] = line
            if line["service_id"] not in models and bundled.model_of(line["service_id"]):
                models[line["service_id"]] = bundled.model_of(line["service_id"])
            if line["service_id"] not in models:
                checker.complain(line["service"], "no model with service id %s", line["service_id"])
            else:
                checker.service(line, models[line["service_id"]])
        elif services[line["of"]]["service_id"] in models:
            operations += 1
            checker.operation(line, services[line["of"]], models[services[line["of"]]["service_id"]])
    for problem in checker.problems:
        print(problem)
    print("%d services, %d operations, %d members, %d problems"
          % (len(services), operations, checker.members, len(checker.problems)))
    return 1 if checker.problems or not operations else 0


if __name__ == "__main__":
    sys.exit(main())
