"""Structured klog messages (`"Probe failed" pod="ns/name" err="…"`) and strings as Go quotes them."""

from __future__ import annotations

import re


def klog_fields(message: str) -> tuple[str, dict[str, str]]:
    """The sentence of a klog message and its fields, strings unquoted (k8s.io/klog/v2, `InfoS`).

    Objects (`{Type:containerd ID:…}`, `&{…}`) and lists stay as printed; a value that goes on in the next
    lines is `<`; one that is cut keeps what there is. A message of the older, free form is all sentence.
    """
    if not message.startswith('"'):
        return message, {}
    head = _STRING.match(message)
    if head is None:
        return message, {}
    fields: dict[str, str] = {}
    for found in _FIELD.finditer(message, head.end()):
        # GKE's PLEG lines name podID twice: the first is the pod's, the second the sandbox's.
        fields.setdefault(found["key"], go_string(found["value"]))
    return go_string(head[0]), fields


def go_string(text: str) -> str:
    """A string without Go's quotes and escapes; other text as it is."""
    if len(text) < 2 or text[0] != '"':
        return text
    inner = text[1:-1] if text[-1] == '"' and text[-2:] != '\\"' else text[1:]
    return unescape(inner)


def unescape(text: str) -> str:
    r"""Text without Go's escapes `\"`, `\\`, `\n`, `\t`, `\r`; others stay as they are."""
    if "\\" not in text:
        return text
    return _ESCAPE.sub(lambda found: _PLAIN[found[1]], text)


_STRING = re.compile(r'"(?:[^"\\]|\\.)*"?')
_FIELD = re.compile(
    r'(?<=\s)(?P<key>[A-Za-z][\w.-]{0,60})=(?P<value>"(?:[^"\\]|\\.)*"?|&?\{[^}]*\}?|\[[^\]]*\]?|[^\s"]\S*|$)'
)
_ESCAPE = re.compile(r'\\(["\\ntr])')
_PLAIN = {'"': '"', "\\": "\\", "n": "\n", "t": "\t", "r": ""}
