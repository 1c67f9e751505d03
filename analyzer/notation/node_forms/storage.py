"""File systems and disks: df, mount, findmnt, lsblk, iostat."""

from __future__ import annotations

from analyzer.notation.node_form import Form

_FSTAB = r"(?:UUID=|LABEL=|/|\w+)\S*\s+(?:/\S*|none|swap)\s+\w+\s+\S+(?:\s+\d+\s+\d+)?$"

FORMS = (
    Form(
        "df",
        r"Filesystem\s+(?:Type\s+)?(?:[\dKMG1.-]+-blocks|[\d.]+[KMG]?-?blocks|Size|Inodes|Total|Mounted)\b",
        ("Filesystem",),
        ("df",),
        r"dfh|dfi|inodes|df-h|df-i",
        r"\S.*\s+\d+%\s+/|\S+\s+\S+\s+\S+\s+\S+\s+-\s+/|\d[\d.]*[KMGTP]?\s.*\s+\d+%\s+/",
    ),
    Form(
        "mounts",
        r"\S.* on /.* type [\w.+-]+ \((?:rw|ro)\b|\S+ /\S* [\w.+-]+ (?:rw|ro)(?:,\S*)? \d \d$|"
        r"\d+ \d+ \d+:\d+ \S+ /\S* (?:rw|ro)\S* .*- [\w.+-]+ \S+ ",
        (" on /", " rw", " ro", ",rw", ",ro"),
        ("mount",),
        r"mounts?|mountinfo|proc_mounts",
        r"\S.* on /.* type [\w.+-]+ \(|\S+ /\S* [\w.+-]+ (?:rw|ro)(?:,\S*)? \d \d$",
    ),
    Form("findmnt", r"TARGET +SOURCE +FSTYPE +OPTIONS", ("TARGET",), ("findmnt",), row=r"TARGET +SOURCE"),
    Form(
        "lsblk",
        r"NAME +(?:FSTYPE|MAJ:MIN|KNAME|.*MOUNTPOINT)",
        ("MAJ:MIN", "FSTYPE", "MOUNTPOINT", "KNAME"),
        ("lsblk",),
        row=r"NAME +|[├└]─|\w+ +\d+:\d+ ",
    ),
    Form(
        "iostat",
        r"avg-cpu: +%user +%nice|Device:? +(?:r/s|tps|rrqm/s)\b|Linux \d\S+ \(\S+\)\s+\S+\s+_\w+_\s+\(\d+ CPU\)",
        ("avg-cpu", "Device", " CPU)"),
        ("iostat",),
        row=r"avg-cpu:|Device:? ",
    ),
    Form(
        "node-text",
        r"/dev/\S+: (?:LABEL=\"[^\"]*\" )?(?:UUID|TYPE|PARTUUID|PTTYPE)=\"",
        ("UUID=", "TYPE="),
        ("blkid",),
        row=r"/dev/\S+: .*=\"",
    ),
    Form("node-text", "", (), (), "fstab", rf"#|{_FSTAB}"),
    Form(
        "node-text", r"major minor +#blocks +name$", ("#blocks",), (), "partitions", r"major minor|\d+ +\d+ +\d+ \S+$"
    ),
    Form("node-text", r"\d+ +\d+ \w+(?: \d+){11,17}$", (" ",), (), "diskstats", r"\d+ +\d+ \S+(?: \d+){11,17}$"),
    Form("node-text", "", (), ("du",), "", r"\d[\d.]*[KMGTP]?\s+\S+"),
    Form(
        "node-text",
        r"LV +VG +Attr|VG +#PV +#LV|PV +VG +Fmt|--- (?:Logical|Volume|Physical) (?:volume|group) ---",
        (" VG", "#PV", "volume", "Volume group"),
        ("lvs", "vgs", "pvs", "lvdisplay", "vgdisplay", "pvdisplay"),
        row=r"\S+ +\S+",
    ),
)
