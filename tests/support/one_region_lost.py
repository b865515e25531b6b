#!/usr/bin/env python3
"""Stands before the sandbox, and loses one region: requests that are signed for it are swallowed (silent), or their
connection is closed without a word (refused). Prints the port it listens on.

usage: one_region_lost.py UPSTREAM_URL REGION silent|refused"""
import http.client, http.server, re, sys, threading, time, urllib.parse

upstream = urllib.parse.urlparse(sys.argv[1])
region, how = sys.argv[2], sys.argv[3]


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        pass

    def answer(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        scope = re.search(r"Credential=[^/]*/\d+/([^/]*)/", self.headers.get("Authorization", ""))
        if scope and scope.group(1) == region:
            if how == "silent":
                time.sleep(3600)
            self.close_connection = True
            return
        wire = http.client.HTTPConnection(upstream.hostname, upstream.port)
        wire.request(self.command, self.path, body, dict(self.headers))
        got = wire.getresponse()
        text = got.read()
        self.send_response(got.status)
        for name, value in got.getheaders():
            if name.lower() not in ("content-length", "connection", "transfer-encoding", "date", "server"):
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(text)

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = do_PATCH = answer


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
server.daemon_threads = True
print(server.server_address[1], flush=True)
server.serve_forever()
