"""Runs real kubectl against a story's cluster; what it prints does not depend on when that is done."""

from __future__ import annotations

import re
import subprocess
import tempfile
import time
from datetime import UTC, datetime, timedelta, timezone

from story_maker.api_server import serving
from story_maker.cluster import Cluster
from story_maker.kubectl_binaries import kubectl

_DATE = re.compile(r"[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d [+-]\d{4}")
_FORM = "%a, %d %b %Y %H:%M:%S %z"
_TRIES = 20


class KubectlError(Exception):
    """kubectl failed, or never finished within one second of the clock."""


def run_kubectl(cluster: Cluster, minor: int, arguments: list[str], zone_hours: int = 0) -> str:
    """Return what `kubectl ARGUMENTS` prints; dates in the collector's zone, ages as at the collection."""
    if arguments[0] not in ("describe", "events"):
        with serving(cluster) as address:
            return _call(address, minor, arguments)
    for _ in range(_TRIES):
        # Ages are counted in whole seconds by the client's clock: begin and end within one second.
        late = time.time() % 1
        if late > 0.3:
            time.sleep(1.02 - late)
        second = int(time.time())
        shift = second - int(cluster.collected.timestamp())
        with serving(cluster, shift) as address:
            text = _call(address, minor, arguments)
        if int(time.time()) == second:
            return _shift_back(text, shift, zone_hours)
    raise KubectlError(f"kubectl {' '.join(arguments)} takes longer than a second")


def _call(address: str, minor: int, arguments: list[str]) -> str:
    with tempfile.TemporaryDirectory() as home:
        command = [str(kubectl(minor)), "--server", address, *arguments]
        surroundings = {"KUBECONFIG": "/dev/null", "HOME": home, "TZ": "UTC", "PATH": "/usr/bin:/bin"}
        # The command is the cached client with arguments written in the stories.
        done = subprocess.run(  # noqa: S603
            command, capture_output=True, text=True, env=surroundings, check=False, timeout=60
        )
    if done.returncode:
        raise KubectlError(f"kubectl {' '.join(arguments)}: {done.stderr.strip()[-400:]}")
    return done.stdout


def _shift_back(text: str, shift: int, zone_hours: int) -> str:
    zone = timezone(timedelta(hours=zone_hours))

    def one(match: re.Match[str]) -> str:
        printed = datetime.strptime(match[0], _FORM).astimezone(UTC) - timedelta(seconds=shift)
        return printed.astimezone(zone).strftime(_FORM)

    return _DATE.sub(one, text)
