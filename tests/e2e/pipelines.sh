#!/usr/bin/env bash
# The pipelines that come along do what they say: their shell steps, taken from the files, run against the sandbox over
# HTTP. Only what is the platform's has stand-ins: checkout, artifacts, code scanning, comments and issues (gh, curl). The
# program is found on PATH as `provisioner`, which runs it with its waits shortened to the sandbox's pace.
source tests/support/e2e.sh
/usr/bin/python3 -c 'import yaml' 2>/dev/null || { echo "skipped: python3-yaml is not installed"; exit 77; }
command -v git >/dev/null || { echo "skipped: git is not installed"; exit 77; }
need_cli
export scratch root bin
platform=$scratch/platform; export platform; mkdir -p "$platform/artifacts" "$scratch/path"
export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@example.com GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@example.com GIT_CONFIG_GLOBAL=/dev/null

cat >"$scratch/path/provisioner" <<'STANDIN'
#!/bin/bash
case $1 in plan|apply|drift|destroy|init) set -- "$@" --time-scale 400 ;; esac
exec "$bin" "$@"
STANDIN
cat >"$scratch/path/gh" <<'STANDIN'
#!/bin/bash
case "$*" in
  "api repos/team/infra/issues/7/comments --paginate --jq "*) [ ! -f "$platform/comment" ] || echo 4711 ;;
  "api --method PATCH repos/team/infra/issues/comments/4711 --field body=@"*) cp "${*##*@}" "$platform/comment"; echo edited >>"$platform/log" ;;
  "pr comment 7 --body-file "*) cp "$5" "$platform/comment"; echo commented >>"$platform/log" ;;
  "api repos/team/infra/commits/"*"/pulls --jq .[0].head.sha") cat "$platform/head" ;;
  "run download --name "*) cp "$platform/artifacts/$4/"* . ;;
  "issue create --title "*" --body-file "*) cp "${@: -1}" "$platform/issue" ;;
  *) echo "gh: what is: $*" >&2; exit 1 ;;
esac
STANDIN
cat >"$scratch/path/curl" <<'STANDIN'
#!/bin/bash
[[ $* == *"--header PRIVATE-TOKEN: t0ken --form body=<note.md https://gitlab.example.com/api/v4/projects/12/merge_requests/3/notes" ]] || { echo "curl: what is: $*" >&2; exit 1; }
cp note.md "$platform/note"
STANDIN
chmod +x "$scratch/path"/*
uses() {
  local what=$1 name=value path=; shift
  for pair in "$@"; do declare "${pair%%=*}=${pair#*=}"; done
  case $what in
    actions/checkout) git clone -q "$platform/repository" . && git checkout -q "${ref:-main}" ;;
    github/codeql-action/upload-sarif) cp "$sarif_file" "$platform/findings.sarif" ;;
    actions/upload-artifact) mkdir -p "$platform/artifacts/$name" && cp "$path" "$platform/artifacts/$name/" ;;
    *) echo "uses: what is $what?" >&2; return 1 ;;
  esac
}
export -f uses

serve "$scratch/world" --speed 400
export PATH=$scratch/path:$PATH GITHUB_REPOSITORY=team/infra
# job CODE FOLDER FILE JOB [NAME=VALUE]...: a fresh machine each time; what it says is in $scratch/out and err
script_of() { /usr/bin/python3 "$root/tests/support/steps.py" "$root/specs/pipelines/$1" "${@:2}" vars.PLAN_ROLE=arn:aws:iam::123456789012:role/plan vars.APPLY_ROLE=arn:aws:iam::123456789012:role/apply github.token=t github.run_id=1 github.event.pull_request.number=7; }
job() {
  local code=$1 folder=$scratch/$2; shift 2
  rm -rf "$folder"; mkdir "$folder"
  script_of "$@" >"$scratch/script" || fail "the steps of $*"
  expect "$code" bash -c "cd '$folder' && source '$scratch/script'"
}

# ---- a repository, and a first apply by hand: buckets for the state, then all of it
mkdir "$platform/repository"; cd "$platform/repository" || exit 1
git init -q -b main .
sed 's/^project: demo/project: piped/' "$root/specs/minimal.yaml" >infrastructure.yaml
echo 'state: {bucket: piped-state-tokyo}' >>infrastructure.yaml
git add -A; git commit -qm first
expect 0 provisioner init infrastructure.yaml --state-buckets --auto-approve
expect 0 provisioner apply infrastructure.yaml --auto-approve

# ---- GitHub: a branch, its plan, its comment
change() { git checkout -q -b "$1" main; sed -i "$2" infrastructure.yaml; git commit -qam "$1"; git rev-parse HEAD >"$platform/head"; }
merge() { git checkout -q main; git merge -q --no-ff -m "merge $1" "$1"; GITHUB_SHA=$(git rev-parse HEAD); export GITHUB_SHA; }
pull_request() { job "$1" pull github.yml plan github.event.pull_request.head.sha="$(cat "$platform/head")"; }
change longer 's/^aurora: .*/aurora: {version: "15.10", backup: {retention_days: 9}}/'
pull_request 0
grep -q '^<!-- provisioner plan piped/production -->' "$platform/comment" || fail "the comment has no marker"
grep -q 'BackupRetentionPeriod' "$platform/comment" || fail "the comment does not say what changes"
grep -q '"2.1.0"' "$platform/findings.sarif" || fail "no findings were uploaded"
pull_request 0
[ "$(cat "$platform/log")" = $'commented\nedited' ] || fail "the comment was not renewed: $(cat "$platform/log")"

# ---- merged: that very plan
merge longer
job 0 apply github.yml apply
/usr/bin/python3 "$root/tests/support/events.py" "$platform/artifacts/events-1/events.jsonl" apply_complete exit >/dev/null || fail "the events"
grep -c '"type":"apply_complete"' "$scratch/out" | grep -qx 2 || fail "not the two updates of the plan"
job 5 apply github.yml apply; says '::error::what was planned is no longer how things are'
cd "$platform/repository" && expect 0 provisioner plan infrastructure.yaml --detailed-exitcode

# ---- a spec that can't be: told in code scanning, and no further
change broken 's/version: "15.10"/version: "15.10", instances: 99/'
pull_request 1
grep -q '"results": *\[ *{' <(tr -d '\n' <"$platform/findings.sarif") || fail "what is wrong is not in the findings"
[ ! -e "$scratch/pull/change.plan" ] || fail "it was planned all the same"
git checkout -q main

# ---- drift at night, told in an issue, changed back by hand
by_hand() { cli ap-northeast-1 ec2 modify-vpc-attribute --no-enable-dns-hostnames --vpc-id "$(provisioner output infrastructure.yaml tokyo.network.vpc-id)" >/dev/null || fail "by hand"; }
job 0 drift github.yml drift; [ ! -e "$platform/issue" ] || fail "an issue about nothing"
by_hand
job 2 drift github.yml drift; grep -q 'EnableDnsHostnames: true -> false' "$platform/issue" || fail "the issue does not say what drifted"
job 0 drift github.yml revert; says '1 of 1 steps'
job 0 drift github.yml drift

# ---- a drill every month: it holds; with an objective that people can't keep, it is told in an issue
rm -f "$platform/issue"; export DRILL_TO=seoul
job 0 drill github.yml drill; says 'Passed: every step ended well'; [ ! -e "$platform/issue" ] || fail "an issue about nothing"
grep -q '<h1>Drill of piped/production</h1>' "$platform/artifacts/drill-1/drill.html" || fail "the page was not kept"
printf '#!/bin/bash\nexec "%s" "$@" --react 20m --set objectives.rto=15m\n' "$bin" >"$scratch/slow"; chmod +x "$scratch/slow"
mv "$scratch/path/provisioner" "$scratch/kept"; mv "$scratch/slow" "$scratch/path/provisioner"
job 2 drill github.yml drill; grep -q 'MISSED   objective RTO' "$platform/issue" || fail "the issue does not say what was missed"
mv "$scratch/kept" "$scratch/path/provisioner"

# ---- GitLab
gitlab() { local code=$1 name=$2; job "$code" gitlab gitlab.yml "$name" PLAN_ROLE=r APPLY_ROLE=r; }
export CI_API_V4_URL=https://gitlab.example.com/api/v4 CI_PROJECT_ID=12 CI_MERGE_REQUEST_IID=3 NOTES_TOKEN=t0ken CI_PROJECT_DIR=$scratch/gitlab AWS_TOKEN=x
cp infrastructure.yaml "$scratch/later.yaml"; sed -i 's/retention_days: 9/retention_days: 11/' "$scratch/later.yaml"
uses_later() { mkdir -p "$1"; cp "$scratch/later.yaml" "$1/infrastructure.yaml"; }
job_in() { # as job, in a folder that has the spec, and keeps what is there
  local code=$1 folder=$scratch/$2; shift 2; uses_later "$folder"
  script_of "$@" PLAN_ROLE=r APPLY_ROLE=r >"$scratch/script" || fail "the steps of $*"
  expect "$code" bash -c "cd '$folder' && source '$scratch/script'"
}
job_in 0 gitlab gitlab.yml validate; grep -q '<testsuite' "$scratch/gitlab/findings.xml" || fail "no report"
job_in 0 gitlab gitlab.yml note; grep -q 'BackupRetentionPeriod' "$platform/note" || fail "the note"
job_in 0 gitlab gitlab.yml plan
job_in 0 gitlab gitlab.yml apply; says '2 of 2 steps'
by_hand
job_in 2 gitlab gitlab.yml drift; grep -q '"changed": 1' "$scratch/gitlab/drift.json" || fail "the drift is not in the artifact"
job_in 0 gitlab gitlab.yml revert
job_in 0 gitlab gitlab.yml drift

# ---- Argo: planned; killed with its node in the middle of the apply; begun again
sed -i 's/^aurora: .*/&\nsecrets: {extra: {}}/; s/retention_days: 11/retention_days: 12, /' "$scratch/later.yaml"
sed -i '/^secrets:/d; s/retention_days: 12, }/retention_days: 12}, instances: 3/' "$scratch/later.yaml"
job_in 0 argo argo.yaml plan
script_of argo.yaml apply >"$scratch/script"
(cd "$scratch/argo" && exec setsid bash "$scratch/script" >"$scratch/killed" 2>&1) & running=$!
for _ in $(seq 600); do grep -q ': updated' "$scratch/killed" && break; sleep 0.02; done
kill -KILL -- "-$running"; wait "$running" 2>/dev/null
grep -q 'Done:' "$scratch/killed" && fail "it was through before it was killed"
job_in 0 argo argo.yaml apply; says 'Done: '
expect 0 bash -c "cd '$scratch/argo' && provisioner history infrastructure.yaml"; says 'cut off'
job_in 0 argo argo.yaml drift
expect 0 bash -c "cd '$scratch/argo' && provisioner plan infrastructure.yaml --detailed-exitcode"
exit 0
