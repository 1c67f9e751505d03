-- probe_reports: what the kubelet said about probes, with the pod, the container and the probe's settings.
--
-- gives  src BIGINT, pod_key VARCHAR, namespace VARCHAR, pod VARCHAR, container VARCHAR, node VARCHAR, workload VARCHAR, probe VARCHAR, outcome VARCHAR, answer VARCHAR, http_status BIGINT, output VARCHAR, count BIGINT, first TIMESTAMP, last TIMESTAMP, t_min TIMESTAMP, t_max TIMESTAMP, source VARCHAR, handler VARCHAR, target VARCHAR, port VARCHAR, initial_delay_s DOUBLE, period_s DOUBLE, timeout_s DOUBLE, failure_threshold BIGINT, probe_grace_s DOUBLE, probe_src VARCHAR, message_src VARCHAR, restart_count BIGINT, ready BOOLEAN, looping BOOLEAN, now_state VARCHAR, now_started TIMESTAMP, first_age_s DOUBLE, last_age_s DOUBLE, declared BOOLEAN, asked_port VARCHAR
-- needs  probe_results, pod_list, container_list, probes, pod_keys, member_nodes
-- driver probe_results
-- note   a report that names no pod belongs to the only pod of its member. One that names no container belongs to the only
--        container with such a probe, else to the only one that was killed for it, else to the only container. Reports
--        about an earlier pod of the same name (another UID) are left out. A command's answer is `exec` whatever it prints.
WITH declared AS (
  SELECT k.pod_key, p.container, p.kind AS probe, arg_min(p.handler, p.src) AS handler, arg_min(p.port, p.src) AS port,
    arg_min(p.target, p.src) AS target,
    arg_min(p.initial_delay_s, p.src) AS initial_delay_s, arg_min(p.period_s, p.src) AS period_s, arg_min(p.timeout_s, p.src) AS timeout_s,
    arg_min(p.failure_threshold, p.src) AS failure_threshold, arg_min(p.grace_s, p.src) AS grace_s, min(cite_at(p.src, p.at)) AS probe_src
  FROM probes p JOIN pod_keys k ON k.src = p.src GROUP BY 1, 2, 3
),
single AS (
  SELECT pod_key, probe, min(container) AS container FROM declared GROUP BY 1, 2 HAVING count(*) = 1
),
lone AS (
  SELECT pod_key, min(container) AS container FROM container_list WHERE coalesce(container_type, 'regular') = 'regular' GROUP BY 1 HAVING count(*) = 1
),
of_member AS (
  SELECT member(src) AS member, min(pod_key) AS pod_key FROM pod_keys GROUP BY 1 HAVING count(DISTINCT pod_key) = 1
),
by_name AS (
  SELECT pod, min(pod_key) AS pod_key FROM pod_list WHERE pod IS NOT NULL AND NOT superseded GROUP BY pod HAVING count(*) = 1
),
keyed AS (
  SELECT r.*, coalesce(
      a.pod_key, b.pod_key, CASE WHEN r.pod IS NULL THEN m.pod_key END,
      CASE WHEN r.pod IS NOT NULL THEN coalesce(r.namespace, '') || '/' || r.pod END) AS pod_key
  FROM probe_results r
  LEFT JOIN pod_list a ON a.pod = r.pod AND a.namespace = r.namespace AND NOT a.superseded
  LEFT JOIN by_name b ON b.pod = r.pod AND r.namespace IS NULL
  LEFT JOIN of_member m ON m.member = member(r.src)
),
named AS (
  SELECT r.* REPLACE (coalesce(l.namespace, r.namespace) AS namespace, coalesce(l.pod, r.pod) AS pod, coalesce(l.node, r.node, CASE WHEN r.source = 'kubelet' THEN n.node END) AS node),
    coalesce(l.workload, regexp_replace(r.pod, '-[a-z0-9]{5,10}-[a-z0-9]{5}$', '')) AS workload
  FROM keyed r
  LEFT JOIN pod_list l ON l.pod_key = r.pod_key
  LEFT JOIN member_nodes n ON n.member = member(r.src)
  WHERE r.pod_uid IS NULL OR l.uid IS NULL OR r.pod_uid = l.uid OR r.pod_uid = l.cgroup_uid
),
killed AS (
  SELECT pod_key, probe, min(container) AS container FROM named WHERE container IS NOT NULL GROUP BY 1, 2 HAVING count(DISTINCT container) = 1
),
placed AS (
  SELECT r.* REPLACE (coalesce(r.container, s.container, k.container, n.container) AS container)
  FROM named r
  LEFT JOIN single s ON s.pod_key = r.pod_key AND s.probe = r.probe
  LEFT JOIN killed k ON k.pod_key = r.pod_key AND k.probe = r.probe
  LEFT JOIN lone n ON n.pod_key = r.pod_key
)
SELECT
  r.src, r.pod_key, r.namespace, r.pod, r.container, r.node, r.workload, r.probe, r.outcome,
  CASE WHEN d.handler = 'exec' AND r.answer NOT IN ('timeout', 'not-executed') THEN 'exec' ELSE r.answer END AS answer,
  r.http_status, r.output, r."count", r."first", r."last", r.t_min, r.t_max, r.source,
  d.handler, d.target, coalesce(d.port, r.port) AS port, d.initial_delay_s, d.period_s, d.timeout_s, d.failure_threshold, d.grace_s AS probe_grace_s, d.probe_src,
  CASE WHEN r.at IS NOT NULL THEN cite_at(r.src, CASE WHEN r.at = '' THEN 'message' ELSE r.at || '.message' END) ELSE cite(r.src) END AS message_src,
  c.restart_count, c.ready, c.looping, c.now_state, c.now_started, coalesce(r.first_age_s, r.last_age_s) AS first_age_s, r.last_age_s,
  d.pod_key IS NOT NULL AS declared, r.port AS asked_port
FROM placed r
LEFT JOIN declared d ON d.pod_key = r.pod_key AND d.probe = r.probe AND d.container IS NOT DISTINCT FROM r.container
LEFT JOIN container_list c ON c.pod_key = r.pod_key AND c.container IS NOT DISTINCT FROM r.container
