-- image_failures: images that could not be pulled or used, by pod, container and kind of failure, as status, events or the kubelet's log say it.
--
-- gives  src BIGINT, namespace VARCHAR, pod VARCHAR, pod_key VARCHAR, node VARCHAR, workload VARCHAR, owner_kind VARCHAR, whose VARCHAR, container VARCHAR, image VARCHAR, registry VARCHAR, about VARCHAR, said VARCHAR, message VARCHAR, message_src VARCHAR, status_src VARCHAR, reason VARCHAR, origin VARCHAR, count BIGINT, t_min TIMESTAMP, t_max TIMESTAMP, state_now VARCHAR
-- needs  event_list, events, service_log, pod_list, container_list
-- driver event_list, service_log, pod_list
-- note   about is the first that fits of: never pull, invalid name, signature, runtime (it did not answer), no space, rate limit, pull qps (of the kubelet itself),
--        platform, corrupt, maybe missing and maybe denied (the registry does not tell which: Docker Hub, and any other), not found, tls, unreachable, unauthorized, interrupted, other, unknown
--        (no error text was seen). The last three are left out where the same pod has another one. said: the error without what stands before it, cut to 240
--        characters. whose ties together what is about one pod, also about one that is not named. reason: why the container waits. state_now: failing while the
--        container waits for its image, over once it is there, else as of the pod.
-- source kubelet 1.13 to 1.35 (images), containerd 1.3 to 2.1 (remotes/docker), docker 19 to 24, containers/image 5; ECR, ACR, GCR, GAR, Harbor, Quay, Artifactory, Docker Hub
WITH told AS (
  SELECT src, namespace, pod, pod_key, node, workload, owner_kind, container, message, message_src, 'events' AS origin, "count", t_min, t_max, state_now
  FROM event_list
  WHERE reason IN ('Failed', 'BackOff', 'InspectFailed', 'ErrImageNeverPull', 'FailedToPullImage', 'FailedSync')
    AND regexp_matches(message, '(?i)pull(?:ing)? (?:and unpack )?image|inspect image|image tag|ErrImage|ImagePullBackOff|InvalidImageName|ImageInspectError|RegistryUnavailable|SignatureValidationFailed|pull policy of Never')
  UNION ALL
  SELECT l.src, c.namespace, c.pod, c.pod_key, l.node, l.workload, l.owner_kind, c.container, coalesce(c.now_message, c.now_reason), regexp_replace(c.now_src, '\.reason$', CASE WHEN c.now_message IS NULL THEN '.reason' ELSE '.message' END),
    'objects', NULL, NULL, NULL, CASE WHEN l.superseded THEN 'over' ELSE 'failing' END
  FROM container_list c JOIN pod_list l ON l.pod_key = c.pod_key
  WHERE c.now_state = 'waiting' AND c.now_reason IN ('ErrImagePull', 'ImagePullBackOff', 'ErrImageNeverPull', 'InvalidImageName', 'ImageInspectError', 'RegistryUnavailable', 'SignatureValidationFailed')
  UNION ALL
  SELECT src, namespace, pod, pod_key, node, workload, owner_kind, NULL, regexp_replace(status_text, '^Init:', ''), status_src, 'objects', NULL, NULL, NULL, CASE WHEN superseded THEN 'over' ELSE 'failing' END
  FROM pod_list
  WHERE regexp_replace(status_text, '^Init:', '') IN ('ErrImagePull', 'ImagePullBackOff', 'ErrImageNeverPull', 'InvalidImageName', 'ImageInspectError', 'RegistryUnavailable', 'SignatureValidationFailed')
    AND pod_key NOT IN (SELECT pod_key FROM container_list WHERE now_state IS NOT NULL)
  UNION ALL
  SELECT min(s.src), coalesce(p.namespace, s.namespace), coalesce(p.pod, s.pod), p.pod_key, coalesce(s.node, p.node), p.workload, p.owner_kind, s.container, coalesce(s.detail, s.message),
    cite(min(s.src)), 'kubelet', count(*), min(s."time"), max(s."time"), 'unknown'
  FROM service_log s LEFT JOIN pod_list p ON p.uid = s.pod_uid
  WHERE s.kind = 'image-pull-failed' AND (s.pod_uid IS NOT NULL OR s.pod IS NOT NULL)
  GROUP BY p.namespace, s.namespace, p.pod, s.pod, p.pod_key, s.node, p.node, p.workload, p.owner_kind, s.container, s.detail, s.message
),
-- an excerpt without a name is about the only pod, or the pods of the only workload, that wait for an image and say no more
adopted AS (
  SELECT min(pod) AS pod, min(pod_key) AS pod_key, min(namespace) AS namespace, min(node) AS node, min(workload) AS workload, min(owner_kind) AS owner_kind
  FROM told t WHERE origin = 'objects' AND pod IS NOT NULL AND state_now = 'failing' AND NOT EXISTS (SELECT 1 FROM told o WHERE o.origin <> 'objects' AND o.pod_key = t.pod_key)
  HAVING count(DISTINCT (namespace, coalesce(workload, pod))) = 1 AND (SELECT count(DISTINCT member(src)) FROM told WHERE pod IS NULL) = 1
),
owned AS (
  SELECT t.* REPLACE (coalesce(t.pod, a.pod) AS pod, coalesce(t.pod_key, a.pod_key) AS pod_key, coalesce(t.namespace, a.namespace) AS namespace, coalesce(t.node, a.node) AS node,
    coalesce(t.workload, a.workload) AS workload, coalesce(t.owner_kind, a.owner_kind) AS owner_kind)
  FROM told t LEFT JOIN adopted a ON t.pod IS NULL
),
worded AS (
  SELECT *, coalesce(pod_key, coalesce(namespace, '') || '/' || pod, 'the pod of ' || member(src)) AS whose,
    nullif(regexp_extract(message, 'image(?: tag)? \\*"([^"\\]*)\\*"', 1), '') AS named_image,
    trim(regexp_replace(message, '(?s)^.*?(?:(?:ull(?:ing)?|nspect) image|image tag) \\*"[^"\\]*\\*"(?:: ErrImagePull)?(?:: |$)', '')) AS error
  FROM owned
),
classed AS (
  SELECT *,
    CASE
      WHEN regexp_matches(message, 'pull policy of Never|ErrImageNeverPull') THEN 'never pull'
      WHEN regexp_matches(message, 'InvalidImageName|invalid reference format|image tag|did not resolve to an alias|short[- ]name mode is enforcing|parse image') THEN 'invalid name'
      WHEN regexp_matches(message, '(?i)SignatureValidationFailed|signature validation failed|signature was required|Source image rejected|signatures were accepted|not signed|rejected by policy') THEN 'signature'
      WHEN regexp_matches(error, 'dial unix|\.sock: connect|inspect image .*(?:DeadlineExceeded|deadline exceeded)') THEN 'runtime'
      WHEN regexp_matches(error, '(?i)no space left on device|disk quota exceeded|not enough space') THEN 'no space'
      WHEN regexp_matches(error, '(?i)too ?many ?requests|rate ?limit|rate exceeded') THEN 'rate limit'
      WHEN regexp_matches(error, 'QPS exceeded') THEN 'pull qps'
      WHEN regexp_matches(error, '(?i)no match for platform|no matching manifest for|no image found in (?:manifest list|image index)|image operating system .* cannot be used') THEN 'platform'
      WHEN regexp_matches(message, '(?i)unexpected commit digest|invalid tar header|blob (?:sha256:[0-9a-f]+:? )?not found|layer not known|digest mismatch|layer verification failed|reader from content store'
        || '|input/output error|structure needs cleaning|parent snapshot .* does not exist|Failed to inspect image|ImageInspectError|failed to get image status') THEN 'corrupt'
      WHEN regexp_matches(error, '(?i)pull access denied|does not exist or (?:no pull access|may require)|requested access to the resource is denied') THEN
        CASE WHEN named_image IS NULL OR NOT regexp_matches(named_image, '^(?:localhost|[^/]*[.:][^/]*)/') OR starts_with(named_image, 'docker.io/') THEN 'maybe missing' ELSE 'maybe denied' END
      WHEN regexp_matches(error, '(?i)manifest unknown|MANIFEST_UNKNOWN|name unknown|NAME_UNKNOWN|: not found|code = NotFound|404 \(?Not Found|(?:repository|manifest|image|artifact|tag|reference|project) .{0,300}not found|was deleted or has expired|not known to (?:the )?registry') THEN 'not found'
      WHEN regexp_matches(error, 'x509:|\btls: |gave HTTP response to HTTPS client|certificate') THEN 'tls'
      WHEN regexp_matches(error, '(?i)dial tcp|no such host|connection refused|no route to host|network is unreachable|i/o timeout|TLS handshake timeout|Client\.Timeout|request canceled while waiting|connection reset'
        || '|\bEOF\b|proxyconnect|server misbehaving|registry is unavailable|RegistryUnavailable|\b50[0234]\b.{0,3}(?:Bad Gateway|Service |Internal Server|Gateway Time)|(?:Head|Get) .*deadline exceeded') THEN 'unreachable'
      WHEN regexp_matches(error, '(?i)unauthorized|\b403 \(?Forbidden|authentication required|no basic auth credentials|\bdenied\b|not authorized|insufficient_scope|authorization (?:failed|token has expired)|(?:incorrect|invalid) username|AADSTS') THEN 'unauthorized'
      WHEN regexp_matches(error, '(?i)context canceled|deadline ?exceeded|code = Canceled|operation was canceled') THEN 'interrupted'
      WHEN error = '' OR regexp_matches(error, '^(?:Error: )?(?:ErrImagePull|ImagePullBackOff)$|^Back-off pulling') THEN 'unknown'
      ELSE 'other' END AS about
  FROM worded
),
lone AS (
  SELECT pod_key, min(container) AS container, min(image) AS image FROM container_list WHERE coalesce(container_type, 'regular') <> 'ephemeral' GROUP BY 1 HAVING count(*) = 1
),
of_image AS (SELECT pod_key, image, min(container) AS container FROM container_list WHERE image IS NOT NULL GROUP BY 1, 2 HAVING count(*) = 1),
placed AS (
  SELECT c.* REPLACE (coalesce(c.container, i.container, o.container) AS container) FROM classed c
  LEFT JOIN of_image i ON i.pod_key = c.pod_key AND i.image = c.named_image
  LEFT JOIN lone o ON o.pod_key = c.pod_key
),
told_once AS (
  SELECT min(src) AS src, min(namespace) AS namespace, min(pod) AS pod, min(pod_key) AS pod_key, min(node) AS node, min(workload) AS workload, min(owner_kind) AS owner_kind,
    whose, container, min(named_image) AS image, about,
    arg_min({'message': message, 'src': message_src, 'error': error, 'origin': origin}, (CASE origin WHEN 'events' THEN 0 WHEN 'objects' THEN 1 ELSE 2 END, -coalesce("count", 0), src)) AS best,
    sum("count")::BIGINT AS "count", min(t_min) AS t_min, max(t_max) AS t_max, min(state_now) FILTER (state_now <> 'unknown') AS state_now
  FROM placed GROUP BY whose, container, about
),
kept AS (
  SELECT t.* FROM told_once t
  LEFT JOIN (SELECT whose, bool_or(about NOT IN ('interrupted', 'other', 'unknown')) AS told, bool_or(about <> 'unknown') AS hinted FROM told_once GROUP BY 1) s ON s.whose = t.whose
  WHERE CASE t.about WHEN 'unknown' THEN NOT s.hinted WHEN 'other' THEN NOT s.told WHEN 'interrupted' THEN NOT s.told ELSE TRUE END
),
progress AS (
  SELECT w.whose, w.container, max(l.t_max) AS t_max, min(e.last_age_s) AS age_s
  FROM (SELECT DISTINCT whose, container, image, pod, namespace, CASE WHEN pod IS NULL THEN member(src) END AS member FROM kept) w
  JOIN event_list l ON l.pod IS NOT DISTINCT FROM w.pod AND l.namespace IS NOT DISTINCT FROM w.namespace AND (w.pod IS NOT NULL OR member(l.src) = w.member)
  JOIN events e ON e.src = l.src
  WHERE l.reason = 'Pulled' AND (w.image IS NULL OR contains(l.message, '"' || w.image || '"'))
  GROUP BY 1, 2
),
waiting AS (SELECT whose, min(message_src) AS src FROM placed WHERE origin = 'objects' AND state_now = 'failing' GROUP BY 1),
ages AS (SELECT p.whose, p.container, p.about, min(e.last_age_s) AS age_s FROM placed p JOIN events e ON e.src = p.src WHERE p.origin = 'events' GROUP BY 1, 2, 3)
SELECT k.src, k.namespace, k.pod, k.pod_key, k.node, k.workload, k.owner_kind, k.whose, k.container, coalesce(k.image, c.image) AS image,
  CASE WHEN coalesce(k.image, c.image) IS NULL THEN NULL
    WHEN regexp_matches(coalesce(k.image, c.image), '^(?:localhost|[^/]*[.:][^/]*)/') THEN split_part(coalesce(k.image, c.image), '/', 1) ELSE 'docker.io' END AS registry,
  k.about,
  nullif(left(regexp_replace(k.best.error, '(?s)^\[?(?:(?:rpc error: code = \w+ desc = |[Ff]ailed to pull and unpack image "[^"]*": |failed to resolve (?:reference|image) "[^"]*": |Error response from daemon: |Error: ))+', ''), 240), '') AS said,
  k.best.message AS message, k.best.src || CASE WHEN contains(k.best.src, '@') THEN '' ELSE '@' END || '=' || regexp_extract(k.best.message,
    '(?i)pull policy of Never|invalid reference|did not resolve|signature (?:was|validation)|rejected|no space left|toomanyrequests|too many requests|rate exceeded|QPS exceeded|no match for platform|no matching manifest|no image found in'
    || '|unexpected commit|invalid tar header|not known|pull access denied|manifest unknown|name unknown|not found|x509|gave HTTP response|no such host|refused|no route to host|unreachable|i/o timeout|handshake timeout|request canceled'
    || '|deadline exceeded|context canceled|unauthorized|forbidden|authentication required|no basic auth|denied|Back-off pulling|$') AS message_src, coalesce(c.now_src, f.src) AS status_src, c.now_reason AS reason, k.best.origin AS origin, k."count", k.t_min, k.t_max,
  CASE
    -- of several kinds of failure the last one holds
    WHEN k.t_max < max(k.t_max) OVER w OR a.age_s > min(a.age_s) OVER w THEN 'over'
    WHEN c.now_reason IN ('ErrImagePull', 'ImagePullBackOff', 'ErrImageNeverPull', 'InvalidImageName', 'ImageInspectError', 'RegistryUnavailable', 'SignatureValidationFailed') THEN coalesce(k.state_now, 'failing')
    WHEN c.now_state IN ('running', 'terminated') OR (c.now_state = 'waiting' AND c.now_reason NOT IN ('ContainerCreating', 'PodInitializing')) THEN 'over'
    WHEN p.t_max > k.t_max OR p.age_s < a.age_s THEN 'over'
    WHEN f.src IS NOT NULL THEN 'failing'
    ELSE coalesce(k.state_now, 'unknown') END AS state_now
FROM kept k
LEFT JOIN container_list c ON c.pod_key = k.pod_key AND c.container = k.container
LEFT JOIN progress p ON p.whose = k.whose AND p.container IS NOT DISTINCT FROM k.container
LEFT JOIN ages a ON a.whose = k.whose AND a.container IS NOT DISTINCT FROM k.container AND a.about = k.about
LEFT JOIN waiting f ON f.whose = k.whose
WINDOW w AS (PARTITION BY k.whose, k.container)
