-- oom_runs: each run of the kernel's OOM killer with the container run that it ended, as far as both can be joined.
--
-- gives  src BIGINT, time TIMESTAMP, time_quality VARCHAR, mono_s DOUBLE, boot BIGINT, kernel_version VARCHAR, cgroup_version BIGINT, invoker VARCHAR, gfp VARCHAR, order BIGINT, invoked_line BIGINT, constraint VARCHAR, constraint_line BIGINT, oom_memcg VARCHAR, memcg_line BIGINT, limit_level VARCHAR, limit_pod_uid VARCHAR, limit_container_id VARCHAR, task_memcg VARCHAR, task_line BIGINT, pod_uid VARCHAR, container_id VARCHAR, victim VARCHAR, victim_pid BIGINT, oom_score_adj BIGINT, total_vm_bytes BIGINT, anon_bytes BIGINT, file_bytes BIGINT, shmem_bytes BIGINT, kill_line BIGINT, killed BIGINT, kill_lines BIGINT, group_kill BOOLEAN, usage_bytes BIGINT, limit_bytes BIGINT, failcnt BIGINT, usage_line BIGINT, swap_usage_bytes BIGINT, swap_limit_bytes BIGINT, swap_line BIGINT, kmem_usage_bytes BIGINT, stat_anon_bytes BIGINT, stat_file_bytes BIGINT, stat_shmem_bytes BIGINT, stat_slab_unreclaimable_bytes BIGINT, stat_kernel_bytes BIGINT, stat_line BIGINT, total_bytes BIGINT, ram_line BIGINT, free_bytes BIGINT, node_anon_bytes BIGINT, node_file_bytes BIGINT, node_shmem_bytes BIGINT, node_slab_unreclaimable_bytes BIGINT, node_pagetables_bytes BIGINT, node_hugepages_bytes BIGINT, meminfo_line BIGINT, swap_free_bytes BIGINT, swap_total_bytes BIGINT, min_bytes BIGINT, at VARCHAR, echo BOOLEAN, tasks_rss_bytes BIGINT, t_min TIMESTAMP, t_max TIMESTAMP, node VARCHAR, invoked_src VARCHAR, memcg_src VARCHAR, usage_src VARCHAR, constraint_src VARCHAR, kill_src VARCHAR, first_src VARCHAR, scope VARCHAR, join_proof VARCHAR, named BOOLEAN, seconds_to_end DOUBLE, pod_key VARCHAR, namespace VARCHAR, pod VARCHAR, container VARCHAR, workload VARCHAR, container_type VARCHAR, exit_code BIGINT, reason VARCHAR, finished TIMESTAMP, restart_count BIGINT, spec_limit_bytes BIGINT, spec_limit_src VARCHAR, pod_limit_bytes BIGINT, containers_of_pod BIGINT, limit_raised BOOLEAN, outlived BOOLEAN, reason_src VARCHAR, exit_code_src VARCHAR, finished_src VARCHAR, run_state VARCHAR, of_last_end BOOLEAN, seen TIMESTAMP, beside_container VARCHAR, beside_pod VARCHAR
-- needs  oom_kills, container_runs, container_list, pod_list, clocks
-- driver oom_kills
-- note   join_proof: `container id`, `pod uid and time`, `pod uid`, `the only candidate`, `node and time`, or missing where
--        the bundle has no such run. scope is whose limit was reached: the pod's cgroup carries the limit of its only
--        container, so such a pod counts as its container. Where the pod's objects are missing and the limit is the pod's,
--        scope is `pod or container`; `a pod` where only the kill line is left; `zone` where the machine had memory, but not
--        in the zone, NUMA node or cpuset that was asked; `unknown` where nothing tells. named: the kernel names the pod.
--        of_last_end: the kill can be what ended the container's last run. seen: when it began to matter: the end of the run where
--        the log's zone is not known; missing where that leaves hours open.
WITH marked AS (
  SELECT *, coalesce(container_id, limit_container_id, pod_uid, limit_pod_uid) IS NOT NULL AS named FROM oom_kills
),
-- one kill stands in several members: a log beside the journal, the one kernel of all nodes of kind or k3d, an event.
-- Name, process ID and sizes to the kilobyte are those of one process.
single AS (
  SELECT * FROM marked
  QUALIFY victim_pid IS NULL OR total_vm_bytes IS NULL OR anon_bytes IS NULL
    OR row_number() OVER (PARTITION BY victim_pid, victim, total_vm_bytes, anon_bytes
      ORDER BY coalesce(echo, FALSE), NOT named, constraint_line IS NULL, invoked_line IS NULL, "time" IS NULL, src) = 1
),
once AS (
  -- an event that repeats a line of the log that is there says nothing new
  SELECT * FROM single QUALIFY NOT coalesce(echo, FALSE) OR count(*) FILTER (NOT coalesce(echo, FALSE)) OVER (PARTITION BY victim_pid, victim) = 0
),
by_id AS (
  SELECT k.src, r.pod_key, r.container, r.src AS run_src, r.finished, 1 AS rank
  FROM once k JOIN container_runs r ON r.container_id = coalesce(k.container_id, k.limit_container_id)
),
uids AS (
  SELECT k.src, p.pod_key, k."time", k.t_min, k.t_max
  FROM once k JOIN pod_list p ON p.cgroup_uid = coalesce(k.pod_uid, k.limit_pod_uid)
),
by_time AS (
  SELECT u.src, r.pod_key, r.container, r.src AS run_src, r.finished, 2 AS rank
  FROM uids u JOIN container_runs r ON r.pod_key = u.pod_key
  WHERE r.finished BETWEEN u.t_min - INTERVAL 2 SECOND AND u.t_max + INTERVAL 6 SECOND
    AND u.t_max - u.t_min < INTERVAL 1 MINUTE
),
running AS (
  SELECT k.src, c.pod_key, c.container, NULL::BIGINT AS run_src, NULL::TIMESTAMP AS finished, 1 AS rank
  FROM once k JOIN container_list c ON c.now_container_id = k.container_id
  WHERE c.now_state = 'running'
),
-- the container of a pod that a kill without a run of its own was in: the only one, or the only one with that limit
owners AS (
  SELECT u.src, u.pod_key,
    coalesce(
      CASE WHEN count(*) FILTER (c.container_type IN ('regular', 'sidecar')) = 1 THEN min(c.container) FILTER (c.container_type IN ('regular', 'sidecar')) END,
      CASE WHEN count(*) FILTER (c.memory_limit_bytes = k.limit_bytes) = 1 THEN min(c.container) FILTER (c.memory_limit_bytes = k.limit_bytes) END
    ) AS container
  FROM uids u JOIN once k ON k.src = u.src LEFT JOIN container_list c ON c.pod_key = u.pod_key
  GROUP BY u.src, u.pod_key
),
-- earlier runs of a container that the log or the status names: the same program at the same limit in the same pod
kin AS (
  SELECT o.src, o.pod_key, min(j.container) AS container
  FROM owners o JOIN once k ON k.src = o.src
  JOIN (SELECT * FROM by_id UNION ALL SELECT * FROM by_time) j ON j.pod_key = o.pod_key
  JOIN once n ON n.src = j.src AND n.victim = k.victim AND n.limit_bytes = k.limit_bytes
  GROUP BY 1, 2 HAVING count(DISTINCT j.container) = 1
),
by_pod AS (
  SELECT o.src, o.pod_key, coalesce(o.container, n.container) AS container, NULL::BIGINT AS run_src, NULL::TIMESTAMP AS finished, 3 AS rank
  FROM owners o LEFT JOIN kin n ON n.src = o.src AND n.pod_key = o.pod_key
),
-- a run whose pod's UID and container ID are not printed, when it is the only one reported as killed for memory
-- and the log shows kills of one pod only
candidates AS (
  SELECT r.pod_key, r.container, r.src AS run_src, r.started, r.finished, r.node FROM container_runs r
  WHERE r.reason = 'OOMKilled' AND r.container_id IS NULL AND r.cgroup_uid IS NULL
  QUALIFY count(*) OVER () = 1
),
by_elimination AS (
  SELECT k.src, c.pod_key, c.container, c.run_src, c.finished, 4 AS rank
  FROM once k JOIN candidates c ON k.t_max >= c.started AND k.t_min <= c.finished + INTERVAL 6 SECOND
  WHERE k.victim IS NOT NULL AND (c.node IS NULL OR k.node IS NULL OR short_host(c.node) = short_host(k.node))
    AND (SELECT count(DISTINCT coalesce(pod_uid, task_memcg, '')) FROM once WHERE victim IS NOT NULL) = 1
),
-- a kill that names no cgroup (a global one up to 4.20, in a storm, in an event) of a process that can be a pod's, and the run
-- of that node that ended in its second; at a limit only a run that the runtime reports as killed for memory
near AS (
  SELECT k.src, r.pod_key, r.container, r.src AS run_src, r.finished, abs(epoch(r.finished - k."time")) AS apart
  FROM once k JOIN container_runs r ON r.finished BETWEEN k.t_min - INTERVAL 2 SECOND AND k.t_max + INTERVAL 6 SECOND
  WHERE NOT k.named AND k.victim IS NOT NULL AND r.exit_code = 137
    AND (k.oom_score_adj IS NULL OR k.oom_score_adj BETWEEN 2 AND 1000 OR k.oom_score_adj = -997)
    AND NOT regexp_matches(coalesce(k.task_memcg, ''), '^/(system\.slice|user\.slice|init\.scope)')
    AND coalesce(k.limit_level, 'node') = 'node' AND (r.reason = 'OOMKilled' OR k."constraint" = 'NONE')
    AND (r.node IS NULL OR k.node IS NULL OR short_host(r.node) = short_host(k.node))
    -- a log without a zone may be whole quarters of an hour off
    AND abs(epoch(r.finished - k."time") - round(epoch(r.finished - k."time") / 900) * 900) <= 6
),
by_second AS (
  SELECT src, pod_key, container, run_src, finished, 5 AS rank FROM near
  QUALIFY row_number() OVER (PARTITION BY src ORDER BY apart, run_src, container) = 1 AND (apart <= 6 OR count(*) OVER (PARTITION BY src) = 1)
),
joined AS (
  SELECT * FROM (SELECT * FROM by_id UNION ALL SELECT * FROM running UNION ALL SELECT * FROM by_time UNION ALL SELECT * FROM by_pod
    UNION ALL SELECT * FROM by_elimination UNION ALL SELECT * FROM by_second)
  QUALIFY row_number() OVER (PARTITION BY src ORDER BY rank, finished DESC NULLS LAST, container) = 1
),
events AS (
  SELECT *, CASE
    WHEN "order" = -1 THEN 'by hand'
    WHEN "constraint" IN ('CPUSET', 'MEMORY_POLICY') THEN 'zone'
    WHEN "constraint" = 'NONE' AND coalesce("order", 0) = 0 AND free_bytes > 2 * min_bytes AND free_bytes > 0.1 * total_bytes THEN 'zone'
    WHEN "constraint" = 'NONE' OR limit_level = 'node' THEN 'node'
    -- only a kill line is left: its score tells that the victim was in a pod, not whose limit it was
    WHEN "constraint" = 'MEMCG' AND limit_level IS NULL AND (oom_score_adj BETWEEN 2 AND 1000 OR oom_score_adj = -997) THEN 'a pod'
    WHEN limit_level IS NULL AND victim IS NOT NULL THEN 'unknown'
    ELSE limit_level END AS level
  FROM once
),
last_ends AS (
  SELECT pod_key, container, exit_code, reason FROM container_runs WHERE is_last
),
whole AS (
  SELECT
    k.* EXCLUDE (level, node, named), coalesce(CASE WHEN j.rank <= 3 THEN l.node END, k.node) AS node,
    cite_line(k.src, k.invoked_line) AS invoked_src, cite_line(k.src, k.memcg_line) AS memcg_src,
    cite_line(k.src, k.usage_line) AS usage_src, CASE WHEN NOT coalesce(k.echo, FALSE) THEN cite_line(k.src, k.constraint_line) END AS constraint_src,
    CASE WHEN k."at" IS NOT NULL THEN cite_at(k.src, 'message') ELSE cite_line(k.src, coalesce(k.kill_line, k.src & 4294967295)) END AS kill_src,
    CASE WHEN k."at" IS NULL THEN cite(k.src) ELSE cite_at(k.src, 'message') END AS first_src,
    CASE
      WHEN k.level = 'pod' AND c.containers_of_pod = 1 AND l.memory_limit_bytes IS NULL THEN 'container'
      WHEN k.level = 'pod' AND l.pod_key IS NULL THEN 'pod or container'
      WHEN k.level = 'a pod' AND j.pod_key IS NOT NULL AND c.memory_limit_bytes IS NULL THEN 'unknown'
      ELSE k.level END AS scope,
    CASE j.rank WHEN 1 THEN 'container id' WHEN 2 THEN 'pod uid and time' WHEN 3 THEN 'pod uid' WHEN 4 THEN 'the only candidate' WHEN 5 THEN 'node and time' END AS join_proof,
    k.named, epoch(r.finished - k."time") AS seconds_to_end,
    j.pod_key, l.namespace, l.pod, j.container, l.workload, c.container_type,
    r.exit_code, r.reason, r.finished, r.run_state AS state_of_run,
    CASE WHEN c.looping THEN 'failing' WHEN c.now_state = 'running' AND c.ready THEN 'over'
      WHEN j.pod_key IS NULL AND k."time" < o.collected - INTERVAL 10 MINUTE THEN 'over' ELSE 'unknown' END AS state_of_container,
    c.restart_count, c.memory_limit_bytes AS spec_limit_bytes, c.memory_limit_src AS spec_limit_src, l.memory_limit_bytes AS pod_limit_bytes, c.containers_of_pod,
    coalesce(c.memory_limit_bytes > k.limit_bytes * 1.01, FALSE) AS limit_raised,
    -- the container outlived the kill: only a child of it died
    coalesce((j.rank = 1 AND j.run_src IS NULL) OR (j.rank NOT IN (4, 5) AND r.finished > k.t_max + INTERVAL 5 SECOND), FALSE) AS outlived,
    CASE WHEN r.src IS NOT NULL THEN r.is_last ELSE e.exit_code IS NULL OR e.exit_code = 137 OR e.reason = 'OOMKilled' END AS can_be_last,
    r.reason_src, r.exit_code_src, r.finished_src
  FROM events k
  JOIN clocks o ON o.member = member(k.src)
  LEFT JOIN joined j ON j.src = k.src
  LEFT JOIN pod_list l ON l.pod_key = j.pod_key
  LEFT JOIN container_list c ON c.pod_key = j.pod_key AND c.container IS NOT DISTINCT FROM j.container
  LEFT JOIN container_runs r ON r.src = j.run_src AND r.pod_key = j.pod_key AND r.container IS NOT DISTINCT FROM j.container AND r.finished IS NOT DISTINCT FROM j.finished
  LEFT JOIN last_ends e ON e.pod_key = j.pod_key AND e.container IS NOT DISTINCT FROM j.container
)
SELECT * EXCLUDE (state_of_run, state_of_container, can_be_last),
  CASE WHEN state_of_run IS NULL AND NOT can_be_last THEN 'unknown' ELSE coalesce(state_of_run, state_of_container) END AS run_state,
  can_be_last AND NOT outlived AS of_last_end,
  CASE WHEN pod_key IS NULL OR t_max - t_min < INTERVAL 1 MINUTE THEN "time" WHEN NOT outlived THEN finished END AS seen,
  CASE WHEN join_proof = 'node and time' THEN container END AS beside_container,
  CASE WHEN join_proof = 'node and time' THEN coalesce(namespace || '/', '') || pod END AS beside_pod
FROM whole
