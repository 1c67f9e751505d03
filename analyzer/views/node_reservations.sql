-- node_reservations: what each node keeps back from its pods, and whether the limit of kubepods agrees with it.
--
-- gives  node VARCHAR, capacity_bytes BIGINT, allocatable_bytes BIGINT, hugepages_bytes BIGINT, kept_back_bytes BIGINT, kube_reserved_bytes BIGINT, system_reserved_bytes BIGINT, eviction_bytes BIGINT, eviction_known VARCHAR, enforce VARCHAR, pods_enforced BOOLEAN, expected_limit_bytes BIGINT, limit_bytes BIGINT, limit_unlimited BOOLEAN, limit_gap_bytes BIGINT, headroom_bytes BIGINT, headroom_share DOUBLE, src BIGINT, capacity_src VARCHAR, allocatable_src VARCHAR, limit_src VARCHAR, kube_reserved_src VARCHAR, system_reserved_src VARCHAR, eviction_src VARCHAR
-- needs  node_list, kubelet_settings, cgroup_memory
-- units  bytes
-- absent without a kubelet configuration the split is not known: only kept_back, the sum, is
-- source kubelet pkg/kubelet/cm/node_container_manager_linux.go: limit = capacity - kube-reserved - system-reserved where
--        pods are enforced, else capacity; allocatable = that - hard eviction - huge pages. headroom is what the host has
--        beyond the pods' limit: capacity - limit.
WITH settings AS (
  SELECT node,
    arg_min(kube_reserved_memory_bytes, src) AS kube_reserved, arg_min(system_reserved_memory_bytes, src) AS system_reserved,
    bool_or(eviction_hard_set) AS eviction_set, arg_min(eviction_hard_memory, src) AS eviction_text,
    arg_min(eviction_hard_memory_bytes, src) AS eviction, bool_or(merge_default_eviction) AS merges,
    arg_min(enforce_node_allocatable, src) AS enforce, min(src) AS src,
    min(cite_at(src, concat_ws('.', nullif("at", ''), 'kubeReserved.memory'))) FILTER (kube_reserved_memory_bytes IS NOT NULL) AS kube_reserved_src,
    min(cite_at(src, concat_ws('.', nullif("at", ''), 'systemReserved.memory'))) FILTER (system_reserved_memory_bytes IS NOT NULL) AS system_reserved_src,
    min(cite_at(src, concat_ws('.', nullif("at", ''), 'evictionHard'))) FILTER (eviction_hard_set) AS eviction_src
  FROM kubelet_settings WHERE node IS NOT NULL GROUP BY node
),
kubepods AS (
  SELECT node, min(limit_bytes) AS limit_bytes, bool_or(unlimited) AS unlimited, min(limit_src) AS limit_src, min(src) AS src
  FROM cgroup_memory WHERE level = 'kubepods' GROUP BY node
),
joined AS (
  SELECT n.node, n.capacity_memory_bytes AS capacity, n.allocatable_memory_bytes AS allocatable, coalesce(n.hugepages_bytes, 0) AS huge,
    s.*  EXCLUDE (node, src), s.src AS settings_src, s.node IS NOT NULL AS configured, k.limit_bytes, k.unlimited, k.limit_src, n.src, n.capacity_src, n.allocatable_src,
    CASE WHEN s.node IS NULL THEN NULL
         WHEN s.eviction IS NOT NULL THEN s.eviction
         WHEN ends_with(s.eviction_text, '%') THEN CAST(n.capacity_memory_bytes * try_cast(rtrim(s.eviction_text, '%') AS DOUBLE) / 100 AS BIGINT)
         WHEN NOT coalesce(s.eviction_set, FALSE) OR coalesce(s.merges, FALSE) THEN 104857600
         ELSE 0 END AS eviction_in_force
  FROM node_list n
  LEFT JOIN settings s ON s.node = n.node
  LEFT JOIN kubepods k ON k.node = n.node
)
SELECT node, capacity AS capacity_bytes, allocatable AS allocatable_bytes, huge AS hugepages_bytes,
  capacity - allocatable - huge AS kept_back_bytes,
  CASE WHEN configured THEN coalesce(kube_reserved, 0) END AS kube_reserved_bytes,
  CASE WHEN configured THEN coalesce(system_reserved, 0) END AS system_reserved_bytes,
  eviction_in_force AS eviction_bytes,
  CASE WHEN NOT configured THEN 'not in the bundle' WHEN eviction_in_force = 0 THEN 'off'
       WHEN eviction IS NULL AND eviction_text IS NULL THEN 'default' ELSE 'set' END AS eviction_known,
  enforce, CASE WHEN configured THEN coalesce(contains(enforce, 'pods'), TRUE) END AS pods_enforced,
  CASE WHEN configured THEN capacity - CASE WHEN coalesce(contains(enforce, 'pods'), TRUE) THEN coalesce(kube_reserved, 0) + coalesce(system_reserved, 0) ELSE 0 END
       END AS expected_limit_bytes,
  CAST(limit_bytes AS BIGINT) AS limit_bytes, unlimited AS limit_unlimited,
  CAST(limit_bytes AS BIGINT) - CASE WHEN configured THEN capacity - CASE WHEN coalesce(contains(enforce, 'pods'), TRUE) THEN coalesce(kube_reserved, 0) + coalesce(system_reserved, 0) ELSE 0 END END AS limit_gap_bytes,
  capacity - coalesce(CAST(limit_bytes AS BIGINT), CASE WHEN configured THEN capacity - CASE WHEN coalesce(contains(enforce, 'pods'), TRUE) THEN coalesce(kube_reserved, 0) + coalesce(system_reserved, 0) ELSE 0 END END) AS headroom_bytes,
  (capacity - coalesce(CAST(limit_bytes AS BIGINT), CASE WHEN configured THEN capacity - CASE WHEN coalesce(contains(enforce, 'pods'), TRUE) THEN coalesce(kube_reserved, 0) + coalesce(system_reserved, 0) ELSE 0 END END)) / capacity AS headroom_share,
  coalesce(settings_src, src) AS src, capacity_src, allocatable_src, limit_src, kube_reserved_src, system_reserved_src, eviction_src
FROM joined WHERE capacity IS NOT NULL
