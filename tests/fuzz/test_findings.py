"""Inputs that fuzzing found, each with what must come of it."""

from __future__ import annotations

import pytest

from analyzer.notation.disk_tables import df_rows
from analyzer.notation.kube.fields import integer


@pytest.mark.parametrize("blocks", [".", "1.2.3", "9" * 400])
def test_a_size_of_blocks_that_is_no_number(blocks: str):
    """A header that only looks like one of df is none."""
    assert list(df_rows([(1, f"Filesystem  {blocks}K-blocks  Used Available Use% Mounted on")])) == []


@pytest.mark.parametrize("word", ["---7", "-", "--", "7-"])
def test_a_number_with_too_many_signs_is_no_number(word):
    """A count of an event."""
    assert integer({"count": word}, "count") is None
