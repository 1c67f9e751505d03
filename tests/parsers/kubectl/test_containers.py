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


def test_what_the_security_context_takes_away():
    """describe does not print it: there both are missing."""
    text = (
        "kind: Pod\nspec:\n  containers:\n  - name: nginx\n    securityContext:\n      readOnlyRootFilesystem: true\n"
        "      capabilities:\n        drop: [ALL, NET_RAW]\n  - name: plain\n"
    )
    nginx, plain = records(containers, text, "yaml")
    assert (nginx.read_only_root, nginx.dropped_capabilities) == (True, "ALL,NET_RAW")
    assert (plain.read_only_root, plain.dropped_capabilities) == (None, None)


def test_ports_of_the_node_and_other_resources():
    """What a container takes of its node beside CPU and memory; a host port 0 is none."""
    text = (
        "kind: Pod\nspec:\n  containers:\n  - name: a\n    ports:\n    - {containerPort: 80, hostPort: 8080}\n"
        "    - {containerPort: 53, hostPort: 0, protocol: UDP}\n    - {hostPort: 443, containerPort: 443}\n"
        "    resources:\n      requests: {cpu: 1, memory: 1Gi, nvidia.com/gpu: 2, ephemeral-storage: 4Gi}\n"
    )
    (container,) = records(containers, text, "yaml")
    assert (container.ports, container.host_ports) == ("80/TCP,53/UDP,443/TCP", "8080/TCP,443/TCP")
    assert container.other_requests == "ephemeral-storage=4Gi,nvidia.com/gpu=2"


def test_ports_of_the_node_in_describe():
    """They stand beside the ports of the container, in their order."""
    text = (
        "Name:  web-0\nContainers:\n  app:\n    Ports:         80/TCP, 53/UDP\n    Host Ports:    8080/TCP, 0/UDP\n"
        "    Requests:\n      nvidia.com/gpu:  1\nConditions:\n"
    )
    (container,) = records(containers, text, "describe")
    assert (container.ports, container.host_ports) == ("80/TCP,53/UDP", "8080/TCP")
    assert container.other_requests == "nvidia.com/gpu=1"
