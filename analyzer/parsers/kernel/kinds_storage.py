"""File systems and disks.

Read in Linux 3.10 to 6.12: fs/ext4/super.c, fs/jbd2/journal.c, fs/xfs/, fs/btrfs/, fs/buffer.c, block/blk-core.c
and blk-mq.c, drivers/scsi/, drivers/ata/libata-eh.c, drivers/nvme/host/pci.c, drivers/md/.
"""

from __future__ import annotations

from analyzer.parsers.kernel.told import Told

TOLD = (
    # File systems.
    Told(
        "fs-readonly",
        ("ead-only",),
        r"\((?:device )?{device}[):].*[Rr]emounting filesystem read-only",
        "EXT4-fs (sda1): Remounting filesystem read-only",
    ),
    Told("fs-readonly", ("ead-only",), r"[Rr]emounting filesystem read-only", "Remounting filesystem read-only"),
    Told(
        "fs-readonly",
        ("forced readonly",),
        r"BTRFS.*\(device {device}\b.*forced readonly",
        "BTRFS info (device sda1): forced readonly",
    ),
    Told(
        "fs-readonly",
        ("Aborting journal",),
        r"Aborting journal on device {device}",
        "Aborting journal on device sda1-8.",
    ),
    Told(
        "ext4-error",
        ("EXT4-fs error",),
        r"EXT4-fs error \(device {device}\)(?::? (?P<detail>[\w]+):\d+:)?(?:.* comm {comm}:)?",
        "EXT4-fs error (device sda1): ext4_find_entry:1455: inode #2: comm kubelet: reading directory lblock 0",
    ),
    Told(
        "ext4-warning",
        ("EXT4-fs warning", "mounting fs with errors"),
        r"EXT4-fs(?: warning)? \((?:device )?{device}\): (?P<detail>\w+(?=:\d+:)|warning: mounting fs with errors)",
        "EXT4-fs warning (device sda1): ext4_end_bio:323: I/O error -5 writing to inode 132 (offset 0 size 0 starting"
        " block 33)",
    ),
    Told(
        "fs-io-error",
        ("Detected IO errors",),
        r"JBD2: Detected IO errors while flushing file data on {device}",
        "JBD2: Detected IO errors while flushing file data on sda1-8",
    ),
    Told(
        "xfs-shutdown",
        ("hutting down filesystem",),
        r"XFS \({device}\): (?P<detail>[\w /-]{1,60}?)(?: \(0x\w+\))? [Dd]etected.*[Ss]hutting down filesystem",
        "XFS (dm-0): Log I/O Error (0x2) detected at xlog_ioend_work+0x4f/0x70 [xfs] (fs/xfs/xfs_log.c:1378)."
        "  Shutting down filesystem.",
    ),
    Told(
        "xfs-shutdown",
        ("hutting down filesystem", "mount the filesystem", "xfs_do_force_shutdown"),
        r"XFS \({device}\): (?:.*[Ss]hutting down filesystem|Please un?mount the filesystem|xfs_do_force_shutdown)",
        "XFS (dm-0): Please umount the filesystem and rectify the problem(s)",
    ),
    Told(
        "fs-corruption",
        ("orruption",),
        r"XFS \({device}\): (?:Metadata )?[Cc]orruption ",
        "XFS (dm-0): Metadata corruption detected at xfs_agi_verify+0xa2/0x170 [xfs], xfs_agi block 0x2",
    ),
    Told(
        "fs-corruption",
        ("metadata I/O error",),
        r"XFS \({device}\): metadata I/O error",
        'XFS (dm-0): metadata I/O error in "xfs_trans_read_buf_map" at daddr 0x1234 len 8 error 5',
    ),
    Told(
        "fs-corruption",
        ("BTRFS", "btrfs"),
        r"BTRFS:? (?:error|critical) \(device {device}\b.*(?:corrupt (?!0\b)|corrupt$|checksum|csum)",
        "BTRFS critical (device sda1): corrupt leaf: root=2 block=1 slot=1, invalid key",
    ),
    Told(
        "fs-corruption",
        ("needs cleaning",),
        r"Structure needs cleaning",
        "overlayfs: failed to get inode: Structure needs cleaning",
    ),
    Told(
        "btrfs-error",
        ("BTRFS", "btrfs: bdev"),
        r"(?:BTRFS:? (?:error|critical|warning) \(device {device}\b|btrfs: bdev /dev/(?P<disk>\S+) errs)",
        "BTRFS: error (device sda1) in btrfs_commit_transaction:2249: errno=-5 IO failure",
    ),
    # Disks. The message before 5.18 begins with the name of a function.
    Told(
        "buffer-io-error",
        ("Buffer I/O error",),
        r"Buffer I/O error on dev(?:ice)? {device}, logical block {amount}(?:, (?P<detail>lost [\w ]+))?",
        "Buffer I/O error on dev sda1, logical block 12345, lost async page write",
    ),
    Told(
        "io-error",
        ("I/O error, dev",),
        r"I/O error, dev {device}, sector {amount}(?: op 0x\w+:\((?P<detail>\w+)\))?",
        "blk_update_request: I/O error, dev sda, sector 12345 op 0x0:(READ) flags 0x80700 phys_seg 1 prio class 0",
    ),
    Told(
        "io-error",
        (" error, dev",),
        r"(?P<detail>critical [a-z ]+) error, dev {device}, sector {amount}",
        "critical medium error, dev sda, sector 12345 op 0x0:(READ) flags 0x0 phys_seg 1 prio class 2",
    ),
    Told(
        "scsi-error",
        ("offline device",),
        r"{device}: (?:\[\w+\] )?rejecting I/O to offline device",
        "sd 0:0:0:0: rejecting I/O to offline device",
    ),
    Told(
        "scsi-error",
        ("device offline", "evice offlined", "offline or changed"),
        r"{device}: .*(?:device offline or changed|[Dd]evice offlined)",
        "sd 0:0:0:0: Device offlined - not ready after error recovery",
    ),
    Told(
        "scsi-error",
        ("hostbyte=",),
        r"\[{device}\] (?:tag#\d+ )?(?:FAILED )?(?:UNKNOWN\(0x\w+\) )?Result: hostbyte=(?P<detail>(?!DID_OK\b)\S+)",
        "sd 0:0:0:0: [sda] tag#0 FAILED Result: hostbyte=DID_NO_CONNECT driverbyte=DRIVER_OK cmd_age=0s",
    ),
    Told(
        "scsi-error",
        ("Sense Key",),
        r"\[{device}\] (?:tag#\d+ )?Sense Key : (?P<detail>Medium|Hardware) Error",
        "sd 0:0:0:0: [sda] tag#0 Sense Key : Medium Error [current]",
    ),
    Told(
        "scsi-error",
        ("remote port time out",),
        r"{device}: blocked FC remote port time out",
        "rport-1:0-2: blocked FC remote port time out: removing target and saving binding",
    ),
    Told(
        "scsi-timeout",
        ("timing out command",),
        r"(?:\[{device}\] )?(?:tag#\d+ )?timing out command, waited {seconds}s",
        "sd 2:0:0:0: [sdb] tag#18 timing out command, waited 180s",
    ),
    Told(
        "ata-error",
        ("exception Emask", "failed command: ", "qc timeout"),
        r"{device}: (?:exception Emask|failed command: (?P<detail>.{1,40}?)$|qc timeout)",
        "ata1.00: exception Emask 0x0 SAct 0x0 SErr 0x0 action 0x6 frozen",
    ),
    Told(
        "nvme-timeout",
        ("timeout, ",),
        r"nvme {device}: I/O (?:tag )?{amount} .*timeout, (?P<detail>[a-z ]+)",
        "nvme nvme0: I/O 12 QID 3 timeout, aborting",
    ),
    Told(
        "nvme-timeout",
        ("controller is down",),
        r"nvme {device}: (?P<detail>controller is down)",
        "nvme nvme0: controller is down; will reset: CSTS=0x3, PCI_STATUS=0x10",
    ),
    Told(
        "md-failure",
        ("Disk failure on",),
        r"md/\w+:md\w+: Disk failure on {device},",
        "md/raid1:md0: Disk failure on sdb1, disabling device.",
    ),
    Told(
        "thin-pool",
        ("switching pool to",),
        r"thin: {device}: switching pool to (?P<detail>out-of-data|read-only|failure)",
        "device-mapper: thin: 253:4: switching pool to out-of-data-space (queue IO) mode",
    ),
    Told(
        "thin-pool",
        ("low water mark",),
        r"thin: {device}: reached low water mark",
        "device-mapper: thin: 253:4: reached low water mark for data device: sending event.",
    ),
    Told(
        "thin-pool",
        ("space available",),
        r"thin: {device}: no free (?:data|metadata) space available",
        "device-mapper: thin: 253:4: no free data space available.",
    ),
    Told(
        "storage-controller-stall",
        ("attempting ",),
        r"{device}: .*attempting (?:task abort|\w+ reset)",
        "sd 0:0:1:0: attempting task abort! scmd(0000000012345678)",
    ),
    Told(
        "storage-controller-stall",
        ("commands to complete",),
        r"{device}: \[ ?{seconds}\] ?waiting for {amount} commands to complete",
        "megaraid_sas 0000:03:00.0: [30]waiting for 65 commands to complete for scsi0",
    ),
    Told(
        "storage-controller-stall",
        ("FAULT state", "lockup detected", "ontroller is offline", "ommand Timeout"),
        r"(?:(?:hpsa|megaraid_sas|smartpqi|aacraid) )?{device}: .*(?:in FAULT state|[Cc]ontroller lockup detected"
        r"|[Cc]ontroller is offline|Command Timeout)",
        "megaraid_sas 0000:03:00.0: Found FW in FAULT state, will reset adapter scsi0.",
    ),
    Told(
        "storage-controller-stall",
        ("mpt",),
        r"(?P<device>mpt\dsas\w*): .*(?:\w: timeout|fault_state\(0x|sending diag reset)",
        "mpt3sas_cm0: _config_request: timeout",
    ),
    Told(
        "storage-controller-stall",
        ("adapter reset", "adapter abort"),
        r"(?:{device}: )?[Hh]ost adapter (?:reset|abort) request",
        "aacraid: Host adapter reset request. SCSI hang ?",
    ),
    Told(
        "storage-controller-stall",
        ("esetting",),
        r"(?:hpsa|megaraid_sas|mpt\w+|smartpqi) {device}: .*[Rr]esetting",
        "hpsa 0000:03:00.0: scsi 0:1:0:1: resetting logical Direct-Access",
    ),
    Told(
        "storage-controller-stall",
        ("resetting link",),
        r"{device}: (?:hard|soft) resetting link",
        "ata1: hard resetting link",
    ),
)
