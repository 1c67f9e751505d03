"""YAML and JSON that cost more than they weigh, as members of an upload."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Document:
    """A file of an upload; `made` makes its bytes where they are large."""

    file: str
    made: bytes | Callable[[], bytes]

    def data(self) -> bytes:
        """The bytes of the file."""
        return self.made if isinstance(self.made, bytes) else self.made()


def documents() -> Iterator[Document]:
    """All of them; names are distinct."""
    for name, made in {**_aliases(), **_depth(), **_tags(), **_numbers(), **_sizes(), **_characters()}.items():
        yield Document(f"{name}.yaml", made)
    for name, made in {**_json_depth(), **_json_values()}.items():
        yield Document(f"{name}.json", made)


Made = dict[str, bytes | Callable[[], bytes]]
_HEAD = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: bomb\n  namespace: default\n"


def _yaml(body: str) -> bytes:
    return f"{_HEAD}data:\n{body}".encode()


def _value(value: str) -> bytes:
    return _yaml(f"  bomb: {value}\n")


def _aliases() -> Made:
    laughs = "  a: &a [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n"
    for one, other in zip("abcdefghijk", "bcdefghijkl", strict=True):
        laughs += f"  {other}: &{other} [{', '.join([f'*{one}'] * 9)}]\n"
    merged = "  a: &a {x0: 1, x1: 1}\n"
    for one, other in zip("abcdefghijk", "bcdefghijkl", strict=True):
        merged += f"  {other}: &{other}\n    <<: [{', '.join([f'*{one}'] * 9)}]\n"
    return {
        "laughs": _yaml(laughs),
        "laughs-at-top": laughs.replace("  ", "").encode() + b"kind: ConfigMap\n",
        "merge-keys": _yaml(merged),
        "merge-chain": _yaml("  a: &a {x: 1}\n" + "".join(f"  a{n}: &a{n}\n    <<: *a{n - 1}\n" if n else "  a0: &a0 {x: 1}\n" for n in range(3000))),
        "merge-itself": _yaml("  a: &a\n    <<: *a\n"),
        "aliases-flat": _yaml("  a: &a x\n" + "".join(f"  k{n}: *a\n" for n in range(100_000))),
        "aliases-of-much": _yaml(f"  a: &a {'x' * 100_000}\n  b: [{', '.join(['*a'] * 5000)}]\n"),
        "anchor-in-itself": _yaml("  a: &a [*a]\n"),
        "anchor-map-in-itself": _yaml("  a: &a {x: *a}\n"),
        "anchor-key-in-itself": _yaml("  ? &a [*a]\n  : x\n"),
        "anchors-in-each-other": _yaml("  a: &a {x: &b {y: *a, z: *b}}\n"),
        "anchors-unused": _yaml("".join(f"  k{n}: &a{n} x\n" for n in range(100_000))),
        "alias-unknown": _yaml("  a: *nobody\n"),
        "stars": _yaml("".join(f"  k{n}: **********\n" for n in range(20_000))),
    }  # fmt: skip


def _depth() -> Made:
    return {
        "depth-flow-24k": _value("[" * 24_000 + "]" * 24_000),
        "depth-flow-100k": _value("[" * 100_000 + "]" * 100_000),
        "depth-flow-1m": _value("[" * 1_000_000),
        "depth-braces-24k": _value("{a: " * 24_000 + "x" + "}" * 24_000),
        "depth-braces-1m": _value("{" * 1_000_000),
        "depth-dashes-24k": _yaml("  bomb:\n  " + "- " * 24_000 + "x\n"),
        "depth-dashes-1m": _yaml("  bomb:\n  " + "- " * 1_000_000 + "x\n"),
        "depth-questions": _yaml("  " + "? " * 100_000 + "x\n"),
        "depth-indent": lambda: _yaml("".join(f"{' ' * n}k:\n" for n in range(2, 4000))),
        "depth-mixed": _value("[{a: " * 50_000),
        "depth-99": _value("[" * 97 + "]" * 97),
    }


def _tags() -> Made:
    return {
        "tag-python": _value("!!python/object/apply:os.system ['touch /tmp/owned']"),
        "tag-python-name": _value("!!python/name:os.system"),
        "tag-python-at-top": b"!!python/object/apply:os.system ['touch /tmp/owned']\nkind: ConfigMap\napiVersion: v1\n",
        "tag-binary": _value("!!binary " + "QUFB" * 500_000),
        "tag-many": _yaml("".join(f"  k{n}: !t{n} x\n" for n in range(50_000))),
        "tag-long": _value(f"!{'t' * 1_000_000} x"),
        "tag-set": _value(
            "!!set {a, b}\n  omap: !!omap [a: 1]\n  pairs: !!pairs [a: 1]\n  time: !!timestamp 2001-13-45"
        ),
        "tag-directives": "".join(f"%TAG !e{n}! tag:example.org,2000:\n" for n in range(20_000)).encode()
        + b"---\n"
        + _value("!e1!x y"),
        "tag-int-of-text": _value("!!int notanumber"),
    }


def _numbers() -> Made:
    return {
        "int-million-digits": _value("1" * 1_000_000),
        "int-hex": _value("0x" + "f" * 1_000_000),
        "int-octal": _value("0o" + "7" * 1_000_000),
        "float-exponent": _value("1e999999999"),
        "float-digits": _value("0." + "1" * 1_000_000),
        "int-base-60": _value("190:20:30:40:50:10:10:10:10:10:10:10:10:10"),
        "int-keys": _yaml("".join(f"  {n}: x\n" for n in range(100_000))),
        "not-a-number-keys": _yaml("  .nan: x\n  .inf: y\n  null: z\n  true: w\n  [a, b]: v\n"),
    }


def _sizes() -> Made:
    item = "- apiVersion: v1\n  kind: Pod\n  metadata:\n    name: p\n"
    managed = "    managedFields:\n" + "    - x\n" * 200_000
    return {
        "documents-empty-1m": lambda: b"---\n" * 1_000_000 + _value("x"),
        "documents-1m": lambda: b"--- a\n" * 1_000_000 + b"---\n" + _value("x"),
        "documents-ends-1m": lambda: _value("x") + b"...\n" * 1_000_000,
        "documents-objects": lambda: (b"---\n" + _value("x")) * 20_000,
        "keys-repeated": _yaml("  k: x\n" * 200_000),
        "key-long": _yaml(f"  {'k' * 2_000_000}: x\n"),
        "scalar-long": lambda: _value("x" * 20_000_000),
        "scalar-quoted-long": lambda: _value('"' + "\\x41" * 2_000_000 + '"'),
        "scalar-block": lambda: _yaml("  bomb: |\n" + "    line\n" * 2_000_000),
        "scalar-plain-lines": lambda: _yaml("  bomb:\n" + "    word\n" * 1_000_000),
        "scalar-unended": lambda: _value('"' + "x\n    " * 500_000),
        "comment-long": lambda: f"# {'x' * 10_000_000}\n".encode() + _value("x"),
        "comments": lambda: b"# x\n" * 2_000_000 + _value("x"),
        "items-many": lambda: f"apiVersion: v1\nitems:\n{item * 50_000}kind: List\n".encode(),
        "items-unended": lambda: f"apiVersion: v1\nitems:\n{item * 20_000}- api".encode(),
        "items-key-many": lambda: b"apiVersion: v1\nkind: List\n" + b"items:\n" * 300_000,
        "managed-fields": lambda: f"{_HEAD}{managed}data: {{}}\n".encode(),
        "blanks": lambda: f"{_HEAD}items:\n{' ' * 3_000_000}\n".encode(),
        "colons": lambda: _value("a:" * 1_000_000),
        "dashes": lambda: _HEAD.encode() + b"-" * 2_000_000,
    }


def _characters() -> Made:
    text = _value("x").decode()
    return {
        "breaks-ls-ps": _yaml("  a: one two three four\n  b: x y\n"),
        "breaks-cr": text.replace("\n", "\r").encode(),
        "breaks-form-feed": text.replace("\n", "\f\v\x1c\x1d\x1e").encode(),
        "bom": text.encode("utf-8-sig"),
        "bom-inside": text.replace("data", "﻿data").encode(),
        "utf-16-le": b"\xff\xfe" + text.encode("utf-16-le"),
        "utf-16-be": b"\xfe\xff" + text.encode("utf-16-be"),
        "utf-16-odd": b"\xff\xfe" + text.encode("utf-16-le") + b"x",
        "utf-32": text.encode("utf-32"),
        "tabs": text.replace("  ", "\t").encode(),
        "nul": _value("a\0b"),
        "controls": _value("".join(map(chr, range(1, 32)))),
        "not-utf-8": _value("x").replace(b"x", b"\xff\xfe\xc0\x80"),
        "surrogates": _value('"\\ud800 \\udfff \\U0010FFFF \\UFFFFFFFF"'),
    }


def _json_depth() -> Made:
    def nested(level: int) -> str:
        value = '{"kind": "Pod"}'
        for _ in range(level):
            value = json.dumps({"kind": "ConfigMap", "data": {"inner": value}})
        return value

    return {
        "depth-24k": b"[" * 24_000 + b"]" * 24_000,
        "depth-100k": b'{"kind": "List", "apiVersion": "v1", "items": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        "depth-1m": b"[" * 1_000_000,
        "depth-keys": b'{"kind": "Pod", "a": ' + b'{"a":' * 100_000 + b"1" + b"}" * 100_001,
        "depth-in-strings": b'{"kind": "ConfigMap", "data": {"a": "' + b"[{" * 1_000_000 + b'"}}',
        "json-in-json": nested(14).encode(),
        "lists-in-lists": b'{"kind":"List","items":[' * 5000 + b"]}" * 5000,
    }


def _json_values() -> Made:
    def pod(value: str) -> bytes:
        return f'{{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {{"name": "x"}}, "data": {value}}}'.encode()

    item = '{"kind": "Pod", "metadata": {"name": "p"}}'
    return {
        "int": pod("1" * 1_000_000),
        "exponent": pod("1e999999999"),
        "not-a-number": pod("[NaN, Infinity, -Infinity]"),
        "keys-repeated": pod("{" + ", ".join(['"k": 1'] * 200_000) + "}"),
        "string-long": lambda: pod('"' + "x" * 30_000_000 + '"'),
        "string-escapes": lambda: pod('"' + "\\u0041" * 2_000_000 + '"'),
        "string-unended": lambda: pod('"' + '\\"' * 1_000_000),
        "strings-unended": lambda: b'{"kind": "Pod", ' + b'"a' * 500_000,
        "surrogates": pod('"\\ud800\\udfff\\ud800"'),
        "controls": pod('"' + "".join(map(chr, range(1, 32))) + '"'),
        "values-many": lambda: (item.encode() + b"\n") * 100_000,
        "items-many": lambda: f'{{"kind": "List", "items": [{", ".join([item] * 50_000)}]}}'.encode(),
        "items-unended": lambda: f'{{"kind": "List", "items": [{", ".join([item] * 50_000)}, {{"kind": "Po'.encode(),
        "items-same": lambda: f'{{"kind": "List", "items": [{", ".join(["{}"] * 300_000)}]}}'.encode(),
        "junk-behind": pod("1") + b"}]}" * 100_000,
        "commas": b'{"kind": "Pod"' + b"," * 1_000_000 + b"}",
        "blanks": lambda: b'{"kind": "Pod"' + b" " * 5_000_000 + b"}",
        "utf-16": b"\xff\xfe" + pod("1").decode().encode("utf-16-le"),
    }
