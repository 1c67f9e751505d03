# ruff: noqa: E501  (outputs of commands keep their lines)
"""File systems of a node."""

from __future__ import annotations

from analyzer.parsers.node import filesystems

from .reading import facts, rows, unclaimed

DF = """\
Filesystem                          1K-blocks      Used Available Use% Mounted on
udev                                  8183560         0   8183560   0% /dev
/dev/mapper/centos_very_long_device_name-root
                                     52403200  52300000    103200 100% /
10.0.0.1:/exports/data            1048576000 12345678 1036230322   2% /mnt/nfs share
-                                           -         -         -    - /sys/kernel/debug
"""


def test_df_counts_in_blocks():
    """coreutils 8.22: KiB by default; a long device stands on its own line; a mount may hold blanks."""
    assert facts(filesystems, "df", DF, "line", "device", "mount", "size_bytes", "use_percent", "approximate") == [
        (2, "udev", "/dev", 8183560 * 1024, 0, False),
        (4, "/dev/mapper/centos_very_long_device_name-root", "/", 52403200 * 1024, 100, False),
        (5, "10.0.0.1:/exports/data", "/mnt/nfs share", 1048576000 * 1024, 2, False),
        (6, "-", "/sys/kernel/debug", None, None, False),
    ]
    assert unclaimed(filesystems, "df", DF) == []


def test_df_for_people_is_rounded():
    """`df -hT` (coreutils 9.1): letters are powers of 1024."""
    text = (
        "Filesystem     Type      Size  Used Avail Use% Mounted on\n/dev/nvme0n1p1 xfs        80G   12G   69G  15% /\n"
    )
    (row,) = rows(filesystems, "df", text)
    assert (row.type, row.size_bytes, row.available_bytes, row.approximate) == ("xfs", 80 * 2**30, 69 * 2**30, True)


def test_df_in_posix_form():
    """`df -P` and busybox name the block in the header."""
    text = "Filesystem           1024-blocks    Used Available Capacity Mounted on\noverlay               10255636   5000   1024  33% /\n"
    assert facts(filesystems, "df", text, "size_bytes", "use_percent") == [(10255636 * 1024, 33)]


def test_inodes_have_columns_of_their_own():
    """`df -i`: the figures are counts, not bytes."""
    text = "Filesystem       Inodes   IUsed   IFree IUse% Mounted on\n/dev/sda1      41942016 41942000      16  100% /\ntmpfs           2000000       -       -     - /x\n"
    assert facts(filesystems, "df", text, "source", "inodes", "inodes_free", "inode_use_percent", "size_bytes") == [
        ("df-inodes", 41942016, 16, 100, None),
        ("df-inodes", 2000000, None, None, None),
    ]


def test_mount_and_df_in_one_text():
    """EKS log collector, storage/mounts.txt: mount, an empty line, `df -h`."""
    text = (
        "sysfs on /sys type sysfs (rw,nosuid)\n"
        "/dev/sdb1 on /data type ext4 (ro,relatime,errors=remount-ro)\n"
        "overlay on /run/containerd/io.containerd.runtime.v2.task/k8s.io/0/rootfs type overlay (rw,relatime)\n"
        "\n"
        "Filesystem      Size  Used Avail Use% Mounted on\n/dev/sdb1       80G   12G   69G  15% /data\n"
    )
    assert sorted(facts(filesystems, "mounts", text, "line", "source", "mount", "read_only")) == [
        (2, "mounts", "/data", True),
        (6, "df", "/data", None),
    ]
    assert unclaimed(filesystems, "mounts", text) == []


def test_proc_mounts_escapes_blanks():
    """/proc/mounts and mountinfo write `\\040` for a blank."""
    text = "proc /proc proc rw 0 0\n/dev/sdb /mnt/my\\040disk xfs ro,relatime 0 0\n36 35 98:0 / /data rw,noatime master:1 - ext3 /dev/root rw\n"
    assert facts(filesystems, "mounts", text, "device", "mount", "type", "read_only") == [
        ("/dev/sdb", "/mnt/my disk", "xfs", True),
        ("/dev/root", "/data", "ext3", False),
    ]


def test_trees_of_util_linux():
    """findmnt and lsblk draw branches before the name (util-linux 2.37)."""
    found = "TARGET       SOURCE     FSTYPE OPTIONS\n/            /dev/sda1  ext4   rw,relatime\n├─/sys       sysfs      sysfs  rw\n└─/data      /dev/sdb   xfs    ro\n"
    assert facts(filesystems, "findmnt", found, "mount", "read_only") == [("/", False), ("/data", True)]
    blocks = "NAME            MAJ:MIN RM   SIZE RO TYPE MOUNTPOINT\nsda               8:0    0   100G  0 disk \n└─sda2            8:2    0    99G  0 part \n  └─centos-swap 253:1    0   7.9G  0 lvm  [SWAP]\n"
    assert facts(filesystems, "lsblk", blocks, "device", "type", "mount", "size_bytes") == [
        ("sda", "disk", None, 100 * 2**30),
        ("sda2", "part", None, 99 * 2**30),
        ("centos-swap", "lvm", "[SWAP]", 8482560410),
    ]
    assert unclaimed(filesystems, "lsblk", blocks) == []


def test_swap_areas():
    """/proc/swaps counts KiB, swapon prints letters; without areas there is only the header."""
    proc = "Filename\t\t\t\tType\t\tSize\tUsed\tPriority\n/dev/dm-1                               partition\t8257532\t1024\t-2\n"
    assert facts(filesystems, "swaps", proc, "device", "size_bytes", "used_bytes") == [
        ("/dev/dm-1", 8257532 * 1024, 2**20)
    ]
    assert facts(
        filesystems,
        "swaps",
        "NAME      TYPE SIZE USED PRIO\n/swapfile file   2G   0B   -2\n",
        "size_bytes",
        "used_bytes",
    ) == [(2**31, 0)]
    assert rows(filesystems, "swaps", "Filename\tType\tSize\tUsed\tPriority\n") == []


def test_a_containers_disks_are_not_the_nodes():
    """`kubectl exec … df` is understood, but gives no row of the node."""
    assert rows(filesystems, "df", DF, command="kubectl exec web-0 -- df") == []
    assert unclaimed(filesystems, "df", DF, command="kubectl exec web-0 -- df") == []
