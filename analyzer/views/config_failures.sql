-- config_failures: containers that the kubelet or the runtime could not set up as their spec asks, by what is missing or does not fit.
--
-- gives  src BIGINT, namespace VARCHAR, pod VARCHAR, pod_key VARCHAR, node VARCHAR, workload VARCHAR, container VARCHAR, about VARCHAR, ref_kind VARCHAR, ref_name VARCHAR, missing_key VARCHAR, volume VARCHAR, said VARCHAR, text_src VARCHAR, status_src VARCHAR, origin VARCHAR, first_seen TIMESTAMP, last_seen TIMESTAMP, state_now VARCHAR
-- needs  start_refusals, container_list
-- driver start_refusals
-- note   about: key missing, reference missing (a ConfigMap or Secret that an environment variable needs), subpath, undeclared (a volume that the pod does not declare),
--        over file (the source and the place of a mount do not fit), or other; rows about anything else are left out. state_now is over once the container was made.
--        A row without a pod takes that of the only named one about the same.
-- source kubelet 1.13 to 1.34 (kubelet_pods, subpath), runc 1.0 to 1.2, crun, dockershim
WITH told AS (
  SELECT *,
    CASE
      WHEN regexp_matches("text", 'couldn''t find key ') THEN 'key missing'
      WHEN regexp_matches("text", 'failed to (?:prepare|create|expand) subPath|volume-subpaths.*no such file') THEN 'subpath'
      WHEN regexp_matches("text", 'cannot find volume ') THEN 'undeclared'
      WHEN regexp_matches("text", '(?i)mounting|mountpoint|rootfs') AND NOT contains("text", 'MountVolume')
        AND regexp_matches("text", '(?i)vice-versa|not a directory|is a directory|read-only file system') THEN 'over file'
      WHEN regexp_matches("text", '(?:configmaps?|secrets?) \\*"[^"]+\\*" not found') AND NOT contains("text", 'MountVolume') THEN 'reference missing'
    END AS about,
    regexp_extract("text", '(?i)(configmap|secret)s? (?:\\*"([^"\\]+)\\*"|[a-z0-9.-]+/([a-z0-9.-]+))', ['kind', 'quoted', 'plain']) AS ref,
    coalesce(container, nullif(regexp_extract("text", 'container \\*"([a-z0-9-]+)', 1), '')) AS place
  FROM start_refusals
),
known AS (SELECT * FROM told WHERE about IS NOT NULL),
only_one AS (
  SELECT about, place, min(pod) AS pod, min(namespace) AS namespace, min(pod_key) AS pod_key, min(node) AS node, min(workload) AS workload
  FROM known WHERE pod IS NOT NULL GROUP BY 1, 2 HAVING count(DISTINCT (namespace, pod)) = 1
)
SELECT CAST(split_part(k.text_src, '@', 1) AS BIGINT) AS src, coalesce(k.namespace, o.namespace) AS namespace, coalesce(k.pod, o.pod) AS pod, coalesce(k.pod_key, o.pod_key) AS pod_key, coalesce(k.node, o.node) AS node,
  coalesce(k.workload, o.workload) AS workload, k.place AS container, k.about,
  CASE lower(nullif(k.ref.kind, '')) WHEN 'configmap' THEN 'ConfigMap' WHEN 'secret' THEN 'Secret' END AS ref_kind, coalesce(nullif(k.ref.quoted, ''), nullif(k.ref.plain, '')) AS ref_name,
  nullif(regexp_extract(k."text", 'find key (\S+) in', 1), '') AS missing_key, nullif(regexp_extract(k."text", '(?:volume|volumeMount) \\*"([^"\\]+)', 1), '') AS volume,
  k.said, k.text_src, k.status_src, k.origin, k.first_seen, k.last_seen,
  CASE WHEN c.now_state IN ('running', 'terminated') AND k.origin <> 'objects' THEN 'over'
    WHEN c.now_state = 'waiting' AND c.now_reason NOT IN ('CreateContainerConfigError', 'CreateContainerError', 'RunContainerError', 'StartError', 'CrashLoopBackOff', 'ContainerCreating', 'PodInitializing') THEN 'over'
    WHEN c.now_state = 'waiting' AND c.now_reason = 'CrashLoopBackOff' AND k.about NOT IN ('over file', 'subpath') THEN 'over'
    ELSE k.state_now END AS state_now
FROM known k
LEFT JOIN only_one o ON k.pod IS NULL AND o.about = k.about AND o.place IS NOT DISTINCT FROM k.place
LEFT JOIN container_list c ON c.pod_key = coalesce(k.pod_key, o.pod_key) AND c.container = k.place
