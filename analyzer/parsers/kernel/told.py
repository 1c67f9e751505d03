"""The declaration of one wording of one kind of kernel message."""

from __future__ import annotations

from typing import NamedTuple


class Told(NamedTuple):
    """One wording.

    kind      of kernel_messages
    literals  one of them stands in every such line; rare words, since every line is searched for them
    pattern   is searched in the line, with the placeholders of message_kinds
    example   a line that it fits, as a kernel printed it
    follow    patterns for the next lines, of which columns come that the line itself does not have
    """

    kind: str
    literals: tuple[str, ...]
    pattern: str
    example: str
    follow: tuple[str, ...] = ()
