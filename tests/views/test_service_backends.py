"""What stands behind a Service: addresses, chosen pods, and pods that its selector misses."""

from __future__ import annotations

import pytest

from tests.views.tables_of_rows import database, only, values

SERVICE = {"where": (0, 1), "at": "", "namespace": "shop", "service": "web", "type": "ClusterIP", "selector": "app=web", "form": "yaml"}  # fmt: skip
EMPTY = {"where": (0, 2), "at": "", "kind": "Endpoints", "namespace": "shop", "name": "web", "form": "yaml"}


def pod(name, labels, number=10, ready="1/1", **known):
    row = {"where": (0, number), "at": "", "namespace": "shop", "pod": name, "phase": "Running", "ready_text": ready, "form": "table", **known}  # fmt: skip
    return row, {
        "where": (0, number),
        "at": "",
        "kind": "Pod",
        "namespace": row["namespace"],
        "name": name,
        "labels": labels,
    }


def made(*pods, services=(SERVICE,), objects=(), **tables):
    rows = [row for row, _ in pods]
    labels = [label for _, label in pods if label["labels"]]
    return database(members=["x"], services=list(services), pods=rows, objects=[*objects, *labels], **tables)


def address(number, **known):
    return {
        "where": (0, number),
        "at": "a",
        "namespace": "shop",
        "name": "web",
        "service": "web",
        "address": f"10.1.0.{number}",
        **known,
    }


def test_addresses_that_are_ready_and_that_wait():
    """A slice may leave open whether an address is ready: then it is. One seen in both kinds counts once."""
    found = made(
        objects=[EMPTY],
        endpoints=[address(1, ready=True), address(1, ready=True), address(2), address(3, ready=False)],
    )
    assert values(found, "SELECT told, addresses, waiting FROM service_backends") == [(True, 2, 1)]


@pytest.mark.parametrize(
    ("tables", "told"),
    [
        ({}, False),
        ({"objects": [EMPTY]}, True),
        (
            {
                "objects": [
                    {
                        **EMPTY,
                        "kind": "EndpointSlice",
                        "name": "web-x2k8p",
                        "labels": "a=b,kubernetes.io/service-name=web",
                    }
                ]
            },
            True,
        ),
        ({"objects": [{**EMPTY, "name": "other"}]}, False),
        ({"objects": [{**EMPTY, "namespace": "bank"}]}, False),
        ({"objects": [{**EMPTY, "kind": "ConfigMap"}]}, False),
    ],
)
def test_whether_anything_tells_of_addresses(tables, told):
    assert only(made(**tables), "SELECT told FROM service_backends") == told


def test_describe_tells_both():
    port = {
        "where": (0, 1),
        "at": "spec.ports[0]",
        "namespace": "shop",
        "service": "web",
        "port": 80,
        "target_port": "8080",
    }
    asked = "SELECT told, addresses FROM service_backends"
    assert values(made(service_ports=[{**port, "endpoints": "<none>"}]), asked) == [(True, 0)]
    assert values(made(service_ports=[{**port, "endpoints": "10.1.0.1:8080"}]), asked) == [(True, 1)]
    assert values(made(service_ports=[port]), asked) == [(False, 0)]


def test_all_labels_have_to_agree():
    services = [{**SERVICE, "selector": "app=web,tier=front"}]
    pods = [
        pod("a-0", "app=web,tier=front,x=y", 10),
        pod("b-0", "app=web,tier=front", 11, "0/1"),
        pod("c-0", "app=web,tier=back", 12),
        pod("d-0", "app=web,tier=front", 13, namespace="bank"),
        pod("e-0", "app=web,tier=front", 14, phase="Succeeded"),
    ]
    asked = "SELECT chosen, chosen_ready, pod FROM service_backends"
    assert values(made(*pods, services=services), asked) == [(2, 1, "b-0")]


@pytest.mark.parametrize(
    ("selector", "name", "labels", "near"),
    [
        ("app=web", "site-0", "app=web-app", True),
        ("app=frontend", "site-0", "app=front-end", True),
        ("app=web,version=v1", "site-0", "app=web", True),
        ("app=site", "web-7d4b9c6f5-x2k8p", "app=ledger", True),
        ("app=web", "site-0", "app=ledger", False),
        ("app=redis,role=replica", "site-0", "app=redis,role=master", False),
        ("track=blue", "site-0", "track=green", False),
        ("app=web", "site-0", "name=web", False),
    ],
)
def test_pods_that_the_selector_seems_to_mean(selector, name, labels, near):
    found = made(pod(name, labels), services=[{**SERVICE, "selector": selector}])
    assert values(found, "SELECT near_pod FROM service_backends") == [(name if near else None,)]


def test_what_another_service_chooses_is_not_meant():
    other = {**SERVICE, "where": (0, 3), "service": "web-app", "selector": "app=web-app"}
    found = made(pod("site-0", "app=web-app"), services=[SERVICE, other])
    assert values(found, "SELECT near_pod FROM service_backends WHERE service = 'web'") == [(None,)]


def test_pods_that_are_not_ready_are_not_meant():
    assert only(made(pod("site-0", "app=web-app", ready="0/1")), "SELECT near_pod FROM service_backends") is None


def test_pods_whose_labels_are_not_shown():
    found = made(pod("a-0", "app=web"), pod("b-0", None, 11), pod("c-0", None, 12, namespace="bank"))
    assert only(found, "SELECT unlabelled FROM service_backends") == 1


@pytest.mark.parametrize(
    ("target", "ports", "names", "fits"),
    [
        ("8080", "8080/TCP,9090/TCP", None, True),
        ("8080", "80/TCP", None, False),
        ("http", "80/TCP", "http,admin", True),
        ("http", "80/TCP", "admin", False),
        ("http", "80/TCP", None, None),
        ("8080", None, None, None),
    ],
)
def test_ports(target, ports, names, fits):
    port = {
        "where": (0, 1),
        "at": "spec.ports[0]",
        "namespace": "shop",
        "service": "web",
        "port": 80,
        "target_port": target,
    }
    container = {"where": (0, 10), "at": "c", "namespace": "shop", "pod": "web-0", "container": "app", "ports": ports, "port_names": names}  # fmt: skip
    found = made(pod("web-0", "app=web"), service_ports=[port], containers=[container])
    assert only(found, "SELECT port_fits FROM service_backends") == fits


def test_a_workload_that_wants_no_pods():
    workload = {
        "where": (0, 4),
        "at": "",
        "kind": "Deployment",
        "namespace": "shop",
        "name": "site",
        "selector": "app=web",
    }
    asked = "SELECT scaled_down FROM service_backends"
    why = "SELECT known_why, service_namespace FROM service_backends"
    assert values(made(workloads=[{**workload, "desired": 0}]), why) == [(True, "shop")]
    assert values(made(workloads=[{**workload, "desired": 1}]), why) == [(False, "shop")]
    assert values(made(pod("web-1", "app=web", ready="0/1")), why) == [(True, "shop")]
    assert only(made(workloads=[{**workload, "desired": 0}]), asked) == "Deployment site"
    assert only(made(workloads=[{**workload, "desired": 1}]), asked) is None
    assert only(made(workloads=[{**workload, "desired": 0, "selector": "app=x"}]), asked) is None
    assert only(made(workloads=[{**workload, "desired": 0, "kind": "ReplicaSet"}]), asked) is None


def test_services_without_backends_of_their_own():
    """One without selector is somebody else's to fill, an ExternalName has none; the fullest form counts once."""
    services = [
        {**SERVICE, "selector": None},
        {**SERVICE, "where": (0, 3), "type": "ExternalName"},
        {**SERVICE, "where": (0, 4), "service": "api", "form": "table", "selector": "app=x"},
        {**SERVICE, "where": (0, 5), "service": "api", "form": "describe", "selector": "app=y"},
    ]
    assert values(made(services=services), "SELECT service, selector FROM service_backends") == [("api", "app=y")]


def test_a_pod_of_the_service_s_name_without_labels_in_the_bundle():
    """As a table shows it: not ready, it may be why there is no address; ready, it proves nothing."""
    asked = "SELECT chosen, chosen_ready, pod FROM service_backends"
    assert values(made(pod("web-7d4b9c6f5-x2k8p", None, ready="0/1")), asked) == [(1, 0, "web-7d4b9c6f5-x2k8p")]
    assert values(made(pod("web-7d4b9c6f5-x2k8p", None)), asked) == [(0, 0, None)]
    assert values(made(pod("api-7d4b9c6f5-x2k8p", None, ready="0/1")), asked) == [(0, 0, None)]


def test_a_service_without_its_namespace():
    """A table of one namespace does not print it."""
    found = made(pod("web-0", "app=web", ready="0/1"), services=[{**SERVICE, "namespace": None}])
    assert only(found, "SELECT chosen FROM service_backends") == 1
