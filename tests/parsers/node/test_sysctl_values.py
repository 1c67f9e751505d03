# ruff: noqa: E501  (outputs of commands keep their lines)
"""Kernel parameters."""

from __future__ import annotations

from analyzer.parsers.node import process_files, sys_files, sysctl_values

from .reading import facts, rows, unclaimed


def test_output_of_sysctl():
    """Numbers are values, lists are texts; parameters of one interface are left out."""
    text = (
        "vm.swappiness = 60\nnet.ipv4.conf.eth0.rp_filter = 1\nnet.ipv4.conf.all.rp_filter = 2\n"
        "net.ipv4.ip_local_port_range = 32768\t60999\nfs.file-nr = 10624\t0\t9223372036854775807\n"
        "kernel.core_pattern =\nsysctl: permission denied on key 'fs.protected_fifos'\n"
    )
    assert facts(sysctl_values, "sysctl", text, "line", "key", "value") == [
        (1, "vm.swappiness", 60),
        (3, "net.ipv4.conf.all.rp_filter", 2),
        (4, "net.ipv4.ip_local_port_range", "32768\t60999"),
        (5, "fs.file-nr", "10624\t0\t9223372036854775807"),
        (5, "fs.file-nr.allocated", 10624),
        (5, "fs.file-nr.unused", 0),
    ]
    assert unclaimed(sysctl_values, "sysctl", text) == []


def test_what_is_configured_is_told_apart():
    """sysctl.conf says what is wanted."""
    (row,) = rows(sysctl_values, "sysctl", "# comment\nvm.max_map_count=262144\n", "etc/sysctl.d/99-es.conf")
    assert (row.file, row.key, row.value) == ("sysctl.conf", "vm.max_map_count", 262144)


def test_files_of_proc():
    """The path is the name; several files of one `cat` give a line each."""
    assert facts(sysctl_values, "sysctl-file", "901\n", "key", "value", path="nf_conntrack_count") == [
        ("net.netfilter.nf_conntrack_count", 901)
    ]
    assert facts(sysctl_values, "sysctl-file", "1\n", "key", path="proc/sys/net/ipv4/conf/all/rp_filter") == [
        ("net.ipv4.conf.all.rp_filter",)
    ]
    command = "cat /proc/sys/net/netfilter/nf_conntrack_count /proc/sys/net/netfilter/nf_conntrack_max"
    assert facts(sysctl_values, "sysctl-file", "901\n131072\n", "line", "key", "value", command=command) == [
        (1, "net.netfilter.nf_conntrack_count", 901),
        (2, "net.netfilter.nf_conntrack_max", 131072),
    ]
    assert rows(sysctl_values, "sysctl-file", "1\n2\n3\n", "proc/sys/vm/x") == []


def test_grep_over_proc():
    """`grep . /proc/sys/vm/*` names the file in each line."""
    text = "/proc/sys/vm/swappiness:60\n/proc/sys/kernel/pid_max:4194304\n/etc/hosts:127.0.0.1\n"
    assert facts(sysctl_values, "path-values", text, "key", "value") == [
        ("vm.swappiness", 60),
        ("kernel.pid_max", 4194304),
    ]


def test_files_of_sys():
    """Few of them are of interest; a file, and grep over several."""
    path = "sys/kernel/mm/transparent_hugepage/enabled"
    assert facts(sys_files, "sys-file", "always [madvise] never\n", "key", "value", path=path) == [
        ("kernel/mm/transparent_hugepage/enabled", "always [madvise] never")
    ]
    text = "/sys/block/sda/queue/scheduler:[mq-deadline] none\n/sys/block/sda/size:5\n"
    assert facts(sys_files, "path-values", text, "line", "key", "value") == [
        (1, "block/sda/queue/scheduler", "[mq-deadline] none")
    ]
    assert unclaimed(sys_files, "path-values", text) == []


def test_grep_over_processes():
    """oom_score_adj and cgroup of many processes at once."""
    text = "/proc/1/oom_score_adj:0\n/proc/77/oom_score_adj:-997\n/proc/77/cgroup:0::/kubepods.slice\n/proc/77/environ:X=1\n"
    assert facts(process_files, "path-values", text, "line", "pid", "oom_score_adj", "cgroup") == [
        (1, 1, 0, None),
        (2, 77, -997, None),
        (3, 77, None, "/kubepods.slice"),
    ]
