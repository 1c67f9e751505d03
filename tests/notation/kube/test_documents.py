"""API objects in YAML and JSON, and the lines of their values."""

from __future__ import annotations

import json

import pytest

from analyzer.model.problem import Problem
from analyzer.notation.kube.documents import locate, objects

# kubectl 1.29 get pods -o yaml, shortened
LIST = """\
apiVersion: v1
items:
- apiVersion: v1
  kind: Pod
  metadata:
    annotations:
      kubectl.kubernetes.io/last-applied-configuration: |
        {"apiVersion":"v1","kind":"Pod"}
    labels:
      app.kubernetes.io/name: web
    managedFields:
    - manager: kubelet
      fieldsV1:
        f:status: {}
    name: web-0
    namespace: shop
  status:
    containerStatuses:
    - lastState:
        terminated:
          reason: OOMKilled
      name: app
- apiVersion: v1
  kind: Pod
  metadata:
    name: web-1
kind: List
metadata:
  resourceVersion: ""
"""
POD = {
    "kind": "Pod",
    "metadata": {"name": "web-0"},
    "status": {"containerStatuses": [{"name": "app", "lastState": {"terminated": {"reason": "OOMKilled"}}}]},
}
REASON = "status.containerStatuses[0].lastState.terminated.reason"


def found(text: str, form: str, first_line: int = 1):
    """(objects, reasons of problems) of a text."""
    everything = list(objects(text, first_line, form))
    return (
        [item for item in everything if not isinstance(item, Problem)],
        [item.reason for item in everything if isinstance(item, Problem)],
    )


def test_items_of_a_yaml_list_have_their_own_lines():
    """Each item stands at its own line, without managedFields and the copy of kubectl apply."""
    pods, problems = found(LIST, "yaml", first_line=11)
    assert [(pod.kind, pod.body["metadata"]["name"], pod.line) for pod in pods] == [
        ("Pod", "web-0", 13),
        ("Pod", "web-1", 33),
    ]
    assert pods[0].body["metadata"]["annotations"] in ({}, None)
    assert "managedFields" not in pods[0].body["metadata"]
    assert problems == []


@pytest.mark.parametrize(
    ("path", "place"),
    [
        (REASON, (31, 19)),
        ("metadata.labels[app.kubernetes.io/name]", (20, 31)),
        ("status.containerStatuses[0].state.running", (29, 7)),
        ("status", (27, 3)),
        ("spec.nodeName", (13, None)),
    ],
)
def test_places_in_a_yaml_list(path, place):
    """A value is found on its line; where it is absent, its nearest ancestor."""
    assert locate(LIST, 11, "yaml", 13, path) == place


@pytest.mark.parametrize("kind", ["PodList", "List"])
def test_items_of_a_json_list(kind):
    """Typed lists give their kind to items without one; in a plain list pods are known by their status."""
    item = {"metadata": {"name": "b"}, "status": POD["status"]}
    pods, _ = found(json.dumps({"kind": kind, "items": [POD, item]}, indent=2), "json")
    assert [(pod.kind, pod.line, pod.at) for pod in pods] == [("Pod", 4, ""), ("Pod", 22, "")]


def test_json_of_one_line_names_the_item():
    """Items on one line are told apart by their path, and found at their column."""
    text = json.dumps({"kind": "PodList", "items": [{"metadata": {"name": "a"}}, POD]})
    pods, _ = found(text, "json")
    assert [pod.at for pod in pods] == ["items[0]", "items[1]"]
    line, column = locate(text, 1, "json", 1, f"items[1].{REASON}")
    assert text[column - 1 :].startswith('"OOMKilled"')
    assert line == 1


def test_place_in_indented_json():
    """A value of an item is found on its own line."""
    text = json.dumps({"items": [POD]}, indent=4)
    (pod,), _ = found(text, "json")
    line, column = locate(text, 1, "json", pod.line, REASON)
    assert text.split("\n")[line - 1][column - 1 :] == '"OOMKilled"'


@pytest.mark.parametrize(
    "text",
    ['[{"kind":"Pod","metadata":{"name":"a"}}]', '{"kind":"Pod","metadata":{"name":"a"}}\n{"kind":"Node"}\n'],
)
def test_arrays_and_values_in_a_row(text):
    """A bare array and several objects in a row are lists, too."""
    pods, problems = found(text, "json")
    assert pods[0].kind == "Pod"
    assert problems == []


def test_nested_lists_are_flattened():
    """A List inside a List gives its items."""
    text = json.dumps(
        {"kind": "List", "items": [{"kind": "PodList", "items": [POD]}, {"kind": "Node", "metadata": {}}]},
        indent=1,
    )
    assert [item.kind for item in found(text, "json")[0]] == ["Pod", "Node"]


def test_envelopes_of_watches_are_opened():
    """Event dumps wrap each event in verb and event."""
    text = '{"verb":"ADDED","event":{"metadata":{"name":"e"},"involvedObject":{"kind":"Node"},"reason":"x"}}\n' * 2
    events, _ = found(text, "json")
    assert [(event.kind, event.line) for event in events] == [("Event", 1), ("Event", 2)]
    assert locate(text, 1, "json", 2, "reason") == (2, 92)


def test_cut_json_keeps_complete_items():
    """Items before the cut are complete, the cut one keeps what is complete of it, then comes the Problem."""
    text = json.dumps({"kind": "PodList", "items": [POD, POD]}, indent=1)
    pods, problems = found(text[: text.rindex("OOM")], "json")
    assert [pod.body["metadata"]["name"] for pod in pods] == ["web-0", "web-0"]
    assert pods[1].body["status"] == {"containerStatuses": [{"name": "app"}]}
    assert problems == ["TRUNCATED"]


def test_cut_yaml_keeps_complete_items():
    """A list of kubectl without its end was cut; a line cut in its middle is not read."""
    pods, problems = found(LIST[: LIST.index("    name: web-1")], "yaml")
    assert pods[0].body["metadata"]["name"] == "web-0"
    assert problems == ["TRUNCATED"]
    pods, problems = found(LIST[: LIST.index("Killed")], "yaml")
    assert "reason" not in json.dumps(pods[0].body)
    assert problems == ["TRUNCATED"]


# status of a pod, from a ticket about a system OOM (Kubernetes 1.7)
FRAGMENT = """\
                "lastState": {
                    "terminated": {
                        "exitCode": 137,
                        "reason": "Error"
                    }
                },
"""


def test_json_excerpt_becomes_a_pod_with_nothing_invented():
    """A member of a container status without the brackets around it is read as far as it goes."""
    (pod,), problems = found(FRAGMENT, "json")
    assert pod.body == {
        "status": {"containerStatuses": [{"lastState": {"terminated": {"exitCode": 137, "reason": "Error"}}}]}
    }
    assert problems == []
    assert locate(FRAGMENT, 1, "json", pod.line, REASON) == (4, 35)


def test_yaml_excerpts_become_pods():
    """A status without kind is a pod's; so is a list of container statuses."""
    (pod,), _ = found("status:\n  phase: Failed\n  reason: OutOfmemory\n  startTime: '2022-02-25T14:26:36Z'\n", "yaml")
    assert (pod.kind, pod.body["status"]["reason"]) == ("Pod", "OutOfmemory")
    text = "- lastState:\n    terminated:\n      reason: Error\n  name: z\n- lastState: {}\n  name: y\n"
    (pod,), _ = found(text, "yaml")
    assert [status["name"] for status in pod.body["status"]["containerStatuses"]] == ["z", "y"]
    assert locate(text, 1, "yaml", 1, "status.containerStatuses[1].name") == (6, 9)


def test_broken_yaml_is_read_up_to_the_fault():
    """What stands before a fault is kept, the fault is told."""
    pods, problems = found("kind: Pod\nmetadata:\n  name: x\nspec:\n  a: b: c\n  d: e\n  f: g\n  h: 1\n", "yaml")
    assert pods[0].body["metadata"] == {"name": "x"}
    assert problems == ["SYNTAX"]


@pytest.mark.parametrize("form", ["yaml", "json", "describe"])
@pytest.mark.parametrize(
    "text", ["", "\n\n", "hello", "{", "[", '"', "- ", "items:\n- ", "\x00", "{}", "[]", "null", "kind: Pod"]
)
def test_no_text_raises(form, text):
    """Text that holds no object gives none and raises nothing."""
    assert found(text, form)[0] == []


@pytest.mark.parametrize("form", ["yaml", "json"])
def test_every_cut_is_survived(form):
    """Wherever a text ends, reading it raises nothing and invents no names."""
    text = LIST if form == "yaml" else json.dumps({"kind": "PodList", "items": [POD, POD]}, indent=1)
    for end in range(0, len(text), 7):
        for item in found(text[:end], form)[0]:
            assert (item.body.get("metadata") or {}).get("name") in (None, "web-0", "web-1")


@pytest.mark.parametrize(
    "text",
    [
        "{apiVersion: v1, kind: List, items: [{kind: Pod, metadata: {name: a}}, {kind: Pod, metadata: {name: b}}]}\n",
        "[{kind: Pod, metadata: {name: a}}, {kind: Pod, metadata: {name: b}}]\n",
        "apiVersion: v1\nitems: [{kind: Pod, metadata: {name: a}}, {kind: Pod, metadata: {name: b}}]\nkind: List\n",
        "apiVersion: v1\nkind: List\nitems: [\n  {kind: Pod, metadata: {name: a}},\n  {kind: Pod, metadata: {name: b}}\n]\n",
    ],
)
def test_yaml_in_flow_style(text):
    """Braces are YAML as well as JSON: a list may stand on one line."""
    pods, problems = found(text, "yaml")
    assert [(pod.kind, pod.body["metadata"]["name"]) for pod in pods] == [("Pod", "a"), ("Pod", "b")]
    assert problems == []
    line, column = locate(text, 1, "yaml", pods[1].line, f"{pods[1].at}.metadata.name")
    assert text.split("\n")[line - 1][column - 1] == "b"


@pytest.mark.parametrize(
    ("item", "kind"),
    [
        ('{"spec": {"clusterIP": "None", "ports": []}}', "Service"),
        ('{"data": {"k": "v"}}', "ConfigMap"),
        ('{"data": {"k": "dg=="}, "type": "Opaque"}', "Secret"),
        (
            '{"spec": {"hard": {"pods": "1"}}, "status": {"hard": {"pods": "1"}, "used": {"pods": "0"}}}',
            "ResourceQuota",
        ),
        ('{"spec": {"scaleTargetRef": {}, "maxReplicas": 3}}', "HorizontalPodAutoscaler"),
        ('{"data": {"k": "v"}, "something": 1}', None),
        ('{"spec": {"replicas": 1}}', None),
    ],
)
def test_kind_by_shape(item, kind):
    """Objects of a bare array name no kind: keys that only one kind has tell it, or nothing is said."""
    text = f'[{{"metadata": {{"name": "x"}}, {item[1:]}]'
    assert [one.kind for one in found(text, "json")[0]] == ([kind] if kind else [])


# an item of `kubectl cluster-info dump` of 1.8, shortened
GO_POD = {
    "name": "web-0",
    "namespace": "shop",
    "Spec": {"Containers": [{"Name": "app", "Image": "nginx"}], "NodeName": "node-1"},
    "Status": {"Phase": "Running", "PodIP": "10.2.66.72", "Message": ""},
}


@pytest.mark.parametrize("indent", [None, 2])
def test_lists_with_the_names_of_go(indent):
    """Clients up to 1.13 dumped `Items` without kinds; the kind is told by the keys of the spec."""
    text = json.dumps({"selfLink": "/api/v1/pods", "Items": [GO_POD, GO_POD | {"name": "web-1"}]}, indent=indent)
    (first, second), problems = found(text, "json")
    assert (first.kind, second.kind, problems) == ("Pod", "Pod", [])
    assert (second.body["metadata"]["name"], second.body["spec"]["nodeName"]) == ("web-1", "node-1")
    assert second.at == ("" if indent else "Items[1]")
    assert locate(text, 1, "json", second.line, second.at) is not None
    assert [pod.kind for pod in found(text[:-60], "json")[0]] == ["Pod", "Pod"]


@pytest.mark.parametrize("mark", ["\u2028", "\x85", "\x0c", "\r"])
def test_a_line_ends_with_a_newline_and_nothing_else(mark):
    """Characters that YAML takes for line ends move no object and no value to another line."""
    text = f"kind: Pod\nmetadata:\n  name: a\n  note: x{mark}y\n---\nkind: Pod\nmetadata:\n  name: b\n"
    found = list(objects(text, 1, "yaml"))
    assert [(item.body["metadata"]["name"], item.line) for item in found] == [("a", 1), ("b", 6)]
    assert locate(text, 1, "yaml", 6, "metadata.name") == (8, 9)
