"""What a container lacks that its spec asks for, and whether it has it now."""

from __future__ import annotations

import pytest

from tests.views.tables_of_rows import database, only, values

MEMBERS = ["describe.txt", "kubelet.log"]


def event(message, line=1, **known):
    return {
        "where": (0, line),
        "kind": "Pod",
        "reason": "Failed",
        "message": f"Error: {message}",
        "form": "describe",
        **known,
    }


@pytest.mark.parametrize(
    ("message", "about", "kind", "name"),
    [
        ('secret "login" not found', "reference missing", "Secret", "login"),
        ('configmap "env" not found', "reference missing", "ConfigMap", "env"),
        ("couldn't find key a in Secret shop/login", "key missing", "Secret", "login"),
        ("couldn't find key a in ConfigMap shop/env", "key missing", "ConfigMap", "env"),
        ('failed to prepare subPath for volumeMount "v" of container "app"', "subpath", None, None),
        ('failed to create subPath directory for volumeMount "v" of container "app"', "subpath", None, None),
        ('cannot find volume "v" to mount into container "app"', "undeclared", None, None),
        (
            'error mounting "/a" to rootfs at "/b": not a directory: Are you trying (or vice-versa)?',
            "over file",
            None,
            None,
        ),
    ],
)
def test_what_a_message_is_about(message, about, kind, name):
    """Messages of kubelet and runc."""
    made = database(members=MEMBERS, events=[event(message, name="web-0", namespace="shop", container="app")])
    assert values(made, "SELECT about, ref_kind, ref_name FROM config_failures") == [(about, kind, name)]


def test_what_is_about_something_else():
    """Users, commands that are directories, volumes that were not even set up."""
    told = [event("container has runAsNonRoot and image will run as root"), event('exec: "/opt": is a directory', 2),
            event('MountVolume.SetUp failed for volume "v" : hostPath type check failed: /mounting is not a directory', 3)]  # fmt: skip
    assert values(database(members=MEMBERS, events=told), "SELECT * FROM config_failures") == []


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ({"state": "waiting", "reason": "CreateContainerConfigError"}, "failing"),
        ({"state": "waiting", "reason": "CrashLoopBackOff"}, "over"),
        ({"state": "waiting", "reason": "ImagePullBackOff"}, "over"),
        ({"state": "running"}, "over"),
    ],
)
def test_a_container_that_came_further_has_what_it_needs(state, expected):
    """Though it may crash now for something else."""
    pod = {"where": (1, 1), "at": "", "namespace": "shop", "pod": "web-0", "phase": "Pending", "form": "yaml"}
    now = {
        "where": (1, 1),
        "at": "s",
        "namespace": "shop",
        "pod": "web-0",
        "container": "app",
        "which": "state",
        "form": "yaml",
    }
    made = database(
        members=MEMBERS, pods=[pod], container_states=[{**now, "ready": False, **state}],
        events=[event('secret "login" not found', name="web-0", namespace="shop", container="app")],
    )  # fmt: skip
    assert only(made, "SELECT state_now FROM config_failures") == expected


def logged(pod):
    said = 'CreateContainerConfigError: secret "login" not found'
    return {
        "where": (1, 1),
        "kind": "start-failed",
        "unit": "kubelet",
        "namespace": "shop",
        "pod": pod,
        "container": "app",
        "detail": said,
    }


@pytest.mark.parametrize(("pods", "pod"), [(["web-0"], "web-0"), (["web-0", "web-1"], None)])
def test_the_log_names_the_pod_of_an_excerpt(pods, pod):
    """Where it says the same of one pod only."""
    lines = [{**logged(name), "where": (1, number)} for number, name in enumerate(pods, 1)]
    made = database(members=MEMBERS, events=[event('secret "login" not found', container="app")], service_log=lines)
    assert values(made, "SELECT pod FROM config_failures WHERE origin = 'events'") == [(pod,)]
