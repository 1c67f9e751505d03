"""What tools say in the place of data."""

from __future__ import annotations

import pytest

from analyzer.notation.kubectl.tool_messages import is_error_text, is_message_text, tool_message


@pytest.mark.parametrize(
    "line",
    [
        'Error from server (NotFound): pods "web-0" not found',
        'Error from server (Forbidden): secrets is forbidden: User "x" cannot list resource "secrets"',
        'Error from server: Get "https://10.0.0.1:10250/containerLogs/a/b/c": dial tcp 10.0.0.1:10250: i/o timeout',
        "Unable to connect to the server: net/http: TLS handshake timeout",
        "The connection to the server localhost:8080 was refused - did you specify the right host or port?",
        "error: Metrics API not available",
        'error: the server doesn\'t have a resource type "podz"',
        "error: You must be logged in to the server (Unauthorized)",
        "error: unable to upgrade connection: container not found",
        "E0512 10:00:00.123456   12345 memcache.go:265] couldn't get current server API group list: Get ...",
        "unable to retrieve container logs for containerd://6f1c0e",
        "failed to try resolving symlinks in path /var/log/pods/x/0.log: no such file or directory",
        "-bash: kubectl: command not found",
        "bash: line 1: crictl: command not found",
        "zsh: command not found: kubectl",
        "'kubectl' is not recognized as an internal or external command,",
        "cat: /sys/fs/cgroup/memory.max: No such file or directory",
        "dmesg: read kernel buffer failed: Operation not permitted",
        "Unit kubelet.service could not be found.",
        "ssh: connect to host 10.0.0.1 port 22: Connection refused",
        "core@10.0.0.1: Permission denied (publickey).",
        "Host key verification failed.",
        'FATA[0000] failed to connect: failed to connect, make sure you are running as root',
        "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?",
        "curl: (7) Failed to connect to localhost port 10248: Connection refused",
        "command terminated with exit code 137",
        """error when evicting pods/"web-0" -n "shop" (will retry after 5s): Cannot evict pod as it would violate the pod's disruption budget.""",
    ],
)  # fmt: skip
def test_errors(line):
    """kubectl, shells, ssh, runtimes and curl, as they word it."""
    assert tool_message(line) == "error"
    assert is_error_text(line + "\n")


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("No resources found in default namespace.", "empty"),
        ("No resources found", "empty"),
        ("No events found in default namespace.", "empty"),
        ("-- No entries --", "empty"),
        ('Defaulted container "app" out of: app, sidecar', "notice"),
        ("Warning: v1 ComponentStatus is deprecated in v1.19+", "notice"),
        ("  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current", "notice"),
        ("100  1234  100  1234    0     0  12340      0 --:--:-- --:--:-- --:--:-- 12340", "notice"),
        ("Starting pod/worker-1-debug ...", "notice"),
        ("To use host binaries, run `chroot /host`", "notice"),
        ("If you don't see a command prompt, try pressing enter.", "notice"),
        ("deployment.apps/web configured", "notice"),
        ('pod "web-0" deleted', "notice"),
        ("WARN[0000] runtime connect using default endpoints: [unix:///run/containerd/containerd.sock]", "notice"),
        ("Connection to 10.0.0.1 closed.", "notice"),
        ("Server Version: v1.28.9", "notice"),
    ],
)
def test_notices_and_empty_lists(line, kind):
    """They are no errors: a list without items is an answer."""
    assert tool_message(line) == kind
    assert is_message_text(line)
    assert not is_error_text(line)


@pytest.mark.parametrize(
    "line",
    [
        "NAME    READY   STATUS    RESTARTS   AGE",
        "web-0   0/1     Error     0          3d",
        "[ 8812.104422] Memory cgroup out of memory: Killed process 4321 (java)",
        "2024-01-01T10:00:00Z error: cannot open the file",
        "Failed to load the model",
        "  Warning  Failed  15s  kubelet  Error: ErrImagePull",
        "",
    ],
)
def test_data_is_no_message(line):
    """Tables, logs and events stay what they are."""
    assert tool_message(line) is None


def test_an_application_may_say_what_tools_say():
    """In the place of a log only kubectl's own words are an error in the place of data."""
    curl = "  % Total    % Received % Xferd\n  0     0    0     0\ncurl: (6) Could not resolve host: db\n"
    assert not is_error_text(curl, of_log=True)
    assert not is_error_text("Error: Cannot find module 'express'\n", of_log=True)
    waiting = 'Defaulted container "a" out of: a, b\nError from server (BadRequest): container "a" in pod "x" is waiting to start\n'
    assert is_error_text(waiting, of_log=True)


def test_pages_of_proxies():
    """A load balancer answers with HTML."""
    assert is_error_text("<html>\n<head><title>503 Service Temporarily Unavailable</title></head>\n</html>\n")


def test_data_beside_an_error_is_kept():
    """An error among rows makes no error of the rows."""
    assert not is_error_text("NAME    READY\nweb-0   1/1\nError from server (Forbidden): x\n")
