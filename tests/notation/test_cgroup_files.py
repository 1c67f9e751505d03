"""Paths of cgroup files."""

from __future__ import annotations

import pytest

from analyzer.notation.cgroup_files import CgroupFile, cgroup_file, is_cgroup_file

_V2_POD = "kubepods.slice/kubepods-pod2fdafb62_3de2_43e6_900a_eda4bf1982db.slice"
_V1_POD = "kubepods/burstable/pod0046bc29-1636-11ea-ab85-fa163e904f35"


@pytest.mark.parametrize(
    ("path", "cgroup", "name", "version"),
    [
        (f"/sys/fs/cgroup/{_V2_POD}/memory.stat", f"/{_V2_POD}", "memory.stat", 2),
        (f"node-1/sys/fs/cgroup/{_V2_POD}/pids.current", f"/{_V2_POD}", "pids.current", 2),
        (f"/sys/fs/cgroup/memory/{_V1_POD}/memory.stat", f"/{_V1_POD}", "memory.stat", 1),
        (f"sos/sys/fs/cgroup/cpu,cpuacct/{_V1_POD}/cpu.stat", f"/{_V1_POD}", "cpu.stat", 1),
        ("/sys/fs/cgroup/unified/system.slice/cpu.stat", "/system.slice", "cpu.stat", 2),
        ("/sys/fs/cgroup/memory.max", "/", "memory.max", 2),
        ("/sys/fs/cgroup/memory/memory.limit_in_bytes", "/", "memory.limit_in_bytes", 1),
        (f"node-1/cgroup/{_V2_POD}/cpu.stat", f"/{_V2_POD}", "cpu.stat", 2),
        ("worker/kubepods.slice/memory.stat", "/kubepods.slice", "memory.stat", None),
        ("worker/memory/kubepods/memory.stat", "/kubepods", "memory.stat", 1),
        ("case/memory.max", None, "memory.max", 2),
        ("case/memory.max.txt", None, "memory.max", 2),
        ("memory.limit_in_bytes", None, "memory.limit_in_bytes", 1),
        ("cpu.stat", None, "cpu.stat", None),
        (
            "n/sys/fs/cgroup/system.slice/snap-kube\\x2dproxy-2360.mount/cgroup.procs",
            "/system.slice/snap-kube\\x2dproxy-2360.mount",
            "cgroup.procs",
            2,
        ),
    ],
)
def test_a_path_names_cgroup_file_and_version(path, cgroup, name, version):
    """The cgroup is the path below the mount; the controller's folder belongs to version 1."""
    assert cgroup_file(path) == CgroupFile(cgroup, name, version)


@pytest.mark.parametrize(
    "path",
    [
        "host-collectors/system/memory.json",
        "host-collectors/system/cpu.json",
        "bundle/cgroup.txt",
        "bundle/cgroup/cpu.json",
        "cluster-resources/events/kubepods.json",
        "proc/pressure/cpu",
        "memory.txt",
        "tasks",
        "",
    ],
)
def test_other_files_are_no_cgroup_files(path):
    """Collectors' files about memory or cpu are not taken for cgroup files."""
    assert not is_cgroup_file(path)
