"""Messages between the parent and its reading worker."""

from __future__ import annotations

from typing import Any, BinaryIO

import msgspec


class MessagePipe:
    """Length-prefixed msgpack messages over two pipes."""

    def __init__(self, source: BinaryIO, sink: BinaryIO) -> None:
        self._source, self._sink = source, sink

    def receive(self) -> dict[str, Any] | None:
        """The next message, or None when the other side is gone."""
        head = self._source.read(4)
        if len(head) < 4:
            return None
        body = self._source.read(int.from_bytes(head, "big"))
        return msgspec.msgpack.decode(body, type=dict[str, Any])

    def send(self, message: dict[str, Any]) -> None:
        """Send one message; a broken pipe ends the worker."""
        body = msgspec.msgpack.encode(message)
        self._sink.write(len(body).to_bytes(4, "big") + body)
        self._sink.flush()
