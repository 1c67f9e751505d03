"""The floor under the score on real cases."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

PLACE = Path(__file__).parent.parent / ".ci" / "floor.py"


@pytest.fixture(scope="module")
def floor() -> ModuleType:
    """The script, as a module."""
    spec = importlib.util.spec_from_file_location("floor", PLACE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


SAME = {"top1": 5, "top3": 6, "subject": 4, "evidence": 5, "stated": 3, "clean": 2}
SAME |= {"violations": 1, "false_sure": 0, "crashes": 0}


@pytest.mark.parametrize(
    ("change", "worse"), [({}, []), ({"top1": 4}, ["top1"]), ({"crashes": 1}, ["crashes"]), ({"top1": 9}, [])]
)
def test_a_worse_score_is_named(floor: ModuleType, change: dict[str, int], worse: list[str]) -> None:
    """Fewer hits or more mistakes fail; better ones do not."""
    assert floor.below(SAME, SAME | change) == worse


def test_the_floor_only_rises(floor: ModuleType) -> None:
    """Raising keeps what is better already."""
    raised = floor.raised(SAME, SAME | {"top1": 9, "top3": 1, "violations": 0, "crashes": 3})
    assert raised == SAME | {"top1": 9, "violations": 0}
