"""Watches whether what is written to Kafka in one region arrives in the other.

CLUSTERS is "tokyo=ap-northeast-1/cluster-name,seoul=ap-northeast-2/cluster-name", TOPICS "orders,payments". For each
topic the messages of the last WINDOW_MINUTES are summed up in each region from MSK's own metrics. Replication is loop-safe,
so that a topic's sums should be alike; the share that is missing on the smaller side is published, and told when it is
above THRESHOLD.
"""
import datetime
import os


def clusters_of(text):
    return {alias: tuple(where.split("/", 1)) for alias, where in
            (part.split("=", 1) for part in text.split(",") if part)}


def gap(sums):
    """The share of the largest sum that the smallest one lacks: 0 alike, 1 nothing arrived."""
    largest = max(sums.values(), default=0)
    return 0.0 if largest <= 0 else 1 - min(sums.values()) / largest


def findings(by_topic, threshold):
    return {topic: round(gap(sums), 4) for topic, sums in by_topic.items() if gap(sums) > threshold}


def messages(region, cluster, topic, minutes):
    import boto3
    now = datetime.datetime.now(datetime.timezone.utc)
    answer = boto3.client("cloudwatch", region_name=region).get_metric_statistics(
        Namespace="AWS/Kafka", MetricName="MessagesInPerSec", Statistics=["Average"], Period=60,
        Dimensions=[{"Name": "Cluster Name", "Value": cluster}, {"Name": "Topic", "Value": topic}],
        StartTime=now - datetime.timedelta(minutes=minutes), EndTime=now)
    return sum(point["Average"] * 60 for point in answer["Datapoints"])


def publish(by_topic):
    import boto3
    data = [{"MetricName": "EventsMissing", "Dimensions": [{"Name": "Topic", "Value": topic}],
             "Value": 100 * gap(sums), "Unit": "Percent"} for topic, sums in by_topic.items()]
    if data:
        boto3.client("cloudwatch").put_metric_data(
            Namespace=os.environ.get("METRIC_NAMESPACE", "ActiveActive"), MetricData=data)


def handler(event, context):
    clusters = clusters_of(os.environ.get("CLUSTERS", ""))
    minutes = int(os.environ.get("WINDOW_MINUTES", "15"))
    by_topic = {topic: {alias: messages(region, cluster, topic, minutes)
                        for alias, (region, cluster) in clusters.items()}
                for topic in filter(None, os.environ.get("TOPICS", "").split(","))}
    publish(by_topic)
    return {"gaps": findings(by_topic, float(os.environ.get("THRESHOLD", "0.05")))}


def self_check():
    assert clusters_of("tokyo=r1/c1,seoul=r2/c2") == {"tokyo": ("r1", "c1"), "seoul": ("r2", "c2")}
    assert gap({}) == 0 and gap({"a": 0, "b": 0}) == 0 and gap({"a": 10, "b": 0}) == 1
    assert findings({"orders": {"a": 100, "b": 90}, "logs": {"a": 100, "b": 99}}, 0.05) == {"orders": 0.1}


if __name__ == "__main__":
    self_check()
