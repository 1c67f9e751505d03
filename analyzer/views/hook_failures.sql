-- hook_failures: hooks of containers that failed, as an event, a container's state or the kubelet's log tells.
--
-- gives  src BIGINT, hook VARCHAR, pod_key VARCHAR, namespace VARCHAR, pod VARCHAR, container VARCHAR, node VARCHAR, workload VARCHAR, said VARCHAR, said_src VARCHAR, state_now VARCHAR, first_seen TIMESTAMP, last_seen TIMESTAMP, exit_code BIGINT, exit_code_src VARCHAR, restart_count BIGINT
-- needs  event_list, container_list, container_runs, pod_list, service_log
-- note   hook: post-start or pre-stop. An event without a container names it in its text (1.18), else it is of the pod's only regular
--        one. exit_code: of the container's last ended run. said: cut to 200 characters.
-- source kubelet 1.18 to 1.31: kuberuntime_container.go, events/event.go
WITH lone AS (
  SELECT pod_key, min(container) AS container FROM container_list WHERE coalesce(container_type, 'regular') = 'regular' GROUP BY 1 HAVING count(*) = 1
),
told AS (
  SELECT e.src, CASE e.reason WHEN 'FailedPostStartHook' THEN 'post-start' ELSE 'pre-stop' END AS hook, e.pod_key, e.namespace, e.pod,
    coalesce(e.container, nullif(regexp_extract(e.message, 'Container "([^"]+)"', 1), ''), o.container) AS container, e.node, e.workload,
    e.message AS said, e.message_src AS said_src, e.state_now, e."first" AS first_seen, e."last" AS last_seen
  FROM event_list e LEFT JOIN lone o ON o.pod_key = e.pod_key
  WHERE e.reason IN ('FailedPostStartHook', 'FailedPreStopHook')
  UNION ALL
  SELECT src, 'post-start', pod_key, namespace, pod, container, node, workload, now_message, now_src, 'failing', NULL, NULL
  FROM container_list WHERE now_reason = 'PostStartHookError'
  UNION ALL
  SELECT s.src, CASE s.kind WHEN 'poststart-failed' THEN 'post-start' ELSE 'pre-stop' END, l.pod_key, s.namespace, s.pod, s.container, coalesce(l.node, s.node), l.workload,
    s.detail, cite(s.src), 'unknown', s."time", s."time"
  FROM service_log s LEFT JOIN pod_list l ON l.pod = s.pod AND l.namespace = s.namespace AND NOT l.superseded
  WHERE s.kind IN ('poststart-failed', 'prestop-failed') AND s.pod IS NOT NULL
)
SELECT t.src, t.hook, t.pod_key, t.namespace, t.pod, t.container, t.node, t.workload, left(t.said, 200) AS said, t.said_src, t.state_now, t.first_seen, t.last_seen,
  r.exit_code, r.exit_code_src, c.restart_count
FROM told t
LEFT JOIN container_runs r ON r.pod_key = t.pod_key AND r.container = t.container AND r.is_last
LEFT JOIN container_list c ON c.pod_key = t.pod_key AND c.container = t.container
