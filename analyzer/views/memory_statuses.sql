-- memory_statuses: runs that the runtime reports as killed for memory, or that a counter says were, with what else is known.
--
-- gives  pod_key VARCHAR, namespace VARCHAR, pod VARCHAR, pod_uid VARCHAR, cgroup_uid VARCHAR, node VARCHAR, workload VARCHAR, container VARCHAR, container_type VARCHAR, container_id VARCHAR, reason VARCHAR, message VARCHAR, exit_code BIGINT, signal BIGINT, started TIMESTAMP, finished TIMESTAMP, ran_s DOUBLE, is_last BOOLEAN, restart_count BIGINT, ready BOOLEAN, now_state VARCHAR, now_reason VARCHAR, looping BOOLEAN, restart_policy VARCHAR, phase VARCHAR, deleted TIMESTAMP, grace_s DOUBLE, memory_limit_bytes BIGINT, pod_limit_bytes BIGINT, containers_of_pod BIGINT, image VARCHAR, command VARCHAR, owner_kind VARCHAR, runtime VARCHAR, collected TIMESTAMP, run_state VARCHAR, abnormal BOOLEAN, src BIGINT, exit_code_src VARCHAR, reason_src VARCHAR, message_src VARCHAR, finished_src VARCHAR, memory_limit_src VARCHAR, now_src VARCHAR, command_src VARCHAR, restart_src VARCHAR, sandboxed BOOLEAN, limit_bytes BIGINT, sibling_kill BOOLEAN, of_last_end BOOLEAN, kernel_seen BOOLEAN, kernel_scope VARCHAR, kernel_covered BOOLEAN, pod_oom_kill DOUBLE, pod_oom DOUBLE, pod_oom_kill_src VARCHAR, others_killed BIGINT, ended_by_kill BOOLEAN, system_told BOOLEAN
-- needs  container_runs, oom_runs, cgroup_memory, run_coverage, system_oom_notes
-- driver container_runs
-- note   one row for each last run whose reason is OOMKilled, or which ended with 137 while its pod's counter shows memory kills.
--        sibling_kill: on cgroup v1 the notice of a kill goes to every cgroup below the limit that was reached, so the flag can
--        tell of another container's process (judgement.md, 12). system_told: within two minutes of its end the kubelet reported a
--        system OOM, which can be believed and which no kernel log of that moment contradicts.
WITH pods AS (
  SELECT pod_uid, max(oom_kill) AS oom_kill, max(oom) AS oom, max(oom) AS oom_seen, min(oom_kill_src) AS oom_kill_src, max(version) AS version
  FROM cgroup_memory WHERE level = 'pod' GROUP BY 1
),
seen AS (
  SELECT pod_key, container, finished, min(scope) AS scope, min(src) AS kill_src FROM oom_runs
  WHERE join_proof IS NOT NULL AND scope <> 'unknown' AND NOT outlived GROUP BY 1, 2, 3
),
crowd AS (
  SELECT a.src, a.pod_key, a.container, count(DISTINCT b.pod_key) AS n
  FROM container_runs a JOIN container_runs b ON b.node = a.node
  WHERE a.pod_key <> b.pod_key AND b.exit_code = 137 AND abs(epoch(b.finished - a.finished)) <= 120
  GROUP BY 1, 2, 3
),
told AS (
  SELECT DISTINCT r.src, r.pod_key, r.container
  FROM container_runs r JOIN system_oom_notes n ON short_host(n.node) = short_host(r.node)
  WHERE n.counts AND NOT n.against AND abs(epoch(n.t_max - r.finished)) <= 120
),
siblings AS (
  SELECT DISTINCT a.src, a.pod_key, a.container
  FROM container_runs a JOIN oom_runs o ON o.pod_key = a.pod_key
  WHERE o.container IS DISTINCT FROM a.container AND o.scope IN ('pod', 'qos', 'kubepods') AND o.cgroup_version IS DISTINCT FROM 2
    AND o.t_max >= a.started AND o.t_min <= a.finished
  UNION
  SELECT DISTINCT a.src, a.pod_key, a.container
  FROM container_runs a JOIN container_runs b ON b.pod_key = a.pod_key
  LEFT JOIN (SELECT pod_uid, max(version) AS version FROM cgroup_memory GROUP BY 1) g ON g.pod_uid = a.cgroup_uid
  WHERE a.container <> b.container AND a.exit_code <> 137 AND b.exit_code = 137 AND b.reason = 'OOMKilled'
    AND b.finished BETWEEN a.started AND a.finished AND g.version IS DISTINCT FROM 2
)
SELECT r.*, r.memory_limit_bytes AS limit_bytes, b.src IS NOT NULL AS sibling_kill, TRUE AS of_last_end,
  s.kill_src IS NOT NULL AS kernel_seen, s.scope AS kernel_scope, v.subject IS NOT NULL AND v.kernel_gap IS NULL AS kernel_covered,
  g.oom_kill AS pod_oom_kill, g.oom_seen AS pod_oom, g.oom_kill_src AS pod_oom_kill_src, coalesce(o.n, 0) AS others_killed,
  coalesce(r.exit_code = 137, FALSE) AS ended_by_kill, t.src IS NOT NULL AS system_told
FROM container_runs r
LEFT JOIN seen s ON s.pod_key = r.pod_key AND s.container IS NOT DISTINCT FROM r.container AND s.finished IS NOT DISTINCT FROM r.finished
LEFT JOIN run_coverage v ON v.pod_key = r.pod_key AND v.container IS NOT DISTINCT FROM r.container
LEFT JOIN pods g ON g.pod_uid = r.cgroup_uid
LEFT JOIN crowd o ON o.src = r.src AND o.pod_key = r.pod_key AND o.container IS NOT DISTINCT FROM r.container
LEFT JOIN siblings b ON b.src = r.src AND b.pod_key = r.pod_key AND b.container IS NOT DISTINCT FROM r.container
LEFT JOIN told t ON t.src = r.src AND t.pod_key = r.pod_key AND t.container IS NOT DISTINCT FROM r.container
WHERE r.is_last AND (r.reason = 'OOMKilled' OR (r.exit_code = 137 AND g.oom_kill > 0))
