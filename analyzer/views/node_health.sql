-- node_health: why each node that is or was not ready is so, in the words of its Ready condition, else of its kubelet, else of events.
--
-- gives  src BIGINT, node VARCHAR, about VARCHAR, status VARCHAR, said VARCHAR, said_src VARCHAR, ready_src VARCHAR, changed TIMESTAMP, heartbeat TIMESTAMP, first_seen TIMESTAMP, last_seen TIMESTAMP, kubelet_last TIMESTAMP, told_by VARCHAR, state_now VARCHAR, count BIGINT
-- needs  conditions, nodes, taints, service_log, service_logs, events, clocks
-- note   one row for each node and what it is about: silent (nothing comes from its kubelet), runtime, network, pleg, or other where none of these is said.
--        The runtime speaks for PLEG and network, which cannot be well without it. told_by: condition, table, taint, kubelet or events.
--        A description without its head is of the only node that its events name. A kubelet's log counts only where the condition says nothing of the kind; its lines about the network are normal for seconds at its start,
--        so they count where the node is known to be not ready, or where they go on for two minutes (24 lines, one every 5 s). state_now: over where the node is ready
--        or became so again after the events, failing where it is not, unknown where nothing tells. kubelet_last: last line of its kubelet's log.
WITH excerpts AS (
  SELECT member(src) AS member, min("name") AS node FROM events WHERE kind = 'Node' GROUP BY 1 HAVING count(DISTINCT "name") = 1
),
seen AS (
  SELECT coalesce(c.name, x.node) AS node, coalesce(c.status, CASE WHEN regexp_matches(c.message, 'posting ready status') THEN 'True' WHEN regexp_matches(c.message, 'post(?:ing|ed) node status') THEN 'Unknown' ELSE 'False' END) AS status, concat_ws(': ', c.reason, c.message) AS said, c.changed, c.heartbeat, 'condition' AS told_by, c.src,
    CASE WHEN c."at" = '' THEN cite(c.src) ELSE cite_at(c.src, c."at" || CASE WHEN c.message IS NOT NULL THEN '.message' WHEN c.reason IS NOT NULL THEN '.reason' ELSE '.status' END) END AS said_src,
    CASE WHEN c."at" = '' THEN cite(c.src) ELSE cite_at(c.src, c."at" || '.status') END AS ready_src
  FROM conditions c LEFT JOIN excerpts x ON c.name IS NULL AND x.member = member(c.src) WHERE c.kind = 'Node' AND c."type" = 'Ready' AND coalesce(c.status, c.message) IS NOT NULL
  UNION ALL
  SELECT n.node, n.ready, NULL, NULL, NULL, 'table', n.src, cite(n.src), cite(n.src) FROM nodes n WHERE n.form = 'table' AND n.ready IS NOT NULL
),
now AS (
  SELECT s.*, k.collected FROM seen s LEFT JOIN clocks k ON k.member = member(s.src)
  QUALIFY row_number() OVER (PARTITION BY s.node ORDER BY k.collected DESC NULLS LAST, s.told_by, greatest(s.changed, s.heartbeat) DESC NULLS LAST, s.src) = 1
),
tainted AS (SELECT node, min(src) AS src, min(cite_at(src, "at" || '.key')) AS taint_src FROM taints WHERE "key" = 'node.kubernetes.io/unreachable' GROUP BY 1),
lines AS (
  SELECT node, kind, coalesce(detail, message) AS text, src, t_min, t_max, "time" FROM service_log
  WHERE (kind IN ('node-not-ready', 'pleg-unhealthy', 'network-not-ready') AND NOT regexp_matches(message, 'not have completed yet|yet to be successful|not yet initialized')) OR (kind = 'runtime-down' AND contains(message, 'container runtime is down'))
),
notes AS (
  SELECT "name" AS node, src, "at", reason, message, component, t_min, t_max, coalesce("count", 1) AS "count", coalesce(epoch(t_max), -last_age_s) AS moment
  FROM events WHERE kind = 'Node' AND reason IN ('NodeNotReady', 'NodeReady')
),
again AS (SELECT node, max(moment) FILTER (reason = 'NodeReady') AS ready_at, max(moment) FILTER (reason = 'NodeNotReady') AS lost_at FROM notes GROUP BY 1),
told AS (
  SELECT node, src, told_by, said AS text, said_src, changed AS t_min, changed AS t_max, 1 AS "count", status = 'Unknown' AS silent, TRUE AS shown FROM now WHERE status <> 'True'
  UNION ALL
  SELECT t.node, t.src, 'taint', 'taint node.kubernetes.io/unreachable', t.taint_src, NULL, NULL, 1, TRUE, TRUE FROM tainted t LEFT JOIN now n ON n.node IS NOT DISTINCT FROM t.node WHERE n.status IS DISTINCT FROM 'True'
  UNION ALL
  SELECT l.node, min(l.src), 'kubelet', arg_min(l.text, l.src), cite(min(l.src)), min(l.t_min), max(l.t_max), count(*), FALSE,
    l.kind <> 'network-not-ready' OR coalesce(bool_or(n.status <> 'True'), FALSE) OR coalesce(max(l."time") - min(l."time") >= INTERVAL 2 MINUTE, FALSE) OR count(*) >= 24
  FROM lines l LEFT JOIN now n ON n.node IS NOT DISTINCT FROM l.node GROUP BY l.node, l.kind
  UNION ALL
  SELECT node, min(src), 'events', min(message), min(CASE WHEN "at" IS NOT NULL THEN cite_at(src, 'message') ELSE cite(src) END), min(t_min), max(t_max), sum("count")::BIGINT,
    coalesce(component IN ('node-controller', 'node-lifecycle-controller'), FALSE), TRUE
  FROM notes WHERE reason = 'NodeNotReady' GROUP BY node, coalesce(component IN ('node-controller', 'node-lifecycle-controller'), FALSE)
),
parts AS (
  SELECT *, CASE WHEN silent THEN 'silent' WHEN regexp_matches(text, '(?i)container runtime is down|RuntimeReady=false') THEN 'runtime'
    ELSE concat_ws(',', CASE WHEN regexp_matches(text, '(?i)network (?:plugin )?(?:is )?not ready|NetworkReady=false|NetworkPluginNotReady|cni (?:plugin|config)') THEN 'network' END,
      CASE WHEN contains(text, 'pleg was last seen active') THEN 'pleg' END) END AS abouts
  FROM told WHERE shown
),
each AS (
  SELECT p.*, unnest(string_split(coalesce(nullif(p.abouts, ''), 'other'), ',')) AS about FROM parts p
),
best AS (
  SELECT *, CASE WHEN about = 'other' THEN 2 WHEN told_by IN ('condition', 'taint') THEN 0 ELSE 1 END AS place FROM each
  QUALIFY place = min(place) OVER (PARTITION BY node)
),
grouped AS (
  SELECT node, about, min(src) AS src, arg_min(text, (told_by, said_src)) AS said, arg_min(said_src, (told_by, said_src)) AS said_src, min(told_by) AS told_by,
    min(t_min) AS t_min, max(t_max) AS t_max, sum("count")::BIGINT AS "count"
  FROM best GROUP BY node, about
),
alive AS (SELECT node, max("last") AS kubelet_last FROM service_logs WHERE unit = 'kubelet' GROUP BY 1)
SELECT g.src, g.node, g.about, n.status, g.said, g.said_src, n.ready_src, CASE WHEN n.status <> 'True' THEN n.changed END AS changed, CASE WHEN n.status <> 'True' THEN n.heartbeat END AS heartbeat,
  g.t_min AS first_seen, g.t_max AS last_seen, a.kubelet_last, g.told_by,
  CASE WHEN n.status = 'True' THEN 'over' WHEN n.status IS NOT NULL OR g.told_by = 'taint' THEN 'failing' WHEN r.ready_at >= r.lost_at THEN 'over' ELSE 'unknown' END AS state_now, g."count"
FROM grouped g
LEFT JOIN now n ON n.node IS NOT DISTINCT FROM g.node
LEFT JOIN alive a ON a.node = g.node
LEFT JOIN again r ON r.node = g.node
