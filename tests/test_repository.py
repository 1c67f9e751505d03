"""What holds for the repository as a whole."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import analyzer
from analyzer import shipped

ROOT = Path(__file__).parent.parent
MAX_STORY_BYTES = 400 * 1024
# In parts, so that this file does not hold them.
REGISTRIES = tuple(
    "".join(parts) for parts in (("pypi", ".org"), ("python", "hosted"), ("registry.", "npmjs"), ("deb.", "debian.org"))
)


def _tracked() -> list[Path]:
    found = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if found.returncode == 0:
        return [path for name in found.stdout.decode().split("\0") if name and (path := ROOT / name).is_file()]
    folders = ("analyzer", "rules", "reports", "tests", "docs", "scripts", ".ci")
    return [path for folder in folders for path in (ROOT / folder).rglob("*") if path.is_file()]


def test_no_address_of_a_package_registry() -> None:
    """Where packages come from is set up on a machine, not in the repository."""
    pattern = re.compile("|".join(map(re.escape, REGISTRIES)).encode(), re.IGNORECASE)
    assert [str(path) for path in _tracked() if pattern.search(path.read_bytes())] == []


def test_sample_bundles_are_small() -> None:
    """A story needs few bytes; what is larger is made by a script."""
    for story in (ROOT / "sample_bundles").glob("*"):
        size = sum(path.stat().st_size for path in story.rglob("*") if path.is_file())
        assert size <= MAX_STORY_BYTES, f"{story.name} has {size} bytes"


def test_the_version_stands_in_two_places_alike() -> None:
    """The distribution and `bundlescope version` say the same."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == analyzer.__version__


def test_every_dependency_has_one_exact_version() -> None:
    """An installation of next year is that of today."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not re.fullmatch(r"[A-Za-z0-9_.-]+==[0-9][\w.]*", line)] == []
    pinned = {re.sub(r"[-_.]+", "-", line.partition("==")[0]).lower() for line in lines}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = project["project"]["dependencies"] + project["dependency-groups"]["dev"]
    wanted += project["project"]["optional-dependencies"]["pdf"]
    names = {re.sub(r"[-_.]+", "-", re.split(r"[<>=!~ \[]", one)[0]).lower() for one in wanted}
    assert names <= pinned


def test_shipped_files_are_found() -> None:
    """Rules and templates are there, in a checkout and in a wheel."""
    assert any(shipped.rules_dir().rglob("*.yaml"))
    assert any(shipped.templates_dir().glob("*.j2"))
    assert shipped.samples_dir().name in {"samples", "sample_bundles"}
