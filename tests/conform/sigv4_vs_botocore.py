"""Random requests, signed by the program under test and by botocore: canonical request, string to sign and signature
must agree, in headers and as URLs, for S3 and for the others.

Usage: sigv4_vs_botocore.py BUILD_FOLDER [SEED [COUNT]]"""

import datetime
import json
import os
import random
import subprocess
import sys
import urllib.parse

try:
    import botocore.auth
    from botocore.awsrequest import AWSRequest
    from botocore.credentials import Credentials
except ImportError:
    print("skipped: python3-botocore is not installed")
    sys.exit(77)

TEXT = "abcXYZ019-_.~ !*'()@:$,;+&=/?#[]%\"<>\\^`{|}é道\u1234\U0001f600"
KINDS = ("header", "query", "s3-header", "s3-query")


def text(rng, low, high):
    return "".join(rng.choice(TEXT) for _ in range(rng.randint(low, high)))


def path(rng):
    segments = [rng.choice(("", ".", "..", text(rng, 1, 8), "clusters", "a:b", "arn%3Aaws")) for _ in range(rng.randint(0, 5))]
    return "/" + "/".join(urllib.parse.quote(s, safe="~%") for s in segments)


def query(rng):
    pairs = [(text(rng, 1, 5), text(rng, 0, 8)) for _ in range(rng.randint(0, 5))]
    if rng.random() < 0.2:
        pairs += [("Param", "2"), ("Param-3", "x"), ("Param", "1"), ("Parama", "")]
    return "&".join("=".join(urllib.parse.quote(x, safe="-_.~") for x in p) for p in pairs)


def headers(rng):
    names = ["X-Amz-Target", "Content-Type", "X-K8s-Aws-Id", "amz-sdk-request", "x-amz-meta-b", "x-amz-meta-a", "User-Agent", "If-Match"]
    rng.shuffle(names)
    plain = "".join(c for c in TEXT if " " <= c < "\x7f")
    value = lambda: "".join(rng.choice(plain + "  ") for _ in range(rng.randint(1, 20)))
    return [["Host", rng.choice(("rds.ap-northeast-1.amazonaws.com", "localhost:4566"))]] + [
        [name, value()] for name in names[: rng.randint(0, 6)]
    ]


def job(rng, kind):
    s3 = kind.startswith("s3")
    return {
        "method": rng.choice(("GET", "POST", "PUT", "DELETE", "HEAD")),
        "path": path(rng),
        "query": query(rng),
        "headers": headers(rng),
        "body": rng.choice(("", text(rng, 1, 200))),
        "access_key": "AKIAIOSFODNN7EXAMPLE",
        "secret_key": text(rng, 8, 40),
        "token": rng.choice(("", text(rng, 10, 60).encode("ascii", "ignore").decode().strip() or "t")),
        "region": rng.choice(("us-east-1", "ap-northeast-1", "ap-northeast-2")),
        "service": "s3" if s3 else rng.choice(("rds", "sts", "eks", "kafka")),
        "time": rng.randint(0, 4102444799),
        "expires": rng.randint(1, 604800),
        "single_encode": s3,
        "add_content_sha256": kind == "s3-header",
        "unsigned_payload": kind == "s3-query",
        "presign": kind.endswith("query"),
    }


def signer(j, kind):
    credentials = Credentials(j["access_key"], j["secret_key"], j["token"] or None)
    args = (credentials, j["service"], j["region"])
    if kind == "header":
        return botocore.auth.SigV4Auth(*args)
    if kind == "s3-header":
        return botocore.auth.S3SigV4Auth(*args)
    cls = botocore.auth.S3SigV4QueryAuth if kind == "s3-query" else botocore.auth.SigV4QueryAuth
    return cls(*args, expires=j["expires"])


class Clock(datetime.datetime):
    at = 0

    @classmethod
    def utcnow(cls):
        return datetime.datetime(1970, 1, 1) + datetime.timedelta(seconds=cls.at)

    @classmethod
    def now(cls, tz=None):
        return cls.utcnow().replace(tzinfo=tz)


def by_botocore(j, kind):
    """The three stages, caught where botocore's signer makes them."""
    Clock.at = j["time"]
    stages = {}
    auth = signer(j, kind)
    if hasattr(botocore.auth, "get_current_datetime"):
        botocore.auth.get_current_datetime = Clock.utcnow
    canonical, to_sign, signature = auth.canonical_request, auth.string_to_sign, auth.signature
    auth.canonical_request = lambda *a: stages.setdefault("canonical", canonical(*a))
    auth.string_to_sign = lambda *a: stages.setdefault("to_sign", to_sign(*a))
    auth.signature = lambda *a: stages.setdefault("signature", signature(*a))
    host = dict(map(tuple, j["headers"]))["Host"]
    url = f"https://{host}{j['path']}" + ("?" + j["query"] if j["query"] else "")
    request = AWSRequest(method=j["method"], url=url, headers=dict(map(tuple, j["headers"])), data=j["body"].encode())
    if kind == "s3-header":
        request.context["payload_signing_enabled"] = True
    auth.add_auth(request)
    return stages


def comparable(j):
    """For a URL botocore moves a form body into the query and keeps one of several equal keys: those are its own rules."""
    if j["presign"]:
        j["query"] = "&".join({pair.partition("=")[0]: pair for pair in j["query"].split("&")}.values())
        j["headers"] = [h for h in j["headers"] if h[0] not in ("Content-Type", "User-Agent")]
        j["body"] = ""
    return j


def main():
    tool = os.path.join(sys.argv[1], "tests", "sign_requests")
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 20150830
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 2000
    rng = random.Random(seed)
    botocore.auth.datetime = type("module", (), {"datetime": Clock, "timezone": datetime.timezone})()
    jobs = [(comparable(job(rng, KINDS[i % 4])), KINDS[i % 4]) for i in range(count)]
    lines = "".join(json.dumps(j) + "\n" for j, _ in jobs)
    answers = subprocess.run([tool], input=lines, text=True, capture_output=True, check=True).stdout.splitlines()
    if len(answers) != len(jobs):
        print(f"{len(jobs)} requests, {len(answers)} answers")
        return 1
    for i, ((j, kind), line) in enumerate(zip(jobs, answers)):
        ours, theirs = json.loads(line), by_botocore(j, kind)
        for stage in ("canonical", "to_sign", "signature"):
            if ours[stage] != theirs[stage]:
                print(f"seed {seed}, request {i} ({kind}), {stage}\n--- botocore\n{theirs[stage]}\n--- ours\n{ours[stage]}\n{j}")
                return 1
    print(f"{count} random requests agree with botocore {botocore.__version__}, all stages")
    return 0


if __name__ == "__main__":
    sys.exit(main())
