# ruff: noqa: E501  (outputs of commands keep their lines)
"""Processes: ps, top, files of /proc."""

from __future__ import annotations

from analyzer.bundle.redaction.redactor import redact_text
from analyzer.parsers.node import process_files, processes, top

from .reading import facts, rows, unclaimed

AUX = """\
USER         PID %CPU %MEM    VSZ   RSS TTY      STAT START   TIME COMMAND
root           1  0.0  0.0 169344 13028 ?        Ss   Nov01   1:23 /sbin/init splash
root           2  0.0  0.0      0     0 ?        S    Nov01   0:00 [kthreadd]
root        1234  5.1  1.2 2012345 98304 ?       Ssl  Nov01 100:01 /usr/bin/kubelet --config=/var/lib/kubelet/config.yaml
root        2000  0.0  0.0      0     0 ?        D    10:01   0:00  \\_ [nfsd]
"""
_SCOPE = "/kubepods.slice/kubepods-pod4cc80322_f2e6_4ab9_8dba_c5b5f7c84430.slice/cri-containerd-56319b3fa119761ac1f31c62616cf35a3f8284b66c80d2118f9514a51ef72c69.scope"


def test_ps_aux():
    """procps 3.3: sizes are KiB, kernel threads stand in brackets, a tree has branches."""
    assert facts(processes, "ps", AUX, "line", "pid", "state", "rss_bytes", "command") == [
        (2, 1, "S", 13028 * 1024, "init"),
        (3, 2, "S", 0, "kthreadd"),
        (4, 1234, "S", 98304 * 1024, "kubelet"),
        (5, 2000, "D", 0, "nfsd"),
    ]
    assert unclaimed(processes, "ps", AUX) == []


def test_ps_with_columns_of_ones_own():
    """`ps -eo pid,ppid,stat,wchan:30,rss,lstart,etime,cgroup,args`: a date has five words."""
    text = (
        "    PID    PPID STAT WCHAN                    RSS                  STARTED     ELAPSED CGROUP COMMAND\n"
        f"   4321    1234 D    rpc_wait_bit_killable   1024 Wed Nov  1 10:00:00 2023 1-01:02:03 0::{_SCOPE} java -jar app.jar\n"
    )
    (row,) = rows(processes, "ps", text)
    assert (row.state, row.wait_channel, row.rss_bytes, row.elapsed_s) == ("D", "rpc_wait_bit_killable", 2**20, 90123.0)
    assert (row.cgroup, row.pod_uid) == (_SCOPE, "4cc80322-f2e6-4ab9-8dba-c5b5f7c84430")


def test_threads_are_processes_only_if_they_hang():
    """`ps -eLf`: of further threads those in state D are kept."""
    text = "UID          PID    PPID     LWP  C NLWP S TTY CMD\nroot 7 1 7 0 3 S ? app\nroot 7 1 8 0 3 S ? app\nroot 7 1 9 0 3 D ? app\n"
    assert facts(processes, "ps", text, "line", "pid", "state", "threads") == [(2, 7, "S", 3), (4, 7, "D", 3)]


def test_busybox():
    """busybox 1.36 in a container is not the node."""
    text = "PID   USER     TIME  COMMAND\n    1 root      0:00 /bin/sh\n"
    assert facts(processes, "ps", text, "pid", "user", "command") == [(1, "root", "sh")]
    assert rows(processes, "ps", text, command="kubectl exec web-0 -- ps") == []


def test_no_secret_of_a_command_line_becomes_a_row():
    """Lines pass the redactor before; what parsers see has no value behind such options."""
    text = redact_text(
        AUX
        + "root 9 0 0 1 1 ? S Nov01 0:0 app --token=abcdefghijklmnop --password hunter2hunter2 --db-url=postgres://u:s3cr3tpw@db/x\n"
    )
    found = rows(processes, "ps", text)[-1].arguments
    assert "abcdefghijklmnop" not in found
    assert "hunter2hunter2" not in found
    assert "s3cr3tpw" not in found


TOP = """\
top - 10:02:11 up 12 days,  3:04,  2 users,  load average: 30.10, 20.20, 10.30
Tasks: 213 total,   1 running, 210 sleeping,   0 stopped,   2 zombie
%Cpu(s):  1.2 us,  0.6 sy,  0.5 ni, 57.7 id, 40.0 wa,  0.0 hi,  0.0 si,  0.0 st
MiB Mem :  15620.1 total,    129.5 free,   9123.2 used,   6367.4 buff/cache
MiB Swap:      0.0 total,      0.0 free,      0.0 used.   6101.2 avail Mem

    PID USER      PR  NI    VIRT    RES    SHR S  %CPU  %MEM     TIME+ COMMAND
   1234 root      20   0 2012345  98304  55000 S   6.7   0.6 100:01.12 kubelet
    999 mysql     20   0   12.1g   1.2g  55000 D   6.7   7.6 100:01.12 mysqld
"""


def test_top():
    """procps 4.0: header and rows; suffixes are powers of 1024."""
    found = rows(top, "top", TOP)
    assert (found[0].line, found[0].cpu_line) == (1, 3)
    assert (found[0].load1, found[0].zombies, found[0].iowait, found[0].user) == (30.1, 2, 40.0, 1.7)
    values = {row.key: row.value for row in found if hasattr(row, "key")}
    assert values["MemTotal"] == round(15620.1 * 2**20)
    assert values["MemAvailable"] == round(6101.2 * 2**20)
    assert [(row.pid, row.state, row.rss_bytes) for row in found if hasattr(row, "pid")] == [
        (1234, "S", 98304 * 1024),
        (999, "D", round(1.2 * 2**30)),
    ]
    assert unclaimed(top, "top", TOP) == []


def test_older_tops():
    """procps 3.2 and busybox print the same in other words."""
    old = "top - 10:02:11 up 3:04,  2 users,  load average: 0.10, 0.20, 0.30\nCpu(s):  1.2%us,  0.6%sy,  0.0%ni, 98.2%id,  0.0%wa,  0.0%hi,  0.0%si,  0.0%st\nMem:  16393172k total,  1919616k used, 14473556k free,   180000k buffers\n"
    found = rows(top, "top", old)
    assert (found[0].idle, found[1].key, found[1].value) == (98.2, "MemTotal", 16393172 * 1024)
    box = "Mem: 1919616K used, 14473556K free, 0K shrd, 180000K buff, 5200000K cached\nCPU:   2% usr   1% sys   0% nic  96% idle   1% io   0% irq   0% sirq\nLoad average: 0.10 0.20 0.30 2/412 1234\n  PID  PPID USER     STAT   VSZ %VSZ CPU %CPU COMMAND\n    1     0 root     S     1568   0%   0   0% /bin/sh\n"
    found = rows(top, "top", box)
    assert (found[0].load15, found[0].idle, found[0].iowait) == (0.3, 96.0, 1.0)
    assert unclaimed(top, "top", box) == []


def test_processes_of_the_last_sample_count():
    """The first sample of `top -b -n 2` measures since boot."""
    found = rows(top, "top", TOP + "\n" + TOP.replace("mysqld", "postgres"))
    assert [row.sample for row in found if hasattr(row, "sample")] == [1, 2]
    assert [row.command for row in found if hasattr(row, "pid")] == ["kubelet", "postgres"]


def test_status_of_a_process():
    """/proc/<pid>/status (Linux 6.1)."""
    text = "Name:\tjava\nUmask:\t0022\nState:\tS (sleeping)\nPid:\t4321\nPPid:\t4300\nUid:\t1000\t1000\t1000\t1000\nVmSize:\t 2012345 kB\nVmRSS:\t  511234 kB\nRssAnon:\t  500000 kB\nVmSwap:\t       0 kB\nThreads:\t57\n"
    (row,) = rows(process_files, "process-status", text, "proc/4321/status")
    assert (row.pid, row.ppid, row.state, row.command, row.threads) == (4321, 4300, "S", "java", 57)
    assert (row.rss_bytes, row.anonymous_bytes, row.swap_bytes) == (511234 * 1024, 500000 * 1024, 0)
    assert unclaimed(process_files, "process-status", text) == []


def test_cgroup_of_a_process():
    """Version 1 has one line a controller, version 2 one line."""
    v1 = "12:pids:/a\n9:memory:/kubepods/burstable/pod0046bc29-1636-11ea-ab85-fa163e904f35/6232a31aa008cc426bae5557687d53468f64c8a76049aa87ccbca1c670871e7d\n1:name=systemd:/b\n"
    (row,) = rows(process_files, "process-cgroup", v1, "host/proc/77/cgroup")
    assert (row.line, row.pid, row.pod_uid) == (2, 77, "0046bc29-1636-11ea-ab85-fa163e904f35")
    (row,) = rows(process_files, "process-cgroup", f"0::{_SCOPE}\n")
    assert (row.pid, row.cgroup) == (None, _SCOPE)


def test_single_values_of_a_process():
    """oom_score_adj, comm and cmdline."""
    assert facts(process_files, "process-value", "-997\n", "pid", "oom_score_adj", path="proc/77/oom_score_adj") == [
        (77, -997)
    ]
    assert facts(process_files, "process-value", "java\n", "command", path="proc/77/comm") == [("java",)]
    assert facts(
        process_files, "process-value", "/usr/bin/java -jar x\n", "command", "arguments", file="/proc/77/cmdline"
    ) == [("java", "/usr/bin/java -jar x")]


def test_limits():
    """/proc/<pid>/limits and bash's ulimit name the same things."""
    text = "Limit                     Soft Limit           Hard Limit           Units     \nMax open files            1024                 1048576              files     \nMax processes             unlimited            unlimited            processes \n"
    assert facts(
        process_files, "process-limits", text, "pid", "limit", "soft", "soft_unlimited", "hard", path="proc/5/limits"
    ) == [
        (5, "open files", 1024, False, 1048576),
        (5, "processes", None, True, None),
    ]
    shell = "core file size          (blocks, -c) 0\nopen files                      (-n) 1024\nmax user processes              (-u) unlimited\n"
    assert facts(process_files, "ulimit", shell, "limit", "soft", "soft_unlimited", "unit") == [
        ("core file size", 0, False, "blocks"),
        ("open files", 1024, False, None),
        ("processes", None, True, None),
    ]
    assert unclaimed(process_files, "ulimit", shell) == []
