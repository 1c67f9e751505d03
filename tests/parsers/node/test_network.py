# ruff: noqa: E501  (outputs of commands keep their lines)
"""Network figures of a node."""

from __future__ import annotations

import pytest

from analyzer.parsers.node import conntrack, interfaces, network_counts, sockets

from .reading import facts, rows, unclaimed


def _values(parser, role, text, **context):
    return dict(facts(parser, role, text, "key", "value", **context))


@pytest.mark.parametrize(
    ("text", "values"),
    [
        (
            "Total: 1234 (kernel 1500)\nTCP:   900 (estab 500, closed 300, orphaned 2, synrecv 0, timewait 290/0), ports 0\n\nTransport Total     IP        IPv6\n*\t  1500      -         -        \nUDP\t  15        10        5        \n",
            {
                "total": 1234,
                "tcp": 900,
                "tcp.estab": 500,
                "tcp.closed": 300,
                "tcp.orphaned": 2,
                "tcp.synrecv": 0,
                "tcp.timewait": 290,
            },
        ),
        (
            "Total: 171\nTCP:   11 (estab 3, closed 0, orphaned 0, timewait 0)\n",
            {"total": 171, "tcp": 11, "tcp.estab": 3, "tcp.closed": 0, "tcp.orphaned": 0, "tcp.timewait": 0},
        ),
    ],
)
def test_ss_summary(text, values):
    """iproute2 4 and 6."""
    assert _values(sockets, "ss-summary", text) == values
    assert unclaimed(sockets, "ss-summary", text) == []


@pytest.mark.parametrize(
    ("text", "values"),
    [
        (
            "Netid State  Recv-Q Send-Q Local Address:Port Peer Address:Port Process\ntcp   LISTEN 0      4096   127.0.0.1:10248 0.0.0.0:*\ntcp   ESTAB  0      0      10.0.0.1:5 10.0.0.2:6443\nudp   UNCONN 0      0      127.0.0.1:323 0.0.0.0:*\n",
            {"tcp.listen": 1, "tcp.estab": 1},
        ),
        (
            "Active Internet connections (servers and established)\nProto Recv-Q Send-Q Local Address           Foreign Address         State       PID/Program name\ntcp        0      0 127.0.0.1:10248         0.0.0.0:*               LISTEN      1234/kubelet\ntcp6       0      0 :::10250                :::*                    LISTEN      1234/kubelet\ntcp        0      0 10.0.0.1:4444           10.0.0.2:443            TIME_WAIT   -\nudp        0      0 127.0.0.1:323           0.0.0.0:*                           800/chronyd\nunix  2      [ ACC ]     STREAM     LISTENING     22222    1/systemd            /run/x\n",
            {"tcp.listen": 2, "tcp.time-wait": 1},
        ),
    ],
)
def test_lists_of_sockets_are_counted(text, values):
    """ss and netstat; only TCP has states worth counting."""
    assert _values(sockets, "sockets", text) == values
    assert unclaimed(sockets, "sockets", text) == []


def test_conntrack_of_the_kernel():
    """Hexadecimal, one row a CPU; `entries` is the whole table's (Linux 4.19)."""
    text = "entries  searched found new invalid ignore delete deleteList insert insertFailed drop\n00000385  00000000 00000010 00000000 00000011 00001000 00000000 00000000 00000000 00000005 00000001\n00000385  00000000 00000010 00000000 00000011 00001000 00000000 00000000 00000000 00000005 00000002\n"
    found = _values(conntrack, "conntrack-stat", text)
    assert (found["entries"], found["insertFailed"], found["drop"], found["found"]) == (901, 10, 3, 32)
    assert unclaimed(conntrack, "conntrack-stat", text) == []


def test_conntrack_tools():
    """`-S` has a line a CPU, `-C` a number, `-L` the connections and their number."""
    text = "cpu=0   \tfound=27 invalid=134 ignore=0 insert=0 insert_failed=5 drop=5 early_drop=0 error=0 search_restart=10\ncpu=1   \tfound=27 invalid=134 ignore=0 insert=0 insert_failed=5 drop=5 early_drop=0 error=0 search_restart=10\n"
    assert _values(conntrack, "conntrack-statistics", text)["insert_failed"] == 10
    assert _values(conntrack, "conntrack-statistics", "131070\n") == {"entries": 131070}
    listed = "tcp      6 86399 ESTABLISHED src=10.0.0.1 dst=10.0.0.2 sport=1 dport=2 [ASSURED] mark=0 use=1\nudp      17 29 src=10.0.0.1 dst=10.0.0.2 sport=1 dport=53\nconntrack v1.4.6 (conntrack-tools): 2 flow entries have been shown.\n"
    assert _values(conntrack, "conntrack-statistics", listed) == {
        "entries": 2, "listed": 2, "listed.tcp.established": 1, "listed.udp": 1,
    }  # fmt: skip


def test_softnet():
    """Columns: processed, dropped, squeezed."""
    text = "0000ab12 00000002 00000005 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000\n"
    assert _values(conntrack, "softnet-stat", text) == {"processed": 0xAB12, "dropped": 2, "squeezed": 5}


def test_neighbours_by_state():
    """`ip neigh` of iproute2 and the older arp forms."""
    text = "10.0.0.1 dev eth0 lladdr 0a:00:00:00:00:01 REACHABLE\n10.0.0.2 dev eth0  FAILED\n10.0.0.3 dev eth0 lladdr 0a:00:00:00:00:01 STALE\nfe80::1 dev eth0 lladdr 0a:00:00:00:00:01 router STALE\n"
    assert _values(network_counts, "neighbours", text) == {"reachable": 1, "failed": 1, "stale": 2}
    arp = "IP address       HW type     Flags       HW address            Mask     Device\n10.0.0.1         0x1         0x2         0a:00:00:00:00:01     *        eth0\n"
    assert _values(network_counts, "neighbours", arp) == {"arp": 1}
    assert unclaimed(network_counts, "neighbours", arp) == []


def test_rules_of_iptables():
    """Saved and listed rules are only counted."""
    text = '# Generated by iptables-save v1.8.7 on Mon Nov 23 20:16:19 2026\n*nat\n:PREROUTING ACCEPT [0:0]\n:KUBE-SERVICES - [0:0]\n-A PREROUTING -m comment --comment "x" -j KUBE-SERVICES\nCOMMIT\n'
    assert _values(network_counts, "iptables", text) == {"chains": 2, "rules": 1}
    assert unclaimed(network_counts, "iptables", text) == []


def test_open_files():
    """lsof: descriptors, not mapped files."""
    text = "COMMAND    PID USER   FD      TYPE DEVICE SIZE/OFF   NODE NAME\nsystemd      1 root  cwd       DIR  253,0      256     64 /\nsystemd      1 root    0u      CHR    1,3      0t0   1028 /dev/null\n"
    assert _values(network_counts, "lsof", text) == {"descriptors": 1}


def test_interfaces_of_ip():
    """`ip -s link` (iproute2 6): figures below their names."""
    text = "2: eth0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 9001 qdisc mq state UP group default qlen 1000\n    link/ether 0a:00:00:00:00:01 brd ff:ff:ff:ff:ff:ff\n    RX: bytes  packets  errors  dropped missed  mcast   \n    123456     789      0       5       0       0       \n    TX: bytes  packets  errors  dropped carrier collsns \n    123        456      7       0       0       0       \n3: veth1@if2: <BROADCAST,UP> mtu 1450 qdisc noqueue state UP\n    link/ether 0a:00:00:00:00:02 brd ff:ff:ff:ff:ff:ff\n"
    assert facts(interfaces, "interfaces", text, "name", "state", "mtu", "rx_dropped", "tx_errors", "tx_packets") == [
        ("eth0", "UP", 9001, 5, 7, 456)
    ]
    assert unclaimed(interfaces, "interfaces", text) == []


def test_interfaces_of_others():
    """ifconfig (net-tools 2) and /proc/net/dev."""
    text = "eth0: flags=4163<UP,BROADCAST,RUNNING,MULTICAST>  mtu 1500\n        inet 10.0.0.5  netmask 255.255.255.0  broadcast 10.0.0.255\n        RX packets 12345  bytes 12345678 (11.7 MiB)\n        RX errors 1  dropped 2  overruns 0  frame 0\n        TX packets 54321  bytes 87654321 (83.5 MiB)\n        TX errors 3  dropped 4 overruns 0  carrier 0  collisions 0\n"
    assert facts(interfaces, "interfaces", text, "mtu", "rx_errors", "rx_dropped", "tx_errors", "tx_dropped") == [
        (1500, 1, 2, 3, 4)
    ]
    proc = "Inter-|   Receive                                                |  Transmit\n face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed\n  eth0:123456     789    1    5    0     0          0         0     2000      20    2    3    0     0       0          0\n"
    assert facts(
        interfaces,
        "net-dev",
        proc,
        "name",
        "rx_packets",
        "rx_errors",
        "rx_dropped",
        "tx_packets",
        "tx_errors",
        "tx_dropped",
    ) == [("eth0", 789, 1, 5, 20, 2, 3)]
    assert unclaimed(interfaces, "net-dev", proc) == []
    assert rows(interfaces, "net-dev", "garbage\n") == []
