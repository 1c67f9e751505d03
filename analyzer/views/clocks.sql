-- clocks: for each member the bundle's collection time, its node's boot time and the zone of its local times.
--
-- gives  member BIGINT, collected TIMESTAMP, collected_by VARCHAR, booted TIMESTAMP, zone INTERVAL
-- needs  raw.members, raw.time_marks, raw.container_states, raw.pods, raw.events, raw.kernel_logs, raw.service_logs, raw.log_files, raw.conditions, raw.oom_kills, member_nodes
-- units  zone is what local times are ahead of UTC
-- note   the collection time is the latest `date` output, else the newest exact time of the bundle; never this machine's clock.
--        A zone is known where a kill and the end of its container, joined by container ID, differ by whole quarters of an hour.
WITH newest AS (
  SELECT max(t) AS t FROM (
    SELECT max(started) AS t FROM raw.container_states UNION ALL SELECT max(finished) FROM raw.container_states
    UNION ALL SELECT max(started) FROM raw.pods UNION ALL SELECT max("last") FROM raw.events
    UNION ALL SELECT max("last") FROM raw.kernel_logs WHERE time_quality = 'exact'
    UNION ALL SELECT max("last") FROM raw.service_logs WHERE time_quality = 'exact'
    UNION ALL SELECT max("last") FROM raw.log_files WHERE time_quality = 'exact'
    UNION ALL SELECT max(heartbeat) FROM raw.conditions
  )
),
stated AS (SELECT max("time") AS t FROM raw.time_marks WHERE kind = 'collected'),
collected AS (
  SELECT coalesce(s.t, n.t) AS t, CASE WHEN s.t IS NOT NULL THEN 'the output of date' WHEN n.t IS NOT NULL THEN 'the newest time in the bundle' END AS how
  FROM stated s, newest n
),
marks AS (
  SELECT n.node, max(m."time") FILTER (m.kind = 'booted') AS booted, max(m.seconds) FILTER (m.kind = 'uptime') AS uptime
  FROM raw.time_marks m JOIN member_nodes n ON n.member = member(m.src) GROUP BY 1
),
zones AS (
  SELECT member(k.src) AS member, min(to_minutes(CAST(round(epoch(k."time" - s.finished) / 900) * 15 AS INTEGER))) AS zone
  FROM (
    SELECT k.src, CASE WHEN k.time_quality = 'no_year' THEN k."time" + to_years(CAST(year(c.t) - 1972 AS INTEGER)) ELSE k."time" END AS "time", k.container_id
    FROM raw.oom_kills k, collected c WHERE k.time_quality IN ('no_year', 'zone_unknown')
  ) k
  JOIN raw.container_states s ON s.container_id = k.container_id AND s.container_id IS NOT NULL
  WHERE abs(epoch(k."time" - s.finished) - round(epoch(k."time" - s.finished) / 900) * 900) <= 5
    AND abs(epoch(k."time" - s.finished)) < 51000
  GROUP BY 1 HAVING count(DISTINCT round(epoch(k."time" - s.finished) / 900)) = 1
)
SELECT
  member(m.src) AS member, c.t AS collected, c.how AS collected_by,
  coalesce(k.booted, c.t - to_microseconds(CAST(k.uptime * 1000000 AS BIGINT))) AS booted,
  z.zone AS zone
FROM raw.members m
CROSS JOIN collected c
LEFT JOIN member_nodes n ON n.member = member(m.src)
LEFT JOIN marks k ON k.node IS NOT DISTINCT FROM n.node
LEFT JOIN zones z ON z.member = member(m.src)
