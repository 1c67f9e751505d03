"""Rules of node-problem-detector become rule files that find the same lines."""

from __future__ import annotations

import pytest

from analyzer.engine.load import load_rules
from analyzer.engine.npd import imported
from analyzer.model.errors import RuleError

# node-problem-detector 0.8.13, two of its kernel monitor's rules and one of its docker monitor's
KERNEL = r"""{
  "plugin": "kmsg", "logPath": "/dev/kmsg", "lookback": "5m", "bufferSize": 10, "source": "kernel-monitor",
  "conditions": [{"type": "KernelDeadlock", "reason": "KernelHasNoDeadlock", "message": "kernel has no deadlock"}],
  "rules": [
    {"type": "temporary", "reason": "TaskHung", "pattern": "task [\\S ]+:\\w+ blocked for more than \\w+ seconds\\."},
    {"type": "permanent", "condition": "KernelDeadlock", "reason": "DockerHung", "pattern": "task docker:\\w+ blocked for more than \\w+ seconds\\."}
  ]}"""
DOCKER = r'{"plugin": "journald", "source": "docker-monitor", "rules": [{"type": "temporary", "reason": "CorruptDockerImage", "pattern": "Error trying v2 registry: failed to register layer: rename /var/lib/docker/image/(.+)/layerdb/tmp"}]}'


def load(tmp_path, content: str):
    folder = tmp_path / "site"
    folder.mkdir(exist_ok=True)
    for name, text in imported(content.encode(), "site", "monitor.json").items():
        (folder / f"{name}.yaml").write_text(text)
    return {rule.id: rule for rule in load_rules([tmp_path])}


def test_each_pattern_is_a_rule_on_the_log_that_it_reads(tmp_path):
    """The kernel's log or a service's, permanent conditions higher than events."""
    rules = load(tmp_path, KERNEL) | load(tmp_path, DOCKER)
    assert {(name, rule.level, rule.when[0].table) for name, rule in rules.items()} == {
        ("site.npd-task-hung", "medium", "kernel_messages"),
        ("site.npd-docker-hung", "high", "kernel_messages"),
        ("site.npd-corrupt-docker-image", "medium", "service_log"),
    }
    assert [c.values for c in rules["site.npd-corrupt-docker-image"].when[0].where if c.field == "unit"] == [
        ("dockerd",)
    ]


def test_two_rules_of_one_reason_get_two_names():
    """A monitor may have several patterns for one reason."""
    twice = '{"rules": [{"reason": "OOM", "pattern": "a1"}, {"reason": "OOM", "pattern": "b2"}]}'
    assert list(imported(twice.encode(), "site", "m.json")) == ["npd-oom", "npd-oom-2"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[]", "is no configuration"),
        ("{", "is no configuration"),
        ('{"plugin": "custom", "rules": []}', "the plugin 'custom' reads no log"),
        ('{"rules": [{"reason": 3, "pattern": "x"}]}', "is no configuration"),
    ],
)
def test_what_is_no_monitor_is_refused(content, message):
    """The error names the file."""
    with pytest.raises(RuleError, match=rf"^m\.json: {message}"):
        imported(content.encode(), "site", "m.json")
