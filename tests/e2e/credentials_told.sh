#!/usr/bin/env bash
# Credentials of every kind, and everybody they are shown to quotes them in a refusal: no output at any level has them,
# nor any file of ours; and a plan ends with an error that says what was being asked for.
source tests/support/e2e.sh
/usr/bin/python3 -c 'import http.server' 2>/dev/null || { echo "skipped: /usr/bin/python3 is not installed"; exit 77; }

/usr/bin/python3 tests/support/echo.py "$scratch/port" & served=$!
for _ in $(seq 100); do [ -s "$scratch/port" ] && break; sleep 0.05; done
echo_url=http://127.0.0.1:$(cat "$scratch/port")
canary=Canary7YellowBird9InTheCoalMine3
mkdir -p "$scratch/seen" "$scratch/.aws/sso/cache"

# each line: name | what the user has set, as shell
token=$scratch/token; echo "$canary-jwt.$canary.$canary" >"$token"
printf '#!/bin/sh\necho "cannot log in with %s" >&2\nexit 3\n' "$canary" >"$scratch/fails"
printf '#!/bin/sh\necho "{\\"Version\\": 1, \\"AccessKeyId\\": \\"AKIA\\", \\"SecretAccessKey\\": \\"%s\\", "\n' "$canary" >"$scratch/broken"
printf '#!/bin/sh\necho "{\\"Version\\": 1, \\"AccessKeyId\\": \\"AKIAIOSFODNN7EXAMPLE\\", \\"SecretAccessKey\\": \\"%s\\", \\"SessionToken\\": \\"%s\\"}"\n' "$canary" "$canary" >"$scratch/works"
chmod +x "$scratch/fails" "$scratch/broken" "$scratch/works"
cat >"$scratch/config" <<INI
[profile fails]
credential_process = $scratch/fails
[profile broken]
credential_process = $scratch/broken
[profile works]
credential_process = $scratch/works
[profile role]
role_arn = arn:aws:iam::123456789012:role/x
source_profile = keys
external_id = not-a-secret
[profile keys]
aws_access_key_id = AKIAIOSFODNN7EXAMPLE
aws_secret_access_key = $canary
aws_session_token = $canary
[profile sso]
sso_session = one
sso_account_id = 123456789012
sso_role_name = admin
[profile sso-refresh]
sso_session = two
sso_account_id = 123456789012
sso_role_name = admin
[sso-session two]
sso_start_url = https://example.awsapps.com/start
sso_region = ap-northeast-1
[sso-session one]
sso_start_url = https://example.awsapps.com/start
sso_region = ap-northeast-1
INI
printf '[profile broken-keys]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key\n%s\n' "$canary" >"$scratch/broken-config"
cached=$(printf one | sha1sum | cut -d' ' -f1)
cat >"$scratch/.aws/sso/cache/$cached.json" <<JSON
{"startUrl": "https://example.awsapps.com/start", "region": "ap-northeast-1", "accessToken": "$canary", "expiresAt": "2099-01-01T00:00:00Z",
 "clientId": "id", "clientSecret": "$canary", "refreshToken": "$canary", "registrationExpiresAt": "2099-01-01T00:00:00Z"}
JSON
cached_two=$(printf two | sha1sum | cut -d' ' -f1)
sed 's/"expiresAt": "2099/"expiresAt": "2026/' "$scratch/.aws/sso/cache/$cached.json" >"$scratch/.aws/sso/cache/$cached_two.json"

ways=(
  "keys|AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE AWS_SECRET_ACCESS_KEY=$canary AWS_SESSION_TOKEN=$canary"
  "profile|AWS_PROFILE=keys"
  "role|AWS_PROFILE=role"
  "process-fails|AWS_PROFILE=fails"
  "process-broken|AWS_PROFILE=broken"
  "process-works|AWS_PROFILE=works"
  "broken-file|AWS_CONFIG_FILE=$scratch/broken-config AWS_PROFILE=broken-keys"
  "container|AWS_CONTAINER_CREDENTIALS_FULL_URI=$echo_url/role AWS_CONTAINER_AUTHORIZATION_TOKEN=$canary"
  "container-file|AWS_CONTAINER_CREDENTIALS_FULL_URI=$echo_url/role AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE=$token"
  "web-identity|AWS_ROLE_ARN=arn:aws:iam::123456789012:role/x AWS_WEB_IDENTITY_TOKEN_FILE=$token"
  "sso|AWS_PROFILE=sso"
  "sso-refresh|AWS_PROFILE=sso-refresh"
  "proxy|AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE AWS_SECRET_ACCESS_KEY=$canary AWS_ENDPOINT_URL= HTTPS_PROXY=http://user:$canary@${echo_url#http://}"
  "endpoint|AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE AWS_SECRET_ACCESS_KEY=$canary AWS_ENDPOINT_URL=http://user:$canary@127.0.0.1:1"
)
for way in "${ways[@]}"; do
  name=${way%%|*} out=$scratch/seen/$name
  for command in plan apply "eks token --cluster-name x --region ap-northeast-1"; do
    read -ra words <<<"$command"
    [ "${words[0]}" = eks ] || words+=("$root/specs/minimal.yaml" --state "$scratch/seen/$name.json" --log-level debug)
    [ "${words[0]}" != apply ] || words+=(--auto-approve)
    # shellcheck disable=SC2086
    env AWS_CONFIG_FILE="$scratch/config" AWS_ENDPOINT_URL="$echo_url" AWS_MAX_ATTEMPTS=2 ${way#*|} \
      timeout 60 "$bin" "${words[@]}" >"$out.${words[0]}.out" 2>"$out.${words[0]}.err" </dev/null
    code=$?
    [ "${words[0]}" = eks ] || [ "$code" = 1 ] || [ "$code" = 6 ] || fail "$name, $command: exit $code: $(tail -3 "$out.${words[0]}.err")"
  done
done
grep -q 'sts.GetCallerIdentity in' "$scratch/seen/keys.plan.err" || fail "nothing was logged: $(cat "$scratch/seen/keys.plan.err")"
# a token for a cluster is signed with these keys; that is what it is for, and all there is of them
rm -f "$scratch"/seen/*.eks.out
told=$(grep -rl -- "$canary" "$scratch/seen")
[ -z "$told" ] || fail "$(basename -a $told | tr '\n' ' ') told: $(grep -rh -- "$canary" "$scratch/seen" | head -3 | cut -c1-600)"
# nor eight characters of it
grep -rqE -- 'YellowBi|ellowBir|CoalMine' "$scratch/seen" && fail "a piece of it was told: $(grep -rhE -- "YellowBi|ellowBir|CoalMine" "$scratch/seen" | head -3 | cut -c1-600)"
exit 0
