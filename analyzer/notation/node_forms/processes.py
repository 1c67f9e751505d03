"""Processes: ps, top, /proc/<pid>, cgroup listings."""

from __future__ import annotations

from analyzer.notation.node_form import Form

FORMS = (
    Form(
        "ps",
        r"(?:F +S +)?(?:USER|UID|PID|PPID|STAT?|LWP|RSS|VSZ|%CPU|%MEM|S)(?: +[\w%+#:./-]+){0,30} +(?:COMMAND|CMD|ARGS)\b|"
        r"PID +(?:[A-Z%]+ +){0,20}(?:COMMAND|CMD|COMM)$",
        ("COMMAND", "CMD", "COMM", "ARGS"),
        ("ps",),
        r"ps(?:-\w+)?|psaux|processes_info|psauxwww?",
        r"(?:USER|UID|PID|F|S|STAT) +|\S+ +\d+ +[\d.]+ +",
    ),
    Form(
        "top",
        r"top - \d\d:\d\d:\d\d up |Tasks: +\d+ total, +\d+ running|Mem: +\d+[kKMG] used, +\d+[kKMG] free",
        ("top - ", "Tasks:", "Mem:"),
        ("top",),
        row=r"top - |Tasks: |PID +USER|\d+ \S+ +\S+ +-?\d+ ",
    ),
    Form(
        "process-status", r"State:\s+[RSDTtZXxKWPI] \([a-z -]+\)$", ("State:",), (), r"proc/\d+/status", r"[A-Z]\w+:\s"
    ),
    Form("process-limits", r"Limit +Soft Limit +Hard Limit +Units", ("Soft Limit",)),
    Form(
        "process-cgroup",
        r"0::/|\d+:(?:memory|pids|cpuset|blkio|devices|freezer|cpu,cpuacct|cpuacct,cpu|name=systemd|hugetlb|perf_event):/",
        ("0::/", ":memory:", ":pids:", ":cpu", ":name=systemd:", ":devices:"),
        (),
        r"proc/(?:\d+|self)/cgroup",
        r"\d+:[\w,=]*:/",
        40,
    ),
    Form("process-value", "", (), (), r"proc/\d+/(?:oom_score_adj|oom_score|oom_adj|comm|cmdline)", r"\S", 3),
    Form(
        "cgroup-tree",
        r"Control group /|[-/]?\.?(?:[├└]─)(?:kubepods|system\.slice|user\.slice|init\.scope)|"
        r"(?:├─|└─|\|-|`-)(?:init\.scope|system\.slice|kubepods\S*|user\.slice)",
        ("Control group", "├─", "└─", "|-", "`-"),
        ("systemd-cgls",),
        row=r"Control group|[│├└|` -]",
    ),
    Form(
        "cgroup-top",
        r"(?:Control Group|CGroup|Path) +Tasks +%CPU +Memory",
        ("Tasks",),
        ("systemd-cgtop",),
        row=r"\S+ +(?:\d+|-) +(?:[\d.]+|-) +",
    ),
    Form(
        "lsof",
        r"COMMAND +PID +(?:TID +(?:TASKCMD +)?)?USER +FD +TYPE",
        ("COMMAND",),
        ("lsof",),
        row=r"COMMAND +PID|\S+ +\d+ +\S+ +\S+ ",
    ),
    Form("node-text", r"systemd(?:\(1\))?(?:-[+-]|─[┬─])", ("systemd",), ("pstree",), row=r".*(?:[|`]-|─|-[+-])"),
)
