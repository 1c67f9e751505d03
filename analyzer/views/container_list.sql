-- container_list: each container once: its spec, its probes, and its state at collection.
--
-- gives  pod_key VARCHAR, namespace VARCHAR, pod VARCHAR, container VARCHAR, container_type VARCHAR, image VARCHAR, command VARCHAR, args VARCHAR, memory_limit_bytes BIGINT, memory_request_bytes BIGINT, cpu_limit DOUBLE, cpu_request DOUBLE, memory_limit_src VARCHAR, memory_limit_text VARCHAR, command_src VARCHAR, containers_of_pod BIGINT, restart_count BIGINT, ready BOOLEAN, now_state VARCHAR, now_reason VARCHAR, now_message VARCHAR, now_started TIMESTAMP, now_container_id VARCHAR, now_src VARCHAR, restart_src VARCHAR, ready_src VARCHAR, looping BOOLEAN, status_obs BIGINT, src BIGINT, node VARCHAR, workload VARCHAR, state_src VARCHAR, ready_of_pod BIGINT
-- needs  containers, container_states, pod_list, pod_keys, clocks
-- driver pods
-- note   the state is taken whole from one observation: the one with the most restarts, then of the last collection, then the newest.
--        A container of a pod that another one has replaced is not looping any more. state_src: where its state stands, else the
--        row of the pod in a table. ready_of_pod: how many containers of the pod, without those of its start, are ready.
WITH spec AS (
  SELECT l.pod_key, c.container,
    arg_min(c.container_type, c.src + CASE WHEN c.memory_limit_bytes IS NULL THEN 4611686018427387904 ELSE 0 END) AS container_type,
    arg_min(c.image, c.src) AS image, arg_min(c.command, c.src) AS command, arg_min(c.args, c.src) AS args,
    arg_min(c.memory_limit_bytes, c.src) AS memory_limit_bytes, arg_min(c.memory_limit_text, c.src) AS memory_limit_text,
    arg_min(c.memory_request_bytes, c.src) AS memory_request_bytes,
    arg_min(c.cpu_limit, c.src) AS cpu_limit, arg_min(c.cpu_request, c.src) AS cpu_request,
    arg_min(cite_at(c.src, c.at || '.resources.limits.memory'), c.src) FILTER (c.memory_limit_bytes IS NOT NULL) AS memory_limit_src,
    arg_min(cite_at(c.src, c.at || CASE WHEN c.args IS NOT NULL THEN '.args' ELSE '.command' END), c.src)
      FILTER (c.command IS NOT NULL OR c.args IS NOT NULL) AS command_src
  FROM containers c
  JOIN pod_keys l ON l.src = c.src
  GROUP BY 1, 2
),
observed AS (
  SELECT l.pod_key, s.container, s.src, s.at, s.which, s.restart_count, s.form, k.collected,
    max(CASE WHEN s.which = 'lastState' THEN s.finished ELSE s.started END) OVER (PARTITION BY s.src, s.container) AS newest
  FROM container_states s
  JOIN pod_keys l ON l.src = s.src
  JOIN clocks k ON k.member = member(s.src)
),
picked AS (
  SELECT pod_key, container, src, "at" FROM observed WHERE which = 'state'
  QUALIFY row_number() OVER (PARTITION BY pod_key, container ORDER BY restart_count DESC NULLS LAST, collected DESC NULLS LAST, newest DESC NULLS LAST, (form = 'describe'), src) = 1
),
now AS (
  SELECT p.pod_key, s.* FROM picked p
  JOIN container_states s ON s.src = p.src AND s.container IS NOT DISTINCT FROM p.container AND s.at IS NOT DISTINCT FROM p.at AND s.which = 'state'
),
names AS (SELECT pod_key, container FROM spec UNION SELECT pod_key, container FROM observed)
SELECT
  n.pod_key, l.namespace, l.pod, n.container,
  coalesce(c.container_type, w.container_type) AS container_type,
  c.image, c.command, c.args, c.memory_limit_bytes, c.memory_request_bytes, c.cpu_limit, c.cpu_request,
  c.memory_limit_src, c.memory_limit_text, c.command_src,
  count(*) FILTER (coalesce(c.container_type, w.container_type, 'regular') IN ('regular', 'sidecar')) OVER (PARTITION BY n.pod_key) AS containers_of_pod,
  w.restart_count, w.ready, w.state AS now_state, w.reason AS now_reason, w.message AS now_message,
  w.started AS now_started, w.container_id AS now_container_id,
  CASE WHEN w.reason IS NOT NULL THEN cite_at(w.src, w.at || '.' || w.which || '.' || w.state || '.reason')
       WHEN w.src IS NOT NULL THEN cite_at(w.src, w.at || '.' || w.which) END AS now_src,
  CASE WHEN w.restart_count IS NOT NULL THEN cite_at(w.src, w.at || '.restartCount') END AS restart_src,
  CASE WHEN w.ready IS NOT NULL THEN cite_at(w.src, w.at || '.ready') END AS ready_src,
  NOT l.superseded AND (coalesce(w.reason = 'CrashLoopBackOff', FALSE) OR coalesce(l.status_text LIKE '%CrashLoopBackOff', FALSE)) AS looping,
  w.src AS status_obs, coalesce(w.src, l.src) AS src, l.node, l.workload,
  coalesce(
    CASE WHEN w.reason IS NOT NULL THEN cite_at(w.src, w.at || '.' || w.which || '.' || w.state || '.reason')
         WHEN w.src IS NOT NULL THEN cite_at(w.src, w.at || '.' || w.which) END,
    l.status_src) AS state_src,
  count(*) FILTER (w.ready AND coalesce(c.container_type, w.container_type, 'regular') <> 'init') OVER (PARTITION BY n.pod_key) AS ready_of_pod
FROM names n
JOIN pod_list l ON l.pod_key = n.pod_key
LEFT JOIN spec c ON c.pod_key = n.pod_key AND c.container IS NOT DISTINCT FROM n.container
LEFT JOIN now w ON w.pod_key = n.pod_key AND w.container IS NOT DISTINCT FROM n.container
