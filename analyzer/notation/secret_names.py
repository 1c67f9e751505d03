"""Which names announce a secret, which values are none, and what is written in the place of one."""

from __future__ import annotations

import re
from functools import lru_cache

from analyzer.notation.kube.elided_secrets import is_elided

# The words for RE2 and for `re` alike; case is ignored. `pass`, `dsn` only as a part of their own.
KEYWORDS = (
    r"passw(?:or)?d|passphrase|pwd|secret|token|credentials?|"
    r"(?:api|access|private|encryption|signing|account|auth|master|license|secret)[_.-]?key|"
    r"conn(?:ection)?[_.-]?str(?:ing)?|[_.-]pass|[_.-]?dsn"
)

_MAX_NAME = 200
_ANYWHERE = re.compile(rf"{KEYWORDS}", re.IGNORECASE)
_AT_END = re.compile(rf"(?:^pass|{KEYWORDS})[_.-]?\d{{0,3}}$", re.IGNORECASE)
_PASSWORD = re.compile(r"passw(?:or)?d|passphrase|pwd|pass[_.-]?\d{0,3}$", re.IGNORECASE)
# TOKEN_FILE, SECRET_NAME, PASSWORD_MIN_LENGTH, TOKENIZER say something about a secret, not the secret.
_ABOUT = re.compile(
    r"(?:file|filename|path|dir|directory|name|namespace|ttl|seconds|timeout|length|size|enabled|disabled|type|header|"
    r"issuer|expiry|expiration|url|uri|endpoint|version|mount|provider|limit|count|policy|algorithm|format|ref|"
    r"interval|duration|audience|required|rotation|age|days|hours|retries)s?$|tokeni[sz]|(?:max|num|min)_?tokens?$",
    re.IGNORECASE,
)

_PLACEHOLDER = re.compile(r"REDACTED-[a-z0-9-]+-\d+B")
_NOTHING = re.compile(
    r"[\"']{0,2}|nil|null|none|true|false|yes|no|-|\||>|[|>][+-]?\d?|\{\}?|\[\]?|\\+n?|"
    r"<[^<>]*>|<set to the key .*|\(v\d\w*:.*|\*{2,}.*|\[REDACTED.*|\$\([\w.-]*\)|\$\{[^{}]*\}|\$[A-Z_]+|"
    r"\d+ bytes|(?-i:/[a-z0-9._/-]*)",
    re.IGNORECASE,
)
_PLAIN = re.compile(r"[A-Za-z]?[a-z]*(?:[-_./:,][A-Za-z]?[a-z]*)*[.,:;!]?|[a-z0-9.-]+/[a-z0-9.-]+|/[\w./-]*|[\d.:]*")


def placeholder(secret_class: str, size: int) -> str:
    """What stands in the place of a secret of `size` bytes: no brackets, colons or blanks."""
    return f"REDACTED-{secret_class}-{size}B"


def has_placeholder(text: str) -> bool:
    """Whether a secret was already taken out of the text."""
    return "REDACTED-" in text and bool(_PLACEHOLDER.search(text))


@lru_cache(maxsize=4096)
def names_secret(name: str) -> bool:
    """Whether an environment variable of this name holds a secret: DB_PASSWORD yes, DB_PASSWORD_FILE no."""
    name = name[-_MAX_NAME:]
    return bool(_AT_END.search(name) or _ANYWHERE.search(name)) and not _ABOUT.search(name)


@lru_cache(maxsize=4096)
def key_of_secret(name: str) -> bool:
    """Whether a key of free text holds a secret: more careful than `names_secret` with small letters.

    `clientSecret` and `db.password` do, `secretName` and `tokenTTL` do not.
    """
    name = name[-_MAX_NAME:]
    if not any(letter.islower() for letter in name):
        return names_secret(name)
    return bool(_AT_END.search(name)) and not _ABOUT.search(name)


def names_password(name: str) -> bool:
    """Whether the name is that of a password, whose value can be any word."""
    return bool(_PASSWORD.search(name[-_MAX_NAME:]))


def no_secret(value: str) -> bool:
    """Whether the value is empty, a reference, a switch, hidden already or a placeholder."""
    known = len(value) <= _MAX_NAME and bool(_NOTHING.fullmatch(value))
    return known or has_placeholder(value) or is_elided(value)


def plain_words(value: str) -> bool:
    """Whether the value reads as words, a number, a path or `namespace/name`."""
    return len(value) <= _MAX_NAME and bool(_PLAIN.fullmatch(value))


def looks_random(value: str, least: int = 6) -> bool:
    """Whether the value is one word of at least `least` characters that is no plain word."""
    return len(value) >= least and not any(c.isspace() for c in value) and not plain_words(value)


def looks_base64(value: str, least: int = 8) -> bool:
    """Whether the value is base64 (either alphabet) of at least `least` characters and no plain word."""
    return len(value) >= least and len(value) % 4 == 0 and bool(_BASE64.fullmatch(value)) and not plain_words(value)


_BASE64 = re.compile(r"[A-Za-z0-9+/_-]+={0,2}")
