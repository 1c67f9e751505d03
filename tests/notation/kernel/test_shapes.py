"""Shapes of text in kernel logs."""

from __future__ import annotations

import pytest

from analyzer.notation.kernel.shapes import is_console_noise, is_console_status, is_report_line, parts_of


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("[    1.000000] a [    1.100000] b", ["[    1.000000] a", "[    1.100000] b"]),
        ("<6>[    1.000000] a <4>[    1.100000] b", ["<6>[    1.000000] a", "<4>[    1.100000] b"]),
        (
            "Feb 11 18:59:01 n kernel: a Feb 11 18:59:02 n kernel: b",
            ["Feb 11 18:59:01 n kernel: a", "Feb 11 18:59:02 n kernel: b"],
        ),
        (
            "[Fri Feb 11 18:59:01 2022] a [Fri Feb 11 18:59:02 2022] b",
            ["[Fri Feb 11 18:59:01 2022] a", "[Fri Feb 11 18:59:02 2022] b"],
        ),
        ("[Fri Feb 11 18:59:01 2022] [    1.000000] a", ["[Fri Feb 11 18:59:01 2022] [    1.000000] a"]),
        ("kern  :warn  : [    1.000000] a", ["kern  :warn  : [    1.000000] a"]),
        ("2022-02-11T18:59:01,567890+00:00 [    1.000000] a", ["2022-02-11T18:59:01,567890+00:00 [    1.000000] a"]),
        ("Feb 11 18:59:01 n kernel: [    1.000000] a", ["Feb 11 18:59:01 n kernel: [    1.000000] a"]),
        ("message repeated 2 times: [ [    1.000000] a]", ["message repeated 2 times: [ [    1.000000] a]"]),
        ("a 1.5 b", ["a 1.5 b"]),
    ],
)
def test_joined_lines(text: str, parts: list[str]) -> None:
    """Lines that were joined are cut at each prefix; a second stamp of one prefix cuts nothing."""
    assert parts_of(text) == parts


@pytest.mark.parametrize(
    ("text", "expected"),
    [("[  OK  ] Started x.", True), ("[FAILED] Failed to start x.", True), ("[ 1234.5] x", False), ("OK", False)],
)
def test_console_status(text: str, *, expected: bool) -> None:
    """systemd's lines on a console."""
    assert is_console_status(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("node-1 login: ", True), ("Ubuntu 22.04.3 LTS node-1 ttyS0", True), ("Kernel panic - not syncing: x", False)],
)
def test_console_noise(text: str, *, expected: bool) -> None:
    """What a terminal itself shows."""
    assert is_console_noise(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (" dump_stack+0x19/0x1b", True),
        (" [<ffffffff816a94c9>] schedule+0x29/0x70", True),
        ("RIP: 0033:0x7f1b", True),
        (" </TASK>", True),
        ("cni0: port 4(veth1) entered forwarding state", False),
    ],
)
def test_report_line(text: str, *, expected: bool) -> None:
    """Lines of traces and registers are known even where no row comes of them."""
    assert is_report_line(text) is expected
