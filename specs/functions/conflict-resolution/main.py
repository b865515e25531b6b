"""Decides between versions of a record that both regions wrote.

Called with {"records": [{"id": ..., "versions": [{"region", "clock": {region: n}, "updated_at", "value"}, ...]}]}.
A version that has seen another one replaces it. Versions that have not seen each other are in conflict: fields that only
one of them changed are merged, of the others the latest wins, and equal times go to the region that comes first in the
alphabet, so that both regions decide alike. How many there were is published as a metric.
"""
import os


def has_seen(one, other):
    return all(one.get(region, 0) >= n for region, n in other.items())


def survivors(versions):
    """Versions that no other one has seen and replaced; of equal ones the first."""
    left = []
    for i, v in enumerate(versions):
        beaten = any(has_seen(o["clock"], v["clock"]) and (o["clock"] != v["clock"] or k < i)
                     for k, o in enumerate(versions) if k != i)
        if not beaten:
            left.append(v)
    return left


def merged(versions):
    ordered = sorted(versions, key=lambda v: v["region"], reverse=True)
    ordered.sort(key=lambda v: v["updated_at"])
    clock, value = {}, {}
    for v in ordered:
        value.update(v["value"])
        for region, n in v["clock"].items():
            clock[region] = max(n, clock.get(region, 0))
    return {"region": ordered[-1]["region"], "clock": clock, "updated_at": ordered[-1]["updated_at"], "value": value}


def resolve(record):
    """The version that holds, and whether there was a conflict."""
    left = survivors(record["versions"])
    return merged(left), len(left) > 1


def publish(conflicts):
    import boto3
    boto3.client("cloudwatch").put_metric_data(
        Namespace=os.environ.get("METRIC_NAMESPACE", "ActiveActive"),
        MetricData=[{"MetricName": "ConflictsResolved", "Value": conflicts, "Unit": "Count"}])


def handler(event, context):
    resolved, conflicts = [], 0
    for record in event.get("records", []):
        version, conflict = resolve(record)
        resolved.append({"id": record["id"], "conflict": conflict, **version})
        conflicts += conflict
    publish(conflicts)
    return {"records": resolved, "conflicts": conflicts}


def self_check():
    def version(region, clock, at, **value):
        return {"region": region, "clock": clock, "updated_at": at, "value": value}

    old, new = version("a", {"a": 1}, 1, x=1), version("b", {"a": 1, "b": 1}, 2, x=2)
    assert resolve({"versions": [old, new]}) == (new, False)
    assert resolve({"versions": [new, old]}) == (new, False)
    here, there = version("a", {"a": 2}, 5, x=1, y=1), version("b", {"a": 1, "b": 1}, 4, x=2, z=3)
    both, conflict = resolve({"versions": [here, there]})
    assert conflict and both["value"] == {"x": 1, "y": 1, "z": 3} and both["clock"] == {"a": 2, "b": 1}
    tie = [version("b", {"b": 1}, 7, x="b"), version("a", {"a": 1}, 7, x="a")]
    assert resolve({"versions": tie})[0]["value"] == {"x": "a"} == resolve({"versions": tie[::-1]})[0]["value"]
    assert resolve({"versions": [old, dict(old)]}) == (old, False)


if __name__ == "__main__":
    self_check()
