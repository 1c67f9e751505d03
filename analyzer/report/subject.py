"""Everything about one pod or one node, as sections of text lines with their places."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from analyzer.engine.database import Database
from analyzer.engine.messages import size
from analyzer.model.source import Cite

_ROWS = 40


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its lines; each line ends with the place where it stands."""

    title: str
    lines: tuple[str, ...]


def pod_page(database: Database, members: list[str], namespace: str | None, pod: str) -> list[Section]:
    """Runs, probes, events, kernel lines, cgroup and the logs' ends of one pod; empty if it is not in the bundle."""
    found = database.rows(
        "SELECT * FROM pod_list WHERE pod = ? AND (CAST(? AS VARCHAR) IS NULL OR namespace = ?) ORDER BY pod_key",
        [pod, namespace, namespace],
    )
    if not found:
        return []
    head, key = found[0], found[0]["pod_key"]
    page = _Page(database, members)
    about = [
        f"{name:10} {head[name]}"
        for name in ("phase", "reason", "message", "node", "qos", "uid", "owner_kind", "owner_name")
        if head[name]
    ]
    sections = [Section(f"pod {head['namespace'] or '?'}/{pod}", tuple(about))]
    sections.append(page.section("containers", _CONTAINERS, [key]))
    sections.append(page.section("runs that ended", _RUNS, [key]))
    sections.append(page.section("health checks", _PROBES, [key]))
    sections.append(page.section("what the kubelet said of them", _RESULTS, [key]))
    sections.append(page.section("events", _EVENTS, [pod, head["namespace"], head["namespace"]]))
    sections.append(page.section("kernel", _KILLS, [key]))
    sections.append(page.section("memory cgroups at collection", _CGROUPS, [head["cgroup_uid"]]))
    sections.append(page.section("ends of its logs", _LOGS, [key]))
    return sections[:1] + [section for section in sections[1:] if section.lines]


def node_page(database: Database, members: list[str], node: str) -> list[Section]:
    """Versions, memory arithmetic, conditions, kernel and kubelet lines and pods of one node; empty if it is unknown."""
    known = database.rows(
        "SELECT node FROM node_list WHERE short_host(node) = short_host(?) UNION SELECT node FROM member_nodes WHERE short_host(node) = short_host(?)",
        [node, node],
    )
    if not known:
        return []
    name = known[0]["node"]
    page = _Page(database, members)
    sections = [
        page.section(f"node {name}", _NODE, [name]),
        page.section("memory kept back from pods", _RESERVATIONS, [name]),
        page.section("conditions", _CONDITIONS, [name]),
        page.section("kernel", _NODE_KERNEL, [name, name, name]),
        page.section("kubelet and runtime", _SERVICES, [name]),
        page.section("containers that ended badly", _NODE_RUNS, [name]),
    ]
    return [section for section in sections if section.lines]


class _Page:
    def __init__(self, database: Database, members: list[str]) -> None:
        self._database, self._members = database, members

    def section(self, title: str, sql: str, parameters: list[Any]) -> Section:
        rows = self._database.rows(sql, parameters)
        lines = [self._line(row) for row in rows[:_ROWS]]
        if len(rows) > _ROWS:
            lines.append(f"… and {len(rows) - _ROWS} more")
        return Section(title, tuple(lines))

    def _line(self, row: dict[str, Any]) -> str:
        cite = row.pop("cite", None)
        parts = [text for name, value in row.items() if (text := _part(name, value))]
        if cite is None:
            return "  ".join(parts)
        place = Cite.decode(str(cite))
        return "  ".join([*parts, f"[{self._members[place.member]}:{place.line}]"])


def _part(name: str, value: Any) -> str:
    """A value with its name before it where the value alone would not tell what it is."""
    if value is None:
        return ""
    if name.endswith("_bytes"):
        return f"{name.removesuffix('_bytes')} {size(value)}"
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, (bool, int, float)):
        number = f"{value:g}" if isinstance(value, float) else str(value).lower()
        return f"{name.removesuffix('_')} {number}"
    return str(value)


_CONTAINERS = """SELECT container, container_type, image, now_state, now_reason, restart_count AS restarts, ready, memory_limit_bytes AS limit_bytes,
  memory_request_bytes AS request_bytes, cite_at(status_obs, 'status') AS cite FROM container_list WHERE pod_key = ? ORDER BY container_type, container"""
_RUNS = """SELECT finished, container, reason, exit_code AS code, ran_s AS seconds, left(message, 200) AS message, run_state AS now, exit_code_src AS cite
  FROM container_runs WHERE pod_key = ? ORDER BY finished, container"""
_PROBES = """SELECT p.container, p.kind, p.handler, p.target, p.initial_delay_s AS delay, p.period_s AS period, p.timeout_s AS timeout, p.failure_threshold AS failures, cite_at(p.src, p."at") AS cite
  FROM probes p JOIN pod_keys k ON k.src = p.src WHERE k.pod_key = ? ORDER BY p.container, p.kind, p.src"""
_RESULTS = """SELECT t_max AS "when", probe, outcome, container, left(output, 160) AS output, "count" AS times, message_src AS cite
  FROM probe_reports WHERE pod_key = ? ORDER BY t_max NULLS FIRST, src"""
_EVENTS = """SELECT t_max AS "when", "type", reason, left(message, 200) AS message, "count" AS times, cite(src) AS cite
  FROM events WHERE name = ? AND (namespace = ? OR CAST(? AS VARCHAR) IS NULL OR namespace IS NULL) ORDER BY t_max NULLS FIRST, src"""
_KILLS = """SELECT "time" AS "when", victim, victim_pid AS pid, scope, limit_bytes, anon_bytes, join_proof, kill_src AS cite
  FROM oom_runs WHERE pod_key = ? ORDER BY src"""
_CGROUPS = """SELECT level, cgroup, current_bytes, limit_bytes, peak_bytes, anon_bytes, oom_kill AS kills, max_events AS reached, cite(src) AS cite
  FROM cgroup_memory WHERE pod_uid = ? ORDER BY cgroup"""
_LOGS = """SELECT container, of_run, left("text", 200) AS "text", cite(src) AS cite FROM log_lines WHERE pod_key = ? AND from_end < 8 ORDER BY src"""
_NODE = """SELECT kubelet_version, runtime_version, kernel_version, os_image, ready, capacity_memory_bytes AS capacity_bytes, allocatable_memory_bytes AS allocatable_bytes, cite(src) AS cite
  FROM node_list WHERE node = ?"""
_RESERVATIONS = """SELECT capacity_bytes, allocatable_bytes, kube_reserved_bytes, system_reserved_bytes, eviction_bytes, eviction_known, limit_bytes, expected_limit_bytes, headroom_bytes, cite(src) AS cite
  FROM node_reservations WHERE node = ?"""
_CONDITIONS = """SELECT "type", status, reason, left(message, 120) AS message, changed, cite_at(src, "at") AS cite
  FROM conditions WHERE kind = 'Node' AND name = ? ORDER BY "type", src"""
_NODE_KERNEL = """SELECT "when", what, cite FROM (
    SELECT "time" AS "when", 'OOM kill of ' || coalesce(victim, '?') || coalesce(', limit of the ' || scope, '') AS what, kill_src AS cite, src FROM oom_runs WHERE node = ?
    UNION ALL SELECT "time", 'allocation of order ' || "order" || ' failed for ' || coalesce(comm, '?'), cite(src), src FROM allocation_failures WHERE node = ?
    UNION ALL SELECT "time", left(message, 160), cite(src), src FROM kernel_messages WHERE node = ? AND kind NOT IN ('suppressed', 'oom-reaper')
  ) ORDER BY src"""
_SERVICES = """SELECT "time" AS "when", unit, kind, left(message, 160) AS message, cite(src) AS cite FROM service_log WHERE node = ? ORDER BY src"""
_NODE_RUNS = """SELECT finished, namespace || '/' || pod AS pod, container, reason, exit_code AS code, exit_code_src AS cite
  FROM container_runs WHERE node = ? AND abnormal ORDER BY finished, pod, container"""
