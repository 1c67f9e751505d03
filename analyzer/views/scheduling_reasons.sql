-- scheduling_reasons: why pods got no node: what the scheduler and the cluster autoscaler say, one row for each kind of reason of a pod.
--
-- gives  src BIGINT, pod_key VARCHAR, namespace VARCHAR, pod VARCHAR, workload VARCHAR, owner_kind VARCHAR, origin VARCHAR, kind VARCHAR, nodes BIGINT, total BIGINT, what VARCHAR, said VARCHAR, others VARCHAR, alone BOOLEAN, decisive BOOLEAN, speaks BOOLEAN, trouble BOOLEAN, scaling BOOLEAN, scaler VARCHAR, scaler_src VARCHAR, scale_failed BOOLEAN, node_selector VARCHAR, node_selector_src VARCHAR, message VARCHAR, message_src VARCHAR, state_now VARCHAR, count BIGINT, first_seen TIMESTAMP, last_seen TIMESTAMP
-- needs  event_list, pod_list, pod_keys, conditions, pods, taints
-- driver event_list, conditions
-- when   SELECT EXISTS (SELECT 1 FROM event_list WHERE reason IN ('FailedScheduling', 'NotTriggerScaleUp', 'FailedScaleUp')) OR EXISTS (SELECT 1 FROM conditions WHERE "type" = 'PodScheduled' AND status = 'False')
-- single SELECT NULL::BIGINT AS src, NULL::VARCHAR AS pod_key, NULL::VARCHAR AS namespace, NULL::VARCHAR AS pod, NULL::VARCHAR AS workload, NULL::VARCHAR AS owner_kind, NULL::VARCHAR AS origin, NULL::VARCHAR AS kind, NULL::BIGINT AS nodes, NULL::BIGINT AS total, NULL::VARCHAR AS what, NULL::VARCHAR AS said, NULL::VARCHAR AS others, NULL::BOOLEAN AS alone, NULL::BOOLEAN AS decisive, NULL::BOOLEAN AS speaks, NULL::BOOLEAN AS trouble, NULL::BOOLEAN AS scaling, NULL::VARCHAR AS scaler, NULL::VARCHAR AS scaler_src, NULL::BOOLEAN AS scale_failed, NULL::VARCHAR AS node_selector, NULL::VARCHAR AS node_selector_src, NULL::VARCHAR AS message, NULL::VARCHAR AS message_src, NULL::VARCHAR AS state_now, NULL::BIGINT AS "count", NULL::TIMESTAMP AS first_seen, NULL::TIMESTAMP AS last_seen WHERE FALSE
-- note   origin: condition (PodScheduled), scheduler (FailedScheduling) or autoscaler; of each the last message of a pod that gives a reason.
--        kind: claim, no-nodes, insufficient, pods, ports, max-volumes, rwop, volume-affinity, pod-affinity, topology, node-affinity, feature,
--        trouble (taints and reports of nodes that are ill), unschedulable, taint, role-taint (taints that nodes have by design: control planes, system
--        pools), scale-limit, scale-failed or other. nodes: how many of total. what: resources, taints or claims, joined by commas.
--        decisive: the one reason of a message that stands between the pod and a node. Nodes that the pod is not meant for say nothing; those
--        that it could use are short of something, ill, or cordoned. speaks: decisive in what speaks for the pod: condition, else event,
--        else autoscaler, whose words are about nodes that it could add; a scale-up that failed speaks beside the others.
--        alone: no other kind of reason beside taints by design. scaling: a scale-up was begun for the pod less than 15 min before the last message.
--        scaler: what the autoscaler says of the pod; scale_failed: it tried to add a node and could not.
--        state_now: over when the pod has a node or is gone, failing when it is Pending without one, else unknown. A message that names no pod is that
--        of the only pod that waits for a node.
-- source kube-scheduler 1.18 to 1.36 (framework/plugins, types.go FitError), cluster-autoscaler 1.30 (processors/status/eventing_scale_up_processor.go)
WITH lone AS (
  SELECT min(pod_key) AS pod_key FROM pod_list WHERE node IS NULL AND coalesce(phase, status_text) IN ('Pending', 'SchedulingGated') AND NOT superseded HAVING count(*) = 1
),
told AS (
  SELECT e.src, e.message_src, e.message, CASE WHEN e.reason = 'FailedScheduling' AND e.component IS DISTINCT FROM 'karpenter' THEN 'scheduler' ELSE 'autoscaler' END AS origin, e.reason = 'FailedScaleUp' AS failed,
    coalesce(e.pod_key, CASE WHEN e.name IS NULL THEN o.pod_key END) AS pod_key, e.namespace, e.name, e.workload, e."count", e."first" AS first_seen, coalesce(e."last", e.t_max) AS last_seen
  FROM event_list e LEFT JOIN lone o ON e.name IS NULL
  WHERE e.reason IN ('FailedScheduling', 'NotTriggerScaleUp', 'FailedScaleUp') AND coalesce(e.kind, 'Pod') = 'Pod' AND e.message IS NOT NULL
  UNION ALL
  SELECT c.src, cite_at(c.src, c."at" || '.message'), c.message, 'condition', FALSE, k.pod_key, k.namespace, c.name, NULL, NULL, c.changed, c.changed
  FROM conditions c JOIN pod_keys k ON k.src = c.src
  WHERE c.kind = 'Pod' AND c."type" = 'PodScheduled' AND c.status = 'False' AND c.message IS NOT NULL AND NOT k.superseded
),
placed AS (
  SELECT namespace, name, bool_or(reason = 'Scheduled') AS scheduled, max(t_max) FILTER (reason IN ('Scheduled', 'Pulling', 'Pulled', 'Created', 'Started')) AS placed,
    max(t_max) FILTER (reason = 'TriggeredScaleUp' OR reason = 'Nominated') AS scaled, bool_or(reason IN ('TriggeredScaleUp', 'Nominated')) AS scales
  FROM event_list WHERE coalesce(kind, 'Pod') = 'Pod' AND name IS NOT NULL AND reason IN ('Scheduled', 'Pulling', 'Pulled', 'Created', 'Started', 'TriggeredScaleUp', 'Nominated')
  GROUP BY 1, 2
),
parts AS (
  SELECT t.* EXCLUDE (name, namespace, workload), coalesce(l.pod, t.name) AS pod, coalesce(l.namespace, t.namespace) AS namespace, coalesce(l.workload, t.workload) AS workload, l.owner_kind,
    try_cast(regexp_extract(t.message, '\b0/(\d+) nodes are (?:un)?available', 1) AS BIGINT) AS total, p.node_selector,
    CASE WHEN p.node_selector IS NOT NULL THEN cite_at(p.src, 'spec.nodeSelector') END AS node_selector_src,
    CASE
      WHEN l.node IS NOT NULL OR coalesce(l.phase, l.status_text, 'Pending') NOT IN ('Pending', 'SchedulingGated', 'Unknown') OR l.superseded THEN 'over'
      WHEN q.placed >= t.last_seen OR (q.scheduled AND (q.placed IS NULL OR t.last_seen IS NULL)) THEN 'over'
      WHEN coalesce(l.phase, l.status_text) IN ('Pending', 'SchedulingGated') THEN 'failing' ELSE 'unknown' END AS state_now,
    coalesce(q.scales AND (q.scaled IS NULL OR t.last_seen IS NULL OR t.last_seen - q.scaled < INTERVAL 15 MINUTE), FALSE) AS scaling,
    trim(u.part, ' .;,*') AS part
  FROM told t
  LEFT JOIN pod_list l ON l.pod_key = t.pod_key
  LEFT JOIN pods p ON p.src = l.src
  LEFT JOIN placed q ON q.name = coalesce(l.pod, t.name) AND q.namespace IS NOT DISTINCT FROM coalesce(l.namespace, t.namespace),
  UNNEST(string_split(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(
      t.message, '\s+', ' ', 'g'), '[''’]{1,2}', '''', 'g'), ', that the pod didn''t tolerate', '', 'g'),
      '[., ]*(?:no new claims to deallocate)?[., ]*(?:still not schedulable, )?preemption: .*$', ''),
      '^.*?(?:nodes are (?:un)?available|scale-up(?: \([^)]*\))?): |[,.;] (\d+ )', e'\x1f\\1', 'g'), e'\x1f')) AS u(part)
),
read AS (
  SELECT *, coalesce(try_cast(regexp_extract(part, '^(\d+) ', 1) AS BIGINT), total) AS nodes, regexp_replace(part, '^\d+ ', '') AS said,
    nullif(regexp_extract(part, '\{([^:}]+)', 1), '') AS taint_key
  FROM parts WHERE part <> '' AND part NOT LIKE '0/%' AND part NOT LIKE '%didn''t trigger scale-up'
),
known_taints AS (
  SELECT string_agg(DISTINCT "key", ', ' ORDER BY "key") AS keys,
    count(DISTINCT node) FILTER (regexp_matches("key", '^node\.kubernetes\.io/(?:not-ready|unreachable|memory-pressure|disk-pressure|pid-pressure|network-unavailable)$')) AS ill
  FROM taints WHERE effect IN ('NoSchedule', 'NoExecute')
),
kinds AS (
  SELECT r.*,
    CASE
      WHEN failed THEN 'scale-failed'
      WHEN regexp_matches(said, 'ReadWriteOncePod') THEN 'rwop'
      WHEN regexp_matches(said, 'volume node affinity conflict|PersistentVolume''s node affinity|no available volume zone|available persistent volumes to bind|enough free storage|non-existent pv|no available disk') THEN 'volume-affinity'
      WHEN regexp_matches(said, '(?i)unbound immediate PersistentVolumeClaims|persistentvolumeclaim "[^"]*" (?:not found|is being deleted)|binding volumes|to create the persistentvolumeclaim') THEN 'claim'
      WHEN regexp_matches(said, 'no nodes available to schedule pods') THEN 'no-nodes'
      WHEN regexp_matches(said, 'exceed max volume count') THEN 'max-volumes'
      WHEN regexp_matches(said, 'have free ports') THEN 'ports'
      WHEN regexp_matches(said, 'Too many pods') THEN 'pods'
      WHEN regexp_matches(said, '^Insufficient |cannot allocate all claims|resource fit failed') THEN 'insufficient'
      WHEN regexp_matches(said, 'declared features') THEN 'feature'
      WHEN regexp_matches(said, 'topology spread') THEN 'topology'
      WHEN regexp_matches(said, 'pod affinity|anti-affinity') THEN 'pod-affinity'
      WHEN regexp_matches(said, 'node affinity|node selector|requested (?:hostname|node name)') THEN 'node-affinity'
      WHEN regexp_matches(said, 'were unschedulable') OR regexp_matches(taint_key, '^(?:node\.kubernetes\.io/unschedulable|ToBeDeletedByClusterAutoscaler|DeletionCandidateOfClusterAutoscaler|karpenter\.sh/disrupt(?:ed|ion))$') THEN 'unschedulable'
      WHEN regexp_matches(said, 'were not ready|had network unavailable|had (?:memory|disk|pid) pressure')
        OR regexp_matches(taint_key, '^node\.(?:kubernetes\.io/(?:not-ready|unreachable|memory-pressure|disk-pressure|pid-pressure|network-unavailable|out-of-service)|cloudprovider\.kubernetes\.io/(?:uninitialized|shutdown))$|not-ready$')
        THEN 'trouble'
      -- taints without their keys: those that the nodes of the bundle have tell what they are
      WHEN taint_key IS NULL AND regexp_matches(said, 'untolerated taint|had taints') AND k.ill >= nodes THEN 'trouble'
      WHEN regexp_matches(taint_key, '^(?:node-role\.kubernetes\.io|kubernetes\.azure\.com|components\.gke\.io|sandbox\.gke\.io|node\.openshift\.io|virtual-kubelet\.io)/|^CriticalAddonsOnly$|^eks\.amazonaws\.com/compute-type$|^(?:node\.kubernetes\.io/)?os$') THEN 'role-taint'
      WHEN regexp_matches(said, 'untolerated taint|had taint') THEN 'taint'
      WHEN regexp_matches(said, '(?i)max (?:node group|cluster|total|limit)|limits? (?:reached|exceeded)|backoff after failed scale-up|exceed limits') THEN 'scale-limit'
      ELSE 'other' END AS kind,
    CASE WHEN taint_key IS NULL AND regexp_matches(said, 'untolerated taint|had taints') THEN k.keys END AS keys
  FROM read r, known_taints k
),
detailed AS (
  SELECT *, CASE WHEN pod IS NULL THEN member(src) END AS place,
    coalesce(CASE kind WHEN 'insufficient' THEN nullif(regexp_extract(said, '^Insufficient (.+)$', 1), '') WHEN 'claim' THEN nullif(regexp_extract(said, '(?i)persistentvolumeclaim "([^"]+)"', 1), '') END,
      nullif(regexp_replace(regexp_extract(said, '\{([^}]+)\}', 1), ':? *$', ''), ''), keys) AS detail
  FROM kinds
),
grouped AS (
  SELECT origin, pod_key, namespace, pod, place, kind, src, min(message) AS message, min(message_src) AS message_src, min(workload) AS workload, min(owner_kind) AS owner_kind,
    max(total) AS total, least(sum(nodes), max(total)) AS nodes, min(node_selector) AS node_selector, min(node_selector_src) AS node_selector_src,
    string_agg(DISTINCT detail, ', ' ORDER BY detail) AS what,
    string_agg(DISTINCT part, ', ' ORDER BY part) AS said, min(state_now) AS state_now, bool_or(scaling) AS scaling,
    max("count") AS "count", min(first_seen) AS first_seen, max(last_seen) AS last_seen
  FROM detailed GROUP BY ALL
),
weighed AS (
  SELECT *,
    sum(nodes) FILTER (kind IN ('insufficient', 'pods', 'ports', 'max-volumes', 'rwop')) OVER w AS short_nodes,
    bool_or(kind = 'insufficient' AND regexp_matches(what, '(?i)gpu')) OVER w AS short_of_gpu,
    count(*) FILTER (kind <> 'role-taint') OVER w AS reasons, list(said) OVER w AS all_said
  FROM grouped WINDOW w AS (PARTITION BY origin, pod_key, namespace, pod, place, src ORDER BY kind ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
),
ranked AS (
  SELECT *, CASE
      WHEN kind IN ('claim', 'no-nodes', 'scale-failed') THEN 0
      -- nodes that are ill or cordoned are those that the pod could have used, unless as many others are short of something
      WHEN kind IN ('trouble', 'unschedulable') AND nodes > coalesce(short_nodes, 0) THEN 1
      -- GPU nodes keep other pods away by a taint; that the rest has no GPU is no news
      WHEN kind = 'taint' AND short_of_gpu AND regexp_matches(what, '(?i)gpu|accelerator') THEN 2
      -- the volume is where it is: nodes with room do not help
      WHEN kind = 'volume-affinity' AND nodes >= coalesce(short_nodes, 0) THEN 3
      WHEN kind IN ('insufficient', 'pods', 'ports', 'max-volumes', 'rwop') THEN 4
      WHEN kind = 'scale-limit' THEN 5
      WHEN kind IN ('trouble', 'unschedulable', 'volume-affinity') THEN 6
      WHEN kind IN ('pod-affinity', 'topology', 'feature') THEN 7
      -- the label that the pod asks for is that of the nodes with the taint
      WHEN kind = 'taint' AND node_selector IS NOT NULL AND contains(node_selector, split_part(what, ':', 1)) THEN 7
      WHEN kind = 'node-affinity' THEN 8
      WHEN kind = 'taint' THEN 9
      WHEN kind = 'role-taint' THEN 10
      ELSE 11 END AS rank
  FROM weighed
),
chosen AS (
  SELECT *,
    min(rank) OVER (PARTITION BY origin, pod_key, namespace, pod, place, src) = 11 AS empty,
    row_number() OVER (PARTITION BY origin, pod_key, namespace, pod, place, src ORDER BY rank, nodes DESC NULLS LAST, kind) = 1 AS decisive
  FROM ranked
),
last_said AS (
  SELECT *, dense_rank() OVER (PARTITION BY origin, pod_key, namespace, pod, place ORDER BY empty, last_seen DESC NULLS LAST, src DESC) AS age FROM chosen
),
spoken AS (
  SELECT *, min(CASE origin WHEN 'condition' THEN 0 WHEN 'scheduler' THEN 1 ELSE 2 END + CASE WHEN empty THEN 3 ELSE 0 END) OVER (PARTITION BY pod_key, namespace, pod, place) AS speaker,
    CASE origin WHEN 'condition' THEN 0 WHEN 'scheduler' THEN 1 ELSE 2 END + CASE WHEN empty THEN 3 ELSE 0 END AS voice,
    bool_or(state_now = 'over') OVER (PARTITION BY pod_key, namespace, pod, place) AS past,
    min(CASE WHEN origin = 'autoscaler' THEN message END) OVER (PARTITION BY pod_key, namespace, pod, place) AS scaler,
    min(CASE WHEN origin = 'autoscaler' THEN message_src END) OVER (PARTITION BY pod_key, namespace, pod, place) AS scaler_src,
    bool_or(kind = 'scale-failed') OVER (PARTITION BY pod_key, namespace, pod, place) AS scale_failed
  FROM last_said WHERE age = 1
)
SELECT src, pod_key, namespace, pod, workload, owner_kind, origin, kind, nodes, total, what, said,
  nullif(array_to_string(list_filter(all_said, lambda one: one <> said), ', '), '') AS others, reasons <= 1 AS alone, decisive, decisive AND (voice = speaker OR kind = 'scale-failed') AS speaks,
  kind = 'trouble' AS trouble, scaling, scaler, scaler_src, scale_failed, node_selector, node_selector_src, message, message_src,
  CASE WHEN past THEN 'over' ELSE state_now END AS state_now, "count", first_seen, last_seen
FROM spoken
