"""Journal entries of several lines."""

from __future__ import annotations

from datetime import UTC, datetime

from analyzer.notation.kernel.lines import kernel_lines

_AT = datetime(2022, 2, 11, 18, 59, 1, 567890, tzinfo=UTC)
_BOOT, _MACHINE = "0123456789abcdef" * 2, "fedcba9876543210" * 2


def _read(text: str) -> list[tuple[int, str, str | None, str]]:
    return [(line.number, line.message, line.host, line.form) for line in kernel_lines(enumerate(text.split("\n"), 1))]


def test_export() -> None:
    """`journalctl -o export` (systemd 249): fields, a blank line between entries; the line is the message's."""
    text = (
        f"__CURSOR=s=a;i=1\n__REALTIME_TIMESTAMP=1644605941567890\n_BOOT_ID={_BOOT}\n_MACHINE_ID={_MACHINE}\n"
        "_TRANSPORT=kernel\n_HOSTNAME=n\nPRIORITY=4\nMESSAGE=a\n_SOURCE_MONOTONIC_TIMESTAMP=12500000\n\n"
        "__CURSOR=s=a;i=2\n_TRANSPORT=syslog\nSYSLOG_IDENTIFIER=kubelet\nMESSAGE=b\n\n"
        "__CURSOR=s=a;i=3\n_TRANSPORT=kernel\nMESSAGE\n\x03\0\0\0\0\0\0\0c\nd\n_HOSTNAME=n\n"
    )
    assert _read(text) == [
        (8, "a", "n", "journal-export"),
        (18, "c", "n", "journal-export"),
        (18, "d", "n", "journal-export"),
    ]
    (first, *_) = kernel_lines(enumerate(text.split("\n"), 1))
    assert (first.stamp.time, first.mono_s, first.level, first.boot_id, first.machine_id) == (
        _AT,
        12.5,
        "warn",
        _BOOT,
        _MACHINE,
    )


def test_entries_without_blank_lines() -> None:
    """A cursor begins an entry even where the blank line between two was lost."""
    text = "__CURSOR=a\n_TRANSPORT=kernel\nMESSAGE=a\n__CURSOR=b\n_TRANSPORT=kernel\nMESSAGE=b"
    assert _read(text) == [(3, "a", None, "journal-export"), (6, "b", None, "journal-export")]


def test_verbose() -> None:
    """`journalctl -o verbose`: the cursor behind the time names boot and clocks; long values are indented."""
    head = f"Fri 2022-02-11 18:59:01.567890 UTC [s={_MACHINE};i=1a;b={_BOOT};m=bebc20;t=5d7c240e9ddd2;x=1f]"
    text = f"{head}\n    _TRANSPORT=kernel\n    MESSAGE=a\n            b\n    _HOSTNAME=n\n{head}\n    MESSAGE=c"
    assert _read(text) == [(3, "a", "n", "journal-verbose"), (3, "b", "n", "journal-verbose")]
    (first, _) = kernel_lines(enumerate(text.split("\n"), 1))
    assert (first.mono_s, first.boot_id, first.stamp.quality) == (12.5, _BOOT, "exact")


def test_json_pretty() -> None:
    """`journalctl -o json-pretty`: an object over several lines; other JSON is none of the kernel's."""
    entry = '{\n\t"_TRANSPORT" : "kernel",\n\t"_HOSTNAME" : "n",\n\t"MESSAGE" : "a"\n}'
    other = '{\n\t"_TRANSPORT" : "stdout",\n\t"MESSAGE" : "b"\n}'
    assert _read(f"{entry}\n{other}\n{entry}") == [(4, "a", "n", "journal-json"), (13, "a", "n", "journal-json")]
    assert _read('{\n  "kind": "Pod",\n  "message": "x"\n}') == []


def test_entry_that_is_cut() -> None:
    """The last entry of a file that was cut is read as far as it goes."""
    assert _read("__CURSOR=a\n_TRANSPORT=kernel\nMESSAGE=Kernel pan") == [(3, "Kernel pan", None, "journal-export")]
    assert _read('{\n\t"_TRANSPORT" : "kernel",\n\t"MESSAGE" : "a"') == []
