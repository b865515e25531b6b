"""Signs every case of AWS's published SigV4 suite with the program under test and compares every stage of both forms.

Usage: sigv4_suite.py BUILD_FOLDER"""

import calendar
import json
import os
import subprocess
import sys
import time
import urllib.parse

SUITE = "../shared/sigv4-suite"


def read(*path):
    with open(os.path.join(*path), newline="") as f:
        return f.read()


def parse(text):
    head, _, body = text.partition("\n\n")
    first, *lines = head.rstrip("\n").split("\n")
    method, target = first.rsplit(" ", 1)[0].split(" ", 1)
    headers = []
    for line in lines:
        if line[:1] in " \t":
            headers[-1][1] += "\n" + line
        else:
            name, _, value = line.partition(":")
            headers.append([name, value])
    path, _, query = target.partition("?")
    return method, path, query, headers, body


def job(case, presign):
    context = json.loads(read(SUITE, case, "context.json"))
    method, path, query, headers, body = parse(read(SUITE, case, "request.txt"))
    # The suite writes paths unescaped. Where they are not to be normalised, the wire's path is what is signed (S3).
    plain = context["normalize"]
    return {
        "method": method,
        "path": path if plain else urllib.parse.quote(path, safe="/~"),
        "query": query,
        "headers": headers,
        "body": body,
        "access_key": context["credentials"]["access_key_id"],
        "secret_key": context["credentials"]["secret_access_key"],
        "token": context["credentials"].get("token", ""),
        "region": context["region"],
        "service": context["service"],
        "time": calendar.timegm(time.strptime(context["timestamp"], "%Y-%m-%dT%H:%M:%SZ")),
        "expires": context["expiration_in_seconds"],
        "single_encode": not plain,
        "add_content_sha256": context["sign_body"],
        "omit_session_token": context.get("omit_session_token", False),
        "presign": presign,
    }


def signed_as_published(case, form, got):
    method, path, query, headers, _ = parse(read(SUITE, case, form + "-signed-request.txt"))
    lower = lambda pairs: sorted((name.lower(), value) for name, value in pairs)
    # the order of parameters is free; ours is that of botocore and of the tokens of EKS
    return sorted(query.split("&")) == sorted(got["query"].split("&")) and lower(headers) == lower(got["headers"])


def wrong(case, form, got):
    stages = {"canonical": "canonical-request", "to_sign": "string-to-sign", "signature": "signature"}
    for key, name in stages.items():
        wanted = read(SUITE, case, f"{form}-{name}.txt")
        if got[key] != wanted:
            return f"{case}: {form} {name}\n--- wanted\n{wanted}\n--- got\n{got[key]}"
    if not signed_as_published(case, form, got):
        return f"{case}: {form} signed request\n--- got\n{got['query']}\n{got['headers']}"
    return None


def main():
    if not os.path.isdir(SUITE):
        print(f"skipped: {SUITE} is not there")
        return 77
    cases = [(case, form) for case in sorted(os.listdir(SUITE)) for form in ("header", "query")]
    lines = "".join(json.dumps(job(case, form == "query")) + "\n" for case, form in cases)
    tool = os.path.join(sys.argv[1], "tests", "sign_requests")
    answers = subprocess.run([tool], input=lines, text=True, capture_output=True, check=True).stdout.splitlines()
    if len(answers) != len(cases) or not cases:
        print(f"{len(cases)} requests, {len(answers)} answers")
        return 1
    faults = [w for (case, form), a in zip(cases, answers) if (w := wrong(case, form, json.loads(a)))]
    print("\n".join(faults) if faults else f"{len(cases)} signatures of the suite agree, all stages")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
