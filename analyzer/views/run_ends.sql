-- run_ends: the last ended run of each container, with everything that is known about who ended it.
--
-- gives  pod_key VARCHAR, namespace VARCHAR, pod VARCHAR, pod_uid VARCHAR, cgroup_uid VARCHAR, node VARCHAR, workload VARCHAR, container VARCHAR, container_type VARCHAR, container_id VARCHAR, reason VARCHAR, message VARCHAR, exit_code BIGINT, signal BIGINT, started TIMESTAMP, finished TIMESTAMP, ran_s DOUBLE, is_last BOOLEAN, restart_count BIGINT, ready BOOLEAN, now_state VARCHAR, now_reason VARCHAR, looping BOOLEAN, restart_policy VARCHAR, phase VARCHAR, deleted TIMESTAMP, grace_s DOUBLE, memory_limit_bytes BIGINT, pod_limit_bytes BIGINT, containers_of_pod BIGINT, image VARCHAR, command VARCHAR, owner_kind VARCHAR, runtime VARCHAR, collected TIMESTAMP, run_state VARCHAR, abnormal BOOLEAN, src BIGINT, exit_code_src VARCHAR, reason_src VARCHAR, message_src VARCHAR, finished_src VARCHAR, memory_limit_src VARCHAR, now_src VARCHAR, command_src VARCHAR, restart_src VARCHAR, sandboxed BOOLEAN, pod_reason VARCHAR, probe_kill_src VARCHAR, killing_probe VARCHAR, stop_src VARCHAR, kernel_kill_src VARCHAR, pod_oom_kill DOUBLE, pod_oom_kill_src VARCHAR, crowd BIGINT, events_gap VARCHAR, kernel_gap VARCHAR, kubelet_gap VARCHAR, end_text VARCHAR, end_text_src VARCHAR, probed BOOLEAN, probe_killed BOOLEAN, stopped BOOLEAN, stopped_by VARCHAR, stopped_src VARCHAR, memory_killed BOOLEAN, of_host BOOLEAN, events_cover BOOLEAN, kernel_cover BOOLEAN, kubelet_cover BOOLEAN, own_end BOOLEAN, end_proof VARCHAR, end_said VARCHAR, recovered BOOLEAN, passed BOOLEAN, trap VARCHAR, trap_src VARCHAR
-- needs  container_runs, probe_reports, probes, pod_keys, pod_list, events, oom_runs, cgroup_memory, run_coverage, clocks, run_logs, log_hits, kernel_messages, workloads
-- driver container_runs
-- note   end_proof: covered where a kill by the kubelet would have been seen; events alone prove that only of a container without
--        liveness and startup probes, since they are dropped and merged. end_text: last line of its log, else of its termination message.
--        probe_killed: the kubelet says that it killed the container for a probe, at most a grace period before the end.
--        Ages of a describe text count from the collection; where that moment is only guessed, the kill may seem earlier.
--        stopped: somebody asked for the end of the pod. of_host: five or more containers of the node ended at one moment
--        with 255, 137 or 143. own_end: none of these is known, and no kill for memory, so the process ended itself.
--        recovered: a start that failed at first, as in a rollout, and runs well now: three restarts at most, each run short.
--        passed: a few restarts more than an hour ago, or any number of them more than a day ago, of a container that is ready since;
--        or an attempt of a Job that is complete, or that a later one made good.
--        trap: what the kernel of its node said of a process that did what its signal stands for, at most ten seconds before the end;
--        a line whose own time may be off by a minute or more counts for no run.
WITH runs AS (
  SELECT r.*, NOT coalesce(k.stated, FALSE) AS guessed
  FROM container_runs r JOIN clocks k ON k.member = member(r.src) WHERE r.is_last
),
probe_kills AS (
  SELECT r.pod_key, r.container, arg_max(k.message_src, (k.t_max, k.src)) AS probe_kill_src, arg_max(k.probe, (k.t_max, k.src)) AS killing_probe
  FROM runs r JOIN probe_reports k ON k.pod_key = r.pod_key AND k.container IS NOT DISTINCT FROM r.container
  WHERE k.outcome = 'killed'
    AND (r.finished IS NULL OR k.t_min IS NULL OR r.finished BETWEEN k.t_min - INTERVAL 5 SECOND
      AND k.t_max + to_seconds(coalesce(r.grace_s, 30) + 15 + CASE WHEN r.guessed AND k.t_min < k.t_max THEN 600 ELSE 0 END))
  GROUP BY 1, 2
),
stops AS (
  SELECT r.pod_key, r.container, min(CASE WHEN e.at IS NOT NULL THEN cite_at(e.src, 'message') ELSE cite(e.src) END) AS stop_src
  FROM runs r JOIN events e ON e.name = r.pod AND e.reason = 'Killing'
  WHERE (e.namespace IS NULL OR r.namespace IS NULL OR e.namespace = r.namespace) AND (e.container IS NULL OR e.container = r.container)
    AND (e.uid IS NULL OR r.pod_uid IS NULL OR e.uid IN (r.pod_uid, r.cgroup_uid))
    AND (starts_with(e.message, 'Stopping container') OR contains(e.message, 'Need to kill Pod'))
    AND r.finished BETWEEN e.t_min - INTERVAL 5 SECOND
      AND e.t_max + to_seconds(coalesce(r.grace_s, 30) + 15 + CASE WHEN r.guessed AND e.t_min < e.t_max THEN 600 ELSE 0 END)
  GROUP BY 1, 2
),
kernel_kills AS (
  SELECT pod_key, container, finished, min(cite_line(src, kill_line)) AS kernel_kill_src FROM oom_runs
  WHERE join_proof IS NOT NULL AND NOT outlived GROUP BY 1, 2, 3
),
pod_cgroups AS (
  SELECT pod_uid, max(oom_kill) AS oom_kill, min(oom_kill_src) AS oom_kill_src FROM cgroup_memory WHERE level = 'pod' GROUP BY 1
),
crowds AS (
  SELECT a.pod_key, a.container, count(*) AS crowd
  FROM runs a
  JOIN runs b ON b.node = a.node
  LEFT JOIN probe_kills p ON p.pod_key = b.pod_key AND p.container IS NOT DISTINCT FROM b.container
  WHERE p.pod_key IS NULL AND a.exit_code IN (255, 137, 143) AND b.exit_code IN (255, 137, 143) AND a.reason IS DISTINCT FROM 'OOMKilled' AND b.reason IS DISTINCT FROM 'OOMKilled'
    AND a.reason IS DISTINCT FROM 'ContainerStatusUnknown' AND b.reason IS DISTINCT FROM 'ContainerStatusUnknown'
    AND b.finished BETWEEN a.finished - INTERVAL 5 SECOND AND a.finished + INTERVAL 5 SECOND
  GROUP BY 1, 2
),
last_lines AS (
  SELECT f.pod_key, f.container, arg_min(h."text", (f.of_run, NOT coalesce(f.previous, FALSE), h.src)) AS end_text,
    arg_min(cite(h.src), (f.of_run, NOT coalesce(f.previous, FALSE), h.src)) AS end_text_src
  FROM log_hits h JOIN run_logs f ON f.member = member(h.src)
  WHERE h.from_end = 0 AND f.of_run IN ('last', 'unplaced') GROUP BY 1, 2
),
probed AS (
  SELECT DISTINCT k.pod_key, p.container FROM probes p JOIN pod_keys k ON k.src = p.src WHERE p.kind IN ('liveness', 'startup')
),
traps AS (
  SELECT r.pod_key, r.container, arg_min(k.message, k.src) AS trap, arg_min(cite(k.src), k.src) AS trap_src
  FROM runs r JOIN kernel_messages k ON k.node = r.node
  WHERE (k.kind = 'trap' AND r.exit_code IN (132, 135, 136, 139) OR k.kind = 'segfault' AND r.exit_code IN (135, 139))
    AND k.t_max - k.t_min < INTERVAL 1 MINUTE AND r.finished BETWEEN k.t_min - INTERVAL 2 SECOND AND k.t_max + INTERVAL 10 SECOND
  GROUP BY 1, 2
),
joined AS (
  SELECT r.*, s.trap, s.trap_src, l.reason AS pod_reason, l.reason_src AS pod_reason_src, l.deleted_src,
    p.probe_kill_src, p.killing_probe, t.stop_src, o.kernel_kill_src, g.oom_kill AS pod_oom_kill, g.oom_kill_src AS pod_oom_kill_src,
    coalesce(c.crowd, 0) AS crowd, v.events_gap, v.kernel_gap, v.kubelet_gap, v.subject IS NOT NULL AS judged,
    coalesce(e.end_text, list_filter(string_split(r.message, chr(10)), lambda x: trim(x) <> '')[-1]) AS end_text,
    coalesce(e.end_text_src, r.message_src) AS end_text_src, d.pod_key IS NOT NULL AS probed,
    l.reason IN ('Evicted', 'Preempting', 'Preempted', 'NodeShutdown', 'Terminated', 'Shutdown', 'NodeLost', 'DeadlineExceeded') AS pod_ended,
    coalesce(r.finished >= r.deleted - to_seconds(coalesce(r.grace_s, 30) + 2), FALSE) AS after_deletion
  FROM runs r
  JOIN pod_list l ON l.pod_key = r.pod_key
  LEFT JOIN probe_kills p ON p.pod_key = r.pod_key AND p.container IS NOT DISTINCT FROM r.container
  LEFT JOIN stops t ON t.pod_key = r.pod_key AND t.container IS NOT DISTINCT FROM r.container
  LEFT JOIN kernel_kills o ON o.pod_key = r.pod_key AND o.container IS NOT DISTINCT FROM r.container AND o.finished IS NOT DISTINCT FROM r.finished
  LEFT JOIN pod_cgroups g ON g.pod_uid = r.cgroup_uid
  LEFT JOIN crowds c ON c.pod_key = r.pod_key AND c.container IS NOT DISTINCT FROM r.container
  LEFT JOIN run_coverage v ON v.pod_key = r.pod_key AND v.container IS NOT DISTINCT FROM r.container AND r.pod IS NOT NULL
  LEFT JOIN last_lines e ON e.pod_key = r.pod_key AND e.container IS NOT DISTINCT FROM r.container
  LEFT JOIN traps s ON s.pod_key = r.pod_key AND s.container IS NOT DISTINCT FROM r.container
  LEFT JOIN probed d ON d.pod_key = r.pod_key AND d.container IS NOT DISTINCT FROM r.container
),
told AS (
  SELECT *,
    probe_kill_src IS NOT NULL AS probe_killed,
    stop_src IS NOT NULL OR coalesce(pod_ended, FALSE) OR after_deletion AS stopped,
    CASE WHEN coalesce(pod_ended, FALSE) THEN 'the pod was ended: ' || pod_reason WHEN after_deletion THEN 'the pod was being deleted'
         WHEN stop_src IS NOT NULL THEN 'the kubelet stopped it' END AS stopped_by,
    coalesce(CASE WHEN pod_ended THEN pod_reason_src END, CASE WHEN after_deletion THEN deleted_src END, stop_src) AS stopped_src,
    coalesce(reason = 'OOMKilled' AND exit_code = 137, FALSE) OR kernel_kill_src IS NOT NULL OR coalesce(exit_code = 137 AND pod_oom_kill > 0, FALSE) AS memory_killed,
    crowd >= 5 AS of_host,
    judged AND events_gap IS NULL AS events_cover, judged AND kernel_gap IS NULL AS kernel_cover, judged AND kubelet_gap IS NULL AS kubelet_cover
  FROM joined
)
SELECT * EXCLUDE (guessed, judged, pod_ended, after_deletion, pod_reason_src, deleted_src, trap, trap_src),
  NOT probe_killed AND NOT stopped AND NOT memory_killed AND NOT of_host AS own_end,
  CASE WHEN kubelet_cover OR (events_cover AND NOT probed) THEN 'covered' ELSE 'open' END AS end_proof,
  left(trim(end_text), 200) AS end_said,
  run_state = 'over' AND restart_count <= 3 AND ran_s <= 120 AS recovered,
  coalesce(run_state = 'over' AND (restart_count <= 3 AND finished < collected - INTERVAL 1 HOUR OR finished < collected - INTERVAL 1 DAY), FALSE)
    OR EXISTS (
      SELECT 1 FROM pod_list o JOIN workloads w ON w.name = o.owner_name AND w.namespace IS NOT DISTINCT FROM o.namespace
      WHERE o.pod_key = told.pod_key AND o.owner_kind = 'Job' AND w.kind = 'Job' AND w.completed IS NOT NULL
    )
    OR EXISTS (
      SELECT 1 FROM pod_list o WHERE told.owner_kind = 'Job' AND o.namespace IS NOT DISTINCT FROM told.namespace
        AND o.workload = told.workload AND o.pod <> told.pod AND o.phase = 'Succeeded' AND o.started > told.started
    ) AS passed, trap, trap_src
FROM told
