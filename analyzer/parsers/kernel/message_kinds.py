"""What the kernel is known to say: a kind is one declaration, in one of the modules `kinds_…`.

In patterns `{comm}`, `{pid}`, `{device}`, `{cgroup}`, `{cpu}`, `{cpus}`, `{amount}`, `{seconds}`, `{ms}` and
`{detail}` stand for the columns of kernel_messages (a time fills `amount` as printed and `stuck_s`). The order
decides: the first pattern that fits gives a line its kind.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

import re2

from analyzer.parsers.kernel import kinds_network, kinds_reports, kinds_storage

Search = Callable[[str], re.Match[str] | None]


class MessageKind(NamedTuple):
    """`pattern` searches a message; `follow` search the lines behind it for columns that it does not have."""

    name: str
    literals: tuple[str, ...]
    pattern: Search
    follow: tuple[Search, ...]
    example: str


def kinds_of(message: str) -> Iterator[MessageKind]:
    """The kinds one of whose literals stands in a message, in order; mostly none."""
    if _ANY(message) is not None:
        for kind in KINDS:
            if any(literal in message for literal in kind.literals):
                yield kind


_COLUMNS = {
    "{comm}": r"(?P<comm>\S.{0,63}?)",
    "{pid}": r"(?P<pid>\d{1,10})",
    "{device}": r"(?P<device>[\w!./:@-]{1,64})",
    "{cgroup}": r"(?P<cgroup>/\S*)",
    "{cpu}": r"(?P<cpu>\d{1,5})",
    "{cpus}": r"(?P<cpus>\d{1,5})",
    "{amount}": r"(?P<amount>\d{1,18})",
    "{seconds}": r"(?P<seconds>\d{1,9})",
    "{ms}": r"(?P<ms>\d{1,12})",
    "{detail}": r"(?P<detail>\S.{0,300}?)",
    "{number}": r"\d{1,18}",
}


def _compiled(text: str) -> Search:
    for name, pattern in _COLUMNS.items():
        text = text.replace(name, pattern)
    return re.compile(text).search


KINDS = tuple(
    MessageKind(
        told.kind, told.literals, _compiled(told.pattern), tuple(_compiled(text) for text in told.follow), told.example
    )
    for told in (*kinds_reports.TOLD, *kinds_storage.TOLD, *kinds_network.TOLD)
)

LITERALS = tuple(sorted({re2.escape(literal) for kind in KINDS for literal in kind.literals}))

# Nearly every line has none of the literals; RE2 finds that out several times faster than `in`.
_ANY = re2.compile("|".join(LITERALS)).search
