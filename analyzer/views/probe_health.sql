-- probe_health: each probe that the kubelet reported about, with how often it failed, what came back, and what came of it.
--
-- gives  src BIGINT, pod_key VARCHAR, namespace VARCHAR, pod VARCHAR, container VARCHAR, node VARCHAR, workload VARCHAR, owner_kind VARCHAR, probe VARCHAR, answer VARCHAR, http_status BIGINT, output VARCHAR, failures BIGINT, all_failures BIGINT, errors BIGINT, kills BIGINT, first_seen TIMESTAMP, last_seen TIMESTAMP, killed_at TIMESTAMP, handler VARCHAR, target VARCHAR, port VARCHAR, initial_delay_s DOUBLE, period_s DOUBLE, timeout_s DOUBLE, failure_threshold BIGINT, grace_s DOUBLE, ran_s DOUBLE, exit_code BIGINT, reason VARCHAR, finished TIMESTAMP, run_state VARCHAR, restart_count BIGINT, ready BOOLEAN, looping BOOLEAN, now_state VARCHAR, now_started TIMESTAMP, message_src VARCHAR, kill_src VARCHAR, probe_src VARCHAR, exit_code_src VARCHAR, ready_src VARCHAR, error_src VARCHAR, error_output VARCHAR, error_answer VARCHAR, first_said_src VARCHAR, last_said_src VARCHAR, collected TIMESTAMP, budget_min_s DOUBLE, budget_max_s DOUBLE, verdict VARCHAR, state_now VARCHAR, never_passed BOOLEAN, declared_at_start BOOLEAN
-- needs  probe_reports, container_list, container_runs, pod_list, pods, probes, pod_keys, clocks
-- driver probe_reports
-- units  seconds; failures of `answer` and all failures are lower bounds
-- note   answer: what came back most often. verdict: `killed` the kubelet says that it killed the container for this probe;
--        `earlier` the same, but the last run ended later and by itself;
--        `restarts` nothing says so, but the last run ended as such a kill ends, with enough failures right before it; `failing`
--        the container runs, is not ready and was restarted before (readiness: is not ready), or nothing tells its state and the
--        failures go on; `starting` liveness or startup failing in a first run; `noise` else: the container is ready, its pod is
--        gone or being deleted, or it failed too seldom.
--        budget: a probe that never passed leads to a kill this long after the start of the run; the end of the run lies up to the
--        grace period later. never_passed: the last run lived that long. Missing settings are the API's defaults.
WITH per_member AS (
  SELECT min(src) AS src, pod_key, container, probe, outcome, answer, member(src) AS member, sum(coalesce("count", 1)) AS n,
    min("first") AS first_seen, max("last") AS last_seen, max(t_max) AS t_max, min(last_age_s) AS last_age_s, max(first_age_s) AS first_age_s,
    arg_max(message_src, (coalesce("count", 1), -src)) AS message_src, arg_max(output, (coalesce("count", 1), -src)) AS output,
    max(http_status) AS http_status, arg_min(asked_port, src) AS asked_port
  FROM probe_reports GROUP BY pod_key, container, probe, outcome, answer, member(src)
),
per_answer AS (
  SELECT min(src) AS src, pod_key, container, probe, outcome, answer, max(n) AS n, min(first_seen) AS first_seen, max(last_seen) AS last_seen, max(t_max) AS t_max,
    min(last_age_s) AS last_age_s, max(first_age_s) AS first_age_s,
    arg_max(message_src, (n, -member)) AS message_src, arg_max(output, (n, -member)) AS output,
    max(http_status) AS http_status, arg_min(asked_port, member) AS asked_port
  FROM per_member GROUP BY pod_key, container, probe, outcome, answer
),
main AS (
  SELECT * FROM per_answer WHERE outcome = 'failed'
  QUALIFY row_number() OVER (PARTITION BY pod_key, container, probe ORDER BY n DESC, last_seen DESC NULLS LAST, last_age_s NULLS LAST, answer) = 1
),
totals AS (
  SELECT min(src) AS src, pod_key, container, probe,
    sum(n) FILTER (outcome = 'failed') AS all_failures, sum(n) FILTER (outcome = 'errored') AS errors, sum(n) FILTER (outcome = 'killed') AS kills,
    min(first_seen) AS first_seen, max(last_seen) AS last_seen,
    max(last_seen) FILTER (outcome = 'failed') AS failed_at, max(t_max) FILTER (outcome = 'killed') AS killed_at,
    max(first_age_s) FILTER (outcome = 'failed') - min(last_age_s) FILTER (outcome = 'failed') AS aged_s,
    epoch(max(last_seen) FILTER (outcome = 'failed') - min(first_seen) FILTER (outcome = 'failed')) AS lasted_s,
    min(message_src) FILTER (outcome = 'killed') AS kill_src,
    arg_min(message_src, coalesce(epoch(first_seen), -first_age_s)) FILTER (outcome = 'failed') AS first_said_src,
    arg_max(message_src, coalesce(epoch(last_seen), -last_age_s)) FILTER (outcome = 'failed') AS last_said_src,
    min(message_src) FILTER (outcome = 'errored') AS error_src, min(nullif(output, '')) FILTER (outcome = 'errored') AS error_output,
    min(answer) FILTER (outcome = 'errored') AS error_answer
  FROM per_answer GROUP BY pod_key, container, probe
),
settings AS (
  SELECT pod_key, container, probe, min(namespace) AS namespace, min(pod) AS pod, min(node) AS node, min(workload) AS workload,
    min(handler) AS handler, min(target) AS target, min(port) AS port, bool_or(declared) AS declared,
    min(initial_delay_s) AS initial_delay_s, min(period_s) AS period_s, min(timeout_s) AS timeout_s, min(failure_threshold) AS failure_threshold,
    min(probe_grace_s) AS grace_s, min(probe_src) AS probe_src
  FROM probe_reports GROUP BY 1, 2, 3
),
startup AS (
  SELECT DISTINCT k.pod_key, p.container FROM probes p JOIN pod_keys k ON k.src = p.src WHERE p.kind = 'startup'
),
collected AS (SELECT max(collected) AS t FROM clocks),
listed AS (
  SELECT DISTINCT namespace FROM pods WHERE form IN ('yaml', 'json') AND namespace IS NOT NULL
),
joined AS (
  SELECT
    t.src, t.pod_key, s.namespace, s.pod, t.container, s.node, s.workload, l.owner_kind, t.probe,
    m.answer, m.http_status, nullif(m.output, '') AS output, CAST(m.n AS BIGINT) AS failures, CAST(coalesce(t.all_failures, 0) AS BIGINT) AS all_failures, CAST(t.errors AS BIGINT) AS errors, CAST(t.kills AS BIGINT) AS kills,
    t.first_seen, t.last_seen, t.failed_at, t.killed_at, coalesce(t.lasted_s, t.aged_s, 0) AS lasted_s,
    s.handler, s.target, coalesce(m.asked_port, s.port) AS port, s.declared,
    s.initial_delay_s, s.period_s, s.timeout_s, s.failure_threshold, coalesce(s.grace_s, l.grace_s, 30) AS grace_s,
    r.ran_s, r.exit_code, r.reason, r.finished, r.run_state,
    coalesce(c.restart_count, CASE WHEN coalesce(c.containers_of_pod, 1) = 1 THEN l.restarts END) AS restart_count,
    coalesce(c.ready, split_part(l.ready_text, '/', 1) = split_part(l.ready_text, '/', 2)) AS ready,
    coalesce(c.looping, l.status_text LIKE '%CrashLoopBackOff') AS looping,
    coalesce(c.now_state, CASE WHEN l.status_text = 'Running' THEN 'running' END) AS now_state, c.now_started,
    l.deleted IS NOT NULL OR coalesce(l.status_text = 'Terminating', FALSE) AS deleted,
    m.message_src, t.kill_src, s.probe_src, r.exit_code_src, coalesce(c.ready_src, l.status_src) AS ready_src, t.error_src, t.error_output, t.error_answer, t.first_said_src, t.last_said_src,
    u.pod_key IS NOT NULL AS has_startup, l.pod_key IS NULL AND n.namespace IS NOT NULL AS gone, k.t AS collected,
    CASE WHEN s.declared THEN coalesce(s.initial_delay_s, 0) + (coalesce(s.failure_threshold, 3) - 1) * coalesce(s.period_s, 10) END AS budget_min_s,
    CASE WHEN s.declared THEN coalesce(s.initial_delay_s, 0) + coalesce(s.failure_threshold, 3) * coalesce(s.period_s, 10) + coalesce(s.timeout_s, 1) END AS budget_max_s
  FROM totals t
  JOIN settings s ON s.pod_key IS NOT DISTINCT FROM t.pod_key AND s.container IS NOT DISTINCT FROM t.container AND s.probe = t.probe
  LEFT JOIN main m ON m.pod_key IS NOT DISTINCT FROM t.pod_key AND m.container IS NOT DISTINCT FROM t.container AND m.probe = t.probe
  LEFT JOIN pod_list l ON l.pod_key = t.pod_key
  LEFT JOIN container_list c ON c.pod_key = t.pod_key AND c.container IS NOT DISTINCT FROM t.container
  LEFT JOIN container_runs r ON r.pod_key = t.pod_key AND r.container IS NOT DISTINCT FROM t.container AND r.is_last
  LEFT JOIN startup u ON u.pod_key = t.pod_key AND u.container IS NOT DISTINCT FROM t.container
  LEFT JOIN listed n ON n.namespace = s.namespace
  LEFT JOIN collected k ON TRUE
),
judged AS (
  SELECT *,
    now_state IS NULL AND ready IS NULL AND looping IS NULL AS unseen,
    CASE
      WHEN probe IN ('liveness', 'startup') AND kills > 0 THEN
        CASE WHEN finished > killed_at + to_seconds(grace_s + 60) AND (exit_code NOT IN (0, 137, 143) OR reason = 'OOMKilled') THEN 'earlier' ELSE 'killed' END
      WHEN probe IN ('liveness', 'startup') AND all_failures >= coalesce(failure_threshold, 3) AND exit_code IN (0, 137, 143)
        AND reason IS DISTINCT FROM 'OOMKilled' AND failed_at BETWEEN finished - to_seconds(grace_s + 15) AND finished + INTERVAL 5 SECOND THEN 'restarts'
      WHEN deleted OR gone OR coalesce(ready, FALSE) THEN 'noise'
      WHEN now_state IS NULL AND ready IS NULL AND looping IS NULL THEN CASE WHEN all_failures >= 3 OR (all_failures = 2 AND lasted_s >= 60) THEN 'failing' ELSE 'noise' END
      WHEN coalesce(now_state, '') <> 'running' OR coalesce(looping, FALSE) OR all_failures < 2 THEN 'noise'
      WHEN probe = 'readiness' THEN CASE WHEN lasted_s >= 20 OR all_failures >= 3 THEN 'failing' ELSE 'noise' END
      WHEN failed_at < collected - to_seconds(3 * coalesce(period_s, 10) + 30) THEN 'noise'
      WHEN restart_count > 0 AND coalesce(exit_code IN (0, 137, 143), TRUE) AND reason IS DISTINCT FROM 'OOMKilled' THEN 'failing'
      ELSE 'starting' END AS verdict
  FROM joined
)
SELECT * EXCLUDE (unseen, failed_at, deleted, gone, declared, has_startup, lasted_s),
  CASE
    WHEN verdict IN ('killed', 'restarts') THEN CASE
      WHEN coalesce(looping, FALSE) THEN 'failing'
      WHEN run_state IS NOT NULL THEN run_state
      WHEN coalesce(ready, gone) THEN 'over' ELSE 'unknown' END
    WHEN verdict IN ('failing', 'starting') THEN CASE WHEN unseen THEN 'unknown' ELSE 'failing' END
    ELSE 'over' END AS state_now,
  ran_s BETWEEN budget_min_s - 2 AND budget_max_s + grace_s + 5 AND NOT (probe = 'liveness' AND has_startup) AS never_passed,
  has_startup AS declared_at_start
FROM judged
