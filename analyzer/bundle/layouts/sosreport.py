"""sos report: `sosreport-<host>-[<label>-]<date>-<random>.tar.xz` with one folder of that name.

Source: sosreport/sos sos/report. Files are copied to where they lay on the host; outputs lie in
`sos_commands/<plugin>/` under their command line, with `_` for everything but letters, digits, `-` and `.`, and `.`
for `/`. One host; its kubernetes plugin adds what kubectl on it printed of the cluster.
"""

from __future__ import annotations

from analyzer.bundle.layout import Layout, Marker, Member

_TWICE = frozenset(("observed-twice",))
_OF_CLUSTER = {"of": "cluster"}
_CLUSTER = "sos_commands/(kubernetes|openshift)/cluster-info"

LAYOUT = Layout(
    "sosreport",
    markers=(
        Marker("sos_commands/**", 3),
        Marker("sos_logs/*", 2),
        Marker("sos_reports/**", 2),
        Marker("sos_strings/**", 1),
        Marker("installed-(rpms|debs)", 1),
        Marker("(proc|sys)/**", 1),
        Marker("version.txt", 1),
    ),
    enough=3,
    members=(
        Member(
            (f"{_CLUSTER}/{{namespace}}/podlogs/{{pod}}/*_logs_{{pod}}_-c_{{container}}",),
            "container-log",
            {"previous": "false", **_OF_CLUSTER},
        ),
        Member((f"{_CLUSTER}/{{namespace}}/podlogs/{{pod}}/**",), "container-log", _OF_CLUSTER),
        Member(
            (
                f"{_CLUSTER}/{{namespace}}/*/{{command}}",
                f"{_CLUSTER}/{{namespace}}/{{command}}",
                f"{_CLUSTER}/{{command}}",
            ),
            None,
            _OF_CLUSTER,
        ),
        Member(
            ("sos_commands/*/journalctl_--no-pager_--unit_{unit}",),
            "service-log",
            {"command": "journalctl --no-pager --unit {unit}"},
        ),
        # the whole journal, the one since boot and `dmesg` show the same lines
        Member(("sos_commands/kernel/dmesg", "sos_commands/general/dmesg"), "kernel-log", {"command": "dmesg"}, _TWICE),
        Member(("sos_commands/kernel/dmesg_-T",), "kernel-log", {"command": "dmesg -T"}, _TWICE),
        Member(("sos_commands/logs/{command}",), None, {}, _TWICE),
        Member(("sos_commands/date/date", "date"), None, {"command": "date"}),
        Member(("sos_commands/crio/containers/*", "sos_commands/*/containers/*")),
        Member(("sos_commands/*/{command}",)),
        Member(("sos_strings/logs/{command}.tailed", "sos_strings/*/*.tailed"), None, {}, _TWICE),
        Member(
            (
                "var/log/pods/{namespace}_{pod}_{pod_uid}/{container}/{run}.log",
                "var/log/pods/{namespace}_{pod}_{pod_uid}/{container}/{run}.log.*",
                "var/log/containers/{pod}_{namespace}_{container}-*.log",
            ),
            "container-log",
        ),
        *(
            Member((f"{folder}/{{path}}",), None, {"file": f"/{folder}/{{path}}"})
            for folder in ("proc", "sys", "etc", "var", "run", "usr", "opt", "lib", "boot")
        ),
        # links to `sos_commands`, real files where the archive was copied
        *(
            Member((name,), None, {"command": command}, _TWICE)
            for name, command in {
                "df": "df -al",
                "free": "free",
                "mount": "mount",
                "ps": "ps auxwww",
                "uptime": "uptime",
                "uname": "uname -a",
                "hostname": "hostname",
            }.items()
        ),
    ),
)
