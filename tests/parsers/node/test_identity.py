# ruff: noqa: E501  (outputs of commands keep their lines)
"""Which machine it was, what runs on it, how its clock stands."""

from __future__ import annotations

import pytest

from analyzer.parsers.node import clock_sync, identities, known_text, packages, texts

from .reading import facts, rows, unclaimed

HOSTNAMECTL = """\
   Static hostname: node-1
           Chassis: vm
        Machine ID: 0123456789abcdef0123456789abcdef
           Boot ID: fedcba9876543210fedcba9876543210
  Operating System: Ubuntu 22.04.3 LTS
            Kernel: Linux 5.15.0-91-generic
"""


@pytest.mark.parametrize(
    ("role", "text", "context", "found"),
    [
        (
            "identity",
            "0123456789abcdef0123456789abcdef\n",
            {"file": "/etc/machine-id"},
            [("machine-id", "0123456789abcdef0123456789abcdef")],
        ),
        ("identity", "node-1\n", {"command": "hostname"}, [("hostname", "node-1")]),
        ("identity", "node-1.example.com\n", {"file": "/etc/hostname"}, [("hostname", "node-1.example.com")]),
        (
            "identity",
            "4C4C4544-0051-3510-8052-C4C04F4E3132\n",
            {"command": "sudo dmidecode -s system-uuid"},
            [("system-uuid", "4c4c4544-0051-3510-8052-c4c04f4e3132")],
        ),
        (
            "identity",
            "f3a1b1ab-7d2c-4f0a-9d53-3f9f7f0a1b2c\n",
            {"file": "/proc/sys/kernel/random/boot_id"},
            [("boot-id", "f3a1b1ab-7d2c-4f0a-9d53-3f9f7f0a1b2c")],
        ),
        ("instance-id", "i-0123456789abcdef0\n", {}, [("instance-id", "i-0123456789abcdef0")]),
        (
            "uname",
            "Linux ip-10-0-0-5.ec2.internal 5.10.192-183.736.amzn2.x86_64 #1 SMP x86_64 GNU/Linux\n",
            {},
            [("hostname", "ip-10-0-0-5.ec2.internal")],
        ),
        ("iostat", "Linux 5.10.0 (node-1) \t03/05/2024 \t_x86_64_\t(4 CPU)\n", {}, [("hostname", "node-1")]),
        (
            "hostnamectl",
            HOSTNAMECTL,
            {},
            [
                ("hostname", "node-1"),
                ("machine-id", "0123456789abcdef0123456789abcdef"),
                ("boot-id", "fedcba9876543210fedcba9876543210"),
            ],
        ),
        ("identity", "web-0\n", {"command": "kubectl exec web-0 -- hostname"}, []),
        ("identity", "hostname: command not found\n", {"command": "hostname"}, []),
    ],
)
def test_statements_of_a_machine_about_itself(role, text, context, found):
    """Files and commands that name the machine; a container names itself."""
    assert facts(identities, role, text, "kind", "value", **context) == found


def test_texts_of_the_system():
    """os-release, hostnamectl, uname."""
    text = 'NAME="Ubuntu"\nVERSION_ID="22.04"\nPRETTY_NAME="Ubuntu 22.04.3 LTS"\nID=ubuntu\n'
    assert ("os-release", "PRETTY_NAME", "Ubuntu 22.04.3 LTS") in facts(
        texts, "os-release", text, "file", "key", "value"
    )
    assert ("hostnamectl", "kernel", "Linux 5.15.0-91-generic") in facts(
        texts, "hostnamectl", HOSTNAMECTL, "file", "key", "value"
    )
    assert unclaimed(texts, "hostnamectl", HOSTNAMECTL) == []
    assert facts(texts, "uname", "5.10.192-183.736.amzn2.x86_64\n", "key", "value")[0] == (
        "release",
        "5.10.192-183.736.amzn2.x86_64",
    )


def test_processors():
    """/proc/cpuinfo counts them; lscpu says how many."""
    text = "processor\t: 0\nvendor_id\t: GenuineIntel\nmodel name\t: Intel(R) Xeon(R)\n\nprocessor\t: 1\nvendor_id\t: GenuineIntel\n"
    assert facts(texts, "cpuinfo", text, "key", "value") == [("cpus", 2), ("model", "Intel(R) Xeon(R)")]
    assert facts(texts, "lscpu", "Architecture:        x86_64\nCPU(s):              8\n", "key", "value") == [
        ("architecture", "x86_64"),
        ("cpus", 8),
    ]


def test_configuration_of_runtimes():
    """containerd 1.7 and CRI-O 1.27: cgroup driver and sandbox image."""
    text = 'version = 2\n[plugins."io.containerd.grpc.v1.cri"]\n  sandbox_image = "registry.k8s.io/pause:3.9"\n  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]\n    SystemdCgroup = false\n'
    assert facts(texts, "containerd-config", text, "file", "key", "value") == [
        ("containerd", "sandbox image", "registry.k8s.io/pause:3.9"),
        ("containerd", "cgroup driver is systemd", "false"),
    ]
    assert unclaimed(texts, "containerd-config", text) == []
    crio = '[crio.runtime]\n# cgroup_manager = "cgroupfs"\ncgroup_manager = "systemd"\n'
    assert facts(texts, "containerd-config", crio, "file", "key", "value") == [("crio", "cgroup driver", "systemd")]


def test_checks_that_failed():
    """healthz?verbose of the kubelet and the API server."""
    text = "[+]ping ok\n[-]syncloop failed: reason withheld\nhealthz check failed\n"
    assert facts(texts, "healthz", text, "key", "value") == [
        ("syncloop", "failed: reason withheld"),
        ("verdict", "healthz check failed"),
    ]
    assert unclaimed(texts, "healthz", text) == []


def test_name_servers():
    """Those of a pod are not the node's."""
    text = "nameserver 10.96.0.10\nsearch default.svc.cluster.local svc.cluster.local\noptions ndots:5\n"
    assert facts(texts, "resolv-conf", text, "key", "value")[0] == ("nameserver", "10.96.0.10")
    assert rows(texts, "resolv-conf", text, command="kubectl exec web-0 -- cat /etc/resolv.conf") == []


def test_packages_of_interest():
    """rpm -qa and dpkg -l; the rest is only understood."""
    rpm = "kubelet-1.27.3-0.x86_64\nzlib-1.2.7-19.amzn2.0.3.x86_64\nkernel-5.10.184-175.749.amzn2.x86_64\n"
    assert facts(packages, "packages", rpm, "name", "version") == [
        ("kubelet", "1.27.3-0"),
        ("kernel", "5.10.184-175.749.amzn2"),
    ]
    assert unclaimed(packages, "packages", rpm) == []
    dpkg = "||/ Name           Version          Architecture Description\n+++-==============-================-============-====\nhi  kubelet        1.27.3-00        amd64        Kubernetes Node Agent\nii  adduser        3.118ubuntu5     all          add users\n"
    assert facts(packages, "packages", dpkg, "name", "version", "state") == [("kubelet", "1.27.3-00", "hi")]
    assert unclaimed(packages, "packages", dpkg) == []


def test_timedatectl():
    """systemd 249; 219 says `NTP synchronized`."""
    text = "               Local time: Tue 2024-03-05 11:11:12 CET\n                Time zone: Europe/Berlin (CET, +0100)\nSystem clock synchronized: no\n              NTP service: active\n          RTC in local TZ: no\n"
    (row,) = rows(clock_sync, "timedatectl", text)
    assert (row.synchronised, row.service_active, row.zone, row.rtc_local) == (False, True, "Europe/Berlin", False)
    (row,) = rows(clock_sync, "timedatectl", "     NTP enabled: yes\nNTP synchronized: yes\n")
    assert (row.synchronised, row.service_active) == (True, True)


def test_chrony():
    """`chronyc tracking`: slow is behind; the marked source of `sources` is followed."""
    text = "Reference ID    : A9FEA97B (169.254.169.123)\nStratum         : 4\nSystem time     : 12.000012345 seconds slow of NTP time\nLeap status     : Not synchronised\n"
    (row,) = rows(clock_sync, "chrony", text)
    assert (row.server, row.stratum, row.offset_s, row.synchronised) == ("169.254.169.123", 4, -12.000012345, False)
    sources = "210 Number of sources = 2\nMS Name/IP address         Stratum Poll Reach LastRx Last sample\n===============================================================================\n^? ntp1.example                  0   6     0     -     +0ns[   +0ns] +/-    0ns\n^* ntp2.example                  2   6   377    33   +123us[ +150us] +/-   12ms\n"
    assert facts(clock_sync, "chrony", sources, "synchronised", "server", "stratum") == [(True, "ntp2.example", 2)]
    assert unclaimed(clock_sync, "chrony", sources) == []


def test_ntpq():
    """The offset is what has to be added to the clock, in milliseconds."""
    text = "     remote           refid      st t when poll reach   delay   offset  jitter\n==============================================================================\n*ntp1.example    .GPS.            1 u   33   64  377    0.512  250.000   0.045\n"
    assert facts(clock_sync, "ntpq", text, "server", "synchronised", "offset_s") == [("ntp1.example", True, -0.25)]


def test_known_outputs_without_facts():
    """lsmod, routes and their like are understood line by line."""
    text = "Module                  Size  Used by\nbr_netfilter           28672  0\nsomething else\n"
    assert unclaimed(known_text, "node-text", text) == [3]
    route = "default via 10.0.0.1 dev eth0 proto dhcp\n10.0.0.0/24 dev eth0 proto kernel scope link\n"
    assert unclaimed(known_text, "node-text", route, command="ip route") == []
