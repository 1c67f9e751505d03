"""The tables of a bundle as pandas data frames, for notebooks and other programs.

from analyzer.frames import frames
tables = frames("must-gather/")
tables["container_runs"][["pod", "exit_code", "finished"]]
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pandas as pd
import pyarrow as pa

from analyzer.engine.database import Database
from analyzer.model.source import line_of
from analyzer.options import Options
from analyzer.pipeline import read_tables


def frames(*paths: str | Path) -> Frames:
    """Read a bundle; a frame is made when it is asked for."""
    return Frames(*read_tables(Options(tuple(Path(path) for path in paths))))


class Frames(Mapping[str, pd.DataFrame]):
    """Tables and views by name. Every column has an ArrowDtype, times are UTC, and missing is missing.

    members  labels by member number: `src >> 32` of a row is its member, the rest its line
    """

    def __init__(self, database: Database, members: list[str]) -> None:
        self._database = database
        self._names = database.names()
        self.members = members

    def __getitem__(self, name: str) -> pd.DataFrame:
        if name not in self._names:
            raise KeyError(name)
        frame: pd.DataFrame = _utc(self._database.arrow(name)).to_pandas(types_mapper=pd.ArrowDtype)
        return frame

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def source(self, src: int) -> str:
        """`path:line` of a row's `src`."""
        return f"{self.members[src >> 32]}:{line_of(src)}"


def _utc(table: pa.Table) -> pa.Table:
    # A map is a look-up that other views make, no value of a row.
    table = table.select([f.name for f in table.schema if not pa.types.is_map(f.type)])
    fields = [
        pa.field(f.name, pa.timestamp("us", tz="UTC")) if pa.types.is_timestamp(f.type) else f for f in table.schema
    ]
    return table.cast(pa.schema(fields))
