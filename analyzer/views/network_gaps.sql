-- network_gaps: nodes without a pod network, and pods that wait for it where their node is not told, each once.
--
-- gives  src BIGINT, node VARCHAR, namespace VARCHAR, pod VARCHAR, workload VARCHAR, pod_key VARCHAR, subject_kind VARCHAR, subject_name VARCHAR, why VARCHAR, said VARCHAR, said_src VARCHAR, origin VARCHAR, count BIGINT, pods BIGINT, first_seen TIMESTAMP, last_seen TIMESTAMP, age_s DOUBLE, state_now VARCHAR
-- needs  conditions, service_log, service_logs, event_list, sandbox_failures, node_list, pod_list, objects, clocks, members
-- note   why: `cni` the plugin has not set itself up, or `route` the cloud has not made the node's route. The node's condition speaks before an event,
--        an event before the kubelet's log. age_s: how long before the collection the node was made; a node that joins has no network at first.
--        pod_key: of the pod that sets up the network of the node, by its usual names.
--        state_now: over where the node is ready, its pod runs, or the kubelet's log goes on without the complaint, which it repeats every 5 s:
--        for a minute, or for a hundred lines where it has no times.
WITH said AS (
  SELECT c.src, c.name AS node, NULL AS namespace, NULL AS pod, NULL AS workload, coalesce(c.message, c.reason) AS said, CASE WHEN c.at <> '' THEN cite_at(c.src, c.at || '.' || CASE WHEN c.message IS NULL THEN 'reason' ELSE 'message' END) ELSE cite(c.src) END AS said_src,
    0 AS rank, 'objects' AS origin, 1 AS "count", c.changed AS t_min, c.changed AS t_max, 'failing' AS state_now, CASE WHEN c."type" = 'Ready' THEN 'cni' ELSE 'route' END AS why
  FROM conditions c
  WHERE c.kind = 'Node' AND CASE WHEN c."type" = 'Ready' THEN c.status IS DISTINCT FROM 'True' AND regexp_matches(c.message, '(?i)NetworkPluginNotReady|network not ready|cni plugin not initialized|cni config uninitialized|network plugin is not ready')
    ELSE c."type" = 'NetworkUnavailable' AND c.status = 'True' END
  UNION ALL
  SELECT e.src, e.node, e.namespace, e.pod, e.workload, e.message, e.message_src, 1, 'events', e."count", e.t_min, e.t_max, e.state_now, 'cni'
  FROM event_list e
  WHERE e.reason = 'NetworkNotReady' OR (e.kind = 'Node' AND e.reason IN ('NodeNotReady', 'KubeletNotReady') AND contains(e.message, 'NetworkPluginNotReady'))
  UNION ALL
  SELECT f.src, f.node, f.namespace, f.pod, f.workload, f."text", f.said_src, 2, f.origin, f."count", f.first_seen, f.last_seen, f.state_now, 'cni'
  FROM sandbox_failures f WHERE f.cause = 'init'
  UNION ALL
  SELECT s.src, s.node, NULL, NULL, NULL, coalesce(s.detail, s.message), cite(s.src), 3, 'kubelet', 1, s.t_min, s.t_max,
    CASE WHEN l."last" > s."time" + INTERVAL 1 MINUTE OR m.lines - (s.src & 4294967295) >= 100 THEN 'over' ELSE 'unknown' END, 'cni'
  FROM service_log s JOIN members m ON member(m.src) = member(s.src) LEFT JOIN service_logs l ON member(l.src) = member(s.src) AND l.unit = s.unit AND l.node IS NOT DISTINCT FROM s.node
  WHERE s.kind = 'network-not-ready'
),
once AS (
  SELECT node, why, CASE WHEN node IS NULL THEN namespace END AS namespace, CASE WHEN node IS NULL THEN pod END AS pod, CASE WHEN node IS NULL THEN min(workload) END AS workload,
    arg_min(src, (rank, -epoch(t_max), src)) AS src, arg_min(said, (rank, -epoch(t_max), src)) AS said, arg_min(said_src, (rank, -epoch(t_max), src)) AS said_src,
    arg_min(origin, (rank, -epoch(t_max), src)) AS origin, max("count") AS "count", count(DISTINCT pod) AS pods, min(t_min) AS first_seen, max(t_max) AS last_seen,
    CASE WHEN bool_or(state_now = 'failing') THEN 'failing' WHEN bool_or(state_now = 'unknown' AND rank = 3) THEN 'unknown' WHEN bool_or(state_now = 'over') THEN 'over' ELSE 'unknown' END AS state_now
  FROM said
  GROUP BY node, why, CASE WHEN node IS NULL THEN namespace END, CASE WHEN node IS NULL THEN pod END
),
made AS (
  SELECT o.name AS node, min(epoch(c.collected) - epoch(o.created)) AS age_s FROM objects o JOIN clocks c ON c.member = member(o.src) WHERE o.kind = 'Node' AND o.created IS NOT NULL GROUP BY 1
),
agents AS (
  SELECT node, min(pod_key) AS pod_key FROM pod_list
  WHERE NOT superseded AND regexp_matches(pod, '^(?:rke2-)?(?:calico-node|canal|cilium|kube-flannel(?:-ds)?|aws-node|weave-net|antrea-agent|ovnkube-node|kindnet|kube-router|azure-cni|terway-eniip|kube-ovn-cni)-[a-z0-9]{5}$') GROUP BY 1
)
SELECT o.src, o.node, o.namespace, o.pod, o.workload, a.pod_key, CASE WHEN o.node IS NULL AND o.pod IS NOT NULL THEN 'Pod' ELSE 'Node' END AS subject_kind, coalesce(o.node, o.pod) AS subject_name,
  o.why, left(o.said, 300) AS said, o.said_src, o.origin, o."count", o.pods, o.first_seen, o.last_seen, m.age_s,
  CASE WHEN o.origin <> 'objects' AND n.ready = 'True' THEN 'over' WHEN n.ready = 'False' THEN 'failing' ELSE o.state_now END AS state_now
FROM once o
LEFT JOIN node_list n ON n.node = o.node
LEFT JOIN made m ON m.node = o.node
LEFT JOIN agents a ON a.node = o.node
