#!/usr/bin/env bash
# A stranger's spec: whatever stands in it, looking at it starts no process, opens no socket but to AWS, reads no file
# outside of its folder, shows no secret of the environment, and comes to an end.
source tests/support/e2e.sh
traced=; command -v strace >/dev/null && strace -o /dev/null true 2>/dev/null && traced=1
[ "$traced" ] || echo "skipped in part: strace does not work here, so opens, sockets and processes are not watched"
export DEPLOY_TOKEN=canary-7f3a AWS_SECRET_ACCESS_KEY=canary-7f3b GITHUB_TOKEN=canary-7f3c API_KEY=canary-7f3d
mkdir -p "$scratch/out" 2>/dev/null
outside=$scratch/outside; mkdir -p "$outside/folder"; rm -rf "$scratch/out"
echo '{"format": 1, "password": "canary-7f3e"}' >"$outside/file"; echo canary-7f3f >"$outside/folder/code.js"

head='provisioner: 1
project: demo
environment: test
regions: {tokyo: {name: ap-northeast-1, role: primary}}'
lambda() { printf '%s\nresources:\n  f: {type: AWS::Lambda::Function, regions: [tokyo], properties: {FunctionName: f, Runtime: nodejs22.x, Handler: i.h, Role: "arn:aws:iam::123456789012:role/r", CodeFolder: "%s"}}\n' "$head" "$1"; }
function_of() { printf '%s\nfunctions: {f: {folder: "%s", handler: i.h, runtime: nodejs22.x}}\n' "$head" "$1"; }
bomb() { echo "$head"; echo 'x-0: &a0 [a, a, a, a, a, a, a, a, a, a]'; for i in $(seq 9); do
  printf 'x-%d: &a%d [' "$i" "$i"; for _ in $(seq 10); do printf '*a%d, ' $((i - 1)); done; echo ']'; done; }

# What a folder holds: NAME makes $dir/spec.yaml and whatever else.
make() {
  local dir=$1
  case $2 in
    plain) printf '%s\nnetwork: {}\n' "$head" ;;
    folder-up) function_of ../outside/folder ;;
    folder-up-by-type) lambda ../outside/folder ;;
    folder-absolute) lambda "$outside/folder" ;;
    folder-dots-inside) lambda code/../../outside/folder; mkdir "$dir/code" ;;
    folder-is-a-link) function_of code; ln -s "$outside/folder" "$dir/code" ;;
    folder-below-a-link) function_of code/folder; ln -s "$outside" "$dir/code" ;;
    link-in-the-folder) function_of code; mkdir "$dir/code"; ln -s "$outside/file" "$dir/code/i.js" ;;
    fifo-in-the-folder) function_of code; mkdir "$dir/code"; mkfifo "$dir/code/i.js" ;;
    fifo-for-a-folder) function_of code; mkfifo "$dir/code" ;;
    huge-file) function_of code; mkdir "$dir/code"; truncate -s 40G "$dir/code/i.js" ;;
    device) function_of code; mkdir "$dir/code"; ln -s /dev/zero "$dir/code/i.js" ;;
    state-absolute) printf '%s\nstate: {path: "%s/file"}\n' "$head" "$outside" ;;
    state-up) printf '%s\nstate: {path: ../outside/file}\n' "$head" ;;
    state-below-a-link) printf '%s\nstate: {path: there/file}\n' "$head"; ln -s "$outside" "$dir/there" ;;
    state-is-a-link) echo "$head"; ln -s "$outside/file" "$dir/demo-test.state.json" ;;
    journal-is-a-link) echo "$head"; ln -s "$outside/file" "$dir/demo-test.state.json.journal" ;;
    journal-is-a-fifo) echo "$head"; mkfifo "$dir/demo-test.state.json.journal" ;;
    state-is-a-fifo) echo "$head"; mkfifo "$dir/demo-test.state.json" ;;
    lock-is-a-fifo) echo "$head"; mkfifo "$dir/demo-test.state.json.lock" ;;
    secret-token) printf '%s\ntags: {A: "${env:DEPLOY_TOKEN}"}\n' "$head" ;;
    secret-key) printf '%s\ntags: {A: "${env:AWS_SECRET_ACCESS_KEY}"}\n' "$head" ;;
    secret-with-otherwise) printf '%s\ntags: {A: "${env:API_KEY:-none}"}\n' "$head" ;;
    yaml-bomb) bomb ;;
    yaml-bomb-by-merging) bomb; echo 'tags: {<<: [*a9, *a9]}' ;;
    yaml-tag) printf '%s\ntags: {A: !!python/object/apply:os.system ["touch %s/owned"]}\n' "$head" "$outside" ;;
    yaml-deep) echo "$head"; printf 'tags: '; head -c 200000 /dev/zero | tr '\0' '[' ;;
    region-is-a-host) printf '%s\n' "${head/ap-northeast-1/evil.example/#}" ;;
    region-with-a-user) printf '%s\n' "${head/ap-northeast-1/\"a@evil.example\"}" ;;
    chart-of-a-file) printf '%s\neks: {version: "1.31"}\nhelm: {releases: {x: {chart: "file:///etc", version: 1.0.0}}}\n' "$head" ;;
    chart-up) printf '%s\neks: {version: "1.31"}\nhelm: {releases: {x: {chart: "a/../../outside", version: 1.0.0}}}\n' "$head" ;;
    chart-option) printf '%s\neks: {version: "1.31"}\nhelm: {releases: {x: {chart: "--post-renderer=/bin/sh", version: 1.0.0}}}\n' "$head" ;;
    chart-from-http) printf '%s\neks: {version: "1.31"}\nhelm: {releases: {x: {chart: a, repo: "http://evil.example/", version: 1.0.0}}}\n' "$head" ;;
    chart) printf '%s\nnetwork: {}\neks: {version: "1.31"}\nhelm: {releases: {x: {chart: "oci://registry.example/x", version: 1.0.0}}}\n' "$head" ;;
    bucket-is-a-host) printf '%s\nstate: {bucket: "evil.example/x#"}\n' "$head" ;;
    project-is-a-path) printf '%s\n' "${head/demo/..\/outside}" ;;
  esac >"$dir/spec.yaml"
}

# name                    exit  what is said
specimens='
plain                     0     to create
folder-up                 1     folder beside the spec
folder-up-by-type         1     without . and ..
folder-absolute           1     without . and ..
folder-dots-inside        1     without . and ..
folder-is-a-link          1     symbolic link
folder-below-a-link       1     symbolic link
link-in-the-folder        1     symbolic link
fifo-in-the-folder        1     is no file
fifo-for-a-folder         1     is no folder
huge-file                 1     larger than the limit
device                    1     symbolic link
state-absolute            1     below the spec.s folder
state-up                  1     below the spec.s folder
state-below-a-link        1     symbolic link
state-is-a-link           1     symbolic link
journal-is-a-link         1     journal
journal-is-a-fifo         1     no regular file
state-is-a-fifo           1     no regular file
lock-is-a-fifo            0     No changes|to create
secret-token              1     called like a secret
secret-key                1     called like a secret
secret-with-otherwise     1     called like a secret
yaml-bomb                 1     aliases expand
yaml-bomb-by-merging      1     aliases expand
yaml-tag                  1     a list where one value belongs
yaml-deep                 1     nested|deep
region-is-a-host          1     region
region-with-a-user        1     region
chart-of-a-file           1     is not a chart.s name
chart-up                  1     is not a chart.s name
chart-option              1     is not a chart.s name
chart-from-http           1     https
chart                     0     to create
bucket-is-a-host          1     bucket
project-is-a-path         1     project
'

# Of every file that was opened, where it really is; of every process and socket, that there was one.
watched() {
  local dir=$1 bad
  bad=$(grep -E '(execve|connect|socket)\(' "$scratch/trace" | grep -v "$bin" | head -3)
  [ -z "$bad" ] || fail "$2: $bad"
  bad=$(sed -n 's/.*open[at2]*(.*= [0-9]*<\(.*\)>$/\1/p' "$scratch/trace" |
    grep -vE "^($dir(/|$)|/usr/lib|/lib|/usr/share|/etc/(ld\.so|ssl/|localtime|nsswitch|passwd|host\.conf|resolv\.conf|hosts|gai)|/proc/|/sys/|/dev/(null|urandom)|/usr/local/lib)" | head -3)
  [ -z "$bad" ] || fail "$2 opened $bad"
}

looks() {
  local dir=$1 name=$2 want=$3 says=$4 code=0; shift 4
  local run=(timeout 30 "$bin" "$@" "$dir/spec.yaml")
  [ -z "$traced" ] || run=(timeout 60 strace -f -y -qq -o "$scratch/trace" -e trace=execve,socket,connect,open,openat,openat2 "$bin" "$@" "$dir/spec.yaml")
  "${run[@]}" >"$scratch/out" 2>"$scratch/err" </dev/null || code=$?
  [ "$code" = "$want" ] || fail "$name: exit $code instead of $want: $*"
  [ -z "$says" ] || grep -qE -- "$says" "$scratch/out" "$scratch/err" || fail "$name: nothing says /$says/"
  ! grep -q 'canary-7f3' "$scratch/out" "$scratch/err" || fail "$name: a secret is shown"
  [ -z "$traced" ] || watched "$dir" "$name"
}

n=0
while read -r name want says; do
  [ -n "$name" ] || continue
  dir=$scratch/$name; mkdir "$dir"; make "$dir" "$name"
  looks "$dir" "$name" "$want" "$says" plan --offline
  n=$((n + 1))
done <<<"$specimens"
[ ! -e "$outside/owned" ] || fail "something ran"
looks "$scratch/plain" plain 0 '' validate
looks "$scratch/chart" chart 0 digraph graph

# what the environment is for
expect 1 "$bin" plan "$scratch/plain/spec.yaml" --offline --set 'tags.A=${env:GITHUB_TOKEN}'; says 'called like a secret'
TEAM=blue KMS_KEY_ARN=arn KEYNOTE=x expect 0 "$bin" plan "$scratch/plain/spec.yaml" --offline --set 'tags.A=${env:TEAM} ${env:KMS_KEY_ARN} ${env:KEYNOTE}' --verbose; says 'blue arn x'

# online: the only address is AWS's; where helm is wanted, it is not run
unset AWS_SECRET_ACCESS_KEY
serve "$scratch/world" --faults read-only
port=${url##*:}
for name in plain chart; do
  [ -n "$traced" ] || break
  timeout 120 strace -f -qq -o "$scratch/trace" -e trace=execve,connect "$bin" plan "$scratch/$name/spec.yaml" >"$scratch/out" 2>"$scratch/err" </dev/null ||
    fail "plan of $name, online"
  bad=$(grep -E '(execve|connect)\(' "$scratch/trace" | grep -v "$bin" | grep -v "sin_port=htons($port)" | head -3)
  [ -z "$bad" ] || fail "$name, online: $bad"
done
echo "$n specs"
