"""Compares what two regions hold, by checksums of rows.

Whoever writes the data leaves a manifest a table and region in S3, integrity/<table>.json: {key: checksum}. Buckets are
in BUCKETS as "tokyo=bucket,seoul=bucket", tables in TABLES as "orders,customers". Differences are published as metrics,
and the first few keys are returned.
"""
import json
import os

SHOWN = 20


def pairs(text):
    return dict(part.split("=", 1) for part in text.split(",") if part)


def differences(manifests):
    """{region: {key: checksum}} -> keys that a region lacks, and keys whose checksums differ."""
    keys = sorted(set().union(*manifests.values())) if manifests else []
    missing = {region: [k for k in keys if k not in rows] for region, rows in manifests.items()}
    differing = [k for k in keys if len({rows[k] for rows in manifests.values() if k in rows}) > 1]
    return missing, differing


def read_manifest(bucket, table):
    import boto3
    s3 = boto3.client("s3")
    try:
        return json.load(s3.get_object(Bucket=bucket, Key="integrity/%s.json" % table)["Body"])
    except s3.exceptions.NoSuchKey:
        return {}


def publish(table, missing, differing):
    import boto3
    dimensions = [{"Name": "Table", "Value": table}]
    boto3.client("cloudwatch").put_metric_data(
        Namespace=os.environ.get("METRIC_NAMESPACE", "ActiveActive"),
        MetricData=[
            {"MetricName": "RowsMissing", "Dimensions": dimensions, "Unit": "Count",
             "Value": sum(len(keys) for keys in missing.values())},
            {"MetricName": "RowsDiffering", "Dimensions": dimensions, "Unit": "Count", "Value": len(differing)}])


def handler(event, context):
    buckets = pairs(os.environ.get("BUCKETS", ""))
    report = {}
    for table in filter(None, os.environ.get("TABLES", "").split(",")):
        missing, differing = differences({r: read_manifest(b, table) for r, b in buckets.items()})
        publish(table, missing, differing)
        report[table] = {"missing": {r: keys[:SHOWN] for r, keys in missing.items()}, "differing": differing[:SHOWN]}
    return report


def self_check():
    assert pairs("tokyo=a,seoul=b") == {"tokyo": "a", "seoul": "b"} and pairs("") == {}
    same = {"1": "x", "2": "y"}
    assert differences({"tokyo": same, "seoul": dict(same)}) == ({"tokyo": [], "seoul": []}, [])
    missing, differing = differences({"tokyo": {"1": "x", "2": "y"}, "seoul": {"2": "z", "3": "w"}})
    assert missing == {"tokyo": ["3"], "seoul": ["1"]} and differing == ["2"]
    assert differences({}) == ({}, [])


if __name__ == "__main__":
    self_check()
