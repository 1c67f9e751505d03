"""Network, denials, containers, modules.

Read in Linux 3.10 to 6.12: net/netfilter/nf_conntrack_core.c, net/core/neighbour.c, net/ipv4/tcp_input.c,
net/core/dev.c, net/sched/sch_generic.c, net/sunrpc/clnt.c, kernel/auditsc.c, fs/overlayfs/super.c.
"""

from __future__ import annotations

from analyzer.parsers.kernel.told import Told

TOLD = (
    # Network.
    Told(
        "nfs-not-responding",
        ("not responding",),
        r"(?:nfs|lockd): server {device} not responding(?:, (?P<detail>still trying|timed out))?",
        "nfs: server 10.0.0.5 not responding, still trying",
    ),
    Told("nfs-ok", ("nfs: server", "lockd: server"), r"(?:nfs|lockd): server {device} OK", "nfs: server 10.0.0.5 OK"),
    Told(
        "cifs-error",
        ("CIFS",),
        r"CIFS: .*(?:Error connecting|has not responded|cifs_mount failed|Send error)",
        "CIFS: VFS: \\\\10.0.0.6 has not responded in 180 seconds. Reconnecting...",
    ),
    Told(
        "ceph-error",
        ("libceph",),
        r"libceph: {device} .*(?:socket closed|connection|down)",
        "libceph: mon0 10.0.0.7:6789 socket closed (con state CONNECTING)",
    ),
    Told(
        "conntrack-full",
        ("nf_conntrack",),
        r"nf_conntrack: (?:expectation )?table full(?: in netns (?P<detail>\d+))?",
        "nf_conntrack: nf_conntrack: table full, dropping packet",
    ),
    Told(
        "conntrack-vmalloc",
        ("nf_conntrack",),
        r"nf_conntrack: falling back to vmalloc",
        "nf_conntrack: falling back to vmalloc.",
    ),
    Told(
        "neighbour-overflow",
        ("table overflow",),
        r"(?:(?P<device>\w+): )?[Nn]eighbou?r table overflow",
        "neighbour: arp_cache: neighbor table overflow!",
    ),
    Told(
        "tcp-mem",
        ("tcp_mem",),
        r"out of memory -- consider tuning tcp_mem",
        "TCP: out of memory -- consider tuning tcp_mem",
    ),
    Told("tcp-mem", ("orphaned sockets",), r"too many orphaned sockets", "TCP: too many orphaned sockets"),
    Told(
        "syn-flood",
        ("SYN flooding",),
        r"SYN flooding on port (?P<device>\S+?)\. ",
        "TCP: request_sock_TCP: Possible SYN flooding on port 8080. Sending cookies.  Check SNMP counters.",
    ),
    Told(
        "listen-drop",
        ("drop open request",),
        r"drop open request from {device}",
        "TCP: drop open request from 10.0.0.1/45678",
    ),
    Told(
        "netdev-leak",
        ("unregister_netdevice",),
        r"waiting for {device} to become free\. Usage count = {amount}",
        "unregister_netdevice: waiting for veth1a2b to become free. Usage count = 1",
    ),
    Told(
        "tx-timeout",
        ("NETDEV WATCHDOG",),
        r"{device}: NETDEV WATCHDOG: (?:CPU: {cpu}: )?.*transmit queue \d+ timed out {ms} ms",
        "ixgbe 0000:04:00.0 eth0: NETDEV WATCHDOG: CPU: 3: transmit queue 0 timed out 5008 ms",
    ),
    Told(
        "tx-timeout",
        ("NETDEV WATCHDOG",),
        r"NETDEV WATCHDOG: {device} \((?P<detail>[^)]*)\): transmit queue \d+ timed out(?: {ms} ms)?",
        "NETDEV WATCHDOG: eth0 (ixgbe): transmit queue 0 timed out",
    ),
    Told(
        "tx-timeout",
        ("Hardware Unit Hang",),
        r"{device}: Detected (?:Tx )?Hardware Unit Hang",
        "e1000e 0000:00:1f.6 eno1: Detected Hardware Unit Hang:",
    ),
    Told(
        "link-down",
        ("ink is down", "ink is Down", "ink down", "ink Down"),
        r"{device}:? (?:NIC )?(?:Copper )?Link (?:is )?[Dd]own",
        "ixgbe 0000:04:00.0 eth0: NIC Link is Down",
    ),
    Told(
        "link-up",
        ("ink is up", "ink is Up", "ink up", "ink Up"),
        r"{device}:? (?:NIC )?(?:Copper )?Link (?:is )?[Uu]p(?:[ ,-]+(?P<detail>\d.{0,40}?)(?:,|$))?",
        "ixgbe 0000:04:00.0 eth0: NIC Link is Up 10 Gbps, Flow Control: RX/TX",
    ),
    Told(
        "link-down",
        ("definitely down",),
        r"link status definitely down for interface {device}",
        "bond0: link status definitely down for interface eth0, disabling it",
    ),
    Told(
        "over-mtu",
        ("over-mtu",),
        r"{device}: dropped over-mtu packet: {amount} >",
        "eth0: dropped over-mtu packet: 1508 > 1500",
    ),
    Told(
        "martian",
        ("martian source",),
        r"martian source .*, on dev {device}",
        "IPv4: martian source 10.0.0.1 from 10.0.0.2, on dev eth0",
    ),
    # Denials. Before 3.14 the line has no `audit: ` in front.
    Told(
        "apparmor-denied",
        ('="DENIED"',),
        r'apparmor="DENIED" (?:operation="(?P<detail>[^"]*)")?.* pid={pid}(?: comm="(?P<comm>[^"]*)")?',
        'audit: type=1400 audit(1644605941.123:45): apparmor="DENIED" operation="open" profile="cri-containerd.apparmor.d"'
        ' name="/proc/sys" pid=4242 comm="sh" requested_mask="w" denied_mask="w"',
    ),
    Told("apparmor-denied", ('="DENIED"',), r'apparmor="DENIED"', 'apparmor="DENIED" operation="mount"'),
    Told(
        "seccomp",
        ("type=1326",),
        r'type=1326 .* pid={pid}(?: comm="(?P<comm>[^"]*)")?.* sig={amount}(?:.* syscall=(?P<detail>\d+))?',
        'audit: type=1326 audit(1644605941.123:46): auid=0 uid=0 gid=0 ses=1 pid=4242 comm="sh" exe="/bin/sh" sig=31'
        " arch=c000003e syscall=57 compat=0 ip=0x7f code=0x0",
    ),
    Told(
        "selinux-denied",
        ("avc: ",),
        r'avc: {1,2}denied {1,2}(?:\{ (?P<detail>[^}]*) \})?.* pid={pid}(?: comm="(?P<comm>[^"]*)")?',
        'audit: type=1400 audit(1644605941.123:47): avc:  denied  { read } for  pid=4242 comm="sh" name="x" dev="dm-0"',
    ),
    Told(
        "audit-lost",
        ("audit_lost=", "audit_backlog="),
        r"(?:audit_lost={amount}|audit_backlog={number} > )",
        "audit: audit_lost=12 audit_rate_limit=0 audit_backlog_limit=64",
    ),
    # Modules.
    Told(
        "firmware-failed",
        ("firmware load f", "firmware: failed to load"),
        r"{device}: (?:Direct firmware load (?:for (?P<detail>\S+) )?failed|firmware: failed to load (?P<file>\S+))",
        "bnx2 0000:02:00.0: Direct firmware load for bnx2/bnx2-mips-09-6.2.1b.fw failed with error -2",
    ),
    Told(
        "module-failed",
        ("Unknown symbol", "disagrees about version", "module verification failed", "unsigned module", "probe of "),
        r"(?:^|: ?)(?P<device>[\w-]{1,64}): (?P<detail>Unknown symbol \w+|disagrees about version of symbol \w+"
        r"|module verification failed|unsigned module loading is restricted|probe of \S+ failed with error -?\d+)",
        "nf_nat: Unknown symbol nf_conntrack_find_get (err -2)",
    ),
    # Containers.
    Told(
        "overlayfs",
        ("overlayfs: ",),
        r"overlayfs: .*(?:d_type|is in-use|depth exceeded|fs on '|failed|missing)",
        "overlayfs: upper fs needs to support d_type.",
    ),
)
