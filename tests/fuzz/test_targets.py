"""The fuzzing targets hold on their own seeds; what fuzzing found stands as a test beside the code."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

from fuzz.run import ROOT, targets, timed

CORPUS = ROOT / "fuzz" / "corpus"
SEEDS = sorted(path for path in CORPUS.rglob("*") if path.is_file())


def test_there_are_ten_targets_with_small_corpora():
    """Every target has seeds, and all together are small."""
    assert len(targets()) == 10
    assert targets() == sorted(path.name for path in CORPUS.iterdir())
    assert sum(path.stat().st_size for path in SEEDS) < 100_000


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_a_seed_passes(seed: Path):
    """Nothing is raised, and each takes less than a second."""
    timed(importlib.import_module(f"fuzz.{seed.parent.name}").fuzz_one)(seed.read_bytes())
