"""A stand-in for AWS, made from botocore's service models and nothing of this project: requests are checked with
botocore's signer, read and validated by its input shapes, and answered by its output shapes. What the services do is in
standin_world.py. A program that gets along with this speaks AWS's protocols, and not merely its own idea of them.

Usage: standin.py [--port N] [--seed N] [--rough SHARE]
It prints "listening on http://127.0.0.1:PORT"; GET /_world tells what there is. Of SHARE of all calls, a third is
throttled, a third fails inside AWS, and a third is done without an answer."""

import argparse
import datetime
import hashlib
import hmac
import http.server
import json
import random
import threading
import time
import urllib.parse
import uuid
from xml.sax.saxutils import escape

import botocore.auth
import botocore.loaders
import botocore.model
import botocore.validate
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

import standin_world as world
from standin_world import Fault

KEYS = Credentials("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
SERVICES = ("ec2", "iam", "kms", "logs", "rds", "secretsmanager", "sts", "resourcegroupstaggingapi", "service-quotas")
PAGE = 5  # far fewer than asked for, as AWS is free to do: who doesn't turn the page misses most

# What AWS has added since the models of Debian 12: (service, shape, member, shape of the member).
ADDED = (
    ("ec2", "CreateRouteTableRequest", "ClientToken", "String"),
    ("rds", "CreateGlobalClusterMessage", "Tags", "TagList"),
    ("rds", "GlobalCluster", "TagList", "TagList"),
    ("rds", "GlobalCluster", "Endpoint", "String"),
    ("rds", "DBCluster", "GlobalClusterIdentifier", "String"),
    ("kms", "EnableKeyRotationRequest", "RotationPeriodInDays", "LimitType"),
    ("kms", "GetKeyRotationStatusResponse", "RotationPeriodInDays", "LimitType"),
    ("logs", "LogGroup", "logGroupArn", "Arn"),
)
NO_LONGER_REQUIRED = (("kms", "GetKeyPolicyRequest", "PolicyName"), ("kms", "PutKeyPolicyRequest", "PolicyName"))


def load_models():
    loader, models, pages = botocore.loaders.Loader(), {}, {}
    for name in SERVICES:
        raw = loader.load_service_model(name, "service-2")
        for service, shape, member, of in ADDED:
            if service == name:
                raw["shapes"][shape]["members"].setdefault(member, {"shape": of})
        for service, shape, member in NO_LONGER_REQUIRED:
            required = raw["shapes"][shape]["required"] if service == name else []
            if member in required:
                required.remove(member)
        model = botocore.model.ServiceModel(raw, name)
        models[model.signing_name] = model
        pages[model.signing_name] = loader.load_service_model(name, "paginators-1")["pagination"]
    return models, pages


MODELS, PAGES = load_models()

# ---- who asks ---------------------------------------------------------------------------------------------------------


def signed_by_us(method, url, headers, body):
    """The region and the service that the request was signed for."""
    try:
        scheme, rest = headers["Authorization"].split(" ", 1)
        given = dict(part.strip().split("=", 1) for part in rest.split(","))
        access_key, date, region, service, end = given["Credential"].split("/")
        names = given["SignedHeaders"].split(";")
        stamp = headers["X-Amz-Date"]
        asked = datetime.datetime.strptime(stamp, botocore.auth.SIGV4_TIMESTAMP).replace(tzinfo=datetime.timezone.utc)
    except (AttributeError, KeyError, TypeError, ValueError):
        raise Fault("IncompleteSignature", "Authorization header is missing or incomplete")
    if access_key != KEYS.access_key:
        raise Fault("InvalidClientTokenId", "The security token included in the request is invalid.", 403)
    if abs(asked.timestamp() - time.time()) > 300:
        raise Fault("SignatureDoesNotMatch", "Signature expired or not yet current: " + stamp, 403)
    signer = botocore.auth.SigV4Auth(KEYS, service, region)
    request = AWSRequest(method=method, url=url, data=body, headers={n: headers[n] for n in names if n in headers})
    request.context["timestamp"] = stamp
    wanted = signer.signature(signer.string_to_sign(request, signer.canonical_request(request)), request)
    hashed = headers.get("X-Amz-Content-SHA256")
    complete = {"host", "x-amz-date"} <= set(names) and (scheme, end) == ("AWS4-HMAC-SHA256", "aws4_request")
    if not complete or date != stamp[:8] or hashed not in (None, hashlib.sha256(body).hexdigest()):
        raise Fault("IncompleteSignature", "the signature leaves out what it must hold")
    if not hmac.compare_digest(wanted, given["Signature"]):
        raise Fault("SignatureDoesNotMatch", "The request signature we calculated does not match yours.", 403)
    return region, service


# ---- what is asked ----------------------------------------------------------------------------------------------------


def form_tree(body):
    """Tags.Tag.1.Key=a -> {"Tags": {"Tag": {"1": {"Key": "a"}}}}"""
    tree = {}
    for key, value in urllib.parse.parse_qsl(body.decode(), keep_blank_values=True, strict_parsing=True):
        at, names = tree, key.split(".")
        for name in names[:-1]:
            at = at.setdefault(name, {})
        if names[-1] in at:
            raise Fault("MalformedQueryString", key + " is given twice")
        at[names[-1]] = value
    return tree


def form_name(model, shape, name):
    s = shape.serialization
    if model.metadata["protocol"] == "ec2":
        return s.get("queryName") or (s["name"][0].upper() + s["name"][1:] if "name" in s else name)
    return s.get("name", name)


def form_list(model, shape, tree, where):
    if tree == "":
        return []
    if model.metadata["protocol"] != "ec2" and not shape.serialization.get("flattened"):
        inner = shape.member.serialization.get("name", "member")
        if set(tree) != {inner}:
            raise Fault("MalformedQueryString", f"{where} holds {', '.join(tree)} and not {inner}")
        tree = tree[inner]
    if sorted(map(int, tree)) != list(range(1, len(tree) + 1)):
        raise Fault("MalformedQueryString", where + ": elements are not counted from 1")
    return [from_form(model, shape.member, tree[str(n + 1)], where) for n in range(len(tree))]


def from_form(model, shape, tree, where=""):
    if shape.type_name == "list":
        return form_list(model, shape, tree, where)
    if shape.type_name == "structure":
        out, tree = {}, dict(tree)
        for name, member in shape.members.items():
            flat = member.serialization.get("flattened") and member.member.serialization.get("name")
            key = flat or form_name(model, member, name)
            if key in tree:
                out[name] = from_form(model, member, tree.pop(key), where + "." + name)
        for name in tree:
            world.IGNORED.add(where + "." + name)
        return out
    if not isinstance(tree, str):
        raise Fault("MalformedQueryString", where + " is one value")
    if shape.type_name == "boolean":
        return {"true": True, "false": False}[tree]
    return int(tree) if shape.type_name in ("integer", "long") else tree


def from_json(shape, value, where=""):
    if shape.type_name == "structure" and isinstance(value, dict):
        world.IGNORED.update(where + "." + name for name in value if name not in shape.members)
        return {n: from_json(s, value[n], where + "." + n) for n, s in shape.members.items() if n in value}
    if shape.type_name == "list" and isinstance(value, list):
        return [from_json(shape.member, item, where) for item in value]
    return value


def check(shape, value, where=""):
    """Upper bounds, which botocore's validation leaves to the service."""
    if shape.type_name == "structure":
        for name, item in value.items():
            check(shape.members[name], item, where + "." + name)
    elif shape.type_name == "list":
        for item in value:
            check(shape.member, item, where)
    size = value if isinstance(value, int) else len(value) if value is not None else 0
    if shape.type_name != "structure" and size > shape.metadata.get("max", size):
        raise Fault("ValidationError", f"{where} is more than {shape.metadata['max']}")
    if getattr(shape, "enum", None) and value not in shape.enum:
        raise Fault("ValidationError", f"{where} is none of {', '.join(shape.enum)}")


def read_request(model, headers, body):
    form = model.metadata["protocol"] in ("query", "ec2")
    try:
        if form:
            tree = form_tree(body)
            name, version = tree.pop("Action"), tree.pop("Version")
            if version != model.api_version or name not in model.operation_names:
                raise Fault("InvalidAction", f"no {name} in version {version}")
        else:
            prefix, name = headers["X-Amz-Target"].rsplit(".", 1)
            kind = "application/x-amz-json-" + model.metadata["jsonVersion"]
            if prefix != model.metadata["targetPrefix"] or headers["Content-Type"] != kind or name not in model.operation_names:
                raise Fault("UnknownOperationException", f"no {prefix}.{name} by {headers['Content-Type']}")
        operation = model.operation_model(name)
        shape = operation.input_shape
        if not shape:
            return operation, {}
        value = from_form(model, shape, tree, name) if form else from_json(shape, json.loads(body), name)
    except (AttributeError, KeyError, TypeError, ValueError) as e:
        raise Fault("SerializationException", f"the request can't be read: {e!r}")
    report = botocore.validate.ParamValidator().validate(value, shape)
    if report.has_errors():
        raise Fault("ValidationError", report.generate_report())
    check(shape, value, name)
    return operation, value


# ---- what is answered -------------------------------------------------------------------------------------------------


def one_page(service, operation, asked, answer):
    rule = PAGES[service].get(operation.name)
    key = rule and rule["result_key"]
    if not isinstance(key, str) or not isinstance(rule["input_token"], str) or key not in answer:
        return answer
    start = int(asked.get(rule["input_token"], "page-0")[5:])
    size = min(PAGE, asked.get(rule.get("limit_key"), PAGE))
    items = sorted(answer[key], key=lambda item: json.dumps(item, sort_keys=True, default=str))
    more = {rule["output_token"]: f"page-{start + size}"} if start + size < len(items) else {}
    if rule.get("more_results"):
        more[rule["more_results"]] = bool(more)
    return {**answer, key: items[start : start + size], **more}


def shuffled(rng, items):
    return rng.sample(items, len(items))


def to_json(rng, shape, value):
    if shape.type_name == "structure":
        return {n: to_json(rng, s, value[n]) for n, s in shape.members.items() if value.get(n) is not None}
    if shape.type_name == "list":
        return [to_json(rng, shape.member, item) for item in shuffled(rng, value)]
    return value


def xml_text(shape, value):
    if shape.type_name == "timestamp":
        return datetime.datetime.utcfromtimestamp(value).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    return str(value).lower() if isinstance(value, bool) else escape(str(value))


def to_xml(rng, shape, value, tag):
    if shape.type_name == "list":
        flat = shape.serialization.get("flattened")
        inner = tag if flat else shape.member.serialization.get("name", "member")
        items = "".join(to_xml(rng, shape.member, item, inner) for item in shuffled(rng, value))
        return items if flat else f"<{tag}>{items}</{tag}>"
    if shape.type_name == "structure":
        return f"<{tag}>{xml_members(rng, shape, value)}</{tag}>"
    return f"<{tag}>{xml_text(shape, value)}</{tag}>"


def xml_members(rng, shape, value):
    return "".join(
        to_xml(rng, s, value[n], s.serialization.get("name", n)) for n, s in shape.members.items() if value.get(n) is not None
    )


def answer_text(rng, model, operation, value):
    protocol, shape, name, request_id = model.metadata["protocol"], operation.output_shape, operation.name, uuid.uuid4()
    if protocol == "json":
        return json.dumps(to_json(rng, shape, value)) if shape else ""
    inner = xml_members(rng, shape, value) if shape else ""
    if protocol == "ec2":
        inner = f"<requestId>{request_id}</requestId>" + (inner if shape else "<return>true</return>")
    else:
        wrapper = shape and shape.serialization.get("resultWrapper")
        inner = f"<{wrapper}>{inner}</{wrapper}>" if wrapper else inner
        inner += f"<ResponseMetadata><RequestId>{request_id}</RequestId></ResponseMetadata>"
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{name}Response xmlns="{model.metadata.get("xmlNamespace", "")}">{inner}</{name}Response>'


def fault_text(protocol, fault):
    if protocol == "json":
        return json.dumps({"__type": fault.code, "message": fault.message})
    error = f"<Code>{escape(fault.code)}</Code><Message>{escape(fault.message)}</Message>"
    if protocol == "ec2":
        return f"<Response><Errors><Error>{error}</Error></Errors><RequestID>{uuid.uuid4()}</RequestID></Response>"
    return f"<ErrorResponse><Error><Type>Sender</Type>{error}</Error><RequestId>{uuid.uuid4()}</RequestId></ErrorResponse>"


TROUBLES = (
    {"ec2": ("RequestLimitExceeded", "Request limit exceeded.", 503), "query": ("Throttling", "Rate exceeded"), "json": ("ThrottlingException", "Rate exceeded")},
    dict.fromkeys(("ec2", "query", "json"), ("InternalFailure", "The request processing has failed because of an unknown error.", 500)),
    "done, and no answer",
)


# ---- the server -------------------------------------------------------------------------------------------------------


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    lock = threading.Lock()
    rng = random.Random()
    rough = 0.0

    def log_message(self, *args):
        pass

    def send(self, status, kind, text):
        body = text.encode()
        head = f"HTTP/1.1 {status} -\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n"
        head += f"x-amzn-RequestId: {uuid.uuid4()}\r\nDate: {self.date_time_string()}\r\n\r\n"
        self.wfile.write(head.encode() + body)

    def do_GET(self):
        with self.lock:
            self.send(200, "application/json", json.dumps(world.listing()))

    def handle_call(self, body):
        """Protocol, answer: an answer of None has failed with the fault."""
        protocol, name = "query", "?"
        try:
            url = f"http://{self.headers['Host']}{self.path}"
            region, service = signed_by_us("POST", url, self.headers, body)
            model = MODELS[service]
            protocol = model.metadata["protocol"]
            operation, asked = read_request(model, self.headers, body)
            name = f"{service}:{operation.name}"
            trouble = self.rng.choice(TROUBLES) if self.rng.random() < self.rough else None
            if trouble in TROUBLES[:2]:
                raise Fault(*trouble[protocol])
            answer = world.perform(service, operation.name, region, asked)
            if protocol != "ec2" or operation.output_shape:
                answer = one_page(service, operation, asked, answer)
            if trouble:
                raise ConnectionAbortedError
            return protocol, answer_text(self.rng, model, operation, answer), None
        except Fault as fault:
            world.FAULTS[f"{name} {fault.code}"] += 1
            return protocol, None, fault

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        try:
            with self.lock:
                protocol, text, fault = self.handle_call(body)
        except ConnectionAbortedError:
            world.FAULTS["done without an answer"] += 1
            self.close_connection = True
            return
        kind = "application/x-amz-json-1.1" if protocol == "json" else "text/xml"
        self.send(fault.status if fault else 200, kind, fault_text(protocol, fault) if fault else text)


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256


def main():
    words = argparse.ArgumentParser()
    words.add_argument("--port", type=int, default=0)
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--rough", type=float, default=0.0)
    options = words.parse_args()
    Handler.rng.seed(options.seed)
    Handler.rough = options.rough
    world.RNG.seed(options.seed)
    server = Server(("127.0.0.1", options.port), Handler)
    print(f"listening on http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
