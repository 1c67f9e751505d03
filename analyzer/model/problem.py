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
    bytes_unread  bytes of the member that were delivered and that nobody analysed; None is none
    """

    path: str
    reason: str
    detail: str
    line: int = 0
    bytes_read: int | None = None
    option: str | None = None
    bytes_unread: int | None = None


# What loses nothing that a verdict could rest on, as long as it is a small part of the bytes (product.md, section 2).
HARMLESS = frozenset(
    {"BINARY", "DUPLICATE_NAME", "EMPTY", "ENCODING", "ERROR_TEXT", "LINK", "SIDE_FILE", "UNRECOGNISED"}
)

REASONS = {
    "AMBIGUOUS": "other programs may see another content in this archive",
    "BAD_ARCHIVE": "the archive is damaged",
    "BAD_CHECKSUM": "the archive's checksum does not agree with its content",
    "BINARY": "not text",
    "DEVICE": "a device, socket or pipe, not a file",
    "DUPLICATE_NAME": "a second member of the same name",
    "EMPTY": "nothing in it",
    "ENCODING": "some of its bytes are no text in its encoding",
    "ENCRYPTED": "encrypted",
    "ERROR_TEXT": "holds an error message in the place of data",
    "INTERRUPTED": "reading was interrupted",
    "LIMIT_DEPTH": "nested deeper than the limit",
    "LIMIT_DOCUMENT": "a document above the limit",
    "LIMIT_INPUT": "the upload is above the limit",
    "LIMIT_LINE": "a line above the limit",
    "LIMIT_MEMBER": "a member above the limit",
    "LIMIT_MEMBERS": "more members than the limit",
    "LIMIT_RATIO": "it expands more than any real file",
    "LIMIT_TOTAL": "more bytes than the limit",
    "LINK": "a link; links are not followed",
    "PARSER_CRASH": "the reader died on it",
    "SIDE_FILE": "written by a Mac beside the real file",
    "SPARSE": "a sparse file, whose holes are not read",
    "SYNTAX": "cannot be parsed",
    "TIMEOUT": "took longer than the limit",
    "TRUNCATED": "ends in the middle",
    "UNREADABLE": "cannot be opened",
    "UNRECOGNISED": "no parser knows what it is",
    "UNSUPPORTED": "a format that is not read",
}
