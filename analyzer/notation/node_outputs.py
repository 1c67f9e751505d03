"""What a text from a node is: the output of a command, or a file of /proc, /sys or /etc."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Sequence
from functools import cache

from analyzer.notation import node_forms
from analyzer.notation.node_commands import arguments, program
from analyzer.notation.node_form import Form
from analyzer.notation.proc_files import proc_role

HEAD = 40


def node_role(lines: Sequence[str], name: str, command: str | None) -> str | None:
    """The role of a text by its first lines (more than HEAD are not looked at, but for /proc's own files).

    `name` is the path of the file as the label, `cat` or `tail` give it, `command` the command line of a
    transcript. Both only announce: a line has to be of the form that they promise. None for other text.
    """
    if role := proc_role(lines[:200]):
        return role
    form = node_form(lines, name, command)
    return form.role if form is not None else None


def node_form(lines: Sequence[str], name: str, command: str | None) -> Form | None:
    """The declared form of a text; an announced one before one that only its lines show."""
    head = [text for line in lines[:HEAD] if (text := line.strip()[:_WIDEST])]
    if not head:
        return None
    filled = len(head) if len(lines) <= HEAD else HEAD + 1
    first = program(command)
    names = (name, *arguments(command)) if first in _PRINTS_FILES else (name,)
    programs = frozenset(filter(None, (first, *_named_for(name))))
    for form in forms():
        if _announced(form, names, programs) and not 0 < form.most < filled and _has(form.row, head):
            return form
    text = "\n".join(head)
    likely = [
        form
        for form in forms()
        if form.opening and any(mark in text for mark in form.marks) and not 0 < form.most < filled
    ]
    # `top` has the header of `ps` in its middle: what comes first counts
    return next((form for line in head[:_OPENING] for form in likely if _pattern(form.opening).match(line)), None)


@cache
def forms() -> tuple[Form, ...]:
    """Every declared form, by the names of their modules."""
    names = sorted(item.name for item in pkgutil.iter_modules(node_forms.__path__))
    modules = (importlib.import_module(f"{node_forms.__name__}.{name}") for name in names)
    return tuple(form for module in modules for form in module.FORMS)


_WIDEST = 2000
_OPENING = 12
_PRINTS_FILES = frozenset(("cat", "head", "tail", "more", "less", "sudo"))
_FILE = re.compile(r"(?:[0-9]{1,3}[_-])?(?:sudo_)?([a-z][a-z0-9-]*)(?:[_. ].*)?$", re.I)


@cache
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text)


def _has(pattern: str, lines: Sequence[str]) -> bool:
    return any(map(_pattern(pattern).match, lines))


def _announced(form: Form, names: tuple[str, ...], programs: frozenset[str]) -> bool:
    if not form.row:
        return False
    if not programs.isdisjoint(form.programs):
        return True
    if not form.files:
        return False
    pattern = _pattern(rf"(?:^|/)(?:{form.files})(?:\.txt|\.out)?$")
    return any(pattern.search(name) for name in names)


def _named_for(name: str) -> tuple[str, ...]:
    """`df` of `sos_commands/filesys/df_-al_-x_autofs`, `systemctl` of `systemctl-status-kubelet.txt`."""
    found = _FILE.match(name.rsplit("/", 1)[-1])
    if found is None:
        return ()
    word = found[1].lower()
    return word, word.split("-", 1)[0]
