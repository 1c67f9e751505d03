-- refusals: what the API server refused to make or change, with the policy, webhook or missing object that it names.
--
-- gives  src BIGINT, source VARCHAR, namespace VARCHAR, kind VARCHAR, name VARCHAR, workload VARCHAR, subject_kind VARCHAR, subject_name VARCHAR, made_by_controller BOOLEAN, about VARCHAR, policy VARCHAR, binding VARCHAR, service_namespace VARCHAR, service VARCHAR, why VARCHAR, said VARCHAR, reason VARCHAR, message VARCHAR, count BIGINT, first TIMESTAMP, last TIMESTAMP, t_min TIMESTAMP, t_max TIMESTAMP, message_src VARCHAR, state_now VARCHAR, lacking BIGINT
-- needs  event_list, events, conditions, tool_errors, workload_list
-- driver event_list, conditions, tool_errors
-- note   from events, from conditions that hold, and from what kubectl said. about: quota, limitrange, psa, scc, webhook-failing, webhook-denied,
--        vap, sa, priorityclass, or other for a controller's FailedCreate with any other text. policy: the quota, webhook, policy, account
--        or class that the text names; service: the Service behind a webhook that did not answer; why: what came instead of an answer.
--        kind and name are the controller's; kubectl names the object that was sent; subject_kind and subject_name put the Deployment for its ReplicaSet. said: the message without what stands before the refusal,
--        up to 300 characters. state_now: over where the controller has all its pods now, wants none, or made one later.
WITH texts AS (
  SELECT src, 'event' AS source, namespace, kind, name, reason, message, "count", "first", "last", t_min, t_max, message_src FROM event_list
  UNION ALL BY NAME
  SELECT src, 'condition' AS source, namespace, kind, name, reason, message, changed AS "first", cite_at(src, "at" || '.message') AS message_src,
  FROM conditions WHERE message IS NOT NULL AND ("type" = 'ReplicaFailure' AND status = 'True' OR "type" <> 'ReplicaFailure')
  UNION ALL BY NAME
  SELECT src, 'tool' AS source, NULL AS namespace, NULL AS kind, nullif(regexp_extract("text", '(?:pods|deployments\.apps|jobs\.batch|persistentvolumeclaims|services) "([^"]+)" is forbidden', 1), '') AS name,
    NULL AS reason, "text" AS message, cite(src) AS message_src FROM tool_errors
),
-- a pod that was made later says that nothing is refused any more
made AS (
  SELECT kind, namespace, name, max(t_max) AS "last", min(coalesce(last_age_s, first_age_s)) AS age_s FROM events WHERE reason = 'SuccessfulCreate' GROUP BY 1, 2, 3
),
ages AS (
  SELECT src, min(coalesce(last_age_s, first_age_s)) AS age_s FROM events WHERE reason IN ('FailedCreate', 'ReplicaSetCreateError') GROUP BY 1
),
named AS (
  SELECT *, CASE
      WHEN regexp_matches(message, 'exceeded quota: |failed quota: |status unknown for quota: |insufficient quota to (?:consume|match these scopes)') THEN 'quota'
      WHEN regexp_matches(message, '(?:maximum|minimum) [\w./-]+ usage per (?:Container|Pod|PersistentVolumeClaim) is |max limit to request ratio per (?:Container|Pod) is ') THEN 'limitrange'
      WHEN regexp_matches(message, 'violates PodSecurity ') THEN 'psa'
      WHEN regexp_matches(message, 'unable to validate against any (?:pod security policy|security context constraint)') THEN 'scc'
      WHEN regexp_matches(message, 'failed calling (?:admission )?webhook "') THEN 'webhook-failing'
      WHEN regexp_matches(message, 'admission webhook "[^"]+" denied the request') THEN 'webhook-denied'
      WHEN regexp_matches(message, 'ValidatingAdmissionPolicy ''[^'']+'' with binding ''[^'']+'' denied request') THEN 'vap'
      WHEN regexp_matches(message, 'error looking up service account |service account \S+ was not found, retry after|[Nn]o API token found for service account') THEN 'sa'
      WHEN regexp_matches(message, 'no PriorityClass with name \S+ was found') THEN 'priorityclass'
      WHEN kind IN ('Deployment', 'ReplicaSet', 'ReplicationController', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob') AND reason IN ('FailedCreate', 'ReplicaSetCreateError') THEN 'other' END AS about
  FROM texts
)
SELECT n.src, n.source, n.namespace, n.kind, n.name,
  CASE n.kind WHEN 'ReplicaSet' THEN regexp_replace(n.name, '-[a-z0-9]{5,10}$', '') WHEN 'Job' THEN regexp_replace(n.name, '-[0-9]{8,10}$', '') ELSE n.name END AS workload,
  CASE WHEN n.kind = 'ReplicaSet' AND regexp_matches(n.name, '-[a-z0-9]{5,10}$') THEN 'Deployment' ELSE n.kind END AS subject_kind,
  CASE WHEN n.kind = 'ReplicaSet' THEN regexp_replace(n.name, '-[a-z0-9]{5,10}$', '') ELSE n.name END AS subject_name,
  coalesce(n.kind IN ('Deployment', 'ReplicaSet', 'ReplicationController', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob'), FALSE) AS made_by_controller,
  n.about,
  nullif(CASE n.about
    WHEN 'quota' THEN regexp_extract(n.message, '(?:exceeded|failed) quota: ([^,:\s]+)|for quota: ([^,\s]+)', 1)
    WHEN 'psa' THEN regexp_extract(n.message, 'violates PodSecurity "([^"]+)"', 1)
    WHEN 'webhook-failing' THEN regexp_extract(n.message, 'webhook "([^"]+)"', 1)
    WHEN 'webhook-denied' THEN regexp_extract(n.message, 'webhook "([^"]+)"', 1)
    WHEN 'vap' THEN regexp_extract(n.message, 'ValidatingAdmissionPolicy ''([^'']+)''', 1)
    WHEN 'sa' THEN regexp_extract(n.message, 'service ?account "?([^":,\s]+)', 1)
    WHEN 'priorityclass' THEN regexp_extract(n.message, 'PriorityClass with name (\S+) was', 1) END, '') AS policy,
  CASE WHEN n.about = 'vap' THEN regexp_extract(n.message, 'with binding ''([^'']+)''', 1) END AS binding,
  CASE WHEN n.about = 'webhook-failing' THEN nullif(regexp_extract(n.message, 'https?://[a-z0-9-]+\.([a-z0-9-]+)\.svc', 1), '') END AS service_namespace,
  CASE WHEN n.about = 'webhook-failing' THEN nullif(regexp_extract(n.message, 'https?://([a-z0-9-]+)\.[a-z0-9-]+\.svc', 1), '') END AS service,
  CASE WHEN n.about = 'webhook-failing' THEN nullif(regexp_extract(n.message, '(no endpoints available for service \S+|service "[^"]+" not found|context deadline exceeded|Client\.Timeout|x509: [^"]{1,160}|connect: [a-z ]+|no such host|EOF|TLS handshake timeout|tls: [^"]{1,80}|the server could not find the requested resource|status(?: code)? [0-9]+)', 1), '') END AS why,
  left(regexp_replace(n.message, '^(?:Error from server(?: \(\w+\))?: )?(?:error when \w+ "[^"]*": )?(?:Error creating: |Failed to create new replica set "[^"]*": )?', ''), 300) AS said,
  n.reason, n.message, n."count", n."first", n."last", n.t_min, n.t_max, n.message_src,
  CASE WHEN n.source = 'tool' THEN 'unknown' WHEN n.source = 'condition' THEN 'failing' WHEN w.desired = 0 OR m.age_s < a.age_s OR m."last" > n.t_max THEN 'over' ELSE coalesce(w.state_now, 'unknown') END AS state_now,
  w.lacking
FROM named n
LEFT JOIN workload_list w ON w.kind = n.kind AND w.name = n.name AND w.namespace IS NOT DISTINCT FROM n.namespace
LEFT JOIN made m ON m.kind = n.kind AND m.name = n.name AND m.namespace IS NOT DISTINCT FROM n.namespace
LEFT JOIN ages a ON a.src = n.src
WHERE n.about IS NOT NULL
