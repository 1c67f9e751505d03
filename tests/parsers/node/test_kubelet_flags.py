# ruff: noqa: E501  (command lines are long)
"""Flags of the kubelet."""

from __future__ import annotations

from analyzer.parsers.node import kubelet_flags

from .reading import rows, unclaimed


def test_flags_of_a_process():
    """ps: only lines of a kubelet, or of k3s and rke2, which have one inside."""
    text = "USER PID COMMAND\nroot 1 /usr/bin/kubelet --config=/var/lib/kubelet/config.yaml --max-pods=110 --fail-swap-on=false --container-log-max-size=10Mi\nroot 2 /usr/local/bin/k3s server --kubelet-arg=max-pods=200\nroot 3 /usr/bin/other --max-pods=1\n"
    one, two = rows(kubelet_flags, "ps", text)
    assert (one.line, one.source, one.max_pods, one.fail_swap_on, one.config_file) == (
        2,
        "flags",
        110,
        False,
        "/var/lib/kubelet/config.yaml",
    )
    assert one.container_log_max_bytes == 10 * 2**20
    assert (two.line, two.max_pods) == (3, 200)


def test_a_unit_with_its_drop_ins_is_one_kubelet():
    """`systemctl cat kubelet` (kubeadm 1.27)."""
    text = '# /etc/systemd/system/kubelet.service.d/10-kubeadm.conf\n[Service]\nEnvironment="KUBELET_CONFIG_ARGS=--config=/var/lib/kubelet/config.yaml"\nExecStart=\nExecStart=/usr/bin/kubelet $KUBELET_CONFIG_ARGS \\\n  --max-pods=58 \\\n  --eviction-hard="memory.available<200Mi,nodefs.available<10%"\n'
    (row,) = rows(kubelet_flags, "unit-file", text)
    assert (row.line, row.max_pods, row.config_file) == (3, 58, "/var/lib/kubelet/config.yaml")
    assert (row.eviction_hard_memory_bytes, row.eviction_hard) == (
        200 * 2**20,
        "memory.available<200Mi,nodefs.available<10%",
    )
    assert unclaimed(kubelet_flags, "unit-file", text) == []


def test_a_cut_value_is_no_value():
    """`systemctl status` cuts lines at the terminal's width."""
    text = "             └─9673 /usr/bin/kubelet --cgroup-driver=cgroupfs --eviction-hard=memory.avai…\n"
    (row,) = rows(kubelet_flags, "unit-status", text)
    assert (row.cgroup_driver, row.eviction_hard_set) == ("cgroupfs", None)


def test_the_start_of_k3s():
    """k3s logs the flags of its kubelet; the kubelet's own `FLAG:` lines hold defaults and are left alone."""
    text = 'Mar 05 10:11:12 n1 k3s[1]: time="2024-03-05T10:11:12Z" level=info msg="Running kubelet --address=0.0.0.0 --cgroup-driver=systemd --eviction-hard=imagefs.available<5%,nodefs.available<5%"\nMar 05 10:11:12 n1 kubelet[1]: I0305 10:11:12.000000       1 flags.go:64] FLAG: --max-pods="110"\n'
    (row,) = rows(kubelet_flags, "service-log", text)
    assert (row.cgroup_driver, row.eviction_hard_set, row.eviction_hard_memory, row.max_pods) == (
        "systemd",
        True,
        None,
        None,
    )
