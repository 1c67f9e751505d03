"""Lines of kernel logs with every prefix that tools print."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from analyzer.notation.kernel.lines import kernel_line, kernel_lines, looks_like_kernel

_AT = datetime(2022, 2, 11, 18, 59, 1, tzinfo=UTC)
_MICRO = _AT.replace(microsecond=567890)
_LATER = _AT.replace(year=1972)


@pytest.mark.parametrize(
    ("text", "form", "time", "mono_s", "host", "level"),
    [
        ("[ 1234.567890] msg", "dmesg", None, 1234.56789, None, None),
        ("[11686888.109000] msg", "dmesg", None, 11686888.109, None, None),
        ("    [ 5351.722836] msg", "dmesg", None, 5351.722836, None, None),  # pasted
        ("[ 1234.567890 <    0.000012>] msg", "dmesg", None, 1234.56789, None, None),  # -d
        ("[    0.000000] [    T0] msg", "dmesg", None, 0.0, None, None),  # CONFIG_PRINTK_CALLER
        ("[   12.300000] [   C3] msg", "dmesg", None, 12.3, None, None),
        ("kern  :warn  : [ 1234.567890] msg", "dmesg", None, 1234.56789, None, "warn"),  # -x
        ("daemon:info  : [ 1234.567890] msg", "dmesg", None, 1234.56789, None, "info"),
        (" err [129398.233826] msg", "dmesg", None, 129398.233826, None, "err"),  # -x through awk
        ("\x1b[32m[    1.234567] \x1b[0mmsg", "dmesg", None, 1.234567, None, None),  # --color=always
        ("[Fri Feb 11 18:59:01 2022] msg", "dmesg-T", _AT, None, None, None),
        ("[Fr Feb 11 18:59:01 2022] msg", "dmesg-T", _AT, None, None, None),
        ("[Fri Feb 11 18:59:01 2022 <    0.000012>] msg", "dmesg-T", _AT, None, None, None),
        ("[Fri Feb 11 18:59:01 2022] [ 1234.567890] msg", "dmesg-T", _AT, 1234.56789, None, None),
        ("[Feb11 18:59] msg", "dmesg-rel", _LATER.replace(second=0), None, None, None),  # -e
        ("2022-02-11T18:59:01,567890+00:00 msg", "dmesg-iso", _MICRO, None, None, None),
        ("<4>[ 1234.567890] msg", "kmsg", None, 1234.56789, None, "warn"),  # -r, /proc/kmsg, consoles
        ("<30>[ 1234.567890] msg", "kmsg", None, 1234.56789, None, "info"),
        ("6,1234,5678901,-;msg", "kmsg", None, 5.678901, None, "info"),  # /dev/kmsg
        ("4,1234,5678901,-,caller=T1;msg", "kmsg", None, 5.678901, None, "warn"),
        ("Feb 11 18:59:01 node-1 kernel: msg", "syslog", _LATER, None, "node-1", None),
        ("Feb 11 18:59:01 node-1 kernel:msg", "syslog", _LATER, None, "node-1", None),
        ("Feb 11 18:59:01 node-1 kernel: [ 1234.567890] msg", "syslog", _LATER, 1234.56789, "node-1", None),
        (
            "2022-02-11T18:59:01.567890+00:00 node-1 kernel: [ 1234.567890] msg",
            "syslog",
            _MICRO,
            1234.56789,
            "node-1",
            None,
        ),  # Ubuntu 24.04
        (
            "<6>1 2022-02-11T18:59:01.567890Z node-1 kernel - - - msg",
            "syslog",
            _MICRO,
            None,
            "node-1",
            "info",
        ),
        ("<6>Feb 11 18:59:01 node-1 kernel: msg", "syslog", _LATER, None, "node-1", "info"),
        (
            "Feb 11 18:59:01.567890 node-1 kernel: msg",
            "journal",
            _MICRO.replace(year=1972),
            None,
            "node-1",
            None,
        ),  # short-precise
        ("2022-02-11T18:59:01+0000 node-1 kernel: msg", "journal", _AT, None, "node-1", None),  # short-iso
        ("2022-02-11T18:59:01+00:00 node-1 kernel: msg", "journal", _AT, None, "node-1", None),
        ("2022-02-11T18:59:01.567890+0000 node-1 kernel: msg", "journal", _MICRO, None, "node-1", None),
        ("Fri 2022-02-11 18:59:01 UTC node-1 kernel: msg", "journal", _AT, None, "node-1", None),
        ("[ 1234.567890] node-1 kernel: msg", "journal", None, 1234.56789, "node-1", None),
        ("1644605941.567890 node-1 kernel: msg", "journal", _MICRO, None, "node-1", None),
        ('{"pri":4,"time":    12.300000,"msg":"msg"}', "dmesg-json", None, 12.3, None, "warn"),  # -J
        ('{"fac":"kern","pri":"warn","time":12.3,"msg":"msg"}', "dmesg-json", None, 12.3, None, "warn"),
        (
            '{"__REALTIME_TIMESTAMP":"1644605941567890","__MONOTONIC_TIMESTAMP":"1234999999",'
            '"_SOURCE_MONOTONIC_TIMESTAMP":"1234567890","_TRANSPORT":"kernel","PRIORITY":"4",'
            '"_HOSTNAME":"node-1","MESSAGE":"msg"}',
            "journal-json",
            _MICRO,
            1234.56789,
            "node-1",
            "warn",
        ),
        (
            "172.20.0.2: kern: warning: [2022-02-11T18:59:01.567890123Z]: msg",
            "dmesg-iso",
            _MICRO,
            None,
            "172.20.0.2",
            "warn",
        ),  # talosctl
        ("&lt;4&gt;[ 1234.567890] msg", "kmsg", None, 1234.56789, None, "warn"),  # web page
        ("> [ 1234.567890] msg", "dmesg", None, 1234.56789, None, None),  # quoted
        ("```[ 1234.567890] msg", "dmesg", None, 1234.56789, None, None),
    ],
)
def test_prefix(
    text: str, form: str, time: datetime | None, mono_s: float | None, host: str | None, level: str | None
) -> None:
    """Every prefix gives time, seconds since boot, host and level, as far as it has them."""
    line = kernel_line(text, 7)
    assert line is not None
    assert (line.number, line.message, line.form) == (7, "msg", form)
    assert (line.stamp.time, line.mono_s, line.host, line.level) == (time, mono_s, host, level)
    if form != "dmesg-rel":
        assert looks_like_kernel(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "msg",
        "[2024-01-01 10:00:00] ERROR in app",
        "[2024-01-01T10:00:00Z] ERROR in app",
        "[12.5] foo",
        "[info] foo",
        "2024-01-01 10:00:00 INFO kernel: started",
        "Feb 11 18:59:01 node-1 kubelet[1234]: kernel: panic",
        "Feb 11 18:59:01 node-1 systemd[1]: Started kernel: logs",
        "[Fri Feb 11 18:59:01 2022] [error] [client 10.0.0.1] File does not exist",
        "[Fri Feb 11 18:59:01 2022] 10.0.0.1:4711 [200]: GET /",
        '{"level":"info","msg":"started","time":"2024-01-01T10:00:00Z"}',
        '{"MESSAGE":"x","SYSLOG_IDENTIFIER":"kubelet","__REALTIME_TIMESTAMP":"1"}',
        "2024-01-01T10:00:00,123456 INFO started",
        "kernel is not a prefix",
    ],
)
def test_other_programs(text: str) -> None:
    """Lines of other programs are not the kernel's."""
    assert kernel_line(text) is None
    assert not looks_like_kernel(text)


@pytest.mark.parametrize("text", ["[12.500000] GET /", "<4>hello", "kernel: hello"])
def test_looks_like_kernel_is_stricter(text: str) -> None:
    """What only may be a kernel line is read as one, but never recognised by itself."""
    assert kernel_line(text) is not None
    assert not looks_like_kernel(text)


@pytest.mark.parametrize(
    "text",
    [
        "sed invoked oom-killer: gfp_mask=0x201da, order=0, oom_score_adj=0",
        "oom-kill:constraint=CONSTRAINT_NONE,nodemask=(null),cpuset=/",
        "Killed process 1234 (java) total-vm:1kB, anon-rss:1kB, file-rss:0kB",
        "Out of memory: Kill process 1234 (java) score 800 or sacrifice child",
        "dockerd: page allocation failure: order:5, mode:0x440dc0",
        "INFO: task docker:20744 blocked for more than 120 seconds.",
        "SLUB: Unable to allocate memory on node -1 (gfp=0xd0)",
    ],
)
def test_unmistakable_messages(text: str) -> None:
    """Some messages need no prefix to be known as the kernel's."""
    assert looks_like_kernel(text)


def _all(*texts: str) -> list[tuple[int, float | None, str | None, str]]:
    found = kernel_lines(enumerate(texts, start=1))
    return [(line.number, line.mono_s, line.host, line.message) for line in found]


def test_continuation_lines_inherit() -> None:
    """What stands indented or bare behind a kernel line is part of it, with its time and host."""
    assert _all("[   12.300000] Mem-Info:", "              active_anon:1", "free:2", "[   12.400000] x") == [
        (1, 12.3, None, "Mem-Info:"),
        (2, 12.3, None, "active_anon:1"),
        (3, 12.3, None, "free:2"),
        (4, 12.4, None, "x"),
    ]


@pytest.mark.parametrize("escape", ["#012", "\\x0a"])
def test_escaped_line_ends(escape: str) -> None:
    """A line end that syslog or /dev/kmsg escaped gives one more line of the same number."""
    text = f"Feb 11 18:59:01 n kernel: a:1{escape} b:2{escape}#011c:3"
    assert _all(text) == [(1, None, "n", "a:1"), (1, None, "n", " b:2"), (1, None, "n", "\tc:3")]


def test_lines_of_other_programs_are_left_out() -> None:
    """Other programs' lines between those of the kernel go, with what continues them."""
    found = _all(
        "Feb 11 18:59:01 n kubelet[1]: I0211 18:59:01.000000 1 x.go:1] y",
        "goroutine 1 [running]:",
        "Feb 11 18:59:01 n kernel: [    1.000000] a",
        "Feb 11 18:59:02 n kubelet[1]: b",
        "  more of b",
        "Feb 11 18:59:03 n kernel: [    2.000000] c",
        "  more of c",
        "-- Boot 0123456789abcdef0123456789abcdef --",
    )
    assert found == [(3, 1.0, "n", "a"), (6, 2.0, "n", "c"), (7, 2.0, "n", "more of c")]


def test_without_any_prefix_every_line_is_a_message() -> None:
    """Messages pasted without times are read as they are."""
    found = list(kernel_lines([(1, "sed invoked oom-killer: gfp_mask=0x201da"), (2, " x"), (3, "")]))
    assert [(line.message, line.form, line.stamp.quality) for line in found] == [
        ("sed invoked oom-killer: gfp_mask=0x201da", "raw", "none"),
        (" x", "raw", "none"),
    ]


def test_nothing_of_the_kernel() -> None:
    """A log of other programs has no kernel lines, whatever stands between them."""
    assert _all("Jun 16 20:29:48 n kubelet[3724]: E0616 20:29:48.166754 3724 k.go:1] x", "", "echo x") == []


def test_relative_times_add_up() -> None:
    """`dmesg -e` prints the minute once, then how much later each line came."""
    lines = [(1, "[Feb11 18:59] a"), (2, "[  +1.500000] b"), (3, "[  +0.500000] c")]
    start = datetime(1972, 2, 11, 18, 59, tzinfo=UTC)
    seconds = [(line.stamp.time - start).total_seconds() for line in kernel_lines(lines) if line.stamp.time]
    assert seconds == [0.0, 1.5, 2.0]
    assert [line.mono_s for line in kernel_lines(lines)] == [None, None, None]


def test_monotonic_journal() -> None:
    """`journalctl -o short-monotonic` has the host between time and program; other programs go."""
    assert _all("[    1.000000] n kernel: a", "[    2.000000] n kubelet[12]: b", "[    3.000000] n kernel: c") == [
        (1, 1.0, "n", "a"),
        (3, 3.0, "n", "c"),
    ]


def test_dmesg_json_over_several_lines() -> None:
    """`dmesg -J` puts each member of an entry on a line of its own."""
    first = [
        "      {",
        '         "pri": 4,',
        '         "time":    12.300000,',
        '         "msg": "a, \\"b\\""',
    ]
    second = [
        "      },{",
        '         "pri": 6,',
        '         "time":    12.400000,',
        '         "msg": "c"',
        "      }",
    ]
    found = _all("{", '   "dmesg": [', *first, *second, "   ]", "}")
    assert found == [(6, 12.3, None, 'a, "b"'), (10, 12.4, None, "c")]


def test_dmesg_json_on_one_line() -> None:
    """A whole document on one line gives all its entries."""
    text = '{"dmesg":[{"pri":4,"time":1.5,"msg":"a"},{"pri":4,"time":2.5,"msg":"b\\nc"}]}'
    assert _all(text) == [(1, 1.5, None, "a"), (1, 2.5, None, "b"), (1, 2.5, None, "c")]


def test_markup_around_lines() -> None:
    """Fences, tags and line ends that became tags do not hide kernel lines."""
    texts = [
        "<details><summary>dmesg</summary>",
        "<pre>",
        "[    1.000000] a<br/>[    2.000000] b",
        "</pre>",
        "```",
    ]
    assert _all(*texts)[-2:] == [(3, 1.0, None, "a"), (3, 2.0, None, "b")]


def test_journal_fields_in_odd_shapes() -> None:
    """The journal gives bytes as numbers, repeated fields as lists, and null for what is too long."""
    head = '{"_TRANSPORT":"kernel","__MONOTONIC_TIMESTAMP":"1000000","MESSAGE":'
    assert _all(head + "[104,105]}", head + '["a","b"]}', head + '"x"}') == [
        (1, 1.0, None, "hi"),
        (2, 1.0, None, "a"),
        (3, 1.0, None, "x"),
    ]
    assert _all(head + "null}") == []
