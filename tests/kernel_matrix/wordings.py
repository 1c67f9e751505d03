"""What kernels of seven versions say, and the row that must come of it.

Wordings were read in the sources named by the modules `kinds_…` of analyzer/parsers/kernel and in public logs of
these kernels; distribution kernels of 3.10 are those of EL 7.
"""

from __future__ import annotations

from typing import Any, NamedTuple

VERSIONS = ("3.10", "4.4", "4.19", "5.4", "5.15", "6.1", "6.12")


class Said(NamedTuple):
    """A kind in the wording of kernels from one version on: its lines, and columns of the row."""

    since: str
    lines: tuple[str, ...]
    columns: dict[str, Any]


class Wordings(NamedTuple):
    """`table` is where the one row must appear, `name` its kind in kernel_messages."""

    name: str
    kind: str
    said: tuple[Said, ...]
    table: str = "kernel_messages"

    def of(self, version: str) -> Said | None:
        """The wording of a version; None before the message existed."""
        place = VERSIONS.index(version)
        return next((said for said in reversed(self.said) if VERSIONS.index(said.since) <= place), None)


def _one(kind: str, columns: dict[str, Any], *texts: tuple[str, str], name: str = "") -> Wordings:
    """A message of one line whose columns are the same in all wordings."""
    return Wordings(name or kind, kind, tuple(Said(since, (text,), columns) for since, text in texts))


def _cpu(version: str, pid: int, comm: str, cpu: int = 3) -> str:
    uid = "UID: 0 " if version == "6.12" else ""
    return f"CPU: {cpu} {uid}PID: {pid} Comm: {comm} Not tainted {version}.0-1-amd64 #1"


def _report(kind: str, name: str, columns: dict[str, Any], heads: dict[str, str], pid: int, comm: str) -> Wordings:
    """A report whose second part names CPU, task and kernel."""
    said = []
    for place, version in enumerate(VERSIONS):
        head = next(heads[known] for known in reversed(VERSIONS[: place + 1]) if known in heads)
        said.append(Said(version, (head, "Modules linked in: xt_nat veth", _cpu(version, pid, comm)), columns))
    return Wordings(name, kind, tuple(said))


_ECHO = '"echo 0 > /proc/sys/kernel/hung_task_timeout_secs" disables this message.'
_STALL = {"detail": "self-detected stall", "cpu": 3, "cpus": "3", "amount": 60001}
_STALLS = {"detail": "detected stalls", "cpu": 3, "cpus": "3,5", "amount": 60002}
_HUNG = {"comm": "dockerd", "pid": 20744, "amount": 120, "stuck_s": 120.0}
_ID = "27f14c6154e2630984fad3eb585e75456d10be978b80cb2c587efc77aa80f219"
_UID = "e8d39171-af9d-4c07-b03e-6e72aefc26a8"
_POD = f"/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod{_UID.replace('-', '_')}.slice"
_SCOPE = f"{_POD}/cri-containerd-{_ID}.scope"

STALLS = (
    Wordings(
        "hung-task",
        "hung-task",
        (
            Said(
                "3.10",
                (
                    "INFO: task dockerd:20744 blocked for more than 120 seconds.",
                    _ECHO,
                    "dockerd         D ffff88085b6c9fa0     0 20744      1 0x00000080",
                    "Call Trace:",
                    " [<ffffffff816a94c9>] schedule+0x29/0x70",
                ),
                _HUNG,
            ),
            Said(
                "4.4",
                (
                    "INFO: task dockerd:20744 blocked for more than 120 seconds.",
                    "      Not tainted 4.4.0-210-generic #242-Ubuntu",
                    _ECHO,
                    "dockerd         D ffff88085b6c9fa0     0 20744      1 0x00000080",
                ),
                _HUNG,
            ),
            Said(
                "5.15",
                (
                    "INFO: task dockerd:20744 blocked for more than 120 seconds.",
                    "      Not tainted 5.15.0-91-generic #101-Ubuntu",
                    _ECHO,
                    "task:dockerd         state:D stack:    0 pid:20744 ppid:     1 flags:0x00004002",
                ),
                _HUNG,
            ),
        ),
    ),
    _one("hung-task-hint", {}, ("3.10", _ECHO)),
    _one(
        "hung-task-suppressed",
        {},
        ("4.19", "INFO: Future hung task reports are suppressed, see sysctl kernel.hung_task_warnings"),
        ("6.1", "Future hung task reports are suppressed, see sysctl kernel.hung_task_warnings"),
    ),
    _one(
        "hung-task-blocker",
        {"comm": "cat", "pid": 115, "detail": "bash:114"},
        ("6.12", "INFO: task cat:115 is blocked on a mutex likely owned by task bash:114."),
    ),
    _one(
        "soft-lockup",
        {"cpu": 3, "stuck_s": 22.0, "amount": 22, "comm": "kworker/3:1", "pid": 4242},
        ("3.10", "BUG: soft lockup - CPU#3 stuck for 22s! [kworker/3:1:4242]"),
        ("4.4", "NMI watchdog: BUG: soft lockup - CPU#3 stuck for 22s! [kworker/3:1:4242]"),
        ("4.19", "watchdog: BUG: soft lockup - CPU#3 stuck for 22s! [kworker/3:1:4242]"),
    ),
    _report(
        "hard-lockup",
        "hard-lockup",
        {"cpu": 7, "pid": 4242, "comm": "qemu-kvm"},
        {
            "3.10": "Watchdog detected hard LOCKUP on cpu 7",
            "4.4": "NMI watchdog: Watchdog detected hard LOCKUP on cpu 7",
            "6.12": "watchdog: Watchdog detected hard LOCKUP on cpu 7",
        },
        4242,
        "qemu-kvm",
    ),
    Wordings(
        "rcu-stall",
        "rcu-stall",
        (
            Said(
                "3.10", ("INFO: rcu_sched self-detected stall on CPU { 3}  (t=60001 jiffies g=11 c=10 q=89)",), _STALL
            ),
            Said(
                "4.4",
                (
                    "INFO: rcu_sched self-detected stall on CPU",
                    "\t3-...: (59999 ticks this GP) idle=a81/140000000000001/0 softirq=1/1 fqs=0 ",
                    "\t (t=60001 jiffies g=11 c=10 q=89)",
                ),
                _STALL,
            ),
            Said(
                "4.19",
                (
                    "INFO: rcu_sched self-detected stall on CPU",
                    "\t3-....: (59999 ticks this GP) idle=a82/1/0x4000000000000002 softirq=1/1 fqs=2 ",
                    "\t (t=60001 jiffies g=11 q=89)",
                ),
                _STALL,
            ),
            Said(
                "5.4",
                (
                    "rcu: INFO: rcu_sched self-detected stall on CPU",
                    "rcu: \t3-....: (59999 ticks this GP) idle=a82/1/0x4000000000000002 softirq=1/1 fqs=2 ",
                    "\t(t=60001 jiffies g=11 q=89)",
                ),
                _STALL,
            ),
            Said(
                "6.1",
                (
                    "rcu: INFO: rcu_preempt self-detected stall on CPU",
                    "rcu: \t3-....: (59999 ticks this GP) idle=51e4/1/0x4000000000000000 softirq=309/309 fqs=2563",
                    "rcu: \t(t=60001 jiffies g=-319 q=608 ncpus=24)",
                ),
                _STALL,
            ),
        ),
    ),
    Wordings(
        "rcu-stalls",
        "rcu-stall",
        (
            Said(
                "3.10",
                (
                    "INFO: rcu_sched detected stalls on CPUs/tasks: { 3 5} (detected by 0, t=60002 jiffies, g=1, c=0, q=2)",
                ),
                _STALLS,
            ),
            Said(
                "4.4",
                (
                    "INFO: rcu_sched detected stalls on CPUs/tasks:",
                    "\t3-...: (1 GPs behind) idle=a81/140000000000000/0 softirq=1/2 fqs=0 ",
                    "\t5-...: (0 ticks this GP) idle=b81/140000000000000/0 softirq=1/2 fqs=0 ",
                    "\t(detected by 0, t=60002 jiffies, g=1, c=0, q=2)",
                ),
                _STALLS,
            ),
            Said(
                "5.4",
                (
                    "rcu: INFO: rcu_sched detected stalls on CPUs/tasks:",
                    "rcu: \t3-...!: (1 GPs behind) idle=a81/1/0x4000000000000000 softirq=1/2 fqs=0 ",
                    "rcu: \t5-....: (0 ticks this GP) idle=b81/1/0x4000000000000000 softirq=1/2 fqs=0 ",
                    "\t(detected by 0, t=60002 jiffies, g=1, q=2)",
                ),
                _STALLS,
            ),
            Said(
                "6.1",
                (
                    "rcu: INFO: rcu_preempt detected stalls on CPUs/tasks:",
                    "rcu: \t3-...!: (1 GPs behind) idle=a81/1/0x4000000000000000 softirq=1/2 fqs=0",
                    "rcu: \t5-....: (0 ticks this GP) idle=b81/1/0x4000000000000000 softirq=1/2 fqs=0",
                    "rcu: \t(detected by 0, t=60002 jiffies, g=1, q=2 ncpus=8)",
                ),
                _STALLS,
            ),
        ),
    ),
    _one(
        "rcu-stall",
        {"amount": 5252},
        ("4.4", "rcu_sched kthread starved for 5252 jiffies! g1 c0 f0x0 s3 ->state=0x1"),
        ("5.4", "rcu: rcu_sched kthread starved for 5252 jiffies! g1 f0x0 RCU_GP_WAIT_FQS(5) ->state=0x402 ->cpu=3"),
        name="rcu-starved",
    ),
    _one(
        "workqueue-stall",
        {"stuck_s": 44.0, "cpu": 3},
        ("4.19", "BUG: workqueue lockup - pool cpus=3 node=0 flags=0x0 nice=0 stuck for 44s!"),
    ),
)

CRASHES = (
    _report(
        "panic",
        "panic",
        {"detail": "Fatal exception in interrupt", "pid": 4242, "comm": "java", "cpu": 3},
        {"3.10": "Kernel panic - not syncing: Fatal exception in interrupt"},
        4242,
        "java",
    ),
    _report(
        "oops",
        "null pointer",
        {"pid": 4242, "comm": "java", "cpu": 3},
        {
            "3.10": "BUG: unable to handle kernel NULL pointer dereference at 0000000000000078",
            "5.4": "BUG: kernel NULL pointer dereference, address: 0000000000000078",
        },
        4242,
        "java",
    ),
    _report(
        "oops",
        "page fault",
        {"pid": 4242, "comm": "tmux: server", "cpu": 3},
        {
            "3.10": "BUG: unable to handle kernel paging request at ffffffffc0000000",
            "5.4": "BUG: unable to handle page fault for address: ffffffffc0000000",
        },
        4242,
        "tmux: server",
    ),
    _report(
        "oops",
        "oops",
        {"amount": 1, "detail": "Oops", "pid": 4242, "cpu": 3},
        {
            "3.10": "Oops: 0002 [#1] SMP ",
            "4.19": "Oops: 0002 [#1] SMP PTI",
            "5.15": "Oops: 0002 [#1] PREEMPT SMP NOPTI",
            "6.12": "Oops: Oops: 0002 [#1] PREEMPT SMP NOPTI",
        },
        4242,
        "java",
    ),
    _report(
        "oops",
        "general protection",
        {"amount": 1, "detail": "general protection fault", "pid": 4242, "cpu": 3},
        {
            "3.10": "general protection fault: 0000 [#1] SMP ",
            "5.15": "general protection fault, probably for non-canonical address 0xdead000000000108: 0000 [#1] SMP NOPTI",
            "6.12": "Oops: general protection fault, probably for non-canonical address 0xdead000000000108: 0000 [#1]"
            " PREEMPT SMP NOPTI",
        },
        4242,
        "java",
    ),
    _report(
        "oops",
        "kernel BUG",
        {"device": "mm/slub.c:3957", "detail": "kernel BUG", "pid": 4242, "cpu": 3},
        {"3.10": "kernel BUG at mm/slub.c:3957!"},
        4242,
        "java",
    ),
    _one(
        "kernel-warning",
        {"device": "net/sched/sch_generic.c:300", "detail": "dev_watchdog"},
        ("3.10", "WARNING: at net/sched/sch_generic.c:300 dev_watchdog+0x276/0x280()"),
        ("4.4", "WARNING: CPU: 3 PID: 0 at net/sched/sch_generic.c:300 dev_watchdog+0x276/0x280()"),
        ("4.19", "WARNING: CPU: 3 PID: 0 at net/sched/sch_generic.c:300 dev_watchdog+0x276/0x280"),
    ),
    _one(
        "trap",
        {"comm": "node", "pid": 4242, "detail": "general protection"},
        ("3.10", "traps: node[4242] general protection ip:7f1b3a sp:7ffc3a error:0 in libc-2.17.so[7f1b3a+1b6000]"),
        (
            "5.4",
            "traps: node[4242] general protection fault ip:7f1b3a sp:7ffc3a error:0 in libc-2.31.so[7f1b3a+1b6000]",
        ),
    ),
    _one(
        "trap",
        {"comm": "app", "pid": 7, "detail": "trap invalid opcode"},
        ("3.10", "traps: app[7] trap invalid opcode ip:400b sp:7ffd error:0 in app[400000+1000]"),
        name="invalid opcode",
    ),
    _one(
        "segfault",
        {"comm": "nginx", "pid": 99, "detail": "libc-2.17.so"},
        ("3.10", "nginx[99]: segfault at 0 ip 00007f1b3a sp 00007ffc3a error 4 in libc-2.17.so[7f1b3a000+1b6000]"),
        (
            "6.1",
            "nginx[99]: segfault at 0 ip 00007f1b3a sp 00007ffc3a error 4 in libc-2.17.so[7f1b3a000+1b6000] likely on"
            " CPU 1 (core 1, socket 0)",
        ),
    ),
    _one(
        "fatal-signal",
        {"amount": 11},
        ("3.10", "nginx/99: potentially unexpected fatal signal 11."),
        ("4.4", "potentially unexpected fatal signal 11."),
    ),
)

MEMORY = (
    _one(
        "slub",
        {},
        ("3.10", "SLUB: Unable to allocate memory on node -1 (gfp=0xd0)"),
        ("4.4", "SLUB: Unable to allocate memory on node -1 (gfp=0x2080020)"),
        ("4.19", "SLUB: Unable to allocate memory on node -1, gfp=0x6000c0(GFP_KERNEL)"),
        ("6.12", "SLUB: Unable to allocate memory on CPU 1 (of node 0) on node -1, gfp=0x8c0(GFP_ATOMIC)"),
    ),
    _one(
        "alloc-stall",
        {"comm": "java", "pid": 77},
        ("3.10", "XFS: java(77) possible memory allocation deadlock in kmem_alloc (mode:0x250)"),
        ("4.19", "XFS: java(77) possible memory allocation deadlock size 4096 in kmem_alloc (mode:0x2400240)"),
    ),
    _one("oom-reaper", {"pid": 77, "comm": "java"}, ("4.19", "oom_reaper: unable to reap pid:77 (java)")),
    _one(
        "hwpoison",
        {"comm": "java", "pid": 77},
        ("3.10", "MCE 0x1234: Killing java:77 due to hardware memory corruption"),
        ("4.4", "Memory failure: 0x1234: Killing java:77 due to hardware memory corruption"),
        ("5.4", "Memory failure: 0x1234: Sending SIGBUS to java:77 due to hardware memory corruption"),
    ),
    _one(
        "pids-limit",
        {"cgroup": _SCOPE, "pod_uid": _UID, "container_id": _ID},
        ("4.4", f"cgroup: fork rejected by pids controller in {_SCOPE}"),
    ),
    _one("file-max", {"amount": 1024}, ("3.10", "VFS: file-max limit 1024 reached")),
    _one(
        "suppressed",
        {"comm": "oom_kill_process", "amount": 3},
        ("3.10", "oom_kill_process: 3 callbacks suppressed"),
    ),
    _one(
        "suppressed",
        {"amount": 77},
        ("3.10", "** 77 printk messages dropped ** "),
        name="dropped",
    ),
)

STORAGE = (
    _one(
        "io-error",
        {"device": "sda", "amount": 12345},
        ("3.10", "end_request: I/O error, dev sda, sector 12345"),
        ("4.4", "blk_update_request: I/O error, dev sda, sector 12345"),
        ("4.19", "print_req_error: I/O error, dev sda, sector 12345"),
        (
            "5.4",
            "blk_update_request: I/O error, dev sda, sector 12345 op 0x0:(READ) flags 0x80700 phys_seg 1 prio class 0",
        ),
        ("6.1", "I/O error, dev sda, sector 12345 op 0x0:(READ) flags 0x80700 phys_seg 1 prio class 2"),
    ),
    _one(
        "io-error",
        {"device": "sdb", "amount": 678, "detail": "critical medium"},
        ("3.10", "end_request: critical medium error, dev sdb, sector 678"),
        ("4.4", "blk_update_request: critical medium error, dev sdb, sector 678"),
        ("4.19", "print_req_error: critical medium error, dev sdb, sector 678"),
        (
            "5.4",
            "blk_update_request: critical medium error, dev sdb, sector 678 op 0x0:(READ) flags 0x0 phys_seg 1 prio class 0",
        ),
        ("6.1", "critical medium error, dev sdb, sector 678 op 0x0:(READ) flags 0x0 phys_seg 1 prio class 2"),
        name="medium error",
    ),
    _one(
        "buffer-io-error",
        {"device": "sda1", "amount": 12345},
        ("3.10", "Buffer I/O error on device sda1, logical block 12345"),
        ("4.4", "Buffer I/O error on dev sda1, logical block 12345, lost async page write"),
    ),
    _one(
        "ext4-error",
        {"device": "sda1", "comm": "kubelet", "detail": "ext4_find_entry"},
        (
            "3.10",
            "EXT4-fs error (device sda1): ext4_find_entry:1312: inode #2: comm kubelet: reading directory lblock 0",
        ),
    ),
    _one(
        "ext4-warning",
        {"device": "sda1", "detail": "ext4_end_bio"},
        (
            "3.10",
            "EXT4-fs warning (device sda1): ext4_end_bio:317: I/O error -5 writing to inode 132 (offset 0 size 0)",
        ),
        (
            "5.4",
            "EXT4-fs warning (device sda1): ext4_end_bio:347: I/O error 10 writing to inode 132 starting block 33)",
        ),
    ),
    _one("fs-readonly", {"device": "sda1"}, ("3.10", "EXT4-fs (sda1): Remounting filesystem read-only")),
    _one("fs-readonly", {"device": "sda1-8"}, ("3.10", "Aborting journal on device sda1-8."), name="journal abort"),
    _one(
        "fs-readonly", {"device": "vda2"}, ("3.10", "BTRFS info (device vda2): forced readonly"), name="btrfs readonly"
    ),
    _one(
        "btrfs-error",
        {"device": "vda2"},
        ("3.10", "BTRFS error (device vda2) in btrfs_commit_transaction:1700: errno=-5 IO failure"),
        ("4.19", "BTRFS: error (device vda2) in btrfs_commit_transaction:2249: errno=-5 IO failure"),
        ("6.1", "BTRFS: error (device vda2: state A) in btrfs_commit_transaction:2418: errno=-5 IO failure"),
    ),
    _one(
        "xfs-shutdown",
        {"device": "dm-0"},
        ("3.10", "XFS (dm-0): Log I/O Error Detected.  Shutting down filesystem"),
        ("4.19", "XFS (dm-0): Log I/O Error Detected. Shutting down filesystem"),
        (
            "5.15",
            "XFS (dm-0): Log I/O Error (0x2) detected at xlog_ioend_work+0x4f/0x70 [xfs] (fs/xfs/xfs_log.c:1378)."
            "  Shutting down filesystem.",
        ),
    ),
    _one(
        "fs-corruption",
        {"device": "dm-0"},
        ("3.10", 'XFS (dm-0): metadata I/O error: block 0x1234 ("xlog_iodone") error 5 numblks 64'),
        ("5.4", 'XFS (dm-0): metadata I/O error in "xfs_trans_read_buf_map" at daddr 0x1234 len 8 error 5'),
    ),
    _one(
        "scsi-error",
        {"device": "sda", "detail": "DID_NO_CONNECT"},
        ("3.10", "sd 0:0:0:0: [sda] Result: hostbyte=DID_NO_CONNECT driverbyte=DRIVER_OK"),
        ("4.4", "sd 0:0:0:0: [sda] tag#0 FAILED Result: hostbyte=DID_NO_CONNECT driverbyte=DRIVER_OK"),
        ("5.15", "sd 0:0:0:0: [sda] tag#0 FAILED Result: hostbyte=DID_NO_CONNECT driverbyte=DRIVER_OK cmd_age=0s"),
    ),
    _one(
        "scsi-timeout",
        {"device": "sdb", "stuck_s": 180.0},
        ("3.10", "sd 2:0:0:0: [sdb] timing out command, waited 180s"),
        ("4.4", "sd 2:0:0:0: [sdb] tag#18 timing out command, waited 180s"),
    ),
    _one(
        "ata-error",
        {"device": "ata1.00"},
        ("3.10", "ata1.00: exception Emask 0x0 SAct 0x0 SErr 0x0 action 0x6 frozen"),
    ),
    _one(
        "nvme-timeout",
        {"device": "nvme0", "amount": 12},
        ("4.4", "nvme nvme0: I/O 12 QID 3 timeout, aborting"),
        ("6.1", "nvme nvme0: I/O 12 (I/O Cmd) QID 3 timeout, aborting"),
        ("6.12", "nvme nvme0: I/O tag 12 (100c) opcode 0x2 (I/O Cmd) QID 3 timeout, aborting req_op:READ(0) size:4096"),
    ),
    _one("md-failure", {"device": "sdb1"}, ("3.10", "md/raid1:md0: Disk failure on sdb1, disabling device.")),
    _one(
        "thin-pool",
        {"device": "253:4"},
        ("3.10", "device-mapper: thin: 253:4: switching pool to out-of-data-space mode"),
        ("4.19", "device-mapper: thin: 253:4: switching pool to out-of-data-space (queue IO) mode"),
    ),
)

NETWORK = (
    _one("nfs-not-responding", {"device": "10.0.0.5"}, ("3.10", "nfs: server 10.0.0.5 not responding, still trying")),
    _one("nfs-ok", {"device": "10.0.0.5"}, ("3.10", "nfs: server 10.0.0.5 OK")),
    _one(
        "conntrack-full",
        {},
        ("3.10", "nf_conntrack: table full, dropping packet"),
        ("4.4", "nf_conntrack: nf_conntrack: table full, dropping packet"),
        ("6.12", "nf_conntrack: nf_conntrack: table full in netns 4026531840, dropping packet"),
    ),
    _one(
        "neighbour-overflow",
        {},
        ("3.10", "Neighbour table overflow."),
        ("4.4", "neighbour: arp_cache: neighbor table overflow!"),
    ),
    _one("tcp-mem", {}, ("3.10", "TCP: out of memory -- consider tuning tcp_mem")),
    _one(
        "syn-flood",
        {},
        ("3.10", "TCP: request_sock_TCP: Possible SYN flooding on port 8080. Sending cookies.  Check SNMP counters."),
        ("6.12", "TCP: request_sock_TCP: Possible SYN flooding on port 0.0.0.0:8080. Sending cookies."),
    ),
    _one("listen-drop", {"device": "10.0.0.9/45678"}, ("3.10", "TCP: drop open request from 10.0.0.9/45678")),
    _one(
        "netdev-leak",
        {"device": "eth0.100", "amount": 1},
        ("3.10", "unregister_netdevice: waiting for eth0.100 to become free. Usage count = 1"),
    ),
    _one(
        "tx-timeout",
        {"device": "eth0"},
        ("3.10", "NETDEV WATCHDOG: eth0 (ixgbe): transmit queue 0 timed out"),
        ("6.12", "ixgbe 0000:04:00.0 eth0: NETDEV WATCHDOG: CPU: 3: transmit queue 0 timed out 5008 ms"),
    ),
    _one(
        "link-down",
        {"device": "eth0"},
        ("3.10", "ixgbe 0000:04:00.0: eth0: NIC Link is Down"),
        ("4.4", "ixgbe 0000:04:00.0 eth0: NIC Link is Down"),
    ),
    _one(
        "link-up",
        {"device": "eth0", "detail": "10 Gbps"},
        ("3.10", "ixgbe 0000:04:00.0 eth0: NIC Link is Up 10 Gbps, Flow Control: RX/TX"),
    ),
    _one(
        "apparmor-denied",
        {"pid": 4242, "comm": "sh", "detail": "open"},
        (
            "3.10",
            'type=1400 audit(1644605941.123:45): apparmor="DENIED" operation="open" profile="docker-default"'
            ' name="/proc/sys" pid=4242 comm="sh" requested_mask="w" denied_mask="w" fsuid=0 ouid=0',
        ),
        (
            "4.4",
            'audit: type=1400 audit(1644605941.123:45): apparmor="DENIED" operation="open"'
            ' profile="cri-containerd.apparmor.d" name="/proc/sys" pid=4242 comm="sh" requested_mask="w" denied_mask="w"',
        ),
        (
            "6.12",
            'audit: type=1400 audit(1644605941.123:45): apparmor="DENIED" operation="open" class="file"'
            ' profile="cri-containerd.apparmor.d" name="/proc/sys" pid=4242 comm="sh" requested_mask="w" denied_mask="w"',
        ),
    ),
    _one(
        "seccomp",
        {"pid": 4242, "comm": "sh", "amount": 31},
        (
            "3.10",
            'type=1326 audit(1644605941.123:46): auid=0 uid=0 gid=0 ses=1 pid=4242 comm="sh" sig=31 syscall=57 compat=0'
            " ip=0x7f code=0x0",
        ),
        (
            "4.4",
            'audit: type=1326 audit(1644605941.123:46): auid=0 uid=0 gid=0 ses=1 pid=4242 comm="sh" exe="/bin/sh" sig=31'
            " arch=c000003e syscall=57 compat=0 ip=0x7f code=0x0",
        ),
    ),
    _one(
        "selinux-denied",
        {"pid": 4242, "comm": "sh", "detail": "read"},
        (
            "3.10",
            'type=1400 audit(1644605941.123:47): avc:  denied  { read } for  pid=4242 comm="sh" name="x" dev="dm-0"',
        ),
        ("4.4", 'audit: type=1400 audit(1644605941.123:47): avc:  denied  { read } for  pid=4242 comm="sh" name="x"'),
    ),
)

HARDWARE = (
    _one("mce", {}, ("3.10", "mce: [Hardware Error]: Machine check events logged")),
    _one(
        "mce",
        {"cpu": 4, "amount": 7},
        ("3.10", "[Hardware Error]: CPU 4: Machine Check Exception: 5 Bank 7: b200000000100402"),
        ("4.4", "mce: [Hardware Error]: CPU 4: Machine Check Exception: 5 Bank 7: b200000000100402"),
        ("4.19", "mce: [Hardware Error]: CPU 4: Machine Check: 0 Bank 7: 8c00004000010091"),
        name="machine check",
    ),
    _one("mce", {"detail": "corrected"}, ("3.10", "{1}[Hardware Error]: event severity: corrected"), name="cper"),
    _one(
        "edac",
        {"device": "MC0", "amount": 1, "detail": "CE"},
        (
            "3.10",
            "EDAC MC0: 1 CE memory read error on CPU_SrcID#0_Channel#1_DIMM#0 (channel:1 slot:0 page:0x1 offset:0x2"
            " grain:32 syndrome:0x0)",
        ),
    ),
    _one(
        "thermal",
        {"cpu": 7, "detail": "Package", "amount": 144933},
        ("3.10", "CPU7: Package temperature above threshold, cpu clock throttled (total events = 144933)"),
        ("4.19", "mce: CPU7: Package temperature above threshold, cpu clock throttled (total events = 144933)"),
        ("5.15", "CPU7: Package temperature above threshold, cpu clock throttled (total events = 144933)"),
    ),
    _one(
        "clocksource",
        {},
        ("3.10", "Clocksource tsc unstable (delta = -95170507 ns)"),
        (
            "4.4",
            "clocksource: timekeeping watchdog: Marking clocksource 'tsc' as unstable because the skew is too large:",
        ),
        (
            "4.19",
            "clocksource: timekeeping watchdog on CPU3: Marking clocksource 'tsc' as unstable because the skew is too"
            " large:",
        ),
    ),
    _one(
        "time-jump",
        {"detail": "Time has been changed"},
        ("3.10", "systemd[1]: Time has been changed"),
    ),
    _one(
        "firmware-failed",
        {"device": "0000:02:00.0"},
        ("3.10", "bnx2 0000:02:00.0: Direct firmware load failed with error -2"),
        ("4.4", "bnx2 0000:02:00.0: Direct firmware load for bnx2/bnx2-mips-09-6.2.1b.fw failed with error -2"),
    ),
    _one(
        "module-failed",
        {"device": "nf_nat", "detail": "Unknown symbol nf_conntrack_find_get"},
        ("3.10", "nf_nat: Unknown symbol nf_conntrack_find_get (err 0)"),
        ("5.4", "nf_nat: Unknown symbol nf_conntrack_find_get (err -2)"),
    ),
    _one(
        "unit-failed",
        {"detail": "Docker Application Container Engine"},
        ("3.10", "systemd[1]: Failed to start Docker Application Container Engine."),
        ("5.15", "systemd[1]: Failed to start Docker Application Container Engine."),
    ),
    _one(
        "command-line",
        {"detail": "BOOT_IMAGE=/boot/vmlinuz root=/dev/sda1 ro"},
        ("3.10", "Kernel command line: BOOT_IMAGE=/boot/vmlinuz root=/dev/sda1 ro"),
    ),
    Wordings(
        "boot",
        "boot",
        tuple(
            Said(
                version,
                (f"Linux version {version}.0-91-generic (buildd@x) (gcc version 9.3.0) #101-Ubuntu SMP",),
                {"detail": f"{version}.0-91-generic"},
            )
            for version in VERSIONS
        ),
    ),
)
