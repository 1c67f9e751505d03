-- service_backends: each Service with a selector once, with the addresses behind it and the pods that its selector chooses.
--
-- gives  src BIGINT, namespace VARCHAR, service_namespace VARCHAR, service VARCHAR, type VARCHAR, headless BOOLEAN, selector VARCHAR, selector_src VARCHAR, told BOOLEAN, addresses BIGINT, waiting BIGINT, none_src VARCHAR, chosen BIGINT, chosen_ready BIGINT, pod VARCHAR, workload VARCHAR, unlabelled BIGINT, near_pod VARCHAR, near_workload VARCHAR, near_labels VARCHAR, near_src VARCHAR, scaled_down VARCHAR, known_why BOOLEAN, ports_src VARCHAR, port BIGINT, target_port VARCHAR, declared VARCHAR, declared_names VARCHAR, port_said VARCHAR, port_fits BOOLEAN
-- needs  services, service_ports, endpoints, objects, pod_list, container_list, containers, workloads
-- driver services, endpoints, service_ports
-- note   one row for each port, one for a Service without. told: the bundle holds its Endpoints, an EndpointSlice of it, or what describe prints; addresses are
--        ready ones, waiting those that are not. chosen: pods that carry all labels of the selector, or whose labels the bundle
--        does not show, that are not ready and whose workload has the Service's name; pod and workload: one of them, not ready if there is one.
--        unlabelled: pods of the namespace whose labels the bundle does not show. near: ready pods that no Service chooses and that the selector
--        seems to mean: their workload has the Service's name, a value is nearly the same, or all labels agree but one that they do not have. scaled_down: a workload of the same labels or name that wants no pods; known_why: pods that are not ready, or such a workload.
--        declared: ports that containers of the chosen pods declare; port_fits where the target is one of them, missing where they declare none.
WITH one AS (
  SELECT *, string_split(selector, ',') AS pairs FROM services WHERE selector IS NOT NULL AND coalesce("type", 'ClusterIP') <> 'ExternalName'
  QUALIFY row_number() OVER (PARTITION BY namespace, service ORDER BY CASE form WHEN 'describe' THEN 1 WHEN 'table' THEN 2 ELSE 0 END, src) = 1
),
addressed AS (
  SELECT namespace, service, count(DISTINCT address) FILTER (coalesce(ready, TRUE)) AS addresses, count(DISTINCT address) FILTER (NOT ready) AS waiting FROM endpoints GROUP BY 1, 2
),
said AS (
  SELECT namespace, name AS service, 1 AS rank, CASE WHEN form = 'table' THEN cite(src) ELSE cite_at(src, 'metadata.name') END AS place, FALSE AS filled FROM objects WHERE kind = 'Endpoints'
  UNION ALL
  SELECT namespace, regexp_extract(labels, 'kubernetes\.io/service-name=([^,]+)', 1), 2, CASE WHEN form = 'table' THEN cite(src) ELSE cite_at(src, 'metadata.name') END, FALSE FROM objects WHERE kind = 'EndpointSlice' AND labels IS NOT NULL
  UNION ALL
  SELECT namespace, service, 0, cite_at(src, "at" || '.endpoints'), endpoints <> '<none>' FROM service_ports WHERE endpoints IS NOT NULL
),
told AS (
  SELECT namespace, service, arg_min(place, (rank, place)) AS none_src, bool_or(filled) AS filled FROM said GROUP BY 1, 2
),
healthy AS (
  SELECT pod_key, bool_and(ready) AS ready FROM container_list WHERE coalesce(container_type, 'regular') IN ('regular', 'sidecar') GROUP BY 1
),
pods AS (
  SELECT l.namespace, l.pod, l.pod_key, l.workload, o.labels, o.src,
    l.phase = 'Running' AND coalesce(h.ready, split_part(l.ready_text, '/', 1) = split_part(l.ready_text, '/', 2), FALSE) AND l.deleted IS NULL AS ready
  FROM pod_list l
  LEFT JOIN (SELECT namespace, name, arg_min(labels, src) AS labels, min(src) AS src FROM objects WHERE kind = 'Pod' AND labels IS NOT NULL GROUP BY 1, 2) o
    ON o.name = l.pod AND o.namespace IS NOT DISTINCT FROM l.namespace
  LEFT JOIN healthy h ON h.pod_key = l.pod_key
  WHERE NOT l.superseded AND coalesce(l.phase, '') NOT IN ('Succeeded', 'Failed')
),
pairs AS (SELECT namespace, pod_key, unnest(string_split(labels, ',')) AS pair FROM pods WHERE labels IS NOT NULL),
matched AS (
  SELECT s.src, p.pod_key, p.pod, p.workload, p.ready
  FROM one s
  JOIN pairs q ON q.pair = list_min(s.pairs) AND coalesce(q.namespace = s.namespace, TRUE)
  JOIN pods p ON p.pod_key = q.pod_key AND list_has_all(string_split(p.labels, ','), s.pairs)
  UNION ALL
  SELECT s.src, p.pod_key, p.pod, p.workload, FALSE FROM one s
  JOIN pods p ON p.workload = s.service AND coalesce(p.namespace = s.namespace, TRUE) WHERE p.labels IS NULL AND NOT p.ready
),
chosen AS (
  SELECT src, count(*) AS chosen, count(*) FILTER (ready) AS chosen_ready, arg_min(pod, (ready, pod)) AS pod, arg_min(workload, (ready, pod)) AS workload FROM matched GROUP BY 1
),
declared AS (
  SELECT m.src, string_agg(DISTINCT regexp_replace(c.ports, '/[A-Z]+', '', 'g'), ',') AS ports, string_agg(DISTINCT c.port_names, ',') AS port_names
  FROM matched m JOIN containers c ON c.pod = m.pod JOIN one s ON s.src = m.src AND s.namespace IS NOT DISTINCT FROM c.namespace GROUP BY 1
),
apps AS (
  SELECT namespace, workload, min(pod) AS pod, arg_min(labels, pod) AS labels, arg_min(src, pod) AS src FROM pods WHERE labels IS NOT NULL AND ready AND pod_key NOT IN (SELECT pod_key FROM matched) GROUP BY 1, 2
),
near AS (
  SELECT s.src, arg_min(a.pod, (-r.common, -r.alike, a.pod)) AS pod, arg_min(a.workload, (-r.common, -r.alike, a.pod)) AS workload, arg_min(a.labels, (-r.common, -r.alike, a.pod)) AS labels, arg_min(a.src, (-r.common, -r.alike, a.pod)) AS label_src
  FROM one s
  JOIN apps a ON a.namespace IS NOT DISTINCT FROM s.namespace,
  LATERAL (SELECT list_filter(s.pairs, lambda x: NOT list_contains(string_split(a.labels, ','), x)) AS missed) m,
  LATERAL (SELECT len(s.pairs) - len(m.missed) AS common, list_filter(string_split(a.labels, ','), lambda y: contains(',' || array_to_string(m.missed, ','), ',' || split_part(y, '=', 1) || '=')) AS instead) i,
  LATERAL (SELECT i.common, jaro_winkler_similarity(regexp_replace(array_to_string(i.instead, ','), '[^,=]+=', '', 'g'), regexp_replace(array_to_string(m.missed, ','), '[^,=]+=', '', 'g')) AS alike) r
  -- 0.8 takes web for web-app and front-end for frontend, but not master for replica or blue for green.
  WHERE s.src NOT IN (SELECT src FROM matched) AND (a.workload = s.service OR r.alike >= 0.8 OR (r.common > 0 AND len(i.instead) = 0))
  GROUP BY s.src
),
blank AS (SELECT namespace, count(*) AS unlabelled FROM pods WHERE labels IS NULL GROUP BY 1),
asleep AS (
  SELECT s.src, min(w.kind || ' ' || w.name) AS scaled_down FROM one s
  JOIN workloads w ON w.namespace IS NOT DISTINCT FROM s.namespace AND w.desired = 0 AND w.kind <> 'ReplicaSet' AND (w.name = s.service OR w.selector = s.selector) GROUP BY 1
)
SELECT s.src, s.namespace, s.namespace AS service_namespace, s.service, s."type", coalesce(s.cluster_ip = 'None', FALSE) AS headless, s.selector, CASE WHEN s.form = 'table' THEN cite(s.src) ELSE cite_at(s.src, 'spec.selector') END AS selector_src,
  t.service IS NOT NULL AS told, greatest(coalesce(e.addresses, 0), CASE WHEN t.filled THEN 1 ELSE 0 END) AS addresses, coalesce(e.waiting, 0) AS waiting, t.none_src,
  coalesce(c.chosen, 0) AS chosen, coalesce(c.chosen_ready, 0) AS chosen_ready, c.pod, c.workload, coalesce(b.unlabelled, 0) AS unlabelled,
  n.pod AS near_pod, n.workload AS near_workload, n.labels AS near_labels, CASE WHEN n.label_src IS NOT NULL THEN cite_at(n.label_src, 'metadata.labels') END AS near_src, a.scaled_down, coalesce(c.chosen, 0) > 0 OR a.scaled_down IS NOT NULL AS known_why,
  CASE WHEN p.at <> '' THEN cite_at(p.src, p.at || CASE WHEN p.target_port IS NULL THEN '.port' ELSE '.targetPort' END) ELSE cite(p.src) END AS ports_src,
  p.port, p.target_port, d.ports AS declared, d.port_names AS declared_names, p.endpoints AS port_said,
  CASE WHEN regexp_full_match(p.target_port, '\d+') THEN list_contains(string_split(d.ports, ','), p.target_port) ELSE list_contains(string_split(d.port_names, ','), p.target_port) END AS port_fits
FROM one s
LEFT JOIN told t ON t.service = s.service AND t.namespace IS NOT DISTINCT FROM s.namespace
LEFT JOIN addressed e ON e.service = s.service AND e.namespace IS NOT DISTINCT FROM s.namespace
LEFT JOIN chosen c ON c.src = s.src
LEFT JOIN declared d ON d.src = s.src
LEFT JOIN near n ON n.src = s.src
LEFT JOIN blank b ON b.namespace IS NOT DISTINCT FROM s.namespace
LEFT JOIN asleep a ON a.src = s.src
LEFT JOIN service_ports p ON p.src = s.src AND p.service IS NOT DISTINCT FROM s.service
