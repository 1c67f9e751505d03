"""Named texts of a node: system and kernel release, processors, runtime and DNS configuration, health."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from analyzer.bundle.member import Piece
from analyzer.model.understood import Understood
from analyzer.notation.node_commands import in_container
from analyzer.parsers.node.claims import claims
from analyzer.tables import node_texts, node_values
from analyzer.tables.node_texts import NodeText
from analyzer.tables.node_values import NodeValue

MEMBERS = (
    "os-release", "hostnamectl", "uname", "kernel-version", "kernel-cmdline", "lscpu", "cpuinfo", "docker-info",
    "containerd-config", "resolv-conf", "healthz", "dmidecode", "cgroup-kind",
)  # fmt: skip
YIELDS = (node_texts.TABLE, node_values.TABLE)

_Found = NodeText | NodeValue


def parse(piece: Piece) -> Iterator[_Found | Understood]:
    """Yield one record per text of interest. A container's own files are only understood."""
    known: list[int] = []
    elsewhere = in_container(piece.context.get("command"))
    for found in _READERS[piece.role](piece, known):
        if not elsewhere:
            yield found
    yield from claims(known)


_ASSIGNED = re.compile(r"\s*(?P<key>[A-Z][A-Z_]{1,40})=(?P<value>.*)")
_RELEASE = frozenset(("PRETTY_NAME", "ID", "VERSION_ID", "OSTREE_VERSION", "DISTRIB_DESCRIPTION", "VARIANT_ID"))


def _os_release(piece: Piece, known: list[int]) -> Iterator[NodeText]:
    for line in piece.lines:
        if found := _ASSIGNED.fullmatch(line.text.rstrip()):
            known.append(line.number)
            if found["key"] in _RELEASE:
                yield NodeText(line.number, "os-release", found["key"], found["value"].strip("\"'"))
        elif line.text.strip() and " release " in line.text:
            known.append(line.number)
            yield NodeText(line.number, "os-release", "PRETTY_NAME", line.text.strip()[:200])


_LABEL = re.compile(r"\s*(?P<key>[A-Za-z][\w ()/.-]{1,50}?)\s*:\s*(?P<value>.*)")
_WANTED = {
    "hostnamectl": {"Operating System": "os", "Kernel": "kernel", "Architecture": "architecture", "Virtualization": "virtualization",
                    "Hardware Vendor": "hardware vendor", "Hardware Model": "hardware model", "Chassis": "chassis"},
    "lscpu": {"Model name": "model", "Architecture": "architecture", "Hypervisor vendor": "hypervisor"},
    "docker-info": {"Server Version": "version", "Storage Driver": "storage driver", "Cgroup Driver": "cgroup driver", "Cgroup Version": "cgroup version",
                    "Logging Driver": "logging driver", "Live Restore Enabled": "live restore", "Docker Root Dir": "root folder", "Kernel Version": "kernel",
                    "Operating System": "os", "Default Runtime": "runtime", "Backing Filesystem": "file system", "Supports d_type": "d_type"},
    "dmidecode": {"Manufacturer": "hardware vendor", "Product Name": "hardware model"},
}  # fmt: skip
_COUNTS = {
    "lscpu": {"CPU(s)": "cpus", "NUMA node(s)": "numa nodes", "Thread(s) per core": "threads per core"},
    "docker-info": {"Containers": "containers", "Running": "running", "Images": "images"},
}


def _labels(piece: Piece, known: list[int]) -> Iterator[_Found]:
    role = piece.role
    file = {"docker-info": "docker", "dmidecode": "hardware", "lscpu": "cpuinfo"}.get(role, role)
    for line in piece.lines:
        found = _LABEL.fullmatch(line.text.rstrip())
        if found is None:
            continue
        known.append(line.number)
        key, value = found["key"], found["value"]
        if (name := _WANTED[role].get(key)) and value:
            yield NodeText(line.number, file, name, value[:1000])
        elif (name := _COUNTS.get(role, {}).get(key)) and value.isdecimal() and len(value) < 12:
            yield NodeValue(line.number, file, name, int(value))


_UNAME = re.compile(r"\s*(?:Linux (?:\S+ )?)?(?P<release>\d+\.\d+\.\d+\S*)(?:\s+#?(?P<rest>.*))?")
_VERSION = re.compile(r"\s*Linux version (?P<release>\d\S*) \(")


def _kernel(piece: Piece, known: list[int]) -> Iterator[NodeText]:
    pattern = _VERSION if piece.role == "kernel-version" else _UNAME
    for line in piece.lines:
        if found := pattern.match(line.text):
            known.append(line.number)
            yield NodeText(line.number, "kernel", "release", found["release"])
            yield NodeText(line.number, "kernel", "version", line.text.strip()[:1000])


def _cmdline(piece: Piece, known: list[int]) -> Iterator[NodeText]:
    for line in piece.lines:
        if line.text.strip():
            known.append(line.number)
            yield NodeText(line.number, "kernel", "command line", line.text.strip()[:1000])


_PROCESSOR = re.compile(r"\s*processor\s*: \d+\s*")
_MODEL = re.compile(r"\s*model name\s*: (?P<model>.*)")


def _cpuinfo(piece: Piece, known: list[int]) -> Iterator[_Found]:
    count, first = 0, 0
    model = None
    for line in piece.lines:
        if _PROCESSOR.fullmatch(line.text):
            count, first = count + 1, first or line.number
        elif model is None and (found := _MODEL.fullmatch(line.text.rstrip())):
            model = NodeText(line.number, "cpuinfo", "model", found["model"])
        elif line.text.strip() and not _LABEL.fullmatch(line.text.rstrip()):
            continue
        known.append(line.number)
    if count:
        yield NodeValue(first, "cpuinfo", "cpus", count)
    if model is not None:
        yield model


_SECTION = re.compile(r"\s*\[(?P<name>.{1,300})\]\s*(?:#.*)?")
_SETTING = re.compile(r"\s*(?P<key>\"?[\w./-]{1,100}\"?)\s*=\s*(?P<value>.*)")
_OF_RUNTIME = {
    "SystemdCgroup": "cgroup driver is systemd", "sandbox_image": "sandbox image", "sandbox": "sandbox image",
    "snapshotter": "snapshotter", "default_runtime_name": "runtime", "default_runtime": "runtime", "config_path": "registry folder",
    "max_concurrent_downloads": "concurrent downloads", "max_container_log_line_size": "log line size", "cgroup_manager": "cgroup driver",
    "pause_image": "sandbox image", "pids_limit": "pids limit", "log_size_max": "log size", "storage_driver": "storage driver",
    "conmon_cgroup": "conmon cgroup", "stream_idle_timeout": "stream idle timeout", "root": "root folder", "bin_dir": "CNI programs",
    "conf_dir": "CNI configuration", "network_dir": "CNI configuration", "enable_cdi": "CDI", "disabled_plugins": "disabled plugins",
}  # fmt: skip


def _toml(piece: Piece, known: list[int]) -> Iterator[NodeText]:
    """Settings of containerd or CRI-O: `key = value` below `[section]`; comments are only understood."""
    file = "containerd"
    for line in piece.lines:
        text = line.text.rstrip()
        if section := _SECTION.fullmatch(text):
            file = "crio" if section["name"].startswith("crio") else file
        elif found := _SETTING.fullmatch(text):
            name = _OF_RUNTIME.get(found["key"].strip('"'))
            if name is not None and found["value"]:
                yield NodeText(line.number, file, name, found["value"].strip("\"'")[:1000])
        elif text.strip() and not text.lstrip().startswith(("#", '"', "]", "'")):
            continue
        known.append(line.number)


_RESOLVER = re.compile(r"\s*(?P<key>nameserver|search|options|domain|sortlist)\s+(?P<value>\S.*)")


def _resolver(piece: Piece, known: list[int]) -> Iterator[NodeText]:
    for line in piece.lines:
        if found := _RESOLVER.fullmatch(line.text.rstrip()):
            known.append(line.number)
            yield NodeText(line.number, "resolv.conf", found["key"], found["value"][:1000])
        elif line.text.lstrip().startswith(("#", ";")):
            known.append(line.number)


_CHECK = re.compile(r"\s*\[(?P<sign>[+-])\](?P<name>[\w/.-]{1,100}) (?P<value>ok|failed.*|excluded.*)")


def _health(piece: Piece, known: list[int]) -> Iterator[NodeText]:
    """Checks that failed, and the verdict; those that passed are only understood."""
    for line in piece.lines:
        text = line.text.strip()
        if found := _CHECK.fullmatch(text):
            known.append(line.number)
            if found["sign"] == "-":
                yield NodeText(line.number, "healthz", found["name"], found["value"][:300])
        elif text == "ok" or text.endswith(("check passed", "check failed")):
            known.append(line.number)
            yield NodeText(line.number, "healthz", "verdict", text[:100])


def _cgroup_kind(piece: Piece, known: list[int]) -> Iterator[NodeText]:
    """`stat -fc %T /sys/fs/cgroup`: cgroup2fs is version 2, tmpfs holds the mounts of version 1."""
    for line in piece.lines:
        if (text := line.text.strip()) in ("cgroup2fs", "tmpfs"):
            known.append(line.number)
            yield NodeText(line.number, "kernel", "cgroup file system", text)


_READERS: dict[str, Callable[[Piece, list[int]], Iterator[_Found]]] = {
    "os-release": _os_release,
    "hostnamectl": _labels,
    "uname": _kernel,
    "kernel-version": _kernel,
    "kernel-cmdline": _cmdline,
    "lscpu": _labels,
    "cpuinfo": _cpuinfo,
    "docker-info": _labels,
    "containerd-config": _toml,
    "resolv-conf": _resolver,
    "healthz": _health,
    "dmidecode": _labels,
    "cgroup-kind": _cgroup_kind,
}
