"""Container logs of AKS Periscope."""

from __future__ import annotations

import json

from analyzer.bundle.member import Lines, Piece
from analyzer.parsers.logs.periscope_log import parse
from analyzer.tables.log_files import LogFile

# aks-periscope 0.9, shortened
KEPT = {
    "name": "coredns-1",
    "ready": "1/1",
    "status": "Running",
    "restart": 2,
    "age": 5400000000000,
    "containerName": "coredns",
    "containerLog": "[INFO] plugin/ready: waiting\n[ERROR] plugin/errors: 2 example.com. A: i/o timeout\n",
}


def test_the_log_inside_has_its_owner():
    """Pod and container stand beside the log; every hit lies on the line of the JSON."""
    file, *hits = parse(Piece("podscontainerlogs/coredns-1-coredns", "periscope-log", Lines(json.dumps(KEPT))))
    assert isinstance(file, LogFile)
    assert (file.pod, file.container, file.namespace, file.lines) == ("coredns-1", "coredns", None, 2)
    assert [(hit.line, hit.from_end) for hit in hits] == [(1, 1), (1, 0)]
    assert hits[1].text == "[ERROR] plugin/errors: 2 example.com. A: i/o timeout"


def test_other_text_is_no_such_log():
    """A collector's failure writes what it likes."""
    assert list(parse(Piece("x", "periscope-log", Lines("getting pods failed")))) == []
