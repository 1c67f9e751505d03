-- log_lines: kept lines of container logs, and lines of termination messages, with the container and the run that they belong to.
--
-- gives  src BIGINT, text VARCHAR, from_end BIGINT, asked BOOLEAN, of_run VARCHAR, pod_key VARCHAR, namespace VARCHAR, pod VARCHAR, container VARCHAR, node VARCHAR, workload VARCHAR, path VARCHAR, time TIMESTAMP, previous BOOLEAN, time_quality VARCHAR, text_src VARCHAR, said VARCHAR, exit_code BIGINT, reason VARCHAR, started TIMESTAMP, finished TIMESTAMP, looping BOOLEAN, now_state VARCHAR, ready BOOLEAN, restart_count BIGINT, run_state VARCHAR, ended BOOLEAN, says_end BOOLEAN, end_known BOOLEAN, probe_killed BOOLEAN, stopped BOOLEAN, container_type VARCHAR, exit_code_src VARCHAR, reason_src VARCHAR, now_src VARCHAR, still_says BOOLEAN, last_words BOOLEAN, at_end BOOLEAN, said_state VARCHAR, own_end BOOLEAN, passed BOOLEAN
-- needs  log_hits, run_logs, run_ends, container_list, pod_list
-- driver log_hits, run_ends
-- note   ended: the run that the line may belong to has ended by itself: no signal, no kill for memory. Only the end of a log can
--        say why a process ended, so `from_end` counts the lines after it. says_end: the line may say why the run ended: its log
--        is of that run or of no known one, nobody else is known to have ended it, and it was written in the last minute of it.
--        still_says: the log ends with this line, and at least three of its last lines say the same apart from numbers.
--        last_words: one of both. at_end: one of both, or one of the last three lines of a log that is of no other run. A record in which a
--        log shipper quotes another pod is no word of its own, and left out. said_state: failing while it still says so, else the state of the run. said: the line without blanks around it, cut to 200 characters.
--        own_end, passed: of its run, as in run_ends.
WITH lines AS (
  SELECT
    member(h.src) AS member, h.src, h."text", h.from_end, h.asked, f.of_run, f.pod_key, f.namespace, f.pod, f.container, f.node, f.workload, f.path, h."time", f.previous,
    h.time_quality, cite_at(h.src, '=' || left(h."text", 80)) AS text_src
  FROM log_hits h
  JOIN run_logs f ON f.member = member(h.src)
  WHERE NOT coalesce(contains(h."text", 'kubernetes')
    AND nullif(regexp_extract(h."text", '"kubernetes\\*" *: *\{.*pod(?:_name|\\*" *: *\{.*name)\\*" *: *\\*"([^"\\]+)', 1), '') <> f.pod, FALSE)
  UNION ALL
  SELECT
    NULL, src, "text", from_end, TRUE, 'last', pod_key, namespace, pod, container, node, workload, NULL, NULL, NULL, 'none', message_src
  FROM (
    SELECT e.*, unnest(lines) AS "text", len(lines) - generate_subscripts(lines, 1) AS from_end
    FROM (SELECT *, list_filter(string_split(message, chr(10)), lambda x: trim(x) <> '') AS lines FROM run_ends WHERE message IS NOT NULL) e
  )
),
shapes AS (
  SELECT member, from_end, left(regexp_replace("text", '[0-9a-fx]*[0-9][0-9a-fx]*', '#', 'g'), 80) AS shape FROM lines WHERE member IS NOT NULL AND from_end < 25
),
repeated AS (
  SELECT member, shape FROM shapes GROUP BY 1, 2 HAVING count(*) >= 3 AND min(from_end) <= 1
),
judged AS (
  SELECT
    h.* EXCLUDE (member), left(trim(h."text"), 200) AS said,
    r.exit_code, r.reason, r.started, r.finished, coalesce(c.looping, p.status_text LIKE '%CrashLoopBackOff') AS looping, c.now_state, c.ready, c.restart_count,
    coalesce(r.run_state, CASE WHEN c.now_state = 'running' AND c.ready THEN 'over' WHEN p.status_text LIKE '%CrashLoopBackOff' THEN 'failing' ELSE 'unknown' END) AS run_state,
    r.exit_code IS NOT NULL AND r.exit_code NOT IN (137, 143) AND r.reason NOT IN ('OOMKilled', 'StartError', 'ContainerCannotRun', 'ContainerStatusUnknown', 'Unknown') AS ended,
    CASE
      WHEN h.of_run IN ('other', 'current') THEN FALSE
      WHEN h.time_quality = 'exact' AND h."time" < r.finished - INTERVAL 60 SECOND THEN FALSE
      WHEN r.exit_code IS NOT NULL THEN r.own_end AND NOT coalesce(r.recovered, FALSE) AND r.exit_code NOT IN (137, 143)
        AND coalesce(r.reason, 'Error') NOT IN ('StartError', 'ContainerCannotRun', 'ContainerStatusUnknown', 'Unknown')
      WHEN c.now_state = 'running' OR (c.now_state IS NULL AND p.phase = 'Running' AND coalesce(p.status_text, 'Running') = 'Running') THEN FALSE
      ELSE TRUE END AS says_end,
    r.exit_code IS NOT NULL AS end_known, r.probe_killed, r.stopped, r.container_type,
    r.exit_code_src, r.reason_src, c.now_src,
    k.shape IS NOT NULL AND h.of_run <> 'other' AS still_says, r.own_end, r.passed
  FROM lines h
  LEFT JOIN shapes s ON s.member = h.member AND s.from_end = h.from_end
  LEFT JOIN repeated k ON k.member = s.member AND k.shape = s.shape
  LEFT JOIN run_ends r ON r.pod_key = h.pod_key AND r.container IS NOT DISTINCT FROM h.container
  LEFT JOIN container_list c ON c.pod_key = h.pod_key AND c.container IS NOT DISTINCT FROM h.container
  LEFT JOIN pod_list p ON p.pod_key = h.pod_key
)
SELECT * EXCLUDE (own_end, passed), says_end OR still_says AS last_words, says_end OR still_says OR (from_end <= 2 AND of_run <> 'other') AS at_end, CASE WHEN still_says THEN 'failing' ELSE run_state END AS said_state, own_end, passed FROM judged
