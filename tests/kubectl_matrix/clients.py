"""What a kubectl prints of all objects."""

from __future__ import annotations

import subprocess
import tempfile

from story_maker.kubectl_binaries import kubectl


def printed(address: str, minor: int, arguments: list[str], zone: str = "UTC") -> str:
    """What `kubectl ARGUMENTS` of version 1.`minor` prints; dates are in the collector's time zone."""
    with tempfile.TemporaryDirectory() as home:
        command = [str(kubectl(minor)), "--server", address, *arguments]
        surroundings = {"KUBECONFIG": "/dev/null", "HOME": home, "TZ": zone, "PATH": "/usr/bin:/bin"}
        # The command is the cached client with arguments that the tests write.
        done = subprocess.run(command, capture_output=True, text=True, env=surroundings, check=False, timeout=300)  # noqa: S603
    assert done.returncode == 0, f"kubectl 1.{minor} {' '.join(arguments)}: {done.stderr.strip()[-3000:]}"
    return done.stdout


def described(address: str, minor: int, kinds: list[str], zone: str = "UTC") -> str:
    """`kubectl describe` of all objects of these kinds; from 1.36 events come on request only."""
    return printed(address, minor, ["describe", ",".join(kinds), "-A", "--show-events=true"], zone)
