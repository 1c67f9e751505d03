"""YAML, JSON and describe of one pod give the same rows where describe prints the field."""

from __future__ import annotations

import pytest

from analyzer.notation.kube.documents import locate
from analyzer.parsers.kubectl import conditions, container_states, containers, objects, pods, probes, volumes

from .reading import POD_DESCRIBE, POD_YAML, as_json, records

# What describe does not print (describe-grammar, section 4).
NOT_PRINTED = {"uid", "cgroup_uid", "created", "restart_policy", "grace_s", "changed", "reason", "message"}
PARSERS = [pods, containers, container_states, probes, volumes, conditions, objects]


@pytest.mark.parametrize("parser", PARSERS, ids=lambda parser: parser.__name__.rpartition(".")[2])
def test_forms_agree(parser):
    """Each fact is the same, whichever way the pod was printed."""
    from_yaml, from_json = records(parser, POD_YAML, "yaml"), records(parser, as_json(POD_YAML), "json")
    described = records(parser, POD_DESCRIBE, "describe")
    assert len(from_yaml) == len(from_json) == len(described) > 0
    for first, second, third in zip(from_yaml, from_json, described, strict=True):
        for name, value in first._asdict().items():
            if name == "form":
                continue
            assert getattr(second, name) == value, name
            printed = getattr(third, name)
            assert printed == value or (printed is None and name in NOT_PRINTED), name


@pytest.mark.parametrize("parser", PARSERS, ids=lambda parser: parser.__name__.rpartition(".")[2])
@pytest.mark.parametrize("form", ["yaml", "json", "describe"])
def test_places_of_all_columns(parser, form):
    """Each column that declares where it stands is found in the text, on a line that holds it."""
    text = {"yaml": POD_YAML, "json": as_json(POD_YAML), "describe": POD_DESCRIBE}[form]
    (table,) = parser.YIELDS
    for row in records(parser, text, form):
        for column in table.columns:
            value = getattr(row, column.name)
            if column.path is None or not isinstance(value, str) or column.path.endswith("ownerReferences"):
                continue
            path = column.path.format(**row._asdict())
            place = locate(text, 1, form, row.line, ".".join(part for part in (row.at, path) if part))
            assert place is not None
            line = text.split("\n")[place[0] - 1]
            # describe does not print the kind; the words of a command stand on lines of their own
            if not (form == "describe" and column.name == "kind") and column.name not in (
                "command",
                "kind",
                "handler",
                "target",
            ):
                assert value.lower() in line.lower(), (column.name, path, line)
