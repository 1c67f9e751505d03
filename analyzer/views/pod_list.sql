-- pod_list: each pod once, with what any of its observations tells.
--
-- gives  pod_key VARCHAR, namespace VARCHAR, pod VARCHAR, uid VARCHAR, cgroup_uid VARCHAR, node VARCHAR, phase VARCHAR, reason VARCHAR, message VARCHAR, qos VARCHAR, started TIMESTAMP, deleted TIMESTAMP, restart_policy VARCHAR, grace_s DOUBLE, owner_kind VARCHAR, owner_name VARCHAR, workload VARCHAR, runtime_class VARCHAR, host_network BOOLEAN, memory_limit_bytes BIGINT, status_text VARCHAR, ready_text VARCHAR, restarts BIGINT, src BIGINT, reason_src VARCHAR, memory_limit_src VARCHAR, status_src VARCHAR, deleted_src VARCHAR
-- needs  pods, pod_keys
-- note   fields come from the fullest form first (yaml, json, describe, table); a pod without a name is one of its own.
WITH seen AS (
  SELECT p.* REPLACE (k.namespace AS namespace), k.pod_key,
    CASE p.form WHEN 'yaml' THEN 0 WHEN 'json' THEN 0 WHEN 'describe' THEN 1 ELSE 2 END AS rank
  FROM pods p JOIN pod_keys k ON k.src = p.src
)
SELECT
  pod_key, min(namespace) AS namespace, min(pod) AS pod,
  arg_min(uid, (rank, src)) AS uid, arg_min(cgroup_uid, (rank, src)) AS cgroup_uid,
  arg_min(node, (rank, src)) AS node, arg_min(phase, (rank, src)) AS phase,
  arg_min(reason, (rank, src)) AS reason, arg_min(message, (rank, src)) AS message, arg_min(qos, (rank, src)) AS qos,
  arg_min(started, (rank, src)) AS started, arg_min(deleted, (rank, src)) AS deleted,
  arg_min(restart_policy, (rank, src)) AS restart_policy, arg_min(grace_s, (rank, src)) AS grace_s,
  arg_min(owner_kind, (rank, src)) AS owner_kind, arg_min(owner_name, (rank, src)) AS owner_name,
  coalesce(
    CASE arg_min(owner_kind, (rank, src))
      WHEN 'ReplicaSet' THEN regexp_replace(arg_min(owner_name, (rank, src)), '-[a-z0-9]{5,10}$', '')
      WHEN 'Job' THEN regexp_replace(arg_min(owner_name, (rank, src)), '-[0-9]{8,10}$', '')
      ELSE arg_min(owner_name, (rank, src)) END,
    regexp_replace(min(pod), '-[a-f0-9]{6,10}-[a-z0-9]{5}$', '')) AS workload,
  arg_min(runtime_class, (rank, src)) AS runtime_class, arg_min(host_network, (rank, src)) AS host_network,
  arg_min(memory_limit_bytes, (rank, src)) AS memory_limit_bytes,
  arg_min(status_text, (-rank, src)) AS status_text, arg_min(ready_text, (-rank, src)) AS ready_text,
  arg_min(restarts, (-rank, src)) AS restarts,
  arg_min(src, (rank, src)) AS src,
  arg_min(cite_at(src, 'status.reason'), (rank, src)) FILTER (reason IS NOT NULL) AS reason_src,
  arg_min(cite_at(src, 'spec.resources.limits.memory'), (rank, src)) FILTER (memory_limit_bytes IS NOT NULL) AS memory_limit_src,
  arg_min(cite(src), (rank, src)) FILTER (status_text IS NOT NULL) AS status_src,
  arg_min(cite_at(src, 'metadata.deletionTimestamp'), (rank, src)) FILTER (deleted IS NOT NULL) AS deleted_src
FROM seen GROUP BY pod_key
