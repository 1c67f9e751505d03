-- member_clusters: the cluster that each member belongs to, and how that is known.
--
-- gives  member BIGINT, piece VARCHAR, cluster VARCHAR, cluster_proof VARCHAR, unjoined VARCHAR
-- needs  pieces, raw.members, raw.objects, raw.nodes, raw.pods, raw.node_identities, raw.kernel_logs, raw.service_logs, raw.oom_kills, raw.cgroup_values, raw.log_files
-- single SELECT member(m.src) AS member, coalesce(m.root, 'loose files') AS piece, coalesce(u.uid, m.root, 'loose files') AS cluster, CASE WHEN u.uid IS NULL THEN 'only' ELSE 'cluster uid' END AS cluster_proof, NULL::VARCHAR AS unjoined FROM raw.members m, (SELECT min(uid) AS uid FROM raw.objects WHERE kind = 'Namespace' AND name = 'kube-system') u
-- absent unjoined is missing where the member belongs to a cluster; else it says why its piece was kept apart
-- note   a cluster's key is the UID of its namespace kube-system; where that was not collected, the first of its pieces.
--        A piece without it joins by `pod uid`, `system uuid`, `machine id`, `boot id`, `instance id` or `host name`, the first that
--        fits one cluster and that nothing contradicts; `inside` lies in a folder of the cluster; `only` names nobody, and there is one
--        cluster. Between API objects, names of nodes that any cluster may have (worker-1, kind-control-plane) prove nothing.
--        Pieces of machines that fit nowhere lie together, each machine under its own name; two machines of one name apart.
WITH lone_hosts AS (
  SELECT member(src) AS member, min(short_host(value)) AS host FROM raw.node_identities WHERE kind = 'hostname'
  GROUP BY 1 HAVING count(DISTINCT short_host(value)) = 1
),
piece_hosts AS (
  SELECT p.piece, min(h.host) AS host FROM (
    SELECT member, host FROM lone_hosts
    UNION ALL SELECT member(src), short_host(node) FROM raw.kernel_logs WHERE node IS NOT NULL
    UNION ALL SELECT member(src), short_host(node) FROM raw.members WHERE node IS NOT NULL
  ) h JOIN pieces p ON p.member = h.member GROUP BY 1 HAVING count(DISTINCT h.host) = 1
),
said AS (
  SELECT member(src) AS member, 1 AS rank, NULL::VARCHAR AS about, same_id(uid) AS value, TRUE AS by_api FROM raw.pods WHERE uid IS NOT NULL
  UNION ALL SELECT member(src), 2, short_host(node), same_id(system_uuid), TRUE FROM raw.nodes WHERE system_uuid IS NOT NULL
  UNION ALL SELECT member(src), 3, short_host(node), same_id(machine_id), TRUE FROM raw.nodes WHERE machine_id IS NOT NULL
  UNION ALL SELECT member(src), 4, short_host(node), same_id(boot_id), TRUE FROM raw.nodes WHERE boot_id IS NOT NULL
  UNION ALL SELECT member(src), 5, short_host(node), lower(string_split(provider_id, '/')[-1]), TRUE FROM raw.nodes WHERE provider_id IS NOT NULL
  UNION ALL SELECT member(src), 6, short_host(node), short_host(node), TRUE FROM raw.nodes WHERE node IS NOT NULL
  UNION ALL SELECT member(src), 6, short_host(node), short_host(node), TRUE FROM raw.pods WHERE node IS NOT NULL
  UNION ALL SELECT member(src), 1, NULL, same_id(coalesce(pod_uid, limit_pod_uid)), FALSE FROM raw.oom_kills
  UNION ALL SELECT member(src), 1, NULL, same_id(pod_uid), FALSE FROM raw.cgroup_values WHERE pod_uid IS NOT NULL
  UNION ALL SELECT member(src), 1, NULL, same_id(pod_uid), FALSE FROM raw.log_files WHERE pod_uid IS NOT NULL
  UNION ALL SELECT member(i.src), CASE i.kind WHEN 'system-uuid' THEN 2 WHEN 'machine-id' THEN 3 WHEN 'boot-id' THEN 4 WHEN 'hostname' THEN 6 ELSE 5 END,
    coalesce(h.host, o.host),
    CASE i.kind WHEN 'hostname' THEN short_host(i.value) WHEN 'provider-id' THEN lower(string_split(i.value, '/')[-1]) WHEN 'instance-id' THEN lower(i.value) ELSE same_id(i.value) END, FALSE
  FROM raw.node_identities i JOIN pieces p ON p.member = member(i.src)
  LEFT JOIN lone_hosts h ON h.member = p.member LEFT JOIN piece_hosts o ON o.piece = p.piece
  UNION ALL SELECT member(src), 4, short_host(node), same_id(boot_id), FALSE FROM raw.kernel_logs WHERE boot_id IS NOT NULL
  UNION ALL SELECT member(src), 6, short_host(node), short_host(node), FALSE FROM raw.kernel_logs WHERE node IS NOT NULL
  UNION ALL SELECT member(src), 6, short_host(node), short_host(node), FALSE FROM raw.service_logs WHERE node IS NOT NULL
  UNION ALL SELECT member(src), 6, short_host(node), short_host(node), FALSE FROM raw.members WHERE node IS NOT NULL
),
claims AS (
  SELECT p.piece, s.rank, s.about, s.value, bool_or(s.by_api) AS by_api,
    regexp_full_match(s.value, '(?:localhost|k8s|kube|kubernetes|kind|k3d|k3s|rke2?|test|dev|demo|prod|my|vm|host|server|agent|nodes?|workers?|masters?|control|plane|controlplane|minikube|docker|desktop|compute|infra|etcd|cluster|ubuntu|debian|centos|rhel|fedora|talos|[a-z])?[0-9]*(?:[-_](?:localhost|k8s|kube|kubernetes|kind|k3d|k3s|rke2?|test|dev|demo|prod|my|vm|host|server|agent|nodes?|workers?|masters?|control|plane|controlplane|minikube|docker|desktop|compute|infra|etcd|cluster|ubuntu|debian|centos|rhel|fedora|talos|[a-z])?[0-9]*)*') AS generic
  FROM said s JOIN pieces p ON p.member = s.member WHERE s.value <> '' GROUP BY p.piece, s.rank, s.about, s.value
),
uids AS (
  SELECT p.piece, arg_min(o.uid, o.src) AS uid FROM raw.objects o JOIN pieces p ON p.member = member(o.src)
  WHERE o.kind = 'Namespace' AND o.name = 'kube-system' AND o.uid IS NOT NULL GROUP BY 1
),
kinds AS (
  SELECT p.piece, bool_or(p.rooted) AS rooted, min(u.uid) AS uid, count(a.member) > 0 AS has_api
  FROM pieces p LEFT JOIN uids u ON u.piece = p.piece
  LEFT JOIN (SELECT DISTINCT member(src) AS member FROM (SELECT src FROM raw.nodes UNION ALL SELECT src FROM raw.pods)) a ON a.member = p.member
  GROUP BY 1
),
-- what contradicts: one name, two machines
differing AS (
  SELECT a.piece, b.piece AS other, min(a.rank) AS rank, arg_min(a.about, (a.rank, a.about)) AS about
  FROM claims a JOIN claims b ON b.rank = a.rank AND b.about = a.about
  WHERE a.rank IN (2, 3) AND a.piece <> b.piece AND a.value <> b.value GROUP BY 1, 2
),
shared AS (
  SELECT a.piece, b.piece AS other, min(a.rank) AS rank, bool_or(a.rank = 2) AS same_machine
  FROM claims a JOIN claims b ON b.rank = a.rank AND b.value = a.value
  JOIN kinds k ON k.piece = a.piece
  WHERE a.piece <> b.piece AND b.by_api
    AND NOT (a.rank = 6 AND a.generic AND k.has_api AND k.rooted)
  GROUP BY 1, 2
),
fitting AS (
  SELECT s.* FROM shared s LEFT JOIN differing d ON d.piece = s.piece AND d.other = s.other
  WHERE d.piece IS NULL OR s.same_machine OR (d.rank = 3 AND s.rank IN (1, 3))
),
-- objects of the API first: by the cluster's UID, to a cluster with one, then to each other
named AS (
  SELECT f.piece, min(k.uid) AS cluster, f.rank FROM fitting f JOIN kinds k ON k.piece = f.other JOIN kinds o ON o.piece = f.piece
  WHERE k.uid IS NOT NULL AND o.uid IS NULL AND o.has_api
  GROUP BY f.piece, f.rank HAVING count(DISTINCT k.uid) = 1
  QUALIFY row_number() OVER (PARTITION BY f.piece ORDER BY f.rank) = 1
),
nameless AS (
  SELECT k.piece FROM kinds k LEFT JOIN named n ON n.piece = k.piece
  WHERE k.has_api AND k.uid IS NULL AND n.piece IS NULL AND k.piece IN (SELECT piece FROM claims WHERE rank > 1)
),
linked AS (
  SELECT f.piece, f.other, f.rank FROM fitting f JOIN nameless a ON a.piece = f.piece JOIN nameless b ON b.piece = f.other
  UNION
  SELECT f.other, f.piece, f.rank FROM fitting f JOIN nameless a ON a.piece = f.piece JOIN nameless b ON b.piece = f.other
),
once AS (
  SELECT n.piece, least(n.piece, coalesce(min(l.other), n.piece)) AS label, min(l.rank) AS rank FROM nameless n LEFT JOIN linked l ON l.piece = n.piece GROUP BY 1
),
twice AS (
  SELECT o.piece, least(o.label, coalesce(min(p.label), o.label)) AS label, min(o.rank) AS rank
  FROM once o LEFT JOIN linked l ON l.piece = o.piece LEFT JOIN once p ON p.piece = l.other GROUP BY o.piece, o.label
),
thrice AS (
  SELECT o.piece, least(o.label, coalesce(min(p.label), o.label)) AS label, min(o.rank) AS rank
  FROM twice o LEFT JOIN linked l ON l.piece = o.piece LEFT JOIN twice p ON p.piece = l.other GROUP BY o.piece, o.label
),
api AS (
  SELECT piece, uid AS cluster, 0 AS rank FROM kinds WHERE uid IS NOT NULL
  UNION ALL SELECT piece, cluster, rank FROM named
  UNION ALL SELECT piece, label, coalesce(rank, -1) FROM thrice
),
counted AS (SELECT count(DISTINCT cluster) AS clusters, min(cluster) AS cluster FROM api),
-- then what was collected on machines
machines AS (
  SELECT f.piece, f.rank, min(a.cluster) AS cluster, count(DISTINCT a.cluster) AS clusters
  FROM fitting f JOIN api a ON a.piece = f.other
  WHERE f.piece NOT IN (SELECT piece FROM api) GROUP BY 1, 2
  QUALIFY row_number() OVER (PARTITION BY f.piece ORDER BY f.rank) = 1
),
refused AS (
  SELECT d.piece, min(d.rank) AS rank, min(d.about) AS about FROM differing d JOIN api a ON a.piece = d.other GROUP BY 1
),
around AS (
  SELECT k.piece, arg_max(a.cluster, (length(o.piece), a.cluster)) AS cluster
  FROM kinds k JOIN kinds o ON starts_with(k.piece, o.piece) JOIN api a ON a.piece = o.piece
  WHERE o.rooted AND k.piece <> o.piece AND k.piece NOT IN (SELECT piece FROM api) GROUP BY 1
),
placed AS (
  SELECT k.piece,
    CASE WHEN m.clusters = 1 THEN m.cluster WHEN m.piece IS NULL AND r.piece IS NULL THEN
      coalesce(i.cluster, CASE WHEN c.clusters = 1 AND (q.piece IS NULL OR NOT h.known) THEN c.cluster END) END AS cluster,
    CASE WHEN m.clusters = 1 THEN m.rank WHEN i.cluster IS NOT NULL THEN 7 ELSE 8 END AS rank,
    CASE WHEN m.clusters > 1 THEN m.clusters || ' clusters of the upload fit it equally'
         WHEN r.piece IS NOT NULL THEN 'it has the name of node ' || r.about || ', but another ' || CASE r.rank WHEN 2 THEN 'system UUID' ELSE 'machine ID' END
         WHEN c.clusters > 0 THEN CASE WHEN q.piece IS NULL THEN 'nothing in it tells which of ' || c.clusters || ' clusters it is of' ELSE 'no cluster of the upload knows what it names' END END AS why
  FROM kinds k CROSS JOIN counted c
  CROSS JOIN (SELECT count(*) > 0 AS known FROM claims WHERE rank = 6 AND by_api) h
  LEFT JOIN machines m ON m.piece = k.piece LEFT JOIN refused r ON r.piece = k.piece LEFT JOIN around i ON i.piece = k.piece
  LEFT JOIN (SELECT DISTINCT piece FROM claims WHERE rank > 1) q ON q.piece = k.piece
  WHERE k.piece NOT IN (SELECT piece FROM api)
),
-- pieces that fit nowhere lie together, unless two of them are two machines of one name
apart AS (
  SELECT p.piece, CASE WHEN d.piece IS NULL THEN min(p.piece) FILTER (d.piece IS NULL) OVER () ELSE p.piece END AS cluster
  FROM (SELECT piece FROM placed WHERE cluster IS NULL) p
  LEFT JOIN (SELECT DISTINCT piece FROM differing WHERE other IN (SELECT piece FROM placed WHERE cluster IS NULL)) d ON d.piece = p.piece
),
settled AS (
  SELECT piece, cluster, rank, NULL::VARCHAR AS why FROM api
  UNION ALL SELECT piece, cluster, rank, NULL FROM placed WHERE cluster IS NOT NULL
  UNION ALL SELECT a.piece, a.cluster, 9, p.why FROM apart a JOIN placed p ON p.piece = a.piece
)
SELECT p.member, p.piece, s.cluster,
  CASE s.rank WHEN 0 THEN 'cluster uid' WHEN 1 THEN 'pod uid' WHEN 2 THEN 'system uuid' WHEN 3 THEN 'machine id' WHEN 4 THEN 'boot id'
    WHEN 5 THEN 'instance id' WHEN 6 THEN 'host name' WHEN 7 THEN 'inside' ELSE 'only' END AS cluster_proof,
  s.why AS unjoined
FROM pieces p JOIN settled s ON s.piece = p.piece
