"""Whole tables of events: what one line does not say, its header does."""

from __future__ import annotations

import pytest

from analyzer.notation.kubectl.event_lists import event_lines

# kubectl 1.31, `get events -A -o wide` and `get events -A -o wide --no-headers`
WIDE = """\
NAMESPACE   LAST SEEN   TYPE      REASON      OBJECT                     SUBOBJECT              SOURCE              MESSAGE                                      FIRST SEEN   COUNT   NAME
shop        2m          Warning   Unhealthy   pod/web-5d8f7c9b6d-x2v4q   spec.containers{app}   kubelet, worker-1   Readiness probe failed: connection refused   9m           4       web-5d8f7c9b6d-x2v4q.1
shop        6m          Normal    Scheduled   pod/web-5d8f7c9b6d-x2v4q                          default-scheduler   Successfully assigned shop/web to worker-1   6m           1       web-5d8f7c9b6d-x2v4q.2
"""


def events(text: str):
    found = event_lines(enumerate(text.splitlines(), 1), lambda _: False)
    return [event.row for event in found if event.row is not None]


@pytest.mark.parametrize(
    ("number", "field", "value"),
    [
        (0, "message", "Readiness probe failed: connection refused"),
        (0, "source", "kubelet, worker-1"),
        (0, "path", "spec.containers{app}"),
        (0, "kind", "Pod"),
        (0, "times", 4),
        (0, "first", "9m"),
        (0, "namespace", "shop"),
        (1, "message", "Successfully assigned shop/web to worker-1"),
        (1, "source", "default-scheduler"),
        (1, "path", None),
    ],
)
def test_wide_columns_are_no_part_of_the_message(number, field, value):
    """With the namespace before it and with empty cells, too."""
    assert getattr(events(WIDE)[number], field) == value
