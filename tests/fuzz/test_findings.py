"""Inputs that fuzzing found, each with what must come of it."""

from __future__ import annotations

import pytest

from analyzer.notation.disk_tables import df_rows


@pytest.mark.parametrize("blocks", [".", "1.2.3", "9" * 400])
def test_a_size_of_blocks_that_is_no_number(blocks: str):
    """A header that only looks like one of df is none."""
    assert list(df_rows([(1, f"Filesystem  {blocks}K-blocks  Used Available Use% Mounted on")])) == []
