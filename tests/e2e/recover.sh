#!/bin/bash
# A state that was lost comes back from AWS alone: equal to what it was but for its times, and nothing is left to do.
source tests/support/e2e.sh
cp -r specs/active-active.yaml specs/functions "$scratch"
spec=$scratch/active-active.yaml state=$scratch/genai-demo-production.sandbox.state.json
world=$scratch/world
on() { "$bin" "$@" --sandbox --world "$world"; }
same() {
  /usr/bin/python3 - "$1" "$2" <<'P' || fail "another state came back"
import json, sys
were, are = (json.load(open(path))["resources"] for path in sys.argv[1:])
told = ("type", "alias", "region", "id", "status", "generation", "after", "inputs")
for address in sorted(set(were) | set(are)):
    for member in told:
        old, new = were.get(address, {}).get(member), are.get(address, {}).get(member)
        if old != new:
            sys.exit("%s %s: was %r, is %r" % (address, member, old, new))
P
}

expect 1 on recover "$spec" --auto-approve
says 'nothing to recover'
expect 0 on apply "$spec" --auto-approve
cp "$state" "$scratch/was.json"
expect 1 on recover "$spec" --auto-approve
says 'nothing is lost'

# nobody is asked in vain, and nothing is written without a yes
rm "$state" "$state".backup 2>/dev/null
expect 1 on recover "$spec"
says 'exists, and is ours'; says 'nobody is there to ask'
[ ! -e "$state" ] || fail "it was written all the same"
expect 0 on recover "$spec" --auto-approve
says 'Done: 423 of 423'
says 'aurora-target can.t be looked at: taken for done'
same "$scratch/was.json" "$state"
expect 0 on plan "$spec"
says 'No changes'

# one that is damaged is no state, and is given up only on purpose
head -c 5000 "$scratch/was.json" >"$state"
expect 1 on recover "$spec" --auto-approve
expect 0 on recover "$spec" --auto-approve --force
same "$scratch/was.json" "$state"


# what has left the spec comes back too, knows what it hangs on, and goes with the next apply
cat >"$scratch/more.yaml" <<'S'
resources:
  group: {type: AWS::EC2::SecurityGroup, regions: [tokyo], properties: {GroupName: more, Description: more, VpcId: "${tokyo/network/vpc.VpcId}"}}
  rule: {type: AWS::EC2::SecurityGroupIngress, regions: [tokyo], properties: {GroupId: "${tokyo/resources/group.GroupId}", IpProtocol: tcp, FromPort: 80, ToPort: 80, CidrIpv4: 10.0.0.0/8}}
  topic: {type: AWS::SNS::Topic, regions: [seoul], properties: {Name: more}}
  logs: {type: AWS::Logs::LogGroup, regions: [seoul], properties: {logGroupName: /demo/more}}
S
cp specs/minimal.yaml "$scratch/small.yaml"
small=$scratch/small.yaml state=$scratch/demo-production.sandbox.state.json world=$scratch/small.world
expect 0 on apply "$small" --overlay "$scratch/more.yaml" --auto-approve
cp "$state" "$scratch/was.json"
rm "$state"
expect 0 on recover "$small" --auto-approve
says 'Ours, and not in the spec'; says 'tokyo/resources/group  AWS::EC2::SecurityGroup sg-'; says 'seoul/resources/logs  AWS::Logs::LogGroup /demo/more'
/usr/bin/python3 - "$state" <<'P' || fail "what it hangs on is not known"
import json, sys
known = json.load(open(sys.argv[1]))["resources"]
assert known["tokyo/resources/rule"]["after"] == ["tokyo/resources/group"], known["tokyo/resources/rule"]["after"]
P
expect 2 on plan "$small" --detailed-exitcode
says 'Plan: 0 to create, 0 to update, 0 to replace, 4 to delete'
expect 0 on plan "$small" --overlay "$scratch/more.yaml" --detailed-exitcode
expect 0 on apply "$small" --auto-approve
expect 0 on plan "$small" --detailed-exitcode

# generations that are spent, and calls whose answers are missing, outlive a state that is given up
/usr/bin/python3 - "$state" <<'P'
import json, sys
state = json.load(open(sys.argv[1]))
state["intents"] = {"tokyo/resources/topic": {"type": "AWS::SNS::Topic", "alias": "tokyo", "region": "ap-northeast-1",
                    "verb": "create", "op": "CreateTopic", "inputs": {"Name": "begun"}, "after": [], "generation": 3}}
state["resources"]["tokyo/resources/gone"] = dict(state["resources"]["tokyo/network/vpc"], id="vpc-0123456789abcdef0", generation=4)
json.dump(state, open(sys.argv[1], "w"))
P
expect 1 on recover "$small" --auto-approve
says 'nothing is lost'
expect 0 on recover "$small" --auto-approve --force
/usr/bin/python3 - "$scratch/was.json" "$state" <<'P' || fail "something that was known is forgotten"
import json, sys
were, are = (json.load(open(path)) for path in sys.argv[1:])
gone = set(were["resources"]) - set(are["resources"])
assert gone == {"tokyo/resources/group", "tokyo/resources/rule", "seoul/resources/topic", "seoul/resources/logs"}, gone
assert gone | {"tokyo/resources/gone"} == set(are["tombstones"]), are["tombstones"]
assert are["intents"]["tokyo/resources/topic"]["generation"] == 3, are["intents"]
P
