"""Rule files: what is wrong with one is told with file, line and the nearest right word."""

from __future__ import annotations

import pytest

from analyzer.engine.load import load_rules
from analyzer.model.errors import RuleError

RULE = """\
id: memory.sample
title: A sample
level: high
role: cause
when:
  table: oom_kills
  where: {constraint: MEMCG}
evidence: [constraint]
subject: {kind: Node, name: "{node}"}
message: "it happened on {node}"
"""


def load(tmp_path, text: str):
    folder = tmp_path / "memory"
    folder.mkdir(exist_ok=True)
    (folder / "sample.yaml").write_text(text)
    return load_rules([tmp_path])


def test_a_rule_is_read_whole(tmp_path):
    """The id is the path of the file and clauses keep their modifiers."""
    (rule,) = load(tmp_path, RULE)
    (way,) = rule.when
    assert (rule.id, rule.level, way.table) == ("memory.sample", "high", "oom_kills")
    assert [(c.field, c.modifier, c.values) for c in way.where] == [("constraint", "equals", ("MEMCG",))]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("level: high", "levle: high"), r"rules/memory/sample.yaml:3: unknown key 'levle'; did you mean 'level'\?"),
        (("level: high", "level: hihg"), r":3: 'hihg' is not allowed here; did you mean 'high'\?"),
        (
            ("id: memory.sample", "id: memory.other"),
            r":1: the id is 'memory.other'; the file's path asks for 'memory.sample'",
        ),
        (("title: A sample\n", ""), r"the key 'title' is missing"),
        (("constraint: MEMCG", "constraint|lik: x"), r"unknown modifier 'lik'"),
        (("role: cause", "role: cause\nrole: noise"), r":5: the key 'role' stands twice"),
        (
            ("message: ", "explains: [{finding: memory.sampel}]\nmessage: "),
            r"unknown rule 'memory.sampel'; did you mean 'memory.sample'",
        ),
        (("message: ", "message: !!python/object/apply:os.system "), r"the tag .* is not allowed"),
        (("evidence: [constraint]", "evidence: [constraint"), r"no YAML"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_wrong_is_told_with_its_place(tmp_path, change, message):
    """Each error names the line and what to do."""
    with pytest.raises(RuleError, match=message):
        load(tmp_path, RULE.replace(*change))


def test_an_alias_is_refused(tmp_path):
    """An alias could make a small file a large rule."""
    text = RULE.replace("{constraint: MEMCG}", "&w {constraint: MEMCG}") + "key: *w\n"
    with pytest.raises(RuleError, match="alias"):
        load(tmp_path, text)
