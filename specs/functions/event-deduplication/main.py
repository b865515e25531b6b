"""Lets each event through once, whatever region it came from and however often.

Called with a batch: {"Records": [...]} of SQS, or {"events": [...]}. An event is known by its "id", or else by the digest
of its content. What was seen is remembered in a DynamoDB table (TABLE; a global table makes it hold for both regions)
with a time to live of TTL_SECONDS. Returns the events that are new, in their order.
"""
import hashlib
import json
import os
import time


def events_of(batch):
    if "Records" in batch:
        return [json.loads(r["body"]) for r in batch["Records"]]
    return batch.get("events", [])


def key_of(event):
    if event.get("id"):
        return str(event["id"])
    return hashlib.sha256(json.dumps(event, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def first_ones(events, remember):
    """remember(key) is true when nobody remembered that key before."""
    seen, fresh = set(), []
    for event in events:
        key = key_of(event)
        if key not in seen and remember(key):
            fresh.append(event)
        seen.add(key)
    return fresh


def table_memory(table, ttl):
    import boto3
    client = boto3.client("dynamodb")

    def remember(key):
        try:
            client.put_item(TableName=table, ConditionExpression="attribute_not_exists(id)",
                            Item={"id": {"S": key}, "expires": {"N": str(int(time.time()) + ttl)}})
            return True
        except client.exceptions.ConditionalCheckFailedException:
            return False

    return remember


def handler(event, context):
    remember = table_memory(os.environ["TABLE"], int(os.environ.get("TTL_SECONDS", "86400")))
    events = events_of(event)
    fresh = first_ones(events, remember)
    return {"events": fresh, "duplicates": len(events) - len(fresh)}


def self_check():
    known = {"old"}

    def remember(key):
        new = key not in known
        known.add(key)
        return new

    events = [{"id": "a", "n": 1}, {"id": "old"}, {"id": "a", "n": 2}, {"x": 1, "y": 2}, {"y": 2, "x": 1}]
    assert first_ones(events, remember) == [{"id": "a", "n": 1}, {"x": 1, "y": 2}]
    assert first_ones(events, remember) == []
    assert events_of({"Records": [{"body": "{\"id\": 1}"}]}) == [{"id": 1}] and events_of({}) == []
    assert key_of({"id": 1}) == "1"


if __name__ == "__main__":
    self_check()
