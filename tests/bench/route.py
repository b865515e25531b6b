"""`route` against real servers on loopback, beside what the report asks for; called by bench.py. Postgres refuses root:
its servers run as nobody then."""
import glob, http.server, json, os, re, shutil, signal, socket, subprocess, tempfile, threading, time

HERE, THERE = "127.0.0.21", "127.0.0.22"


class Metadata(http.server.BaseHTTPRequestHandler):
    """What an instance is told of itself."""
    def answer(self, text):
        self.send_response(200)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text.encode())
    do_PUT = lambda self: self.answer("token")
    do_GET = lambda self: self.answer("ap-northeast-1a")
    log_message = lambda self, *a: None


def free_ports(n):
    taken = [socket.create_server((HERE, 0)) for _ in range(n)]
    return [s.getsockname()[1] for s in taken]


def wait_for(address, port):
    for _ in range(400):
        try:
            return socket.create_connection((address, port), 1).close()
        except OSError:
            time.sleep(0.02)
    raise SystemExit(f"nothing listens at {address}:{port}")


class Servers:
    def __init__(self, scratch):
        self.scratch, self.running = scratch, {}
        self.tools = (sorted(glob.glob("/usr/lib/postgresql/*/bin")) or [""])[-1]
        self.user = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"] if os.getuid() == 0 else []
        self.pg, self.redis = free_ports(2)

    def start(self, name, *command):
        self.running[name] = subprocess.Popen([*self.user, *command], cwd=self.scratch, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def all(self):
        os.chmod(self.scratch, 0o777)
        for name, address in (("here", HERE), ("there", THERE)):
            data = os.path.join(self.scratch, name)
            subprocess.run([*self.user, f"{self.tools}/initdb", "-D", data, "-A", "trust", "-N"], cwd=self.scratch, check=True, stdout=subprocess.DEVNULL)
            self.start("pg-" + name, f"{self.tools}/postgres", "-D", data, "-h", address, "-p", str(self.pg), "-k", "", "-c", "shared_buffers=1MB")
            self.start("redis-" + name, "redis-server", "--bind", address, "--port", str(self.redis), "--save", "")
            wait_for(address, self.pg)
            wait_for(address, self.redis)

    def stop(self):
        for p in self.running.values():
            p.send_signal(signal.SIGCONT)
            p.kill()
            p.wait()


def endpoints(servers, path):
    def one(service, protocol, port, alias, region, address):
        return {"service": service, "role": "read", "alias": alias, "region": region, "protocol": protocol, "hosts": [f"{address}:{port}"]}
    where = (("tokyo", "ap-northeast-1", HERE), ("seoul", "ap-northeast-2", THERE))
    all_ = [one("db", "postgres", servers.pg, *w) for w in where] + [one("cache", "redis", servers.redis, *w) for w in where]
    with open(path, "w") as f:
        json.dump({"endpoints_version": "1", "project": "bench", "environment": "bench", "endpoints": all_}, f)


def figure_of(text, name, labels=""):
    return [float(x) for x in re.findall(rf"^provisioner_route_{name}(?:{{[^}}]*{labels}[^}}]*}})? ([0-9.]+)$", text, re.M)]


def failover(program, document, env, scratch, server):
    """Seconds from SIGSTOP to another name in the file, and the watcher's largest memory."""
    out = os.path.join(scratch, "route.json")
    watcher = subprocess.Popen([program, "route", document, "--watch", "--out", out], env=env)
    alias = lambda: json.load(open(out))["services"]["db"]["read"]["alias"] if os.path.exists(out) else ""
    while alias() != "tokyo":
        time.sleep(0.02)
    time.sleep(1.7)
    server.send_signal(signal.SIGSTOP)
    began = time.monotonic()
    while alias() != "seoul" and time.monotonic() - began < 30:
        time.sleep(0.005)
    took = time.monotonic() - began
    server.send_signal(signal.SIGCONT)
    peak = int(re.search(r"VmHWM:\s+(\d+)", open(f"/proc/{watcher.pid}/status").read())[1])
    watcher.terminate()
    watcher.wait()
    os.remove(out)
    return took, peak / 1024


def run(program, build, say):
    if not glob.glob("/usr/lib/postgresql/*/bin") or not shutil.which("redis-server"):
        say("route", "skipped: needs postgresql and redis-server", "")
        return
    scratch = tempfile.mkdtemp()
    servers = Servers(scratch)
    metadata = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Metadata)
    threading.Thread(target=metadata.serve_forever, daemon=True).start()
    env = {"PATH": os.environ["PATH"], "HOME": scratch, "AWS_EC2_METADATA_SERVICE_ENDPOINT": f"http://127.0.0.1:{metadata.server_port}"}
    document = os.path.join(scratch, "endpoints.json")
    try:
        servers.all()
        endpoints(servers, document)
        once = [program, "route", document, "--format", "prometheus"]
        texts = [subprocess.run(once, env=env, capture_output=True, text=True, check=True).stdout for _ in range(5)]
        say("route: in which region this is, from an instance's metadata", f"{max(figure_of(t, 'detection_seconds')[0] for t in texts) * 1e3:.1f} ms", "100 ms")
        for name in ("postgres", "redis"):
            say(f"route: a check of {name}", f"{max(max(figure_of(t, 'latency_seconds', name)) for t in texts) * 1e3:.1f} ms", "100 ms where the network is")
        deciding = float(subprocess.run([os.path.join(build, "tests", "bench_route")], capture_output=True, text=True, check=True).stdout)
        say("route: a decision, of 32 servers, its check included", f"{deciding * 1e3:.3f} ms", "10 ms")
        runs = [failover(program, document, env, scratch, servers.running["pg-here"]) for _ in range(3)]
        say("route: from a paused server to another in the file", f"{max(r[0] for r in runs):.2f} s", "5 s")
        say("route: memory of a watcher", f"{max(r[1] for r in runs):.1f} MB", "50 MB")
    finally:
        servers.stop()
        metadata.shutdown()
        shutil.rmtree(scratch, ignore_errors=True)
