"""A kernel's ring buffer and the ways in which customers copy it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from story_maker.node import Node


class Record(NamedTuple):
    """One printk; a newline inside belongs to the same record."""

    at: datetime
    text: str


class KernelLog:
    """Records of one boot of a node, and how many processes were killed in them."""

    def __init__(self, node: Node) -> None:
        self.node = node
        self.records: list[Record] = []
        self.kills = 0

    def say(self, at: datetime, *texts: str) -> datetime:
        """Append records a few microseconds apart and return the time after the last."""
        for text in texts:
            self.records.append(Record(at, text))
            at += timedelta(microseconds=2 + len(text) % 5)
        return at

    def lines(self, form: str, since: datetime | None = None) -> str:
        """Print the log.

        form: dmesg, dmesg-T, journal (journalctl -k), journal-iso (-o short-iso), syslog (/var/log/messages
        of rsyslog, which stamps every line of a record; that of EL 7 writes #012 in place of its newlines)
        """
        kept = sorted(
            (record for record in self.records if since is None or record.at >= since),
            key=lambda record: record.at,
        )
        printed = [self._print(record, form) for record in kept]
        if form.startswith("journal") and kept and self.node.kernel < "6":
            printed.insert(0, self._journal_head(kept))
        return "\n".join(printed) + "\n"

    def _print(self, record: Record, form: str) -> str:
        head = self._head(record.at, form)
        between = f"\n{head}" if form == "syslog" else "\n" + " " * len(head)
        if form == "syslog" and "el7" in self.node.kernel:
            between = "#012"
        return head + record.text.replace("\n", between)

    def _head(self, at: datetime, form: str) -> str:
        seconds = f"{self.node.seconds(at):12.6f}"
        if form == "dmesg":
            return f"[{seconds}] "
        if form == "dmesg-T":
            return f"[{_wall(at, '%a %b')} {at.day:2d} {at:%H:%M:%S %Y}] "
        if form == "journal-iso":
            return f"{at:%Y-%m-%dT%H:%M:%S}+0000 {self.node.name} kernel: "
        head = f"{at:%b} {at.day:2d} {at:%H:%M:%S} {self.node.name} kernel: "
        return head + (f"[{seconds}] " if form == "syslog" and "el7" not in self.node.kernel else "")

    def _journal_head(self, kept: list[Record]) -> str:
        first, last = kept[0].at, kept[-1].at
        return f"-- Logs begin at {first:%a %Y-%m-%d %H:%M:%S} UTC, end at {last:%a %Y-%m-%d %H:%M:%S} UTC. --"


def _wall(at: datetime, form: str) -> str:
    return at.strftime(form)
