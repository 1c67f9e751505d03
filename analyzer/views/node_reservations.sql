-- node_reservations: what each node keeps back from its pods, and whether the limit of kubepods agrees with it.
--
-- gives  node VARCHAR, capacity_bytes BIGINT, allocatable_bytes BIGINT, hugepages_bytes BIGINT, kept_back_bytes BIGINT, kube_reserved_bytes BIGINT, system_reserved_bytes BIGINT, eviction_bytes BIGINT, eviction_known VARCHAR, enforce VARCHAR, pods_enforced BOOLEAN, expected_limit_bytes BIGINT, limit_bytes BIGINT, limit_unlimited BOOLEAN, limit_gap_bytes BIGINT, formula_bytes BIGINT, formula_gap_bytes BIGINT, pods_limit_bytes BIGINT, pods_limit_from VARCHAR, headroom_bytes BIGINT, headroom_share DOUBLE, host_used_bytes BIGINT, src BIGINT, capacity_src VARCHAR, allocatable_src VARCHAR, limit_src VARCHAR, kube_reserved_src VARCHAR, system_reserved_src VARCHAR, eviction_src VARCHAR, host_used_src VARCHAR
-- needs  node_list, kubelet_settings, cgroup_memory
-- units  bytes
-- absent without a kubelet configuration the split is not known: only kept_back, the sum, is; but where capacity and
--        allocatable are the same, every part of it is 0, the eviction threshold too
-- note   the file of the cgroup is exact, what follows from a configuration is what the kubelet should have set. limit_gap is
--        file - (capacity - reservations), formula_gap is file - (allocatable + eviction + huge pages), where it is more than a page.
--        host_used: anonymous memory of the host's cgroups at collection, an estimate for any other moment.
-- source kubelet pkg/kubelet/cm/node_container_manager_linux.go: limit = capacity - kube-reserved - system-reserved where
--        pods are enforced, else capacity; allocatable = that - hard eviction - huge pages. headroom is what the host has
--        beyond the pods' limit: capacity - limit. configz shows what is in force, flags beat the file.
WITH ranked AS (
  SELECT *, (CASE source WHEN 'configz' THEN 0 WHEN 'flags' THEN 1 ELSE 2 END, src) AS rank,
    bool_or(source = 'configz') OVER (PARTITION BY node) AND source <> 'configz' AS beaten
  FROM kubelet_settings WHERE node IS NOT NULL
),
settings AS (
  SELECT node,
    arg_min(kube_reserved_memory_bytes, rank) AS kube_reserved, arg_min(system_reserved_memory_bytes, rank) AS system_reserved,
    bool_or(eviction_hard_set) AS eviction_set, arg_min(eviction_hard_memory, rank) AS eviction_text,
    arg_min(eviction_hard_memory_bytes, rank) AS eviction, bool_or(merge_default_eviction) AS merges,
    arg_min(enforce_node_allocatable, rank) AS enforce, min(src) AS src,
    arg_min(cite_at(src, concat_ws('.', nullif("at", ''), 'kubeReserved.memory')), rank) FILTER (kube_reserved_memory_bytes IS NOT NULL) AS kube_reserved_src,
    arg_min(cite_at(src, concat_ws('.', nullif("at", ''), 'systemReserved.memory')), rank) FILTER (system_reserved_memory_bytes IS NOT NULL) AS system_reserved_src,
    arg_min(cite_at(src, concat_ws('.', nullif("at", ''), 'evictionHard')), rank) FILTER (eviction_hard_set) AS eviction_src
  FROM ranked WHERE NOT beaten GROUP BY node
),
kubepods AS (
  SELECT node, min(limit_bytes) AS limit_bytes, bool_or(unlimited) AS unlimited, min(limit_src) AS limit_src
  FROM cgroup_memory WHERE level = 'kubepods' GROUP BY node
),
hosts AS (
  SELECT node, sum(anon_bytes) AS used, min(current_src) AS used_src FROM cgroup_memory
  WHERE regexp_matches(cgroup, '^/?(system|user|runtime|podruntime)\.slice/?$') AND anon_bytes IS NOT NULL GROUP BY node
),
joined AS (
  SELECT n.node, n.capacity_memory_bytes AS capacity, n.allocatable_memory_bytes AS allocatable, coalesce(n.hugepages_bytes, 0) AS huge,
    s.*  EXCLUDE (node, src), s.src AS settings_src, s.node IS NOT NULL AS configured, k.limit_bytes, k.unlimited, k.limit_src, n.src, n.capacity_src, n.allocatable_src,
    h.used, h.used_src,
    CASE WHEN s.node IS NULL THEN CASE WHEN n.capacity_memory_bytes - coalesce(n.hugepages_bytes, 0) <= n.allocatable_memory_bytes THEN 0 END
         WHEN s.eviction IS NOT NULL THEN s.eviction
         WHEN ends_with(s.eviction_text, '%') THEN CAST(n.capacity_memory_bytes * try_cast(rtrim(s.eviction_text, '%') AS DOUBLE) / 100 AS BIGINT)
         WHEN NOT coalesce(s.eviction_set, FALSE) OR coalesce(s.merges, FALSE) THEN 104857600
         ELSE 0 END AS eviction_in_force
  FROM node_list n
  LEFT JOIN settings s ON s.node = n.node
  LEFT JOIN kubepods k ON k.node = n.node
  LEFT JOIN hosts h ON h.node = n.node
),
expected AS (
  SELECT *, CASE
    WHEN configured AND coalesce(contains(enforce, 'pods'), TRUE) THEN capacity - coalesce(kube_reserved, 0) - coalesce(system_reserved, 0)
    WHEN configured THEN capacity
    WHEN eviction_in_force = 0 THEN capacity END AS expected
  FROM joined WHERE capacity IS NOT NULL
),
limits AS (
  SELECT *, CAST(CASE WHEN unlimited THEN capacity ELSE coalesce(limit_bytes, expected) END AS BIGINT) AS pods_limit,
    allocatable + eviction_in_force + huge AS formula
  FROM expected
)
SELECT node, capacity AS capacity_bytes, allocatable AS allocatable_bytes, huge AS hugepages_bytes,
  capacity - allocatable - huge AS kept_back_bytes,
  CASE WHEN configured THEN coalesce(kube_reserved, 0) END AS kube_reserved_bytes,
  CASE WHEN configured THEN coalesce(system_reserved, 0) END AS system_reserved_bytes,
  eviction_in_force AS eviction_bytes,
  CASE WHEN eviction_in_force = 0 THEN 'off' WHEN NOT configured THEN 'not in the bundle'
       WHEN eviction IS NULL AND eviction_text IS NULL THEN 'default' ELSE 'set' END AS eviction_known,
  CASE WHEN configured THEN 'its configuration' WHEN eviction_in_force = 0 THEN 'capacity and allocatable, which are the same' END AS eviction_from,
  enforce, CASE WHEN configured THEN coalesce(contains(enforce, 'pods'), TRUE) END AS pods_enforced,
  expected AS expected_limit_bytes,
  CAST(limit_bytes AS BIGINT) AS limit_bytes, unlimited AS limit_unlimited,
  CASE WHEN configured THEN CAST(limit_bytes AS BIGINT) - expected END AS limit_gap_bytes,
  formula AS formula_bytes, CASE WHEN abs(limit_bytes - formula) > 65536 THEN CAST(limit_bytes - formula AS BIGINT) END AS formula_gap_bytes,
  pods_limit AS pods_limit_bytes,
  CASE WHEN unlimited THEN 'its cgroup has no limit' WHEN limit_bytes IS NOT NULL THEN 'read from its cgroup'
       WHEN configured THEN 'by the configuration of the kubelet' WHEN expected IS NOT NULL THEN 'since capacity and allocatable are the same' END AS pods_limit_from,
  capacity - pods_limit AS headroom_bytes, (capacity - pods_limit) / capacity AS headroom_share,
  CAST(used AS BIGINT) AS host_used_bytes,
  coalesce(settings_src, src) AS src, capacity_src, allocatable_src, limit_src, kube_reserved_src, system_reserved_src, eviction_src, used_src AS host_used_src
FROM limits
