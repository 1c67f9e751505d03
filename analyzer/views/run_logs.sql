-- run_logs: each container log with the run that it belongs to, and how that is known.
--
-- gives  member BIGINT, src BIGINT, pod_key VARCHAR, namespace VARCHAR, pod VARCHAR, container VARCHAR, previous BOOLEAN, last_line BIGINT, first TIMESTAMP, last TIMESTAMP, finished TIMESTAMP, node VARCHAR, workload VARCHAR, path VARCHAR, of_run VARCHAR
-- needs  log_files, members, events, pods, pod_keys, pod_list, container_list, container_runs
-- driver log_files
-- note   of_run: `last` the log ends when the last ended run did; `other` it ends at another time, so it proves nothing about that
--        run; `current` it is of the running one; `unplaced` it has no times, and its path says previous; `unknown` else.
--        A log that names nobody is of the only pod that its folder describes; tables of pods count only where nothing else does, and after them
--        the only pod that a controller made which is described there.
WITH paths AS (
  SELECT f.*, m.path, regexp_replace(m.path, '[^/]*$', '') AS folder,
    -- `kubectl logs web-0 > web-0.log`
    CASE WHEN f.pod IS NULL AND f.pod_uid IS NULL THEN regexp_extract(m.path, '([^/]+?)(?:[-_.](?:logs?|current|previous|prev|stdout))*(?:\.(?:log|txt|out))?$', 1) END AS stem FROM log_files f JOIN members m ON member(m.src) = member(f.src)
),
folders AS (
  SELECT folder, min(pod_key) AS pod_key FROM (
    SELECT regexp_replace(m.path, '[^/]*$', '') AS folder, k.pod_key, min(p.form = 'table') OVER (PARTITION BY regexp_replace(m.path, '[^/]*$', '')) AS listed, p.form = 'table' AS row_of_table
    FROM pods p JOIN pod_keys k ON k.src = p.src JOIN members m ON member(m.src) = member(p.src)
  ) WHERE row_of_table = listed GROUP BY 1 HAVING count(DISTINCT pod_key) = 1
),
-- where a controller is described instead, the only pod that it made
made AS (
  SELECT regexp_replace(m.path, '[^/]*$', '') AS folder, min(l.pod_key) AS pod_key
  FROM events e JOIN members m ON member(m.src) = member(e.src)
  JOIN pod_list l ON l.pod = regexp_extract(e.message, '^Created pod: (\S+)', 1) AND NOT l.superseded
  WHERE e.reason = 'SuccessfulCreate' AND e.form = 'describe' GROUP BY 1 HAVING count(DISTINCT l.pod_key) = 1
),
named AS (
  SELECT p.* REPLACE (coalesce(p.container, one.container) AS container), coalesce(u.pod_key, a.pod_key, b.pod_key, called.pod_key, one.pod_key, CASE WHEN p.pod IS NULL THEN coalesce(f.pod_key, o.pod_key) END) AS pod_key
  FROM paths p
  LEFT JOIN pod_list u ON u.cgroup_uid = p.pod_uid AND u.pod = p.pod
  LEFT JOIN pod_list a ON a.pod = p.pod AND a.namespace = p.namespace AND NOT a.superseded
  LEFT JOIN (SELECT pod, min(pod_key) AS pod_key FROM pod_list WHERE pod IS NOT NULL AND NOT superseded GROUP BY pod HAVING count(*) = 1) b ON b.pod = p.pod AND p.namespace IS NULL
  LEFT JOIN (SELECT pod, min(pod_key) AS pod_key FROM pod_list WHERE pod IS NOT NULL AND NOT superseded GROUP BY pod HAVING count(*) = 1) called ON called.pod = p.stem
  LEFT JOIN (SELECT pod || '-' || container AS stem, min(pod_key) AS pod_key, min(container) AS container FROM container_list GROUP BY 1 HAVING count(*) = 1) one ON one.stem = p.stem AND called.pod_key IS NULL
  LEFT JOIN folders f ON f.folder = p.folder
  LEFT JOIN made o ON o.folder = p.folder
),
placed AS (
  SELECT n.*, coalesce(n.container, c.container, t.container) AS of_container
  FROM named n
  LEFT JOIN (SELECT pod_key, min(container) AS container FROM container_list WHERE coalesce(container_type, 'regular') = 'regular' GROUP BY 1 HAVING count(*) = 1) c
    ON c.pod_key = n.pod_key AND n.container IS NULL
  LEFT JOIN (SELECT pod_key, min(container) AS container FROM container_runs WHERE abnormal GROUP BY 1 HAVING count(DISTINCT container) = 1) t
    ON t.pod_key = n.pod_key AND n.container IS NULL
)
SELECT
  member(p.src) AS member, p.src, p.pod_key, coalesce(l.namespace, p.namespace) AS namespace, coalesce(l.pod, p.pod) AS pod, p.of_container AS container,
  p.previous, p.last_line, p."first", p."last", r.finished, l.node, l.workload, p.path,
  CASE
    WHEN p."last" IS NOT NULL AND r.finished IS NOT NULL AND p.time_quality = 'exact' THEN
      CASE WHEN p."last" BETWEEN r.started - INTERVAL 2 SECOND AND r.finished + INTERVAL 2 SECOND
             AND (p.previous OR p."last" >= r.finished - INTERVAL 30 SECOND OR c.now_state <> 'running') THEN 'last'
           WHEN p."last" > r.finished + INTERVAL 2 SECOND THEN 'current'
           ELSE 'other' END
    -- without a zone the stamps may be whole quarters of an hour off: a short run can still be told from its neighbours
    WHEN p."last" IS NOT NULL AND p.previous AND p.time_quality = 'zone_unknown' AND epoch(r.finished - r.started) BETWEEN 0 AND 800
      AND (epoch(p."last") - epoch(r.started) + 2) % 900 + CASE WHEN epoch(p."last") - epoch(r.started) + 2 < 0 THEN 900 ELSE 0 END > epoch(r.finished - r.started) + 4
      THEN 'other'
    WHEN p.previous THEN 'unplaced'
    WHEN r.finished IS NOT NULL AND (c.now_state <> 'running' OR c.looping) THEN 'unplaced'
    WHEN c.now_state = 'running' THEN 'current'
    ELSE 'unknown' END AS of_run
FROM placed p
LEFT JOIN pod_list l ON l.pod_key = p.pod_key
LEFT JOIN container_runs r ON r.pod_key = p.pod_key AND r.container IS NOT DISTINCT FROM p.of_container AND r.is_last
LEFT JOIN container_list c ON c.pod_key = p.pod_key AND c.container IS NOT DISTINCT FROM p.of_container
