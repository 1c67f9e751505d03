"""Boots within one log."""

from __future__ import annotations

import pytest

from analyzer.notation.kernel.lines import kernel_lines

_A, _B = "a" * 32, "b" * 32
_JSON = '{"_BOOT_ID":"%s","_TRANSPORT":"kernel","_HOSTNAME":"n","MESSAGE":"x"}'


@pytest.mark.parametrize(
    ("lines", "boots"),
    [
        (["[  900.000000] a", "[  899.900000] b", "[    0.000000] c", "[    1.000000] d"], [1, 1, 2, 2]),
        (["[    0.000000] Linux version 6.1.0 (x)", "[    1.000000] d"], [1, 1]),
        (["[Fri Feb 11 18:59:01 2022] a", "[Fri Feb 11 19:59:01 2022] Linux version 6.1.0 (x)"], [1, 2]),
        (["[Fri Feb 11 18:59:01 2022] a", "[Fri Feb 11 19:59:01 2022] Linux version"], [1, 1]),
        (["Feb 11 18:59:01 n kernel: a", "-- Reboot --", "Feb 11 19:59:01 n kernel: Linux version 6.1.0"], [1, 2]),
        (
            [f"-- Boot {_A} --", "Feb 11 18:59:01 n kernel: a", f"-- Boot {_B} --", "Feb 11 19:59:01 n kernel: a"],
            [1, 2],
        ),
        ([_JSON % _A, _JSON % _A, _JSON % _B], [1, 1, 2]),
        (["Feb 11 18:59:01 n kernel: [  900.1] a", "Feb 11 18:59:02 m kernel: b"], [1, 1]),
        (
            [
                "Feb 11 18:59:01 n kernel: [  900.000000] a",
                "Feb 11 18:59:02 m kernel: [    3.000000] b",
                "Feb 11 18:59:03 n kernel: [  902.000000] a",
                "Feb 11 18:59:04 n kernel: [    0.000000] a",
            ],
            [1, 1, 1, 2],
        ),
    ],
)
def test_boot_number(lines: list[str], boots: list[int]) -> None:
    """Boots are counted per host: by separators, IDs, the clock since boot, or the banner."""
    assert [line.boot for line in kernel_lines(enumerate(lines, 1))] == boots


def test_boot_id_of_separator() -> None:
    """What follows a separator has the ID that it names."""
    lines = [f"-- Boot {_A} --", "Feb 11 18:59:01 n kernel: a", "-- Reboot --", "Feb 11 18:59:02 n kernel: b"]
    assert [line.boot_id for line in kernel_lines(enumerate(lines, 1))] == [_A, None]
