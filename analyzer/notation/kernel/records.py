"""Journal entries that are spread over lines: `journalctl -o export`, `-o verbose`, `-o json-pretty`.

Source: systemd docs/JOURNAL_EXPORT_FORMATS.md and src/shared/logs-show.c (`output_verbose`, `output_export`,
`output_json`).
"""

from __future__ import annotations

import json
import re
from typing import Any

from analyzer.notation.kernel.json import Record, journal_record


class JournalEntries:
    """Takes the lines of entries and gives each entry when it is whole.

    Between entries `takes` says whether a line begins one. `number` is the line of the entry's message.
    """

    def __init__(self) -> None:
        self.number = 0
        self._form = ""
        self._fields: dict[str, Any] = {}
        self._last = ""
        self._lines = 0
        self._text: list[str] = []

    @property
    def is_inside(self) -> bool:
        """Whether an entry has begun and not ended."""
        return bool(self._form)

    def takes(self, number: int, text: str) -> bool:
        """Begin an entry if the line does; the line is used up then."""
        if text == "{":
            self._begin("journal-json", number)
            self._text = [text]
        elif text.startswith("__CURSOR="):
            self._begin("journal-export", number)
            self._field(number, text)
        elif text.endswith("]") and (found := _VERBOSE_HEAD.search(text)):
            self._begin("journal-verbose", number)
            self._fields["_BOOT_ID"] = found["boot"]
            self._fields["__MONOTONIC_TIMESTAMP"] = str(int(found["mono"], 16))
            self._fields["__REALTIME_TIMESTAMP"] = str(int(found["real"], 16))
        return self.is_inside

    def feed(self, number: int, text: str) -> Record | None:
        """One more line of the entry; the record that it completes, if it does and is the kernel's.

        A line that does not belong to the entry ends it and is lost only if it is blank or a bracket:
        ask `is_inside` and give any other line to `takes` again.
        """
        if self._form == "journal-json":
            return self._json(number, text)
        is_verbose = self._form == "journal-verbose"
        self._lines += 1
        if not text.strip() or self._lines > _LONGEST_ENTRY or (is_verbose and not text.startswith("    ")):
            return self.end()
        if not is_verbose and text.startswith("__CURSOR="):
            record = self.end()
            self.takes(number, text)
            return record
        self._field(number, text.strip() if is_verbose else text)
        return None

    def end(self) -> Record | None:
        """The entry as far as it is there."""
        form, fields = self._form, self._fields
        self._form, self._fields, self._text, self._last = "", {}, [], ""
        if form == "journal-json" or not form:
            return None
        return journal_record(fields, form)

    def _begin(self, form: str, number: int) -> None:
        self._form, self.number, self._lines = form, number, 0
        self._fields, self._text, self._last = {}, [], ""

    def _json(self, number: int, text: str) -> Record | None:
        if len(self._text) == 1 and not _JOURNAL_KEY.match(text):
            # Other JSON, which `dmesg -J` prints as well.
            return self.end()
        if text.lstrip().startswith('"MESSAGE"'):
            self.number = number
        self._text.append(text)
        if text.rstrip(",") != "}" and len(self._text) < _MOST_LINES:
            return None
        whole = "\n".join(self._text).rstrip(",")
        self.end()
        try:
            entry = json.loads(whole)
        except (ValueError, RecursionError):
            return None
        return journal_record(entry, "journal-json") if isinstance(entry, dict) else None

    def _field(self, number: int, text: str) -> None:
        found = _FIELD.match(text)
        if found and found["equals"]:
            self._last = found["key"]
            self._fields.setdefault(self._last, text[found.end() :])
        elif found:
            # Binary: the name, then eight bytes of length and the value.
            self._last = found["key"]
            self._fields.setdefault(self._last, "")
        elif self._last:
            before = self._fields[self._last]
            self._fields[self._last] = f"{before}\n{text}" if before else _LENGTH.sub("", text)
        if found and self._last == "MESSAGE":
            self.number = number


_MOST_LINES = 200
_LONGEST_ENTRY = 2000  # lines
_JOURNAL_KEY = re.compile(r'\s*"[A-Z_]{2,64}" ?:')
_VERBOSE_HEAD = re.compile(
    r"\[s=[0-9a-f]{32};i=[0-9a-f]+;b=(?P<boot>[0-9a-f]{32});m=(?P<mono>[0-9a-f]{1,16});t=(?P<real>[0-9a-f]{1,16});"
)
_FIELD = re.compile(r"(?P<key>[A-Z_][A-Z0-9_]{1,63})(?:(?P<equals>=)|$)")
_LENGTH = re.compile(r"^[\s\S]?[\x00-\x1f\ufffd][\x00\ufffd]{2,7}")
