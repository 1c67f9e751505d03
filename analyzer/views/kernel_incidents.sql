-- kernel_incidents: what the kernel of a node says about itself and its hardware: one row for each fault of each device, however many lines tell it.
--
-- gives  src BIGINT, place VARCHAR, node VARCHAR, fault VARCHAR, device VARCHAR, stacked VARCHAR, panic_of VARCHAR, count BIGINT, told VARCHAR, severe BOOLEAN, why VARCHAR, said VARCHAR, tasks VARCHAR, number BIGINT, stuck_s DOUBLE, first_seen TIMESTAMP, last_seen TIMESTAMP, state_now VARCHAR, line_src VARCHAR, second_src VARCHAR
-- needs  kernel_messages, conditions, event_list, filesystems, clocks
-- driver kernel_messages, conditions, event_list, filesystems
-- note   place: the node, or the member where its node is not known; findings of one log can be joined on it. fault: hung task, soft lockup,
--        cpu stall, crash, memory panic, io error, read-only, xfs shutdown, corruption, controller stall, hardware error, nic stall, link down,
--        netdev leak, hot, clock, gpu or allocation deadlock. device: a disk without its partition, a mount, an interface, a GPU. stacked: the place, where
--        the device lies on disks that it does not name, and for errors of disks. Aborts of one disk that also fails are errors of that disk, those of several are their controller's. panic_of: what a
--        crash was made of, or the fault that it would be made of. count: lines. told: kernel, echo (node-problem-detector repeats it),
--        condition (only it says so) or mount. severe: the disk said it, the whole controller, uncorrected, of the GPU, still down, or more than one lockup.
--        state_now: over in an earlier boot or a day before the collection, failing in its last hour, else unknown. Left out: floppy, CD, loop and RAM
--        devices, what a disk says that it cannot do, interfaces of pods, ports without a cable, a link that came back.
-- source Linux 3.10 to 6.12, node-problem-detector config/kernel-monitor.json, NVIDIA's list of Xid errors
WITH lines AS (
  SELECT src, member(src) AS member, kind, message, node, coalesce(node, 'member ' || member(src)) AS place, comm, amount, stuck_s, detail, "time", t_min, t_max, mono_s, boot, coalesce(echo, FALSE) AS echo,
    CASE
      WHEN starts_with(device, 'dm-') THEN regexp_replace(device, '^(dm-\d+)-\d+$', '\1')
      WHEN regexp_matches(device, '^(sd|hd|vd|xvd)[a-z]+\d*(-\d+)?$') THEN regexp_extract(device, '^[a-z]+', 0)
      WHEN regexp_matches(device, '^(nvme|mmcblk|nbd|md|rbd)\d') THEN regexp_replace(regexp_replace(device, '-\d+$', ''), 'p\d+$', '')
      WHEN regexp_matches(device, '^ata\d+\.\d+$') THEN split_part(device, '.', 1)
      ELSE device END AS device,
    CASE
      WHEN kind = 'hung-task' THEN 'hung task'
      WHEN kind IN ('soft-lockup', 'workqueue-stall') THEN 'soft lockup'
      WHEN kind IN ('rcu-stall', 'hard-lockup') THEN 'cpu stall'
      WHEN kind = 'panic' THEN CASE WHEN regexp_matches(detail, '(?i)out of memory|deadlocked on memory|panic_on_oom') THEN 'memory panic' ELSE 'crash' END
      WHEN kind = 'oops' THEN 'crash'
      WHEN kind = 'fs-readonly' OR (kind = 'ext4-error' AND regexp_matches(message, '(?i)aborted journal|journal has aborted')) THEN 'read-only'
      WHEN kind = 'xfs-shutdown' THEN 'xfs shutdown'
      WHEN regexp_matches(device, '^(fd|sr|loop|zram|ram)\d') OR regexp_matches(message, ':\((DISCARD|WRITE_ZEROES)\)') THEN NULL
      WHEN kind IN ('io-error', 'buffer-io-error', 'fs-io-error', 'scsi-error', 'scsi-timeout', 'ata-error', 'nvme-timeout', 'md-failure') THEN 'io error'
      WHEN kind = 'storage-controller-stall' THEN CASE WHEN starts_with(device, 'ata') THEN 'io error' ELSE 'controller stall' END
      WHEN kind IN ('ext4-error', 'ext4-warning', 'fs-corruption', 'btrfs-error')
        AND regexp_matches(message, '(?i)\bIO failure|I/O error.*\b(5|10|writing|reading)\b|unable to read|cannot read|reading directory|error (while )?writing|\b[rw][rd] [1-9]') THEN 'io error'
      WHEN kind IN ('ext4-error', 'fs-corruption') OR (kind = 'ext4-warning' AND contains(message, 'with errors'))
        OR (kind = 'btrfs-error' AND regexp_matches(message, 'csum failed|checksum')) THEN 'corruption'
      WHEN kind IN ('mce', 'edac', 'hwpoison') THEN 'hardware error'
      WHEN kind = 'tx-timeout' THEN 'nic stall'
      WHEN kind IN ('link-down', 'link-up') THEN 'link'
      WHEN kind = 'netdev-leak' THEN 'netdev leak'
      WHEN kind = 'thermal' THEN 'hot'
      WHEN kind = 'clocksource' THEN 'clock'
      WHEN kind = 'gpu-xid' THEN 'gpu'
      WHEN kind = 'alloc-stall' AND contains(message, 'deadlock') THEN 'allocation deadlock' END AS fault
  FROM kernel_messages
  WHERE kind IN ('hung-task', 'soft-lockup', 'workqueue-stall', 'rcu-stall', 'hard-lockup', 'panic', 'oops', 'fs-readonly', 'ext4-error', 'ext4-warning', 'xfs-shutdown', 'io-error', 'buffer-io-error',
    'fs-io-error', 'scsi-error', 'scsi-timeout', 'ata-error', 'nvme-timeout', 'md-failure', 'storage-controller-stall', 'fs-corruption', 'btrfs-error', 'mce', 'edac', 'hwpoison', 'tx-timeout',
    'link-down', 'link-up', 'netdev-leak', 'thermal', 'clocksource', 'gpu-xid', 'alloc-stall')
  -- one machine's ring buffer can be in a bundle several times, under the names of several nodes too
  QUALIFY mono_s IS NULL OR row_number() OVER (PARTITION BY kind, message, mono_s ORDER BY src) = 1
),
-- the SCSI address of a disk, where one line has both; else the only disk of which there are errors
addresses AS (
  SELECT place, regexp_extract(message, '(\d+:\d+:\d+:\d+): \[(sd[a-z]+)\]', 1) AS address, min(device) AS device FROM lines WHERE fault = 'io error' AND contains(message, ': [sd') GROUP BY 1, 2
),
alone AS (
  SELECT place, min(device) AS device FROM lines WHERE fault = 'io error' AND NOT contains(device, ':') GROUP BY 1 HAVING count(DISTINCT device) = 1
),
-- commands that were aborted, by the host of their disks
aborts AS (
  SELECT place, split_part(device, ':', 1) AS host, count(DISTINCT device) AS disks FROM lines WHERE fault = 'controller stall' AND regexp_matches(device, '^\d+:\d+:\d+:\d+$') GROUP BY 1, 2
),
failing AS (
  SELECT DISTINCT place FROM lines WHERE fault = 'io error' AND kind IN ('io-error', 'buffer-io-error', 'scsi-error')
),
told AS (
  SELECT l.* EXCLUDE (device, fault), CASE WHEN b.disks = 1 AND f.place IS NOT NULL THEN 'io error' ELSE l.fault END AS fault, CASE
      WHEN b.disks > 1 OR (b.disks = 1 AND f.place IS NULL) THEN 'scsi host ' || b.host
      WHEN b.disks = 1 THEN coalesce(a.device, o.device, l.device)
      WHEN l.fault = 'io error' AND contains(coalesce(l.device, ':'), ':') THEN coalesce(a.device, o.device, l.device)
      WHEN l.fault IN ('hung task', 'soft lockup', 'cpu stall', 'crash', 'memory panic', 'hardware error', 'hot', 'clock', 'allocation deadlock') THEN NULL
      ELSE l.device END AS device,
    -- bits 63 and 61 of the status of a bank: valid, not corrected
    kind = 'hwpoison' OR (kind = 'edac' AND detail = 'UE') OR (kind = 'mce' AND (detail IN ('fatal', 'recoverable') OR regexp_matches(message, 'Bank \d+: [abef][0-9a-f]{15}')))
      OR kind IN ('io-error', 'buffer-io-error', 'fs-io-error', 'scsi-error', 'nvme-timeout', 'md-failure', 'ext4-error', 'ext4-warning', 'fs-corruption', 'btrfs-error')
      OR (kind = 'storage-controller-stall' AND NOT starts_with(coalesce(l.device, ''), 'ata') AND (b.host IS NULL OR b.disks > 1))
      OR (kind = 'gpu-xid' AND amount IN (48, 61, 62, 64, 74, 79, 95, 110, 119, 120, 136, 140, 143)) AS severe,
    CASE WHEN kind = 'panic' THEN CASE
      WHEN regexp_matches(detail, '(?i)hung_?task') THEN 'hung task' WHEN regexp_matches(detail, '(?i)soft ?lockup') THEN 'soft lockup'
      WHEN regexp_matches(detail, '(?i)hard lockup|rcu.*stall') THEN 'cpu stall' WHEN regexp_matches(detail, '(?i)machine check|hardware error|MCE') THEN 'hardware error'
      WHEN regexp_matches(detail, '(?i)sysrq') THEN 'by hand' WHEN regexp_matches(detail, '(?i)EXT4-fs|btrfs|xfs') THEN 'corruption' END END AS why
  FROM lines l
  LEFT JOIN addresses a ON a.place = l.place AND a.address = l.device
  LEFT JOIN alone o ON o.place = l.place
  LEFT JOIN aborts b ON b.place = l.place AND l.fault = 'controller stall' AND b.host = split_part(l.device, ':', 1) AND regexp_matches(l.device, '^\d+:\d+:\d+:\d+$')
  LEFT JOIN failing f ON f.place = l.place
  WHERE l.fault IS NOT NULL AND l.fault <> 'link'
    -- lines about the interfaces of pods
    AND NOT (l.fault = 'nic stall' AND regexp_matches(l.device, '^(veth|cali|lxc|tap|cni|docker)'))
),
links AS (
  SELECT place, device, min(src) FILTER (kind = 'link-down') AS src, count(*) FILTER (kind = 'link-down') AS downs, count(*) FILTER (kind = 'link-up') AS ups,
    arg_max(kind, (t_max, mono_s, src)) AS last_kind, min(mono_s) AS mono_s
  FROM lines WHERE fault = 'link' AND NOT regexp_matches(device, '^(veth|cali|lxc|tap|tun|cni|docker|br-|flannel|vxlan|virbr|cilium|vnet|kube|wl|ww)') GROUP BY 1, 2
),
-- a port without a cable says at boot, and only there, that it is down; one change of a link is a switch that was restarted
lost AS (
  SELECT place, device, last_kind = 'link-down' AS severe FROM links
  WHERE downs >= 3 OR (last_kind = 'link-down' AND (ups > 0 OR mono_s IS NULL OR mono_s > 300))
),
incidents AS (
  SELECT member, place, node, fault, device, CASE WHEN fault = 'gpu' THEN amount END AS xid, echo, severe, why, src, message, comm, kind, stuck_s, amount, detail, "time", t_min, t_max, mono_s, boot FROM told
  UNION ALL BY NAME
  SELECT l.member, l.place, l.node, 'link down' AS fault, l.device, l.echo, d.severe, l.src, l.message, l.kind, l."time", l.t_min, l.t_max, l.mono_s, l.boot
  FROM lost d JOIN lines l ON l.place = d.place AND l.device = d.device WHERE l.kind = 'link-down'
),
found AS (
  SELECT i.place, i.fault, i.device, i.xid, min(i.node) AS node, arg_min(i.src, (i.echo, i.t_min, i.mono_s, i.src)) AS src, list_max(map_values(histogram(i.member))) AS "count",
    CASE WHEN bool_and(i.echo) THEN 'echo' ELSE 'kernel' END AS told,
    bool_or(coalesce(i.severe, FALSE)) OR (i.fault IN ('soft lockup', 'cpu stall') AND list_max(map_values(histogram(i.member))) > 1) AS severe,
    max(i.why) AS why, arg_min(left(i.message, 200), (i.echo, i.t_min, i.mono_s, i.src)) AS said,
    array_to_string(list_slice(list_sort(list_distinct(list(i.comm))), 1, 3), ', ') AS tasks, max(i.amount) AS number, max(i.stuck_s) AS stuck_s,
    min(i."time") FILTER (i.t_max - i.t_min < INTERVAL 1 HOUR) AS first_seen, max(i."time") AS last_seen,
    CASE WHEN bool_and(coalesce(i.boot < k.last_boot, FALSE)) OR max(i.t_max) < max(k.collected) - INTERVAL 1 DAY THEN 'over'
      WHEN max(i.t_min) >= max(k.collected) - INTERVAL 1 HOUR THEN 'failing' ELSE 'unknown' END AS state_now,
    -- the line that says most: the disk's own answer, the panic behind an oops; else the last one
    coalesce(arg_min(i.src, (i.echo, i.src)) FILTER (i.kind IN ('io-error', 'panic')), arg_max(i.src, (NOT i.echo, i.src))) AS second
  FROM incidents i LEFT JOIN clocks k ON k.member = i.member GROUP BY 1, 2, 3, 4
),
notes AS (
  SELECT c.name AS node, c.src, c.message, cite_at(c.src, c.at || '.message') AS line_src, CASE c."type"
      WHEN 'KernelDeadlock' THEN 'hung task' WHEN 'ReadonlyFilesystem' THEN 'read-only' WHEN 'XfsShutdown' THEN 'xfs shutdown'
      WHEN 'FrequentUnregisterNetDevice' THEN 'netdev leak' WHEN 'CperHardwareErrorFatal' THEN 'hardware error' END AS fault, NULL AS device, 'condition' AS told, c.changed AS first_seen
  FROM conditions c WHERE c.kind = 'Node' AND c.status = 'True' AND c.message IS NOT NULL
  UNION ALL BY NAME
  SELECT e.name AS node, e.src, e.message, e.message_src AS line_src, CASE e.reason WHEN 'DockerHung' THEN 'hung task' WHEN 'FilesystemIsReadOnly' THEN 'read-only' END AS fault, NULL AS device,
    'condition' AS told, e."last" AS first_seen
  FROM event_list e WHERE e.kind = 'Node' AND contains(e.message, 'is now: True')
  UNION ALL BY NAME
  -- what node and pods must be able to write; read-only roots and /usr are how some systems are built
  SELECT f.node, f.src, f.device || ' on ' || f.mount || ' is mounted read-only' AS message, cite(f.src) AS line_src, 'read-only' AS fault, f.mount AS device, 'mount' AS told
  FROM filesystems f
  WHERE f.read_only AND regexp_matches(f.mount, '^/var(/lib(/(kubelet|containerd|docker|containers|rancher|etcd))?|/log)?$') AND f."type" IN ('ext3', 'ext4', 'xfs', 'btrfs')
)
SELECT src, place, node, fault, device, CASE WHEN fault IN ('io error', 'controller stall') OR device IS NULL OR regexp_matches(device, '^(dm-|md|drbd|bcache)') THEN place END AS stacked,
  CASE WHEN fault = 'crash' THEN why ELSE fault END AS panic_of, "count", told, severe, why, said, nullif(tasks, '') AS tasks,
  coalesce(xid, number) AS number, stuck_s, first_seen, last_seen, state_now, cite(src) AS line_src, CASE WHEN second <> src THEN cite(second) END AS second_src
FROM found
UNION ALL BY NAME
SELECT min(n.src) AS src, coalesce(n.node, 'member ' || member(n.src)) AS place, n.node, n.fault, n.device, coalesce(n.node, 'member ' || member(n.src)) AS stacked, n.fault AS panic_of, CAST(1 AS BIGINT) AS "count", n.told, TRUE AS severe,
  min(n.message) AS said, min(n.first_seen) AS first_seen, 'failing' AS state_now, arg_min(n.line_src, n.src) AS line_src
FROM notes n
WHERE n.fault IS NOT NULL AND NOT EXISTS (SELECT 1 FROM found f WHERE f.place = n.node AND f.fault = n.fault)
GROUP BY n.node, coalesce(n.node, 'member ' || member(n.src)), n.fault, n.device, n.told
