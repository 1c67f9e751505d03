"""The one command that rewrites golden files."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

TEST = "def test_it(golden):\n    golden('new', 'part/it.txt')\n"


def _pytest(folder: Path, *options: str) -> int:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *options]
    return subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode


def test_a_golden_file_is_compared_and_only_rewritten_on_demand(tmp_path: Path) -> None:
    """Another text fails and stays; `--golden` writes the file, and then the test holds."""
    shutil.copy(Path(__file__).with_name("conftest.py"), tmp_path)
    (tmp_path / "test_it.py").write_text(TEST, encoding="utf-8")
    file = tmp_path / "golden" / "part" / "it.txt"
    assert _pytest(tmp_path) == 1
    assert not file.exists()
    assert _pytest(tmp_path, "--golden") == 0
    assert file.read_text(encoding="utf-8") == "new"
    file.write_text("old", encoding="utf-8")
    assert _pytest(tmp_path) == 1
    assert file.read_text(encoding="utf-8") == "old"
