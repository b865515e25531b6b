#!/bin/bash
# Objects in S3 as the AWS CLI sees them, and conditional requests, which the CLI at hand is too old for.
source tests/support/e2e.sh
need_cli
/usr/bin/python3 -c 'import botocore' 2>/dev/null || { echo "skipped: python3-botocore is not installed"; exit 77; }
home=ap-northeast-1 other=ap-northeast-2
serve "$scratch/world"
signed() { local region=$1; shift; /usr/bin/python3 "$root/tests/support/signed.py" "$url" "$region" "$@" </dev/null; }
with() { printf %s "$1" >"$scratch/body"; local region=$2; shift 2
  /usr/bin/python3 "$root/tests/support/signed.py" "$url" "$region" "$@" <"$scratch/body"; }

# ---- there and back
expect 0 cli $home s3 mb s3://states-of-mine --region $home
expect 0 cli $home s3api put-bucket-versioning --bucket states-of-mine --versioning-configuration Status=Enabled
head -c 3000000 /dev/urandom >"$scratch/random"
expect 0 cli $home s3 cp "$scratch/random" s3://states-of-mine/deep/in/it.bin
expect 0 cli $home s3 cp s3://states-of-mine/deep/in/it.bin "$scratch/back"
cmp "$scratch/random" "$scratch/back" || fail "other bytes came back"
printf '{"a": 1}' >"$scratch/json"
expect 0 cli $home s3api put-object --bucket states-of-mine --key state.json --body "$scratch/json" --content-type application/json \
  --metadata lineage=abc,serial=1 --server-side-encryption AES256 --expected-bucket-owner 123456789012
says "\"$(md5sum <"$scratch/json" | cut -c1-32)\""
expect 0 cli $home s3api head-object --bucket states-of-mine --key state.json
says 'application/json'; says 'METADATA.*abc.*1'
expect 0 cli $home s3 ls s3://states-of-mine/
says 'PRE deep/'; says ' 8 state.json'
expect 0 cli $home s3 ls --recursive s3://states-of-mine/deep
says '3000000 deep/in/it.bin'

# ---- versions
printf '{"a": 2}' >"$scratch/json"
expect 0 cli $home s3 cp "$scratch/json" s3://states-of-mine/state.json
expect 0 cli $home s3api list-object-versions --bucket states-of-mine --prefix state.json --query 'Versions[].[IsLatest,VersionId]'
old=$(awk '$1 == "False" {print $2}' "$scratch/out")
[ "$(wc -l <"$scratch/out")" = 2 ] && [ -n "$old" ] || fail "not two versions"
expect 0 cli $home s3api get-object --bucket states-of-mine --key state.json --version-id "$old" "$scratch/back"
grep -q '"a": 1' "$scratch/back" || fail "the old version is not what it was"
expect 0 cli $home s3 rm s3://states-of-mine/state.json
expect 254 cli $home s3api get-object --bucket states-of-mine --key state.json "$scratch/back"
says NoSuchKey
expect 1 cli $home s3 rb s3://states-of-mine
says BucketNotEmpty

# ---- conditions
expect 0 with one $home PUT /states-of-mine/lock 'If-None-Match: *'
says '^200$'; etag=$(sed -n 's/^etag: //p' "$scratch/out")
expect 0 with two $home PUT /states-of-mine/lock 'If-None-Match: *'
says '^412$'; says '<Code>PreconditionFailed</Code>'
expect 0 with two $home PUT /states-of-mine/lock "If-Match: $etag"
says '^200$'
expect 0 with three $home PUT /states-of-mine/lock "If-Match: $etag"
says '^412$'
expect 0 with three $home PUT /states-of-mine/nobodys "If-Match: $etag"
says '^404$'; says '<Code>NoSuchKey</Code>'
expect 0 signed $home DELETE /states-of-mine/lock "If-Match: $etag"
says '^412$'
expect 0 signed $home GET /states-of-mine/lock "If-None-Match: \"$(printf two | md5sum | cut -c1-32)\""
says '^304$'
expect 0 signed $home DELETE /states-of-mine/lock 'If-Match: *'
says '^204$'

# ---- whose, and where
expect 0 with x $home PUT /states-of-mine/x 'x-amz-expected-bucket-owner: 999999999999'
says '^403$'
expect 0 signed $other GET /states-of-mine/x
says '^301$'; says "^x-amz-bucket-region: $home"; says '<Code>PermanentRedirect</Code>'
expect 0 with x $home PUT /states-of-mine/x 'x-amz-checksum-sha256: AAAA'
says '^400$'; says '<Code>BadDigest</Code>'

# ---- emptied, it goes
cli $home s3api list-object-versions --bucket states-of-mine --query '[Versions,DeleteMarkers][][].[Key,VersionId]' >"$scratch/all"
while read -r key version; do
  expect 0 cli $home s3api delete-object --bucket states-of-mine --key "$key" --version-id "$version"
done <"$scratch/all"
expect 0 cli $home s3 rb s3://states-of-mine
