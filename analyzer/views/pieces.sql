-- pieces: the piece of the upload that each member lies in: a collector's folder, or what lies loose around it.
--
-- gives  member BIGINT, piece VARCHAR, rooted BOOLEAN
-- needs  raw.members, raw.objects, raw.nodes, raw.node_identities
-- single SELECT member(src) AS member, coalesce(root, 'loose files') AS piece, root IS NOT NULL AS rooted FROM raw.members
-- note   loose members are one piece unless they contradict each other: two UIDs of kube-system, or two machines of one name.
--        Then they are parted by the uppermost folders that leave no contradiction inside one, else file by file.
WITH loose AS (
  SELECT member(src) AS member, string_split(path, '/') AS parts FROM raw.members WHERE root IS NULL
),
lone_hosts AS (
  SELECT member(src) AS member, min(short_host(value)) AS host FROM raw.node_identities WHERE kind = 'hostname'
  GROUP BY 1 HAVING count(DISTINCT short_host(value)) = 1
),
claims AS (
  SELECT member(src) AS member, 'kube-system' AS about, same_id(uid) AS said FROM raw.objects
  WHERE kind = 'Namespace' AND name = 'kube-system' AND uid IS NOT NULL
  UNION
  SELECT member(src), 'system-uuid ' || short_host(node), same_id(system_uuid) FROM raw.nodes WHERE system_uuid IS NOT NULL
  UNION
  SELECT member(src), 'machine-id ' || short_host(node), same_id(machine_id) FROM raw.nodes WHERE machine_id IS NOT NULL
  UNION
  SELECT h.member, i.kind || ' ' || h.host, same_id(i.value) FROM raw.node_identities i JOIN lone_hosts h ON h.member = member(i.src)
  WHERE i.kind IN ('system-uuid', 'machine-id')
),
parted AS (
  SELECT d.depth, array_to_string(l.parts[1:d.depth], '/') AS folder, c.about, count(DISTINCT c.said) AS said
  FROM claims c JOIN loose l ON l.member = c.member CROSS JOIN (SELECT unnest([0, 1, 2, 3]) AS depth) d
  GROUP BY 1, 2, 3
),
whole AS (SELECT depth FROM parted GROUP BY depth HAVING max(said) = 1),
chosen AS (SELECT CASE WHEN (SELECT count(*) FROM claims) = 0 THEN 0 ELSE coalesce(min(depth), 1000) END AS depth FROM whole)
SELECT member(m.src) AS member,
  coalesce(m.root, CASE WHEN c.depth = 0 THEN 'loose files' ELSE array_to_string(string_split(m.path, '/')[1:c.depth], '/') END) AS piece,
  m.root IS NOT NULL AS rooted
FROM raw.members m CROSS JOIN chosen c
