-- member_nodes: the node that each member belongs to, and how that is known.
--
-- gives  member BIGINT, node VARCHAR, node_proof VARCHAR
-- needs  raw.members, raw.nodes, raw.pods, raw.kernel_logs, raw.service_logs, raw.node_identities
-- absent a member that names no node belongs to none, unless the cluster knows only one node
-- note   node_proof: `content` the member names its machine by system UUID, machine ID, boot ID, instance ID or host name, or another
--        member of what one collector wrote on that machine does; `layout` the collector keeps files of nodes there; `path` a
--        part of its path is a node's name; `only` there is one node. A member with lines of several hosts has a node only where its
--        path tells it: each of its rows belongs to the host in its line, which `hosts` leads to a node.
WITH known AS MATERIALIZED (
  SELECT DISTINCT node FROM (SELECT node FROM raw.nodes UNION ALL SELECT node FROM raw.pods) WHERE node IS NOT NULL AND node <> ''
),
names AS MATERIALIZED (
  SELECT key, min(node) AS node FROM (
    SELECT regexp_replace(lower(node), '[-_.]+', '-', 'g') AS key, node FROM known
    UNION ALL SELECT regexp_replace(short_host(node), '[-_.]+', '-', 'g'), node FROM known
  ) GROUP BY 1 HAVING count(DISTINCT node) = 1
),
machines AS (
  SELECT kind, value, min(node) AS node FROM (
    SELECT 'system-uuid' AS kind, same_id(system_uuid) AS value, node FROM raw.nodes UNION ALL SELECT 'machine-id', same_id(machine_id), node FROM raw.nodes
    UNION ALL SELECT 'boot-id', same_id(boot_id), node FROM raw.nodes UNION ALL SELECT 'instance', lower(string_split(provider_id, '/')[-1]), node FROM raw.nodes
  ) WHERE value <> '' GROUP BY 1, 2 HAVING count(DISTINCT node) = 1
),
stated AS MATERIALIZED (
  SELECT s.member, min(k.node) AS node FROM (
    SELECT member(src) AS member, CASE WHEN kind IN ('instance-id', 'provider-id') THEN 'instance' ELSE kind END AS kind,
      CASE WHEN kind IN ('instance-id', 'provider-id') THEN lower(string_split(value, '/')[-1]) ELSE same_id(value) END AS value FROM raw.node_identities
    UNION ALL SELECT member(src), 'boot-id', same_id(boot_id) FROM raw.kernel_logs
  ) s JOIN machines k ON k.kind = s.kind AND k.value = s.value GROUP BY 1 HAVING count(DISTINCT k.node) = 1
),
hosts AS MATERIALIZED (
  SELECT member, short_host(node) AS host, min(node) AS name FROM (
    SELECT member(src) AS member, node FROM raw.kernel_logs UNION ALL SELECT member(src), node FROM raw.service_logs
    UNION ALL SELECT member(src), value FROM raw.node_identities WHERE kind = 'hostname'
  ) WHERE node IS NOT NULL GROUP BY 1, 2
),
single AS (SELECT member, min(host) AS host FROM hosts GROUP BY 1 HAVING count(*) = 1),
aliases AS (
  SELECT s.host, min(t.node) AS node FROM single s JOIN stated t ON t.member = s.member GROUP BY 1 HAVING count(DISTINCT t.node) = 1
),
named AS (
  SELECT h.member, h.host, coalesce(a.node, k.node, h.name) AS node, count(*) OVER (PARTITION BY h.member) AS hosts
  FROM hosts h LEFT JOIN aliases a ON a.host = h.host LEFT JOIN names k ON k.key = regexp_replace(h.host, '[-_.]+', '-', 'g')
),
by_content AS MATERIALIZED (
  SELECT coalesce(n.member, t.member) AS member, coalesce(min(t.node), min(n.node) FILTER (n.hosts = 1)) AS node,
    CASE WHEN max(n.hosts) > 1 THEN map_from_entries(list((n.host, n.node) ORDER BY n.host)) END AS hosts
  FROM named n FULL JOIN stated t ON t.member = n.member GROUP BY 1
),
-- these collectors run on one machine, and so all of what one of them wrote is of that machine
by_collector AS (
  SELECT m.root, min(c.node) AS node FROM by_content c JOIN raw.members m ON member(m.src) = c.member
  WHERE m.layout IN ('sosreport', 'eks-log-collector', 'rancher-collector') AND m.root IS NOT NULL
  GROUP BY 1 HAVING count(DISTINCT c.node) = 1
),
by_layout AS (
  SELECT member(m.src) AS member, coalesce(k.node, m.node) AS node
  FROM raw.members m LEFT JOIN names k ON k.key = regexp_replace(short_host(m.node), '[-_.]+', '-', 'g') WHERE m.node IS NOT NULL
),
segments AS MATERIALIZED (
  SELECT member(src) AS member, unnest(string_split(lower(path), '/')) AS segment, coalesce(roles, '') = 'container-log' AS whole FROM raw.members
),
words AS (
  SELECT segment, bool_and(whole) AS whole, string_split(regexp_replace(segment, '[-_.]+', '-', 'g'), '-') AS words FROM segments GROUP BY segment
),
grams AS (
  SELECT segment, array_to_string(words, '-') AS gram FROM words
  UNION
  SELECT segment, unnest(flatten(list_transform(range(1, len(words) + 1), lambda i: list_transform(range(i, least(i + 9, len(words) + 1)), lambda j: array_to_string(words[i:j], '-')))))
  FROM words WHERE NOT whole
),
by_path AS (
  SELECT s.member, min(k.node) AS node FROM grams g JOIN names k ON k.key = g.gram JOIN segments s ON s.segment = g.segment
  GROUP BY s.member, length(g.gram) HAVING count(DISTINCT k.node) = 1
  QUALIFY row_number() OVER (PARTITION BY s.member ORDER BY length(g.gram) DESC) = 1
),
lone AS (SELECT min(node) AS node FROM known HAVING count(*) = 1)
SELECT
  member(m.src) AS member,
  coalesce(c.node, o.node, l.node, p.node, CASE WHEN c.hosts IS NULL THEN n.node END) AS node,
  CASE WHEN c.node IS NOT NULL OR o.node IS NOT NULL THEN 'content' WHEN l.node IS NOT NULL THEN 'layout' WHEN p.node IS NOT NULL THEN 'path'
       WHEN c.hosts IS NULL AND n.node IS NOT NULL THEN 'only' END AS node_proof,
  c.hosts
FROM raw.members m
LEFT JOIN by_content c ON c.member = member(m.src)
LEFT JOIN by_collector o ON o.root = m.root
LEFT JOIN by_layout l ON l.member = member(m.src)
LEFT JOIN by_path p ON p.member = member(m.src)
LEFT JOIN lone n ON TRUE
