"""Time stamps at the start of log lines.

Forms: RFC 3339 and its relatives (`2022-02-11T18:59:01,123+0000`, Go's `… +0000 UTC`,
`2022/02/11 18:59:01`), BSD syslog (`Feb 11 18:59:01`), ctime (`[Fri Feb 11 18:59:01 2022]`, any of the
languages below), klog (`I1012 19:34:44.123456`), systemd's short-full (`Fri 2022-02-11 18:59:01 UTC`),
`11/Feb/2022:18:59:01 +0000`, and seconds since 1970 with a fraction.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache

from analyzer.notation.stamp import NO_STAMP, Stamp


def leading_stamp(text: str) -> tuple[Stamp, str]:
    """The time stamp that `text` begins with, and the text after it.

    One blank after the stamp goes with it, further blanks stay. `(NO_STAMP, text)` when there is none or
    when it names no possible time. Times are UTC-aware; what was not printed is told by the quality.
    """
    if len(text) < _SHORTEST:
        return NO_STAMP, text
    forms = _FORMS_OF.get(text[0])
    if forms is None:
        forms = _BY_NAME if text[0].isalpha() else ()
    for form in forms:
        if found := form.match(text):
            stamp = _stamp(found.groupdict())
            if stamp.time is not None:
                return stamp, text[found.end() :]
    return NO_STAMP, text


_SHORTEST = 14  # "2月 11 18:59:01"
_NO_YEAR = 1972  # a leap year, so that 29 February is a day

_CLOCK = r"(?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d)(?:[.,](?P<fraction>\d{1,9})\d*)?"
_END = r"(?=[\s\])]|$)\]?:?[ \t]?"

_ISO = re.compile(
    r"\[?(?P<year>\d{4})[-/](?P<month>\d\d)[-/](?P<day>\d\d)[T _]" + _CLOCK + r"(?: ?(?P<zone>Z|[+-]\d\d(?::?\d\d)?))?"
    r"(?: (?P<name>UTC|GMT)(?= |$))?(?: m=[+-][\d.]+)?" + _END
)
_FULL = re.compile(
    r"[^\W\d]{1,10}\.? (?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d) "
    + _CLOCK
    + r" (?:(?P<name>[A-Z]{2,5})|(?P<zone>[+-]\d\d(?::?\d\d)?))"
    + _END
)
_BSD = re.compile(
    r"(?P<month>[^\W\d]{1,10}\.?|\d{1,2}[月월])[ ]{1,2}(?P<day>\d{1,2}) (?:(?P<year>\d{4}) )?"
    + _CLOCK
    + r"(?=[ \t:]|$)[ \t]?"
)
_CTIME = re.compile(
    r"\[?(?P<weekday>[^\W\d]{1,10}\.?,?)[ ]+(?P<month>[^\W\d]{1,10}\.?|\d{1,2}[月월])[ ]+(?P<day>\d{1,2}) "
    + _CLOCK
    + r" (?:(?:(?P<name>[A-Z]{2,5})|(?P<zone>[+-]\d\d(?::?\d\d)?)) )?(?P<year>\d{4})(?: <[ \d.]{1,20}>)?"
    + _END
)
_KLOG = re.compile(r"[IWEF](?P<month>\d\d)(?P<day>\d\d) " + _CLOCK + r"(?=[ \t]|$)[ \t]?")
_COMMON_LOG = re.compile(
    r"\[?(?P<day>\d\d)[-/ ](?P<month>[A-Z][a-z]{2})[-/ ](?P<year>\d{4})[: ]"
    + _CLOCK
    + r"(?: (?P<zone>[+-]\d{4}))?"
    + _END
)
_EPOCH = re.compile(r"(?P<epoch>\d{10})\.(?P<fraction>\d{3,9})(?=[ \t]|$)[ \t]?")

_BY_NUMBER = (_ISO, _EPOCH, _COMMON_LOG, _BSD)
_BY_NAME = (_BSD, _FULL, _CTIME)
_BY_BRACKET = (_ISO, _CTIME, _COMMON_LOG)
_FORMS_OF = {
    **dict.fromkeys("0123456789", _BY_NUMBER),
    "[": _BY_BRACKET,
    **dict.fromkeys("IWEF", (_KLOG, *_BY_NAME)),
}

# strftime's %b in the languages of glibc, without the final dot: what `dmesg -T` and journalctl print
# under a translated locale. Where two languages share a name it means the same month.
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar janv janvier ene gen gennaio sty stycznia янв января led oca ocak ian tammi 1月 1월",
            "feb february februar févr fév février fev lut lutego фев февр февраля úno şub şubat helmi 2月 2월",
            "mar march mär märz mrz mars mrt marzec мар мар марта bře maalis 3月 3월",
            "apr april avr avril abr kwi апр апреля dub nis nisan huhti 4月 4월",
            "may mai mei maj mag май мая kvě mayıs touko 5月 5월",
            "jun june juni juin giu cze июн июня čen haz haziran iun kesä 6月 6월",
            "jul july juli juil juillet lug lip июл июля čec tem temmuz iul heinä 7月 7월",
            "aug august août aoû ago sie авг августа srp ağu ağustos elo 8月 8월",
            "sep september sept septembre set wrz сен сент сентября zář eyl eylül syys 9月 9월",
            "oct october okt oktober octobre out ott paź окт октября říj eki ekim loka 10月 10월",
            "nov november novembre lis ноя нояб ноября kas kasım noi marras 11月 11월",
            "dec december dez dezember déc décembre dic gru дек декабря pro ara aralık joulu 12月 12월",
        ),
        start=1,
    )
    for name in names.split()
}

# Hours east of UTC of zone names that mean one zone only (CST and IST, for instance, mean several).
_ZONES = {
    **dict.fromkeys(("UTC", "GMT", "Z", "WET"), 0),
    **dict.fromkeys(("CET", "WEST"), 1),
    **dict.fromkeys(("CEST", "EET"), 2),
    **dict.fromkeys(("EEST", "MSK"), 3),
    **dict.fromkeys(("JST", "KST"), 9),
    **{"EST": -5, "EDT": -4, "CDT": -5, "MDT": -6, "PST": -8, "PDT": -7},
}


def _stamp(part: dict[str, str | None]) -> Stamp:
    fraction = part.pop("fraction", None)
    stamp = _whole_second(tuple(part.items()))
    if fraction and stamp.time is not None:
        micro = int(fraction.ljust(6, "0")[:6])
        return Stamp(stamp.time.replace(microsecond=micro), stamp.quality)
    return stamp


@lru_cache(maxsize=64)
def _whole_second(parts: tuple[tuple[str, str | None], ...]) -> Stamp:
    """Lines of one second come in long runs, hence the cache."""
    part = dict(parts)
    try:
        if epoch := part.get("epoch"):
            return Stamp(datetime.fromtimestamp(int(epoch), UTC), "exact")
        zone = _zone(part.get("zone"), part.get("name"))
        moment = datetime(
            int(part.get("year") or _NO_YEAR),
            _month(part["month"] or ""),
            int(part["day"] or 0),
            int(part["hour"] or 0),
            int(part["minute"] or 0),
            # A leap second is printed as 60, which datetime does not know.
            min(int(part["second"] or 0), 59),
            tzinfo=zone or UTC,
        ).astimezone(UTC)
    except (ValueError, OverflowError):
        return NO_STAMP
    if not part.get("year"):
        return Stamp(moment, "no_year")
    return Stamp(moment, "exact" if zone else "zone_unknown")


def _month(text: str) -> int:
    """1 to 12; 0, which is no month, for an unknown name."""
    if text.isdecimal():
        return int(text)
    return _MONTHS.get(text.casefold().rstrip("."), 0)


def _zone(offset: str | None, name: str | None) -> timezone | None:
    """None when no zone was printed, or one whose name means several."""
    if offset is None:
        hours = _ZONES.get(name) if name else None
        return None if hours is None else timezone(timedelta(hours=hours))
    if offset == "Z":
        return UTC
    digits = offset[1:].replace(":", "").ljust(4, "0")
    east = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-east if offset[0] == "-" else east)
