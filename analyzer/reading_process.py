"""A reading worker as the parent sees it."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from typing import Any, BinaryIO, cast

from analyzer.message_pipe import MessagePipe
from analyzer.model.errors import AnalyzerError, InputError, UsageError

_ERRORS: dict[str, type[AnalyzerError]] = {"InputError": InputError, "UsageError": UsageError}


class ReadingProcess:
    """One worker; `descriptors` are open files that it inherits, such as standard input that was spooled."""

    def __init__(self, descriptors: tuple[int, ...] = ()) -> None:
        # A group of its own: Ctrl-C is the parent's to judge.
        self._process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "analyzer.reading"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=None if os.environ.get("BUNDLESCOPE_DEBUG") else subprocess.DEVNULL,
            bufsize=0, pass_fds=descriptors, process_group=0,
        )  # fmt: skip
        self._frames = MessagePipe(cast("BinaryIO", self._process.stdout), cast("BinaryIO", self._process.stdin))

    @property
    def alive(self) -> bool:
        """Whether it can still be asked."""
        return self._process.poll() is None

    def send(self, request: dict[str, Any]) -> None:
        """Ask something; that it is gone shows at the answer."""
        with contextlib.suppress(BrokenPipeError):
            self._frames.send(request)

    def receive(self, seconds: float | None) -> dict[str, Any] | None:
        """The next answer; None if the worker is gone.

        Raises TimeoutError if none comes within `seconds`, and the AnalyzerError that the worker sent.
        """
        frame = self._frames.receive(seconds)
        if frame is not None and frame["t"] == "error":
            raise _ERRORS[frame["error"]](frame["what"], remedy=frame["remedy"])
        return frame

    def close(self) -> None:
        """End it."""
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(BrokenPipeError):
                    pipe.close()
        self._process.kill()
        self._process.wait()
