# ruff: noqa: E501  (lines of journals are long)
"""The same entries of a kubelet in every form that journalctl prints."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from analyzer.notation.service_lines import looks_like_service
from analyzer.parsers.node import identities, service_log, service_logs

from .reading import facts, rows, unclaimed

_FAILED = 'E0305 10:11:12.000000    1234 prober.go:104] "Probe failed" probeType="Liveness" pod="shop/web-0" podUID="4cc80322-f2e6-4ab9-8dba-c5b5f7c84430" containerName="app" probeResult="failure" output="HTTP probe failed with statuscode: 500"'
_DIED = "kubelet.service: Main process exited, code=exited, status=255/EXCEPTION"
_BOOT, _MACHINE = "fedcba9876543210fedcba9876543210", "0123456789abcdef0123456789abcdef"
_QUOTED = _FAILED.replace('"', '\\"')


def _both(first, second):
    return f"{first}{_FAILED}\n{second}{_DIED}\n"


FORMS = {
    "short": _both("Mar 05 10:11:12 n1 kubelet[1234]: ", "Mar 05 10:11:13 n1 systemd[1]: "),
    "short-precise": _both("Mar 05 10:11:12.123456 n1 kubelet[1234]: ", "Mar 05 10:11:13.123456 n1 systemd[1]: "),
    "short-iso": _both("2024-03-05T10:11:12+0000 n1 kubelet[1234]: ", "2024-03-05T10:11:13+00:00 n1 systemd[1]: "),
    "short-full": _both(
        "Tue 2024-03-05 10:11:12 UTC n1 kubelet[1234]: ", "Tue 2024-03-05 10:11:13 UTC n1 systemd[1]: "
    ),
    "short-unix": _both("1709633472.000000 n1 kubelet[1234]: ", "1709633473.000000 n1 systemd[1]: "),
    "with-unit": _both(
        "Tue 2024-03-05 10:11:12 UTC n1 kubelet.service[1234]: ", "Tue 2024-03-05 10:11:13 UTC n1 systemd[1]: "
    ),
    "json": f'{{"__REALTIME_TIMESTAMP":"1709633472000000","_BOOT_ID":"{_BOOT}","_HOSTNAME":"n1","SYSLOG_IDENTIFIER":"kubelet","MESSAGE":"{_QUOTED}"}}\n{{"__REALTIME_TIMESTAMP":"1709633473000000","_HOSTNAME":"n1","SYSLOG_IDENTIFIER":"systemd","MESSAGE":"{_DIED}"}}\n',
    "json-sse": f'data: {{"__REALTIME_TIMESTAMP":"1709633472000000","_HOSTNAME":"n1","SYSLOG_IDENTIFIER":"kubelet","MESSAGE":"{_QUOTED}"}}\n\ndata: {{"__REALTIME_TIMESTAMP":"1709633473000000","_HOSTNAME":"n1","SYSLOG_IDENTIFIER":"systemd","MESSAGE":"{_DIED}"}}\n',
    "json-pretty": f'{{\n\t"__REALTIME_TIMESTAMP" : "1709633472000000",\n\t"_HOSTNAME" : "n1",\n\t"SYSLOG_IDENTIFIER" : "kubelet",\n\t"MESSAGE" : "{_QUOTED}"\n}}\n{{\n\t"__REALTIME_TIMESTAMP" : "1709633473000000",\n\t"_HOSTNAME" : "n1",\n\t"SYSLOG_IDENTIFIER" : "systemd",\n\t"MESSAGE" : "{_DIED}"\n}}\n',
    "export": f"__CURSOR=s=1;i=1\n__REALTIME_TIMESTAMP=1709633472000000\n_BOOT_ID={_BOOT}\n_MACHINE_ID={_MACHINE}\n_HOSTNAME=n1\nSYSLOG_IDENTIFIER=kubelet\nMESSAGE={_FAILED}\n\n__CURSOR=s=1;i=2\n__REALTIME_TIMESTAMP=1709633473000000\n_HOSTNAME=n1\nSYSLOG_IDENTIFIER=systemd\nMESSAGE={_DIED}\n",
    "verbose": f"Tue 2024-03-05 10:11:12.000000 UTC [s={_MACHINE};i=1;b={_BOOT};m=1;t=612e70fcb7000;x=1]\n    _HOSTNAME=n1\n    SYSLOG_IDENTIFIER=kubelet\n    MESSAGE={_FAILED}\nTue 2024-03-05 10:11:13.000000 UTC [s={_MACHINE};i=2;b={_BOOT};m=2;t=612e70fdab240;x=1]\n    _HOSTNAME=n1\n    SYSLOG_IDENTIFIER=systemd\n    MESSAGE={_DIED}\n",
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_says_the_same(form):
    """Unit, kind, pod and exit code do not depend on the output that was chosen."""
    text = FORMS[form]
    assert facts(service_log, "service-log", text, "unit", "kind", "pod", "node", "exit_code") == [
        ("kubelet", "probe-failed", "web-0", "n1", None),
        ("systemd", "unit-failed", None, "n1", 255),
    ]
    assert [(row.unit, row.lines) for row in rows(service_logs, "service-log", text)] == [
        ("kubelet", 1),
        ("systemd", 1),
    ]
    assert unclaimed(service_logs, "service-log", text) == []
    assert any(map(looks_like_service, text.split("\n")))


@pytest.mark.parametrize("form", [form for form in FORMS if form not in ("short", "short-precise")])
def test_all_but_the_oldest_have_the_year(form):
    """short prints neither year nor zone."""
    first = rows(service_log, "service-log", FORMS[form])[0]
    assert first.time_quality == "exact"
    assert abs(first.time - datetime(2024, 3, 5, 10, 11, 12, tzinfo=UTC)).total_seconds() < 1


def test_messages_alone():
    """`-o cat`: klog's own head is left, which has no year."""
    (row,) = rows(service_log, "service-log", _FAILED + "\n", "kubelet.log")
    assert (row.unit, row.kind, row.time_quality) == ("kubelet", "probe-failed", "no_year")


def test_the_kubelets_own_json():
    """`--logging-format=json`: `ts` was milliseconds up to 1.23, seconds later."""
    text = '{"ts":1709633472000.047,"caller":"prober/prober.go:107","msg":"Probe failed","probeType":"Liveness","pod":{"name":"web-0","namespace":"shop"},"containerName":"app","probeResult":"failure","output":"HTTP probe failed with statuscode: 500"}\n{"ts":1709633473.1,"caller":"kubelet/kubelet.go:2855","msg":"Container runtime network not ready","networkReady":"NetworkReady=false","err":"x"}\n'
    assert facts(service_log, "service-log", text, "kind", "namespace", "pod", "container", "level") == [
        ("probe-failed", "shop", "web-0", "app", "I"),
        ("network-not-ready", None, None, None, "E"),
    ]
    assert rows(service_log, "service-log", text)[0].time == datetime(2024, 3, 5, 10, 11, 12, 47, tzinfo=UTC)


def test_json_of_applications_is_no_service():
    """Other programs log JSON with the same keys."""
    assert not looks_like_service('{"ts":1709633472.0,"caller":"app/main.go:10","msg":"Probe failed","level":"error"}')


def test_a_journal_names_machine_and_boot():
    """export and json carry the IDs; `-- Boot` lines of the short forms the boot."""
    assert facts(identities, "service-log", FORMS["export"], "line", "kind", "value") == [
        (3, "boot-id", _BOOT),
        (4, "machine-id", _MACHINE),
    ]
    short = f"-- Boot {_BOOT} --\n" + FORMS["short"]
    assert facts(identities, "service-log", short, "line", "kind", "value") == [(1, "boot-id", _BOOT)]
    two = FORMS["export"] + f"\n_MACHINE_ID={_BOOT}\n"
    assert rows(identities, "service-log", two) == []
