"""Writes the pages below docs/ that are made from declarations: tables, rules, samples, the demo's verdict."""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import yaml

from analyzer import discover, shipped
from analyzer.cli.options import limit_table
from analyzer.engine.database import Database
from analyzer.engine.views import View
from analyzer.model.table import Table
from analyzer.pipeline import Options, analyze, views

# Scripts are no package: what lies beside this one is found beside it.
sys.path.insert(0, str(Path(__file__).resolve().parent))
from rule_pages import rule_pages  # noqa: E402

_DOCS = Path(__file__).resolve().parent.parent / "docs"


def main() -> None:
    """Write every page that is made from declarations."""
    (_DOCS / "rules").mkdir(exist_ok=True)
    for name, page in pages().items():
        (_DOCS / name).write_text(page, encoding="utf-8")


def pages() -> dict[str, str]:
    """The text of each generated page by its file name."""
    first = "read-your-first-report.md"
    return {
        "what-is-read.md": _reading_page(),
        "tables.md": _tables_page(),
        **rule_pages(_MADE),
        "samples.md": _samples_page(),
        first: _with_demo((_DOCS / first).read_text(encoding="utf-8")),
    }


_MADE = "<!-- Made by `make docs` from the declarations; do not edit. -->"

_ABOUT_TABLES = """\
# Tables and views

A base table holds what parsers found, one row for each fact; a view joins tables. Rules read both.
`bundlescope tables PATH` shows which of them have rows in a bundle, `--table NAME` prints the rows of one.

How to read a row:

- `src` is one integer for member and line where the row starts; `member(src)` is the member's number. A rule cites a
  place as text, which columns `…_src` of views hold: `cite(src)`, `cite_at(src, path)` or `cite_line(src, line)`.
- In a table of API objects `at` is the object's path in its document, and columns stand below it: the column "stands
  at" is the path that a citation adds. A `…_line` column holds the line where other columns of the row stand.
- Missing is missing (NULL), never 0 or "". Sizes are bytes, durations seconds, times UTC.
- `time_quality` is exact, zone_unknown, no_year or none: what the text printed. After everything was read, years,
  zones and times since boot are settled as far as the bundle tells them; `t_min` and `t_max` bound what stays open.
- Several members may show one object: base tables keep each observation, `…_list` views have each object once.
- DuckDB reserves `at`, `order`, `first`, `last`, `count`, `type`, `constraint`: write them in double quotes.
"""

_ABOUT_READING = """\
# What is read, and how far

`bundlescope PATH...` takes whatever a customer sends: a folder, an archive, a single file, `-` for standard input, or
several of them. Several paths are one case: a must-gather, the node's sosreport and a pasted `dmesg` are joined by node
name, machine ID, system UUID and boot ID, and the report says how sure each join is. What fits no node, or belongs to
another cluster, is shown and never joined.

## Archives

tar (v7, ustar, GNU, pax), zip and zip64, and files compressed with gzip, xz, bzip2 or zstd, by their content and not by
their name; archives inside archives; rotated logs such as `kubelet.log.1.gz`. Nothing is unpacked to disk: a member is a
stream, its name is a label (`outer.zip!inner/file`), and a name is never used as a path. Links, devices and sparse
files are named in the report and not followed. Checksums are verified to the end; of a damaged or cut archive
everything before the damage is read, and the report says where it ends.

## Text

What a file is follows from its content. Where a collector's layout is recognised, its paths tell more: the node, the
pod, the container, whether a log is of the run before. UTF-8, UTF-16, UTF-32 and Windows-1252, CRLF, NULs and colours
make no difference; line numbers are always those of the file. A pasted transcript is cut at its prompts, and each piece
is what its command says. Error messages in the place of data (`Error from server (Forbidden)`) are named as such.

"""

_ABOUT_LIMITS = """
## Limits

Each limit can be raised by its option. What lies beyond one is named in the report with reason, numbers and option, and
everything else is read.

| option | default | of what |
|---|---|---|
"""

_ABOUT_ACCOUNT = """
## The account

Every byte that comes out of a folder or an archive was either read or stands in a problem: `bytes` = `bytes_read` +
`bytes_unread` in the report's `bundle`, and each entry of `problems` has its share. `lines_unparsed` counts the lines
that no parser understood; `--unparsed FILE` writes them, by member, redacted. `bundlescope tables PATH` shows what
came out, and the tables `members` and `problems` hold the account by member.

Reading happens in worker processes with a limited address space. If a member makes one of them die or hang, that member
is a problem (`PARSER_CRASH`, `TIMEOUT`), a new worker goes on, and nothing else is lost. The number of workers, the order
of an archive and a second run change no byte of the result. The first Ctrl-C ends the reading and reports what was read
until then; the second ends the program.
"""

_ABOUT_SAMPLES = """\
# Sample bundles

Bundles of invented incidents, in the form in which customers send them. `make samples` writes them anew, always with
the same bytes; `story.yaml` beside each says what happened and what the analysis has to find, and a test holds it to
that. Try one: `bundlescope analyze sample_bundles/<name>/bundle`.
"""

_DEMO = "cgroup-oom-container"
_DEMO_BLOCK = re.compile(r"(<!-- made by `make docs`[^>]*-->\n```text\n).*?(```\n)", re.S)

_TYPES = {"VARCHAR": "string", "BIGINT": "int64", "HUGEINT": "int128", "DOUBLE": "double", "BOOLEAN": "bool",
          "TIMESTAMP": "timestamp", "INTERVAL": "interval"}  # fmt: skip
_ADDED = {
    "src": ("", "member and line where the row starts"),
    "node": ("", "the node that the row's member belongs to"),
    "t_min": ("UTC", "earliest moment that the time can be"),
    "t_max": ("UTC", "latest moment that the time can be"),
}


def _reading_page() -> str:
    layouts = "".join(
        f"| `{layout.id}` | {_about_layout(layout.id)} |\n"
        for layout in sorted(discover.layouts(), key=lambda one: one.id)
    )
    limits = "".join(
        f"| `--{name.replace('_', '-')}` | {default} | {text} |\n" for name, default, text in limit_table()
    )
    head = "## Layouts\n\nSeveral can lie in one upload, at any depth. What belongs to none is `loose`.\n\n| id | what it is |\n|---|---|\n"
    return f"{_ABOUT_READING}{_MADE}\n\n{head}{layouts}{_ABOUT_LIMITS}{limits}{_ABOUT_ACCOUNT}"


def _tables_page() -> str:
    database = Database(discover.tables())
    database.load({})
    database.settle(views())
    parts = [_MADE, _ABOUT_TABLES, "## Base tables\n"]
    parts += [_table(table, database) for table in database.tables.values()]
    parts.append("## Views\n")
    parts += [_view(view, database) for view in views()]
    return "\n".join(parts)


def _table(table: Table, database: Database) -> str:
    fillers = [parser.name.removeprefix("analyzer.parsers.") for parser in discover.parsers() if table in parser.yields]
    filled = ", ".join(f"`{name}`" for name in fillers) or "the reader itself"
    declared = {column.name: column for column in table.columns}
    rows = []
    for name, dtype in database.columns(table.name).items():
        if column := declared.get(name):
            place = _cell(column.path) if column.path else _cell(column.line)
            rows.append(f"| `{name}` | {column.dtype} | {column.unit or ''} | {_escaped(column.doc)} | {place} |")
        else:
            unit, doc = _ADDED[name]
            rows.append(f"| `{name}` | {_TYPES[dtype]} | {unit} | {doc} | |")
    head = "| column | type | unit | meaning | stands at |\n|---|---|---|---|---|"
    return f"### {table.name}\n\n{_escaped(table.doc)} Filled by {filled}.\n\n{head}\n" + "\n".join(rows) + "\n"


def _view(view: View, database: Database) -> str:
    real = database.columns(view.name)
    if unknown := [name for name in view.gives if name not in real]:
        raise ValueError(f"{view.name}.sql: its head gives what it has not: {', '.join(unknown)}")
    lines = [f"### {view.name}\n", f"{_sentence(view.doc)} Made of {', '.join(f'`{need}`' for need in view.needs)}.\n"]
    lines += [f"{_escaped(note.rstrip('.'))}.\n" for note in _notes(view)]
    lines.append("Columns: " + ", ".join(f"`{name}` {_TYPES[real[name]]}" for name in view.gives) + ".\n")
    further = [name for name in real if name not in view.gives]
    for origin, names in _by_origin(further, view, database):
        lines.append(f"{origin}: " + ", ".join(f"`{name}`" for name in names) + ".\n")
    return "\n".join(lines)


def _notes(view: View) -> Iterator[str]:
    """What the head says beside its columns, in the words of the head."""
    for word in ("note", "units", "absent", "source"):
        text = _part(view.sql, word)
        if text:
            yield text if word in ("note", "absent") else f"{word.capitalize()}: {text}"


def _part(sql: str, word: str) -> str:
    found: list[str] = []
    taking = False
    for line in sql.splitlines():
        if not line.startswith("--"):
            break
        text = line.removeprefix("--").strip()
        if line.startswith("--   ") and taking:
            found.append(text)
        else:
            taking = text.startswith(f"{word} ")
            found += [text.removeprefix(word).strip()] if taking else []
    return " ".join(found)


def _by_origin(names: list[str], view: View, database: Database) -> Iterator[tuple[str, list[str]]]:
    """Columns that a view passes on, by the table that has them; its own last."""
    left = names
    for need in view.needs:
        known = set(database.columns(need.removeprefix("raw.")))
        passed = [name for name in left if name in known]
        if passed:
            yield f"Also from `{need.removeprefix('raw.')}`", passed
        left = [name for name in left if name not in known]
    if left:
        yield "Also", left


def _samples_page() -> str:
    parts = [_MADE, _ABOUT_SAMPLES]
    for path in sorted(shipped.samples_dir().glob("*/story.yaml")):
        story = yaml.safe_load(path.read_text(encoding="utf-8"))
        causes = ", ".join(f"`{cause['rule']}`" for cause in story["expect"].get("root_causes") or ())
        text = " ".join(str(story["story"]).split())
        parts.append(f"## {path.parent.name}\n\n**{story['title']}.** {text}\n\nRoot cause: {causes or 'none'}.\n")
    return "\n".join(parts)


def _with_demo(page: str) -> str:
    """The page with what the terminal shows for the demo, without the line that names version and rules."""
    report = analyze(Options((shipped.samples_dir() / _DEMO / "bundle",)))
    shown = discover.renderer("terminal").render(report, shipped.templates_dir()).decode()
    _, _, block = shown.partition("\n")
    return _DEMO_BLOCK.sub(lambda found: found[1] + block + found[2], page)


def _about_layout(name: str) -> str:
    module = importlib.import_module(f"analyzer.bundle.layouts.{name.replace('-', '_')}")
    return (module.__doc__ or "").strip().split("\n")[0]


def _sentence(text: str) -> str:
    text = _escaped(text.rstrip("."))
    return f"{text[:1].upper()}{text[1:]}."


def _escaped(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")


def _cell(text: str | None) -> str:
    return f"`{text}`" if text else ""


if __name__ == "__main__":
    main()
