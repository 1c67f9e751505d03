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
        is_foreign = path.exists() and not force and not _is_own(path.read_bytes(), report.bundle.sha256)
    except OSError as error:
        raise _refused(path, error) from error
    if is_foreign:
        raise UsageError(
            "exists and is not a report of this bundle", at=SourceLine(str(path)), remedy="give another name or --force"
        )
    replace_file(path, content, force=True)


def replace_file(path: Path, content: bytes, *, force: bool) -> None:
    """Write all or nothing; a file that is there already stays, unless forced.

    Raises UsageError for such a file, OutputError where the system refuses.
    """
    if not force and path.exists():
        raise UsageError("exists", at=SourceLine(str(path)), remedy="give another name or --force")
    try:
        temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
        temporary.replace(path)
    except OSError as error:
        raise _refused(path, error) from error


def _refused(path: Path, error: OSError) -> OutputError:
    what = f"cannot be written: {error.strerror}"
    return OutputError(what, at=SourceLine(str(path)), remedy="check the folder and its permissions")


def _is_own(content: bytes, sha256: str) -> bool:
    """Whether a file is a report of the bundle: a PDF names half of the digest, the verdict's text its beginning."""
    return sha256[:32].encode() in content or f"sha256 {sha256[:8]}".encode() in content
