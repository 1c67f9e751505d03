-- clocks: for each member the moment of its collection, the boot of its node, the zone of its local times and how exact they are.
--
-- gives  member BIGINT, collected TIMESTAMP, collected_by VARCHAR, stated BOOLEAN, booted TIMESTAMP, booted_by VARCHAR, zone INTERVAL, zone_by VARCHAR, last_boot BIGINT, early_s DOUBLE, late_s DOUBLE, skew_s DOUBLE, skew_by VARCHAR
-- needs  raw.members, raw.time_marks, raw.container_states, raw.pods, raw.events, raw.kernel_logs, raw.service_logs, raw.log_files, raw.conditions, raw.oom_kills, raw.clock_sync, member_nodes
-- units  zone is what local times are ahead of UTC; early_s and late_s are how far a time of a row of the member can lie before and
--        after what the tables say; skew_s is what the node's clock is ahead of the API server's, at least
-- note   collected: what was stated for the folder of the member's collector (by `date`, a marker, or the user for all), else the newest
--        exact time in it; a folder without a statement takes that of the upload if that is at most a day after its newest time. Never
--        this machine's clock, nor a file's time. booted: btime, `uptime -s` or `who -b`; the collection less the uptime; a kernel log with
--        both clocks; or a kill in the member whose process is also in another log or whose container's end the API tells, where all
--        such pairs agree; else the last of a list of boots. Times since an earlier boot than last_boot of the member are told by `boots`.
--        zone: such pairs that differ by whole quarters of an hour; members of one node share it.
WITH places AS MATERIALIZED (
  SELECT member(m.src) AS member, coalesce(m.root, 'loose files') AS root, m.roles, n.node FROM raw.members m LEFT JOIN member_nodes n ON n.member = member(m.src)
),
newest AS (
  SELECT p.root, max(x.t) AS t FROM (
    SELECT member(src) AS member, greatest(max(started), max(finished)) AS t FROM raw.container_states GROUP BY 1
    UNION ALL SELECT member(src), max(started) FROM raw.pods GROUP BY 1 UNION ALL SELECT member(src), max("last") FROM raw.events GROUP BY 1
    UNION ALL SELECT member(src), max("last") FROM raw.kernel_logs WHERE time_quality = 'exact' GROUP BY 1
    UNION ALL SELECT member(src), max("last") FROM raw.service_logs WHERE time_quality = 'exact' GROUP BY 1
    UNION ALL SELECT member(src), max("last") FROM raw.log_files WHERE time_quality = 'exact' GROUP BY 1
    UNION ALL SELECT member(src), max(heartbeat) FROM raw.conditions GROUP BY 1
  ) x JOIN places p ON p.member = x.member GROUP BY 1
),
marks AS MATERIALIZED (
  SELECT p.root, p.node, m.kind, m."time", m.seconds, m.time_quality,
    list_has_any(string_split(p.roles, ','), ['date', 'timedatectl']) AS by_date, m.kind = 'stated' AS for_all
  FROM raw.time_marks m LEFT JOIN places p ON p.member = member(m.src)
),
stated AS (
  SELECT root, coalesce(max("time") FILTER (time_quality = 'exact'), max("time") FILTER (time_quality IS DISTINCT FROM 'no_year')) AS t, CASE WHEN bool_and(by_date) THEN 'the output of date' ELSE 'what the collector noted' END AS how
  FROM marks WHERE kind = 'collected' AND NOT for_all GROUP BY 1
),
overall AS (
  SELECT max("time") FILTER (for_all) AS told, max("time") FILTER (NOT for_all AND time_quality IS DISTINCT FROM 'no_year') AS said,
    CASE WHEN bool_and(by_date) FILTER (NOT for_all) THEN 'the output of date' ELSE 'what the collector noted' END AS how
  FROM marks WHERE kind IN ('collected', 'stated')
),
roots AS MATERIALIZED (
  SELECT r.root, coalesce(o.told, s.t, CASE WHEN n.t IS NULL OR o.said BETWEEN n.t AND n.t + INTERVAL 1 DAY THEN o.said END, n.t, w.t) AS collected,
    CASE WHEN o.told IS NOT NULL THEN 'what you stated' WHEN s.t IS NOT NULL THEN s.how
      WHEN o.said IS NOT NULL AND (n.t IS NULL OR o.said BETWEEN n.t AND n.t + INTERVAL 1 DAY) THEN o.how WHEN w.t IS NOT NULL THEN 'the newest time in the bundle' END AS collected_by
  FROM (SELECT DISTINCT root FROM places) r CROSS JOIN overall o CROSS JOIN (SELECT max(t) AS t FROM newest) w LEFT JOIN stated s ON s.root = r.root LEFT JOIN newest n ON n.root = r.root
),
boots AS (
  SELECT m.root, m.node, max(m."time") FILTER (m.kind = 'booted') AS marked, max(m.seconds) FILTER (m.kind = 'uptime') AS uptime,
    max(m."time") FILTER (m.kind = 'boot' AND m.time_quality = 'exact') AS listed, max(m."time") FILTER (m.kind = 'boot' AND m.time_quality = 'zone_unknown') AS listed_local
  FROM marks m GROUP BY 1, 2
),
stretches AS MATERIALIZED (
  SELECT member(src) AS member, boot, max("first" - seconds(first_mono_s)) FILTER (time_quality = 'exact') AS booted,
    max(boot) OVER (PARTITION BY member(src)) AS last_boot
  FROM raw.kernel_logs GROUP BY 1, 2
),
logged AS (
  SELECT p.root, p.node, max(s.booted) AS booted FROM stretches s JOIN places p ON p.member = s.member WHERE s.boot IS NOT DISTINCT FROM s.last_boot GROUP BY 1, 2
),
-- one moment seen by two clocks: the last kill in a container and the container's end; one process in two logs
kills AS MATERIALIZED (
  SELECT p.member, k.boot, k.container_id, k.victim_pid, k.victim, k.total_vm_bytes, k.anon_bytes, k.mono_s, k.time_quality AS quality,
    CASE k.time_quality WHEN 'no_year' THEN in_year(k."time", r.collected) ELSE k."time" END AS said
  FROM raw.oom_kills k JOIN places p ON p.member = member(k.src) JOIN roots r ON r.root = p.root
),
twins AS MATERIALIZED (
  SELECT k.member, k.boot, k.quality, k.said, k.mono_s, s.finished AS t FROM kills k JOIN raw.container_states s ON s.container_id = k.container_id
  WHERE s.finished IS NOT NULL
  UNION ALL
  SELECT k.member, k.boot, k.quality, k.said, k.mono_s, e.said FROM kills k
  JOIN kills e ON e.victim_pid = k.victim_pid AND e.victim = k.victim AND e.total_vm_bytes = k.total_vm_bytes AND e.anon_bytes = k.anon_bytes
  WHERE e.quality = 'exact' AND k.quality IS DISTINCT FROM 'exact'
),
inferred AS (
  SELECT member, boot, min(booted) AS booted FROM (
    SELECT member, boot, t - seconds(max(mono_s)) AS booted FROM twins WHERE said IS NULL AND mono_s IS NOT NULL GROUP BY member, boot, t
  ) GROUP BY 1, 2 HAVING epoch(max(booted) - min(booted)) <= 10
),
earlier AS (
  SELECT s.member, max(s.last_boot) AS last_boot, max(i.booted) FILTER (s.boot IS NOT DISTINCT FROM s.last_boot) AS inferred,
    map_from_entries(list((s.boot, coalesce(s.booted, i.booted)) ORDER BY s.boot) FILTER (s.boot < s.last_boot)) AS boots
  FROM stretches s LEFT JOIN inferred i ON i.member = s.member AND i.boot IS NOT DISTINCT FROM s.boot GROUP BY 1
),
offsets AS MATERIALIZED (
  SELECT member, min(to_minutes(CAST(quarters * 15 AS INTEGER))) AS zone FROM (
    SELECT member, epoch(said - t) AS apart, round(epoch(said - t) / 900) AS quarters FROM twins WHERE quality IN ('no_year', 'zone_unknown')
  ) WHERE abs(apart - quarters * 900) <= 5 AND abs(apart) < 51000 GROUP BY 1 HAVING count(DISTINCT quarters) = 1
),
zones AS (
  SELECT p.root, p.node, min(z.zone) AS zone FROM offsets z JOIN places p ON p.member = z.member
  WHERE p.node IS NOT NULL GROUP BY 1, 2 HAVING count(DISTINCT z.zone) = 1
),
-- what timedatectl or chrony says of the node's clock; else the API:
-- a kubelet cannot accept a pod before the API server made it; static pods run before their mirror is made
skews AS (
  SELECT node, CASE WHEN arg_max(ahead, created) < -2 THEN arg_max(ahead, created) WHEN count(*) >= 3 AND min(ahead) >= 30 THEN min(ahead) END AS skew_s
  FROM (SELECT node, created, epoch(started - created) AS ahead FROM raw.pods WHERE started IS NOT NULL AND created IS NOT NULL AND owner_kind IN ('ReplicaSet', 'DaemonSet', 'StatefulSet', 'Job'))
  WHERE node IS NOT NULL GROUP BY 1
),
joined AS (
  SELECT p.member, p.node, r.collected, r.collected_by, r.collected_by <> 'the newest time in the bundle' AS stated,
    b.marked, CASE WHEN stated THEN r.collected - seconds(b.uptime) END AS counted, l.booted AS logged, i.inferred, i.last_boot, i.boots, b.listed, b.listed_local, r.collected - seconds(b.uptime) AS guessed,
    coalesce(z.zone, y.zone) AS zone, CASE WHEN z.zone IS NOT NULL THEN 'an event that another clock shows' WHEN y.zone IS NOT NULL THEN 'another log of the node' END AS zone_by, coalesce(o.offset_s, k.skew_s) AS skew_s, o.offset_s
  FROM places p JOIN roots r ON r.root = p.root
  LEFT JOIN boots b ON b.root = p.root AND b.node IS NOT DISTINCT FROM p.node
  LEFT JOIN logged l ON l.root = p.root AND l.node IS NOT DISTINCT FROM p.node
  LEFT JOIN earlier i ON i.member = p.member
  LEFT JOIN (SELECT n.node, arg_max(s.offset_s, abs(s.offset_s)) AS offset_s FROM raw.clock_sync s JOIN places n ON n.member = member(s.src) WHERE abs(s.offset_s) >= 1 GROUP BY 1) o ON o.node = p.node
  LEFT JOIN offsets z ON z.member = p.member
  LEFT JOIN zones y ON y.root = p.root AND y.node = p.node
  LEFT JOIN skews k ON k.node = p.node
)
SELECT member, collected, collected_by, stated, coalesce(marked, counted, logged, inferred, listed, listed_local - zone, guessed) AS booted,
  CASE WHEN marked IS NOT NULL THEN 'the boot time that the node states' WHEN counted IS NOT NULL THEN 'the uptime at collection' WHEN logged IS NOT NULL THEN 'a log with both clocks'
       WHEN inferred IS NOT NULL THEN 'an event that another clock shows' WHEN coalesce(listed, listed_local - zone) IS NOT NULL THEN 'a list of boots' WHEN guessed IS NOT NULL THEN 'the uptime before the newest time in the bundle' END AS booted_by,
  zone, zone_by, last_boot, boots,
  CASE WHEN coalesce(marked, counted, logged) IS NULL AND inferred IS NOT NULL THEN 5 ELSE 0 END + greatest(coalesce(skew_s, 0), 0) AS early_s,
  greatest(0 - coalesce(skew_s, 0), 0) AS late_s,
  skew_s, CASE WHEN offset_s IS NOT NULL THEN 'the node itself' WHEN skew_s < 0 THEN 'a pod was accepted before it was made' WHEN skew_s > 0 THEN 'no pod was accepted sooner after it was made' END AS skew_by
FROM joined
