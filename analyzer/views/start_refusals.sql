-- start_refusals: what kubelet and runtime say where they refuse a pod, or to create or start one of its containers.
--
-- gives  pod_key VARCHAR, namespace VARCHAR, pod VARCHAR, container VARCHAR, node VARCHAR, workload VARCHAR, text VARCHAR, said VARCHAR, text_src VARCHAR, status_src VARCHAR, origin VARCHAR, state_now VARCHAR, first_seen TIMESTAMP, last_seen TIMESTAMP
-- needs  event_list, container_list, pod_list, run_ends, service_log
-- note   one row for each pod, container and text; the status speaks before an event, an event before a log. Back-offs, failed pulls and
--        ends of processes are left out. Where the row names no pod, the text may (`pod: "name_namespace(uid)", container: name`).
--        said: the text without `Error: `, cut to 300 characters. state_now: as in event_list; failing where the status itself says it.
WITH told AS (
  SELECT pod_key, namespace, pod, container, now_message AS "text", regexp_replace(now_src, '\.reason$', '.message') AS text_src, now_src AS status_src, 'objects' AS origin, 0 AS rank,
    NULL::TIMESTAMP AS first_seen, NULL::TIMESTAMP AS last_seen
  FROM container_list
  WHERE now_state = 'waiting' AND now_message IS NOT NULL AND now_reason NOT IN ('CrashLoopBackOff', 'ImagePullBackOff', 'ErrImagePull', 'ErrImageNeverPull', 'InvalidImageName')
  UNION ALL
  SELECT pod_key, namespace, pod, NULL, message, coalesce(cite_at(src, 'status.message'), reason_src), reason_src, 'objects', 0, NULL, NULL
  FROM pod_list WHERE phase = 'Failed' AND message IS NOT NULL AND reason IS NOT NULL
  UNION ALL
  SELECT pod_key, namespace, pod, container, message, message_src, reason_src, 'objects', 0, finished, finished
  FROM run_ends WHERE message IS NOT NULL AND reason IN ('StartError', 'ContainerCannotRun')
  UNION ALL
  SELECT pod_key, namespace, pod, container, message, message_src, NULL, 'events', 1, coalesce(first, t_min), coalesce(last, t_max)
  FROM event_list
  WHERE reason IN ('Failed', 'FailedCreatePodSandBox', 'FailedCreatePodContainer', 'FailedStart', 'FailedMount', 'SysctlForbidden', 'AppArmor', 'UnexpectedAdmissionError')
    AND NOT regexp_matches(message, '^(Failed to (inspect and )?pull|Error: (ErrImagePull|ImagePullBackOff|ErrImageNeverPull))')
  UNION ALL
  SELECT NULL, namespace, pod, container, coalesce(detail, message), cite(src), NULL, 'kubelet', 2, time, time
  FROM service_log WHERE kind IN ('start-failed', 'sandbox-failed')
),
named AS (
  SELECT t.* EXCLUDE (namespace, pod, container),
    coalesce(t.namespace, nullif(regexp_extract(t."text", 'pod: \\?"[a-z0-9.-]+_([a-z0-9-]+)\(', 1), '')) AS namespace,
    coalesce(t.pod, nullif(regexp_extract(t."text", 'pod: \\?"([a-z0-9.-]+)_', 1), '')) AS pod,
    coalesce(t.container, nullif(regexp_extract(t."text", 'container: ([a-z0-9-]+)', 1), '')) AS container
  FROM told t
),
placed AS (
  SELECT n.* EXCLUDE (pod_key, namespace), l.pod_key, coalesce(n.namespace, l.namespace) AS namespace, l.node, l.phase, l.status_text,
    coalesce(l.workload, regexp_replace(n.pod, '-[a-f0-9]{6,10}-[a-z0-9]{5}$', '')) AS workload
  FROM named n
  LEFT JOIN pod_list l ON l.pod = n.pod AND (n.pod_key IS NULL OR l.pod_key = n.pod_key) AND NOT l.superseded AND (n.namespace IS NULL OR l.namespace IS NULL OR l.namespace = n.namespace)
),
health AS (
  SELECT pod_key, bool_and(ready) FILTER (coalesce(container_type, 'regular') IN ('regular', 'sidecar')) AS ready FROM container_list GROUP BY 1
),
once AS (
  SELECT * FROM placed
  QUALIFY row_number() OVER (PARTITION BY coalesce(pod_key, namespace || '/' || pod), container, left(regexp_replace("text", '^Error: |[0-9a-f]{12,}|[0-9]+', '', 'g'), 120) ORDER BY rank, last_seen DESC NULLS LAST, text_src) = 1
)
SELECT o.pod_key, o.namespace, o.pod, o.container, o.node, o.workload, o."text", left(trim(regexp_replace(o."text", '^Error: ', '')), 300) AS said, o.text_src, o.status_src, o.origin,
  CASE WHEN o.phase IS NULL AND h.ready IS NULL AND o.status_text IS NULL THEN CASE WHEN o.rank = 0 THEN 'failing' ELSE 'unknown' END
    WHEN o.phase = 'Succeeded' OR (coalesce(o.phase, 'Running') = 'Running' AND h.ready) OR (h.ready IS NULL AND o.status_text = 'Running' AND o.rank > 0) THEN 'over'
    ELSE 'failing' END AS state_now, o.first_seen, o.last_seen
FROM once o LEFT JOIN health h ON h.pod_key = o.pod_key
