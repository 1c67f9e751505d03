"""The pattern language for labels below the root of a layout."""

from __future__ import annotations

import pytest

from analyzer.bundle.label_glob import globs, plain


def match(pattern: str, label: str) -> dict[str, str] | None:
    return next((found for glob in globs(pattern) if (found := glob.match(label)) is not None), None)


@pytest.mark.parametrize(
    ("pattern", "label", "parts"),
    [
        ("nodes/{node}.zip!{node}/logs/kubelet.log", "nodes/n1.zip!n1/logs/kubelet.log", {"node": "n1"}),
        ("nodes/{node}.zip!{node}/logs/kubelet.log", "nodes/n1.zip!n2/logs/kubelet.log", None),
        ("logs/(current|previous).log", "logs/previous.log", {}),
        ("logs/current(|.insecure).log", "logs/current.insecure.log", {}),
        ("logs/current(|.insecure).log", "logs/current.log", {}),
        ("a/*.json", "a/b.json", {}),
        ("a/*.json", "a/b/c.json", None),
        ("a/*.json", "a/x!c.json", None),
        ("a/**", "a/b/c/d", {}),
        ("a/**", "a", None),
        ("proc/{path}", "proc/sys/vm/swappiness", {"path": "sys/vm/swappiness"}),
        ("{namespace}_{pod}.log", "kube-system_web.0.log", {"namespace": "kube-system", "pod": "web.0"}),
        ("{namespace}/x", "Not_A_Name/x", None),
        ("{namespace:cattle-system|default}-{pod}", "cattle-system-web-0", {"namespace": "cattle-system", "pod": "web-0"}),
        ("{namespace:cattle-system|default}-{pod}", "shop-web-0", None),
        ("{node:aks*|x}.zip", "aks-pool-1.zip", {"node": "aks-pool-1"}),
        ("{node:aks*|x}.zip", "logs.zip", None),
        ("a.b", "aXb", None),
    ],
)  # fmt: skip
def test_a_pattern_names_parts_of_a_label(pattern, label, parts):
    """`*` stays in its segment, a name used twice means the same text, `!` is no `/`."""
    assert match(pattern, label) == parts


@pytest.mark.parametrize("pattern", ["a/**/b", "{path}/b"])
def test_what_spans_segments_stands_at_the_end(pattern):
    """A pattern that cannot be indexed is refused when it is declared."""
    with pytest.raises(ValueError, match="only at the end"):
        globs(pattern)


@pytest.mark.parametrize(
    ("label", "seen"),
    [("a/0.log.gz", "a/0.log"), ("a/0.log.xz#2", "a/0.log"), ("a/b#2", "a/b"), ("a.gz/b", "a.gz/b"), ("#/b", "#/b")],
)
def test_compression_and_duplicates_do_not_hide_a_name(label, seen):
    """A rotated log that was compressed is the same member as one that was not."""
    assert plain(label) == seen
