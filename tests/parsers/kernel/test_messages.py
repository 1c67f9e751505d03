"""Known kernel messages."""

from __future__ import annotations

import pytest

from analyzer.bundle.member import Lines, Piece
from analyzer.bundle.patterns import PatternSet
from analyzer.parsers.kernel.kernel_log import parse
from analyzer.tables.kernel_messages import KernelMessage

_ID = "27f14c6154e2630984fad3eb585e75456d10be978b80cb2c587efc77aa80f219"


def _read(text: str, asked: PatternSet | None = None) -> list[KernelMessage]:
    piece = Piece("dmesg", "kernel-log", Lines(text), asked=asked)
    return [row for row in parse(piece) if isinstance(row, KernelMessage)]


@pytest.mark.parametrize(
    ("text", "kind", "columns"),
    [
        ("oom_kill_process: 3 callbacks suppressed", "suppressed", {"comm": "oom_kill_process", "amount": 3}),
        ("** 77 printk messages dropped **", "suppressed", {"amount": 77}),
        ("printk: 5 messages suppressed.", "suppressed", {"amount": 5}),
        ("systemd-journald[1]: Suppressed 12 messages from kubelet.service", "suppressed", {"amount": 12}),
        (
            "message repeated 4 times: [ nf_conntrack: nf_conntrack: table full, dropping packet]",
            "repeated",
            {"amount": 4},
        ),
        (
            "INFO: task docker:20744 blocked for more than 120 seconds.",
            "hung-task",
            {"comm": "docker", "pid": 20744, "amount": 120},
        ),
        (
            "INFO: task kworker/u8:1:17 blocked in I/O wait for more than 122 seconds.",
            "hung-task",
            {"comm": "kworker/u8:1", "pid": 17, "amount": 122},
        ),
        ('"echo 0 > /proc/sys/kernel/hung_task_timeout_secs" disables this message.', "hung-task-hint", {}),
        (
            "Future hung task reports are suppressed, see sysctl kernel.hung_task_warnings",
            "hung-task-suppressed",
            {},
        ),
        (
            "watchdog: BUG: soft lockup - CPU#3 stuck for 22s! [java:4242]",
            "soft-lockup",
            {"cpu": 3, "amount": 22, "stuck_s": 22.0, "comm": "java", "pid": 4242},
        ),
        (
            "NMI watchdog: BUG: soft lockup - CPU#3 stuck for 22s! [kworker/0:1:77]",
            "soft-lockup",
            {"comm": "kworker/0:1", "pid": 77},
        ),
        ("watchdog: Watchdog detected hard LOCKUP on cpu 7", "hard-lockup", {"cpu": 7}),
        ("rcu: INFO: rcu_sched self-detected stall on CPU", "rcu-stall", {}),
        ("INFO: rcu_sched detected stalls on CPUs/tasks: { 3} (detected by 0)", "rcu-stall", {}),
        ("rcu: rcu_preempt kthread starved for 5252 jiffies! g1 f0x0", "rcu-stall", {"amount": 5252}),
        ("Kernel panic - not syncing: Fatal exception", "panic", {}),
        ("BUG: kernel NULL pointer dereference, address: 0000000000000078", "oops", {}),
        ("BUG: unable to handle kernel NULL pointer dereference at 0000000000000078", "oops", {}),
        ("BUG: unable to handle page fault for address: ffffffffc0000000", "oops", {}),
        ("Oops: 0000 [#1] SMP", "oops", {"amount": 1}),
        ("divide error: 0000 [#1] SMP", "oops", {"amount": 1}),
        ("kernel BUG at mm/slub.c:3957!", "oops", {"device": "mm/slub.c:3957"}),
        (
            "traps: node[4242] general protection fault ip:7f sp:7f error:0 in libc.so[7f+1]",
            "trap",
            {"comm": "node", "pid": 4242},
        ),
        (
            "traps: app[7] trap invalid opcode ip:7f sp:7f error:0 in app[7f+1]",
            "trap",
            {"comm": "app", "pid": 7},
        ),
        (
            "nginx[99]: segfault at 0 ip 00007f sp 00007f error 4 in libc-2.31.so[7f+1] likely on CPU"
            " 1 (core 1, socket 0)",
            "segfault",
            {"comm": "nginx", "pid": 99},
        ),
        (
            "tmux: server[99]: segfault at 0 ip 00007f sp 00007f error 4 in tmux[7f+1]",
            "segfault",
            {"comm": "tmux: server", "pid": 99},
        ),
        (
            "java: page allocation stalls for 10011ms, order:0, mode:0x14280ca(GFP_HIGHUSER_MOVABLE)",
            "alloc-stall",
            {"comm": "java", "amount": 10011},
        ),
        (
            "XFS: java(77) possible memory allocation deadlock size 4096 in kmem_alloc (mode:0x2400240)",
            "alloc-stall",
            {"pid": 77},
        ),
        ("SLUB: Unable to allocate memory on node -1 (gfp=0xd0)", "slub", {}),
        (
            "SLUB: Unable to allocate memory on CPU 1 (of node 0) on node -1, gfp=0x8c0(GFP_ATOMIC)",
            "slub",
            {},
        ),
        ("oom_reaper: unable to reap pid:77 (java)", "oom-reaper", {"pid": 77, "comm": "java"}),
        (
            "oom_reaper: reaped process 77 (java), now anon-rss:0kB, file-rss:0kB, shmem-rss:0kB",
            "oom-reaper",
            {"pid": 77},
        ),
        (
            "Memory failure: 0x1234: Sending SIGBUS to java:77 due to hardware memory corruption",
            "hwpoison",
            {"comm": "java", "pid": 77},
        ),
        (
            f"cgroup: fork rejected by pids controller in"
            f" /kubepods.slice/kubepods-pode8d39171_af9d_4c07_b03e_6e72aefc26a8.slice/crio-{_ID}.scope",
            "pids-limit",
            {"pod_uid": "e8d39171-af9d-4c07-b03e-6e72aefc26a8", "container_id": _ID},
        ),
        ("VFS: file-max limit 65536 reached", "file-max", {"amount": 65536}),
        ("EXT4-fs (sda1): Remounting filesystem read-only", "fs-readonly", {"device": "sda1"}),
        ("Aborting journal on device dm-0-8.", "fs-readonly", {"device": "dm-0-8"}),
        (
            "EXT4-fs error (device sda1): ext4_lookup:1602: inode #2: comm ls: deleted inode referenced: 5",
            "ext4-error",
            {"device": "sda1", "comm": "ls"},
        ),
        (
            "XFS (sdb1): Corruption of in-memory data (0x8) detected at xfs_trans_cancel+0x1/0x2."
            " Shutting down filesystem.",
            "xfs-shutdown",
            {"device": "sdb1"},
        ),
        (
            "XFS (sdb1): Please unmount the filesystem and rectify the problem(s)",
            "xfs-shutdown",
            {"device": "sdb1"},
        ),
        (
            "XFS (sdb1): Metadata corruption detected at xfs_inode_buf_verify+0x1/0x2",
            "fs-corruption",
            {"device": "sdb1"},
        ),
        (
            "I/O error, dev sda, sector 99 op 0x0:(READ) flags 0x0 phys_seg 1 prio class 2",
            "io-error",
            {"device": "sda", "amount": 99},
        ),
        (
            "blk_update_request: I/O error, dev sde, sector 12894264 op 0x1:(WRITE) flags 0x800",
            "io-error",
            {"device": "sde"},
        ),
        ("print_req_error: I/O error, dev sda, sector 99", "io-error", {"device": "sda"}),
        (
            "blk_update_request: critical medium error, dev sdk, sector 130611915 op 0x1:(WRITE)",
            "io-error",
            {"device": "sdk", "amount": 130611915},
        ),
        (
            "Buffer I/O error on dev sde, logical block 0, lost sync page write",
            "buffer-io-error",
            {"device": "sde", "amount": 0},
        ),
        (
            "Buffer I/O error on device sde, logical block 1611783",
            "buffer-io-error",
            {"device": "sde", "amount": 1611783},
        ),
        ("sd 6:0:0:1: rejecting I/O to offline device", "scsi-error", {"device": "6:0:0:1"}),
        (
            "sd 0:0:0:0: [sdb] tag#0 FAILED Result: hostbyte=DID_TIME_OUT driverbyte=DRIVER_OK",
            "scsi-error",
            {"device": "sdb"},
        ),
        ("sd 0:0:0:0: [sdb] tag#0 Sense Key : Medium Error [current]", "scsi-error", {"device": "sdb"}),
        ("nvme nvme0: I/O 12 QID 3 timeout, aborting", "nvme-timeout", {"device": "nvme0", "amount": 12}),
        (
            "nvme nvme0: I/O tag 12 (100c) opcode 0x2 (I/O Cmd) QID 3 timeout, aborting req_op:READ(0)",
            "nvme-timeout",
            {"device": "nvme0", "amount": 12},
        ),
        (
            "nvme nvme0: controller is down; will reset: CSTS=0x3, PCI_STATUS=0x10",
            "nvme-timeout",
            {"device": "nvme0"},
        ),
        ("md/raid1:md0: Disk failure on sdb1, disabling device.", "md-failure", {"device": "sdb1"}),
        (
            "device-mapper: thin: 253:4: switching pool to out-of-data-space (error IO) mode",
            "thin-pool",
            {"device": "253:4"},
        ),
        (
            "device-mapper: thin: 253:4: reached low water mark for data device: sending event.",
            "thin-pool",
            {"device": "253:4"},
        ),
        (
            "sd 2:0:0:0: attempting task abort! scmd(000000)",
            "storage-controller-stall",
            {"device": "2:0:0:0"},
        ),
        ("nfs: server 10.0.0.5 not responding, still trying", "nfs-not-responding", {"device": "10.0.0.5"}),
        ("nfs: server 10.0.0.5 OK", "nfs-ok", {"device": "10.0.0.5"}),
        ("nf_conntrack: nf_conntrack: table full, dropping packet", "conntrack-full", {}),
        ("nf_conntrack: table full, dropping packet", "conntrack-full", {}),
        ("nf_conntrack: falling back to vmalloc.", "conntrack-vmalloc", {}),
        ("neighbour: arp_cache: neighbor table overflow!", "neighbour-overflow", {"device": "arp_cache"}),
        ("Neighbour table overflow.", "neighbour-overflow", {}),
        ("TCP: out of memory -- consider tuning tcp_mem", "tcp-mem", {}),
        (
            "TCP: request_sock_TCP: Possible SYN flooding on port 0.0.0.0:8080. Sending cookies.",
            "syn-flood",
            {"device": "0.0.0.0:8080"},
        ),
        (
            "unregister_netdevice: waiting for eth0.100 to become free. Usage count = 1",
            "netdev-leak",
            {"device": "eth0.100", "amount": 1},
        ),
        ("NETDEV WATCHDOG: eth0 (ixgbe): transmit queue 0 timed out", "tx-timeout", {"device": "eth0"}),
        (
            "ixgbe 0000:01:00.0 eth0: NETDEV WATCHDOG: CPU: 3: transmit queue 1 timed out 5004 ms",
            "tx-timeout",
            {"device": "eth0", "amount": 5004},
        ),
        ("e1000e: eth0 NIC Link is Down", "link-down", {"device": "eth0"}),
        ("mlx5_core 0000:03:00.0 ens1f0: Link down", "link-down", {"device": "ens1f0"}),
        ("o-hm0: dropped over-mtu packet: 2829 > 1500", "over-mtu", {"device": "o-hm0", "amount": 2829}),
        (
            "EDAC MC0: 1 CE memory read error on CPU_SrcID#0_Ha#0_Chan#1_DIMM#0",
            "edac",
            {"device": "MC0", "amount": 1},
        ),
        ("mce: [Hardware Error]: CPU 3: Machine Check: 0 Bank 5: be00000000800400", "mce", {"cpu": 3, "amount": 5}),
        (
            "clocksource: timekeeping watchdog on CPU1: Marking clocksource 'tsc' as unstable because",
            "clocksource",
            {"device": "tsc"},
        ),
        (
            'audit: type=1400 audit(1644606171.438:80): apparmor="DENIED" operation="bind" profile="x"'
            ' pid=19873 comm="kube-apiserver"',
            "apparmor-denied",
            {"pid": 19873, "comm": "kube-apiserver"},
        ),
        (
            'audit: type=1326 audit(1.2:3): auid=0 uid=0 pid=7 comm="app" exe="/app" sig=31 arch=c000003e',
            "seccomp",
            {"pid": 7, "comm": "app", "amount": 31},
        ),
        (
            'audit: type=1400 audit(1.2:3): avc:  denied  { read } for  pid=7 comm="app" scontext=a',
            "selinux-denied",
            {"pid": 7, "comm": "app"},
        ),
        ("overlayfs: upper fs needs to support d_type.", "overlayfs", {}),
    ],
)
def test_kind(text: str, kind: str, columns: dict[str, str | int]) -> None:
    """Each message has its kind, and what it names in columns."""
    (row,) = _read(f"[   12.500000] {text}")
    assert (row.line, row.kind, row.message, row.mono_s) == (1, kind, text, 12.5)
    assert {name: getattr(row, name) for name in columns} == columns


@pytest.mark.parametrize(
    "text",
    [
        "veth1a2b: renamed from eth0",
        "EXT4-fs (sda1): mounted filesystem with ordered data mode. Opts: errors=remount-ro",
        "EXT4-fs (sda1): re-mounted. Opts: (null). Quota mode: none.",
        'audit: type=1400 audit(1.2:3): apparmor="STATUS" operation="profile_load" name="x"',
        "IPv6: ADDRCONF(NETDEV_CHANGE): eth0: link becomes ready",
        "rcu: Adjusting geometry for rcu_fanout_leaf=16",
        "nvme nvme0: 4/0/0 default/read/poll queues",
        "Memory cgroup out of memory: Killed process 1 (x) total-vm:1kB",
    ],
)
def test_ordinary_messages(text: str) -> None:
    """Ordinary messages, and those that other tables have, give no row."""
    assert _read(f"[   12.500000] {text}") == []


def test_what_rules_ask_for() -> None:
    """A line that only a rule asks for has the kind `rule`."""
    asked = PatternSet(("renamed from", "conntrack"))
    rows = _read("[    1.000000] veth1: renamed from eth0\n[    2.000000] nf_conntrack: table full", asked)
    assert [(row.line, row.kind) for row in rows] == [(1, "rule"), (2, "conntrack-full")]


def test_host_and_time() -> None:
    """Prefixes fill the columns of time and host."""
    (row,) = _read("2022-02-11T18:59:01.000000+00:00 n1 kernel: [   12.500000] VFS: file-max limit 9 reached")
    assert (row.node, row.time_quality, row.mono_s) == ("n1", "exact", 12.5)
