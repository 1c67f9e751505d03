"""Recognising a made tree of labels with all declared layouts."""

from __future__ import annotations

import pytest

from analyzer import discover
from analyzer.bundle.layout import recognise


@pytest.fixture(scope="session")
def recognised():
    """A function of labels (and the upload's name): what is recognised among them."""
    layouts = discover.layouts()
    return lambda labels, name="": recognise(labels, layouts, name)
