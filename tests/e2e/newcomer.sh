#!/usr/bin/env bash
# Somebody's first hour: a spec from a template, a look at what is missing, an apply, and all about one resource.
source tests/support/e2e.sh
cd "$scratch"
unset AWS_REGION

# a spec to start from, in one's own words and regions; never over another
for t in minimal active-active; do
  expect 0 "$bin" init $t.yaml --template $t; cmp -s $t.yaml "$root/specs/$t.yaml" || fail "$t is not the one in specs/"
  expect 0 "$bin" validate $t.yaml; expect 0 "$bin" fmt --check $t.yaml
  expect 0 "$bin" init own-$t.yaml --template $t --project shop --environment test --primary us-east-1 --secondary west=us-west-2
  says "provisioner plan own-$t.yaml --offline"
  grep -qx 'project: shop *\(#.*\)\?' own-$t.yaml && grep -qx 'environment: test' own-$t.yaml || fail "the names are not ours"
  ! grep -q 'tokyo\|seoul\|northeast\|genai' own-$t.yaml || fail "$(grep -n 'tokyo\|seoul\|northeast\|genai' own-$t.yaml | head -3)"
  expect 0 "$bin" validate own-$t.yaml; says '2 regions'
done
echo mine >kept.yaml; expect 1 "$bin" init kept.yaml --template minimal; says 'is there already'; [ "$(cat kept.yaml)" = mine ] || fail "overwritten"
for r in 'us-east-1 eu-west-1' 'ap-southeast-1 eu-central-1' 'ap-southeast-3 us-west-1'; do
  set -- $r; rm -f far.yaml; expect 0 "$bin" init far.yaml --template active-active --primary "$1" --secondary "$2"
  expect 0 "$bin" validate far.yaml; says '2 regions'
done
expect 0 "$bin" init - --template minimal; cmp -s out minimal.yaml || fail "stdout is another one"
expect 1 "$bin" init x.yaml --template huge; says '"huge" is none of|one of minimal'
expect 1 "$bin" init x.yaml --template minimal --primary us-east-1 --secondary us-east-1; says 'nothing was written'; [ ! -e x.yaml ] || fail "written all the same"
expect 1 "$bin" init x.yaml --template minimal --project 'Not a name'; [ ! -e x.yaml ] || fail "written all the same"
expect 1 "$bin" init x.yaml; says '--template'

# what is missing
export AWS_CONFIG_FILE=/dev/null HTTPS_PROXY=http://127.0.0.1:9
expect 1 "$bin" doctor minimal.yaml; says '^error +region +ap-northeast-1'; says 'to do: look at the network'; says '^error +credentials'
unset HTTPS_PROXY
serve "$scratch/world" --faults skew=7200
expect 1 "$bin" doctor minimal.yaml; says '^error +clock +7[12][0-9]{2} s behind'; says 'to do: .*NTP'
kill $served; wait $served 2>/dev/null; served=
serve "$scratch/world" --speed 400
expect 0 "$bin" doctor; says '^ok +credentials'; says '^ok +version'
expect 0 "$bin" doctor minimal.yaml; says '^ok +state .*none yet'; says '^ok +lock'; says '^ok +clock'; silent 'to do'
expect 1 "$bin" doctor minimal.yaml --set 'account="210987654321"'; says 'of account 123456789012, and the spec says 210987654321'
expect 1 "$bin" doctor minimal.yaml --set aurora.version=1; says '^error +spec'; says 'provisioner validate'
expect 0 "$bin" doctor own-active-active.yaml --json
/usr/bin/python3 -c 'import json; r={c["check"]: c for c in json.load(open("out"))["checks"]}; assert {"version","terminal","spec","region","clock","credentials","state","lock","kubectl"} <= set(r), r; assert all(c["remedy"] for c in r.values() if c["result"] != "ok")' || fail "the JSON"
[ -z "$(ls ./*state* 2>/dev/null)" ] || fail "looking has written something: $(ls)"

# one resource: where the spec asks for it, what the state knows, what AWS tells
expect 0 "$bin" apply minimal.yaml --auto-approve --time-scale 400
expect 0 "$bin" doctor minimal.yaml; says '^ok +state .*serial 1'
expect 0 "$bin" show minimal.yaml tokyo/network/vpc --online
/usr/bin/python3 -c 'import json; v=json.load(open("out")); assert v["spec"]["file"] == "minimal.yaml" and v["spec"]["line"] > 1 and v["live"]["CidrBlock"] == v["inputs"]["CidrBlock"] and v["id"].startswith("vpc-"), v' || fail "what is known of it"
expect 0 "$bin" show minimal.yaml tokyo/network/vpc; silent '"live"'
expect 1 "$bin" show minimal.yaml tokyo/network/vcp; says 'did you mean tokyo/network/vpc'
expect 1 "$bin" show demo-production.state.json tokyo/network/vpc --online; says 'name the spec'
"$bin" apply minimal.yaml --time-scale 1 --auto-approve --set aurora.instances=3 >/dev/null 2>&1 & running=$!
begun demo-production.state.json
expect 0 "$bin" doctor minimal.yaml; says '^warning +lock .*holds it'; says 'to do: wait for it'
kill -INT $running; wait $running 2>/dev/null
exit 0
