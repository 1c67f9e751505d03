"""Who was evicted, why, and whether that goes on."""

from __future__ import annotations

import pytest

from tests.views.tables_of_rows import database, only, values

MEMBERS = ["pods.yaml", "events.txt", "kubelet.log", "nodes.yaml"]
LOW = "The node was low on resource: memory. Threshold quantity: 750Mi, available: 225800Ki. Container app was using 4395616Ki, request is 128Mi, has larger consumption of memory. "
NOW = {"where": (0, 90), "kind": "collected", "time": "2026-05-19T21:30:00Z", "time_quality": "exact"}


def pod(message=LOW, **known):
    row = {
        "at": "",
        "namespace": "shop",
        "pod": "web-0",
        "node": "n1",
        "phase": "Failed",
        "reason": "Evicted",
        "form": "yaml",
    }
    return {"where": (0, 1), "message": message, **row, **known}


def event(reason, message, **known):
    return {
        "where": (1, 1),
        "kind": "Pod",
        "name": "web-0",
        "namespace": "shop",
        "reason": reason,
        "message": message,
        "form": "table",
        **known,
    }


def log(line, message, **known):
    return {"where": (2, line), "unit": "kubelet", "kind": "eviction", "node": "n1", "message": message, **known}


def pressure(status, kind="MemoryPressure", **known):
    row = {"at": "status.conditions[0]", "kind": "Node", "name": "n1", "type": kind, "status": status}
    return {"where": (3, 1), **row, "heartbeat": "2026-05-19T21:00:00Z", **known}


WORDS = [
    ("The node was low on resource: memory. ", "memory"),
    ("The node was low on resource: [MemoryPressure].", "memory"),
    ("The node was low on resource: inodes. ", "inodes"),
    ("The node was low on resource: imagefsInodes. ", "inodes"),
    ("The node was low on resource: ephemeral-storage. ", "disk"),
    ("The node was low on resource: nodefs. ", "disk"),
    ("The node was low on resource: imagefs. ", "disk"),
    ("The node was low on resource: containerfs. ", "disk"),
    ("The node was low on resource: [DiskPressure].", "disk"),
    ("The node was low on resource: pids. ", "pids"),
    ('Container app exceeded its local ephemeral storage limit "1Gi". ', "limit"),
    ("Pod ephemeral local storage usage exceeds the total limit of containers 1Gi. ", "limit"),
    ('Usage of EmptyDir volume "v" exceeds the limit "1Gi". ', "limit"),
    ("Preempted in order to admit critical pod", "critical"),
    ("Pod was terminated in response to imminent node shutdown.", "shutdown"),
    ("Node is shutting, evicting pods", "shutdown"),
    ("The node was low on compute resources.", None),
]


@pytest.mark.parametrize(("message", "why"), WORDS)
def test_why(message, why):
    """Kubelets 1.6 to 1.34; the status is quoted where its message stands."""
    made = database(members=MEMBERS, pods=[pod(message)])
    assert values(made, "SELECT about, name, why, said_by, said_src FROM evictions") == [
        ("Pod", "web-0", why, "status", "1@status.message")
    ]


@pytest.mark.parametrize(
    "message",
    [
        "The node had condition: [MemoryPressure]. ",
        "Pod was rejected: node shutdown",
        "Node is shutting down, not admitting any new pods",
    ],
)
def test_a_pod_that_was_refused_is_not_evicted(message):
    """It never ran there."""
    assert values(database(members=MEMBERS, pods=[pod(message)]), "SELECT * FROM evictions") == []


def test_the_numbers():
    """As the kubelet prints them, without the full stop behind them."""
    told = database(members=MEMBERS, pods=[pod()])
    assert values(
        told, "SELECT threshold, available, container, used, request, limited, volume, taint FROM evictions"
    ) == [("750Mi", "225800Ki", "app", "4395616Ki", "128Mi", None, None, "node.kubernetes.io/memory-pressure")]
    own = database(members=MEMBERS, pods=[pod('Usage of EmptyDir volume "v" exceeds the limit "1Gi". ')])
    assert values(own, "SELECT limited, volume, taint FROM evictions") == [("1Gi", "v", None)]


def test_one_eviction_told_three_times_is_one():
    """Status, event and log; the reason comes from whoever gives one."""
    made = database(
        members=MEMBERS, pods=[pod(None)], events=[event("Evicted", LOW)],
        service_log=[log(1, '"Eviction manager: pod is evicted successfully" pod="shop/web-0"', namespace="shop", pod="web-0")],
    )  # fmt: skip
    assert values(made, "SELECT pod_key, why, said_by, status_src, log_src IS NOT NULL FROM evictions") == [
        ("shop/web-0", "memory", "event", "1@status.reason", True)
    ]


def test_the_log_gives_a_name_to_the_only_nameless_pod():
    """An excerpt of a describe without its head; of two such pods neither is named."""
    lines = [log(1, '"Eviction manager: pod is evicted successfully" pod="shop/web-0"', namespace="shop", pod="web-0")]
    nobody = pod(namespace=None, pod=None, node=None)
    one = database(members=MEMBERS, pods=[nobody], service_log=lines)
    assert values(one, "SELECT namespace, pod, node, said_by FROM evictions") == [("shop", "web-0", "n1", "status")]
    two = database(members=MEMBERS, pods=[nobody, {**nobody, "where": (1, 1)}], service_log=lines)
    assert only(two, "SELECT count(*) FROM evictions") == 3


@pytest.mark.parametrize(
    ("resource", "why"),
    [
        ('resourceName="memory"', "memory"),
        ("memory", "memory"),
        ('resourceName="inodes"', "inodes"),
        ("nodefs", "disk"),
        ("pids", "pids"),
    ],
)
def test_the_log_says_before_the_name_what_was_short(resource, why):
    """The last thing that the kubelet tried to reclaim; a try that ends nobody is the node's."""
    tried = log(
        1,
        f'"Eviction manager: attempting to reclaim" {resource}'
        if "=" in resource
        else f"eviction manager: attempting to reclaim {resource}",
    )
    ended = log(2, "eviction manager: pod web-0_shop(1) is evicted successfully", namespace="shop", pod="web-0")
    assert values(database(members=MEMBERS, service_log=[tried, ended]), "SELECT about, why FROM evictions") == [
        ("Pod", why)
    ]
    assert values(database(members=MEMBERS, service_log=[tried]), "SELECT about, name, why FROM evictions") == [
        ("Node", "n1", why)
    ]


REQUESTS = [
    ("EvictedByVPA", "Pod was evicted by VPA Updater", "vpa-updater", "request"),
    ("Descheduled", "pod evicted by sigs.k8s.io/descheduler", None, "request"),
    ("ScaleDown", "deleting pod for node scale down", "cluster-autoscaler", "request"),
    ("Evicted", "Evicted pod: Underutilized", "karpenter", "request"),
    ("Evicted", "it went", "kubelet", None),
    ("TaintManagerEviction", "Marking for deletion Pod shop/web-0", None, "taint"),
    ("NodeControllerEviction", "Marking for deletion Pod web-0 from Node n1", None, "taint"),
]


@pytest.mark.parametrize(("reason", "message", "component", "why"), REQUESTS)
def test_who_asked(reason, message, component, why):
    """By the event's reason, or by who reports it."""
    made = database(members=MEMBERS, events=[event(reason, message, component=component)])
    assert values(made, "SELECT why, said_by FROM evictions") == [(why, "event")]


@pytest.mark.parametrize(
    ("reason", "message"),
    [
        ("TaintManagerEviction", "Cancelling deletion of Pod shop/web-0"),
        ("ScaleDown", "marked the node as toBeDeleted"),
        ("Killing", "Stopping"),
    ],
)
def test_what_ends_nobody(reason, message):
    """A deletion that was called off, a node that is marked."""
    assert values(database(members=MEMBERS, events=[event(reason, message)]), "SELECT * FROM evictions") == []


@pytest.mark.parametrize(
    ("reason", "status", "why"),
    [("EvictionByEvictionAPI", "True", "request"), ("DeletionByTaintManager", "True", "taint"), ("DeletionByTaintManager", "False", "no row"), ("PreemptionByScheduler", "True", "no row")],
)  # fmt: skip
def test_the_condition_of_the_pod(reason, status, why):
    """DisruptionTarget, where it holds."""
    row = {
        "where": (0, 1),
        "at": "status.conditions[0]",
        "kind": "Pod",
        "namespace": "shop",
        "name": "web-0",
        "type": "DisruptionTarget",
        "status": status,
        "reason": reason,
    }
    made = database(members=MEMBERS, conditions=[row])
    assert [w for (w,) in values(made, "SELECT why FROM evictions")] == ([] if why == "no row" else [why])


@pytest.mark.parametrize(
    ("kind", "status", "message", "why"),
    [("MemoryPressure", "True", "m", "memory"), ("DiskPressure", "True", "m", "disk"), ("PIDPressure", "True", "m", "pids"), ("MemoryPressure", "Unknown", "m", None),
     ("Ready", "False", "node is shutting down", "shutdown"), ("Ready", "True", "kubelet is posting ready status", None)],
)  # fmt: skip
def test_a_node_that_says_it_of_itself(kind, status, message, why):
    """Failing, as long as it says so."""
    made = database(members=MEMBERS, conditions=[pressure(status, kind, message=message)])
    assert values(made, "SELECT about, name, why, state_now FROM evictions") == (
        [("Node", "n1", why, "failing")] if why else []
    )


def test_a_node_whose_pods_are_named_has_no_row_of_its_own():
    """Its condition stands beside them; a node that is short of something else has one."""
    node = [pressure("True"), pressure("True", "DiskPressure", where=(3, 2))]
    made = database(members=MEMBERS, pods=[pod()], conditions=node)
    assert values(made, "SELECT about, why, state_now, pressure_src IS NOT NULL FROM evictions ORDER BY 1") == [
        ("Node", "disk", "failing", True),
        ("Pod", "memory", "failing", True),
    ]


def other(phase, **known):
    return {"where": (0, 5), "at": "", "namespace": "shop", "pod": "web-9", "phase": phase, "form": "yaml", **known}


OWNED = {"owner_kind": "ReplicaSet", "owner_name": "web-7c9d8b6f4"}


@pytest.mark.parametrize(
    ("phases", "state"),
    [((), "unknown"), (("Running",), "over"), (("Pending",), "unknown"), (("Running", "Pending"), "unknown")],
)
def test_over_once_the_workload_runs(phases, state):
    """A successor that waits is still hit."""
    others = [other(phase, where=(0, 5 + n), pod=f"web-{n + 1}", **OWNED) for n, phase in enumerate(phases)]
    made = database(members=MEMBERS, pods=[pod(**OWNED), *others])
    assert values(made, "SELECT workload, state_now FROM evictions") == [("web", state)]


@pytest.mark.parametrize(("last", "state"), [("2026-05-19T20:20:00Z", "over"), ("2026-05-19T21:00:00Z", "unknown")])
def test_over_an_hour_later(last, state):
    """The collection is the measure."""
    made = database(
        members=MEMBERS,
        time_marks=[{**NOW, "where": (n, 90)} for n in range(4)],
        events=[event("Evicted", LOW, first=last, last=last)],
    )
    assert only(made, "SELECT state_now FROM evictions") == state


def test_over_where_the_node_says_the_opposite():
    """It reclaimed space and was relieved by that."""
    tried = {
        "where": (1, 1),
        "kind": "Node",
        "name": "n1",
        "reason": "EvictionThresholdMet",
        "message": "Attempting to reclaim memory",
        "form": "table",
    }
    assert (
        only(
            database(members=MEMBERS, events=[tried], conditions=[pressure("False")]), "SELECT state_now FROM evictions"
        )
        == "over"
    )
    assert only(database(members=MEMBERS, events=[tried]), "SELECT state_now FROM evictions") == "unknown"
