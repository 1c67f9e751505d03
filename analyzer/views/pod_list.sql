-- pod_list: each pod once, with what any of its observations tells.
--
-- gives  pod_key VARCHAR, namespace VARCHAR, pod VARCHAR, uid VARCHAR, cgroup_uid VARCHAR, node VARCHAR, qos VARCHAR, started TIMESTAMP, restart_policy VARCHAR, grace_s DOUBLE, owner_kind VARCHAR, owner_name VARCHAR, workload VARCHAR, runtime_class VARCHAR, host_network BOOLEAN, memory_limit_bytes BIGINT, status_text VARCHAR, ready_text VARCHAR, restarts BIGINT, src BIGINT, memory_limit_src VARCHAR, status_src VARCHAR, superseded BOOLEAN, reason VARCHAR, message VARCHAR, deleted TIMESTAMP, phase VARCHAR, reason_src VARCHAR, deleted_src VARCHAR
-- needs  pods, pod_keys, clocks
-- driver pods
-- note   fields come from the last collection first, and there from the fullest form (yaml, json, describe, table); phase, reason, message
--        and deletion come whole from one observation. A pod without a name is one of its own. superseded: a later pod has its name.
WITH places AS (
  SELECT p.src, k.namespace, k.pod_key, k.superseded,
    row_number() OVER (ORDER BY c.collected DESC NULLS LAST, CASE p.form WHEN 'yaml' THEN 0 WHEN 'json' THEN 0 WHEN 'describe' THEN 1 ELSE 2 END, p.src) AS place,
    row_number() OVER (ORDER BY c.collected DESC NULLS LAST, CASE p.form WHEN 'yaml' THEN 2 WHEN 'json' THEN 2 WHEN 'describe' THEN 1 ELSE 0 END, p.src) AS shown
  FROM pods p JOIN pod_keys k ON k.src = p.src JOIN clocks c ON c.member = member(p.src)
),
seen AS (
  SELECT p.* REPLACE (s.namespace AS namespace), s.pod_key, s.superseded, s.place, s.shown FROM pods p JOIN places s ON s.src = p.src
),
merged AS (
  SELECT
    pod_key, min(namespace) AS namespace, min(pod) AS pod,
    arg_min(uid, place) AS uid, arg_min(cgroup_uid, place) AS cgroup_uid,
    arg_min(node, place) AS node,
    arg_min({'phase': phase, 'reason': reason, 'message': message, 'deleted': deleted, 'src': src}, place) FILTER (phase IS NOT NULL) AS status,
    arg_min({'said': reason, 'src': src}, place) FILTER (reason IS NOT NULL) AS any_reason, arg_min(message, place) AS any_message, arg_min(qos, place) AS qos,
    arg_min(started, place) AS started, arg_min({'said': deleted, 'src': src}, place) FILTER (deleted IS NOT NULL) AS any_deleted,
    arg_min(restart_policy, place) AS restart_policy, arg_min(grace_s, place) AS grace_s,
    arg_min(owner_kind, place) AS owner_kind, arg_min(owner_name, place) AS owner_name,
    coalesce(
      CASE arg_min(owner_kind, place)
        WHEN 'ReplicaSet' THEN regexp_replace(arg_min(owner_name, place), '-[a-z0-9]{5,10}$', '')
        WHEN 'Job' THEN regexp_replace(arg_min(owner_name, place), '-[0-9]{8,10}$', '')
        ELSE arg_min(owner_name, place) END,
      regexp_replace(min(pod), '-[a-f0-9]{6,10}-[a-z0-9]{5}$', '')) AS workload,
    arg_min(runtime_class, place) AS runtime_class, arg_min(host_network, place) AS host_network,
    arg_min(memory_limit_bytes, place) AS memory_limit_bytes,
    arg_min(status_text, shown) AS status_text, arg_min(ready_text, shown) AS ready_text,
    arg_min(restarts, shown) AS restarts,
    arg_min(src, place) AS src,
    arg_min(cite_at(src, 'spec.resources.limits.memory'), place) FILTER (memory_limit_bytes IS NOT NULL) AS memory_limit_src,
    arg_min(cite(src), place) FILTER (status_text IS NOT NULL) AS status_src, bool_and(superseded) AS superseded
  FROM seen GROUP BY pod_key
)
SELECT * EXCLUDE (status, any_reason, any_message, any_deleted),
  CASE WHEN status IS NULL THEN any_reason.said ELSE status.reason END AS reason, CASE WHEN status IS NULL THEN any_message ELSE status.message END AS message,
  CASE WHEN status IS NULL THEN any_deleted.said ELSE status.deleted END AS deleted, status.phase AS phase,
  CASE WHEN status IS NULL THEN cite_at(any_reason.src, 'status.reason') WHEN status.reason IS NOT NULL THEN cite_at(status.src, 'status.reason') END AS reason_src,
  CASE WHEN status IS NULL THEN cite_at(any_deleted.src, 'metadata.deletionTimestamp') WHEN status.deleted IS NOT NULL THEN cite_at(status.src, 'metadata.deletionTimestamp') END AS deleted_src
FROM merged
