"""File systems: df, `df -i`, mount, /proc/mounts, findmnt, lsblk, swap areas."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from analyzer.bundle.member import Piece
from analyzer.model.understood import Understood
from analyzer.notation.disk_tables import DiskUse, df_rows, mount_row
from analyzer.notation.node_commands import in_container
from analyzer.notation.sizes import size
from analyzer.parsers.node.claims import claims
from analyzer.tables import filesystems
from analyzer.tables.filesystems import Filesystem

MEMBERS = ("df", "mounts", "findmnt", "lsblk", "swaps")
YIELDS = (filesystems.TABLE,)


def parse(piece: Piece) -> Iterator[Filesystem | Understood]:
    """Yield one record per row. A list of mounts and a df in one text, without a prompt between, are both read.

    What was asked inside a container is only understood: its file systems are not the node's.
    """
    known: set[int] = set()
    elsewhere = in_container(piece.context.get("command"))
    for found in _READERS[piece.role](piece):
        number = found if isinstance(found, int) else found.line
        known.add(number)
        if not isinstance(found, int) and not elsewhere:
            yield found
    yield from claims(sorted(known))


def _disks(piece: Piece) -> Iterator[Filesystem | int]:
    for row in df_rows(piece.lines):
        yield row if isinstance(row, int) else _of_df(row)
    yield from _mounts(piece)


def _of_df(row: DiskUse) -> Filesystem:
    if row.inodes:
        return Filesystem(
            line=row.line,
            source="df-inodes",
            device=row.device,
            mount=row.mount,
            type=row.type,
            inodes=row.total,
            inodes_used=row.used,
            inodes_free=row.free,
            inode_use_percent=row.percent,
            approximate=row.rounded,
        )
    return Filesystem(
        line=row.line,
        source="df",
        device=row.device,
        mount=row.mount,
        type=row.type,
        size_bytes=row.total,
        used_bytes=row.used,
        available_bytes=row.free,
        use_percent=row.percent,
        approximate=row.rounded,
    )


# A node mounts its kernel's file systems and one overlay and several tmpfs for each container.
_OF_KERNEL = frozenset(
    "proc sysfs cgroup cgroup2 devpts mqueue debugfs tracefs securityfs pstore bpf configfs fusectl hugetlbfs "
    "autofs binfmt_misc rpc_pipefs nsfs devtmpfs selinuxfs efivarfs fuse.gvfsd-fuse".split()
)
_IN_POD = re.compile(
    r"/(?:overlay2?|io\.containerd\.\S+|containers/storage)/|/run/(?:netns|containerd|docker)/|/pods/.*/kubernetes\.io~(?:projected|secret|configmap)/"
)


def _mounts(piece: Piece) -> Iterator[Filesystem | int]:
    for line in piece.lines:
        found = mount_row(line.text)
        if found is None:
            continue
        if found.type in _OF_KERNEL or _IN_POD.search(found.mount):
            yield line.number
            continue
        options = found.options.split(",")
        yield Filesystem(
            line=line.number,
            source="mounts",
            device=found.device[:400],
            mount=found.mount,
            type=found.type,
            options=found.options[:1000],
            read_only="ro" in options,
        )


def _tree(piece: Piece) -> Iterator[Filesystem | int]:
    """findmnt: TARGET SOURCE FSTYPE OPTIONS, targets behind the branches of a tree."""
    for line in piece.lines:
        words = _BRANCH.sub("", line.text).split()
        if words[:2] == ["TARGET", "SOURCE"]:
            yield line.number
        elif len(words) == 4 and words[0].startswith("/"):
            if words[2] in _OF_KERNEL or _IN_POD.search(words[0]):
                yield line.number
                continue
            options = words[3].split(",")
            yield Filesystem(
                line=line.number,
                source="findmnt",
                device=words[1],
                mount=words[0],
                type=words[2],
                options=words[3][:1000],
                read_only="ro" in options,
            )


_BRANCH = re.compile(r"^[\s│├└─|`-]+(?=/)")
_BLOCK = re.compile(
    r"[\s│├└─|`-]*(?P<name>[\w!.:-]{1,120})\s+\d{1,5}:\d{1,7}\s+[01]\s+(?P<size>[\d.,]{1,12}[BKMGTP]?)\s+(?P<ro>[01])\s+(?P<type>\w{2,12})(?:\s+(?P<mount>\S.*))?"
)
_BLOCK_HEAD = re.compile(r"\s*NAME +MAJ:MIN +RM +SIZE +RO +TYPE +MOUNTPOINTS?")


def _blocks(piece: Piece) -> Iterator[Filesystem | int]:
    """lsblk's default columns (util-linux 2.23 to 2.40); other choices of columns are only understood."""
    default = False
    for line in piece.lines:
        if _BLOCK_HEAD.match(line.text):
            default = True
            yield line.number
        elif default and (found := _BLOCK.fullmatch(line.text.rstrip())):
            bytes_ = size(found["size"])
            yield Filesystem(
                line=line.number,
                source="lsblk",
                device=found["name"],
                mount=found["mount"],
                type=found["type"],
                size_bytes=bytes_.bytes if bytes_ else None,
                approximate=bytes_.rounded if bytes_ else None,
            )
        elif not default and line.text.strip():
            yield line.number


_SWAP = re.compile(
    r"\s*(?P<device>/\S{1,300})\s+(?P<type>partition|file)\s+(?P<size>[\d.]{1,15}[KMGT]?)\s+(?P<used>[\d.]{1,15}[KMGTB]?)\s+-?\d+"
)
_SWAP_HEAD = re.compile(r"\s*(?:Filename\s+Type|NAME +TYPE)")


def _swaps(piece: Piece) -> Iterator[Filesystem | int]:
    """/proc/swaps (KiB) and `swapon --show` (letters); a header alone says that there is no swap."""
    for line in piece.lines:
        if _SWAP_HEAD.match(line.text):
            yield line.number
        elif found := _SWAP.match(line.text):
            sizes = [size(found[name], 1024) for name in ("size", "used")]
            yield Filesystem(
                line=line.number,
                source="swaps",
                device=found["device"],
                type="swap",
                size_bytes=sizes[0].bytes if sizes[0] else None,
                used_bytes=sizes[1].bytes if sizes[1] else None,
                approximate=any(part is not None and part.rounded for part in sizes),
            )


_READERS: dict[str, Callable[[Piece], Iterator[Filesystem | int]]] = {
    "df": _disks,
    "mounts": _disks,
    "findmnt": _tree,
    "lsblk": _blocks,
    "swaps": _swaps,
}
