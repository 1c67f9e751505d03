"""The same objects, printed by every kubectl as YAML, JSON and describe text, give the same tables."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from story_maker.kubectl_binaries import NoKubectlError, kubectl
from tests.demand import give_up
from tests.kubectl_matrix.api_server import PLURALS, Objects, serving
from tests.kubectl_matrix.clients import described, printed
from tests.kubectl_matrix.cluster import cluster
from tests.kubectl_matrix.compare import Comparison, same
from tests.kubectl_matrix.compare import described as compare_described
from tests.kubectl_matrix.tables import KEYS, Reading, Row

# The oldest and the newest client, and one of the middle; the others run with `-m long`.
USUAL = (20, 30, 37)
MINORS = [pytest.param(minor, marks=() if minor in USUAL else pytest.mark.long) for minor in range(20, 38)]
# describe prints dates in the collector's time zone.
ZONES = ("UTC", "Asia/Kolkata", "America/New_York")
LEAST_FIELDS = 25_000
# What is printed inside of what: their order decides which row comes first.
TWICE = ("leases", "namespaces", "nodes", "resourcequotas")
NEW_EVENTS = "events.v1.events.k8s.io"


@pytest.fixture(scope="module")
def objects() -> Objects:
    """All objects, with times relative to now."""
    return cluster(datetime.now(UTC))


@pytest.fixture(scope="module")
def address(objects: Objects) -> Iterator[str]:
    """Where they are served."""
    with serving(objects) as where:
        yield where


@pytest.fixture(scope="module")
def reading() -> Reading:
    """The product's reader."""
    return Reading()


def test_objects_are_many_and_of_many_kinds(objects: Objects) -> None:
    """The matrix is about 300 objects of 22 kinds at least, not counting events."""
    of_kind = {kind: len(made) for kind, made in objects.items() if kind not in ("Event", "NewEvent")}
    assert len(of_kind) >= 22
    assert sum(of_kind.values()) >= 300


@pytest.mark.parametrize("minor", MINORS)
def test_forms_agree(minor: int, objects: Objects, address: str, reading: Reading, record_property) -> None:
    """Tables of YAML and JSON are equal, and those of describe are in every field that it prints."""
    try:
        kubectl(minor)
    except NoKubectlError as missing:
        give_up(f"kubectl 1.{minor} cannot be had: {missing}")
    begin = time.time()
    texts = _printed(address, minor, sorted(set(objects) - {"NewEvent"}))
    clock = (begin, time.time())
    whole, as_json, new_events, from_describe = (reading.tables(name, text) for name, text in texts.items())
    found = [same(whole, as_json), same({"events": whole["events"]}, {"events": new_events["events"]})]
    _tell_series(whole["events"], objects)
    found.append(compare_described(whole, from_describe, minor, clock))
    _expect_nothing(found)
    record_property("compared fields", sum(one.fields for one in found))
    assert found[-1].fields > LEAST_FIELDS
    assert KEYS.keys() <= whole.keys()


def test_form_of_the_lines_changes_nothing(objects: Objects, address: str, reading: Reading) -> None:
    """Windows line ends, lost blanks at line ends, and another order of the objects give the same tables."""
    kinds = [PLURALS[kind] for kind in sorted(set(objects) - {"Event", "NewEvent"})]
    text = described(address, max(USUAL), kinds)
    expected = reading.tables("all.txt", text)
    stripped = "\n".join(line.rstrip() for line in text.split("\n"))
    turned = described(address, max(USUAL), [*(kind for kind in kinds[::-1] if kind not in TWICE), *TWICE])
    for other in (stripped, text.replace("\n", "\r\n"), turned):
        assert same(expected, reading.tables("all.txt", other)).differences == []


@pytest.mark.parametrize("minor", USUAL)
def test_requests_of_a_node_are_those_of_its_pods(minor: int, objects: Objects, address: str, reading: Reading) -> None:
    """What describe of a node says about a pod is the sum over its containers; init containers count otherwise."""
    tables = reading.tables("nodes.txt", described(address, minor, ["nodes", "pods"]))
    plain = {
        pod["metadata"]["name"]
        for pod in objects["Pod"]
        if "nodeName" in pod["spec"] and pod["status"]["phase"] not in ("Failed", "Succeeded")
        if not {"initContainers", "resources"} & pod["spec"].keys()
    }
    listed = [row for row in tables["node_pods"] if row["pod"] in plain]
    assert {row["pod"] for row in listed} == plain
    for row in listed:
        of_pod = [
            one for one in tables["containers"] if one["pod"] == row["pod"] and one["container_type"] == "regular"
        ]
        for column in ("cpu_request", "cpu_limit", "memory_request_bytes", "memory_limit_bytes"):
            # Each fraction of a byte rounds up, and a sum above the largest number that fits stays there.
            expected = min(sum(one[column] or 0 for one in of_pod), 2**63 - 1)
            rounded = len(of_pod) if column.startswith("memory") else 1e-9
            assert row[column] == pytest.approx(expected, abs=rounded, rel=1e-9), (row, column)
    assert {row["resource"] for row in tables["node_requests"]} >= {"cpu", "memory", "nvidia.com/gpu"}


def _printed(address: str, minor: int, kinds: list[str]) -> dict[str, str]:
    """All objects in YAML, in JSON, the events of the newer group, and what describe says; four clients at a time."""
    # A lease and a quota of their own come before those that are printed inside a node and a namespace.
    order = sorted(set(kinds) - {"Event"}, key=lambda kind: (kind in ("Node", "Namespace"), kind))
    get = ["get", ",".join(PLURALS[kind] for kind in kinds), "-A", "-o"]
    with ThreadPoolExecutor(4) as clients:
        jobs = {
            "all.yaml": clients.submit(printed, address, minor, [*get, "yaml"]),
            "all.json": clients.submit(printed, address, minor, [*get, "json"]),
            "events.yaml": clients.submit(printed, address, minor, ["get", NEW_EVENTS, "-A", "-o", "yaml"]),
            "all.txt": clients.submit(described, address, minor, [PLURALS[kind] for kind in order], ZONES[minor % 3]),
        }
        return {name: job.result() for name, job in jobs.items()}


def _tell_series(rows: list[Row], objects: Objects) -> None:
    """Whether an event is a series: no column says that, but clients before 1.23 do not know them."""
    series = {_event(one["involvedObject"], one) for one in objects["Event"] if "series" in one}
    for row in rows:
        row["series"] = _event(row, row) in series


def _event(about: Row, event: Row) -> tuple[str, str, str]:
    return about["name"], event["reason"], " ".join(event["message"].split())


def _expect_nothing(found: list[Comparison]) -> None:
    differences = [line for one in found for line in one.differences]
    assert not differences, f"{len(differences)} differences, such as\n" + "\n".join(differences[:20])
