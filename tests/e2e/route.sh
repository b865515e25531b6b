#!/usr/bin/env bash
# Which endpoint to use, against real PostgreSQL and Redis servers on loopback: 127.0.0.11 plays Tokyo, 127.0.0.12 Seoul.
# They are stopped, paused (SIGSTOP), cut off (a relay that takes and never answers), and come back; who writes is seen. How
# long it takes is told, not asserted: test_router does that, on a clock that nobody else uses.
source tests/support/e2e.sh
postgres=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)
[ -x "$postgres/postgres" ] || { echo "skipped: postgresql is not installed"; exit 77; }
command -v redis-server >/dev/null || { echo "skipped: redis-server is not installed"; exit 77; }
/usr/bin/python3 -c 'import yaml' 2>/dev/null || { echo "skipped: python3-yaml is not installed"; exit 77; }
command -v openssl >/dev/null || { echo "skipped: openssl is not installed"; exit 77; }
me=$(id -un); as=()
[ "$(id -u)" != 0 ] || { me=nobody; as=(setpriv --reuid=nobody --regid=nogroup --clear-groups env HOME="$scratch"); } # postgres refuses root
servers=()
stop_all() { for p in "${servers[@]}"; do kill -CONT "$p"; kill -9 "$p"; done 2>/dev/null; wait 2>/dev/null; cleanup; }
trap stop_all EXIT
chmod 755 "$scratch"; mkdir "$scratch/d"; chown "$me" "$scratch/d" 2>/dev/null

# ---- servers
port=$(/usr/bin/python3 - <<'PY'
import socket
taken = [socket.create_server(("127.0.0.11", 0)) for _ in range(4)]
print(*[s.getsockname()[1] for s in taken])
PY
)
read -r pg redis web rest <<<"$port"
up() { for _ in $(seq 200); do (exec 3<>"/dev/tcp/$1/$2") 2>/dev/null && return; sleep 0.05; done; fail "nothing listens at $1:$2"; }
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=demo -keyout "$scratch/d/key" -out "$scratch/d/cert" 2>/dev/null
chown "$me" "$scratch/d/key" "$scratch/d/cert" 2>/dev/null; chmod 600 "$scratch/d/key"
start_pg() { # WHERE ADDRESS
  "${as[@]}" "$postgres/postgres" -D "$scratch/d/$1" -h "$2" -p "$pg" -k '' -c ssl=on -c ssl_cert_file="$scratch/d/cert" -c ssl_key_file="$scratch/d/key" \
    -c shared_buffers=1MB -c max_connections=20 -c fsync=off >>"$scratch/$1.log" 2>&1 & servers+=($!); eval "pg_$1=$!"; up "$2" "$pg"
}
start_redis() { # WHERE ADDRESS OPTIONS
  local where=$1 address=$2; shift 2
  "${as[@]}" redis-server --bind "$address" --port "$redis" --save '' --dir "$scratch/d" --dbfilename "$where.rdb" "$@" >>"$scratch/$where.log" 2>&1 &
  servers+=($!); eval "redis_$where=$!"; up "$address" "$redis"
}
echo secret >"$scratch/d/password"; chmod 644 "$scratch/d/password"
"${as[@]}" "$postgres/initdb" -D "$scratch/d/tokyo" -A scram-sha-256 --pwfile="$scratch/d/password" -U owner -N >"$scratch/initdb" 2>&1 || fail "initdb: $(cat "$scratch/initdb")"
cp -rp "$scratch/d/tokyo" "$scratch/d/seoul"
start_pg tokyo 127.0.0.11; start_pg seoul 127.0.0.12
start_redis tokyo 127.0.0.11; start_redis seoul 127.0.0.12 --replicaof 127.0.0.11 "$redis"
for where in 11:200 12:503; do
  /usr/bin/python3 - "127.0.0.${where%:*}" "$web" "${where#*:}" <<'PY' & servers+=($!)
import http.server, sys
class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self): self.send_response(int(sys.argv[3])); self.end_headers()
    def log_message(self, *a): pass
http.server.ThreadingHTTPServer((sys.argv[1], int(sys.argv[2])), Answer).serve_forever()
PY
done
up 127.0.0.11 "$web"; up 127.0.0.12 "$web"

# ---- the state is that of a sandbox; only where its servers are is put in
spec=$root/specs/active-active.yaml state=$scratch/s.json
expect 0 "$bin" apply "$spec" --sandbox --state "$state" --auto-approve
expect 0 "$bin" route "$spec" --state "$state" --format endpoints
cp "$scratch/out" "$scratch/endpoints.whole"
/usr/bin/python3 - "$state" "$pg" "$redis" "$web" <<'PY' || fail "the state is another one"
import json, sys
path, pg, redis, web = sys.argv[1], *map(int, sys.argv[2:])
state = json.load(open(path))
at = {"tokyo": "127.0.0.11", "seoul": "127.0.0.12"}
for address, r in list(state["resources"].items()):
    o = r.get("outputs", {})
    here = at.get(r["alias"])
    if r["type"] == "AWS::RDS::DBCluster": o.update(Endpoint=here, ReaderEndpoint=here, Port=pg)
    elif r["type"] == "AWS::ElastiCache::ReplicationGroup": o.update(PrimaryEndpoint=here, ReaderEndpoint=here, Port=redis, TransitEncryptionEnabled=False); r["inputs"].pop("TransitEncryptionEnabled", None)
    elif r["type"] == "AWS::ElasticLoadBalancingV2::LoadBalancer": o["DNSName"] = here
    elif r["type"] == "AWS::ElasticLoadBalancingV2::Listener": o.update(Protocol="HTTP", Port=web); r["inputs"].update(Protocol="HTTP", Port=web)
    elif r["type"] == "AWS::RDS::GlobalCluster": o.update(Endpoint=at["tokyo"])
    elif r["type"] == "AWS::MSK::Cluster": del state["resources"][address]
json.dump(state, open(path, "w"))
PY
route=("$bin" route "$spec" --state "$state")

# ---- once: no credentials, no call; local first; who writes is seen at the servers
export AWS_REGION=ap-northeast-2
expect 0 "${route[@]}"; says 'in ap-northeast-2, says AWS_REGION'
says '^aurora write +tokyo +127.0.0.11:'; says '^aurora read +seoul +127.0.0.12:'; says '^cache write +tokyo'; says '^cache read +seoul'
says '^ingress +tokyo'; says 'down +- +http 127.0.0.12:.*status of 500'; silent 'as AWS told'
expect 0 env AWS_REGION=ap-northeast-1a "${route[@]}"; says '^aurora read +tokyo'; says '^cache read +tokyo'
expect 0 "${route[@]}" --format env; says '^AURORA_READ_HOST=127.0.0.12$'; says '^CACHE_WRITER=tokyo$'; says '^INGRESS_HOSTS=127.0.0.11:'
( set -a; . "$scratch/out"; [ "$AURORA_READ_PORT" = "$pg" ] ) || fail "a shell does not read it"
expect 0 "${route[@]}" --format configmap; says '^  name: genai-demo-production-route$'; says '^  AURORA_READ_HOST: "127.0.0.12"$'
expect 0 "${route[@]}" --format prometheus; says '^provisioner_route_up\{service="aurora",role="read",alias="tokyo".*\} 1$'
expect 0 "${route[@]}" --format endpoints; cp "$scratch/out" "$scratch/endpoints.json"
expect 0 "$bin" route "$scratch/endpoints.json"; says '^aurora read +seoul'

# ---- kept in a file
file=$scratch/route.json
read_of() { /usr/bin/python3 -c "import json,sys; print(json.load(open('$file'))['services']['$1']['$2']['alias'])"; }
now_ms() { echo $(($(date +%s%N) / 1000000)); }
until_reads() { # SERVICE ROLE ALIAS [MOST_MS]: prints how long it took
  local began most=${4:-20000}; began=$(now_ms)
  while [ "$(read_of "$1" "$2")" != "$3" ]; do [ $(($(now_ms) - began)) -lt "$most" ] || fail "$1 $2 is not $3 after $most ms: $(cat "$file")"; sleep 0.05; done
  echo $(($(now_ms) - began))
}
watcher() { "${route[@]}" --watch --out "$file" --metrics "$scratch/route.prom" "$@" 2>"$scratch/watch.err" & watched=$!; servers+=($!); for _ in $(seq 100); do [ -s "$file" ] && return; sleep 0.05; done; fail "no file: $(cat "$scratch/watch.err")"; }
watcher
[ "$(stat -c %a "$file")" = 644 ] || fail "others can't read it"
before=$(stat -c %i:%Y "$file")
kill -STOP "$pg_seoul"; took=$(until_reads aurora read tokyo); echo "figure: route failover_ms $took paused"
kill -STOP "$redis_seoul"; took=$(until_reads cache read tokyo); echo "figure: route failover_ms $took paused redis"
[ "$(stat -c %i:%Y "$file")" != "$before" ] || fail "it was not replaced"
before=$(stat -c %i:%Y "$file"); sleep 3
[ "$(stat -c %i:%Y "$file")" = "$before" ] || fail "it was written again though nothing changed"
grep -q '^provisioner_route_moves_total{service="aurora",role="read"} 1$' "$scratch/route.prom" || sleep 3
grep -q '^provisioner_route_moves_total{service="aurora",role="read"} 1$' "$scratch/route.prom" || fail "the metrics are others: $(cat "$scratch/route.prom")"
kill -TERM "$watched"; wait "$watched"; code=$?
[ "$code" = 0 ] || fail "SIGTERM ended it with $code"
[ "$(read_of aurora read)" = tokyo ] || fail "its last file is gone"
kill -CONT "$pg_seoul" "$redis_seoul"

# ---- stopped, started; three times as often, so that the quiet time before it comes back is 9 s
rm "$file"; watcher --interval 1500ms; until_reads aurora read seoul >/dev/null
kill -INT "$pg_seoul"; wait "$pg_seoul" 2>/dev/null; until_reads aurora read tokyo >/dev/null
start_pg seoul 127.0.0.12; sleep 3
[ "$(read_of aurora read)" = tokyo ] || fail "it came back at once"
until_reads aurora read seoul >/dev/null
kill -9 "$redis_tokyo"; wait "$redis_tokyo" 2>/dev/null; sleep 3
[ "$(read_of cache write)" = tokyo ] || fail "who writes was guessed"
redis-cli -h 127.0.0.12 -p "$redis" replicaof no one >/dev/null; until_reads cache write seoul >/dev/null
start_redis tokyo 127.0.0.11 --replicaof 127.0.0.12 "$redis"; sleep 3
[ "$(read_of cache write)" = seoul ] || fail "who writes went back by itself"
kill -TERM "$watched"; wait "$watched" || fail "SIGTERM ended it with $?"

# ---- behind relays that can be cut: they take what comes, and nothing gets through; over TLS, and with passwords
cat >"$scratch/relay.py" <<'PY'
import asyncio, os, sys
listen, port, to, cut = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
async def pump(source, sink):
    while data := await source.read(4096):
        if os.path.exists(cut): await asyncio.sleep(3600)
        sink.write(data)
    sink.close()
async def relay(r, w):
    if os.path.exists(cut): await asyncio.sleep(3600)
    r2, w2 = await asyncio.open_connection("127.0.0.11", to)
    await asyncio.gather(pump(r, w2), pump(r2, w))
async def main():
    async with await asyncio.start_server(relay, listen, port) as s: await s.serve_forever()
asyncio.run(main())
PY
"${as[@]}" redis-server --bind 127.0.0.11 --port 0 --tls-port "$rest" --tls-cert-file "$scratch/d/cert" --tls-key-file "$scratch/d/key" --tls-auth-clients no \
  --requirepass secret --save '' --dir "$scratch/d" >>"$scratch/tls.log" 2>&1 & servers+=($!); up 127.0.0.11 "$rest"
"${as[@]}" redis-server --bind 127.0.0.12 --port 0 --tls-port "$rest" --tls-cert-file "$scratch/d/cert" --tls-key-file "$scratch/d/key" --tls-ca-cert-file "$scratch/d/cert" \
  --tls-auth-clients yes --save '' --dir "$scratch/d" >>"$scratch/mutual.log" 2>&1 & servers+=($!); up 127.0.0.12 "$rest"
echo '{"endpoints_version": "1", "project": "x", "environment": "y", "endpoints": [{"service": "mutual", "role": "any", "alias": "b", "protocol": "rediss", "hosts": ["127.0.0.12:'"$rest"'"]}]}' >"$scratch/mutual.json"
expect 0 "$bin" route "$scratch/mutual.json"; says 'up +[0-9.]+ ms +rediss 127.0.0.12' # it wants a certificate of ours, so it is there
for ip in 127.0.0.13 127.0.0.14; do
  /usr/bin/python3 "$scratch/relay.py" $ip "$pg" "$pg" "$scratch/cut.$ip" & servers+=($!)
  /usr/bin/python3 "$scratch/relay.py" $ip "$rest" "$rest" "$scratch/cut.$ip" & servers+=($!); up $ip "$pg"; up $ip "$rest"
done
cat >"$scratch/relayed.json" <<JSON
{"endpoints_version": "1", "project": "demo", "environment": "cut", "writers": [{"service": "cache", "alias": "tokyo"}], "endpoints": [
 {"service": "aurora", "role": "read", "alias": "tokyo", "region": "ap-northeast-1", "protocol": "postgres", "hosts": ["127.0.0.13:$pg"]},
 {"service": "aurora", "role": "read", "alias": "seoul", "region": "ap-northeast-2", "protocol": "postgres", "hosts": ["127.0.0.14:$pg"]},
 {"service": "cache", "role": "write", "alias": "tokyo", "region": "ap-northeast-1", "protocol": "rediss", "hosts": ["127.0.0.13:$rest"]},
 {"service": "cache", "role": "write", "alias": "seoul", "region": "ap-northeast-2", "protocol": "rediss", "hosts": ["127.0.0.14:$rest"]},
 {"service": "cache", "role": "read", "alias": "tokyo", "region": "ap-northeast-1", "protocol": "rediss", "hosts": ["127.0.0.13:$rest"]},
 {"service": "cache", "role": "read", "alias": "seoul", "region": "ap-northeast-2", "protocol": "rediss", "hosts": ["127.0.0.14:$rest"]}]}
JSON
route=("$bin" route "$scratch/relayed.json"); rm -f "$file"; watcher
until_reads aurora read seoul >/dev/null; until_reads cache read seoul >/dev/null
touch "$scratch/cut.127.0.0.14"; took=$(until_reads aurora read tokyo); echo "figure: route failover_ms $took cut off"; until_reads cache read tokyo >/dev/null
[ "$(read_of cache write)" = tokyo ] || fail "the writer was guessed" # it says nothing without a password; AWS told, once
sed -i 's/"cut"/"mended"/' "$scratch/relayed.json" # where the endpoints stand is read again
for _ in $(seq 100); do grep -q '"environment": "mended"' "$file" && break; sleep 0.1; done
grep -q '"environment": "mended"' "$file" || fail "it goes on with endpoints that are no more"
resident=$(sed -n 's/^VmRSS:[[:space:]]*\([0-9]*\) kB/\1/p' "/proc/$watched/status"); echo "figure: route resident_kb $resident"
[ "$resident" -lt 51200 ] || fail "it takes more than 50 MB"
kill -INT "$watched"; wait "$watched" || fail "SIGINT ended it with $?"

# ---- what could not be written is written as soon as it can be, though nothing has changed since
later=$scratch/later/route.json
"${route[@]}" --watch --interval 500ms --out "$later" 2>"$scratch/watch.err" & watched=$!; servers+=($!)
for _ in $(seq 100); do grep -q 'later/route.json' "$scratch/watch.err" && break; sleep 0.05; done
grep -q 'later/route.json' "$scratch/watch.err" || fail "it does not say that it can't write"
mkdir "$scratch/later"
for _ in $(seq 100); do [ -s "$later" ] && break; sleep 0.05; done
[ -s "$later" ] || fail "what could not be written is never written"
kill -TERM "$watched"; wait "$watched" || fail "SIGTERM ended it with $?"

# ---- the sidecar that comes along: its arguments, on folders of this machine
/usr/bin/python3 - "$root/specs/route-sidecar.yaml" "$scratch" >"$scratch/words" <<'PY' || fail "the sidecar"
import sys, yaml
pod = yaml.safe_load(open(sys.argv[1]))["spec"]["template"]["spec"]
sidecar, application = pod["initContainers"][0], pod["containers"][0]
assert sidecar["restartPolicy"] == "Always" and "/run/route/route.env" in sidecar["startupProbe"]["exec"]["command"] and ". /run/route/route.env" in application["command"][2]
assert {m["name"] for m in sidecar["volumeMounts"]} == {v["name"] for v in pod["volumes"]}
print("\n".join(w.replace("/etc/route/", sys.argv[2] + "/etc/").replace("/run/route/", sys.argv[2] + "/run/") for w in sidecar["args"]))
PY
mkdir "$scratch/etc" "$scratch/run"; cp "$scratch/endpoints.json" "$scratch/etc/"; mapfile -t words <"$scratch/words"
"$bin" "${words[@]}" & watched=$!; servers+=($!)
for _ in $(seq 100); do [ -s "$scratch/run/route.env" ] && [ -s "$scratch/run/route.prom" ] && break; sleep 0.05; done
grep -q '^AURORA_READ_HOST=127.0.0.12$' "$scratch/run/route.env" || fail "the sidecar's file: $(cat "$scratch/run/route.env")"
kill -TERM "$watched"; wait "$watched" || fail "SIGTERM ended the sidecar with $?"

# ---- what is wrong is told
expect 1 "$bin" route "$spec" --state "$state" --watch; says 'watch keeps a file: name it'
expect 1 "$bin" route "$spec" --state "$scratch/none.json"; says 'knows no endpoint'
expect 1 "$bin" route "$spec" --state "$state" --interval 10ms --watch --out "$file"; says 'at least 100ms'
echo '{"endpoints_version": "1", "project": "x", "environment": "y", "endpoints": [{"service": "a", "role": "read", "alias": "b", "protocol": "gopher", "hosts": ["h:1"]}]}' >"$scratch/bad.json"
expect 1 "$bin" route "$scratch/bad.json"; says 'endpoints\[0\]: protocol: there is none called "gopher"'
exit 0
