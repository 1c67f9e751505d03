"""What the verdict asks for: what could explain its root cause, with the root cause's own names."""

from __future__ import annotations

from pathlib import Path

from analyzer.model.report import Report
from analyzer.options import Options
from analyzer.pipeline import analyze

# kubectl 1.30
LOOPING = """\
NAMESPACE   NAME    READY   STATUS             RESTARTS         AGE   IP            NODE       NOMINATED NODE   READINESS GATES
shop        web-0   0/1     CrashLoopBackOff   31 (2m51s ago)   3d    10.244.1.7    worker-1   <none>           <none>
"""


def report(tmp_path: Path) -> Report:
    (tmp_path / "pods.txt").write_text(LOOPING)
    return analyze(Options((tmp_path,)))


def test_a_hub_asks_for_what_would_explain_it(tmp_path):
    """The row of a table proves the loop and nothing of its cause: the end of the failed run comes first."""
    verdict = report(tmp_path).verdict
    commands = [advice.command or "" for advice in verdict.next if advice.kind == "ask"]
    assert commands
    assert any(command.startswith("kubectl logs web-0 -n shop") for command in commands)
    assert [command for command in commands if "<pod>" in command or "<namespace>" in command] == []


def test_what_has_nothing_to_do_with_it_is_not_asked_for(tmp_path):
    """Checks that could not explain a crash loop are in the report, not in its verdict."""
    found = report(tmp_path)
    assert any(row.rule == "image.image-not-found" for row in found.not_evaluated)
    wanted = {advice.text for row in found.not_evaluated if row.rule == "image.image-not-found" for advice in row.ask}
    assert wanted
    assert wanted.isdisjoint(advice.text for advice in found.verdict.next)
