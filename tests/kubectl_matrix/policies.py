"""Objects that allow, limit and scale, and kinds that kubectl has no describer for."""

from __future__ import annotations

from tests.kubectl_matrix.api_server import Json
from tests.kubectl_matrix.awkward import Dice, metadata


def namespaces(dice: Dice, names: list[str]) -> list[Json]:
    """Namespaces, some of them ending."""
    made = []
    for number, name in enumerate(names):
        status: Json = {"phase": "Terminating" if number % 3 == 2 else "Active"}
        if number % 3 == 2:
            status["conditions"] = [
                {
                    "type": "NamespaceDeletionContentFailure",
                    "status": "False",
                    "reason": "ContentDeleted",
                    "message": "All content successfully deleted",
                    "lastTransitionTime": dice.time(),
                },
                {
                    "type": "NamespaceContentRemaining",
                    "status": "True",
                    "reason": "SomeResourcesRemain",
                    "message": dice.message(),
                    "lastTransitionTime": dice.time(),
                },
            ]
        made.append(
            {
                "kind": "Namespace",
                "apiVersion": "v1",
                "metadata": metadata(dice, name),
                "spec": {"finalizers": ["kubernetes"]},
                "status": status,
            }
        )
    return made


def quotas(dice: Dice, count: int, of: list[str]) -> list[Json]:
    """ResourceQuotas with and without scopes."""
    made = []
    for number in range(count):
        meta = metadata(dice, dice.name("quota", 253), dice.one(of))
        hard = {
            "limits.cpu": "2.5",
            "requests.memory": "1.5Gi",
            "pods": "10",
            "count/jobs.batch": "1k",
            "requests.nvidia.com/gpu": "4",
        }
        spec: Json = {"hard": dict(list(hard.items())[: 1 + number % 5])}
        if number % 3 == 1:
            spec["scopes"] = ["NotTerminating", "BestEffort"]
        status = {"hard": spec["hard"], "used": {key: dice.one(("0", "2", "1")) for key in spec["hard"]}}
        item: Json = {"kind": "ResourceQuota", "apiVersion": "v1", "metadata": meta, "spec": spec}
        made.append(item if number % 7 == 6 else {**item, "status": status})
    return made


def limit_ranges(dice: Dice, count: int, of: list[str]) -> list[Json]:
    """LimitRanges of all three types."""
    made = []
    for number in range(count):
        meta = metadata(dice, dice.name("limits", 253), dice.one(of))
        every: list[Json] = [
            {
                "type": "Container",
                "default": {"cpu": "500m", "memory": "1.5Gi"},
                "defaultRequest": {"cpu": "100m"},
                "max": {"memory": "2Gi"},
            },
            {"type": "Pod", "min": {"cpu": "1m"}, "max": {"cpu": "2"}, "maxLimitRequestRatio": {"cpu": "4"}},
            {"type": "PersistentVolumeClaim", "min": {"storage": "1Gi"}, "max": {"storage": "1.5Ti"}},
        ]
        made.append(
            {"kind": "LimitRange", "apiVersion": "v1", "metadata": meta, "spec": {"limits": every[: 1 + number % 3]}}
        )
    return made


_METRICS: tuple[Json, ...] = (
    {
        "type": "Resource",
        "resource": {"name": "cpu", "target": {"type": "Utilization", "averageUtilization": 80}},
    },
    {
        "type": "Resource",
        "resource": {"name": "memory", "target": {"type": "AverageValue", "averageValue": "1.5Gi"}},
    },
    {
        "type": "Pods",
        "pods": {"metric": {"name": "rps"}, "target": {"type": "AverageValue", "averageValue": "1k"}},
    },
    {
        "type": "External",
        "external": {
            "metric": {"name": "queue", "selector": {"matchLabels": {"q": "a"}}},
            "target": {"type": "AverageValue", "averageValue": "30"},
        },
    },
)


def autoscalers(dice: Dice, count: int, of: list[str]) -> list[Json]:
    """HorizontalPodAutoscalers over several metrics."""
    made = []
    for number in range(count):
        meta = metadata(dice, dice.name("hpa", 253), dice.one(of))
        current: list[Json] = [
            {
                "type": "Resource",
                "resource": {"name": "cpu", "current": {"averageUtilization": 90, "averageValue": "225m"}},
            }
        ]
        spec: Json = {
            "scaleTargetRef": {"apiVersion": "apps/v1", "kind": dice.one(("Deployment", "StatefulSet")), "name": "web"},
            "maxReplicas": 10 + number,
            "metrics": _METRICS[: 1 + number % 4],
        }
        if number % 3:
            spec["minReplicas"] = number
        if number % 4 == 3:
            spec["behavior"] = {
                "scaleUp": {
                    "stabilizationWindowSeconds": 0,
                    "selectPolicy": "Max",
                    "policies": [{"type": "Pods", "value": 4, "periodSeconds": 15}],
                }
            }
        status: Json = {
            "currentReplicas": number,
            "desiredReplicas": 3 + number,
            "currentMetrics": current if number % 2 else [],
        }
        if number % 3 != 1:
            status["conditions"] = [
                {
                    "type": "AbleToScale",
                    "status": "True",
                    "reason": "SucceededGetScale",
                    "message": "the HPA controller was able to get the target's current scale",
                },
                {
                    "type": "ScalingActive",
                    "status": "False",
                    "reason": "FailedGetResourceMetric",
                    "message": "missing request for cpu\nsecond line",
                },
            ]
        made.append(
            {
                "kind": "HorizontalPodAutoscaler",
                "apiVersion": "autoscaling/v2",
                "metadata": meta,
                "spec": spec,
                "status": status,
            }
        )
    return made


def disruption_budgets(dice: Dice, count: int, of: list[str]) -> list[Json]:
    """PodDisruptionBudgets with numbers and percentages."""
    made = []
    for number in range(count):
        meta = metadata(dice, dice.name("pdb", 253), dice.one(of))
        spec: Json = {"selector": {"matchLabels": {"app": "web"}}}
        spec |= (
            {"minAvailable": ("50%", 2)[number // 2 % 2]}
            if number % 2
            else {"maxUnavailable": (1, "25%")[number // 2 % 2]}
        )
        status = {
            "disruptionsAllowed": number,
            "currentHealthy": 10 + number,
            "desiredHealthy": 20 + number,
            "expectedPods": 30 + number,
        }
        made.append(
            {"kind": "PodDisruptionBudget", "apiVersion": "policy/v1", "metadata": meta, "spec": spec, "status": status}
        )
    return made


def service_accounts(dice: Dice, count: int, of: list[str]) -> list[Json]:
    """ServiceAccounts."""
    made = []
    for number in range(count):
        item: Json = {
            "kind": "ServiceAccount",
            "apiVersion": "v1",
            "metadata": metadata(dice, dice.name("sa", 253), dice.one(of)),
        }
        if number % 2:
            item |= {"imagePullSecrets": [{"name": "pull-a"}, {"name": "pull-b"}], "secrets": [{"name": "token-x"}]}
        made.append(item)
    return made


def priority_classes(dice: Dice, count: int) -> list[Json]:
    """PriorityClasses."""
    return [
        {
            "kind": "PriorityClass",
            "apiVersion": "scheduling.k8s.io/v1",
            "metadata": metadata(dice, dice.name("priority", 253)),
            "value": dice.one((0, -10, 1000000000)),
            "globalDefault": number == 1,
            "description": ("", "Used for: important things", "two\nlines")[number % 3],
            "preemptionPolicy": "PreemptLowerPriority",
        }
        for number in range(count)
    ]


def signing_requests(dice: Dice, count: int) -> list[Json]:
    """CertificateSigningRequests; the request itself is a real one for CN=x."""
    made = []
    for number in range(count):
        spec = {
            "request": _REQUEST,
            "signerName": "kubernetes.io/kubelet-serving",
            "username": "system:node:node-1",
            "usages": ["digital signature"],
        }
        status: Json = (
            {"conditions": [{"type": "Approved", "status": "True", "reason": "AutoApproved"}]} if number % 2 else {}
        )
        made.append(
            {
                "kind": "CertificateSigningRequest",
                "apiVersion": "certificates.k8s.io/v1",
                "metadata": metadata(dice, dice.name("csr", 253)),
                "spec": spec,
                "status": status,
            }
        )
    return made


def widgets(dice: Dice, count: int, of: list[str]) -> list[Json]:
    """Custom resources: a kind that no kubectl knows."""
    made = []
    for number in range(count):
        meta = metadata(dice, dice.name("widget", 253), dice.one(of))
        if number % 4 == 1:
            meta["ownerReferences"] = [
                {"apiVersion": "apps/v1", "kind": "Deployment", "name": "up", "uid": dice.uid(), "controller": True}
            ]
        if number % 4 == 2:
            meta["deletionTimestamp"] = dice.ago(500)
        spec: Json = {
            "replicaCount": number,
            "HTTPServer": "on",
            "externalURLs": ["http://a", "http://b"],
            "nested": {"a.b/c": "x", "list": [{"name": "one", "value": 1}, {"name": "two"}], "empty": {}, "none": None},
            "text": dice.message(),
        }
        status: Json = {
            "phase": "Ready",
            "conditions": [
                {
                    "type": "Ready",
                    "status": "True",
                    "reason": "AllGood",
                    "message": "fine",
                    "lastTransitionTime": dice.ago(99),
                },
                {"type": "Synced", "status": "False", "lastTransitionTime": dice.ago(98)},
            ],
        }
        made.append(
            {
                "kind": "Widget",
                "apiVersion": "matrix.example.com/v1alpha1",
                "metadata": meta,
                "spec": spec,
                "status": status,
            }
        )
    return made


# openssl req -new -newkey ec … -subj "/O=system:nodes/CN=system:node:node-1"
_REQUEST = (
    "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlIdk1JR1dBZ0VBTURReEZUQVRCZ05WQkFvTURITjVjM1JsYlRw"
    "dWIyUmxjekViTUJrR0ExVUVBd3dTYzNsegpkR1Z0T201dlpHVTZibTlrWlMweE1Ga3dFd1lIS29aSXpqMENBUVlJS29aSXpqMERB"
    "UWNEUWdBRWJGVEQyazB0CktGTktBS3IrTURvaWZMU3VJc2xQWHE1RS9rQVV0OXllamNtejhFdThTWHZLRi9Eak5WRitxU2Z2NllB"
    "aEhsV28KVi9EWW1Za1pJN014ZWFBQU1Bb0dDQ3FHU000OUJBTUNBMGdBTUVVQ0lRQ0F0NTNHZHNrOU9zYVVuOEw4dkEwbgp2T1lq"
    "M1N1OHJja3pDY21DK0tjTlNBSWdMMlQ4TUdrVG94VEtzQ2J4R0k2OXB3V0NmT3d5VWdFdVUzRklZM2FlCmJ6Yz0KLS0tLS1FTkQg"
    "Q0VSVElGSUNBVEUgUkVRVUVTVC0tLS0tCg=="
)
