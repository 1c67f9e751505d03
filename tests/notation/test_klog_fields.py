"""Structured klog messages."""

from __future__ import annotations

import pytest

from analyzer.notation.klog_fields import go_string, klog_fields


def test_a_structured_message_is_taken_apart():
    """Kubernetes 1.29: strings are quoted as Go quotes them."""
    sentence, fields = klog_fields(
        '"Probe failed" probeType="Readiness" pod="ns/web-0" podUID="e6504036" containerName="web" '
        'probeResult="failure" output="Get \\"http://10.0.0.1/\\": refused"'
    )
    assert sentence == "Probe failed"
    assert fields == {
        "probeType": "Readiness",
        "pod": "ns/web-0",
        "podUID": "e6504036",
        "containerName": "web",
        "probeResult": "failure",
        "output": 'Get "http://10.0.0.1/": refused',
    }


@pytest.mark.parametrize(
    ("message", "key", "value"),
    [
        ('"x" podUID=27aff94d-e0d9 gracePeriod=30', "gracePeriod", "30"),
        (
            '"x" event=&{ID:27aff94d Type:ContainerDied Data:42}',
            "event",
            "&{ID:27aff94d Type:ContainerDied Data:42}",
        ),
        ('"x" id={"Type":"containerd","ID":"eb41"} pod="a/b"', "id", '{"Type":"containerd","ID":"eb41"}'),
        ('"x" pods=["a/b" "c/d"] n=1', "pods", '["a/b" "c/d"]'),
        ('"x" output=<', "output", "<"),
        ('"x" err="cut in the mid', "err", "cut in the mid"),
        ('"x" podID="first" podID="second"', "podID", "first"),
    ],
)
def test_shapes_of_values(message, key, value):
    """Objects stay as printed, cut values keep what there is, the first of two keys counts."""
    assert klog_fields(message)[1][key] == value


@pytest.mark.parametrize("message", ["", "free text pod=x", '"only a sentence"', "\x00\xff"])
def test_other_messages_have_no_fields(message):
    """The older, free form is all sentence."""
    assert klog_fields(message)[1] == {}


@pytest.mark.parametrize(("text", "plain"), [('"a\\nb"', "a\nb"), ("bare", "bare"), ('"', '"'), ('"\\x15"', "\\x15")])
def test_strings_as_go_quotes_them(text, plain):
    """Escapes that are not known stay."""
    assert go_string(text) == plain
