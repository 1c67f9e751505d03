"""Containers from the spec of pods."""

# ruff: noqa: E501 -- lines of kubectl are long, and are kept as they are

from __future__ import annotations

from analyzer.parsers.kubectl import containers

from .reading import POD_YAML, records


def test_containers_of_a_pod():
    """Sizes are bytes and cores; the text of the limit is kept."""
    setup, app = records(containers, POD_YAML, "yaml")
    assert (setup.container, setup.container_type, setup.at) == ("setup", "init", "spec.initContainers[0]")
    assert (app.memory_limit_bytes, app.memory_limit_text, app.memory_request_bytes) == (
        134217728,
        "128Mi",
        67108864,
    )
    assert (app.cpu_request, app.cpu_limit, app.command, app.position) == (0.25, None, "sh -c", 0)


def test_sidecar_is_an_init_container_that_is_always_restarted():
    """Kubernetes 1.29 and later."""
    text = "kind: Pod\nmetadata: {name: a}\nspec:\n  initContainers:\n  - {name: proxy, restartPolicy: Always}\n"
    (container,) = records(containers, text, "yaml")
    assert container.container_type == "sidecar"


def test_memory_written_as_cpu():
    """A limit of `500m` is half a byte and rounds up (azure troubleshooting guide)."""
    text = "kind: Pod\nspec:\n  containers:\n  - name: nginx\n    resources:\n      limits:\n        memory: 500m\n"
    (container,) = records(containers, text, "yaml")
    assert (container.memory_limit_bytes, container.memory_limit_text) == (1, "500m")
