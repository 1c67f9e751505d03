-- node_list: each node once, with what any of its observations tells.
--
-- gives  node VARCHAR, ready VARCHAR, kernel_version VARCHAR, kubelet_version VARCHAR, kubelet_minor BIGINT, runtime_version VARCHAR, os_image VARCHAR, operating_system VARCHAR, boot_id VARCHAR, capacity_memory_bytes BIGINT, allocatable_memory_bytes BIGINT, hugepages_bytes BIGINT, src BIGINT, capacity_src VARCHAR, allocatable_src VARCHAR, provider_id VARCHAR, distribution VARCHAR
-- needs  nodes
-- driver nodes
WITH seen AS (
  SELECT *, (CASE form WHEN 'yaml' THEN 0 WHEN 'json' THEN 0 WHEN 'describe' THEN 1 ELSE 2 END, src) AS rank,
    CASE
      WHEN regexp_matches(marks, '(?i)\.rhcos|openshift|coreos 4') THEN 'OpenShift'
      WHEN regexp_matches(marks, '(?i)-eks-') THEN 'EKS'
      WHEN regexp_matches(marks, '(?i)-gke\.|container-optimized') THEN 'GKE'
      WHEN regexp_matches(marks, '(?i)-aks|azure') THEN 'AKS'
      WHEN regexp_matches(marks, '(?i)\+k3s') THEN 'k3s'
      WHEN regexp_matches(marks, '(?i)\+rke2') THEN 'RKE2'
      WHEN regexp_matches(marks, '(?i)talos') THEN 'Talos' END AS distribution
  FROM (SELECT *, concat_ws(' ', kubelet_version, os_image, kernel_version, provider_id) AS marks FROM nodes)
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
  arg_min(provider_id, rank) AS provider_id,
  arg_min(distribution, rank) AS distribution
FROM seen GROUP BY node
