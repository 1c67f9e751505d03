"""Events about other objects, as the kubelet, the controllers and the scheduler post them."""

from __future__ import annotations

from tests.kubectl_matrix.api_server import Json
from tests.kubectl_matrix.awkward import Dice

# Type, reason, component, message; {container} is a container of the pod.
_OF_PODS = (
    ("Normal", "Scheduled", "default-scheduler", "Successfully assigned {namespace}/{name} to node-1"),
    (
        "Warning",
        "FailedScheduling",
        "default-scheduler",
        "0/3 nodes are available: 1 Insufficient memory, 2 node(s) had untolerated taint {{dedicated: db}}.",
    ),
    (
        "Normal",
        "Pulled",
        "kubelet",
        'Successfully pulled image "nginx" in 1.2s (1.2s including waiting). Image size: 7 bytes.',
    ),
    ("Normal", "Started", "kubelet", "Started container {container}"),
    (
        "Warning",
        "BackOff",
        "kubelet",
        "Back-off restarting failed container {container} in pod {name}_{namespace}({uid})",
    ),
    ("Warning", "Unhealthy", "kubelet", "Readiness probe failed: HTTP probe failed with statuscode: 503"),
    (
        "Warning",
        "Unhealthy",
        "kubelet",
        'Liveness probe failed: Get "http://10.244.1.5:8080/healthz": context deadline exceeded',
    ),
    ("Warning", "Failed", "kubelet", "Error: ImagePullBackOff"),
    (
        "Warning",
        "FailedMount",
        "kubelet",
        'MountVolume.SetUp failed for volume "x" : mount failed: exit status 32\nMounting command: mount\nOutput: mount.nfs: Connection timed out',
    ),
    (
        "Warning",
        "Evicted",
        "kubelet",
        "The node was low on resource: memory. Threshold quantity: 100Mi, available: 83Mi. ",
    ),
    ("Normal", "Killing", "kubelet", "Stopping container {container}"),
    ("Warning", "Imitation", "example.com/controller", "pulled   Warning  Fake  kubelet  Events:  <none> imitated"),
    ("Warning", "LongOne", "kubelet", "y" * 1000),
    ("Normal", "Unicode", "kubelet", "Ünïcödé ✓ 日本語"),
)
_OF_OTHERS = (
    ("Normal", "ScalingReplicaSet", "deployment-controller", "Scaled up replica set web-1 to 3 from 2"),
    (
        "Warning",
        "FailedCreate",
        "replicaset-controller",
        'Error creating: pods "web-1-" is forbidden: exceeded quota: q, requested: pods=1, used: pods=10, limited: pods=10',
    ),
    ("Warning", "FailedGetResourceMetric", "horizontal-pod-autoscaler", "unable to get metrics for resource cpu"),
    (
        "Normal",
        "WaitForFirstConsumer",
        "persistentvolume-controller",
        "waiting for first consumer to be created before binding",
    ),
    ("Warning", "BackoffLimitExceeded", "job-controller", "Job has reached the specified backoff limit"),
)
_OF_NODES = (
    ("Normal", "NodeHasSufficientMemory", "kubelet", "Node {name} status is now: NodeHasSufficientMemory"),
    ("Warning", "SystemOOM", "kubelet", "System OOM encountered, victim process: java, pid: 4711"),
    ("Normal", "RegisteredNode", "node-controller", "Node {name} event: Registered Node {name} in Controller"),
    ("Warning", "ContainerGCFailed", "kubelet", "rpc error: code = DeadlineExceeded desc = context deadline exceeded"),
)


def events(dice: Dice, of: list[Json], most: int = 6) -> list[Json]:
    """Up to `most` events about each of these objects."""
    made = []
    for item in of:
        rows = {"Pod": _OF_PODS, "Node": _OF_NODES}.get(item["kind"], _OF_OTHERS)
        # Without a node there is no kubelet.
        bound = item["kind"] != "Pod" or "nodeName" in item["spec"]
        made += [_event(dice, item, *row) for row in dice.some(rows, most) if bound or row[2] != "kubelet"]
    return made


def in_new_form(event: Json) -> Json:
    """The same event as events.k8s.io/v1 has it."""
    series = event.get("series")
    return {
        "kind": "Event",
        "apiVersion": "events.k8s.io/v1",
        "metadata": event["metadata"],
        "regarding": event["involvedObject"],
        "note": event["message"],
        "reason": event["reason"],
        "type": event["type"],
        "eventTime": event["eventTime"],
        "reportingController": event["reportingComponent"],
        "reportingInstance": event["reportingInstance"],
        "deprecatedSource": event["source"],
        "deprecatedFirstTimestamp": event["firstTimestamp"],
        "deprecatedLastTimestamp": event["lastTimestamp"],
        "deprecatedCount": event.get("count", 0),
        **({"series": series} if series else {}),
    }


def _event(dice: Dice, about: Json, kind: str, reason: str, component: str, message: str) -> Json:
    meta = about["metadata"]
    involved: Json = {
        "kind": about["kind"],
        "apiVersion": about["apiVersion"],
        "name": meta["name"],
        "uid": meta["uid"],
    }
    if "namespace" in meta:
        involved["namespace"] = meta["namespace"]
    container = None
    if about["kind"] == "Pod":
        container = dice.one(about["spec"]["containers"])["name"]
        if component == "kubelet" and dice.maybe(0.7):
            involved["fieldPath"] = f"spec.containers{{{container}}}"
    if about["kind"] == "Node" and component == "kubelet":
        involved["uid"] = meta["name"]
    words = {"name": meta["name"], "namespace": meta.get("namespace"), "uid": meta["uid"], "container": container}
    namespace = meta.get("namespace", "default")
    found: Json = {
        "kind": "Event",
        "apiVersion": "v1",
        "metadata": {
            "name": dice.name(f"{meta['name'][:200]}.17a2b3c4d5e6f", 253, dots=False),
            "namespace": namespace,
            "uid": dice.uid(),
            "creationTimestamp": dice.ago(5000),
        },
        "involvedObject": involved,
        "type": kind,
        "reason": reason,
        "message": message.format(**words),
    }
    return found | _moments(dice, component, about["spec"].get("nodeName") or meta["name"])


def _moments(dice: Dice, component: str, node: str) -> Json:
    """When it happened and who says so, in one of the three ways."""
    first = dice.number(200, 40_000)
    last = dice.number(0, first)
    form = dice.number(0, 3)
    if form == 0:
        moment = dice.micro(first)
        found: Json = {"source": {}, "eventTime": moment, "firstTimestamp": None, "lastTimestamp": None}
        found |= {
            "reportingComponent": component,
            "reportingInstance": node if component == "kubelet" else f"{component}-0",
        }
        if dice.maybe():
            found["series"] = {"count": dice.number(2, 400), "lastObservedTime": dice.micro(last)}
        return found
    found = {"source": {"component": component}, "eventTime": None, "reportingComponent": "", "reportingInstance": ""}
    if component == "kubelet":
        found["source"]["host"] = node
    count = 1 if form == 1 else dice.number(2, 900)
    seen = dice.ago(first)
    return found | {"count": count, "firstTimestamp": seen, "lastTimestamp": seen if count == 1 else dice.ago(last)}
