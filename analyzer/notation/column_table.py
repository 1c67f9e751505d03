"""Tables whose columns are at least two blanks apart and begin where their names do."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Columns:
    """Names of the columns and where they begin."""

    names: tuple[str, ...]
    starts: tuple[int, ...]

    @classmethod
    def of(cls, header: str) -> Columns:
        """The columns of a header line; names may hold single blanks (`POD ID`)."""
        found = list(_CELL.finditer(header))
        return cls(tuple(cell[0].rstrip() for cell in found), tuple(cell.start() for cell in found))

    def row(self, line: str) -> dict[str, str] | None:
        """Cells by name, empty ones left out; None for a line that fits neither by place nor by gaps."""
        if all(start >= len(line) or start == 0 or line[start - 1] == " " for start in self.starts):
            ends = (*self.starts[1:], len(line))
            cells = [line[start:end].strip() for start, end in zip(self.starts, ends, strict=True)]
        else:
            cells = [cell[0].rstrip() for cell in _CELL.finditer(line)]
            if len(cells) != len(self.names):
                return None
        return {name: cell for name, cell in zip(self.names, cells, strict=True) if cell}


_CELL = re.compile(r"\S+(?: \S+)*")
