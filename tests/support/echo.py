"""An AWS that refuses everything and quotes the whole request: echo.py PORTFILE"""
import http.server, json, sys
from xml.sax.saxutils import escape


class Echo(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self):
        length = int(self.headers.get("Content-Length") or 0)
        said = f"you sent {self.command} {self.path} {dict(self.headers)} {self.rfile.read(length).decode(errors='replace')}"
        if "form" in (self.headers.get("Content-Type") or ""):
            kind, body = "text/xml", f"<ErrorResponse><Error><Code>AccessDenied</Code><Message>{escape(said)}</Message></Error></ErrorResponse>"
        else:
            kind = "application/json"
            body = json.dumps({"__type": "AccessDeniedException", "Code": "AccessDenied", "message": said, "Message": said,
                               "error": "access_denied", "error_description": said})
        self.send_response(403, said.replace("\r", " ").replace("\n", " ")[:900])
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body.encode())))
        self.send_header("x-amzn-RequestId", said[:200].replace("\r", " ").replace("\n", " "))
        self.end_headers()
        self.wfile.write(body.encode())

    do_GET = do_POST = do_PUT = do_CONNECT = answer

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    def handle_error(self, *_):  # whoever does not wait for the answer
        pass


server = Server(("127.0.0.1", 0), Echo)
with open(sys.argv[1], "w") as f:
    print(server.server_address[1], file=f)
server.serve_forever()
