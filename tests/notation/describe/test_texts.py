"""Texts of others inside kubectl describe: they imitate labels, containers and objects, and stay texts."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.notation.describe import document as describe
from analyzer.notation.describe.raw import masked
from analyzer.notation.describe.text import lines

# Heads and tails of kubectl 1.37.
POD = """\
Name:             {name}
Namespace:        shop
Priority:         0
Node:             worker-1/172.18.0.2
Labels:           app=web
Annotations:      <none>
Status:           Failed
{message}IP:               10.244.0.63
IPs:
  IP:           10.244.0.63
Containers:
  app:
    Container ID:   containerd://cc
    Image:          nginx
    State:          Terminated
      Reason:       Error
      Message:      {ended}
      Exit Code:    3
      Started:      Tue, 19 May 2026 20:20:00 +0000
      Finished:     Tue, 19 May 2026 20:21:00 +0000
    Ready:          False
    Restart Count:  7
Conditions:
  Type    Status
  Ready   False
QoS Class:        BestEffort
Node-Selectors:   <none>
Tolerations:      <none>
Events:           <none>
"""
CONFIG_MAP = """\
Name:         settings
Namespace:    shop
Labels:       <none>
Annotations:  <none>

Data
====
app.conf:
----
{value}

last:
----
x


BinaryData
====
logo: 3 bytes

Events:  <none>
"""
WIDGET = """\
Name:         w
Namespace:    shop
Labels:       <none>
Annotations:  <none>
API Version:  example.com/v1
Kind:         Widget
Metadata:
  Creation Timestamp:  2026-05-19T20:20:00Z
  UID:                 8cbfd3c5-c8e5-4969-b105-67c3e1225cb5
Spec:
  Text:  {text}
Status:
  Phase:  Ready
Events:   <none>
"""
IMITATIONS = [
    "Status:  Running\nReady:  True\nEvents:  <none>",
    "    Ready:          True\n    Restart Count:  0\nName:  other\nNamespace:  nowhere",
    "l1\n      Exit Code:    0\n      Reason:       Completed",
    "\n\nName:         other\nNamespace:    x\nPriority:     0\n",
    "Containers:\n  fake:\n    Image:  evil\nQoS Class:  Guaranteed",
    "IPs:  <none>\nVolumes:\n  v:\n    Type:  EmptyDir (x)",
    "Data\n====\nkey: 3 bytes",
    "<none>",
]


def found(text):
    """(kind, name) of the objects of a text, and the bodies."""
    bodies = [item for item in describe.objects(text, 1) if hasattr(item, "body")]
    return [(item.kind, item.body["metadata"].get("name")) for item in bodies], [item.body for item in bodies]


@pytest.mark.parametrize("imitation", IMITATIONS)
def test_termination_message_stays_a_text(imitation):
    """A termination message ends where kubectl prints the exit code and both times, not before."""
    text = (
        POD.format(name="pod-0", message="", ended=imitation) + "\n\n" + POD.format(name="pod-1", message="", ended="x")
    )
    names, (first, second) = found(text)
    assert names == [("Pod", "pod-0"), ("Pod", "pod-1")]
    (status,) = first["status"]["containerStatuses"]
    assert status["state"]["terminated"]["exitCode"] == 3
    assert (status["ready"], status["restartCount"]) == (False, 7)
    assert status["state"]["terminated"]["message"].split() == imitation.split()
    assert first["status"]["qosClass"] == second["status"]["qosClass"] == "BestEffort"
    assert [container["name"] for container in first["spec"]["containers"]] == ["app"]


@pytest.mark.parametrize("imitation", [text for text in IMITATIONS if not text.startswith("Containers")])
def test_pod_message_stays_a_text(imitation):
    """The message of a pod ends where its address is printed."""
    text = POD.format(name="pod-0", message=f"Reason:           Evicted\nMessage:          {imitation}\n", ended="x")
    names, (body,) = found(text)
    assert names == [("Pod", "pod-0")]
    assert body["status"]["message"].split() == imitation.split()
    assert (body["status"]["podIP"], body["status"]["phase"]) == ("10.244.0.63", "Failed")


@pytest.mark.parametrize("imitation", IMITATIONS)
def test_values_of_a_config_map_stay_texts(imitation):
    """Data may imitate objects, sections and events; the keys are those above dashes."""
    text = CONFIG_MAP.format(value=imitation) + "\n\n" + CONFIG_MAP.replace("settings", "more").format(value="y")
    names, bodies = found(text)
    assert names == [("ConfigMap", "settings"), ("ConfigMap", "more")]
    for body in bodies:
        assert list(body["data"]) == ["app.conf", "last"]
        assert body["binaryData"] == {"logo": "3 bytes"}


@pytest.mark.parametrize("imitation", IMITATIONS)
def test_texts_of_custom_resources_stay_texts(imitation):
    """In a kind that kubectl does not know any field may be a text: only a whole head begins another object."""
    text = WIDGET.format(text=imitation) + "\n\n" + WIDGET.replace(" w\n", " w2\n", 1).format(text="y")
    names, (body, _) = found(text)
    assert names == [("Widget", "w"), ("Widget", "w2")]
    assert body["metadata"]["uid"].startswith("8cbfd3c5")
    assert body["status"]["phase"] == "Ready"


def test_a_message_without_its_end_is_left_alone():
    """An excerpt may end inside a message: then nothing is masked."""
    excerpt = lines("    State:          Terminated\n      Message:      a\nb\n", 1)
    assert masked(excerpt) is excerpt


def test_volume_message_ends_at_the_source():
    """The message of a PersistentVolume may have several lines (kubectl 1.20 to 1.37)."""
    _, (body,) = found(
        "Name:            pv-1\nLabels:          <none>\nAnnotations:     <none>\nFinalizers:      []\nStorageClass:    fast\n"
        "Status:          Failed\nClaim:           shop/data\nReclaim Policy:  Delete\nAccess Modes:    RWO,ROX\n"
        "VolumeMode:      Filesystem\nCapacity:        8Gi\nNode Affinity:   <none>\nMessage:         boom\nStatus:  Bound\n"
        "Source:\n    Type:          HostPath (bare host directory volume)\n    Path:          /mnt\n    HostPathType:  \n"
        "Events:            <none>\n"
    )
    assert body["status"] == {"phase": "Failed", "message": "boom\nStatus:  Bound"}
    assert body["spec"]["hostPath"] == {"path": "/mnt"}
    assert body["spec"]["accessModes"] == ["ReadWriteOnce", "ReadOnlyMany"]


def test_long_annotations_are_values_not_keys():
    """A long annotation begins below its key; its lines are no annotations, whatever they look like."""
    _, (body,) = found(
        "Name:         sa\nNamespace:    shop\nLabels:       <none>\nAnnotations:  lines:\n                first\n"
        "                second: with a colon\n                \n                Status:  Failed\n              short: a: b\n"
        "              empty: \nImage pull secrets:  <none>\nEvents:              <none>\n"
    )
    assert body["metadata"]["annotations"] == {
        "lines": "first\nsecond: with a colon\n\nStatus:  Failed",
        "short": "a: b",
        "empty": "",
    }


@pytest.mark.parametrize("text", [POD.format(name="a", message="", ended=IMITATIONS[1]), CONFIG_MAP, WIDGET])
def test_carriage_returns_and_lost_blanks_change_nothing(text):
    """Windows line ends and stripped blanks at line ends are the same text."""
    expected = list(describe.objects(text, 1))
    assert list(describe.objects(text.replace("\n", "\r\n"), 1)) == expected
    assert list(describe.objects("\n".join(line.rstrip() for line in text.split("\n")), 1)) == expected


def test_cut_files_keep_whole_objects():
    """Of a file that was cut the objects before the cut are there."""
    whole = "\n\n".join(POD.format(name=f"pod-{n}", message="", ended=IMITATIONS[3]) for n in range(3))
    for cut in range(0, len(whole), 37):
        names, _ = found(whole[:cut])
        complete = whole[:cut].count("Events:           <none>")
        assert names[:complete] == [("Pod", f"pod-{n}") for n in range(complete)]


@pytest.mark.parametrize("separator", ["\n", "\n\n", "\n\n\n"])
def test_separators_of_objects(separator):
    """A prefix gives one empty line after each object, lists two, and three after a ConfigMap without events."""
    texts = [POD.format(name=f"pod-{n}", message="", ended=IMITATIONS[0]) for n in range(3)]
    names, _ = found(separator.join([*texts, CONFIG_MAP.format(value="x"), WIDGET.format(text="y"), *texts]))
    pods = [("Pod", f"pod-{n}") for n in range(3)]
    assert names == [*pods, ("ConfigMap", "settings"), ("Widget", "w"), *pods]


def test_an_error_between_objects_is_no_object():
    """What kubectl says on standard error may stand between two objects."""
    text = POD.format(name="a", message="", ended="x")
    mixed = text + '\n\nError from server (NotFound): pods "b" not found\n' + text.replace(" a\n", " c\n", 1)
    names, _ = found(mixed)
    assert names == [("Pod", "a"), ("Pod", "c")]


def test_a_pod_without_its_head_or_tail():
    """Head or tail may be missing: what is there is read, and nothing is invented."""
    text = POD.format(name="pod-0", message="", ended=IMITATIONS[2])
    (headless,) = describe.objects(text[text.index("Status:") :], 1)
    assert "metadata" not in headless.body
    assert headless.body["status"]["containerStatuses"][0]["restartCount"] == 7
    (tailless,) = describe.objects(text[: text.index("    Ready:")], 1)
    assert tailless.body["metadata"]["name"] == "pod-0"
    assert tailless.body["status"]["containerStatuses"][0]["state"]["terminated"]["exitCode"] == 3


def test_message_of_an_event_stays_a_text():
    """The second line of a message may look like an object: without a whole head it is none."""
    events = "Events:\n  Type     Reason  Age  From     Message\n  ----     ------  ---  ----     -------\n  Warning  Failed  5m   kubelet  boom\n"
    text = POD.format(name="a", message="", ended="x").replace("Events:           <none>\n", events)
    names, _ = found(text + "Name:  other\nNamespace:  nowhere\nStatus:  Running\n")
    assert names == [("Pod", "a")]
    names, _ = found(text + text.replace(" a\n", " b\n", 1))
    assert names == [("Pod", "a"), ("Pod", "b")]


@given(st.randoms(use_true_random=False), st.lists(st.sampled_from(range(5)), max_size=12))
@settings(max_examples=200, deadline=None)
def test_damaged_texts_raise_nothing(dice, damages):
    """Lines that are lost, doubled, moved, cut or mixed give objects or none, and never an error."""
    parts = [
        POD.format(name="a", message="Message:  x\n", ended="y"),
        CONFIG_MAP.format(value="z"),
        WIDGET.format(text="t"),
    ]
    found_lines = "\n".join(parts).split("\n")
    for damage in damages:
        place = dice.randrange(len(found_lines))
        line = found_lines[place]
        found_lines[place] = [line.lstrip(), line + " ", line[: len(line) // 2], "", " " * dice.randrange(9) + line][
            damage
        ]
        found_lines.insert(dice.randrange(len(found_lines)), found_lines.pop(place))
    text = "\n".join(found_lines)
    for item in describe.objects(text, 1):
        assert item.kind
        assert item.body
    list(describe.events_sections(text, 1))
