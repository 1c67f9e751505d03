"""What happened when, from every origin, in one order."""

from __future__ import annotations

from typing import Any

from analyzer.engine.database import Database
from analyzer.model.finding import Finding
from analyzer.model.report import TimelineEntry
from analyzer.model.source import Cite
from analyzer.report.times import aware

_ENTRIES = 400

# A log without a zone is drawn where its own clock says, with its quality: an interval of a day would hide everything.
_BOUNDS = {
    name: f'CASE WHEN t_max - t_min < INTERVAL 1 HOUR THEN {name} ELSE "time" END' for name in ("t_min", "t_max")
}
# lane, subject, text, t_min, t_max, quality, cite: one SELECT for each origin
_SOURCES = (
    """SELECT 'kernel' AS lane, coalesce(namespace || '/' || pod, node, 'kernel') AS subject,
         'OOM kill of ' || coalesce(victim, 'a process') || coalesce(' (limit: ' || scope || ')', '') AS text,
         {t_min} AS t_min, {t_max} AS t_max, time_quality AS quality, cite_line(src, coalesce(kill_line, src & 4294967295)) AS cite FROM oom_runs k""",
    """SELECT 'kernel', coalesce(node, 'kernel'), 'page allocation of order ' || "order" || ' failed for ' || coalesce(comm, 'a process'),
         {t_min}, {t_max}, time_quality, cite(src) FROM allocation_failures""",
    """SELECT 'kernel', coalesce(node, 'kernel'), kind || ': ' || left(message, 120), {t_min}, {t_max}, time_quality, cite(src)
         FROM kernel_messages WHERE kind IN ('hung-task', 'soft-lockup', 'hard-lockup', 'rcu-stall', 'oops', 'panic', 'segfault', 'trap',
         'fs-readonly', 'io-error', 'pids-limit', 'conntrack-full', 'nfs-not-responding', 'slub')""",
    """SELECT 'containers', coalesce(namespace || '/', '') || coalesce(pod, '?') || ' ' || coalesce(container, ''),
         'ended with code ' || coalesce(CAST(exit_code AS VARCHAR), '?') || coalesce(' (' || reason || ')', ''), finished, finished, 'exact',
         coalesce(finished_src, exit_code_src, cite(src)) FROM container_runs WHERE abnormal""",
    """SELECT 'containers', coalesce(namespace || '/', '') || coalesce(pod, '?') || ' ' || coalesce(container, ''), 'started', started, started, 'exact',
         cite(src) FROM container_runs WHERE abnormal AND started > TIMESTAMP '1971-01-01'""",
    """SELECT 'kubelet', coalesce(namespace || '/', '') || coalesce(pod, node, '?'), left(message, 160), {t_min}, {t_max}, time_quality, cite(src)
         FROM service_log WHERE kind NOT IN ('suppressed', 'rule', 'back-off')""",
    """SELECT 'events', coalesce(namespace || '/', '') || coalesce(name, '?'), reason || ': ' || left(coalesce(message, ''), 160), t_min, t_max,
         CASE WHEN last_age_s IS NULL THEN 'exact' ELSE 'age' END, cite(src) FROM events WHERE "type" = 'Warning' OR reason IN ('Killing', 'Rebooted', 'Starting')""",
    """SELECT 'nodes', coalesce(name, '?'), "type" || ' is ' || status || coalesce(': ' || left(message, 120), ''), changed, changed, 'exact', cite_at(src, "at")
         FROM conditions WHERE kind = 'Node' AND ((type = 'Ready' AND status <> 'True') OR (type <> 'Ready' AND status = 'True' AND ends_with(type, 'Pressure')))""",
)


def timeline(database: Database, members: list[str], findings: list[Finding]) -> tuple[TimelineEntry, ...]:
    """The entries around the findings in order of time; at most some hundred, the nearest to a finding first."""
    rows: list[dict[str, Any]] = []
    for source in _SOURCES:
        one = source.format(**_BOUNDS)
        named = f"SELECT * FROM ({one}) AS s(lane, subject, text, t_min, t_max, quality, cite) WHERE t_min IS NOT NULL"  # noqa: S608
        rows += database.rows(named)
    clusters = _clusters(database)
    by_line = {(e.path, e.line): f.id for f in reversed(findings) for e in f.evidence}
    moments = [t for f in findings for t in (f.first_seen, f.last_seen) if t]
    entries = sorted({_entry(row, members, by_line, clusters) for row in rows}, key=_order)
    if len(entries) > _ENTRIES:
        near = sorted(
            entries,
            key=lambda e: (
                e.finding is None,
                min((abs((e.t_max - m).total_seconds()) for m in moments), default=0),
                _order(e),
            ),
        )
        entries = sorted(near[:_ENTRIES], key=_order)
    return tuple(entries)


def _clusters(database: Database) -> dict[int, str]:
    """The cluster of each member, where there are several: names repeat from one to another."""
    if len(database.clusters) < 2:
        return {}
    return {row["member"]: row["cluster"] for row in database.rows("SELECT member, cluster FROM member_clusters")}


def _entry(
    row: dict[str, Any], members: list[str], by_line: dict[tuple[str, int], str], clusters: dict[int, str]
) -> TimelineEntry:
    cite = Cite.decode(row["cite"])
    path = members[cite.member]
    cluster = f"{clusters[cite.member]}: " if cite.member in clusters else ""
    return TimelineEntry(
        t_min=aware(row["t_min"]), t_max=aware(row["t_max"]), quality=row["quality"] or "exact", lane=row["lane"], subject=cluster + row["subject"],
        text=row["text"] or "", path=path, line=cite.line, finding=by_line.get((path, cite.line)),
    )  # fmt: skip


def _order(entry: TimelineEntry) -> tuple[str, str, str, str, str, int]:
    return entry.t_max.isoformat(), entry.t_min.isoformat(), entry.lane, entry.subject, entry.text, entry.line
