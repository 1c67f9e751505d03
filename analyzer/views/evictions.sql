-- evictions: each pod that was ended for the sake of its node or of somebody else, and each node that ends pods, with the reason that is stated.
--
-- gives  src BIGINT, about VARCHAR, name VARCHAR, why VARCHAR, pod_key VARCHAR, namespace VARCHAR, pod VARCHAR, node VARCHAR, workload VARCHAR, said VARCHAR, said_by VARCHAR, said_src VARCHAR, status_src VARCHAR, log_src VARCHAR, threshold VARCHAR, available VARCHAR, container VARCHAR, used VARCHAR, request VARCHAR, limited VARCHAR, volume VARCHAR, taint VARCHAR, first_seen TIMESTAMP, last_seen TIMESTAMP, pressure_src VARCHAR, state_now VARCHAR
-- needs  event_list, pod_list, conditions, service_log, clocks
-- note   about: Pod or Node; a node has a row of its own only where no pod of it has one for the same reason. why: memory, disk, inodes or
--        pids (the node was short of it), limit (the pod exceeded its own limit of ephemeral storage), taint, request (somebody asked for it:
--        drain, descheduler, autoscaler), critical (room for a critical pod), shutdown (of the node); missing where no text says it.
--        A pod that was refused at its start, because its node was under pressure already, is none of them. said_by: status, event or
--        kubelet. pressure_src: the node's condition, where it says that the pressure lasts. state_now: failing then; over where a pod of
--        that name runs, where a node that names nobody says that it is relieved, or where pods of the workload run and none waits, or it was
--        an hour before the collection; else unknown.
WITH alone AS (SELECT member(src) AS member, min(pod_key) AS pod_key FROM pod_list WHERE NOT superseded GROUP BY 1 HAVING count(*) = 1),
log_rows AS MATERIALIZED (
  SELECT *, last_value(resource IGNORE NULLS) OVER (PARTITION BY member(src) ORDER BY src) AS latest
  FROM (SELECT src, namespace, pod, node, t_min, t_max, message, nullif(regexp_extract(message, 'to reclaim"? (?:resourceName="?)?([\w-]+)', 1), '') AS resource
    FROM service_log WHERE kind = 'eviction')
),
nameless AS (SELECT min(pod_key) AS pod_key FROM pod_list WHERE pod IS NULL AND reason = 'Evicted' HAVING count(*) = 1),
logged AS (
  SELECT l.*, p.pod_key, p.node AS pod_node, count(*) FILTER (p.pod_key IS NULL) OVER () AS strangers
  FROM log_rows l LEFT JOIN pod_list p ON p.pod = l.pod AND p.namespace = l.namespace AND NOT p.superseded
  WHERE l.pod IS NOT NULL AND regexp_matches(l.message, 'is evicted successfully|evicted, waiting for')
),
said AS (
  SELECT p.src, p.pod_key, p.namespace, p.pod, p.node, coalesce(p.message, p.reason, p.status_text) AS said, 'status' AS said_by,
    CASE WHEN p.message IS NOT NULL AND p.reason IS NOT NULL THEN replace(p.reason_src, 'status.reason', 'status.message') ELSE coalesce(p.reason_src, p.status_src) END AS said_src,
    NULL::TIMESTAMP AS t_min, NULL::TIMESTAMP AS t_max, FALSE AS replaced,
    CASE coalesce(p.reason, p.status_text) WHEN 'Preempting' THEN 'critical' WHEN 'Shutdown' THEN 'shutdown' WHEN 'NodeShutdown' THEN 'shutdown' WHEN 'NodeLost' THEN 'taint' END AS told
  FROM pod_list p
  WHERE coalesce(p.reason, p.status_text) IN ('Evicted', 'Preempting', 'Shutdown', 'NodeShutdown', 'NodeLost') OR contains(p.message, 'imminent node shutdown')
  UNION ALL
  SELECT c.src, p.pod_key, c.namespace, c.name, p.node, coalesce(c.message, c.reason), 'status', coalesce(cite_at(c.src, c."at" || '.reason'), cite(c.src)), c.changed, c.changed, FALSE,
    CASE c.reason WHEN 'DeletionByTaintManager' THEN 'taint' WHEN 'EvictionByEvictionAPI' THEN 'request' END
  FROM conditions c LEFT JOIN pod_list p ON p.pod = c.name AND p.namespace IS NOT DISTINCT FROM c.namespace AND NOT p.superseded
  WHERE c.kind = 'Pod' AND c."type" = 'DisruptionTarget' AND c.status = 'True' AND c.reason IN ('TerminationByKubelet', 'DeletionByTaintManager', 'EvictionByEvictionAPI')
  UNION ALL
  SELECT e.src, coalesce(e.pod_key, a.pod_key), e.namespace, e.name, coalesce(e.node, e.host), e.message, 'event', e.message_src, e.t_min, e.t_max, e.state_now = 'over',
    CASE WHEN e.reason IN ('TaintManagerEviction', 'NodeControllerEviction') THEN 'taint' WHEN e.reason IN ('Descheduled', 'EvictedByVPA', 'ScaleDown') OR e.component <> 'kubelet' THEN 'request' END
  FROM event_list e LEFT JOIN alone a ON e.name IS NULL AND a.member = member(e.src)
  WHERE coalesce(e.kind, 'Pod') = 'Pod'
    AND (e.reason IN ('Evicted', 'EvictedByVPA', 'Descheduled', 'Preempting', 'NodeControllerEviction') OR (e.reason = 'TaintManagerEviction' AND starts_with(e.message, 'Marking for deletion'))
      OR (e.reason = 'ScaleDown' AND starts_with(e.message, 'deleting pod')))
  UNION ALL
  SELECT l.src, coalesce(l.pod_key, n.pod_key), l.namespace, l.pod, coalesce(l.pod_node, l.node), l.message, 'kubelet', cite(l.src), l.t_min, l.t_max, FALSE,
    CASE WHEN l.latest IN ('memory', 'pids') THEN l.latest WHEN contains(lower(l.latest), 'inodes') THEN 'inodes' WHEN l.latest IS NOT NULL THEN 'disk' END
  FROM logged l LEFT JOIN nameless n ON l.pod_key IS NULL AND l.strangers = 1
),
reasoned AS (
  SELECT *, coalesce(pod_key, namespace || '/' || pod, pod, 'row ' || src) AS identity, CASE said_by WHEN 'status' THEN 0 WHEN 'event' THEN 1 ELSE 2 END AS rank,
    CASE WHEN regexp_matches(said, 'low on resource: \[?[Mm]emory') THEN 'memory'
         WHEN regexp_matches(said, 'low on resource: \w*[iI]nodes') THEN 'inodes'
         WHEN regexp_matches(said, 'low on resource: (?:ephemeral-storage|nodefs|imagefs|containerfs|\[DiskPressure)') THEN 'disk'
         WHEN contains(said, 'low on resource: pids') THEN 'pids'
         WHEN regexp_matches(said, '(?i)ephemeral storage limit "|local storage usage exceeds|usage of emptydir volume') THEN 'limit'
         WHEN contains(said, 'to admit critical pod') THEN 'critical'
         WHEN regexp_matches(said, 'node shutdown|[Nn]ode is shutting') THEN 'shutdown'
         ELSE told END AS why
  FROM said WHERE NOT regexp_matches(said, 'The node had condition|was rejected|not admitting')
),
ended AS (
  SELECT arg_min(src, (why IS NULL, rank, src)) AS src, 'Pod' AS about, arg_min(why, (rank, src)) FILTER (why IS NOT NULL) AS why, min(pod_key) AS pod_key,
    max(namespace) AS namespace, max(pod) AS pod, max(node) AS node, arg_min(said, (why IS NULL, rank, src)) AS said, arg_min(said_by, (why IS NULL, rank, src)) AS said_by,
    arg_min(said_src, (why IS NULL, rank, src)) AS said_src, arg_min(said_src, src) FILTER (said_by = 'status') AS status_src, arg_min(said_src, src) FILTER (said_by = 'kubelet') AS log_src,
    min(t_min) AS first_seen, max(t_max) AS last_seen, bool_or(replaced) AS replaced
  FROM reasoned GROUP BY identity
),
pressures AS (
  SELECT name AS node, CASE "type" WHEN 'MemoryPressure' THEN 'memory' WHEN 'PIDPressure' THEN 'pids' WHEN 'DiskPressure' THEN 'disk' ELSE 'shutdown' END AS pressure, arg_max(CASE WHEN "type" = 'Ready' THEN 'True' ELSE status END, (heartbeat, src)) AS status,
    arg_max(coalesce(message, reason, "type"), (heartbeat, src)) AS said, arg_max(coalesce(cite_at(src, "at" || '.status'), cite(src)), (heartbeat, src)) AS pressure_src, max(src) AS src, max(changed) AS changed
  FROM conditions WHERE kind = 'Node' AND ("type" IN ('MemoryPressure', 'DiskPressure', 'PIDPressure') OR ("type" = 'Ready' AND contains(message, 'node is shutting down'))) GROUP BY ALL
),
pressed AS (
  SELECT src, node, pressure AS why, said, 'status' AS said_by, pressure_src AS said_src, changed AS t_min, changed AS t_max FROM pressures WHERE status = 'True'
  UNION ALL
  SELECT src, node, 'shutdown', message, 'event', message_src, t_min, t_max FROM event_list WHERE reason = 'Shutdown' AND kind = 'Node'
  UNION ALL
  SELECT src, node, CASE WHEN contains(lower(resource), 'memory') THEN 'memory' WHEN resource = 'pids' THEN 'pids' WHEN contains(lower(resource), 'inodes') THEN 'inodes' ELSE 'disk' END,
    message, said_by, said_src, t_min, t_max
  FROM (
    SELECT node, src, message, 'event' AS said_by, message_src AS said_src, t_min, t_max, regexp_extract(message, 'reclaim ([\w-]+)', 1) AS resource
    FROM event_list WHERE reason = 'EvictionThresholdMet'
    UNION ALL
    SELECT node, src, message, 'kubelet', cite(src), t_min, t_max, resource FROM log_rows WHERE resource IS NOT NULL
  )
),
nodes_once AS (
  SELECT arg_min(n.src, (n.said_by, n.src)) AS src, 'Node' AS about, n.why, n.node, arg_min(n.said, (n.said_by, n.src)) AS said, min(n.said_by) AS said_by,
    arg_min(n.said_src, (n.said_by, n.src)) AS said_src, min(n.t_min) AS first_seen, max(n.t_max) AS last_seen
  FROM pressed n LEFT JOIN ended p ON short_host(p.node) IS NOT DISTINCT FROM short_host(n.node) AND p.why = n.why
  WHERE p.src IS NULL GROUP BY n.why, n.node
),
others AS (
  SELECT namespace, workload, count(*) FILTER (phase = 'Running') AS run, count(*) FILTER (coalesce(phase, '') NOT IN ('Running', 'Succeeded', 'Failed')) AS wait
  FROM pod_list WHERE NOT superseded AND reason IS NULL GROUP BY 1, 2
),
whole AS (
  SELECT u.* REPLACE (coalesce(l.namespace, u.namespace) AS namespace, coalesce(l.pod, u.pod) AS pod, coalesce(l.node, u.node) AS node),
    coalesce(l.workload, regexp_replace(u.pod, '-[a-f0-9]{6,10}-[a-z0-9]{5}$', '')) AS workload
  FROM (SELECT * FROM ended UNION ALL BY NAME SELECT * FROM nodes_once) u LEFT JOIN pod_list l ON l.pod_key = u.pod_key
)
SELECT w.* EXCLUDE (replaced), CASE w.about WHEN 'Pod' THEN w.pod ELSE w.node END AS name, CASE WHEN n.status = 'True' THEN n.pressure_src END AS pressure_src,
  nullif(regexp_extract(w.said, 'Threshold quantity: ([\w.]*\w)', 1), '') AS threshold, nullif(regexp_extract(w.said, 'available: ([\w.]*\w)', 1), '') AS available,
  nullif(regexp_extract(w.said, '(?i)container ([\w.-]+) (?:was using|exceeded)', 1), '') AS container, nullif(regexp_extract(w.said, 'was using ([\w.]*\w)', 1), '') AS used,
  nullif(regexp_extract(w.said, 'request (?:is|of) ([\w.]*\w)', 1), '') AS request, nullif(regexp_extract(w.said, 'limit (?:of containers )?"?([\w.]*\w)"?', 1), '') AS limited,
  nullif(regexp_extract(w.said, 'EmptyDir volume "([^"]+)"', 1), '') AS volume,
  CASE w.why WHEN 'memory' THEN 'node.kubernetes.io/memory-pressure' WHEN 'pids' THEN 'node.kubernetes.io/pid-pressure' WHEN 'disk' THEN 'node.kubernetes.io/disk-pressure' WHEN 'inodes' THEN 'node.kubernetes.io/disk-pressure' END AS taint,
  CASE WHEN n.status = 'True' THEN 'failing' WHEN w.replaced OR (w.about = 'Node' AND n.status = 'False') OR (o.run > 0 AND o.wait = 0) OR w.last_seen < c.collected - INTERVAL 1 HOUR THEN 'over' ELSE 'unknown' END AS state_now
FROM whole w
LEFT JOIN pressures n ON short_host(n.node) = short_host(w.node) AND n.pressure = CASE w.why WHEN 'inodes' THEN 'disk' ELSE w.why END
LEFT JOIN others o ON o.namespace IS NOT DISTINCT FROM w.namespace AND o.workload = w.workload
LEFT JOIN clocks c ON c.member = member(w.src)
