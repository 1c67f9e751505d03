-- container_runs: each ended life of a container that the bundle tells of, with the pod's state at collection.
--
-- gives  pod_key VARCHAR, namespace VARCHAR, pod VARCHAR, pod_uid VARCHAR, cgroup_uid VARCHAR, node VARCHAR, workload VARCHAR, container VARCHAR, container_type VARCHAR, container_id VARCHAR, reason VARCHAR, message VARCHAR, exit_code BIGINT, signal BIGINT, started TIMESTAMP, finished TIMESTAMP, ran_s DOUBLE, is_last BOOLEAN, restart_count BIGINT, ready BOOLEAN, now_state VARCHAR, now_reason VARCHAR, looping BOOLEAN, restart_policy VARCHAR, phase VARCHAR, deleted TIMESTAMP, grace_s DOUBLE, memory_limit_bytes BIGINT, pod_limit_bytes BIGINT, containers_of_pod BIGINT, image VARCHAR, command VARCHAR, owner_kind VARCHAR, runtime VARCHAR, collected TIMESTAMP, run_state VARCHAR, abnormal BOOLEAN, src BIGINT, exit_code_src VARCHAR, reason_src VARCHAR, message_src VARCHAR, finished_src VARCHAR, memory_limit_src VARCHAR, now_src VARCHAR, command_src VARCHAR, restart_src VARCHAR, sandboxed BOOLEAN
-- needs  container_states, pod_keys, pod_list, container_list, clocks
-- driver container_states
-- note   run_state: failing while the container waits in back-off or has ended and is not started again; recurring when it
--        restarted at least three times and last within an hour; over when it runs and is ready, or when another pod has
--        replaced its pod; else unknown.
--        sandboxed: the pod's runtime class runs it under a kernel of its own (Kata, gVisor, Firecracker).
WITH ended AS (
  SELECT l.pod_key, s.*
  FROM container_states s
  JOIN pod_keys l ON l.src = s.src
  WHERE s.state = 'terminated'
),
once AS (
  SELECT * FROM ended
  QUALIFY row_number() OVER (
    PARTITION BY pod_key, container, coalesce(CAST(finished AS VARCHAR), container_id), exit_code
    ORDER BY (form = 'describe'), src, which) = 1
),
ordered AS (
  SELECT *, row_number() OVER (PARTITION BY pod_key, container ORDER BY finished DESC NULLS LAST, src DESC) = 1 AS is_last
  FROM once
)
SELECT
  o.pod_key, l.namespace, l.pod, l.uid AS pod_uid, l.cgroup_uid, l.node, l.workload,
  o.container, coalesce(c.container_type, o.container_type) AS container_type, o.container_id,
  o.reason, o.message, o.exit_code, o.signal, o.started, o.finished, epoch(o.finished - o.started) AS ran_s, o.is_last,
  c.restart_count, c.ready, c.now_state, c.now_reason, c.looping, l.restart_policy, l.phase, l.deleted, l.grace_s,
  c.memory_limit_bytes, l.memory_limit_bytes AS pod_limit_bytes, c.containers_of_pod, c.image, c.command, l.owner_kind,
  o.runtime, k.collected,
  CASE
    WHEN l.superseded THEN 'over'
    WHEN c.looping OR (c.now_state = 'waiting' AND o.exit_code IS NOT NULL) THEN 'failing'
    WHEN c.now_state = 'terminated' AND (o.exit_code <> 0 OR o.reason NOT IN ('Completed')) THEN 'failing'
    WHEN c.now_state = 'running' AND c.restart_count >= 3 AND o.finished > k.collected - INTERVAL 1 HOUR THEN 'recurring'
    WHEN c.now_state = 'running' AND c.ready THEN 'over'
    WHEN c.now_state = 'running' AND c.ready IS FALSE THEN 'failing'
    ELSE 'unknown' END AS run_state,
  NOT (
    coalesce(o.exit_code, 1) = 0 AND o.reason IS NOT DISTINCT FROM 'Completed'
    AND NOT coalesce(c.looping, FALSE) AND coalesce(c.container_type, o.container_type, '') <> 'regular'
    OR coalesce(o.exit_code, 1) = 0 AND o.reason IS NOT DISTINCT FROM 'Completed' AND l.phase IS NOT DISTINCT FROM 'Succeeded'
  ) AS abnormal,
  o.src,
  CASE WHEN o.exit_code IS NOT NULL THEN cite_at(o.src, o.at || '.' || o.which || '.terminated.exitCode') END AS exit_code_src,
  CASE WHEN o.reason IS NOT NULL THEN cite_at(o.src, o.at || '.' || o.which || '.terminated.reason') END AS reason_src,
  CASE WHEN o.message IS NOT NULL THEN cite_at(o.src, o.at || '.' || o.which || '.terminated.message') END AS message_src,
  CASE WHEN o.finished IS NOT NULL THEN cite_at(o.src, o.at || '.' || o.which || '.terminated.finishedAt') END AS finished_src,
  c.memory_limit_src, c.now_src, c.command_src, c.restart_src,
  coalesce(regexp_matches(lower(l.runtime_class), 'kata|gvisor|runsc|firecracker|sandbox|peerpod|confidential'), FALSE) AS sandboxed
FROM ordered o
JOIN pod_list l ON l.pod_key = o.pod_key
LEFT JOIN container_list c ON c.pod_key = o.pod_key AND c.container IS NOT DISTINCT FROM o.container
JOIN clocks k ON k.member = member(coalesce(c.status_obs, o.src))
