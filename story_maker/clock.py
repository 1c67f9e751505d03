"""Times as Kubernetes prints them; everything inside is UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


def utc(text: str) -> datetime:
    """Read `2026-05-19 20:30:00`."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def rfc3339(at: datetime) -> str:
    """Print as metav1.Time: whole seconds, Z."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def micro_time(at: datetime) -> str:
    """Print as metav1.MicroTime."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def nano(at: datetime, digits: int = 9) -> str:
    """Print as container runtimes stamp log lines; `at` has microseconds, the rest follows from them."""
    tail = str(at.microsecond * 7919 % 1000).zfill(3)
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f") + tail[: digits - 6] + "Z"


def age(span: timedelta) -> str:
    """Print as `duration.HumanDuration` of apimachinery, which `kubectl get` shows."""
    seconds = int(span.total_seconds())
    minutes, hours, days = seconds // 60, seconds // 3600, seconds // 86400
    if seconds < 120:
        return f"{seconds}s"
    if minutes < 10:
        return _two(minutes, "m", seconds % 60, "s")
    if minutes < 180:
        return f"{minutes}m"
    if hours < 8:
        return _two(hours, "h", minutes % 60, "m")
    if hours < 48:
        return f"{hours}h"
    if hours < 192:
        return _two(days, "d", hours % 24, "h")
    if days < 730:
        return f"{days}d"
    return _two(days // 365, "y", days % 365, "d")


def _two(large: int, large_unit: str, small: int, small_unit: str) -> str:
    return f"{large}{large_unit}{small}{small_unit}" if small else f"{large}{large_unit}"
