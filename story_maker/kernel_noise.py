"""What a healthy kernel says: its boot, and the small talk of a Kubernetes node."""

from __future__ import annotations

from datetime import datetime, timedelta

from story_maker.dice import Dice
from story_maker.kernel_log import KernelLog

_BUILD = {
    "3.10": (
        "(mockbuild@kbuilder.bsys.centos.org) (gcc version 4.8.5 20150623 (Red Hat 4.8.5-39) (GCC) ) #1 SMP "
        "Tue Mar 17 23:49:17 UTC 2020"
    ),
    "4.19": (
        "(debian-kernel@lists.debian.org) (gcc version 8.3.0 (Debian 8.3.0-6)) #1 SMP Debian 4.19.249-2 (2022-06-30)"
    ),
    "5.4": (
        "(buildd@lcy02-amd64-082) (gcc version 9.4.0 (Ubuntu 9.4.0-1ubuntu1~20.04.3)) #219-Ubuntu SMP "
        "Wed May 14 10:11:21 UTC 2025 (Ubuntu 5.4.0-216.236-generic 5.4.293)"
    ),
    "5.15": (
        "(buildd@lcy02-amd64-089) (gcc (Ubuntu 11.4.0-1ubuntu1~22.04) 11.4.0, GNU ld (GNU Binutils for Ubuntu) "
        "2.38) #129-Ubuntu SMP Fri Aug 2 19:25:20 UTC 2024 (Ubuntu 5.15.0-119.129-generic 5.15.160)"
    ),
    "6.1": (
        "(debian-kernel@lists.debian.org) (gcc-12 (Debian 12.2.0-14) 12.2.0, GNU ld (GNU Binutils for Debian) 2.40) "
        "#1 SMP PREEMPT_DYNAMIC Debian 6.1.119-1 (2024-11-22)"
    ),
    "6.12": (
        "(debian-kernel@lists.debian.org) (x86_64-linux-gnu-gcc-14 (Debian 14.2.0-19) 14.2.0, GNU ld (GNU Binutils "
        "for Debian) 2.44) #1 SMP PREEMPT_DYNAMIC Debian 6.12.22-1 (2025-04-10)"
    ),
}


def boot(log: KernelLog) -> None:
    """Write the lines of the boot that people quote: version, command line, memory, disks, network."""
    node = log.node
    family = ".".join(node.kernel.split(".")[:2])
    root = "BOOT_IMAGE=/boot/vmlinuz-{0} root=UUID=5f1d8a6e-0c1e-4f0a-9a0f-2f6f3c0e9b11 ro console=tty0 quiet"
    kb = node.memory_kb + node.memory_kb // 64
    at = log.say(
        node.booted,
        f"Linux version {node.kernel} {_BUILD[family]}",
        f"Command line: {root.format(node.kernel)}",
        "BIOS-provided physical RAM map:",
        "BIOS-e820: [mem 0x0000000000000000-0x000000000009fbff] usable",
        "BIOS-e820: [mem 0x0000000000100000-0x00000000bffdbfff] usable",
        f"BIOS-e820: [mem 0x0000000100000000-0x{(kb + 1048576) * 1024 - 1:016x}] usable",
        "NX (Execute Disable) protection: active",
        "SMBIOS 2.8 present.",
        f"DMI: {node.hardware}",
        "Hypervisor detected: KVM",
    )
    at = log.say(
        at + timedelta(milliseconds=62),
        f"Memory: {node.memory_kb}K/{kb}K available (14342K kernel code, 2337K rwdata, 9060K rodata, "
        f"2796K init, 17396K bss, {kb - node.memory_kb}K reserved, 0K cma-reserved)",
        f"smpboot: Allowing {node.cpus} CPUs, 0 hotplug CPUs",
        f"rcu: \tRCU restricting CPUs from NR_CPUS=8192 to nr_cpu_ids={node.cpus}.",
    )
    at = log.say(
        at + timedelta(seconds=1, milliseconds=281),
        "virtio_blk virtio2: [vda] 251658240 512-byte logical blocks (129 GB/120 GiB)",
        "EXT4-fs (vda1): mounted filesystem with ordered data mode. Quota mode: none.",
    )
    at = log.say(
        at + timedelta(seconds=3, milliseconds=117),
        "systemd[1]: Detected virtualization kvm.",
        f"systemd[1]: Hostname set to <{node.name}>.",
        "EXT4-fs (vda1): re-mounted. Quota mode: none.",
    )
    log.say(
        at + timedelta(seconds=4, milliseconds=503),
        "IPVS: Registered protocols (TCP, UDP, SCTP, AH, ESP)",
        "bridge: filtering via arp/ip/ip6tables is no longer available by default. Update your scripts to load "
        "br_netfilter if you need this.",
        "Bridge firewalling registered",
        "cni0: port 1(veth" + node.name[-1] * 4 + ") entered blocking state",
    )


def small_talk(log: KernelLog, dice: Dice, since: datetime, until: datetime, count: int = 12) -> None:
    """Write lines that come and go on every node: virtual interfaces, audit, clock."""
    span = (until - since).total_seconds()
    for number in range(count):
        label = f"{log.node.name}/talk/{since}/{number}"
        at = since + timedelta(seconds=span * (number + 0.5) / count)
        at += timedelta(microseconds=dice.between(f"{label}/us", 0, int(span / count * 400_000)))
        _TALK[dice.between(label, 0, len(_TALK) - 1)](log, dice, at, label)


def new_pod(log: KernelLog, dice: Dice, at: datetime, label: str) -> None:
    """Write what the kernel says when a pod gets its network."""
    name = f"veth{dice.hex(f'{label}/veth', 8)}"
    port = dice.between(f"{label}/port", 3, 24)
    end = log.say(
        at,
        f"cni0: port {port}({name}) entered blocking state",
        f"cni0: port {port}({name}) entered disabled state",
        f"device {name} entered promiscuous mode",
    )
    log.say(
        end + timedelta(milliseconds=41),
        f"IPv6: ADDRCONF(NETDEV_CHANGE): {name}: link becomes ready",
        f"cni0: port {port}({name}) entered forwarding state",
    )


def armor(log: KernelLog, dice: Dice, at: datetime, label: str) -> None:
    """Write AppArmor loading a profile for a container, as on every start with containerd."""
    serial = f"{at.timestamp():.3f}:{_serial(log, at)}"
    profile = 'apparmor="STATUS" operation="profile_replace" info="same as current profile, skipping"'
    log.say(
        at,
        f'audit: type=1400 audit({serial}): {profile} profile="unconfined" name="cri-containerd.apparmor.d" '
        f'pid={dice.between(f"{label}/pid", 4000, 90000)} comm="apparmor_parser"',
    )


def denied(log: KernelLog, dice: Dice, at: datetime, label: str) -> None:
    """Write an AppArmor refusal that harms nobody: a probe of ptrace by a monitoring agent."""
    serial = f"{at.timestamp():.3f}:{_serial(log, at)}"
    log.say(
        at,
        f'audit: type=1400 audit({serial}): apparmor="DENIED" operation="ptrace" class="ptrace" '
        f'profile="cri-containerd.apparmor.d" pid={dice.between(f"{label}/pid", 4000, 90000)} '
        'comm="node_exporter" requested_mask="read" denied_mask="read" peer="unconfined"',
    )


def clock(log: KernelLog, dice: Dice, at: datetime, label: str) -> None:
    """Write the performance counters' note, which old virtual machines repeat."""
    took = dice.between(label, 2500, 4100)
    log.say(
        at,
        f"perf: interrupt took too long ({took} > {took - 17}), lowering kernel.perf_event_max_sample_rate to "
        f"{200_000_000 // took // 250 * 250}",
    )


def _serial(log: KernelLog, at: datetime) -> int:
    """Return the audit serial of that moment; it counts up from the boot."""
    return 40 + int(log.node.seconds(at) / 97)


_TALK = (new_pod, armor, clock, new_pod, armor)
