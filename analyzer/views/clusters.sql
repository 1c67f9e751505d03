-- clusters: each cluster of the upload, with the pieces that were collected of it.
--
-- gives  number BIGINT, cluster VARCHAR, uid VARCHAR, pieces BIGINT, members BIGINT, proof VARCHAR, unjoined VARCHAR
-- needs  member_clusters, raw.objects, raw.members
-- single SELECT 0::BIGINT AS number, coalesce(u.uid, m.piece) AS cluster, u.uid, 1::BIGINT AS pieces, m.members, CASE WHEN u.uid IS NULL THEN 'only' ELSE 'cluster uid' END AS proof, NULL::VARCHAR AS unjoined FROM (SELECT min(coalesce(root, 'loose files')) AS piece, count(*) AS members FROM raw.members HAVING count(*) > 0) m, (SELECT min(uid) AS uid FROM raw.objects WHERE kind = 'Namespace' AND name = 'kube-system') u
-- note   number counts from 0 in the order of the keys. uid: that of its namespace kube-system. proof: the weakest by which a piece of
--        it joined. Where an upload holds several, every row of the other tables and views has its `cluster`, keys of pods begin with
--        it, and nothing is joined from one to another.
SELECT row_number() OVER (ORDER BY c.cluster) - 1 AS number, c.cluster, max(o.uid) AS uid,
  count(DISTINCT c.piece) AS pieces, count(DISTINCT c.member) AS members,
  arg_max(c.cluster_proof, (list_position(['cluster uid', 'pod uid', 'system uuid', 'machine id', 'boot id', 'instance id', 'host name', 'inside', 'only'], c.cluster_proof), c.member)) AS proof,
  min(c.unjoined) AS unjoined
FROM member_clusters c
LEFT JOIN (SELECT DISTINCT uid FROM raw.objects WHERE kind = 'Namespace' AND name = 'kube-system') o ON o.uid = c.cluster
GROUP BY c.cluster
