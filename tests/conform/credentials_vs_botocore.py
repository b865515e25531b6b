#!/usr/bin/env python3
"""The same home folder and environment for our credentials chain and for botocore's: both have to find the same keys, or
none. Container agent and instance metadata service are a server of our own on the loopback, reached by the real transport.
"""
import http.server
import json
import os
import subprocess
import sys
import tempfile
import threading

BOTOCORE = """
import sys, botocore.session
s = botocore.session.Session(profile=sys.argv[1] if len(sys.argv) > 1 else None)
c = s.get_credentials()
f = c.get_frozen_credentials() if c else None
sys.exit(1) if f is None else print(f.access_key, f.secret_key, f.token or "-")
"""
LATER = "2099-01-01T00:00:00Z"
ENV = {"AWS_ACCESS_KEY_ID": "AKIAENV", "AWS_SECRET_ACCESS_KEY": "env"}


def static(name):
    return "aws_access_key_id = %s\naws_secret_access_key = of-%s\n" % (name, name)


def process(script):
    return "credential_process = /bin/sh -c '%s'\n" % script


GOOD = 'echo "{\\"Version\\":1,\\"AccessKeyId\\":\\"ASIAPROC\\",\\"SecretAccessKey\\":\\"p\\",\\"SessionToken\\":\\"t\\"}"'

# name: (environment, config file, credentials file, --profile, keys are found)
CASES = {
    "nothing": ({}, "", "", None, False),
    "environment": (ENV, "", "", None, True),
    "environment with token": (dict(ENV, AWS_SESSION_TOKEN="tok"), "", "", None, True),
    "environment over files": (ENV, "[default]\n" + static("AKIAC"), "[default]\n" + static("AKIAS"), None, True),
    "environment over AWS_PROFILE": (dict(ENV, AWS_PROFILE="p"), "", "[p]\n" + static("AKIAS"), None, True),
    "--profile over environment": (ENV, "", "[p]\n" + static("AKIAS"), "p", True),
    "key without secret": ({"AWS_ACCESS_KEY_ID": "AKIAENV"}, "", "", None, False),
    "empty environment": ({"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""}, "", "[default]\n" + static("AKIAS"), None, True),
    "credentials file": ({}, "", "[default]\n" + static("AKIAS"), None, True),
    "config file": ({}, "[default]\n" + static("AKIAC"), "", None, True),
    "credentials over config": ({}, "[default]\n" + static("AKIAC"), "[default]\n" + static("AKIAS"), None, True),
    "AWS_PROFILE": ({"AWS_PROFILE": "p"}, "[profile p]\n" + static("AKIAC"), "[default]\n" + static("AKIAS"), None, True),
    "quoted profile": ({"AWS_PROFILE": "p q"}, '[profile "p q"]\n' + static("AKIAC"), "", None, True),
    "profile that is not there": ({"AWS_PROFILE": "p"}, "", "[default]\n" + static("AKIAS"), None, False),
    "session token in a file": ({}, "", "[default]\n" + static("AKIAS") + "aws_session_token = t\n", None, True),
    "process": ({}, "[default]\n" + process(GOOD), "", None, True),
    "process over config keys": ({}, "[default]\n" + static("AKIAC") + process(GOOD), "", None, True),
    "credentials file over process": ({}, "[default]\n" + process(GOOD), "[default]\n" + static("AKIAS"), None, True),
    "process that fails": ({}, "[default]\n" + process("exit 3"), "", None, False),
    "process of version 2": ({}, "[default]\n" + process('echo "{\\"Version\\":2}"'), "", None, False),
    "container": ({"AWS_CONTAINER_CREDENTIALS_FULL_URI": "{server}/container"}, "", "", None, True),
    "container with token": ({"AWS_CONTAINER_CREDENTIALS_FULL_URI": "{server}/guarded",
                              "AWS_CONTAINER_AUTHORIZATION_TOKEN": "Basic x"}, "", "", None, True),
    "container without its token": ({"AWS_CONTAINER_CREDENTIALS_FULL_URI": "{server}/guarded"}, "", "", None, False),
    "container elsewhere": ({"AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://192.0.2.1/x"}, "", "", None, False),
    "files over container": ({"AWS_CONTAINER_CREDENTIALS_FULL_URI": "{server}/container"}, "",
                             "[default]\n" + static("AKIAS"), None, True),
    "instance": ({"AWS_EC2_METADATA_SERVICE_ENDPOINT": "{server}/v2/", "AWS_EC2_METADATA_DISABLED": ""}, "", "", None, True),
    "instance of version 1": ({"AWS_EC2_METADATA_SERVICE_ENDPOINT": "{server}/v1/", "AWS_EC2_METADATA_DISABLED": ""},
                              "", "", None, True),
    "instance switched off": ({"AWS_EC2_METADATA_SERVICE_ENDPOINT": "{server}/v2/"}, "", "", None, False),
    "instance without a role": ({"AWS_EC2_METADATA_SERVICE_ENDPOINT": "{server}/bare/", "AWS_EC2_METADATA_DISABLED": ""},
                                "", "", None, False),
    "container over instance": ({"AWS_EC2_METADATA_SERVICE_ENDPOINT": "{server}/v2/", "AWS_EC2_METADATA_DISABLED": "",
                                 "AWS_CONTAINER_CREDENTIALS_FULL_URI": "{server}/container"}, "", "", None, True),
}


def document(key):
    return json.dumps({"Code": "Success", "AccessKeyId": key, "SecretAccessKey": "of-" + key, "Token": "tok-" + key,
                       "Expiration": LATER})


class Server(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self, status, text=""):
        self.send_response(status)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text.encode())

    def do_PUT(self):
        right = self.headers.get("x-aws-ec2-metadata-token-ttl-seconds") == "21600"
        self.answer(*((200, "session") if right and not self.path.startswith("/v1") else (404, "")))

    def do_GET(self):
        roles = "latest/meta-data/iam/security-credentials/"
        session = self.headers.get("x-aws-ec2-metadata-token")
        pages = {"/container": (200, document("ASIAECS")),
                 "/guarded": (200, document("ASIAEKS")) if self.headers.get("Authorization") == "Basic x" else (403, ""),
                 "/v2/" + roles: (200, "web") if session == "session" else (401, ""),
                 "/v2/" + roles + "web": (200, document("ASIAV2")) if session == "session" else (401, ""),
                 "/v1/" + roles: (200, "web"), "/v1/" + roles + "web": (200, document("ASIAV1"))}
        self.answer(*pages.get(self.path, (404, "")))

    def log_message(self, *_):
        pass


def run(command, env):
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=60, check=False)
    return done.stdout.strip() if done.returncode == 0 else None


def look(case, tool, server):
    env, config, credentials, profile, _ = case
    with tempfile.TemporaryDirectory() as home:
        os.mkdir(os.path.join(home, ".aws"))
        for name, text in (("config", config), ("credentials", credentials)):
            with open(os.path.join(home, ".aws", name), "w") as f:
                f.write(text)
        full = {"HOME": home, "PATH": "/usr/bin:/bin", "AWS_EC2_METADATA_DISABLED": "true", "NO_PROXY": "*"}
        full.update({k: v.replace("{server}", server) for k, v in env.items()})
        more = [profile] if profile else []
        return run([tool] + more, full), run([sys.executable, "-c", BOTOCORE] + more, full)


def main():
    try:
        import botocore.session  # noqa: F401
    except ImportError:
        print("skipped: botocore is not importable")
        return 77
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    tool = os.path.join(sys.argv[1], "tests", "print_credentials")
    wrong = 0
    for name, case in CASES.items():
        ours, theirs = look(case, tool, "http://127.0.0.1:%d" % server.server_port)
        if ours != theirs or (ours is not None) != case[4]:
            wrong += 1
            print("%s: ours %s, botocore's %s" % (name, ours, theirs))
    print("%d environments compared, %d differ" % (len(CASES), wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
