"""What a user always wants: `bundlescope/config.toml` in the user's configuration folder, and nowhere else.

`$XDG_CONFIG_HOME`, else `~/.config` (XDG Base Directory Specification 0.8). Nothing is ever read out of a bundle or the
working directory: whoever unpacks an upload there must not be able to change what the program does.
"""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Any

import click

from analyzer.model.errors import UsageError

_KEYS = ("rules",)


def rule_packs() -> tuple[Path, ...]:
    """The folders of the site's rule packs, in order; UsageError where the file says something else."""
    path = _path()
    if path is None:
        return ()
    values = _read(path)
    for key in values:
        if key not in _KEYS:
            raise UsageError(f"{path}: unknown key '{key}'", remedy=f"its keys are {', '.join(_KEYS)}")
    given = values.get("rules", [])
    if not isinstance(given, list) or any(not isinstance(item, str) for item in given):
        raise UsageError(f"{path}: `rules` is a list of folders", remedy='write rules = ["/srv/rules"]')
    folders = [Path(item).expanduser() for item in given]
    for folder in folders:
        if not folder.is_absolute() or not folder.is_dir():
            raise UsageError(f"{path}: {folder} is no absolute path of a folder", remedy="correct or remove it")
    return tuple(folders)


def with_configured(_ctx: click.Context, _param: click.Parameter, value: tuple[Path, ...]) -> tuple[Path, ...]:
    """The folders of the configuration before those of the command line."""
    return (*rule_packs(), *value)


def _path() -> Path | None:
    home = os.environ.get("XDG_CONFIG_HOME") or ""
    try:
        base = Path(home) if Path(home).is_absolute() else Path.home() / ".config"
    except RuntimeError:  # no home folder
        return None
    path = base / "bundlescope" / "config.toml"
    return path if path.is_file() else None


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"{path}: {error}", remedy="correct or remove the file") from error
