-- node_list: each node once, with what any of its observations tells.
--
-- gives  node VARCHAR, ready VARCHAR, kernel_version VARCHAR, kubelet_version VARCHAR, kubelet_minor BIGINT, runtime_version VARCHAR, os_image VARCHAR, operating_system VARCHAR, boot_id VARCHAR, capacity_memory_bytes BIGINT, allocatable_memory_bytes BIGINT, hugepages_bytes BIGINT, src BIGINT, capacity_src VARCHAR, allocatable_src VARCHAR, provider_id VARCHAR
-- needs  nodes
WITH seen AS (
  SELECT *, (CASE form WHEN 'yaml' THEN 0 WHEN 'json' THEN 0 WHEN 'describe' THEN 1 ELSE 2 END, src) AS rank FROM nodes
)
SELECT node,
  arg_min(ready, rank) AS ready, arg_min(kernel_version, rank) AS kernel_version, arg_min(kubelet_version, rank) AS kubelet_version,
  try_cast(regexp_extract(arg_min(kubelet_version, rank), '^v?1\.(\d+)', 1) AS BIGINT) AS kubelet_minor,
  arg_min(runtime_version, rank) AS runtime_version, arg_min(os_image, rank) AS os_image, arg_min(operating_system, rank) AS operating_system,
  arg_min(boot_id, rank) AS boot_id, arg_min(capacity_memory_bytes, rank) AS capacity_memory_bytes,
  arg_min(allocatable_memory_bytes, rank) AS allocatable_memory_bytes, arg_min(hugepages_bytes, rank) AS hugepages_bytes,
  min(src) AS src,
  arg_min(cite_at(src, 'status.capacity.memory'), rank) FILTER (capacity_memory_bytes IS NOT NULL) AS capacity_src,
  arg_min(cite_at(src, 'status.allocatable.memory'), rank) FILTER (allocatable_memory_bytes IS NOT NULL) AS allocatable_src,
  arg_min(provider_id, rank) AS provider_id
FROM seen GROUP BY node
