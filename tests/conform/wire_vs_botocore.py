#!/usr/bin/python3
"""A second opinion on every message: for samples that fill each member, botocore's serializers must write the request
that our client writes, and its parsers must read what our sandbox answers.

The models are those in ../shared/aws-models where they are there, botocore's own otherwise; an operation with members
that the latter does not know yet is counted as left out.

usage: wire_vs_botocore.py BUILD_FOLDER"""
import base64
import datetime
import glob
import json
import os
import subprocess
import sys
import urllib.parse
import xml.etree.ElementTree

try:
    import botocore.awsrequest
    import botocore.loaders
    import botocore.model
    import botocore.parsers
    import botocore.serialize
except ImportError:
    print("skipped: botocore is not installed (python3-botocore)")
    sys.exit(77)

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
import bundled

MODELS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "..", "shared", "aws-models")


def dump(build):
    for tool in (os.path.join(build, "tests", "dump_wire"), os.path.join(build, "dump_wire")):
        if os.path.exists(tool):
            out = subprocess.run([tool], check=True, stdout=subprocess.PIPE).stdout
            return [json.loads(line) for line in out.splitlines()]
    sys.exit("dump_wire is not built in %s" % build)


def models():
    found = {}
    for path in glob.glob(os.path.join(MODELS, "*", "service-2.json")):
        with open(path) as f:
            model = json.load(f)
        found[model["metadata"]["serviceId"]] = model
    return found


class Unknown(Exception):
    """A member that this model does not have."""


def native(shape, v):
    """A sample as botocore's callers write it, and as its parsers give it back."""
    kind = shape.type_name
    if kind == "structure":
        for name in v:
            if name not in shape.members:
                raise Unknown("%s.%s" % (shape.name, name))
        return {name: native(shape.members[name], one) for name, one in v.items()}
    if kind == "list":
        return [native(shape.member, one) for one in v]
    if kind == "map":
        return {name: native(shape.value, one) for name, one in v.items()}
    if kind == "blob":
        return base64.b64decode(v)
    if kind == "timestamp":
        return datetime.datetime.strptime(v, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=datetime.timezone.utc)
    return v


def tree(text):
    """An element without regard to the order of its members; a list's elements stay in theirs."""
    def whole(x):
        return (x.tag, x.text or "", sorted((whole(kid) for kid in x), key=lambda kid: kid[0]))
    return whole(xml.etree.ElementTree.fromstring(text))


def body_of(message):
    return base64.b64decode(message["bytes"]) if "bytes" in message else message["body"].encode()


class Comparison:
    def __init__(self):
        self.problems, self.done, self.left_out = [], 0, []

    def complain(self, line, what, ours, theirs):
        self.problems.append("%s %s: %s\n  ours:   %s\n  theirs: %s" % (line["of"], line["op"], what, ours, theirs))

    def request(self, line, model, protocol):
        op = model.operation_model(line["op"])
        sample = native(op.input_shape, line["input"]) if op.input_shape else {}
        serializer = botocore.serialize.create_serializer(protocol, include_validation=False)
        theirs, ours = serializer.serialize_to_request(sample, op), line["request"]
        path = urllib.parse.urlsplit(theirs["url_path"])
        for part, got, want in (("method", ours["method"], theirs["method"]), ("path", ours["path"], path.path)):
            if want != got:
                self.complain(line, part, got, want)
        if protocol in ("query", "ec2"):
            pairs = urllib.parse.parse_qsl(ours["body"], keep_blank_values=True, strict_parsing=True)
            self.same_form(line, pairs, {k: str(v) for k, v in theirs["body"].items()})
        elif protocol == "json":
            if json.loads(ours["body"]) != json.loads(theirs["body"]):
                self.complain(line, "body", ours["body"], theirs["body"])
        else:
            self.same_query(line, ours["query"], path.query, theirs["query_string"])
            self.same_body(line, protocol, body_of(ours), theirs["body"] or b"")
        got = {name.lower(): v for name, v in ours["headers"].items()}
        for name, want in theirs["headers"].items():
            if got.get(name.lower()) != want:
                self.complain(line, name, got.get(name.lower()), want)

    def same_query(self, line, ours, literal, members):
        theirs = urllib.parse.parse_qsl(literal, keep_blank_values=True)
        for key, v in (members.items() if isinstance(members, dict) else members):
            theirs += [(key, str(one)) for one in (v if isinstance(v, list) else [v])]
        if sorted(urllib.parse.parse_qsl(ours, keep_blank_values=True)) != sorted(theirs):
            self.complain(line, "query", ours, theirs)

    def same_body(self, line, protocol, ours, theirs):
        theirs = theirs.encode() if isinstance(theirs, str) else theirs
        if protocol == "rest-json":
            same = json.loads(ours or b"{}") == json.loads(theirs or b"{}")
        elif ours.startswith(b"<?xml"):
            same = bool(theirs) and tree(ours) == tree(theirs)
        else:
            same = ours == theirs
        if not same:
            self.complain(line, "body", ours, theirs)

    def same_form(self, line, pairs, theirs):
        ours = dict(pairs)
        if len(ours) != len(pairs):
            self.complain(line, "a parameter stands twice", pairs, theirs)
        for key in sorted(set(ours) | set(theirs)):
            if ours.get(key) != theirs.get(key):
                self.complain(line, key, ours.get(key), theirs.get(key))

    def parse(self, message, shape, protocol):
        parser = botocore.parsers.create_parser(protocol)
        headers = botocore.awsrequest.HeadersDict(message["headers"])
        body = body_of(message)  # what streams is no bytes to the parser, which would take them for text
        body = bytearray(body) if "bytes" in message else body
        return parser.parse({"status_code": message["status"], "headers": headers,
                             "body": body}, shape)

    def answer(self, line, model, protocol):
        shape = model.operation_model(line["op"]).output_shape
        theirs = self.parse(line["answer"], shape, protocol)
        meta = theirs.pop("ResponseMetadata", {})
        if meta.get("RequestId") != "01234567-89ab-cdef-0123-456789abcdef":
            self.complain(line, "request id", "", meta)
        ours = native(shape, line["output"]) if shape else {}
        if "out" in line and ours != theirs:
            self.complain(line, "answer", ours, theirs)
        error = self.parse(line["fault"], shape, protocol)
        bare = line.get("method") == "HEAD"  # nothing but the status is told
        want = {"Code": "400", "Message": "Bad Request"} if bare else {
            "Code": "ValidationError", "Message": "no <such> & \"thing\""}
        if any(error["Error"].get(member) != text for member, text in want.items()):
            self.complain(line, "fault", "", error)
        if error["ResponseMetadata"].get("RequestId") != "01234567-89ab-cdef-0123-456789abcdef":
            self.complain(line, "request id of a fault", "", error)

    def operation(self, line, model, protocol):
        try:
            self.request(line, model, protocol)
            self.answer(line, model, protocol)
            self.done += 1
        except (Unknown, botocore.model.OperationNotFoundError) as e:
            self.left_out.append("%s %s: not in this model: %s" % (line["of"], line["op"], e))


def main():
    compared, by_id, known, protocols = Comparison(), models(), {}, {}
    own = os.path.isdir(MODELS)
    for line in dump(sys.argv[1]):
        if "service" in line:
            model = by_id.get(line["service_id"]) or bundled.model_of(line["service_id"])
            known[line["service"]] = botocore.model.ServiceModel(model, line["service"])
            protocols[line["service"]] = line["protocol"]
        else:
            compared.operation(line, known[line["of"]], protocols[line["of"]])
    for problem in compared.problems + compared.left_out:
        print(problem)
    print("%d operations compared, %d left out, %d problems"
          % (compared.done, len(compared.left_out), len(compared.problems)))
    return 1 if compared.problems or not compared.done or (own and compared.left_out) else 0


if __name__ == "__main__":
    sys.exit(main())
