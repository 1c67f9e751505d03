-- member_nodes: the node that each member belongs to, and how that is known.
--
-- gives  member BIGINT, node VARCHAR, node_proof VARCHAR
-- needs  raw.members, raw.nodes, raw.pods, raw.kernel_logs, raw.service_logs, raw.objects
-- absent a member that names no node belongs to none, unless the bundle knows only one node
WITH known AS (
  SELECT DISTINCT node FROM (
    SELECT node FROM raw.nodes UNION ALL SELECT node FROM raw.pods
  ) WHERE node IS NOT NULL AND node <> ''
),
hosts AS (
  SELECT member(src) AS member, min(node) AS host, count(DISTINCT short_host(node)) AS hosts
  FROM (SELECT src, node FROM raw.kernel_logs UNION ALL SELECT src, node FROM raw.service_logs)
  WHERE node IS NOT NULL GROUP BY 1
),
by_content AS (
  SELECT h.member, coalesce(min(k.node), min(h.host)) AS node
  FROM hosts h LEFT JOIN known k ON short_host(k.node) = short_host(h.host)
  WHERE h.hosts = 1 GROUP BY 1
),
segments AS (
  SELECT member(m.src) AS member, unnest(string_split(m.path, '/')) AS segment FROM raw.members m
),
by_path AS (
  SELECT s.member, min(k.node) AS node
  FROM segments s JOIN known k ON lower(s.segment) = lower(k.node)
  GROUP BY 1
),
by_prefix AS (
  SELECT s.member, min(k.node) AS node, count(DISTINCT k.node) AS nodes
  FROM segments s JOIN known k ON starts_with(lower(s.segment), lower(k.node))
  GROUP BY 1
),
lone AS (
  SELECT min(node) AS node FROM known HAVING count(*) = 1
)
SELECT
  member(m.src) AS member,
  coalesce(c.node, p.node, CASE WHEN x.nodes = 1 THEN x.node END, o.node) AS node,
  CASE WHEN c.node IS NOT NULL THEN 'content' WHEN p.node IS NOT NULL OR x.nodes = 1 THEN 'path'
       WHEN o.node IS NOT NULL THEN 'only' END AS node_proof
FROM raw.members m
LEFT JOIN by_content c ON c.member = member(m.src)
LEFT JOIN by_path p ON p.member = member(m.src)
LEFT JOIN by_prefix x ON x.member = member(m.src)
LEFT JOIN lone o ON TRUE
