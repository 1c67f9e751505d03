-- coverage: from when to when each origin was seen on each node, and what is missing in between.
--
-- gives  origin VARCHAR, node VARCHAR, boot_id VARCHAR, seen_from TIMESTAMP, seen_to TIMESTAMP, complete BOOLEAN, gaps VARCHAR, missing VARCHAR, src BIGINT
-- needs  kernel_logs, service_logs, events, cgroup_values, log_files, objects, pods, members, clocks, oom_kills, node_values, problems
-- note   origin: kernel, kubelet, runtime, events, cgroup, logs or objects. One row for each stretch that was seen without a hole: a boot
--        of a kernel log, rotated files that follow each other, a moment of collection. gaps: why nothing can be said of what is not
--        in it; missing: what was not collected before it. A kernel log is complete only if nothing in it was suppressed, it is no
--        excerpt, its times are known, and the oom_kill counter of /proc/vmstat does not count more kills than it shows. What prints
--        the ring buffer or the journal of the running boot covers it up to the collection, however long the kernel was silent.
WITH kills AS (
  SELECT node, sum(coalesce(kill_lines, killed, 1)) AS shown FROM oom_kills GROUP BY node
),
counted AS (
  SELECT node, max(value) AS counted FROM node_values WHERE file = 'vmstat' AND key = 'oom_kill' GROUP BY node
),
-- what was lost of a member may have held anything
lost AS (
  SELECT DISTINCT path FROM problems
  WHERE reason IN ('BAD_ARCHIVE', 'BAD_CHECKSUM', 'LIMIT_MEMBER', 'LIMIT_RATIO', 'LIMIT_TOTAL', 'LIMIT_INPUT', 'PARSER_CRASH', 'TIMEOUT', 'TRUNCATED', 'UNREADABLE')
),
kernel AS (
  SELECT 'kernel' AS origin, l.node, l.boot_id, l."first", l."last", l.src,
    CASE WHEN (starts_with(l.form, 'dmesg') OR starts_with(l.form, 'journal') OR l.form = 'kmsg') AND k.stated
           AND NOT coalesce(l."last" < max(l."last") OVER (PARTITION BY member(l.src)), FALSE)
           AND NOT regexp_matches(m.path, '(?i)(?:^|/)(?:vmcore-)?dmesg[.](?:boot|old|txt[.]|[0-9])|vmcore-dmesg|var/log/dmesg')
         THEN greatest(l."last", k.collected) ELSE l."last" END AS until,
    concat_ws('; ',
      CASE WHEN l.suppressed > 0 THEN 'lines were suppressed or dropped' END,
      CASE WHEN l.excerpt THEN 'it is an excerpt' END,
      CASE WHEN p.path IS NOT NULL THEN 'not all of it was read' END,
      CASE WHEN l."first" IS NULL THEN 'its times cannot be told' WHEN l.time_quality IN ('no_year', 'zone_unknown') AND k.zone IS NULL THEN 'its time zone is not known' END,
      CASE WHEN coalesce(c.counted, 0) > coalesce(s.shown, 0) THEN 'vmstat counts ' || c.counted || ' memory kills, the log shows ' || coalesce(s.shown, 0) END) AS gaps,
    m.path
  FROM kernel_logs l
  JOIN members m ON member(m.src) = member(l.src)
  JOIN clocks k ON k.member = member(l.src)
  LEFT JOIN kills s ON s.node IS NOT DISTINCT FROM l.node
  LEFT JOIN counted c ON c.node IS NOT DISTINCT FROM l.node
  LEFT JOIN lost p ON p.path = m.path
),
service AS (
  SELECT CASE WHEN l.unit = 'kubelet' THEN 'kubelet' ELSE 'runtime' END AS origin, l.node, NULL::VARCHAR AS boot_id, l."first", l."last", l.src, l."last" AS until,
    concat_ws('; ', CASE WHEN l.suppressed > 0 THEN 'lines were suppressed' END, CASE WHEN l.excerpt THEN 'it is an excerpt' END,
      CASE WHEN p.path IS NOT NULL THEN 'not all of it was read' END,
      CASE WHEN l."first" IS NULL THEN 'its times cannot be told' END) AS gaps,
    m.path || ' ' || l.unit AS path
  FROM service_logs l JOIN members m ON member(m.src) = member(l.src) LEFT JOIN lost p ON p.path = m.path
  WHERE l.unit IN ('kubelet', 'containerd', 'crio', 'cri-o', 'dockerd', 'docker')
),
-- rotated files: x.log.2, x.log.1 and x.log follow each other; x.log-20260519 is told by its times
files AS (
  SELECT *, regexp_replace(path, '(?:[.-][0-9]{1,3}|[.-][0-9]{8}(?:-[0-9]+)?)?(?:[.](?:gz|xz|bz2|zst))?( [a-z-]+)?$', '') || coalesce(regexp_extract(path, '( [a-z-]+)$', 1), '') AS series,
    CASE WHEN regexp_matches(path, '[.-][0-9]{8}(?:-[0-9]+)?(?:[.](?:gz|xz|bz2|zst))?( [a-z-]+)?$') THEN NULL
         ELSE coalesce(try_cast(nullif(regexp_extract(path, '[.-]([0-9]{1,3})(?:[.](?:gz|xz|bz2|zst))?( [a-z-]+)?$', 1), '') AS INTEGER), 0) END AS number
  FROM (SELECT * FROM kernel UNION ALL SELECT * FROM service)
),
lined AS (
  SELECT *, lag(number) OVER w AS number_before, lag("last") OVER w AS last_before, lag(src) OVER w AS src_before
  FROM files WINDOW w AS (PARTITION BY origin, node, series ORDER BY number DESC NULLS FIRST, "first", src)
),
joints AS (
  SELECT *, src_before IS NOT NULL AND member(src_before) <> member(src) AND "first" >= last_before - INTERVAL 1 MINUTE
      AND CASE WHEN number_before IS NOT NULL AND number IS NOT NULL THEN number_before = number + 1 ELSE "first" <= last_before + INTERVAL 1 HOUR END AS follows
  FROM lined
),
numbered AS (
  SELECT *, count(*) FILTER (NOT coalesce(follows, FALSE)) OVER (PARTITION BY origin, node, series ORDER BY number DESC NULLS FIRST, "first", src) AS stretch FROM joints
),
logs_of_nodes AS (
  SELECT origin, node, max(boot_id) AS boot_id, min("first") AS seen_from, max(until) AS seen_to,
    array_to_string(list_sort(list_distinct(list(gaps) FILTER (gaps <> ''))), '; ') AS gaps,
    max(CASE WHEN src_before IS NULL OR follows OR member(src_before) = member(src) THEN NULL
      WHEN number_before > number + 1 THEN (number_before - number - 1) || ' rotated files before it were not collected'
      WHEN "first" > last_before THEN 'nothing was collected from ' || strftime(last_before, '%Y-%m-%d %H:%M') || ' to ' || strftime("first", '%Y-%m-%d %H:%M') END) AS missing,
    min(src) AS src
  FROM numbered GROUP BY origin, node, series, stretch
),
moments AS (
  SELECT 'events' AS origin, NULL AS node, min(e.t_min) AS seen_from, max(k.collected) AS seen_to, '' AS gaps, min(e.src) AS src
  FROM events e LEFT JOIN clocks k ON k.member = member(e.src) GROUP BY k.collected
  UNION ALL
  SELECT 'cgroup', v.node, k.collected, k.collected, 'only the moment of collection', min(v.src)
  FROM cgroup_values v LEFT JOIN clocks k ON k.member = member(v.src) GROUP BY v.node, k.collected
  UNION ALL
  SELECT 'logs', NULL, min("first"), max("last"), '', min(src) FROM log_files HAVING count(*) > 0
  UNION ALL
  SELECT 'objects', NULL, k.collected, k.collected, '', min(o.src)
  FROM (SELECT src FROM objects UNION ALL SELECT src FROM pods) o LEFT JOIN clocks k ON k.member = member(o.src) GROUP BY k.collected
)
SELECT origin, node, boot_id, seen_from, seen_to, coalesce(gaps, '') = '' AS complete, coalesce(gaps, '') AS gaps, missing, src
FROM (SELECT * FROM logs_of_nodes UNION ALL BY NAME SELECT * FROM moments)
