"""What the scheduler says, split into kinds of reasons; which of them is decisive, and for whom it still holds."""

# ruff: noqa: E501 -- messages of the scheduler are long, and are kept as they are

from __future__ import annotations

import pytest

from tests.views.tables_of_rows import database, values

SHOP = {"namespace": "shop", "kind": "Pod", "name": "web-0", "form": "yaml"}


def event(message, line=1, reason="FailedScheduling", **known):
    return {"where": (0, line), **SHOP, "reason": reason, "message": message, "count": 3, **known}


def pod(line=50, **known):
    return {
        "where": (0, line),
        "at": "",
        "namespace": "shop",
        "pod": "web-0",
        "phase": "Pending",
        "form": "yaml",
        **known,
    }


def seen(*events, **found):
    return database(members=["a"], events=list(events), **found)


def decisive(made):
    return values(made, "SELECT kind, nodes, total, what FROM scheduling_reasons WHERE decisive")


@pytest.mark.parametrize(
    ("message", "kind", "nodes", "total", "what"),
    [
        ("0/5 nodes are available: 3 Insufficient cpu, 2 node(s) had untolerated taint {node-role.kubernetes.io/control-plane: }. preemption: 0/5 nodes are available: 2 Preemption is not helpful for scheduling.", "insufficient", 3, 5, "cpu"),
        ("0/5 nodes are available: 1 Insufficient cpu, 2 Insufficient memory, 2 node(s) had taint {node-role.kubernetes.io/master: }, that the pod didn't tolerate.", "insufficient", 3, 5, "cpu, memory"),
        ("0/3 nodes are available: 3 cannot allocate all claims. still not schedulable, preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.", "insufficient", 3, 3, None),
        ("all nodes are unavailable: 2 node(s) resource fit failed.", "insufficient", 2, None, None),
        ("0/2 nodes are available: 2 Too many pods. no new claims to deallocate, preemption: 0/2 nodes are available: 2 No preemption victims found for incoming pod.", "pods", 2, 2, None),
        ("0/1 nodes are available: 1 node(s) didn’t have free ports for the requested pod ports.", "ports", 1, 1, None),
        ("0/2 nodes are available: 1 node(s) didn't match Pod's node affinity/selector, 1 node(s) exceed max volume count.", "max-volumes", 1, 2, None),
        ("0/3 nodes are available: 3 node(s) unavailable due to PersistentVolumeClaim with ReadWriteOncePod access mode already in-use by another pod.", "rwop", 3, 3, None),
        ("0/4 nodes are available: 1 node(s) didn't match Pod's node affinity/selector, 3 node(s) had no available volume zone.", "volume-affinity", 3, 4, None),
        ("0/3 nodes are available: 1 Insufficient cpu, 2 node(s) had volume node affinity conflict.", "volume-affinity", 2, 3, None),
        ("0/3 nodes are available: 2 Insufficient cpu, 1 node(s) had volume node affinity conflict.", "insufficient", 2, 3, "cpu"),
        ("0/3 nodes are available: 3 node(s) didn't match PersistentVolume's node affinity.", "volume-affinity", 3, 3, None),
        ("0/3 nodes are available: 3 node(s) didn't find available persistent volumes to bind.", "volume-affinity", 3, 3, None),
        ("0/3 nodes are available: 3 node(s) did not have enough free storage.", "volume-affinity", 3, 3, None),
        ("0/3 nodes are available: 3 node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s).", "volume-affinity", 3, 3, None),
        ("0/3 nodes are available: 3 node(s) had no available disk.", "volume-affinity", 3, 3, None),
        ("0/2 nodes are available: pod has unbound immediate PersistentVolumeClaims. preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.", "claim", 2, 2, None),
        ("running \"VolumeBinding\" filter plugin for pod \"web-0\": pod has unbound immediate PersistentVolumeClaims", "claim", None, None, None),
        ("0/3 nodes are available: persistentvolumeclaim \"data-web-0\" not found.", "claim", 3, 3, "data-web-0"),
        ("0/3 nodes are available: persistentvolumeclaim \"data-web-0\" is being deleted.", "claim", 3, 3, "data-web-0"),
        ("0/3 nodes are available: waiting for ephemeral volume controller to create the persistentvolumeclaim \"web-0-tmp\".", "claim", 3, 3, "web-0-tmp"),
        ("running PreBind plugin \"VolumeBinding\": binding volumes: timed out waiting for the condition", "claim", None, None, None),
        ("no nodes available to schedule pods", "no-nodes", None, None, None),
        ("0/6 nodes are available: 3 node(s) didn't satisfy existing pods anti-affinity rules, 3 node(s) didn't match pod anti-affinity rules.", "pod-affinity", 6, 6, None),
        ("0/3 nodes are available: 1 node(s) had untolerated taint {dedicated: db}, 2 node(s) didn't match pod affinity rules.", "pod-affinity", 2, 3, None),
        ("0/3 nodes are available: 3 node(s) didn't match pod topology spread constraints (missing required label).", "topology", 3, 3, None),
        ("0/3 nodes are available: 3 node(s) declared features check failed - unsatisfied requirements: X.", "feature", 3, 3, None),
        ("0/4 nodes are available: 1 node(s) had untolerated taint {CriticalAddonsOnly: true}, 3 node(s) didn't match node selector.", "node-affinity", 3, 4, None),
        ("0/3 nodes are available: 3 node(s) didn't match the requested hostname.", "node-affinity", 3, 3, None),
        ("0/3 nodes are available: 3 node(s) didn't match the requested node name.", "node-affinity", 3, 3, None),
        ("0/3 nodes are available: 1 node(s) were unschedulable, 2 node(s) didn't match Pod's node affinity/selector.", "unschedulable", 1, 3, None),
        ("0/3 nodes are available: 1 node(s) had untolerated taint {node.kubernetes.io/unschedulable: }, 2 node(s) had untolerated taint {node-role.kubernetes.io/control-plane: }.", "unschedulable", 1, 3, "node.kubernetes.io/unschedulable"),
        ("0/1 nodes are available: 1 node(s) had untolerated taint {karpenter.sh/disrupted: }.", "unschedulable", 1, 1, "karpenter.sh/disrupted"),
        ("0/1 nodes are available: 1 node(s) had untolerated taint {karpenter.sh/disruption: disrupting}.", "unschedulable", 1, 1, "karpenter.sh/disruption: disrupting"),
        ("0/1 nodes are available: 1 node(s) had untolerated taint {ToBeDeletedByClusterAutoscaler: 1780000000}.", "unschedulable", 1, 1, "ToBeDeletedByClusterAutoscaler: 1780000000"),
        ("0/1 nodes are available: 1 node(s) had untolerated taint {DeletionCandidateOfClusterAutoscaler: 1780000000}.", "unschedulable", 1, 1, "DeletionCandidateOfClusterAutoscaler: 1780000000"),
        ("0/3 nodes are available: 1 node(s) had untolerated taint {node.kubernetes.io/unreachable: }, 2 node(s) had volume node affinity conflict.", "trouble", 1, 3, "node.kubernetes.io/unreachable"),
        ("0/4 nodes are available: 1 Insufficient memory, 3 node(s) had taint {node.kubernetes.io/not-ready: }, that the pod didn't tolerate.", "trouble", 3, 4, "node.kubernetes.io/not-ready"),
        ("0/4 nodes are available: 2 Insufficient memory, 2 node(s) had untolerated taint {node.kubernetes.io/disk-pressure: }.", "insufficient", 2, 4, "memory"),
        ("0/1 nodes are available: 1 node(s) had untolerated taint {node.cloudprovider.kubernetes.io/uninitialized: true}.", "trouble", 1, 1, "node.cloudprovider.kubernetes.io/uninitialized: true"),
        ("0/1 nodes are available: 1 node(s) had untolerated taint {node.cloudprovider.kubernetes.io/shutdown: }.", "trouble", 1, 1, "node.cloudprovider.kubernetes.io/shutdown"),
        ("0/1 nodes are available: 1 node(s) had untolerated taint {node.cilium.io/agent-not-ready: }.", "trouble", 1, 1, "node.cilium.io/agent-not-ready"),
        *(
            (f"0/1 nodes are available: 1 node(s) had untolerated taint {{node.kubernetes.io/{key}: }}.", "trouble", 1, 1, f"node.kubernetes.io/{key}")
            for key in ("memory-pressure", "disk-pressure", "pid-pressure", "network-unavailable", "out-of-service")
        ),
        *((f"0/1 nodes are available: 1 node(s) {words}.", "trouble", 1, 1, None) for words in ("were not ready", "had network unavailable", "had disk pressure", "had memory pressure", "had pid pressure")),
        ("0/1 nodes are available: 1 node(s) had taints that the pod didn't tolerate.", "taint", 1, 1, None),
        ("0/4 nodes are available: 1 Insufficient nvidia.com/gpu, 3 node(s) had untolerated taint {nvidia.com/gpu: present}.", "taint", 3, 4, "nvidia.com/gpu: present"),
        ("0/4 nodes are available: 1 Insufficient memory, 3 node(s) had untolerated taint {nvidia.com/gpu: present}.", "insufficient", 1, 4, "memory"),
        ("0/7 nodes are available: 3 node(s) had untolerated taint {dedicated: db}, 4 Insufficient memory.", "insufficient", 4, 7, "memory"),
        ("0/4 nodes are available: 3 node(s) had untolerated taint {dedicated: db}, 1 node(s) had untolerated taint {node-role.kubernetes.io/control-plane: }.", "taint", 3, 4, "dedicated: db"),
        *(
            (f"0/1 nodes are available: 1 node(s) had untolerated taint {{{key}: x}}.", "role-taint", 1, 1, f"{key}: x")
            for key in ("node-role.kubernetes.io/master", "kubernetes.azure.com/scalesetpriority", "components.gke.io/gke-managed-components", "sandbox.gke.io/runtime",
                        "node.openshift.io/os_id", "virtual-kubelet.io/provider", "CriticalAddonsOnly", "eks.amazonaws.com/compute-type", "os", "node.kubernetes.io/os")
        ),
        ("skip schedule deleting pod: shop/web-0", "other", None, None, None),
    ],
)  # fmt: skip
def test_decisive_reason(message, kind, nodes, total, what):
    """Of the spellings since Kubernetes 1.18."""
    assert decisive(seen(event(message))) == [(kind, nodes, total, what)]


@pytest.mark.parametrize(
    ("message", "kind", "nodes"),
    [
        ("pod didn't trigger scale-up: 1 max node group size reached, 2 node(s) didn't match Pod's node affinity/selector", "scale-limit", 1),
        ("pod didn't trigger scale-up: 1 in backoff after failed scale-up", "scale-limit", 1),
        ("pod didn't trigger scale-up: 1 max cluster cpu limit reached", "scale-limit", 1),
        ("pod didn't trigger scale-up: 1 max total nodes in cluster reached", "scale-limit", 1),
        ("pod didn't trigger scale-up: 1 max limit reached", "scale-limit", 1),
        ("pod didn't trigger scale-up: 1 memory limit exceeded", "scale-limit", 1),
        ("pod didn't trigger scale-up: 1 all instance types exceed limits for nodepool", "scale-limit", 1),
        ("pod didn't trigger scale-up (it wouldn't fit if a new node is added): 2 Insufficient cpu", "insufficient", 2),
    ],
)  # fmt: skip
def test_reasons_of_the_autoscaler(message, kind, nodes):
    """They are about nodes that it could add."""
    made = seen(event(message, reason="NotTriggerScaleUp"))
    assert values(made, "SELECT origin, kind, nodes FROM scheduling_reasons WHERE decisive") == [
        ("autoscaler", kind, nodes)
    ]


def test_other_reasons_stand_beside():
    """Each kind has its words; a taint by design is no rival."""
    made = seen(
        event(
            "0/5 nodes are available: 3 Insufficient cpu, 1 Too many pods, 1 node(s) had untolerated taint {node-role.kubernetes.io/control-plane: }."
        )
    )
    assert values(made, "SELECT kind, said, others, alone FROM scheduling_reasons ORDER BY kind DESC") == [
        ("role-taint", "1 node(s) had untolerated taint {node-role.kubernetes.io/control-plane: }", "3 Insufficient cpu, 1 Too many pods", False),
        ("pods", "1 Too many pods", "3 Insufficient cpu, 1 node(s) had untolerated taint {node-role.kubernetes.io/control-plane: }", False),
        ("insufficient", "3 Insufficient cpu", "1 Too many pods, 1 node(s) had untolerated taint {node-role.kubernetes.io/control-plane: }", False),
    ]  # fmt: skip
    made = seen(event("0/2 nodes are available: 1 Too many pods, 1 node(s) had taint {node-role.kubernetes.io/master: }, that the pod didn't tolerate."))  # fmt: skip
    assert values(made, "SELECT DISTINCT alone FROM scheduling_reasons") == [(True,)]


def test_the_last_message_with_a_reason_counts():
    """By time, else by the order in which kubectl prints them; what tells no reason does not count."""
    first = event("0/2 nodes are available: 2 Insufficient cpu.", 1, last="2026-05-19T20:00:00Z")
    later = event("0/2 nodes are available: 2 Too many pods.", 2, last="2026-05-19T20:05:00Z")
    end = event("skip schedule deleting pod: shop/web-0", 3, last="2026-05-19T20:06:00Z")
    assert decisive(seen(later, first, end)) == [("pods", 2, 2, None)]
    untimed = [{**row, "last": None} for row in (first, later, end)]
    assert decisive(seen(*untimed)) == [("pods", 2, 2, None)]


def test_the_condition_speaks_before_the_events_and_they_before_the_autoscaler():
    """One decisive reason for a pod speaks."""
    condition = {"where": (0, 50), "at": "status.conditions[0]", "kind": "Pod", "namespace": "shop", "name": "web-0", "type": "PodScheduled", "status": "False", "message": "0/1 nodes are available: 1 Too many pods."}  # fmt: skip
    events = [event("0/1 nodes are available: 1 Insufficient cpu."), event("pod didn't trigger scale-up: 1 node(s) didn't match node selector", 2, reason="NotTriggerScaleUp")]  # fmt: skip
    speaks = "SELECT origin, kind, message_src FROM scheduling_reasons WHERE speaks"
    made = seen(*events, pods=[pod()], conditions=[condition])
    assert values(made, speaks) == [("condition", "pods", "50@status.conditions[0].message")]
    assert values(made, "SELECT DISTINCT scaler, scaler_src FROM scheduling_reasons") == [(events[1]["message"], "2")]
    made = seen(*events, pods=[pod()], conditions=[{**condition, "status": "True"}])
    assert values(made, speaks) == [("scheduler", "insufficient", "1")]
    made = seen(*events, pods=[pod()], conditions=[{**condition, "type": "Ready"}])
    assert values(made, speaks) == [("scheduler", "insufficient", "1")]
    assert values(seen(*events[1:]), speaks) == [("autoscaler", "node-affinity", "2")]


def test_a_pod_with_a_node_waits_no_longer():
    """Its spec names the node, or its phase says so, or an event of another component does."""
    waits = event("0/1 nodes are available: 1 Insufficient cpu.", last="2026-05-19T20:00:00Z")
    state = "SELECT DISTINCT state_now FROM scheduling_reasons"
    assert values(seen(waits), state) == [("unknown",)]
    assert values(seen(waits, pods=[pod()]), state) == [("failing",)]
    assert values(seen(waits, pods=[pod(phase=None, status_text="SchedulingGated")]), state) == [("failing",)]
    assert values(seen(waits, pods=[pod(node="worker-1")]), state) == [("over",)]
    assert values(seen(waits, pods=[pod(phase="Failed")]), state) == [("over",)]
    assert values(seen(waits, pods=[pod(phase=None, status_text="Running")]), state) == [("over",)]
    for reason in ("Scheduled", "Pulling", "Pulled", "Created", "Started"):
        assert values(seen(waits, event("done", 2, reason, last="2026-05-19T20:00:30Z")), state) == [("over",)]
    # an earlier pod of that name was placed
    assert values(seen(waits, event("done", 2, "Scheduled", last="2026-05-19T19:00:00Z")), state) == [("unknown",)]
    assert values(seen({**waits, "last": None}, event("done", 2, "Scheduled")), state) == [("over",)]


def test_a_message_without_a_pod_is_of_the_only_one_that_waits():
    """A pasted line of describe names none."""
    line = event("0/1 nodes are available: 1 Insufficient cpu.", namespace=None, name=None)
    other = pod(60, pod="web-1", node="worker-1")
    asked = "SELECT pod_key, namespace, pod, state_now FROM scheduling_reasons"
    assert values(seen(line, pods=[pod(), other]), asked) == [("shop/web-0", "shop", "web-0", "failing")]
    assert values(seen(line, pods=[pod(), pod(60, pod="web-1")]), asked) == [(None, None, None, "unknown")]
    assert values(seen(line), asked) == [(None, None, None, "unknown")]


def test_a_scale_up_that_was_begun():
    """Within a quarter of an hour it is on its way."""
    waits = event("0/1 nodes are available: 1 Insufficient cpu.", last="2026-05-19T20:10:00Z")
    scaling = "SELECT scaling FROM scheduling_reasons WHERE kind = 'insufficient'"
    for reason in ("TriggeredScaleUp", "Nominated"):
        assert values(seen(waits, event("up", 2, reason, last="2026-05-19T20:00:00Z")), scaling) == [(True,)]
        assert values(seen(waits, event("up", 2, reason, last="2026-05-19T19:50:00Z")), scaling) == [(False,)]
    assert values(seen(waits), scaling) == [(False,)]


def test_a_scale_up_that_failed_is_a_reason():
    """Whatever its words are."""
    made = seen(event("Node scale up in zones a failed: GCE quota exceeded.", reason="FailedScaleUp"))
    assert values(made, "SELECT origin, kind, decisive, scale_failed FROM scheduling_reasons") == [
        ("autoscaler", "scale-failed", True, True)
    ]
    waits = event("0/1 nodes are available: 1 Insufficient cpu.")
    failed = event("Node scale up failed.", 2, reason="FailedScaleUp")
    scaler = "SELECT scaler, scale_failed FROM scheduling_reasons WHERE kind = 'insufficient'"
    assert values(seen(waits, failed), scaler) == [("Node scale up failed.", True)]
    assert values(seen(waits), scaler) == [(None, False)]


def test_karpenter_is_an_autoscaler():
    """Its events have the reason of the scheduler's."""
    made = seen(
        event('all available instance types exceed limits for nodepool: "default"', component="karpenter"),
        event("0/1 nodes are available: 1 Insufficient cpu.", 2, component="default-scheduler"),
    )
    assert values(made, "SELECT origin, kind, speaks FROM scheduling_reasons ORDER BY origin") == [
        ("autoscaler", "scale-limit", False),
        ("scheduler", "insufficient", True),
    ]


def test_taints_without_keys_are_those_of_the_nodes():
    """Kubernetes 1.18 and 1.36 do not print them."""
    line = event("0/2 nodes are available: 2 node(s) had untolerated taint(s).")
    taint = {"where": (0, 70), "at": "spec.taints[0]", "node": "a", "key": "dedicated", "effect": "NoSchedule"}
    assert decisive(seen(line, taints=[taint])) == [("taint", 2, 2, "dedicated")]
    for key in ("not-ready", "unreachable", "memory-pressure", "disk-pressure", "pid-pressure", "network-unavailable"):
        key = f"node.kubernetes.io/{key}"
        both = [{**taint, "key": key, "node": node} for node in "ab"]
        assert decisive(seen(line, taints=both)) == [("trouble", 2, 2, key)]
        assert decisive(seen(line, taints=[*both[:1], taint])) == [("taint", 2, 2, f"dedicated, {key}")]
    soft = [{**taint, "key": "node.kubernetes.io/not-ready", "effect": "PreferNoSchedule"}]
    assert decisive(seen(line, taints=soft)) == [("taint", 2, 2, None)]


def test_the_taint_of_the_nodes_that_the_pod_asks_for_is_decisive():
    """Its node selector names the taint's key; the other nodes are not meant."""
    line = event("0/4 nodes are available: 1 node(s) had untolerated taint {dedicated: db}, 3 node(s) didn't match Pod's node affinity/selector.")  # fmt: skip
    assert decisive(seen(line, pods=[pod(node_selector="dedicated=db")]))[0][0] == "taint"
    assert decisive(seen(line, pods=[pod(node_selector="disk=ssd")]))[0][0] == "node-affinity"
    made = seen(line, pods=[pod(node_selector="disk=ssd")])
    assert values(made, "SELECT DISTINCT node_selector, node_selector_src FROM scheduling_reasons") == [
        ("disk=ssd", "50@spec.nodeSelector")
    ]
