"""Tables and views that are filled anew for one small bundle after the other, as the tests of rules are.

Reading the SQL of the views and binding it to its tables costs several times what working it out over some rows does.
Here both are done once, so that the tests of a whole rule book take seconds. What is in the tables is the same.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from analyzer.engine.clusters import SEVERAL_PIECES
from analyzer.engine.database import PARTING, Database, settled
from analyzer.engine.views import View, in_steps, shortened
from analyzer.model.table import Table


class Workbench(Database):
    """A database whose rows are exchanged as a whole by `fill`."""

    def __init__(self, tables: dict[str, Table], views: Iterable[View]) -> None:
        super().__init__(tables)
        given = tuple(views)
        self._given = given
        self._alone = [shortened(view) for view in given if view.name in PARTING]
        self._others = [view for view in given if view.name not in PARTING]
        self._early, self._late = in_steps(
            [*self._alone, *self._others], {*tables, *PARTING} - {view.name for view in given}
        )
        super().load({})
        super().settle(given)
        self._prepared: set[str] = set()
        self._dirty: set[str] = set()

    def fill(self, rows: dict[str, list[list[Any]]], wanted: Collection[str]) -> Database:
        """A database with these rows and the wanted views: this one, or another where they are of several clusters."""
        for name in self._dirty:
            self.connection.execute(f"TRUNCATE {name}")
        self._dirty = set()
        for name, columns in rows.items():
            self.insert(name, columns)
            self._dirty.add(f'raw."{name}"')
        if self.connection.execute(SEVERAL_PIECES).fetchall() == [(True,)]:
            return self._apart(rows, wanted)
        self._filled = set(rows)
        self._few = {}
        self._empty = {*self.tables, *(view.name for view in self._given)} - set(rows)
        for step in self._early:
            self._work_out(step, wanted)
        for name in rows:
            self._settle_one(self.tables[name])
        for step in self._late:
            self._work_out(step, wanted)
        return self

    def _apart(self, rows: dict[str, list[list[Any]]], wanted: Collection[str]) -> Database:
        other = Database(self.tables)
        other.load(rows)
        other.settle([view for view in self._given if view.name in wanted])
        return other

    def _settle_one(self, table: Table) -> None:
        sql = settled(table)
        if sql is not None:
            self._execute(f"table {table.name}", table.name, sql)

    def _work_out(self, step: list[View], wanted: Collection[str]) -> None:
        for view in step:
            if view.name not in wanted or (view.driver and self._empty.issuperset(view.driver)):
                continue
            short = bool(view.when) and self.connection.execute(view.when).fetchall() == [(False,)]
            key = f"view {view.name}{' in short' if short else ''}"
            if self._execute(key, view.name, (shortened(view) if short else view).sql):
                self._empty.discard(view.name)

    def _execute(self, key: str, into: str, sql: str) -> int:
        """Fill one table from its SELECT, which is planned when it is first needed; the number of its rows."""
        if key not in self._prepared:
            self.connection.execute(f'PREPARE "{key}" AS INSERT INTO "{into}" {sql}')
            self._prepared.add(key)
        self._dirty.add(f'"{into}"')
        return int(self.connection.execute(f'EXECUTE "{key}"').fetchall()[0][0])
