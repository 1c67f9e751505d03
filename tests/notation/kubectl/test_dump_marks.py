"""Logs in a cluster-info dump."""

from __future__ import annotations

from analyzer.notation.kubectl.dump_marks import DumpPart, dump_parts, is_dump
from analyzer.notation.log_paths import LogOwner

# kubectl 1.24 on standard output, shortened
STREAM = """{
    "kind": "PodList",
    "items": []
}
==== START logs for container init of pod kube-system/kindnet-1 ====
==== END logs for container init of pod kube-system/kindnet-1 ====
==== START logs for container kindnet-cni of pod kube-system/kindnet-1 ====
I0811 04:57:23.861633       1 main.go:520] Handling node
==== END logs for container kindnet-cni of pod kube-system/kindnet-1 ====
==== START logs for container web of pod shop/web-0 ====
Request log error: container "web" in pod "web-0" is waiting to start
==== END logs for container web of pod shop/web-0 ====
{
    "kind": "EventList"
}
"""


def owner(namespace: str, pod: str, container: str) -> LogOwner:
    return LogOwner(namespace, pod, container=container, previous=False)


def test_each_log_has_its_owner():
    """What stands around logs stays, empty logs and the parting lines go, an error is told apart."""
    error = 'Request log error: container "web" in pod "web-0" is waiting to start'
    assert list(dump_parts(STREAM)) == [
        DumpPart(1, '{\n    "kind": "PodList",\n    "items": []\n}\n'),
        DumpPart(8, "I0811 04:57:23.861633       1 main.go:520] Handling node\n", owner("kube-system", "kindnet-1", "kindnet-cni")),
        DumpPart(11, f"{error}\n", owner("shop", "web-0", "web"), error),
        DumpPart(13, '{\n    "kind": "EventList"\n}\n'),
    ]  # fmt: skip


def test_lines_count_from_where_the_text_lies():
    """A text may be a part of a member."""
    assert [part.first for part in dump_parts(STREAM, 101)] == [101, 108, 111, 113]


def test_a_log_may_imitate_the_lines():
    """Inside a log that has its own end nothing begins and nothing else ends."""
    text = (
        "==== START logs for container a of pod n/p ====\n"
        "==== END logs for container z of pod n/p ====\n"
        "==== START logs for container b of pod n/q ====\n"
        "x\n"
        "==== END logs for container a of pod n/p ====\n"
    )
    (part,) = dump_parts(text)
    assert part.owner == owner("n", "p", "a")
    assert part.text.count("\n") == 3


def test_a_log_without_its_end():
    """Cut off: the next log begins where it says so, the last one goes to the end."""
    text = "==== START logs for container a of pod n/p ====\n1\n==== START logs for container b of pod n/p ====\n2"
    assert [(part.owner and part.owner.container, part.text) for part in dump_parts(text)] == [("a", "1\n"), ("b", "2")]


def test_other_text_is_no_dump():
    """Only the whole line counts."""
    assert not is_dump("==== START logs ====\n")
    assert is_dump(STREAM)
    text = "x ==== START logs for container a of pod n/p ====\n"
    assert list(dump_parts(text)) == [DumpPart(1, text)]
