"""Which lines of a container's log are its own last words."""

from __future__ import annotations

import pytest

from tests.views.tables_of_rows import database, values

SHIPPED = '{"log":"bind: address already in use","kubernetes":{"namespace_name":"shop","pod_name":"web-2"}}'
NESTED = '{"message":"no such host","kubernetes":{"node":{"name":"n1"},"pod":{"uid":"u","name":"web-2"}}}'
QUOTED = r"write failed: {\"log\":\"no such host\",\"kubernetes\":{\"pod_name\":\"web-2\"}}"


def lines(text, pod="shipper-0", **known):
    hit = {"where": (0, 9), "text": text, "from_end": 0, "asked": True, **known}
    log = {"where": (0, 1), "namespace": "logging", "pod": pod, "container": "app", "last_line": 9}
    row = {"where": (1, 1), "at": "", "namespace": "logging", "pod": pod, "form": "yaml"}
    now = {"where": (1, 1), "at": "s", "namespace": "logging", "pod": pod, "container": "app", "which": "state"}
    made = database(
        members=["app.log", "pod.yaml"],
        log_files=[log],
        log_hits=[hit],
        pods=[row],
        container_states=[{**now, "state": "running", "ready": True, "restart_count": 0, "form": "yaml"}],
    )
    return values(made, "SELECT text, at_end FROM log_lines")


@pytest.mark.parametrize("text", [SHIPPED, NESTED, QUOTED])
def test_what_a_shipper_quotes_of_another_pod_is_left_out(text):
    """As fluent-bit, Filebeat and a log in a log write it."""
    assert lines(text) == []


@pytest.mark.parametrize("text", [SHIPPED, NESTED, QUOTED])
def test_a_record_of_the_pod_itself_is_its_own_word(text):
    """Its log may have come out of a store of such records."""
    assert lines(text, pod="web-2") == [(text, True)]


@pytest.mark.parametrize(
    "text",
    ['{"msg":"no such host","pod_name":"web-2"}', '{"msg":"kubernetes: no such host","pod_name":"web-2"}'],
)
def test_an_error_about_another_pod_is_an_own_word(text):
    """Operators write so; only the stamp of a shipper makes it a quotation."""
    assert lines(text) == [(text, True)]


@pytest.mark.parametrize(("from_end", "at_end"), [(0, True), (2, True), (3, False)])
def test_a_running_container_went_on_after_three_lines(from_end, at_end):
    """Whatever stands before them it has lived through."""
    assert lines("no such host", from_end=from_end) == [("no such host", at_end)]
