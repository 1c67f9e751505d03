"""What kubectl describe prints, whole and as excerpts."""

# ruff: noqa: E501 -- lines of kubectl are long, and are kept as they are

from __future__ import annotations

import pytest

from analyzer.notation.describe import document as describe

# kubectl 1.31 describe pod, shortened
POD = """\
Name:             memory-eater-1
Namespace:        default
Priority:         0
Service Account:  default
Node:             worker-1/172.18.0.2
Start Time:       Thu, 27 Feb 2025 07:30:28 +0100
Labels:           app=eater
                  pod-template-hash=76897854c
Annotations:      <none>
Status:           Running
IP:               10.244.0.63
IPs:
  IP:           10.244.0.63
Controlled By:  ReplicaSet/memory-eater
Init Containers:
  setup:
    Image:      busybox
    State:          Terminated
      Reason:       Completed
      Exit Code:    0
      Started:      Thu, 27 Feb 2025 07:30:29 +0100
      Finished:     Thu, 27 Feb 2025 07:30:29 +0100
    Ready:          True
    Restart Count:  0
Containers:
  eater:
    Container ID:  containerd://0ca62d24
    Image:         memory-eater:1.0
    Port:          <none>
    Command:
      sh
      State: Running
    State:          Waiting
      Reason:       CrashLoopBackOff
    Last State:     Terminated
      Reason:       OOMKilled
      Exit Code:    137
      Started:      Thu, 27 Feb 2025 07:36:21 +0100
      Finished:     Thu, 27 Feb 2025 07:36:22 +0100
    Ready:          False
    Restart Count:  6
    Limits:
      memory:  100Mi
    Requests:
      memory:     100Mi
    Liveness:     http-get http://:http/healthz%3Fx=1 delay=10s timeout=1s period=10s #success=1 #failure=3
    Readiness:    exec [sh -c test -f /x] delay=0s timeout=1s period=5s successThreshold=1 failureThreshold=2
    Startup:      tcp-socket :80 delay=0s timeout=1m30s period=10s #success=1 #failure=30
    Environment:
      TOKEN:  REDACTED-env-12B
    Mounts:
      /var/run/secrets/kubernetes.io/serviceaccount from kube-api-access-2vlp9 (ro)
      /data from my data dir (rw,path="a b")
Conditions:
  Type              Status
  Initialized       True
  Ready             False
Volumes:
  cache:
    Type:       EmptyDir (a temporary directory that shares a pod's lifetime)
    Medium:     Memory
    SizeLimit:  1Gi
  data:
    Type:       PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)
    ClaimName:  web-data
    ReadOnly:   false
QoS Class:      Burstable
Node-Selectors: <none>
Events:
  Type     Reason   Age                   From     Message
  ----     ------   ----                  ----     -------
  Warning  BackOff  4m9s (x27 over 9m8s)  kubelet  Back-off restarting failed container eater
"""


def bodies(text):
    """(kind, body) of each object of a text."""
    return [(item.kind, item.body) for item in describe.objects(text, 1)]


def test_pod_has_the_shape_of_the_api():
    """What describe prints stands where the API has it; what it does not print is absent."""
    ((kind, pod),) = bodies(POD)
    assert kind == "Pod"
    assert pod["metadata"] == {
        "name": "memory-eater-1",
        "namespace": "default",
        "labels": {"app": "eater", "pod-template-hash": "76897854c"},
        "ownerReferences": [{"kind": "ReplicaSet", "name": "memory-eater", "controller": True}],
    }
    assert pod["spec"]["nodeName"] == "worker-1"
    assert pod["spec"]["volumes"] == [
        {"name": "cache", "emptyDir": {"medium": "Memory", "sizeLimit": "1Gi"}},
        {"name": "data", "persistentVolumeClaim": {"claimName": "web-data"}},
    ]
    (container,) = pod["spec"]["containers"]
    assert container["command"] == ["sh", "State: Running"]
    assert container["resources"] == {"limits": {"memory": "100Mi"}, "requests": {"memory": "100Mi"}}
    assert container["env"] == [{"name": "TOKEN"}]
    (status,) = pod["status"]["containerStatuses"]
    assert status["state"] == {"waiting": {"reason": "CrashLoopBackOff"}}
    assert status["lastState"]["terminated"]["exitCode"] == 137
    assert (status["ready"], status["restartCount"], status["containerID"]) == (
        False,
        6,
        "containerd://0ca62d24",
    )
    assert pod["status"]["initContainerStatuses"][0]["name"] == "setup"
    assert pod["status"]["conditions"][1] == {"type": "Ready", "status": "False"}
    assert "restartPolicy" not in pod["spec"]


def test_probes_of_all_kubectl_versions():
    """`#failure=3` is `failureThreshold=3` from kubectl 1.37; the query of a path is escaped."""
    ((_, pod),) = bodies(POD)
    container = pod["spec"]["containers"][0]
    assert container["livenessProbe"] == {
        "httpGet": {"scheme": "HTTP", "port": "http", "path": "/healthz?x=1"},
        "initialDelaySeconds": 10,
        "timeoutSeconds": 1,
        "periodSeconds": 10,
        "successThreshold": 1,
        "failureThreshold": 3,
    }
    assert container["readinessProbe"]["exec"] == {"command": ["sh -c test -f /x"]}
    assert container["readinessProbe"]["failureThreshold"] == 2
    assert container["startupProbe"]["tcpSocket"] == {"port": 80}
    assert container["startupProbe"]["timeoutSeconds"] == 90


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("status.containerStatuses[0].lastState.terminated.reason", "      Reason:       OOMKilled"),
        ("spec.containers[0].resources.limits.memory", "      memory:  100Mi"),
        (
            "spec.containers[0].livenessProbe.timeoutSeconds",
            "    Liveness:     http-get http://:http/healthz%3Fx=1 delay=10s timeout=1s period=10s #success=1 #failure=3",
        ),
        ("status.containerStatuses[0].lastState.terminated.signal", "    Last State:     Terminated"),
        ("spec.volumes[0].emptyDir.sizeLimit", "    SizeLimit:  1Gi"),
        ("spec.restartPolicy", "Priority:         0"),
    ],
)
def test_places_are_the_lines_of_labels(path, line):
    """A value is found on the line of its label, an absent one on that of its nearest ancestor."""
    number, _ = describe.locate(POD, 1, 1, path)
    assert POD.split("\n")[number - 1] == line


def test_events_belong_to_their_object():
    """An Events section is told with the object it belongs to; `<none>` is no section."""
    assert list(describe.events_sections(POD, 1)) == [
        (69, 72, {"kind": "Pod", "namespace": "default", "name": "memory-eater-1", "node": "worker-1"})
    ]
    assert list(describe.events_sections("Name:  a\nNamespace:  b\nStatus:  Running\nEvents:  <none>\n", 1)) == []


def test_several_objects():
    """Objects are separated by empty lines; an empty line alone is no border."""
    found = list(describe.objects(POD + "\n\n" + POD.replace("memory-eater-1", "other"), 1))
    assert [item.body["metadata"]["name"] for item in found] == ["memory-eater-1", "other"]
    assert found[1].line == 75


# pasted excerpts, kubectl 1.14 to 1.28
EXCERPTS = [
    (
        "    State:          Terminated\n      Reason:       Error\n      Exit Code:    139\n    Last State:     Terminated\n"
        "      Reason:       Error\n      Exit Code:    139\n",
        None,
        139,
    ),
    (
        "wk64c\n    State: Running\n    Last State: Terminated\n      Reason: Error\n      Exit Code: 137\n    Ready: True\n",
        "wk64c",
        137,
    ),
    (
        "Containers:\n  static:\n    Image:          localhost:5000/static:v1\n    Last State:     Terminated\n"
        "      Reason:       Error                             <<<<<<< This message\n      Exit Code:    2\n    Ready:          True\n",
        "static",
        2,
    ),
    (
        "Last State:     Terminated\n      Reason:       OOMKilled\n      Exit Code:    137\n    Ready:          True\n",
        None,
        137,
    ),
    (
        "> Containers:\n>   app:\n>     Last State:  Terminated\n>       Reason:    OOMKilled\n>       Exit Code:  137\n",
        "app",
        137,
    ),
    (
        "Containers:\napp:\nImage: x\nState: Waiting\nReason: CrashLoopBackOff\nLast State: Terminated\nReason: Error\nExit Code: 1\nReady: False\nConditions:\n",
        "app",
        1,
    ),
    (
        "```\n        Last State:     Terminated\n          Reason:       OOMKilled\n          Exit Code:    137\n        Ready:          True\n```\n",
        None,
        137,
    ),
]


@pytest.mark.parametrize(("text", "name", "code"), EXCERPTS)
def test_excerpts_are_read_and_names_not_invented(text, name, code):
    """An excerpt may begin anywhere, be moved or lose its indentation; absent names stay absent."""
    ((kind, pod),) = bodies(text)
    status = pod["status"]["containerStatuses"][0]
    assert kind == "Pod"
    assert "metadata" not in pod
    assert status["lastState"]["terminated"]["exitCode"] == code
    assert status.get("name") == name
    assert "<" not in str(status["lastState"])


# real output of kubectl 1.30 (describe-grammar, section 6, trap 1), with the end of the pod
HOSTILE = """\
Name:         pod1
Namespace:    shop
Status:       Running
Containers:
  app:
    Container ID:   containerd://cc
    State:          Terminated
      Reason:       Error
      Message:           fatal: line1
    Ready:          True
Name:  other


Name:         pod2
Namespace:    x     after tab
      Exit Code:    0
      Exit Code:    137
      Started:      Tue, 19 May 2026 20:20:00 +0000
      Finished:     Tue, 19 May 2026 20:21:00 +0000
    Ready:          False
    Restart Count:  7
Conditions:
  Type    Status
  Ready   False
QoS Class:  BestEffort
"""


def test_termination_message_cannot_imitate():
    """A message that imitates labels or a whole object stays a message: the last exit code is the true one."""
    ((_, pod),) = bodies(HOSTILE)
    (status,) = pod["status"]["containerStatuses"]
    assert pod["metadata"]["name"] == "pod1"
    assert status["state"]["terminated"]["exitCode"] == 137
    assert "Name:  other" in status["state"]["terminated"]["message"]
    assert (status["ready"], status["restartCount"]) == (False, 7)


def test_pod_message_cannot_imitate():
    """A pod's message goes on at the left edge; what kubectl prints after it counts the last time."""
    text = "Name:  a\nNamespace:  b\nStatus:  Failed\nReason:  Evicted\nMessage:  x\nQoS Class:  Guaranteed\nIP:  1.1.1.1\nIP:  10.0.0.1\nQoS Class:  BestEffort\n"
    ((_, pod),) = bodies(text)
    assert (pod["status"]["podIP"], pod["status"]["qosClass"]) == ("10.0.0.1", "BestEffort")


# kubectl 1.30 describe node, shortened
NODE = """\
Name:               worker-1
Roles:              <none>
Labels:             kubernetes.io/arch=amd64
CreationTimestamp:  Mon, 14 Oct 2024 08:10:44 +0200
Taints:             dedicated=db:NoExecute
                    node.kubernetes.io/not-ready:NoSchedule
Unschedulable:      false
Conditions:
  Type             Status  LastHeartbeatTime                 LastTransitionTime                Reason                       Message
  ----             ------  -----------------                 ------------------                ------                       -------
  MemoryPressure   False   Mon, 18 Nov 2024 11:27:57 +0100   Mon, 14 Oct 2024 08:10:44 +0200   KubeletHasSufficientMemory   kubelet has sufficient memory available
  Ready            False   Mon, 18 Nov 2024 11:27:57 +0100   <unknown>                         KubeletNotReady              PLEG is not healthy
Capacity:
  cpu:            2
  hugepages-2Mi:  4Mi
  memory:         3943312Ki
  pods:           17
Allocatable:
  cpu:     1930m
  memory:  3388304Ki
System Info:
  Machine ID:                 ec2479e8
  Kernel Version:             5.10.225
  Container Runtime Version:  containerd://1.7.11
  Kubelet Version:            v1.30.4
ProviderID:                   aws:///us-east-2c/i-0e6d
Non-terminated Pods:          (1 in total)
  Namespace  Name  CPU Requests  CPU Limits  Memory Requests  Memory Limits  Age
  default    web   0 (0%)        0 (0%)      0 (0%)           0 (0%)         63m
Events:      <none>
"""


def test_node_has_the_shape_of_the_api():
    """Capacity, versions, taints and conditions with their times."""
    ((kind, node),) = bodies(NODE)
    assert kind == "Node"
    assert node["spec"]["taints"] == [
        {"key": "dedicated", "value": "db", "effect": "NoExecute"},
        {"key": "node.kubernetes.io/not-ready", "effect": "NoSchedule"},
    ]
    assert node["spec"]["unschedulable"] is False
    assert node["status"]["capacity"]["memory"] == "3943312Ki"
    assert node["status"]["allocatable"]["cpu"] == "1930m"
    assert node["status"]["nodeInfo"]["containerRuntimeVersion"] == "containerd://1.7.11"
    ready = node["status"]["conditions"][1]
    assert ready["message"] == "PLEG is not healthy"
    assert "lastTransitionTime" not in ready


@pytest.mark.parametrize(
    "text",
    [
        # kubectl before 1.8 aligned with tabs
        "  OutOfDisk \t\tUnknown \tSat, 04 Mar 2017 07:13:28 +0000 \tSat, 04 Mar 2017 07:14:12 +0000 \tNodeStatusUnknown \tKubelet stopped posting node status.\n"
        "  Ready \t\tUnknown \tSat, 04 Mar 2017 07:13:28 +0000 \tSat, 04 Mar 2017 07:14:12 +0000 \tNodeStatusUnknown \tKubelet stopped posting node status.\n",
        # a terminal that wrapped glued the message to the next row
        "  MemoryPressure   False   Mon, 18 Nov 2024 11:27:57 +0100   Mon, 14 Oct 2024 08:10:44 +0200   KubeletHasSufficientMemory   kubelet has\n"
        "sufficient memory availableReady   Unknown   Mon, 18 Nov 2024 11:27:57 +0100   Mon, 14 Oct 2024 08:10:44 +0200   NodeStatusUnknown   Kubelet stopped posting node status.\n",
    ],
)
def test_condition_rows_alone_are_a_node(text):
    """Condition rows without a head, aligned by tabs or wrapped, are conditions of a node without a name."""
    ((kind, node),) = bodies(text)
    assert kind == "Node"
    assert node["status"]["conditions"][-1]["type"] == "Ready"
    assert node["status"]["conditions"][-1]["message"] == "Kubelet stopped posting node status."
    assert "metadata" not in node


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (
            "Name:  w\nNamespace:  n\nReplicas:  3 desired | 2 updated | 4 total | 1 available | 3 unavailable\nStrategyType:  RollingUpdate\n",
            "Deployment",
        ),
        (
            "Name:  j\nNamespace:  n\nParallelism:  1\nPods Statuses:  0 Active (0 Ready) / 0 Succeeded / 1 Failed\n",
            "Job",
        ),
        (
            "Name:  c\nNamespace:  n\nStorageClass:  fast\nStatus:  Pending\nUsed By:  web-0\n",
            "PersistentVolumeClaim",
        ),
        ("Name:  s\nNamespace:  n\nSession Affinity:  None\n", "Service"),
        ("Name:  x\nNamespace:  n\nAPI Version:  example.com/v1\nKind:  Widget\n", "Widget"),
        ("Status:           Pending\nEvents:\n  Type  Reason  Age  From  Message\n", "Pod"),
    ],
)
def test_kind_is_told_by_sure_marks(text, kind):
    """describe prints no kind: labels that only one kind has tell it."""
    assert [found for found, _ in bodies(text)] == [kind]


def test_deployment_counts():
    """The counts of a Deployment stand in its Replicas line."""
    ((_, body),) = bodies(
        "Name:  w\nNamespace:  n\nReplicas:  3 desired | 2 updated | 4 total | 1 available | 3 unavailable\nStrategyType:  RollingUpdate\n"
    )
    assert body["spec"] == {"replicas": 3, "strategy": {"type": "RollingUpdate"}}
    assert body["status"] == {"updatedReplicas": 2, "availableReplicas": 1, "replicas": 4}


def test_a_tool_header_does_not_hide_the_pod():
    """Tools put JSON headers and `stdout:` before what kubectl printed."""
    found = list(describe.objects('{"tool": "kubectl"}\n{"status": "success"}\nstdout:\n' + POD, 1))
    assert [(item.body["metadata"]["name"], item.line) for item in found] == [("memory-eater-1", 4)]


@pytest.mark.parametrize(
    ("line", "fits"),
    [
        ("    Last State:     Terminated", True),
        ("      Exit Code:    137", True),
        ("QoS Class:  Burstable", True),
        ("Name:  web", True),
        ("2024-01-01T00:00:00Z INFO Started: server", False),
        ("Message: hello", False),
        ("  name: web", False),
        ("State: happy", False),
    ],
)
def test_lines_that_only_describe_prints(line, fits):
    """The sniffer asks line by line: labels of logs and YAML do not count."""
    assert describe.is_describe_line(line) is fits


def test_every_cut_is_survived():
    """Wherever a text begins or ends, reading it raises nothing and invents no name."""
    for text in (POD, NODE, HOSTILE):
        for cut in range(0, len(text), 11):
            for part in (text[:cut], text[cut:], text[cut:].replace("  ", "")):
                list(describe.events_sections(part, 1))
                for kind, body in bodies(part):
                    assert kind
                    assert body
