"""What secrets look like in one line of text, as RE2 patterns on bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import re2

from analyzer.notation.secret_names import (
    KEYWORDS,
    key_of_secret,
    looks_random,
    names_password,
    no_secret,
    plain_words,
)


class Edit(NamedTuple):
    """A secret at bytes `start` to `end` of a block; `quote` surrounds its placeholder where none stood."""

    start: int
    end: int
    secret_class: str
    quote: bytes = b""


def compiled(pattern: str) -> Any:
    """An RE2 pattern on bytes. In UTF-8 mode a value with an invalid byte would not be seen."""
    return re2.compile(pattern.encode("latin-1"), _options())


def first_look() -> Any:
    """One pattern that hits every line where one of LINE_LOOKS or BLOCK_LOOKS does."""
    return compiled("(?m)" + "|".join(f"(?:{look})" for look in (*LINE_LOOKS, *BLOCK_LOOKS.values())))


def look_set() -> Any:
    """LINE_LOOKS, then BLOCK_LOOKS, as a set: which of them hit a line."""
    found = re2.Set.SearchSet(_options())
    for look in (*LINE_LOOKS, *BLOCK_LOOKS.values()):
        found.Add(("(?m)" + look).encode("latin-1"))
    found.Compile()
    return found


def line_edits(line: bytes, which: int) -> Iterator[Edit]:
    """The secrets that the pattern of LINE_LOOKS[which] finds in a line."""
    return _FINDERS[which](line)


def string_end(text: bytes, start: int, backslashes: int) -> int:
    """Where a JSON string that starts at `start` ends, the quote not included.

    `backslashes` stand before its quotes when it lies inside another string; at the end of `text`
    it ends at the latest.
    """
    found = _STRINGS[min(backslashes, 2)].match(text, start)
    return int(found.end()) if found else start


def _options() -> Any:
    options = re2.Options()
    options.encoding = re2.Options.Encoding.LATIN1
    options.log_errors = False
    options.max_mem = 64 * 2**20
    return options


_STRINGS = (
    compiled(r'(?:[^"\\\n]|\\[^\n])*'),
    compiled(r'(?:[^"\\\n]|\\\\+[^\\\n]|\\[^"\\\n])*'),
    compiled(r'[^"\\\n]*'),
)


def _simple(
    secret_class: str, pattern: str, guard: Callable[[str], bool] | None = None
) -> Callable[[bytes], Iterator[Edit]]:
    """A finder of what group 1 of the pattern holds, unless it is hidden already or the guard refuses it."""
    expression = compiled(pattern)

    def find(line: bytes) -> Iterator[Edit]:
        for hit in expression.finditer(line):
            value = hit.group(1).decode("latin-1")
            if value and not no_secret(value) and (guard is None or guard(value)):
                yield Edit(hit.start(1), hit.end(1), secret_class)

    return find


# A port before a path reads like a password: http://host:8080/users/a@b
def _no_port(value: str) -> bool:
    port = value.partition("/")[0]
    return not ("/" in value and port.isdigit() and len(port) <= 5)


def _with_digit(value: str) -> bool:
    return any(letter.isdigit() for letter in value)


_NAMED = compiled(
    rf"(?i)([A-Za-z0-9_.\-]*(?:{KEYWORDS}|\bpass)[A-Za-z0-9_.\-]*)"
    r"(\\*[\"']?\]?)([ \t]*)(:=|=>|==?|:)([ \t]*)(\\*[\"']?)"
)
# What stands farther away on a line does not matter; lines can have megabytes.
_NEAR = 200
_WORD = compiled(r"[^\s\"'`,;&<>(){}\[\]\\]+")
_TO_BLANK = compiled(r"[^\s\"'`]+")
_TO_END = compiled(r"[^\r\n]*[^\s]")
_SINGLE = compiled(r"[^'\n]*")
_BEFORE_KEY = compiled(r"^[\s>|\-]*(?:export |set |declare -x )?[\"']?$")


def _named(line: bytes) -> Iterator[Edit]:
    """`DB_PASSWORD: x`, `password=x`, `"clientSecret": "x"`, escaped or not."""
    done = 0
    for hit in _NAMED.finditer(line):
        name = hit.group(1).decode("latin-1")
        if hit.start() < done or not key_of_secret(name.lstrip("-.")):
            continue
        opening = hit.group(6)
        if opening[-1:] in (b'"', b"'"):
            edit = _quoted_value(line, hit, name)
        elif hit.group(4) == b":" and hit.group(2):
            edit = _json_number(line, hit, name)
        else:
            edit = _bare_value(line, hit.start(6), hit, name)
        if edit is not None:
            done = edit.end
            yield edit


def _quoted_value(line: bytes, hit: Any, name: str) -> Edit | None:
    start, opening = hit.end(), hit.group(6)
    single = opening.endswith(b"'")
    end = _SINGLE.match(line, start).end() if single else string_end(line, start, len(opening) - 1)
    value = line[start:end].decode("latin-1")
    flag = name.startswith("--")
    if no_secret(value) or not (flag or _convincing(name, value)):
        return None
    return Edit(start, end, "argument" if flag else "named-value")


def _bare_value(line: bytes, start: int, hit: Any, name: str) -> Edit | None:
    """A value without quotes: to the end of the line after `key:` at its start, else one word."""
    colon, flag = hit.group(4) == b":", name.startswith("--")
    opens_line = hit.start() < _NEAR and bool(_BEFORE_KEY.match(line[: hit.start()]))
    if not colon:
        match = (_TO_BLANK if opens_line or name.isupper() else _WORD).match(line, start)
    elif opens_line and hit.group(5):
        match = _TO_END.match(line, start)
    else:
        match = _WORD.match(line, start) if not hit.group(3) else None
    if match is None:
        return None
    end = match.end()
    value = line[start:end].decode("latin-1")
    if no_secret(value):
        return None
    if colon:
        meant = _after_colon(name, value, line[end : end + _NEAR], opens_line=opens_line)
    else:
        meant = flag or _certain(name, value) or (not _by_capitals(name) and looks_random(value, 4))
    return Edit(start, end, "argument" if flag else "named-value") if meant else None


def _by_capitals(name: str) -> bool:
    return names_password(name) or name.isupper()


def _certain(name: str, value: str) -> bool:
    """Whether the name is so clear that any value is a secret, except that of a TOKEN that is a number."""
    return names_password(name) or (name.isupper() and not (value.isdigit() and len(value) < 7))


def _convincing(name: str, value: str) -> bool:
    """Whether a value in quotes is the secret itself, not the name of an object."""
    if _by_capitals(name):
        return _certain(name, value)
    return " " not in value and not plain_words(value)


def _json_number(line: bytes, hit: Any, name: str) -> Edit | None:
    start = hit.start(6)
    match = _WORD.match(line, start) if names_password(name) else None
    if match is None or hit.group(3) or not match.group().isdigit():
        return None
    return Edit(start, match.end(), "named-value", hit.group(2))


def _after_colon(name: str, value: str, rest: bytes, *, opens_line: bool) -> bool:
    """Whether what follows `key:` is a value; messages also read `token: not found`."""
    if name.isupper() or (opens_line and names_password(name)):
        return _certain(name, value)
    return looks_random(value) or (names_password(name) and not rest.strip() and " " not in value)


_ARGUMENT = compiled(
    rf"(?i)(?:^|[\s\"'\[,(=])(--?[A-Za-z0-9_.\-]*(?:{KEYWORDS}|\bpass))"
    r"(?:[\"']?[ \t]+[\"']?|\\*[\"'],[ \t]*\\*[\"'])([^\s\"'\\\-][^\s\"'\\]*)"
)
# Prose about an option: "the --token flag is required".
_PROSE = frozenset(
    (
        "flag",
        "option",
        "argument",
        "parameter",
        "to",
        "is",
        "and",
        "or",
        "for",
        "with",
        "in",
        "not",
        "was",
        "has",
    )
)


def _argument(line: bytes) -> Iterator[Edit]:
    for hit in _ARGUMENT.finditer(line):
        value = hit.group(2).decode("latin-1")
        name = hit.group(1).decode("latin-1").lstrip("-")
        if key_of_secret(name) and not no_secret(value) and value not in _PROSE:
            yield Edit(hit.start(2), hit.end(2), "argument")


_BOOTSTRAP = compiled(r"\b([a-z0-9]{6}\.[a-z0-9]{16})\b")


def _bootstrap(line: bytes) -> Iterator[Edit]:
    if b"token" in line.lower():
        for hit in _BOOTSTRAP.finditer(line):
            if _with_digit(hit.group(1).decode()):
                yield Edit(hit.start(1), hit.end(1), "bootstrap-token")


_VENDORS = (
    r"(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}",
    r"gh[pousr]_[A-Za-z0-9]{16,}",
    r"github_pat_[A-Za-z0-9_]{20,}",
    r"gl(?:pat|rt|dt|ptt|cbt|soat|ft)-[A-Za-z0-9_\-]{12,}",
    r"xox[a-z]-[A-Za-z0-9\-]{8,}",
    r"xapp-[A-Za-z0-9\-]{10,}",
    r"[srp]k_(?:live|test)_[A-Za-z0-9]{8,}",
    r"whsec_[A-Za-z0-9+/=]{16,}",
    r"AIza[A-Za-z0-9_\-]{20,}",
    r"ya29\.[A-Za-z0-9_\-]{16,}",
    r"GOCSPX-[A-Za-z0-9_\-]{16,}",
    r"npm_[A-Za-z0-9]{30,}",
    r"pypi-[A-Za-z0-9_\-]{40,}",
    r"hv[sbr]\.[A-Za-z0-9_\-]{16,}",
    r"SG\.[A-Za-z0-9_\-]{16,}\.[A-Za-z0-9_\-]{16,}",
    r"do[opr]_v1_[a-f0-9]{32,}",
    r"dckr_pat_[A-Za-z0-9_\-]{16,}",
    r"sha256~[A-Za-z0-9_\-]{30,}",
    r"sk-[A-Za-z0-9_\-]{32,}",
)
_QUERY = "token|sig|signature|key|apikey|code|x-amz-(?:signature|credential|security-token)|access_token|auth"

# A key in quotes or brackets, or a bare one, that is given a value in the same line.
_GIVEN = r"\\*[\"']?\]?[ \t]*[:=][>=]?[ \t]*[^\s]"

_AUTHORIZATION = r"(?i)authorization\\*[\"']?[ \t]*[:=][ \t]*\\*[\"'\[]*"

# Look for the first pass over everything, and the finder for a line where it hits.
_LOOKED_FOR: tuple[tuple[str, Callable[[bytes], Iterator[Edit]]], ...] = (
    (rf"(?:(?i:{KEYWORDS}|\bpass)[_.-]?\d*|(?:{KEYWORDS.upper()})[A-Z0-9_.-]*){_GIVEN}", _named),
    (rf"(?i:--?[A-Za-z0-9_.\-]*(?:{KEYWORDS}|\bpass)\\*[\"', \t])", _argument),
    (
        r"eyJ[A-Za-z0-9_\-]{8}",
        _simple("jwt", r"\b(eyJ[A-Za-z0-9_\-]{8,}\.[A-Za-z0-9_\-]{4,}(?:\.[A-Za-z0-9_\-]*)?)"),
    ),
    (r"ZXlKaGJHY2lPaU", _simple("jwt", r"(ZXlKaGJHY2lPaU[A-Za-z0-9+/_\-]*={0,2})")),
    (r"eyJhdXRocyI6", _simple("docker-auth", r"(eyJhdXRocyI6[A-Za-z0-9+/_\-]*={0,2})")),
    (
        r"\bauth\\*\"?:[ \t]*\\*[\"']?[A-Za-z0-9+/]{4}",
        _simple("docker-auth", r"\bauth\\*\"?:[ \t]*\\*[\"']?([A-Za-z0-9+/_\-]{4,}={0,2})", looks_random),
    ),
    (
        r"client-key-data",
        _simple("kubeconfig", r"client-key-data\\*[\"']?:[ \t]*\\*[\"']?([A-Za-z0-9+/=_\-]{4,})"),
    ),
    (
        r"(?:LS0tLS1CRUdJTi|0tLS0tQkVHSU4|tLS0tLUJFR0lO)",
        _simple("pem", r"([A-Za-z0-9+/]*(?:LS0tLS1CRUdJTi|0tLS0tQkVHSU4|tLS0tLUJFR0lO)[A-Za-z0-9+/_\-]*={0,2})"),
    ),
    (
        r"(?i:authorization\\*[\"']?[ \t]*[:=])",
        _simple(
            "header",
            rf"{_AUTHORIZATION}(?:basic|bearer|negotiate|token|apikey)[ \t]+([^\s\"'\\,\]]+)",
        ),
    ),
    (
        r"(?i:authorization\\*[\"']?[ \t]*[:=])",
        _simple(
            "header",
            rf"{_AUTHORIZATION}(?:digest|aws4-hmac-sha256|ntlm|hawk)[ \t]+([^\r\n'\]]+)",
        ),
    ),
    (
        r"(?i:authorization\\*[\"']?[ \t]*[:=])",
        _simple("header", rf"{_AUTHORIZATION}([^\s\"'\\,\]]+)", looks_random),
    ),
    (
        r"(?i:\bcookie2?\\*[\"']?[ \t]*[:=])",
        _simple("header", r"(?i)\bcookie2?\\*[\"']?[ \t]*[:=][ \t]*\\*[\"'\[]*([^\s\"'\\=;:]+=[^\r\n\"'\\\]]+)"),
    ),
    (r"(?i:\bbearer[ \t])", _simple("header", r"(?i)\bbearer[ \t]+([A-Za-z0-9._~+/=\-]{6,})", looks_random)),
    (
        r"://[^\s:/@\"'<>]*:[^\s@\"'<>\\]+@",
        _simple("url-password", r"://[^\s:/@\"'<>]*:([^\s/\"'<>\\]+)@"),
    ),
    (
        r"://[^\s:/@\"'<>]*:[^\s@\"'<>\\]+@",
        _simple("url-password", r"://[^\s:/@\"'<>]*:([^\s@\"'<>\\]+)@", _no_port),
    ),
    (
        r":[^\s@:/]+@(?:tcp|unix|udp)\(",
        _simple("url-password", r"[A-Za-z0-9_.\-]+:([^\s@:/]+)@(?:tcp|unix|udp)\("),
    ),
    (
        rf"(?i:[?&](?:{_QUERY})=)",
        _simple("named-value", rf"(?i)[?&](?:{_QUERY})=([^&\s\"'<>\\]+)", lambda value: looks_random(value, 8)),
    ),
    (
        r"hooks\.slack\.com/services/",
        _simple("vendor-token", r"hooks\.slack\.com/services/([A-Za-z0-9/_\-]+)"),
    ),
    (rf"\b(?:{'|'.join(_VENDORS)})", _simple("vendor-token", rf"\b({'|'.join(_VENDORS)})")),
    (r"\b[a-z0-9]{6}\.[a-z0-9]{16}\b", _bootstrap),
    (
        r"\b(?:mysql\w*|mariadb\w*|sshpass)\b",
        _simple("argument", r"\b(?:mysql\w*|mariadb[\w-]*|sshpass)\b[^\n|;]*[ \t]-p[ \t]?([^\s\"'\-][^\s\"']*)"),
    ),
    (
        r"\b(?:curl|wget)\b",
        _simple("argument", r"\b(?:curl|wget)\b[^\n|;]*[ \t](?:-u|--user)[ =]?[\"']?[^\s:\"']+:([^\s\"']+)"),
    ),
    (
        r"\bredis-cli\b",
        _simple("argument", r"\bredis-cli\b[^\n|;]*[ \t]-a[ \t]+([^\s\"']+)"),
    ),
)
LINE_LOOKS = tuple(look for look, _ in _LOOKED_FOR)
_FINDERS = tuple(finder for _, finder in _LOOKED_FOR)

# Secrets that take more than one line, by what the first of them looks like.
BLOCK_LOOKS = {
    "pem": r"-----BEGIN [A-Z0-9 ]+-----",
    "mapping": r"^[ \t]*(?:- +)*\"?(?:data|stringData)\"?:",
    "json": r"\"(?:data|stringData)\\*\"[ \t]*:[ \t]*\{",
    "env": rf"(?i:name\\*[\"']?[ \t]*:[ \t]*\\*[\"']?[A-Za-z0-9_.\-]*(?:{KEYWORDS}|pass))",
    "argument": rf"(?i:--[A-Za-z0-9_\-]*(?:{KEYWORDS})\\*[\"']?,?[ \t\r]*$)",
}
