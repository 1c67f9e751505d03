"""Times and ages as the Kubernetes API and kubectl print them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

_MONTHS = {
    name: number
    for number, name in enumerate(
        ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"), start=1
    )
}
_RFC_3339 = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:[.,](\d{1,12}))? ?"
    r"(?:([Zz])|([+-])(\d\d):?(\d\d))(?: [A-Z]{1,5})?"
)
_RFC_1123 = re.compile(
    r"(?:[A-Z][a-z]{2}, )?(\d\d?) ([A-Z][a-z]{2}) (\d{4}) (\d\d):(\d\d):(\d\d) "
    r"(?:([+-])(\d\d)(\d\d)|(?:UTC|GMT))"
)

_AGE = re.compile(r"(?:(\d{1,5})y)?(?:(\d{1,6})d)?(?:(\d{1,6})h)?(?:(\d{1,7})m)?(?:(\d{1,9})s)?")
_AGE_UNITS = (31_536_000.0, 86_400.0, 3_600.0, 60.0, 1.0)
# What kubectl 1.12 and later never print: they say 60s, 60m to 179m, 8h to 47h instead.
_SHORT_FORM = re.compile(r"1m|[12]h|1d")


def moment(value: object) -> datetime | None:
    """The UTC time of an API timestamp or of a time that describe prints.

    Forms: RFC 3339 with or without fractions (`2026-05-19T20:21:00.123456Z`), Go's
    `2026-05-16 18:53:29 +0530 IST`, and RFC 1123 (`Tue, 19 May 2026 20:21:00 +0530`). A text without a
    zone, Go's null time (year 1) and anything else give None.
    """
    if isinstance(value, datetime):
        return value.astimezone(UTC) if value.tzinfo else None
    if not isinstance(value, str):
        return None
    text = value.strip()
    parts = _rfc_3339(text) or _rfc_1123(text)
    if parts is None or parts[0] <= 1:
        return None
    year, month, day, hour, minute, second, micro, offset = parts
    try:
        zone = timezone(timedelta(minutes=offset))
        return datetime(year, month, day, hour, minute, second, micro, zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def age(text: str, *, short: bool = False) -> tuple[float, float] | None:
    """(seconds, resolution in seconds) of a printed age; the moment lies in (now-age-resolution, now-age].

    kubectl 1.12 and later print seconds below 10 minutes, minutes below 8 hours, hours below 8 days,
    else days. `short` is the older form with one unit only, whose resolution is that unit; ages that
    only it prints (`1m`, `1h`, `1d`) are recognised without it. `<invalid>` (in the future),
    `<unknown>` and what is no age give None.
    """
    text = text.strip().removesuffix(" ago")
    found = _AGE.fullmatch(text)
    if not text or found is None:
        return None
    counts = found.groups()
    seconds = sum(float(count) * unit for count, unit in zip(counts, _AGE_UNITS, strict=True) if count)
    smallest = min(unit for count, unit in zip(counts, _AGE_UNITS, strict=True) if count)
    if short or _SHORT_FORM.fullmatch(text):
        return seconds, min(smallest, 86_400.0)
    return seconds, _resolution(seconds)


def _resolution(seconds: float) -> float:
    if seconds < 600:
        return 1.0
    if seconds < 8 * 3_600:
        return 60.0
    return 3_600.0 if seconds < 8 * 86_400 else 86_400.0


_Parts = tuple[int, int, int, int, int, int, int, int]


def _rfc_3339(text: str) -> _Parts | None:
    found = _RFC_3339.fullmatch(text)
    if found is None:
        return None
    year, month, day, hour, minute, second, fraction, zulu, sign, zone_h, zone_m = found.groups()
    micro = int((fraction or "0").ljust(6, "0")[:6])
    offset = 0 if zulu else _minutes(sign, zone_h, zone_m)
    return int(year), int(month), int(day), int(hour), int(minute), int(second), micro, offset


def _rfc_1123(text: str) -> _Parts | None:
    found = _RFC_1123.fullmatch(text)
    if found is None or found[2] not in _MONTHS:
        return None
    day, month, year, hour, minute, second, sign, zone_h, zone_m = found.groups()
    offset = _minutes(sign, zone_h, zone_m) if sign else 0
    return int(year), _MONTHS[month], int(day), int(hour), int(minute), int(second), 0, offset


def _minutes(sign: str, hours: str, minutes: str) -> int:
    return (int(hours) * 60 + int(minutes)) * (-1 if sign == "-" else 1)
