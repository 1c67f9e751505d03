-- event_list: each event once, however many members print it, with what it is about as the bundle shows that.
--
-- gives  src BIGINT, namespace VARCHAR, kind VARCHAR, name VARCHAR, uid VARCHAR, container VARCHAR, type VARCHAR, reason VARCHAR, message VARCHAR, count BIGINT, first TIMESTAMP, last TIMESTAMP, t_min TIMESTAMP, t_max TIMESTAMP, component VARCHAR, host VARCHAR, message_src VARCHAR, pod_key VARCHAR, pod VARCHAR, node VARCHAR, workload VARCHAR, owner_kind VARCHAR, phase VARCHAR, state_now VARCHAR
-- needs  events, pod_list, container_list
-- driver events
-- note   count is the most that one source says. pod_key, pod, node, workload, owner_kind and phase are those of the pod, for events about a
--        pod (its node, else the node whose kubelet reports); node is the name for events about a node. state_now of a pod: over when
--        another pod has its name, it succeeded, or all its containers are ready; failing when it is there and is not; unknown where the bundle
--        does not show it. A namespace that is not printed is that of the only pod with the name.
WITH spaces AS (
  SELECT pod, min(namespace) AS namespace, min(pod_key) AS pod_key FROM pod_list WHERE pod IS NOT NULL AND NOT superseded GROUP BY pod HAVING count(*) = 1
),
once AS (
  SELECT min(e.src) AS src, coalesce(e.namespace, s.namespace) AS namespace, e.kind, e.name, min(e.uid) AS uid, e.container, min(e."type") AS "type", e.reason, e.message,
    max(e."count") AS "count", min(e."first") AS "first", max(e."last") AS "last", min(e.t_min) AS t_min, max(e.t_max) AS t_max, min(e.component) AS component, min(e.host) AS host,
    min(CASE WHEN e.at IS NOT NULL THEN cite_at(e.src, 'message') ELSE cite(e.src) END) AS message_src
  FROM events e LEFT JOIN spaces s ON s.pod = e.name AND e.namespace IS NULL AND coalesce(e.kind, 'Pod') = 'Pod'
  GROUP BY coalesce(e.namespace, s.namespace), e.kind, e.name, e.container, e.reason, e.message
),
health AS (
  SELECT pod_key, bool_and(ready) FILTER (coalesce(container_type, 'regular') IN ('regular', 'sidecar')) AS ready FROM container_list GROUP BY 1
)
SELECT o.*, l.pod_key, CASE WHEN o.kind = 'Pod' OR l.pod IS NOT NULL THEN o.name END AS pod,
  CASE WHEN o.kind = 'Node' THEN o.name ELSE coalesce(l.node, CASE WHEN o.kind = 'Pod' THEN o.host END) END AS node,
  coalesce(l.workload, CASE WHEN o.kind = 'Pod' THEN regexp_replace(o.name, '-[a-f0-9]{6,10}-[a-z0-9]{5}$', '') END) AS workload,
  l.owner_kind, l.phase,
  CASE
    WHEN l.pod_key IS NULL THEN 'unknown'
    WHEN o.uid IS NOT NULL AND l.uid IS NOT NULL AND o.uid <> l.uid AND o.uid IS DISTINCT FROM l.cgroup_uid THEN 'over'
    WHEN l.phase = 'Succeeded' THEN 'over'
    WHEN coalesce(l.phase, 'Running') = 'Running' AND coalesce(h.ready, split_part(l.ready_text, '/', 1) = split_part(l.ready_text, '/', 2)) THEN 'over'
    WHEN l.phase IS NULL AND h.ready IS NULL AND l.status_text IS NULL THEN 'unknown'
    ELSE 'failing' END AS state_now
FROM once o
LEFT JOIN pod_list l ON l.pod = o.name AND l.namespace IS NOT DISTINCT FROM o.namespace AND NOT l.superseded AND coalesce(o.kind, 'Pod') = 'Pod'
LEFT JOIN health h ON h.pod_key = l.pod_key
