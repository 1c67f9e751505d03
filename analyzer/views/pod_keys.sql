-- pod_keys: which pod each observation in `pods` is of.
--
-- gives  src BIGINT, pod_key VARCHAR, namespace VARCHAR, superseded BOOLEAN
-- needs  pods, events, container_states, clocks
-- driver pods
-- when   SELECT EXISTS (SELECT 1 FROM pods WHERE pod IS NOT NULL GROUP BY pod HAVING count(DISTINCT uid) > 1 OR count(DISTINCT started) > 1)
-- single SELECT p.src, CASE WHEN p.pod IS NULL THEN '#' || p.src ELSE coalesce(p.namespace, s.namespace, '') || '/' || p.pod END AS pod_key, coalesce(p.namespace, s.namespace) AS namespace, FALSE AS superseded FROM pods p LEFT JOIN (SELECT pod, min(namespace) AS namespace FROM (SELECT pod, namespace FROM pods WHERE namespace IS NOT NULL AND pod IS NOT NULL UNION SELECT regexp_extract(message, 'assigned [^/ ]+/([^/ ]+) to ', 1), regexp_extract(message, 'assigned ([^/ ]+)/', 1) FROM events WHERE reason = 'Scheduled' AND contains(message, ' assigned ') UNION SELECT regexp_extract(message, '^Created pod: (\S+)', 1), namespace FROM events WHERE reason = 'SuccessfulCreate' AND namespace IS NOT NULL AND starts_with(message, 'Created pod: ')) GROUP BY pod HAVING count(DISTINCT namespace) = 1) s ON s.pod = p.pod
-- note   the key is namespace/name; a missing namespace is that of the only other pod of that name, or what the scheduler or a controller says
--        of the only pod of that name; an excerpt that names no pod is a pod of its own. A pod that was deleted and made anew under its name has another UID and is
--        another pod: the one made last has the plain key, an earlier one its UID behind it, and is superseded. An observation without
--        UID is of the pod with one of its container IDs or its start time; with another start time it is of a pod of its own, and
--        where it states neither, of the one made last.
WITH spaces AS (
  SELECT pod, min(namespace) AS namespace FROM (
    SELECT pod, namespace FROM pods WHERE namespace IS NOT NULL AND pod IS NOT NULL
    UNION SELECT regexp_extract(message, 'assigned [^/ ]+/([^/ ]+) to ', 1), regexp_extract(message, 'assigned ([^/ ]+)/', 1) FROM events WHERE reason = 'Scheduled' AND contains(message, ' assigned ')
    UNION SELECT regexp_extract(message, '^Created pod: (\S+)', 1), namespace FROM events WHERE reason = 'SuccessfulCreate' AND namespace IS NOT NULL AND starts_with(message, 'Created pod: ')
  ) GROUP BY pod HAVING count(DISTINCT namespace) = 1
),
seen AS MATERIALIZED (
  SELECT p.src, coalesce(p.namespace, s.namespace) AS namespace, p.pod, p.uid, p.started, coalesce(p.created, p.started) AS since, k.collected,
    count(p.uid) OVER w AS uids, count(p.started) FILTER (p.uid IS NOT NULL) OVER w AS starts,
    -- of most names there is one pod, and then nothing has to be told apart
    min(p.uid) OVER w IS NOT DISTINCT FROM max(p.uid) OVER w AND min(p.started) OVER w IS NOT DISTINCT FROM max(p.started) OVER w AS plain
  FROM pods p LEFT JOIN spaces s ON s.pod = p.pod JOIN clocks k ON k.member = member(p.src)
  WINDOW w AS (PARTITION BY coalesce(p.namespace, s.namespace), p.pod)
),
doubtful AS MATERIALIZED (SELECT * FROM seen WHERE NOT plain AND pod IS NOT NULL),
by_container AS (
  SELECT n.src, min(o.uid) AS uid FROM doubtful n
  JOIN container_states a ON a.src = n.src JOIN container_states b ON b.container_id = a.container_id JOIN doubtful o ON o.src = b.src
  WHERE n.uid IS NULL AND o.uid IS NOT NULL AND a.pod = b.pod GROUP BY 1
),
by_start AS (
  SELECT namespace, pod, started, min(uid) AS uid FROM doubtful WHERE uid IS NOT NULL AND started IS NOT NULL GROUP BY 1, 2, 3
),
known AS (
  SELECT d.src, d.namespace, d.pod, d.collected, d.since,
    coalesce(d.uid, c.uid, s.uid, CASE WHEN d.started IS NOT NULL AND (d.starts > 0 OR d.uids = 0) THEN strftime(d.started, '%Y-%m-%dT%H:%M:%SZ') END) AS identity
  FROM doubtful d LEFT JOIN by_container c ON c.src = d.src
  LEFT JOIN by_start s ON s.namespace IS NOT DISTINCT FROM d.namespace AND s.pod = d.pod AND s.started = d.started
),
ranked AS (
  SELECT namespace, pod, identity,
    row_number() OVER (PARTITION BY namespace, pod ORDER BY max(since) DESC NULLS LAST, max(collected) DESC NULLS LAST, identity) AS place
  FROM known WHERE identity IS NOT NULL GROUP BY 1, 2, 3
),
earlier AS (
  SELECT k.src, r.identity FROM known k JOIN ranked r ON r.namespace IS NOT DISTINCT FROM k.namespace AND r.pod = k.pod AND r.identity = k.identity WHERE r.place > 1
)
SELECT p.src,
  CASE WHEN p.pod IS NULL THEN '#' || p.src ELSE coalesce(p.namespace, '') || '/' || p.pod || coalesce('#' || e.identity, '') END AS pod_key,
  p.namespace, e.identity IS NOT NULL AS superseded
FROM seen p LEFT JOIN earlier e ON e.src = p.src
