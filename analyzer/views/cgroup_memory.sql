-- cgroup_memory: memory of each cgroup at collection time, in one row, whichever cgroup version wrote it.
--
-- gives  node VARCHAR, cgroup VARCHAR, version BIGINT, level VARCHAR, pod_uid VARCHAR, container_id VARCHAR, current_bytes DOUBLE, limit_bytes DOUBLE, unlimited BOOLEAN, peak_bytes DOUBLE, high_bytes DOUBLE, anon_bytes DOUBLE, shmem_bytes DOUBLE, file_bytes DOUBLE, slab_unreclaimable_bytes DOUBLE, kernel_bytes DOUBLE, oom DOUBLE, oom_kill DOUBLE, oom_kill_local DOUBLE, oom_local DOUBLE, max_events DOUBLE, high_events DOUBLE, failcnt DOUBLE, src BIGINT, limit_src VARCHAR, current_src VARCHAR, oom_kill_src VARCHAR
-- needs  cgroup_values
-- driver cgroup_values
-- units  bytes; oom, oom_kill, max_events, high_events and failcnt are counts since the cgroup was made
-- absent a file that is not in the bundle stays NULL, never 0
-- source Linux 6.12, admin-guide/cgroup-v2.rst; Linux 4.19, cgroup-v1/memory.txt
SELECT
  node, cgroup, max(version) AS version, max(level) AS level, max(pod_uid) AS pod_uid, max(container_id) AS container_id,
  max(value) FILTER (file IN ('memory.current', 'memory.usage_in_bytes')) AS current_bytes,
  max(value) FILTER (file IN ('memory.max', 'memory.limit_in_bytes')) AS limit_bytes,
  bool_or(unlimited) FILTER (file IN ('memory.max', 'memory.limit_in_bytes')) AS unlimited,
  max(value) FILTER (file IN ('memory.peak', 'memory.max_usage_in_bytes')) AS peak_bytes,
  max(value) FILTER (file = 'memory.high') AS high_bytes,
  max(value) FILTER (file = 'memory.stat' AND key IN ('anon', 'total_rss')) AS anon_bytes,
  max(value) FILTER (file = 'memory.stat' AND key IN ('shmem', 'total_shmem')) AS shmem_bytes,
  max(value) FILTER (file = 'memory.stat' AND key IN ('file', 'total_cache')) AS file_bytes,
  max(value) FILTER (file = 'memory.stat' AND key = 'slab_unreclaimable') AS slab_unreclaimable_bytes,
  max(value) FILTER ((file = 'memory.stat' AND key = 'kernel') OR file = 'memory.kmem.usage_in_bytes') AS kernel_bytes,
  max(value) FILTER (file = 'memory.events' AND key = 'oom') AS oom,
  max(value) FILTER ((file = 'memory.events' AND key = 'oom_kill') OR (file = 'memory.oom_control' AND key = 'oom_kill')) AS oom_kill,
  max(value) FILTER (file = 'memory.events.local' AND key = 'oom_kill') AS oom_kill_local,
  max(value) FILTER (file = 'memory.events.local' AND key = 'oom') AS oom_local,
  max(value) FILTER (file = 'memory.events' AND key = 'max') AS max_events,
  max(value) FILTER (file = 'memory.events' AND key = 'high') AS high_events,
  max(value) FILTER (file = 'memory.failcnt') AS failcnt,
  min(src) AS src,
  min(cite(src)) FILTER (file IN ('memory.max', 'memory.limit_in_bytes')) AS limit_src,
  min(cite(src)) FILTER (file IN ('memory.current', 'memory.usage_in_bytes')) AS current_src,
  min(cite(src)) FILTER (key = 'oom_kill' AND file IN ('memory.events', 'memory.oom_control')) AS oom_kill_src
FROM cgroup_values GROUP BY node, cgroup
