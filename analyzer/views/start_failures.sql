-- start_failures: containers that the runtime could not start, with its words and what they are about.
--
-- gives  pod_key VARCHAR, namespace VARCHAR, pod VARCHAR, container VARCHAR, node VARCHAR, workload VARCHAR, container_type VARCHAR, text VARCHAR, said VARCHAR, text_src VARCHAR, about VARCHAR, exit_code BIGINT, exit_code_src VARCHAR, reason VARCHAR, reason_src VARCHAR, command_src VARCHAR, run_state VARCHAR, restart_count BIGINT, finished TIMESTAMP, src BIGINT
-- needs  run_ends, container_list, pod_list, events
-- note   about: missing (the command or its interpreter), not executable, format, memory, mount or other. The status speaks before
--        an event. containerd tells it as a run with StartError and code 128, dockershim as ContainerCannotRun with 126 or 127,
--        CRI-O as CreateContainerError without any run.
-- source runc 1.1 libcontainer, containerd 1.7 and CRI-O 1.28 error texts
WITH ended AS (
  SELECT pod_key, container, message AS "text", message_src AS text_src, 0 AS rank, finished, src FROM run_ends
  WHERE message IS NOT NULL AND reason IN ('StartError', 'ContainerCannotRun')
),
waiting AS (
  SELECT pod_key, container, now_message AS "text", regexp_replace(now_src, '\.reason$', '.message') AS text_src, 1 AS rank, NULL::TIMESTAMP AS finished, src FROM container_list
  WHERE now_state = 'waiting' AND now_message IS NOT NULL AND now_reason IN ('RunContainerError', 'CreateContainerError', 'StartError')
),
told AS (
  SELECT l.pod_key, coalesce(e.container, nullif(regexp_extract(e.message, 'start container "([^"]+)"', 1), '')) AS container, e.message AS "text",
    CASE WHEN e.at IS NOT NULL THEN cite_at(e.src, 'message') ELSE cite(e.src) END AS text_src, 2 AS rank, e.t_max AS finished, e.src
  FROM events e JOIN pod_list l ON l.pod = e.name
  WHERE e.reason = 'Failed' AND starts_with(e.message, 'Error: ')
    AND (e.namespace IS NULL OR l.namespace IS NULL OR e.namespace = l.namespace)
    AND CASE WHEN e.uid IS NULL OR l.uid IS NULL THEN NOT l.superseded ELSE e.uid IN (l.uid, l.cgroup_uid) END
    AND regexp_matches(e.message, 'OCI runtime|runc|crun|containerd task|shim task|container init|container create failed|starting container process|start container')
),
lone AS (
  SELECT pod_key, min(container) AS container FROM container_list WHERE coalesce(container_type, 'regular') = 'regular' GROUP BY 1 HAVING count(*) = 1
),
seen AS (
  SELECT * FROM ended UNION ALL SELECT * FROM waiting
  UNION ALL
  SELECT t.pod_key, coalesce(t.container, o.container), t."text", t.text_src, t.rank, t.finished, t.src
  FROM told t LEFT JOIN lone o ON o.pod_key = t.pod_key
  WHERE t.pod_key NOT IN (SELECT pod_key FROM ended) AND t.pod_key NOT IN (SELECT pod_key FROM waiting)
),
once AS (
  SELECT * FROM seen QUALIFY row_number() OVER (PARTITION BY pod_key, container ORDER BY rank, finished DESC NULLS LAST, text_src) = 1
)
SELECT
  o.pod_key, p.namespace, p.pod, o.container, p.node, p.workload, c.container_type, o."text",
  left(trim(regexp_replace(o."text", '^.*(unable to start container process|starting container process caused|OCI runtime create failed|container create failed)[: "\\]*', '')), 200) AS said,
  o.text_src,
  CASE
    WHEN regexp_matches(o."text", '(?i)exec format error') THEN 'format'
    WHEN regexp_matches(o."text", '(?i)OOM-killed|memory limit too low') THEN 'memory'
    WHEN regexp_matches(o."text", 'error mounting|mountpoint|rootfs_linux|failed to mount') THEN 'mount'
    WHEN regexp_matches(o."text", 'executable file .*not found|exec:? .*no such file or directory|stat .*: no such file or directory') THEN 'missing'
    WHEN regexp_matches(o."text", 'exec:? .*(permission denied|is a directory)') THEN 'not executable'
    ELSE 'other' END AS about,
  r.exit_code, r.exit_code_src, coalesce(r.reason, c.now_reason) AS reason, coalesce(r.reason_src, c.now_src) AS reason_src, c.command_src,
  coalesce(r.run_state, CASE WHEN c.now_state = 'waiting' THEN 'failing' WHEN c.now_state = 'running' THEN 'over' ELSE 'unknown' END) AS run_state,
  c.restart_count, coalesce(r.finished, o.finished) AS finished, o.src
FROM once o
JOIN pod_list p ON p.pod_key = o.pod_key
LEFT JOIN container_list c ON c.pod_key = o.pod_key AND c.container IS NOT DISTINCT FROM o.container
LEFT JOIN run_ends r ON r.pod_key = o.pod_key AND r.container IS NOT DISTINCT FROM o.container AND r.reason IN ('StartError', 'ContainerCannotRun')
