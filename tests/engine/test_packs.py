"""Rule packs: what a site adds, changes, switches off and hides, always with a reason."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from analyzer.engine.load import load_book
from analyzer.model.errors import RuleError

RULE = """\
id: {section}.{name}
title: A sample
level: high
role: cause
when:
  table: events
  where: {where}
evidence: [reason]
subject: {{kind: Pod, name: "{{name}}"}}
message: "it happened to {{name}}"
"""


def pack(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def rule(name: str, where: str = "{reason: BackOff}") -> dict[str, str]:
    return {f"x/{name}.yaml": RULE.format(section="x", name=name, where=where)}


@pytest.fixture
def shipped(tmp_path):
    return pack(
        tmp_path / "shipped",
        {
            **rule("one", "{reason: $waits, macro: warned}"),
            **rule("two"),
            "pack.yaml": "lists:\n  waits: [BackOff, Failed]\nmacros:\n  warned: {type: Warning}\n",
        },
    )


def site(tmp_path: Path, **files: str) -> Path:
    return pack(tmp_path / "site", {f"{name}.yaml": text for name, text in files.items()})


def test_lists_and_macros_reach_the_rules(shipped):
    """A rule sees the values of a list and the clauses of a macro."""
    (one, _) = load_book([shipped]).rules
    assert [(c.field, c.values) for c in one.when[0].where] == [
        ("reason", ("BackOff", "Failed")),
        ("type", ("Warning",)),
    ]


def test_a_site_overrides_lists_and_macros(shipped, tmp_path):
    """The later pack's words stand in shipped rules, too."""
    other = site(tmp_path, pack="lists:\n  waits: [Waiting]\nmacros:\n  warned: {type: [Warning, Normal]}\n")
    one = load_book([shipped, other]).rules[0]
    assert [c.values for c in one.when[0].where] == [("Waiting",), ("Warning", "Normal")]


def test_levels_and_rules_are_changed_with_a_reason(shipped, tmp_path):
    """A changed level is told on the rule, a rule that is off is kept with its reason."""
    other = site(
        tmp_path,
        pack="levels:\n- {rule: x.one, level: low, reason: seen daily}\noff:\n- {rule: x.two, reason: not ours}\n",
    )
    book = load_book([shipped, other])
    assert [(r.id, r.level, r.changed) for r in book.rules] == [
        ("x.one", "low", ("level low instead of high: seen daily",))
    ]
    assert [(off.rule, off.reason) for off in book.off] == [("x.two", "not ours")]


def test_a_rule_of_the_site_replaces_the_shipped_one(shipped, tmp_path):
    """The same id is the later pack's, and is known as foreign."""
    other = pack(tmp_path / "site", rule("two", "{reason: Other}"))
    book = load_book([shipped, other])
    assert [c.values for c in book.rules[1].when[0].where] == [("Other",)]
    assert book.foreign == {"x.two"}


def test_suppressions_have_a_rule_a_reason_and_an_end(shipped, tmp_path):
    """What is hidden is said with its end."""
    other = site(
        tmp_path,
        suppressions='- rule: x.one\n  subject: {namespace: "dev-*"}\n  reason: known, DEV-1\n  until: 2026-12-31\n',
    )
    (one,) = load_book([shipped, other]).suppressions
    assert (one.rule, one.subject, one.reason, one.until) == (
        "x.one",
        (("namespace", "dev-*"),),
        "known, DEV-1",
        date(2026, 12, 31),
    )


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("pack", "off:\n- {rule: x.one}\n", r"site/pack.yaml:2: 'reason' is missing"),
        ("pack", "off:\n- {rule: x.one, reason: ''}\n", r"'reason' is missing"),
        (
            "pack",
            "off:\n- {rule: x.onee, reason: r}\n",
            r"site/pack.yaml:2: unknown rule 'x.onee'; did you mean 'x.one'\?",
        ),
        ("pack", "levels:\n- {rule: x.one, level: lwo, reason: r}\n", r"'lwo' is no level; did you mean 'low'\?"),
        ("pack", "lits: {}\n", r"unknown key 'lits'; did you mean 'lists'\?"),
        ("pack", "lists: {waits: []}\n", r"is no list of words"),
        ("pack", "lists: {Waits: [a]}\n", r"'Waits' is no name"),
        ("pack", "macros: {warned: {type|lik: x}}\n", r"site/pack.yaml:1: unknown modifier 'lik'"),
        ("suppressions", "- rule: x.one\n", r"site/suppressions.yaml:1: 'reason' is missing"),
        ("suppressions", "- {rule: x.one, reason: r, until: soon}\n", r"'soon' is no date"),
        ("suppressions", "- {rule: x.one, reason: r, subject: {pod: x}}\n", r"unknown key 'pod'"),
        ("suppressions", "rule: x.one\n", r"is a list"),
        ("suppressions", "- {rule: nope.nope, reason: r}\n", r"unknown rule 'nope.nope'"),
    ],
)
def test_what_is_wrong_in_a_pack_is_said_with_its_place(shipped, tmp_path, name, text, message):
    """Each error names the pack's file and line."""
    with pytest.raises(RuleError, match=message):
        load_book([shipped, site(tmp_path, **{name: text})])
