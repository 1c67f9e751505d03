-- pod_rejections: pods that the kubelet refused to run after the scheduler had given them to its node, each once, with its reason.
--
-- gives  src BIGINT, pod_key VARCHAR, namespace VARCHAR, pod VARCHAR, workload VARCHAR, node VARCHAR, kind VARCHAR, reason VARCHAR, said VARCHAR, resource VARCHAR, requested VARCHAR, used VARCHAR, capacity VARCHAR, reason_src VARCHAR, said_src VARCHAR, state_now VARCHAR, count BIGINT, first_seen TIMESTAMP, last_seen TIMESTAMP
-- needs  pod_list, pods, event_list
-- driver pod_list, event_list
-- note   kind: out-of-resource, node-affinity, unexpected, topology, pressure (refused because the node was short, not evicted) or other. What rules on
--        sysctls, AppArmor and shutdowns are about is not among them. requested, used and capacity as the kubelet counts: milli-CPUs become CPUs, bytes MiB.
--        state_now: over when a pod of the same controller that was made later runs; failing where the refused pod is shown; else unknown.
-- source kubelet 1.18 to 1.36: pkg/kubelet/lifecycle/predicate.go, kubelet.go, cm/devicemanager, cm/topologymanager, eviction_manager.go
WITH told AS (
  SELECT l.src, l.pod_key, l.namespace, l.pod, l.workload, l.node, coalesce(l.reason, l.status_text) AS reason, l.message, coalesce(l.reason_src, l.status_src) AS reason_src,
    regexp_replace(l.reason_src, '\.reason$', '.message') AS message_src, coalesce(p.created, l.started) AS since, l.started AS first_seen, l.started AS last_seen, 1 AS "count", 0 AS rank,
    l.owner_kind, l.owner_name, 'failing' AS state_now
  FROM pod_list l JOIN pods p ON p.src = l.src
  WHERE NOT l.superseded AND ((l.phase = 'Failed' AND l.reason IS NOT NULL) OR (l.phase IS NULL AND (l.status_text IS NOT NULL OR l.reason IS NOT NULL)))
  UNION ALL BY NAME
  SELECT e.src, e.pod_key, e.namespace, e.name AS pod, e.workload, e.node, e.reason, e.message, e.message_src AS reason_src, e.message_src, e."first" AS since, e."first" AS first_seen, coalesce(e."last", e.t_max) AS last_seen,
    e."count", 1 AS rank, CASE WHEN e.state_now = 'over' THEN 'over' ELSE 'unknown' END AS state_now
  FROM event_list e WHERE coalesce(e.kind, 'Pod') = 'Pod' AND e.reason <> 'Evicted'
),
kinds AS (
  SELECT *, trim(regexp_replace(message, '^(?:Pod was rejected: |Pod )', ''), ' .') AS said,
    CASE
      WHEN reason LIKE 'OutOf%' THEN 'out-of-resource'
      WHEN reason IN ('NodeAffinity', 'MatchNodeSelector') THEN 'node-affinity'
      WHEN reason = 'UnexpectedAdmissionError' THEN 'unexpected'
      WHEN reason IN ('TopologyAffinityError', 'SMTAlignmentError') THEN 'topology'
      WHEN reason = 'Evicted' AND message LIKE '%The node had condition%' THEN 'pressure'
      WHEN reason IN ('PodOSNotSupported', 'PodOSSelectorNodeLabelDoesNotMatch', 'SupplementalGroupsPolicyNotSupported', 'PodFeatureUnsupported', 'VolumeAttachmentLimitExceeded',
        'InitContainerRestartPolicyForbidden', 'HostPortConflict', 'NodePorts', 'TaintToleration', 'NodeName', 'NodeUnschedulable', 'UnexpectedPredicateFailureType') THEN 'other' END AS kind
  FROM told
),
runs AS (
  SELECT l.namespace, l.owner_kind, l.owner_name, max(coalesce(p.created, l.started)) AS since
  FROM pod_list l JOIN pods p ON p.src = l.src WHERE l.phase = 'Running' AND l.owner_name IS NOT NULL AND l.owner_name IN (SELECT owner_name FROM kinds WHERE kind IS NOT NULL) GROUP BY ALL
),
numbers AS (
  SELECT k.*, nullif(coalesce(nullif(regexp_extract(message, 'enough resource: ([^, ]+)', 1), ''), regexp_extract(reason, '^OutOf(.+)$', 1)), '') AS resource,
    try_cast(regexp_extract(message, 'requested: (\d+)', 1) AS DOUBLE) AS asked, try_cast(regexp_extract(message, 'used: (\d+)', 1) AS DOUBLE) AS taken,
    try_cast(regexp_extract(message, 'capacity: (\d+)', 1) AS DOUBLE) AS room, r.since > k.since AS replaced
  FROM kinds k LEFT JOIN runs r ON r.namespace IS NOT DISTINCT FROM k.namespace AND r.owner_kind = k.owner_kind AND r.owner_name = k.owner_name
  WHERE k.kind IS NOT NULL
  QUALIFY row_number() OVER (PARTITION BY k.namespace, coalesce(k.pod, k.pod_key, k.reason_src), k.kind ORDER BY k.rank, k.last_seen DESC NULLS LAST, k.reason_src) = 1
),
units AS (
  SELECT *, CASE WHEN resource = 'cpu' THEN 1000 WHEN resource IN ('memory', 'ephemeral-storage') THEN 1048576 ELSE 1 END AS unit,
    CASE WHEN resource = 'cpu' THEN '%.2f CPUs' WHEN resource IN ('memory', 'ephemeral-storage') THEN '%.0f MiB' ELSE '%.0f' END AS form
  FROM numbers
)
SELECT src, pod_key, namespace, pod, workload, node, kind, reason, said, CASE WHEN kind = 'out-of-resource' THEN resource END AS resource,
  printf(form, asked / unit) AS requested, printf(form, taken / unit) AS used, printf(form, room / unit) AS capacity, reason_src, CASE WHEN message IS NOT NULL THEN message_src END AS said_src,
  CASE WHEN replaced THEN 'over' ELSE state_now END AS state_now, "count", first_seen, last_seen
FROM units
