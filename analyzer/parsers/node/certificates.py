"""Certificates: `openssl x509 -text` and its short forms, `kubeadm certs check-expiration`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

from analyzer.bundle.member import Piece
from analyzer.model.understood import Understood
from analyzer.notation.node_commands import arguments
from analyzer.parsers.node.claims import claims
from analyzer.tables import certificates
from analyzer.tables.certificates import Certificate

MEMBERS = ("certificate", "certificate-list")
YIELDS = (certificates.TABLE,)


def parse(piece: Piece) -> Iterator[Certificate | Understood]:
    """Yield one record per certificate that names a time or a subject."""
    known: list[int] = []
    yield from _READERS[piece.role](piece, known)
    yield from claims(known)


_LABEL = re.compile(
    r"\s*(?P<label>Subject|Issuer|Not Before|Not After|subject|issuer|notBefore|notAfter) ?[:=] ?(?P<value>.*)"
)
_NAMES = re.compile(r"\s*(?P<names>(?:DNS|IP Address|URI|email):.*)")
_AUTHORITY = re.compile(r"\s*CA:(TRUE|FALSE)")
_PART = re.compile(
    r"\s*(?:Certificate:|Data:|Version: |Serial Number:|Signature|Validity|Public[ -]Key|RSA Public|Modulus|Exponent|X509v3|"
    r"(?:[0-9a-f]{2}:){3,}|serial=|Digital|Key Encipherment|TLS Web|keyid:|DirName:|-----|pub:|ASN1 OID|NIST CURVE|[0-9A-F:]{20,}|"
    r"Subject Public|SHA\d+ Fingerprint|[A-Za-z0-9+/]{40,}={0,2}$)"
)
_COLUMNS = {
    "subject": "subject", "issuer": "issuer", "notbefore": "not_before", "notafter": "not_after",
}  # fmt: skip


def _openssl(piece: Piece, known: list[int]) -> Iterator[Certificate]:
    """A repeated label begins the next certificate: subject and end stand once in each."""
    name = next((word for word in arguments(piece.context.get("command")) if word.startswith("/")), None)
    row = Certificate(0, "openssl", name)
    for line in piece.lines:
        found = _LABEL.fullmatch(line.text.rstrip())
        if line.text.strip() == "Certificate:" or (found and getattr(row, _column(found["label"])) is not None):
            if row.line:
                yield row
            row = Certificate(0, "openssl", name)
        if found:
            row = _with_label(row._replace(line=row.line or line.number), found["label"], found["value"])
        elif authority := _AUTHORITY.match(line.text):
            row = row._replace(is_authority=authority[1] == "TRUE")
        elif names := _NAMES.fullmatch(line.text.rstrip()):
            row = row._replace(alternative_names=names["names"][:1000])
        elif not _PART.match(line.text):
            continue
        known.append(line.number)
    if row.line:
        yield row


def _column(label: str) -> str:
    return _COLUMNS[label.lower().replace(" ", "")]


def _with_label(row: Certificate, label: str, value: str) -> Certificate:
    column = _column(label)
    change: dict[str, Any] = {column: _time(value) if column.startswith("not_") else value[:500] or None}
    return row._replace(**change)


_TIME = re.compile(
    r"(?P<month>[A-Z][a-z]{2}) +(?P<day>\d{1,2}),? (?:(?P<year>\d{4}) )?(?P<clock>\d\d:\d\d(?::\d\d)?) (?:(?P<last>\d{4}) )?(?P<zone>GMT|UTC)"
)


def _time(text: str) -> datetime | None:
    """`Nov 23 20:16:19 2026 GMT` of openssl, `Nov 23, 2026 20:16 UTC` of kubeadm."""
    found = _TIME.search(text)
    if found is None:
        return None
    clock = found["clock"] if found["clock"].count(":") == 2 else f"{found['clock']}:00"
    try:
        return datetime.strptime(
            f"{found['year'] or found['last']} {found['month']} {found['day']} {clock}", "%Y %b %d %H:%M:%S"
        ).replace(tzinfo=UTC)
    except ValueError:
        return None


_ROW = re.compile(
    r"\s*(?P<name>!?[\w./-]{1,60}(?: [\w-]{1,30}){0,3}?)\s{2,}(?P<end>[A-Z][a-z]{2} \d\d, \d{4} \d\d:\d\d UTC)\s+(?P<left>\S+)\s+(?:(?P<authority>[\w-]{2,40})\s+)?(?P<managed>yes|no)\s*"
)
_GONE = re.compile(r"\s*!?MISSING! +(?P<name>\S.*)")
_TITLE = re.compile(r"\s*(?:CERTIFICATE(?: AUTHORITY)? +EXPIRES|\[check-expiration\]|$)")


def _kubeadm(piece: Piece, known: list[int]) -> Iterator[Certificate]:
    """kubeadm 1.15 to 1.34: CERTIFICATE EXPIRES RESIDUAL CERTIFICATE-AUTHORITY EXTERNALLY-MANAGED."""
    authorities = False
    for line in piece.lines:
        if found := _ROW.fullmatch(line.text):
            yield Certificate(
                line.number, "kubeadm", found["name"], issuer=found["authority"], not_after=_time(found["end"]),
                is_authority=authorities, expired=found["left"] == "<invalid>",
            )  # fmt: skip
        elif gone := _GONE.fullmatch(line.text.rstrip()):
            yield Certificate(line.number, "kubeadm", gone["name"], missing=True)
        elif _TITLE.match(line.text):
            authorities = "AUTHORITY EXPIRES" in " ".join(line.text.split()) or (authorities and not line.text.strip())
        else:
            continue
        known.append(line.number)


_READERS: dict[str, Callable[[Piece, list[int]], Iterator[Certificate]]] = {
    "certificate": _openssl,
    "certificate-list": _kubeadm,
}
