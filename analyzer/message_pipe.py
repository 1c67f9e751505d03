"""Messages between the parent and its reading workers."""

from __future__ import annotations

import select
from typing import Any, BinaryIO

import msgspec


class MessagePipe:
    """Length-prefixed msgpack messages over two pipes."""

    def __init__(self, source: BinaryIO, sink: BinaryIO) -> None:
        self._source, self._sink = source, sink

    def receive(self, seconds: float | None = None) -> dict[str, Any] | None:
        """The next message, or None when the other side is gone.

        Raises TimeoutError if none begins within `seconds`; that needs an unbuffered source.
        """
        if seconds is not None and not select.select([self._source], [], [], max(seconds, 0))[0]:
            raise TimeoutError
        head = self._exactly(4)
        if head is None:
            return None
        body = self._exactly(int.from_bytes(head, "big"))
        return None if body is None else msgspec.msgpack.decode(body, type=dict[str, Any])

    def send(self, message: dict[str, Any]) -> None:
        """Send one message; a broken pipe ends the worker."""
        body = msgspec.msgpack.encode(message)
        self._sink.write(len(body).to_bytes(4, "big") + body)
        self._sink.flush()

    def _exactly(self, size: int) -> bytes | None:
        """`size` bytes, however many reads that takes; None if the pipe ends before."""
        parts: list[bytes] = []
        while size:
            part = self._source.read(size)
            if not part:
                return None
            parts.append(part)
            size -= len(part)
        return b"".join(parts)
