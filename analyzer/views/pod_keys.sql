-- pod_keys: which pod each observation in `pods` is of.
--
-- gives  src BIGINT, pod_key VARCHAR, namespace VARCHAR
-- needs  pods
-- note   the key is namespace/name; a missing namespace is taken from the only other pod of that name, and an
--        excerpt that names no pod is a pod of its own.
WITH spaces AS (
  SELECT pod, min(namespace) AS namespace FROM pods WHERE namespace IS NOT NULL AND pod IS NOT NULL
  GROUP BY pod HAVING count(DISTINCT namespace) = 1
)
SELECT p.src,
  CASE WHEN p.pod IS NULL THEN '#' || p.src ELSE coalesce(p.namespace, s.namespace, '') || '/' || p.pod END AS pod_key,
  coalesce(p.namespace, s.namespace) AS namespace
FROM pods p LEFT JOIN spaces s ON s.pod = p.pod
