"""Whose log a path names."""

from __future__ import annotations

import pytest

from analyzer.notation.log_paths import LogOwner, log_command, log_owner

_UID = "93e17ecc-ab55-461a-b526-29248d2554ad"
_ID = "05657a9c673d612aedd955a65136ccca36b82ba987831de7844cdc0238f1d707"


@pytest.mark.parametrize(
    ("path", "owner"),
    [
        (
            "must-gather.local.1/quay-io-x/namespaces/shop/pods/web-0/app/app/logs/previous.log",
            LogOwner("shop", "web-0", None, "app", None, previous=True),
        ),
        (
            "ns/namespaces/shop/pods/web-0/app/app/logs/current.insecure.log",
            LogOwner("shop", "web-0", None, "app", None, previous=False),
        ),
        (
            "namespaces/shop/pods/web-0/app/app/logs/rotated/0.log.20211027-082023.gz",
            LogOwner("shop", "web-0", None, "app"),
        ),
        (f"var/log/pods/shop_web-0_{_UID}/app/0.log", LogOwner("shop", "web-0", _UID, "app")),
        (
            f"n1/var/log/pods/shop_web-0_{_UID}/app/3.log.20240101-101010",
            LogOwner("shop", "web-0", _UID, "app"),
        ),
        (f"containers/web-0_shop_app-{_ID}.log", LogOwner("shop", "web-0", None, "app", _ID)),
        ("shop/web-0/logs.txt", LogOwner("shop", "web-0")),
        (
            "cluster-resources/pods/logs/shop/web-0/app.log",
            LogOwner("shop", "web-0", None, "app", None, previous=False),
        ),
        (
            "cluster-resources/pods/logs/shop/web-0/my-app-previous.log",
            LogOwner("shop", "web-0", None, "my-app", None, previous=True),
        ),
        ("logs/shop/web-0/app.log.1", LogOwner("shop", "web-0", None, "app", None, previous=True)),
        ("podlogs/shop/web-0/logs/app.txt", LogOwner("shop", "web-0", None, "app")),
        ("kubecapture/core_v1/shop/web-0/app/app.log", LogOwner("shop", "web-0", None, "app")),
        (f"rke/podlogs/k8s_app_web-0_shop_{_UID}_3", LogOwner("shop", "web-0", _UID, "app")),
        (
            "sos_commands/kubernetes/cluster-info/shop/podlogs/web-0/kubectl_--namespace_shop_logs_web-0_-c_app",
            LogOwner("shop", "web-0", None, "app"),
        ),
        (
            "logs/web-7f5c9d8b6-bcx2p-previous.log",
            LogOwner(None, "web-7f5c9d8b6-bcx2p", None, None, None, previous=True),
        ),
        ("logs/web-front-previous.log", LogOwner(previous=True)),
        ("web-0-previous.log", LogOwner(None, "web-0", None, None, None, previous=True)),
        ("web-7f5c9d8b6-bcx2p.log", LogOwner(None, "web-7f5c9d8b6-bcx2p")),
        ("web-0_app.log", LogOwner(None, "web-0", None, "app")),
        ("shop_web-0_app_previous.log", LogOwner("shop", "web-0", None, "app", None, previous=True)),
        ("pod-previous.log", LogOwner(previous=True)),
        ("frontend-previous.log", LogOwner(previous=True)),
        # nothing is claimed
        ("pod.log", LogOwner()),
        ("pod-2s4j2.log", LogOwner()),
        ("frontend.log", LogOwner()),
        ("var/log/app.log", LogOwner()),
        ("logs/output.txt", LogOwner()),
    ],
)
def test_layouts(path, owner):
    """Only what a path clearly says is claimed."""
    assert log_owner(path) == owner


@pytest.mark.parametrize(
    ("command", "owner"),
    [
        (
            "kubectl logs web-0 -n shop -c app --previous",
            LogOwner("shop", "web-0", None, "app", None, previous=True),
        ),
        ("oc -n shop logs pod/web-0 app", LogOwner("shop", "web-0", None, "app", None, previous=False)),
        ("k logs --tail=50 web-0", LogOwner(None, "web-0", None, None, None, previous=False)),
        ("kubectl logs -l app=web --tail 5", LogOwner(previous=False)),
        ("kubectl get pods", LogOwner()),
        ("tail -f app.log", LogOwner()),
    ],
)
def test_commands(command, owner):
    """A command in front of the log says it, too."""
    assert log_command(command) == owner


def test_two_sources_are_joined_only_if_they_agree():
    """What the second one adds counts only for the same pod."""
    mine = LogOwner(None, "web-0", None, None, None, previous=True)
    assert mine.filled(LogOwner("shop", "web-0", container="app")) == LogOwner(
        "shop", "web-0", None, "app", None, previous=True
    )
    assert mine.filled(LogOwner("shop", "db-0")) == mine
