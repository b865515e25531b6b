"""Tokens for EKS clusters, made by the program under test and by botocore's own presigner, the way `aws eks get-token`
does it, of the same keys and time: they must agree to the byte.

Usage: eks_token_vs_botocore.py BUILD_FOLDER"""

import base64
import datetime
import json
import os
import subprocess
import sys

try:
    import botocore.auth
    import botocore.session
    from botocore.credentials import Credentials
except ImportError:
    print("skipped: python3-botocore is not installed")
    sys.exit(77)

SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
JOBS = [
    {"access_key": "AKIAIOSFODNN7EXAMPLE", "secret_key": SECRET, "token": token, "region": region, "cluster": cluster, "time": time}
    for token in ("", "FwoGZXIvYXdzEJr//////////wEaDK+/=with+odd/characters==")
    for region in ("ap-northeast-1", "us-east-1", "ap-east-2", "cn-north-1")
    for cluster in ("demo", "a-much_longer-name-" * 5)
    for time in (1735689599, 1766361600)
]


def token_of(job):
    """awscli's customizations/eks/get_token.py, with the clock stopped"""

    class Stopped(datetime.datetime):
        @classmethod
        def utcnow(cls):
            return datetime.datetime.fromtimestamp(job["time"], datetime.timezone.utc).replace(tzinfo=None)

        @classmethod
        def now(cls, tz=None):
            return datetime.datetime.fromtimestamp(job["time"], tz)

    class Clock:
        timedelta, timezone = datetime.timedelta, datetime.timezone
        datetime = Stopped

    auth, was = botocore.auth, botocore.auth.datetime
    auth.datetime = Clock
    if hasattr(auth, "get_current_datetime"):
        auth.get_current_datetime = lambda remove_tzinfo=True: Stopped.utcnow()
    try:
        auth.AUTH_TYPE_MAPS["v4-query"] = auth.SigV4QueryAuth  # not the one of awscrt, whose clock cannot be stopped
        session = botocore.session.Session()
        session._credentials = Credentials(job["access_key"], job["secret_key"], job["token"] or None)
        config = botocore.config.Config(signature_version="v4") if hasattr(botocore, "config") else None
        client = session.create_client("sts", region_name=job["region"], config=config, endpoint_url=endpoint(job["region"]))

        def add_header(request, **_):
            if "x-k8s-aws-id" in request.context:
                request.headers["x-k8s-aws-id"] = request.context["x-k8s-aws-id"]

        def keep(params, context, **_):
            if "ClusterName" in params:
                context["x-k8s-aws-id"] = params.pop("ClusterName")

        client.meta.events.register("provide-client-params.sts.GetCallerIdentity", keep)
        client.meta.events.register("before-sign.sts.GetCallerIdentity", add_header)
        url = client.generate_presigned_url("get_caller_identity", Params={"ClusterName": job["cluster"]}, ExpiresIn=60, HttpMethod="GET")
    finally:
        auth.datetime = was
    return "k8s-aws-v1." + base64.urlsafe_b64encode(url.encode()).decode().rstrip("=")


def endpoint(region):
    return "https://sts.%s.%s" % (region, "amazonaws.com.cn" if region.startswith("cn-") else "amazonaws.com")


def main():
    tool = os.path.join(sys.argv[1], "tests", "print_eks_token")
    lines = "".join(json.dumps(j) + "\n" for j in JOBS)
    ours = subprocess.run([tool], input=lines, capture_output=True, text=True, check=True).stdout.split()
    assert len(ours) == len(JOBS), (len(ours), len(JOBS))
    for job, token in zip(JOBS, ours):
        theirs = token_of(job)
        if token != theirs:
            def url(t):
                return base64.urlsafe_b64decode(t[11:] + "=" * (-len(t[11:]) % 4)).decode()
            sys.exit("%s\nours   %s\ntheirs %s" % (job, url(token), url(theirs)))
        assert len(token) <= 4096
    print("%d tokens agree" % len(JOBS))


main()
