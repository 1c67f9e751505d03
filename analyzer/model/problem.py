"""What was not read, or not fully."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that could not be read or trusted; the run goes on without it.

    reason      one of REASONS
    detail      a sentence for a person: what, where in the member, what to do
    bytes_read  how far reading came, in bytes of the member; None where that means nothing
    option      the command-line option that changes it, if one does
    """

    path: str
    reason: str
    detail: str
    line: int = 0
    bytes_read: int | None = None
    option: str | None = None


REASONS = {
    "BAD_ARCHIVE": "the archive is damaged",
    "BAD_CHECKSUM": "the archive's checksum does not agree with its content",
    "BINARY": "not text",
    "DEVICE": "a device, socket or pipe, not a file",
    "EMPTY": "nothing in it",
    "ENCRYPTED": "encrypted",
    "ERROR_TEXT": "holds an error message in the place of data",
    "LIMIT_DEPTH": "nested deeper than the limit",
    "LIMIT_DOCUMENT": "a document above the limit",
    "LIMIT_MEMBER": "a member above the limit",
    "LIMIT_MEMBERS": "more members than the limit",
    "LIMIT_TOTAL": "more bytes than the limit",
    "LINK": "a link; links are not followed",
    "PARSER_CRASH": "the reader died on it",
    "SYNTAX": "cannot be parsed",
    "TRUNCATED": "ends in the middle",
    "UNREADABLE": "cannot be opened",
    "UNRECOGNISED": "no parser knows what it is",
}
