"""Volumes from the spec of pods."""

from __future__ import annotations

from analyzer.parsers.kubectl import volumes

from .reading import POD_YAML, records


def test_volumes_of_a_pod():
    """An emptyDir in memory has a medium and a size; a claim has its name."""
    cache, data = records(volumes, POD_YAML, "yaml")
    assert (cache.type, cache.medium, cache.size_limit_bytes) == ("emptyDir", "Memory", 2**30)
    assert (data.type, data.source, data.medium) == ("persistentVolumeClaim", "web-data", None)
