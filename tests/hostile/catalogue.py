"""All hostile archives by family."""

from __future__ import annotations

from tests.hostile import bombs, names, not_files, tar_differential, zip_differential
from tests.hostile.sample import Sample

FAMILIES = {
    "traversal": names.traversal,
    "links": not_files.links,
    "devices": not_files.devices,
    "bombs": bombs.bombs,
    "header-bombs": bombs.header_bombs,
    "sparse": not_files.sparse,
    "duplicates": names.duplicates,
    "names": names.names,
    "zip-differential": zip_differential.zip_differential,
    "tar-differential": tar_differential.tar_differential,
    "encrypted": not_files.encrypted,
    "nested": bombs.nested,
}
SAMPLES: tuple[Sample, ...] = tuple(sample for family in FAMILIES.values() for sample in family())
