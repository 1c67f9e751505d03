-- coverage: from when to when each origin was seen on each node, and what is missing in between.
--
-- gives  origin VARCHAR, node VARCHAR, seen_from TIMESTAMP, seen_to TIMESTAMP, complete BOOLEAN, gaps VARCHAR, src BIGINT
-- needs  kernel_logs, service_logs, events, cgroup_values, log_files, objects, pods, clocks, oom_kills, node_values
-- note   a kernel log is complete only if nothing in it was suppressed, it is no excerpt, its times are known, and the
--        oom_kill counter of /proc/vmstat does not count more kills than it shows.
WITH kills AS (
  SELECT node, sum(coalesce(kill_lines, killed, 1)) AS shown FROM oom_kills GROUP BY node
),
counted AS (
  SELECT node, max(value) AS counted FROM node_values WHERE file = 'vmstat' AND key = 'oom_kill' GROUP BY node
),
kernel AS (
  SELECT 'kernel' AS origin, l.node, l."first" AS seen_from, 
    -- the ring buffer and the journal were printed when the bundle was collected, however long the kernel had been silent
    CASE WHEN starts_with(l.form, 'dmesg') OR starts_with(l.form, 'journal') OR l.form = 'kmsg'
         THEN greatest(l."last", CASE WHEN k.collected_by = 'the output of date' THEN k.collected END) ELSE l."last" END AS seen_to, l.src,
    concat_ws('; ',
      CASE WHEN l.suppressed > 0 THEN 'lines were suppressed or dropped' END,
      CASE WHEN l.excerpt THEN 'it is an excerpt' END,
      CASE WHEN l."first" IS NULL THEN 'its times cannot be told' WHEN l.time_quality IN ('no_year', 'zone_unknown') AND k.zone IS NULL THEN 'its time zone is not known' END,
      CASE WHEN coalesce(c.counted, 0) > coalesce(s.shown, 0) THEN 'vmstat counts ' || c.counted || ' memory kills, the log shows ' || coalesce(s.shown, 0) END) AS gaps
  FROM kernel_logs l
  LEFT JOIN clocks k ON k.member = member(l.src)
  LEFT JOIN kills s ON s.node IS NOT DISTINCT FROM l.node
  LEFT JOIN counted c ON c.node IS NOT DISTINCT FROM l.node
),
kubelet AS (
  SELECT 'kubelet' AS origin, l.node, l."first" AS seen_from, l."last" AS seen_to, l.src,
    concat_ws('; ', CASE WHEN l.suppressed > 0 THEN 'lines were suppressed' END, CASE WHEN l.excerpt THEN 'it is an excerpt' END) AS gaps
  FROM service_logs l WHERE l.unit = 'kubelet'
),
listed AS (
  SELECT 'events' AS origin, NULL AS node, min(t_min) AS seen_from, max(k.collected) AS seen_to, min(e.src) AS src, '' AS gaps
  FROM events e LEFT JOIN clocks k ON k.member = member(e.src) HAVING count(*) > 0
),
files AS (
  SELECT 'cgroup' AS origin, v.node, max(k.collected) AS seen_from, max(k.collected) AS seen_to, min(v.src) AS src, 'only the moment of collection' AS gaps
  FROM cgroup_values v LEFT JOIN clocks k ON k.member = member(v.src) GROUP BY v.node
),
logs AS (
  SELECT 'logs' AS origin, NULL AS node, min("first") AS seen_from, max("last") AS seen_to, min(src) AS src, '' AS gaps
  FROM log_files HAVING count(*) > 0
),
api AS (
  SELECT 'objects' AS origin, NULL AS node, max(k.collected) AS seen_from, max(k.collected) AS seen_to, min(o.src) AS src, '' AS gaps
  FROM (SELECT src FROM objects UNION ALL SELECT src FROM pods) o LEFT JOIN clocks k ON k.member = member(o.src) HAVING count(*) > 0
)
SELECT origin, node, seen_from, seen_to, gaps = '' AS complete, gaps, src
FROM (SELECT * FROM kernel UNION ALL SELECT * FROM kubelet UNION ALL SELECT * FROM listed UNION ALL SELECT * FROM files UNION ALL SELECT * FROM logs UNION ALL SELECT * FROM api)
