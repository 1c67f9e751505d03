"""The known kernel messages.

Each row of the list is (kind, literal that a line must contain, pattern searched in it). In patterns
`{comm}`, `{pid}`, `{device}`, `{cgroup}` and `{amount}` stand for the columns of kernel_messages. The
order decides: the first pattern that fits gives a line its kind.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

import re2


class MessageKind(NamedTuple):
    """`pattern` searches a message for its groups comm, pid, device, cgroup, amount."""

    name: str
    literal: str
    pattern: Callable[[str], re.Match[str] | None]


def kinds_of(message: str) -> Iterator[MessageKind]:
    """The kinds whose literal stands in a message, in order; mostly none."""
    if _ANY(message) is not None:
        yield from (kind for kind in _KINDS if kind.literal in message)


_TEXT: tuple[tuple[str, str, str], ...] = (
    # Notes about lines that are missing.
    ("suppressed", "callbacks suppressed", r"(?:{comm}: )?{amount} callbacks suppressed"),
    ("suppressed", "printk messages dropped", r"{amount} printk messages dropped"),
    ("suppressed", "suppressed", r"{amount} (?:output lines|messages) suppressed"),
    ("suppressed", "Suppressed ", r"Suppressed {amount} messages"),
    (
        "suppressed",
        "rate-limiting",
        r"(?:{amount} messages lost|begin to drop messages) due to rate-limiting",
    ),
    ("repeated", "message repeated", r"message repeated {amount} times"),
    # Tasks and CPUs that do not go on.
    ("hung-task", "blocked", r"task {comm}:{pid} blocked (?:in I/O wait )?for more than {amount} seconds"),
    ("hung-task-hint", "hung_task_timeout_secs", r'"echo 0 > /proc/sys/kernel/hung_task_timeout_secs"'),
    ("hung-task-suppressed", "Future hung task", r"Future hung task reports are suppressed"),
    (
        "soft-lockup",
        "soft lockup",
        r"lockup - CPU#(?P<device>\d+) stuck for {amount}s! \[(?P<comm>.*):{pid}\]",
    ),
    ("soft-lockup", "soft lockup", r"BUG: soft lockup"),
    ("hard-lockup", "LOCKUP", r"hard LOCKUP on cpu (?P<device>\d+)"),
    ("rcu-stall", "stall", r"INFO: rcu_\w+ (?:self-)?detected (?:expedited )?stalls? on CPU"),
    ("rcu-stall", "starved for", r"rcu_\w+ kthread starved for {amount} jiffies"),
    ("workqueue-stall", "workqueue lockup", r"workqueue lockup - pool {device} .*stuck for {amount}s!"),
    # Crashes, of the kernel and of programs.
    ("panic", "Kernel panic", r"Kernel panic - not syncing"),
    ("oops", "NULL pointer", r"(?:BUG: |[Uu]nable to handle )kernel NULL pointer"),
    (
        "oops",
        "BUG: unable to handle",
        r"BUG: unable to handle (?:kernel )?(?:NULL|pag(?:e fault|ing request))",
    ),
    ("oops", "nable to handle kernel", r"^Unable to handle kernel "),
    ("oops", "Oops: ", r"^Oops: .*\[#{amount}\]|Internal error: Oops: .*\[#{number}\]"),
    ("oops", "kernel BUG at", r"kernel BUG at (?P<device>\S+?)!"),
    ("oops", " [#", r"^(?:general protection fault|divide error|invalid opcode).*\[#{amount}\]"),
    ("trap", "traps: ", r"traps: {comm}\[{pid}\]:? (?:general protection|trap )"),
    ("segfault", "segfault at", r"^{comm}\[{pid}\]: segfault at [0-9a-f]+ ip "),
    # Memory.
    ("alloc-stall", "allocation stalls for", r"^{comm}: page allocation stalls for {amount}ms, order:"),
    ("alloc-stall", "allocation deadlock", r"{comm}\({pid}\) possible memory allocation deadlock"),
    ("slub", "SLUB: Unable", r"SLUB: Unable to allocate memory on "),
    ("oom-reaper", "oom_reaper:", r"oom_reaper: (?:reaped process |unable to reap pid:){pid} \({comm}\)"),
    ("oom-victim-exiting", "is already exiting", r"OOM victim {pid} \({comm}\) is already exiting"),
    ("oom-deadlock", "deadlocked on memory", r"System is deadlocked on memory"),
    ("hwpoison", "Memory failure: 0x", r"Memory failure: 0x\w+: Sending SIGBUS to {comm}:{pid} due to"),
    ("hwpoison", "Memory failure: 0x", r"Memory failure: 0x\w+: recovery action for "),
    ("pids-limit", "rejected by pids", r"fork rejected by pids controller in {cgroup}"),
    ("file-max", "file-max limit", r"VFS: file-max limit {amount} reached"),
    # File systems.
    ("fs-readonly", "ead-only", r"\((?:device )?{device}[):].*[Rr]emounting filesystem read-only"),
    ("fs-readonly", "ead-only", r"[Rr]emounting filesystem read-only"),
    ("fs-readonly", "forced readonly", r"BTRFS.*\(device {device}\W.*forced readonly"),
    ("fs-readonly", "Aborting journal", r"Aborting journal on device {device}"),
    ("ext4-error", "EXT4-fs error", r"EXT4-fs error \(device {device}\)(?:.* comm {comm}:)?"),
    ("xfs-shutdown", "hutting down filesystem", r"XFS \({device}\): .*[Ss]hutting down filesystem"),
    ("xfs-shutdown", "mount the filesystem", r"XFS \({device}\): Please un?mount the filesystem"),
    ("fs-corruption", "orruption", r"XFS \({device}\): (?:Metadata )?[Cc]orruption "),
    ("fs-corruption", "metadata I/O error", r"XFS \({device}\): metadata I/O error"),
    ("fs-corruption", "BTRFS", r"BTRFS (?:error|critical) \(device {device}\W.*(?:corrupt|checksum|csum)"),
    ("fs-corruption", "needs cleaning", r"Structure needs cleaning"),
    # Disks. The message before 5.18 begins with the name of a function.
    (
        "buffer-io-error",
        "Buffer I/O error",
        r"Buffer I/O error on dev(?:ice)? {device}, logical block {amount}",
    ),
    ("io-error", "I/O error, dev", r"I/O error, dev {device}, sector {amount}"),
    ("io-error", " error, dev", r"critical [a-z ]+ error, dev {device}, sector {amount}"),
    ("scsi-error", "offline device", r"{device}: (?:\[\w+\] )?rejecting I/O to offline device"),
    ("scsi-error", "offline", r"{device}: .*(?:device offline or changed|[Dd]evice offlined)"),
    ("scsi-error", "FAILED Result", r"\[{device}\] (?:tag#\d+ )?FAILED Result: hostbyte=(?!DID_OK)"),
    ("scsi-error", "Sense Key", r"\[{device}\] (?:tag#\d+ )?Sense Key : (?:Medium|Hardware) Error"),
    ("scsi-error", "remote port time out", r"{device}: blocked FC remote port time out"),
    ("nvme-timeout", "timeout", r"nvme {device}: I/O (?:tag )?{amount} .*timeout"),
    ("nvme-timeout", "controller is down", r"nvme {device}: controller is down"),
    ("md-failure", "Disk failure on", r"md/\w+:md\w+: Disk failure on {device},"),
    (
        "thin-pool",
        "switching pool to",
        r"thin: {device}: switching pool to (?:out-of-data|read-only|failure)",
    ),
    ("thin-pool", "low water mark", r"thin: {device}: reached low water mark"),
    ("thin-pool", "space available", r"thin: {device}: no free (?:data|metadata) space available"),
    ("storage-controller-stall", "attempting ", r"{device}: .*attempting (?:task abort|\w+ reset)"),
    ("storage-controller-stall", "adapter reset", r"(?:{device}: )?[Hh]ost adapter reset request"),
    (
        "storage-controller-stall",
        "esetting",
        r"(?:hpsa|megaraid_sas|mpt\w+|smartpqi) {device}: .*[Rr]esetting",
    ),
    ("storage-controller-stall", "resetting link", r"{device}: (?:hard|soft) resetting link"),
    # Network.
    ("nfs-not-responding", "not responding", r"nfs: server {device} not responding"),
    ("nfs-ok", "nfs: server", r"nfs: server {device} OK"),
    ("cifs-error", "CIFS", r"CIFS: .*(?:Error connecting|has not responded|cifs_mount failed|Send error)"),
    ("ceph-error", "libceph", r"libceph: {device} .*(?:socket closed|connection|down)"),
    ("conntrack-full", "nf_conntrack", r"nf_conntrack: (?:expectation )?table full"),
    ("conntrack-vmalloc", "nf_conntrack", r"nf_conntrack: falling back to vmalloc"),
    ("neighbour-overflow", "table overflow", r"(?:(?P<device>\w+): )?[Nn]eighbou?r table overflow"),
    ("tcp-mem", "tcp_mem", r"out of memory -- consider tuning tcp_mem"),
    ("tcp-mem", "orphaned sockets", r"too many orphaned sockets"),
    ("syn-flood", "SYN flooding", r"SYN flooding on port (?P<device>\S+?)\. "),
    ("netdev-leak", "unregister_netdevice", r"waiting for {device} to become free\. Usage count = {amount}"),
    (
        "tx-timeout",
        "NETDEV WATCHDOG",
        r"{device}: NETDEV WATCHDOG: .*transmit queue \d+ timed out {amount} ms",
    ),
    ("tx-timeout", "NETDEV WATCHDOG", r"NETDEV WATCHDOG: {device} \("),
    ("tx-timeout", "Hardware Unit Hang", r"{device}: Detected (?:Tx )?Hardware Unit Hang"),
    ("link-down", "ink", r"{device}:? (?:NIC )?Link (?:is )?[Dd]own"),
    ("link-down", "definitely down", r"link status definitely down for interface {device}"),
    ("over-mtu", "over-mtu", r"{device}: dropped over-mtu packet: {amount} >"),
    ("martian", "martian source", r"martian source .*, on dev {device}"),
    # Hardware.
    ("edac", "EDAC ", r"EDAC {device}: {amount} [CU]E "),
    ("edac", "memory read error", r"[CU]E memory read error"),
    ("mce", "Hardware Error", r"\[Hardware Error\]: Machine check events logged"),
    ("mce", "Hardware Error", r"\[Hardware Error\]: CPU (?P<device>\d+): Machine Check"),
    ("mce", "Hardware Error", r"\[Hardware Error\]: event severity: (?:corrected|recoverable|fatal)"),
    ("clocksource", "Marking clocksource", r"Marking clocksource '(?P<device>[^']+)' as unstable"),
    # Denials.
    ("apparmor-denied", '="DENIED"', r'apparmor="DENIED" .* pid={pid}(?: comm="(?P<comm>[^"]*)")?'),
    ("apparmor-denied", '="DENIED"', r'apparmor="DENIED"'),
    ("seccomp", "type=1326", r'type=1326 .* pid={pid}(?: comm="(?P<comm>[^"]*)")?.* sig={amount}'),
    ("selinux-denied", "avc:  denied", r'avc:  denied .* pid={pid}(?: comm="(?P<comm>[^"]*)")?'),
    # Containers.
    ("overlayfs", "overlayfs: ", r"overlayfs: .*(?:d_type|is in-use|depth exceeded|fs on '|failed|missing)"),
)

_COLUMNS = {
    "{comm}": r"(?P<comm>\S.{0,63}?)",
    "{pid}": r"(?P<pid>\d{1,10})",
    "{device}": r"(?P<device>[\w!./:@-]{1,64})",
    "{cgroup}": r"(?P<cgroup>/\S*)",
    "{amount}": r"(?P<amount>\d{1,18})",
    "{number}": r"\d{1,18}",
}


def _compiled(text: str) -> Callable[[str], re.Match[str] | None]:
    for name, pattern in _COLUMNS.items():
        text = text.replace(name, pattern)
    return re.compile(text).search


_KINDS = tuple(MessageKind(name, literal, _compiled(text)) for name, literal, text in _TEXT)

# Nearly every line has none of the literals; RE2 finds that out several times faster than `in`.
_ANY = re2.compile("|".join(sorted({re2.escape(kind.literal) for kind in _KINDS}))).search
