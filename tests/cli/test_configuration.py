"""What a user configures: rule packs, from the user's own folder and from nowhere else."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
RULE = """\
id: site.waiting
title: A container waits
level: low
role: cause
when: {table: pods, where: {phase: Pending}}
evidence: [phase]
subject: {kind: Pod, name: "{pod}"}
message: "{pod} waits"
"""


@pytest.fixture
def home(tmp_path):
    pack = tmp_path / "pack" / "site"
    pack.mkdir(parents=True)
    (pack / "waiting.yaml").write_text(RULE)
    (tmp_path / "config" / "bundlescope").mkdir(parents=True)
    return tmp_path


def run(home: Path, configuration: str, *args: str) -> subprocess.CompletedProcess[str]:
    (home / "config" / "bundlescope" / "config.toml").write_text(configuration)
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "XDG_CONFIG_HOME": str(home / "config"),
        "HOME": str(home),
    }
    return subprocess.run(
        [sys.executable, "-m", "analyzer.cli.main", *args], cwd=home, env=environment, capture_output=True, text=True, check=False, timeout=60
    )  # fmt: skip


def test_configured_packs_are_read(home):
    """The rules of the pack are there without an option."""
    done = run(home, f'rules = ["{home / "pack"}"]\n', "rules", "list")
    assert done.returncode == 0
    assert "site.waiting" in done.stdout


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("rules = 3", "`rules` is a list of folders"),
        ('rules = ["relative"]', "relative is no absolute path of a folder"),
        ('rulez = ["/x"]', "unknown key 'rulez'"),
        ("rules = [", "config.toml"),
    ],
)
def test_a_wrong_configuration_is_an_error_with_its_place(home, text, said):
    """Nothing is guessed, and no traceback is shown."""
    done = run(home, text, "rules", "list")
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_bundle_cannot_configure(home):
    """A configuration in the working directory or in the bundle means nothing."""
    bundle = home / "bundle"
    (bundle / "bundlescope").mkdir(parents=True)
    (bundle / "bundlescope" / "config.toml").write_text("rulez = 1")
    (bundle / "config.toml").write_text("rulez = 1")
    done = run(home, "", "rules", "list")
    assert done.returncode == 0
    assert "site.waiting" not in done.stdout
