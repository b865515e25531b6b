#!/usr/bin/python3
"""One signed request to S3 that the AWS CLI at hand can't make: signed.py URL REGION METHOD PATH [HEADER: VALUE]...

The body is read from standard input. Prints the status, and the answer's headers in small letters."""
import http.client
import os
import sys
import urllib.parse

import botocore.auth
import botocore.awsrequest
import botocore.credentials


def main(url, region, method, path, *headers):
    body = b"" if sys.stdin.isatty() else sys.stdin.buffer.read()
    given = dict(line.split(": ", 1) for line in headers)
    request = botocore.awsrequest.AWSRequest(method=method, url=url + path, data=body, headers=given)
    keys = botocore.credentials.Credentials(os.environ["AWS_ACCESS_KEY_ID"], os.environ["AWS_SECRET_ACCESS_KEY"])
    botocore.auth.S3SigV4Auth(keys, "s3", region).add_auth(request)
    at = urllib.parse.urlsplit(url)
    connection = http.client.HTTPConnection(at.hostname, at.port, timeout=30)
    connection.request(method, path, body, dict(request.headers.items()))
    answer = connection.getresponse()
    print(answer.status)
    for name, value in answer.getheaders():
        print("%s: %s" % (name.lower(), value))
    print()
    sys.stdout.flush()
    sys.stdout.buffer.write(answer.read())


if __name__ == "__main__":
    main(*sys.argv[1:])
