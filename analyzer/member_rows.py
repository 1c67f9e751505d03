"""Rows of one member by table, in the form in which the worker sends them."""

from __future__ import annotations

from typing import Any

from analyzer.model.kube_object import KubeObject
from analyzer.model.source import shared_line
from analyzer.model.table import Column

_MICROSECONDS = 1_000_000
Declared = dict[type[tuple[Any, ...]], tuple[str, tuple[Column, ...]]]


class MemberRows:
    """Collects records; `declared` has name and columns of each record's table."""

    def __init__(self, declared: Declared) -> None:
        self._declared = declared
        self._found: dict[type[tuple[Any, ...]], list[tuple[Any, ...]]] = {}
        self.crowded = 0  # rows of objects that could not be told from others on their line, and were not kept
        self._sharing: dict[tuple[int, str], int] = {}

    def add(self, row: tuple[Any, ...], found: KubeObject | None = None) -> None:
        """Keep a row; `found` is the object that it was read from."""
        if found is not None and found.at:
            number = self._sharing.setdefault((found.line, found.at), len(self._sharing))
            line = shared_line(row[0], number)
            if line is None:
                self.crowded += 1
                return
            record: Any = type(row)
            row = record(line, *row[1:])
        self._found.setdefault(type(row), []).append(row)

    def columns(self) -> dict[str, list[list[Any]]]:
        """Per table, the columns of its record in order: `line` first, times in microseconds."""
        out = {}
        for record, rows in self._found.items():
            name, declared = self._declared[record]
            values = [list(column) for column in zip(*rows, strict=True)]
            for index, column in enumerate(declared, 1):
                if column.dtype == "timestamp":
                    values[index] = [None if v is None else round(v.timestamp() * _MICROSECONDS) for v in values[index]]
            out[name] = values
        return out
