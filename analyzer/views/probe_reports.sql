-- probe_reports: what the kubelet said about probes, with the pod, the container and the probe's settings.
--
-- gives  src BIGINT, pod_key VARCHAR, namespace VARCHAR, pod VARCHAR, container VARCHAR, node VARCHAR, workload VARCHAR, probe VARCHAR, outcome VARCHAR, answer VARCHAR, http_status BIGINT, output VARCHAR, count BIGINT, first TIMESTAMP, last TIMESTAMP, t_min TIMESTAMP, t_max TIMESTAMP, source VARCHAR, handler VARCHAR, port VARCHAR, initial_delay_s DOUBLE, period_s DOUBLE, timeout_s DOUBLE, failure_threshold BIGINT, probe_src VARCHAR, message_src VARCHAR, restart_count BIGINT, ready BOOLEAN, looping BOOLEAN, now_state VARCHAR
-- needs  probe_results, pod_list, container_list, probes, pod_keys
-- note   a report that names no container belongs to the only container with such a probe, else to none.
WITH declared AS (
  SELECT k.pod_key, p.container, p.kind AS probe, arg_min(p.handler, p.src) AS handler, arg_min(p.port, p.src) AS port,
    arg_min(p.target, p.src) AS target,
    arg_min(p.initial_delay_s, p.src) AS initial_delay_s, arg_min(p.period_s, p.src) AS period_s, arg_min(p.timeout_s, p.src) AS timeout_s,
    arg_min(p.failure_threshold, p.src) AS failure_threshold, min(cite_at(p.src, p.at)) AS probe_src
  FROM probes p JOIN pod_keys k ON k.src = p.src GROUP BY 1, 2, 3
),
single AS (
  SELECT pod_key, probe, min(container) AS container FROM declared GROUP BY 1, 2 HAVING count(*) = 1
),
lone AS (
  SELECT pod_key, min(container) AS container FROM container_list WHERE coalesce(container_type, 'regular') = 'regular' GROUP BY 1 HAVING count(*) = 1
),
named AS (
  SELECT r.*, coalesce(a.pod_key, b.pod_key, CASE WHEN r.pod IS NOT NULL THEN coalesce(r.namespace, '') || '/' || r.pod END) AS pod_key,
    coalesce(a.namespace, b.namespace, r.namespace) AS ns, coalesce(a.node, b.node, r.node) AS host, coalesce(a.workload, b.workload) AS workload
  FROM probe_results r
  LEFT JOIN pod_list a ON a.pod = r.pod AND a.namespace = r.namespace
  LEFT JOIN (SELECT pod, min(pod_key) AS pod_key, min(namespace) AS namespace, min(node) AS node, min(workload) AS workload FROM pod_list WHERE pod IS NOT NULL GROUP BY pod HAVING count(*) = 1) b
    ON b.pod = r.pod AND r.namespace IS NULL
)
SELECT
  r.src, r.pod_key, r.ns AS namespace, r.pod, coalesce(r.container, s.container, n.container) AS container, r.host AS node, r.workload,
  r.probe, r.outcome, r.answer, r.http_status, r.output, r."count", r."first", r."last", r.t_min, r.t_max, r.source,
  d.handler, d.target, coalesce(d.port, r.port) AS port, d.initial_delay_s, d.period_s, d.timeout_s, d.failure_threshold, d.probe_src,
  CASE WHEN r.at IS NOT NULL THEN cite_at(r.src, 'message') ELSE cite(r.src) END AS message_src,
  c.restart_count, c.ready, c.looping, c.now_state, c.now_started
FROM named r
LEFT JOIN single s ON s.pod_key = r.pod_key AND s.probe = r.probe
LEFT JOIN lone n ON n.pod_key = r.pod_key
LEFT JOIN declared d ON d.pod_key = r.pod_key AND d.probe = r.probe AND d.container IS NOT DISTINCT FROM coalesce(r.container, s.container, n.container)
LEFT JOIN container_list c ON c.pod_key = r.pod_key AND c.container IS NOT DISTINCT FROM coalesce(r.container, s.container, n.container)
