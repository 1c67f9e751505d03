"""The forms in which kernel logs come: each dresses the same records, and says what of them it tells."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

BOOTED = datetime(2022, 2, 11, 18, 38, 27, tzinfo=UTC)
HOST = "node-1"
BOOT_ID = "0123456789abcdef0123456789abcdef"
MACHINE_ID = "fedcba9876543210fedcba9876543210"


class Record(NamedTuple):
    """One printk: seconds since boot, level (0 to 7), text; a newline inside belongs to it."""

    mono_s: float
    level: int
    text: str

    @property
    def at(self) -> datetime:
        return BOOTED + timedelta(microseconds=round(self.mono_s * 1e6))


class Form(NamedTuple):
    """`quality` of times, None where there are none; `step` is the coarsest that a time is printed, in seconds."""

    name: str
    dress: Callable[[Sequence[Record]], str]
    quality: str = "none"
    has_mono: bool = False
    has_host: bool = False
    step: float = 1e-6


LEVELS = ("emerg", "alert", "crit", "err", "warn", "notice", "info", "debug")
_DAYS = {
    "en": ("Fri", "Feb"),
    "de": ("Fr", "Feb"),
    "fr": ("ven.", "févr."),
    "es": ("vie", "feb"),
    "zh": ("五", "2月"),
    "ja": ("金", " 2月"),
    "ko": ("금", " 2월"),
    "ru": ("пт", "фев"),
    "pt": ("sex", "fev"),
    "it": ("ven", "feb"),
    "nl": ("vr", "feb"),
    "pl": ("pią", "lut"),
}


def _by_line(head: Callable[[Record], str], *, indent: bool = True) -> Callable[[Sequence[Record]], str]:
    """A prefix in front of each record; lines inside it are indented, or have the prefix again."""

    def dress(records: Sequence[Record]) -> str:
        out = []
        for record in records:
            prefix = head(record)
            between = "\n" + (" " * len(prefix) if indent else prefix)
            out.append(prefix + record.text.replace("\n", between))
        return "\n".join(out) + "\n"

    return dress


def _mono(record: Record) -> str:
    return f"{record.mono_s:12.6f}"


def _raw(record: Record) -> str:
    return f"[{_mono(record)}] "


def _ctime(language: str) -> Callable[[Record], str]:
    day, month = _DAYS[language]
    return lambda record: f"[{day} {month} {record.at.day:2d} {record.at:%H:%M:%S %Y}] "


def _bsd(record: Record) -> str:
    return f"{record.at:%b} {record.at.day:2d} {record.at:%H:%M:%S}"


def _rfc(record: Record) -> str:
    return f"{record.at:%Y-%m-%dT%H:%M:%S.%f}+00:00"


def _human(*, colour: bool, decode: bool) -> Callable[[Sequence[Record]], str]:
    """`dmesg -H`: the minute where it changes, then what passed since the line before."""

    def dress(records: Sequence[Record]) -> str:
        out, minute, before = [], "", 0.0
        for record in records:
            now = f"{record.at:%b}{record.at.day:2d} {record.at:%H:%M}"
            head = f"[{now}] " if now != minute else f"[{f'+{record.mono_s - before:.6f}':>12}] "
            minute, before = now, record.mono_s
            width = len(head)
            if decode:
                head = f"kern  :{LEVELS[record.level]:<6}: {head}"
            if colour:
                head = f"\x1b[32m{head}\x1b[0m"
            text = record.text.replace("\n", "\n" + " " * width)
            out.append(head + (f"\x1b[31m{text}\x1b[0m" if colour and "\n" not in text else text))
        return "\n".join(out) + "\n"

    return dress


def _kmsg(records: Sequence[Record]) -> str:
    out = []
    for place, record in enumerate(records):
        text = record.text.replace("\n", "\\x0a")
        out.append(f"{record.level},{1000 + place},{round(record.mono_s * 1e6)},-;{text}")
        if place == 0:
            out += [" SUBSYSTEM=net", " DEVICE=n2"]
    return "\n".join(out) + "\n"


def _fields(record: Record) -> dict[str, str]:
    micro = round(record.at.timestamp() * 1e6)
    mono = round(record.mono_s * 1e6)
    return {
        "__CURSOR": f"s=aaaa;i={mono:x};b={BOOT_ID}",
        "__REALTIME_TIMESTAMP": str(micro),
        "__MONOTONIC_TIMESTAMP": str(mono + 900),
        "_BOOT_ID": BOOT_ID,
        "_MACHINE_ID": MACHINE_ID,
        "_HOSTNAME": HOST,
        "_TRANSPORT": "kernel",
        "PRIORITY": str(record.level),
        "SYSLOG_FACILITY": "0",
        "SYSLOG_IDENTIFIER": "kernel",
        "_SOURCE_MONOTONIC_TIMESTAMP": str(mono),
        "MESSAGE": record.text,
    }


def _json(before: str = "", behind: str = "\n") -> Callable[[Sequence[Record]], str]:
    return lambda records: "".join(before + json.dumps(_fields(record)) + behind for record in records)


def _json_pretty(records: Sequence[Record]) -> str:
    out = []
    for record in records:
        members = [f'\t"{key}" : {json.dumps(value)}' for key, value in _fields(record).items()]
        out.append("{\n" + ",\n".join(members) + "\n}\n")
    return "".join(out)


def _export(records: Sequence[Record]) -> str:
    out = []
    for record in records:
        fields = _fields(record)
        text = fields.pop("MESSAGE")
        lines = [f"{key}={value}" for key, value in fields.items()]
        # Text with line ends is printed as binary: the length as eight bytes, here after decoding.
        message = f"MESSAGE={text}" if "\n" not in text else f"MESSAGE\n\ufffd\x03\0\0\0\0\0\0{text}"
        out.append("\n".join([*lines, message]) + "\n\n")
    return "".join(out)


def _verbose(records: Sequence[Record]) -> str:
    out = []
    for record in records:
        fields = _fields(record)
        micro, mono = int(fields["__REALTIME_TIMESTAMP"]), int(fields["__MONOTONIC_TIMESTAMP"])
        cursor = f"[s={MACHINE_ID};i=1a;b={BOOT_ID};m={mono:x};t={micro:x};x=1f]"
        out.append(f"{record.at:%a %Y-%m-%d %H:%M:%S.%f} UTC {cursor}")
        for key, value in fields.items():
            if not key.startswith("__"):
                out.append(f"    {key}=" + value.replace("\n", "\n            "))
    return "\n".join(out) + "\n"


def _dmesg_json(records: Sequence[Record]) -> str:
    entries = [
        f'      {{\n         "pri": {record.level},\n         "time": {_mono(record)},\n'
        f'         "msg": {json.dumps(record.text)}\n      }}'
        for record in records
    ]
    return '{\n   "dmesg": [\n' + ",".join(entries).replace("},      {", "},{") + "\n   ]\n}\n"


def _cri(records: Sequence[Record]) -> str:
    plain = _by_line(_raw, indent=False)(records)
    return "".join(f"2022-02-11T19:05:00.123456789Z stdout F {line}\n" for line in plain.splitlines())


def _docker(records: Sequence[Record]) -> str:
    plain = _by_line(_raw, indent=False)(records)
    return "".join(
        json.dumps({"log": line + "\n", "stream": "stdout", "time": "2022-02-11T19:05:00.123456789Z"}) + "\n"
        for line in plain.splitlines()
    )


def _around(dress: Callable[[Sequence[Record]], str], each: Callable[[str], str]) -> Callable[[Sequence[Record]], str]:
    return lambda records: "".join(each(line) + "\n" for line in dress(records).splitlines())


def _console(*, stamps: bool) -> Callable[[Sequence[Record]], str]:
    """What a serial port shows: a greeting, a prompt in front of the first line, jobs of systemd, a login."""

    def dress(records: Sequence[Record]) -> str:
        lines = _by_line(_raw if stamps else lambda _: "", indent=stamps)(records).splitlines()
        noise = "\r\n[  OK  ] Started Session 3 of user root.\r\n"
        head = f"Ubuntu 22.04.3 LTS {HOST} ttyS0\r\n\r\n" + (f"{HOST} login: " if stamps else "")
        return head + lines[0] + noise + "\r\n".join(lines[1:]) + f"\r\n{HOST} login: \r\n"

    return dress


def _one_line(records: Sequence[Record]) -> str:
    return " ".join(_by_line(_raw, indent=False)(records).splitlines()) + "\n"


def _cat(records: Sequence[Record]) -> str:
    return _by_line(lambda _: "", indent=False)(records)


def _html(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


_DMESG, _DMESG_S = _by_line(_raw), _by_line(_raw, indent=False)
_FULL = _by_line(lambda record: f"{record.at:%a %Y-%m-%d %H:%M:%S} UTC {HOST} kernel: ")
_SHORT = _by_line(lambda record: f"{_bsd(record)} {HOST} kernel: ")
_JOURNAL = {"quality": "exact", "has_mono": True, "has_host": True}
_HOSTED = {"quality": "no_year", "has_host": True, "step": 1.0}

FORMS = (
    Form("dmesg", _DMESG, has_mono=True),
    Form("dmesg -S", _DMESG_S, has_mono=True),
    Form("dmesg, callers", _by_line(lambda r: f"{_raw(r)}[{'T4242':>8}] "), has_mono=True),
    Form("console, callers", _by_line(lambda r: f"[{_mono(r)}][{'T4242':>8}] ", indent=False), has_mono=True),
    Form("vmcore-dmesg.txt", _DMESG_S, has_mono=True),
    Form("dmesg -d", _by_line(lambda r: f"[{_mono(r)} <    0.000012>] "), has_mono=True),
    Form("dmesg -x", _by_line(lambda r: f"kern  :{LEVELS[r.level]:<6}: {_raw(r)}"), has_mono=True),
    Form("dmesg -r", _by_line(lambda r: f"<{r.level}>{_raw(r)}", indent=False), has_mono=True),
    Form("/proc/kmsg, callers", _by_line(lambda r: f"<{r.level}>[{_mono(r)}][ T4242] ", indent=False), has_mono=True),
    Form("dmesg -J", _dmesg_json, has_mono=True),
    Form("/dev/kmsg", _kmsg, has_mono=True),
    *(Form(f"dmesg -T, {name}", _by_line(_ctime(name)), quality="zone_unknown", step=1.0) for name in _DAYS),
    Form(
        "dmesg -T -d",
        _by_line(lambda r: f"{_ctime('en')(r)[:-2]} <    0.000012>] "),
        quality="zone_unknown",
        step=1.0,
    ),
    Form(
        "dmesg -x -T",
        _by_line(lambda r: f"kern  :{LEVELS[r.level]:<6}: {_ctime('en')(r)}"),
        quality="zone_unknown",
        step=1.0,
    ),
    Form("dmesg -H", _human(colour=False, decode=False), quality="no_year", step=60.0),
    Form("dmesg -H -L", _human(colour=True, decode=False), quality="no_year", step=60.0),
    Form("dmesg -H -x", _human(colour=False, decode=True), quality="no_year", step=60.0),
    Form("dmesg iso", _by_line(lambda r: f"{r.at:%Y-%m-%dT%H:%M:%S,%f}+00:00 "), quality="exact"),
    Form(
        "dmesg iso and raw",
        _by_line(lambda r: f"{r.at:%Y-%m-%dT%H:%M:%S,%f}+00:00 {_raw(r)}"),
        quality="exact",
        has_mono=True,
    ),
    Form(
        "talosctl dmesg",
        _by_line(lambda r: f"{HOST}: kern: {LEVELS[r.level]}: [{r.at:%Y-%m-%dT%H:%M:%S.%f}123Z]: ", indent=False),
        quality="exact",
        has_host=True,
    ),
    Form("journal short", _SHORT, **_HOSTED),
    Form("journal short, french", _by_line(lambda r: f"févr. {r.at:%d %H:%M:%S} {HOST} kernel: "), **_HOSTED),
    Form("journal short, no host", _by_line(lambda r: f"{_bsd(r)} kernel: "), quality="no_year", step=1.0),
    Form(
        "journal short-precise",
        _by_line(lambda r: f"{r.at:%b %d %H:%M:%S.%f} {HOST} kernel: "),
        quality="no_year",
        has_host=True,
    ),
    Form(
        "journal short-iso",
        _by_line(lambda r: f"{r.at:%Y-%m-%dT%H:%M:%S}+0000 {HOST} kernel: "),
        quality="exact",
        has_host=True,
        step=1.0,
    ),
    Form(
        "journal short-iso, new",
        _by_line(lambda r: f"{r.at:%Y-%m-%dT%H:%M:%S}+00:00 {HOST} kernel: "),
        quality="exact",
        has_host=True,
        step=1.0,
    ),
    Form(
        "journal short-iso-precise",
        _by_line(lambda r: f"{r.at:%Y-%m-%dT%H:%M:%S.%f}+0000 {HOST} kernel: "),
        quality="exact",
        has_host=True,
    ),
    Form("journal short-full", _FULL, quality="exact", has_host=True, step=1.0),
    Form("journal with-unit", _FULL, quality="exact", has_host=True, step=1.0),
    Form("journal short-monotonic", _by_line(lambda r: f"{_raw(r)}{HOST} kernel: "), has_mono=True, has_host=True),
    Form(
        "journal short-delta",
        _by_line(lambda r: f"[{_mono(r)} <    0.000012>] {HOST} kernel: "),
        has_mono=True,
        has_host=True,
    ),
    Form(
        "journal short-unix",
        _by_line(lambda r: f"{r.at.timestamp():.6f} {HOST} kernel: "),
        quality="exact",
        has_host=True,
    ),
    Form("journal verbose", _verbose, **_JOURNAL),
    Form("journal cat", _cat),
    Form("journal json", _json(), **_JOURNAL),
    Form("journal json-pretty", _json_pretty, **_JOURNAL),
    Form("journal json-sse", _json("data: ", "\n\n"), **_JOURNAL),
    Form("journal json-seq", _json("\x1e"), **_JOURNAL),
    Form("journal export", _export, **_JOURNAL),
    Form("syslog", _by_line(lambda r: f"{_bsd(r)} {HOST} kernel: ", indent=False), **_HOSTED),
    Form("syslog, zero-padded", _by_line(lambda r: f"{r.at:%b %d %H:%M:%S} {HOST} kernel: ", indent=False), **_HOSTED),
    Form(
        "syslog and raw",
        _by_line(lambda r: f"{_bsd(r)} {HOST} kernel: {_raw(r)}", indent=False),
        quality="no_year",
        has_mono=True,
        has_host=True,
        step=1.0,
    ),
    Form(
        "syslog, #012",
        lambda rs: "".join(
            f"{_bsd(r)} {HOST} kernel: {r.text}\n".replace("\n", "#012", r.text.count("\n")) for r in rs
        ),
        **_HOSTED,
    ),
    Form(
        "syslog with year",
        _by_line(lambda r: f"{_bsd(r)} {r.at:%Y} {HOST} kernel: ", indent=False),
        quality="zone_unknown",
        has_host=True,
        step=1.0,
    ),
    Form(
        "busybox syslogd",
        _by_line(lambda r: f"{_bsd(r)} {HOST} kern.warn kernel: {_raw(r)}", indent=False),
        quality="no_year",
        has_mono=True,
        has_host=True,
        step=1.0,
    ),
    Form(
        "syslog RFC 3339",
        _by_line(lambda r: f"{_rfc(r)} {HOST} kernel: ", indent=False),
        quality="exact",
        has_host=True,
    ),
    Form(
        "syslog RFC 3339 and raw",
        _by_line(lambda r: f"{_rfc(r)} {HOST} kernel: {_raw(r)}", indent=False),
        quality="exact",
        has_mono=True,
        has_host=True,
    ),
    Form(
        "syslog RFC 5424",
        _by_line(lambda r: f"<{r.level}>1 {_rfc(r)} {HOST} kernel - - - ", indent=False),
        quality="exact",
        has_host=True,
    ),
    Form("syslog, priority", _by_line(lambda r: f"<{r.level}>{_bsd(r)} {HOST} kernel: ", indent=False), **_HOSTED),
    Form("serial console", _console(stamps=True), has_mono=True),
    Form("serial console, no stamps", _console(stamps=False)),
    Form("container log", _cri, has_mono=True),
    Form("docker json-file", _docker, has_mono=True),
    Form(
        "kubectl logs --timestamps",
        _around(_DMESG_S, lambda line: f"2022-02-11T19:05:00.123456789Z {line}"),
        has_mono=True,
    ),
    Form("kubectl logs --prefix", _around(_DMESG_S, lambda line: f"[pod/kmsg-x2/kmsg] {line}"), has_mono=True),
    Form("klog", _around(_DMESG_S, lambda line: f"I0211 19:05:00.123456       1 tail.go:12] {line}"), has_mono=True),
    Form("quoted", _around(_DMESG, lambda line: f"> {line}"), has_mono=True),
    Form("fenced", lambda records: f"```\n{_DMESG(records)}```\n", has_mono=True),
    Form("web page", _around(_DMESG, _html), has_mono=True),
    Form("blank lines between", _around(_DMESG_S, lambda line: f"{line}\n"), has_mono=True),
    Form("carriage returns", _around(_DMESG, lambda line: f"{line}\r"), has_mono=True),
    Form("one line", _one_line, has_mono=True),
)


def wrapped(records: Sequence[Record], width: int) -> str:
    """dmesg as a narrow window shows and copies it: cut at blanks, the rest without prefix."""
    out = []
    for line in _DMESG_S(records).splitlines():
        out += textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False, drop_whitespace=True)
    return "\n".join(out) + "\n"
