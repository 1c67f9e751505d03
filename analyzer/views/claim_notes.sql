-- claim_notes: what is said of each volume claim that has no volume or has lost it, and what each note is about.
--
-- gives  src BIGINT, namespace VARCHAR, claim VARCHAR, about VARCHAR, said VARCHAR, said_by VARCHAR, said_src VARCHAR, times BIGINT, first_seen TIMESTAMP, last_seen TIMESTAMP, phase VARCHAR, phase_src VARCHAR, storage_class VARCHAR, provisioner VARCHAR, volume VARCHAR, pod VARCHAR, pod_key VARCHAR, workload VARCHAR, state_now VARCHAR
-- needs  event_list, claims, storage_classes, volumes, pod_list, clocks
-- note   about: class missing, provisioning failed, provisioner silent (asked for a minute and more, and not a word of it), no match (no volume fits and
--        nobody makes one), mismatch (the volume that it names does not fit), waiting for a consumer, lost or misbound. said_by: event, or
--        objects where no event tells: a class that is not among those collected, no class and no default one, a class that waits for a
--        consumer. One row for each pod that uses the claim. state_now: over once the claim is bound, failing while it is pending or lost, else unknown.
WITH seen AS (
  SELECT c.*, -epoch(k.collected) AS age, CASE c.form WHEN 'describe' THEN 1 WHEN 'table' THEN 2 ELSE 0 END AS rank
  FROM claims c JOIN clocks k ON k.member = member(c.src) WHERE c.claim IS NOT NULL
),
spaces AS (SELECT claim, min(namespace) AS namespace FROM seen GROUP BY claim HAVING count(DISTINCT namespace) = 1),
claim_list AS (
  SELECT coalesce(c.namespace, s.namespace) AS namespace, c.claim, arg_min(c.phase, (c.age, c.rank, c.src)) AS phase, arg_min(c.volume, (c.age, c.rank, c.src)) AS volume,
    arg_min(CASE WHEN c.form = 'table' THEN cite(c.src) ELSE cite_at(c.src, 'status.phase') END, (c.age, c.rank, c.src)) FILTER (c.phase IS NOT NULL) AS phase_src,
    arg_min(nullif(c.storage_class, ''), (c.age, c.rank, c.src)) AS storage_class, bool_or(c.form IN ('yaml', 'json') AND c.storage_class IS NULL) AS classless, min(c.src) AS src
  FROM seen c LEFT JOIN spaces s ON s.claim = c.claim GROUP BY 1, 2
),
users AS (
  SELECT DISTINCT l.namespace, v.source AS claim, l.pod, l.pod_key, l.workload
  FROM volumes v JOIN pod_list l ON l.src = v.src WHERE v."type" = 'persistentVolumeClaim' AND NOT l.superseded
),
classes AS (SELECT storage_class, min(provisioner) AS provisioner, min(binding_mode) AS binding_mode, bool_or(is_default) AS is_default FROM storage_classes GROUP BY 1),
events_said AS (
  SELECT src, coalesce(e.namespace, s.namespace) AS namespace, e.name AS claim, e.message AS said, 'event' AS said_by, e.message_src AS said_src, e."count" AS times, e.t_min, e.t_max,
    CASE
      WHEN e.reason = 'ProvisioningFailed' AND regexp_matches(e.message, '(?i)storageclass\S* "[^"]*" not found') THEN 'class missing'
      WHEN e.reason = 'ProvisioningFailed' THEN 'provisioning failed'
      WHEN e.reason = 'ExternalProvisioning' AND e."count" >= 4 THEN 'provisioner silent'
      WHEN e.reason = 'FailedBinding' AND contains(e.message, 'already bound to a different claim') THEN 'mismatch'
      WHEN e.reason = 'FailedBinding' THEN 'no match'
      WHEN e.reason = 'VolumeMismatch' THEN 'mismatch'
      WHEN e.reason IN ('WaitForFirstConsumer', 'WaitForPodScheduled') THEN 'waiting for a consumer'
      WHEN e.reason = 'ClaimLost' THEN 'lost'
      WHEN e.reason = 'ClaimMisbound' THEN 'misbound' END AS about
  FROM event_list e LEFT JOIN spaces s ON e.namespace IS NULL AND s.claim = e.name
  WHERE coalesce(e.kind, 'PersistentVolumeClaim') = 'PersistentVolumeClaim'
),
busy AS (SELECT DISTINCT namespace, name AS claim FROM event_list WHERE reason IN ('Provisioning', 'ProvisioningFailed', 'ProvisioningSucceeded')),
objects_said AS (
  SELECT c.src, c.namespace, c.claim, c.phase AS said, 'objects' AS said_by, c.phase_src AS said_src, 1 AS times, NULL::TIMESTAMP AS t_min, NULL::TIMESTAMP AS t_max,
    CASE WHEN c.phase = 'Lost' THEN 'lost'
         WHEN c.storage_class IS NOT NULL AND k.storage_class IS NULL AND EXISTS (SELECT 1 FROM classes) THEN 'class missing'
         WHEN c.classless AND c.volume IS NULL AND EXISTS (SELECT 1 FROM classes) AND NOT EXISTS (SELECT 1 FROM classes WHERE is_default) THEN 'no match'
         WHEN k.binding_mode = 'WaitForFirstConsumer' THEN 'waiting for a consumer' END AS about
  FROM claim_list c LEFT JOIN classes k ON k.storage_class = c.storage_class
  WHERE c.phase IN ('Pending', 'Lost')
),
notes AS (
  SELECT e.* FROM events_said e LEFT JOIN busy b ON e.about = 'provisioner silent' AND b.claim = e.claim AND b.namespace IS NOT DISTINCT FROM e.namespace
  WHERE e.about IS NOT NULL AND b.claim IS NULL
  UNION ALL
  SELECT o.* FROM objects_said o LEFT JOIN (SELECT DISTINCT claim, namespace FROM events_said WHERE about IS NOT NULL) e ON e.claim = o.claim AND e.namespace IS NOT DISTINCT FROM o.namespace
  WHERE o.about IS NOT NULL AND e.claim IS NULL
)
SELECT n.* EXCLUDE (t_min, t_max), n.t_min AS first_seen, n.t_max AS last_seen, c.phase, c.phase_src, coalesce(c.storage_class, nullif(regexp_extract(n.said, '(?i)storageclass\S* "([^"]*)"', 1), '')) AS storage_class, k.provisioner, c.volume,
  u.pod, u.pod_key, u.workload,
  CASE WHEN c.phase IN ('Pending', 'Lost') THEN 'failing' WHEN c.phase = 'Bound' AND n.about NOT IN ('lost', 'misbound') THEN 'over' ELSE 'unknown' END AS state_now
FROM notes n
LEFT JOIN claim_list c ON c.claim = n.claim AND c.namespace IS NOT DISTINCT FROM n.namespace
LEFT JOIN classes k ON k.storage_class = c.storage_class
LEFT JOIN users u ON u.claim = n.claim AND u.namespace IS NOT DISTINCT FROM n.namespace
