-- workload_list: each Deployment, ReplicaSet, StatefulSet, DaemonSet, Job and CronJob once, with what it wants, has and says of itself.
--
-- gives  kind VARCHAR, namespace VARCHAR, name VARCHAR, workload VARCHAR, owner_kind VARCHAR, owner_name VARCHAR, created TIMESTAMP, desired BIGINT, ready BIGINT, available BIGINT, updated BIGINT, current BIGINT, scheduled BIGINT, lacking BIGINT, state_now VARCHAR, paused BOOLEAN, suspended BOOLEAN, selector VARCHAR, pod_management VARCHAR, started TIMESTAMP, completed TIMESTAMP, active BIGINT, failed BIGINT, backoff_limit BIGINT, deadline_s DOUBLE, concurrency VARCHAR, collected TIMESTAMP, age_s DOUBLE, available_status VARCHAR, available_reason VARCHAR, unavailable_s DOUBLE, progressing_reason VARCHAR, progressing_message VARCHAR, failed_reason VARCHAR, failed_message VARCHAR, failed_since TIMESTAMP, src BIGINT, count_src VARCHAR, desired_src VARCHAR, available_src VARCHAR, progressing_src VARCHAR, failed_src VARCHAR, paused_src VARCHAR, suspended_src VARCHAR
-- needs  workloads, objects, conditions, clocks, pod_list
-- driver workloads
-- units  seconds until the collection; age_s since it was made, unavailable_s since its condition Available became False
-- note   taken whole from one observation: the fullest (yaml, json, describe, table) of the last collection. The API leaves out a count
--        of 0, so of an object with a status a count that is not there is 0; a manifest without status has none. workload: the Deployment of
--        a ReplicaSet, the CronJob of a Job, else the name. lacking: pods (nodes of a DaemonSet) that are wanted and not available; state_now:
--        failing where it lacks some, over where it has all; of a Job by its end. The conditions of a Deployment and of a Job; those
--        of describe have no time and no message. A namespace that is not printed is that of all pods of the workload.
WITH told AS (
  SELECT src, kind, name,
    min({'status': status, 'reason': reason, 'message': message, 'changed': changed, 'src': cite_at(src, "at" || '.reason')}) FILTER ("type" = 'Available') AS available,
    min({'status': status, 'reason': reason, 'message': message, 'changed': changed, 'src': cite_at(src, "at" || '.reason')}) FILTER ("type" = 'Progressing') AS progressing,
    min({'status': status, 'reason': reason, 'message': message, 'changed': changed, 'src': cite_at(src, "at" || '.reason')}) FILTER (kind = 'Job' AND "type" = 'Failed' AND status = 'True') AS failed
  FROM conditions WHERE kind IN ('Deployment', 'Job') GROUP BY 1, 2, 3
),
-- a table of one namespace does not print it: where all pods of that name lie in one namespace, it is that one
spaces AS (
  SELECT workload, min(namespace) AS namespace FROM pod_list WHERE workload IS NOT NULL AND namespace IS NOT NULL GROUP BY 1 HAVING count(DISTINCT namespace) = 1
),
placed AS (
  SELECT w.* REPLACE (coalesce(w.namespace, s.namespace) AS namespace)
  FROM workloads w
  LEFT JOIN spaces s ON w.namespace IS NULL AND s.workload = CASE w.kind WHEN 'ReplicaSet' THEN regexp_replace(w.name, '-[a-z0-9]{5,10}$', '') WHEN 'Job' THEN regexp_replace(w.name, '-[0-9]{8,10}$', '') ELSE w.name END
),
seen AS (
  SELECT w.*, o.form, k.collected, t.available AS c_available, t.progressing AS c_progressing, t.failed AS c_failed,
    o.form IN ('yaml', 'json') AND w.created IS NOT NULL AS whole,
    row_number() OVER (PARTITION BY w.kind, w.namespace, coalesce(w.name, cite(w.src)) ORDER BY k.collected DESC NULLS LAST,
      CASE o.form WHEN 'yaml' THEN 0 WHEN 'json' THEN 0 WHEN 'describe' THEN 1 ELSE 2 END, w.src) AS place
  FROM placed w
  JOIN clocks k ON k.member = member(w.src)
  LEFT JOIN objects o ON o.src = w.src AND o.kind = w.kind AND o.name IS NOT DISTINCT FROM w.name
  LEFT JOIN told t ON t.src = w.src AND t.kind = w.kind AND t.name IS NOT DISTINCT FROM w.name
),
counted AS (
  SELECT *, CASE WHEN whole AND kind <> 'Job' THEN coalesce(ready, 0) ELSE ready END AS n_ready,
    CASE WHEN whole AND kind IN ('Deployment', 'ReplicaSet', 'DaemonSet') THEN coalesce(available, 0) ELSE available END AS n_available
  FROM seen WHERE place = 1
)
SELECT kind, namespace, name,
  CASE kind WHEN 'ReplicaSet' THEN regexp_replace(name, '-[a-z0-9]{5,10}$', '') WHEN 'Job' THEN regexp_replace(name, '-[0-9]{8,10}$', '') ELSE name END AS workload,
  owner_kind, owner_name, created, desired, n_ready AS ready, n_available AS available, updated, coalesce(current, CASE WHEN whole AND kind NOT IN ('Job', 'CronJob', 'DaemonSet') THEN 0 END) AS current, scheduled,
  CASE WHEN kind NOT IN ('Job', 'CronJob') AND desired >= coalesce(n_available, n_ready) THEN desired - coalesce(n_available, n_ready) END AS lacking,
  CASE WHEN kind = 'CronJob' THEN 'unknown' WHEN kind = 'Job' THEN CASE WHEN c_failed IS NOT NULL THEN 'failing' WHEN completed IS NOT NULL THEN 'over' ELSE 'unknown' END
    WHEN desired > coalesce(n_available, n_ready, current) THEN 'failing' WHEN desired <= coalesce(n_available, n_ready) THEN 'over' ELSE 'unknown' END AS state_now,
  paused, suspended, selector, pod_management, started, completed, active, failed, backoff_limit, deadline_s, concurrency, collected,
  coalesce(epoch(collected - created), age_s) AS age_s, c_available.status AS available_status, c_available.reason AS available_reason,
  CASE WHEN c_available.status = 'False' THEN epoch(collected - c_available.changed) END AS unavailable_s,
  c_progressing.reason AS progressing_reason, c_progressing.message AS progressing_message,
  c_failed.reason AS failed_reason, c_failed.message AS failed_message, c_failed.changed AS failed_since,
  src, CASE WHEN form = 'table' THEN cite(src) WHEN available IS NOT NULL THEN cite_at(src, concat_ws('.', nullif("at", ''), CASE kind WHEN 'DaemonSet' THEN 'status.numberAvailable' ELSE 'status.availableReplicas' END))
    WHEN ready IS NOT NULL THEN cite_at(src, concat_ws('.', nullif("at", ''), CASE kind WHEN 'DaemonSet' THEN 'status.numberReady' ELSE 'status.readyReplicas' END)) END AS count_src,
  CASE WHEN desired IS NULL THEN NULL WHEN form = 'table' THEN cite(src)
    ELSE cite_at(src, concat_ws('.', nullif("at", ''), CASE kind WHEN 'DaemonSet' THEN 'status.desiredNumberScheduled' ELSE 'spec.replicas' END)) END AS desired_src,
  c_available.src AS available_src, c_progressing.src AS progressing_src, c_failed.src AS failed_src,
  CASE WHEN paused IS NOT NULL THEN cite_at(src, concat_ws('.', nullif("at", ''), 'spec.paused')) END AS paused_src,
  CASE WHEN suspended IS NULL THEN NULL WHEN form = 'table' THEN cite(src) ELSE cite_at(src, concat_ws('.', nullif("at", ''), 'spec.suspend')) END AS suspended_src
FROM counted
