"""Writing what a command made: all or nothing, and nothing of the user's lost."""

from __future__ import annotations

import os
from pathlib import Path

from analyzer.model.errors import OutputError, UsageError
from analyzer.model.report import Report
from analyzer.model.source import SourceLine


def write(path: Path, content: bytes, report: Report, *, force: bool) -> None:
    """Write all or nothing; a file that is not a report of this bundle stays, unless forced.

    Raises UsageError for such a file, OutputError where the system refuses.
    """
    try:
        if path.exists() and not force and not _is_own(path.read_bytes(), report.bundle.sha256):
            raise UsageError(
                "exists and is not a report of this bundle",
                at=SourceLine(str(path)),
                remedy="give another name or --force",
            )
        temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
        temporary.replace(path)
    except OSError as error:
        raise OutputError(
            f"cannot be written: {error.strerror}",
            at=SourceLine(str(path)),
            remedy="check the folder and its permissions",
        ) from error


def _is_own(content: bytes, sha256: str) -> bool:
    """Whether a file is a report of the bundle: a PDF names half of the digest, the verdict's text its beginning."""
    return sha256[:32].encode() in content or f"sha256 {sha256[:8]}".encode() in content
