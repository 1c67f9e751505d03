"""Writing a rule with the tool's help: a frame, a schema, a look at a bundle, an import."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from analyzer.cli.main import cli

ROOT = Path(__file__).resolve().parents[2]
BUNDLE = ROOT / "sample_bundles" / "cgroup-oom-container" / "bundle"
RULE = """\
id: site.back-off
title: A container waits to be started again
level: low
role: symptom
when:
  table: event_list
  where: {reason: BackOff}
evidence: [message]
subject: {kind: Pod, namespace: "{namespace}", name: "{pod}"}
message: "{pod} waits: {message}"
"""


def run(*args: str) -> Result:
    return CliRunner().invoke(cli, ["rules", *args])


def test_a_new_rule_is_a_frame_whose_tests_fail(tmp_path, monkeypatch):
    """The file is a rule already; what is wrong is only that nobody said what it means."""
    monkeypatch.chdir(tmp_path)
    assert run("new", "site.disk-quota", "--dir", "site").exit_code == 0
    path = tmp_path / "site" / "site" / "disk-quota.yaml"
    assert path.read_text().startswith("# yaml-language-server: $schema=../rule.schema.json\n")
    assert "site.disk-quota" in run("list", "--rules", "site").output
    assert "0 passed, 2 failed" in run("test", "site.disk-quota", "--rules", "site").output


def test_the_frame_fits_the_schema_beside_it(tmp_path):
    """An editor that follows the first line marks nothing."""
    import yaml  # noqa: PLC0415

    run("new", "site.disk-quota", "--dir", str(tmp_path), "--table", "log_lines")
    schema = json.loads((tmp_path / "rule.schema.json").read_text())
    rule = yaml.safe_load((tmp_path / "site" / "disk-quota.yaml").read_text())
    assert [error.message for error in Draft202012Validator(schema).iter_errors(rule)] == []


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("new", "../x.y"), "is no id"),
        (("new", "Site.Quota"), "is no id"),
        (("new", "site.quota", "--table", "evnets"), "no table 'evnets'"),
    ],
)
def test_what_cannot_be_a_rule_is_refused(tmp_path, args, said):
    """An id is no path."""
    done = run(*args, "--dir", str(tmp_path))
    assert said in str(done.exception)
    assert list(tmp_path.iterdir()) == []


def test_a_rule_that_exists_is_not_overwritten(tmp_path):
    """Work of yesterday stays."""
    run("new", "site.quota", "--dir", str(tmp_path))
    (tmp_path / "site" / "quota.yaml").write_text("mine")
    assert "exists" in str(run("new", "site.quota", "--dir", str(tmp_path)).exception)
    assert (tmp_path / "site" / "quota.yaml").read_text() == "mine"


def test_try_shows_rows_with_their_lines(tmp_path):
    """What a file finds in a bundle, before it is part of any pack."""
    (tmp_path / "site").mkdir()
    file = tmp_path / "site" / "back-off.yaml"
    file.write_text(RULE)
    said = run("try", str(BUNDLE), str(file)).output
    assert "Back-off restarting failed container" in said
    assert "likely, low: Pod shop/checkout-" in said
    found = json.loads(run("try", str(BUNDLE), str(file), "--format", "json").output)
    assert all(row["evidence"] for row in found)
    assert f"{len(found)} match" in said


def test_try_names_what_is_wrong_with_the_file(tmp_path):
    """File, line and the nearest right word, before the bundle is read."""
    (tmp_path / "site").mkdir()
    file = tmp_path / "site" / "back-off.yaml"
    file.write_text(RULE.replace("{reason:", "{raeson:"))
    done = run("try", str(BUNDLE), str(file))
    assert "unknown column 'raeson'; did you mean 'reason'?" in str(done.exception)


def test_import_writes_a_rule_for_each_pattern(tmp_path):
    """They lie in the section that was asked for."""
    monitor = tmp_path / "kernel-monitor.json"
    monitor.write_text(
        '{"source": "kernel-monitor", "rules": [{"reason": "TaskHung", "pattern": "blocked for more than [0-9]+ seconds"}]}'
    )
    done = run("import", "npd", str(monitor), "--section", "node", "--dir", str(tmp_path / "site"))
    assert "1 rules from npd" in done.output
    assert (tmp_path / "site" / "node" / "npd-task-hung.yaml").is_file()


def test_schema_is_json():
    """It knows the shipped ids."""
    found = json.loads(run("schema").output)
    assert "container.crashloop-backoff" in json.dumps(found)
