-- run_coverage: for each run that ended badly, what the bundle can say about its end; a gap is the reason why it cannot.
--
-- gives  subject VARCHAR, pod_key VARCHAR, namespace VARCHAR, pod VARCHAR, container VARCHAR, node VARCHAR, kernel_gap VARCHAR, kubelet_gap VARCHAR, events_gap VARCHAR, cgroup_gap VARCHAR, logs_gap VARCHAR, objects_gap VARCHAR
-- needs  container_runs, coverage, run_logs, oom_runs
-- driver container_runs
-- note   "no OOM" may be said only where a complete kernel log of the same node begins before the run and ends 5 s after its end.
WITH runs AS (
  SELECT * FROM container_runs WHERE abnormal AND is_last
),
kernel AS (
  SELECT r.src, r.pod_key, r.container,
    bool_or(c.complete AND c.seen_from <= r.started AND c.seen_to >= r.finished + INTERVAL 5 SECOND) AS covered,
    count(c.origin) AS logs, min(nullif(c.gaps, '')) AS gaps,
    bool_or(c.seen_from > r.finished) AS starts_after, bool_or(c.seen_to < r.finished + INTERVAL 5 SECOND) AS ends_before, min(c.seen_from) AS seen_from
  FROM runs r LEFT JOIN coverage c ON c.origin = 'kernel' AND c.node = r.node
  GROUP BY 1, 2, 3
),
unnamed AS (
  SELECT DISTINCT r.src, r.pod_key, r.container FROM runs r JOIN oom_runs o ON o.node = r.node
  WHERE NOT o.named AND o.pod_key IS NULL AND o.victim IS NOT NULL
    AND o.t_max >= r.finished - INTERVAL 6 SECOND AND o.t_min <= r.finished + INTERVAL 6 SECOND
),
kubelet AS (
  SELECT r.src, r.pod_key, r.container, bool_or(c.complete AND c.seen_from <= r.finished AND c.seen_to >= r.finished) AS covered, count(c.origin) AS logs
  FROM runs r LEFT JOIN coverage c ON c.origin = 'kubelet' AND c.node = r.node
  GROUP BY 1, 2, 3
),
told AS (
  SELECT r.src, r.pod_key, r.container, count(c.origin) AS n, min(c.seen_from) AS seen_from, bool_or(c.seen_from <= r.finished AND c.seen_to >= r.finished) AS covered
  FROM runs r LEFT JOIN coverage c ON c.origin = 'events' GROUP BY 1, 2, 3
),
cgroups AS (SELECT node, count(*) AS n FROM coverage WHERE origin = 'cgroup' GROUP BY node),
logs AS (SELECT pod_key, container, count(*) AS n FROM run_logs WHERE of_run IN ('last', 'unplaced') GROUP BY 1, 2)
SELECT
  coalesce(r.namespace || '/', '') || coalesce(r.pod, 'a pod without a name') || coalesce(' (' || r.container || ')', '') AS subject,
  r.pod_key, r.namespace, r.pod, r.container, r.node,
  CASE WHEN r.sandboxed THEN 'the guest kernel speaks, not the host''s'
       WHEN x.src IS NOT NULL THEN 'the kernel log of ' || r.node || ' shows a kill at that moment and does not name its container'
       WHEN k.covered THEN NULL
       WHEN k.logs = 0 THEN 'no kernel log of ' || coalesce('node ' || r.node, 'the node')
       WHEN k.gaps IS NOT NULL THEN 'the kernel log of ' || r.node || ' proves no absence: ' || k.gaps
       WHEN k.starts_after THEN 'the kernel log of ' || r.node || ' begins after the end of the run'
       WHEN k.ends_before THEN 'the kernel log of ' || r.node || ' ends before the end of the run'
       ELSE 'the kernel log of ' || r.node || ' does not cover the whole run' END AS kernel_gap,
  CASE WHEN u.covered THEN NULL WHEN u.logs = 0 THEN 'no kubelet log of ' || coalesce('node ' || r.node, 'the node')
       ELSE 'the kubelet log does not cover the end of the run' END AS kubelet_gap,
  CASE WHEN coalesce(u.covered, FALSE) THEN NULL
       WHEN e.n = 0 THEN 'no events' WHEN r.finished IS NULL THEN 'the end of the run is not known'
       WHEN e.seen_from IS NULL THEN 'the times of the events are not known'
       WHEN e.seen_from > r.finished THEN 'the events begin after the end of the run'
       WHEN NOT coalesce(e.covered, FALSE) THEN 'the events do not cover the end of the run' END AS events_gap,
  CASE WHEN coalesce(g.n, 0) = 0 THEN 'no cgroup files of ' || coalesce('node ' || r.node, 'the node') END AS cgroup_gap,
  CASE WHEN coalesce(l.n, 0) = 0 THEN 'no log of the run that ended' END AS logs_gap,
  NULL::VARCHAR AS objects_gap
FROM runs r
JOIN kernel k ON k.src = r.src AND k.pod_key = r.pod_key AND k.container IS NOT DISTINCT FROM r.container
JOIN kubelet u ON u.src = r.src AND u.pod_key = r.pod_key AND u.container IS NOT DISTINCT FROM r.container
LEFT JOIN unnamed x ON x.src = r.src AND x.pod_key = r.pod_key AND x.container IS NOT DISTINCT FROM r.container
JOIN told e ON e.src = r.src AND e.pod_key = r.pod_key AND e.container IS NOT DISTINCT FROM r.container
LEFT JOIN cgroups g ON g.node = r.node
LEFT JOIN logs l ON l.pod_key = r.pod_key AND l.container IS NOT DISTINCT FROM r.container
