"""Several clusters in one upload: each gets a catalog of its own, so that no join can reach from one to another.

Whatever a view or a rule joins by, names of nodes, namespaces and pods repeat from cluster to cluster. So the rows
are parted before anything is made of them: the same views run once in each catalog, rules ask one catalog after
the other, and the tables that a user sees are the sum of all, with the cluster that each row is of.
"""

from __future__ import annotations

from collections.abc import Iterable

import duckdb

# Whether an upload can hold several clusters at all; most do not, and then there is nothing to part.
SEVERAL_PIECES = """
SELECT (SELECT count(DISTINCT coalesce(root, 'loose files')) > 1 FROM raw.members)
  OR (SELECT count(DISTINCT uid) > 1 FROM raw.objects WHERE kind = 'Namespace' AND name = 'kube-system')
  OR EXISTS (SELECT 1 FROM raw.nodes GROUP BY short_host(node) HAVING count(DISTINCT same_id(system_uuid)) > 1 OR count(DISTINCT same_id(machine_id)) > 1)
  OR EXISTS (SELECT 1 FROM raw.node_identities WHERE kind IN ('machine-id', 'system-uuid'))
"""


def catalog(number: int) -> str:
    """The catalog of a cluster by its number."""
    return f"cluster_{number}"


def inside(connection: duckdb.DuckDBPyConnection, where: str) -> duckdb.DuckDBPyConnection:
    """The connection, resolving names in a catalog first; macros stay those of the run."""
    if where:
        connection.execute(f"SET search_path = '{where}.main,memory.main'")
    return connection


def part(connection: duckdb.DuckDBPyConnection, tables: Iterable[str], filled: set[str], clusters: int) -> None:
    """Make a catalog with the base tables of each cluster, parted by `member_clusters`."""
    names = list(tables)
    for number in range(clusters):
        where = catalog(number)
        connection.execute(f"ATTACH ':memory:' AS {where}")
        connection.execute(f"CREATE SCHEMA {where}.raw")
        for name in names:
            connection.execute(_parted(name, where, number) if name in filled else _shared(name, where))


def join(connection: duckdb.DuckDBPyConnection, names: Iterable[str], clusters: int) -> None:
    """Make every table and view of the catalogs visible as one, with a column `cluster`."""
    for name in names:
        keyed = "pod_key" in {row[0] for row in connection.execute(f'DESCRIBE {catalog(0)}.main."{name}"').fetchall()}
        columns = "t.* REPLACE (c.cluster || '/' || t.pod_key AS pod_key)" if keyed else "t.*"
        parts = (
            f'SELECT {columns}, c.cluster FROM {catalog(number)}.main."{name}" t, memory.main.clusters c WHERE c.number = {number}'  # noqa: S608
            for number in range(clusters)
        )
        connection.execute(f'CREATE VIEW memory.main."{name}" AS {" UNION ALL BY NAME ".join(parts)}')


def empty_tables(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """The settled tables and views that have no rows in any catalog."""
    sql = "SELECT table_name FROM duckdb_tables() WHERE schema_name = 'main' GROUP BY 1 HAVING sum(estimated_size) = 0"
    return {row[0] for row in connection.execute(sql).fetchall()}


def _parted(name: str, where: str, number: int) -> str:
    # What is stated of the whole upload stands at no line of the first member.
    return (
        f'CREATE TABLE {where}.raw."{name}" AS SELECT t.* FROM memory.raw."{name}" t '  # noqa: S608
        "LEFT JOIN memory.main.member_clusters m ON m.member = t.src >> 32 LEFT JOIN memory.main.clusters c ON c.cluster = m.cluster "
        f"WHERE c.number = {number} OR (t.src = 0 AND '{name}' = 'time_marks')"
    )


def _shared(name: str, where: str) -> str:
    return f'CREATE VIEW {where}.raw."{name}" AS SELECT * FROM memory.raw."{name}"'  # noqa: S608
