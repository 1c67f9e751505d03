-- failed_allocations: page allocations that failed, judged by their own dump, with what the failure did to starting pods.
--
-- gives  src BIGINT, node VARCHAR, time TIMESTAMP, time_quality VARCHAR, mono_s DOUBLE, boot BIGINT, kernel_version VARCHAR, comm VARCHAR, pid BIGINT, order BIGINT, mode VARCHAR, atomic BOOLEAN, free_bytes BIGINT, min_bytes BIGINT, free_line BIGINT, largest_free_order BIGINT, suitable_blocks BIGINT, list_line BIGINT, cgroup VARCHAR, t_min TIMESTAMP, t_max TIMESTAMP, verdict VARCHAR, by_runtime BOOLEAN, joined BOOLEAN, effect VARCHAR, effect_src VARCHAR, effect_namespace VARCHAR, effect_pod VARCHAR, effect_readable BOOLEAN, state_now VARCHAR
-- needs  allocation_failures, service_log, events, pod_list, container_list, coverage, clocks
-- driver allocation_failures
-- note   verdict: fragmentation where memory far above min is free and no block is large enough; shortage at order 0 or below
--        the watermarks; unknown where the dump is cut. joined: a runtime or the kubelet failed for want of memory within 10 s;
--        of a log whose zone is not known, within 10 s of the time as it is written. effect_readable: events or a kubelet log of that
--        time were read, so that a failed start would have shown. state_now: over where the pod that failed runs now.
WITH judged AS (
  SELECT a.*, CASE
    WHEN a."order" = 0 THEN 'shortage'
    WHEN a.suitable_blocks = 0 AND a.free_bytes > 2 * a.min_bytes THEN 'fragmentation'
    WHEN a.free_bytes IS NOT NULL AND a.free_bytes <= 2 * a.min_bytes THEN 'shortage'
    WHEN a.suitable_blocks > 0 THEN 'burst'
    ELSE 'unknown' END AS verdict,
    regexp_matches(a.comm, '^(runc|dockerd|containerd|kubelet|conmon|crio|docker-containerd|exe$)') AS by_runtime
  FROM allocation_failures a
),
trouble AS (
  SELECT node, t_min, t_max, cite(src) AS src, message, namespace, pod FROM service_log WHERE kind IN ('enomem', 'sandbox-failed', 'start-failed')
    AND regexp_matches(message, '(?i)cannot allocate memory|exit status 6|ENOMEM')
  UNION ALL
  SELECT coalesce(p.node, e.host), least(e."first", e.t_min), e.t_max, CASE WHEN e.at IS NOT NULL THEN cite_at(e.src, 'message') ELSE cite(e.src) END, e.message, e.namespace, e.name
  FROM events e LEFT JOIN pod_list p ON p.pod = e.name AND p.namespace = e.namespace AND NOT p.superseded
  WHERE regexp_matches(e.message, '(?i)cannot allocate memory|exit status 6|ENOMEM')
),
near AS (
  SELECT j.src, arg_min(t.src, (abs(epoch(t.t_max - j."time")), t.src)) AS effect_src, arg_min(t.message, (abs(epoch(t.t_max - j."time")), t.src)) AS effect,
    arg_min(t.namespace, (abs(epoch(t.t_max - j."time")), t.src)) AS namespace, arg_min(t.pod, (abs(epoch(t.t_max - j."time")), t.src)) AS pod
  FROM judged j JOIN trouble t ON t.node = j.node
  WHERE t.t_max >= CASE WHEN j.t_max - j.t_min < INTERVAL 1 HOUR THEN j.t_min ELSE j."time" END - INTERVAL 10 SECOND
    AND t.t_min <= CASE WHEN j.t_max - j.t_min < INTERVAL 1 HOUR THEN j.t_max ELSE j."time" END + INTERVAL 10 SECOND
  GROUP BY 1
),
running AS (
  SELECT pod, bool_and(coalesce(ready, FALSE)) AS ready FROM container_list WHERE pod IS NOT NULL GROUP BY 1
)
SELECT j.*, n.effect_src IS NOT NULL AS joined, n.effect, n.effect_src, n.namespace AS effect_namespace, n.pod AS effect_pod,
  EXISTS (SELECT 1 FROM coverage c WHERE c.origin IN ('events', 'kubelet') AND (c.node IS NULL OR c.node = j.node)
    AND c.seen_from <= j.t_min AND c.seen_to >= j.t_max) AS effect_readable,
  CASE WHEN p.ready THEN 'over' WHEN n.effect_src IS NOT NULL AND j."time" > k.collected - INTERVAL 1 HOUR THEN 'failing' ELSE 'unknown' END AS state_now
FROM judged j LEFT JOIN near n ON n.src = j.src LEFT JOIN running p ON p.pod = n.pod LEFT JOIN clocks k ON k.member = member(j.src)
