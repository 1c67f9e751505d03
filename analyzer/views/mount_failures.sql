-- mount_failures: volumes that could not be attached, mounted or set up, as an event or the kubelet's log says it, and what each failure is about.
--
-- gives  src BIGINT, namespace VARCHAR, pod VARCHAR, pod_key VARCHAR, node VARCHAR, workload VARCHAR, owner_kind VARCHAR, whose VARCHAR, volume VARCHAR, step VARCHAR, about VARCHAR, said VARCHAR, ref_kind VARCHAR, ref_name VARCHAR, message VARCHAR, message_src VARCHAR, origin VARCHAR, count BIGINT, t_min TIMESTAMP, t_max TIMESTAMP, phase VARCHAR, state_now VARCHAR
-- needs  event_list, events, service_log, pod_list, container_list
-- driver event_list, service_log
-- note   about is the first that fits of: not registered, key missing, token, reference missing, cache, hostpath type, claim (the wait failed
--        because of the claim), waiting (the summary that names volumes and no reason), detach, multi attach (another node holds it), not in use list, driver missing,
--        attach (any other failure to attach), device, no space, file system, nfs, permission, smb (its server cannot be reached), backend (that of Ceph or
--        iSCSI), time out, refused (mount(8) says another word), other. step: attach, device, set up or wait.
--        ref_kind and ref_name: the ConfigMap, Secret or claim that is missing. said: the reason behind the volume's name, cut to 240 characters. whose ties
--        the failures of one pod together, also those of one that is not named. state_now: over once the pod pulled an image or ran a container after it.
--        origin: events or kubelet; its log counts only for pods and kinds of failure of which no event tells.
-- source kubelet 1.13 to 1.34 (operation_generator, volume_manager, volume plugins), the CSI drivers of the large clouds, mount(8), mount.nfs(8), mount.cifs(8)
WITH alone AS (
  -- an excerpt of events that names nobody is of the only pod that the bundle shows
  SELECT min(pod_key) AS pod_key, min(pod) AS pod, min(namespace) AS namespace, min(node) AS node, min(workload) AS workload, min(owner_kind) AS owner_kind, min(phase) AS phase
  FROM pod_list WHERE NOT superseded HAVING count(*) = 1
),
told AS (
  SELECT e.src, coalesce(e.namespace, a.namespace) AS namespace, coalesce(e.pod, a.pod) AS pod, coalesce(e.pod_key, a.pod_key) AS pod_key, coalesce(e.node, a.node) AS node,
    coalesce(e.workload, a.workload) AS workload, coalesce(e.owner_kind, a.owner_kind) AS owner_kind, e.message, e.message_src, 'events' AS origin, e.reason, e."count", e.t_min, e.t_max,
    coalesce(e.phase, a.phase) AS phase, e.state_now
  FROM event_list e LEFT JOIN alone a ON e.name IS NULL
  WHERE reason IN ('FailedMount', 'FailedAttachVolume', 'FailedMapVolume', 'FailedMountOnFilesystemMismatch', 'FailedDetachVolume')
    OR (reason = 'FailedSync' AND regexp_matches(message, 'MountVolume|nmounted volumes'))
),
logged AS (
  SELECT min(s.src) AS src, coalesce(p.namespace, s.namespace) AS namespace, coalesce(p.pod, s.pod) AS pod, p.pod_key, coalesce(s.node, p.node) AS node,
    p.workload, p.owner_kind, s.detail AS message, cite(min(s.src)) AS message_src, 'kubelet' AS origin, NULL::VARCHAR AS reason, count(*) AS "count",
    min(s."time") AS t_min, max(s."time") AS t_max, p.phase, 'unknown' AS state_now
  FROM service_log s LEFT JOIN pod_list p ON p.uid = s.pod_uid
  WHERE s.kind = 'mount-failed'
  GROUP BY ALL
),
worded AS (
  SELECT *,
    coalesce(nullif(regexp_extract(message, 'volume "([^"]+)"', 1), ''), nullif(regexp_extract(message, 'nmounted volumes=\[([^\] ,]+)', 1), '')) AS volume,
    left(coalesce(nullif(regexp_extract(message, '(?s)Output: (.+)', 1), ''),
      regexp_replace(message, '(?s)^.*?volume "[^"]+"(?: \(UniqueName: [^)]*\))?(?: pod "[^"]*"(?: \(UID: [^)]*\))?)? ?: (?:rpc error: code = \w+ desc = )?', '')), 240) AS said
  FROM (SELECT * FROM told UNION ALL SELECT * FROM logged)
),
-- the log may name the pod of an excerpt that does not
owners AS (
  SELECT volume, min(pod) AS pod, min(namespace) AS namespace, min(node) AS node FROM (
    SELECT volume, pod, namespace, node FROM worded WHERE origin = 'kubelet' AND volume IS NOT NULL
    UNION ALL SELECT detail, pod, namespace, node FROM service_log WHERE kind = 'volume-mount')
  GROUP BY volume HAVING count(DISTINCT pod) = 1
),
named AS (
  SELECT w.* REPLACE (coalesce(w.pod, o.pod) AS pod, coalesce(w.namespace, o.namespace) AS namespace, coalesce(w.node, o.node) AS node,
      coalesce(w.workload, regexp_replace(o.pod, '-[a-f0-9]{6,10}-[a-z0-9]{5}$', '')) AS workload),
    coalesce(w.pod_key, coalesce(w.namespace, o.namespace, '') || '/' || coalesce(w.pod, o.pod), 'the pod of ' || member(w.src)) AS whose
  FROM worded w LEFT JOIN owners o ON o.volume = w.volume AND w.namespace IS NULL AND coalesce(w.pod, o.pod) = o.pod
),
classed AS (
  SELECT *,
    CASE
      WHEN reason IN ('FailedAttachVolume', 'FailedDetachVolume') OR starts_with(message, 'AttachVolume') THEN 'attach'
      WHEN regexp_matches(message, 'nmounted volumes=|timeout expired waiting for volumes') THEN 'wait'
      WHEN regexp_matches(message, 'MountDevice|SetUpDevice|WaitForAttach') THEN 'device'
      ELSE 'set up' END AS step,
    CASE
      WHEN regexp_matches(message, 'object "[^"]*"/"[^"]*" not registered') THEN 'not registered'
      WHEN regexp_matches(message, 'references non-existent (?:secret|config) key') THEN 'key missing'
      WHEN regexp_matches(message, 'failed to fetch token|serviceaccounts? "[^"]*" not found|"(?:kube-root-ca\.crt|default-token-[a-z0-9]{5})" not found') THEN 'token'
      WHEN regexp_matches(message, 'nmounted volumes=|timeout expired waiting for volumes') THEN
        CASE WHEN regexp_matches(message, 'failed to process volumes=\[[^\]]|error processing PVC') THEN 'claim' ELSE 'waiting' END
      WHEN regexp_matches(message, '(?:configmaps?|secrets?) "[^"]*" not found') THEN 'reference missing'
      WHEN regexp_matches(message, 'failed to sync (?:configmap|secret) cache') THEN 'cache'
      WHEN regexp_matches(message, 'hostPath type check failed') THEN 'hostpath type'
      -- from here on: storage
      WHEN reason = 'FailedDetachVolume' OR starts_with(message, 'DetachVolume') THEN 'detach'
      WHEN regexp_matches(message, 'Multi-Attach error') THEN 'multi attach'
      WHEN regexp_matches(message, 'list of VolumesInUse|volumes in use list') THEN 'not in use list'
      WHEN regexp_matches(message, 'list of registered CSI drivers|does not contain driver|no volume plugin matched|failed to get Plugin from volumeSpec|no NodeID annotation|csi\S*\.sock: connect') THEN 'driver missing'
      WHEN reason = 'FailedAttachVolume' OR contains(message, 'AttachVolume.') THEN
        -- EC2, Azure, Compute Engine, Cinder, vSphere and Longhorn refuse what another machine still holds
        CASE WHEN regexp_matches(message, '(?i)VolumeInUse|already attached to|attached to (?:a different|another)|IN_USE_BY_ANOTHER|already being used by|resource ''?volume''? is in use') THEN 'multi attach' ELSE 'attach' END
      WHEN regexp_matches(message, '(?i)disk (?:on|by) lun|waiting for (?:the )?device|no such device|special device .* does not exist|find (?:the )?(?:device|disk)|device path .{0,80}not found|nvme.{0,80}not found|initialization failed .* does not exist|re-?link disk')
        THEN 'device'
      WHEN contains(message, 'WaitForAttach') THEN 'attach'
      WHEN regexp_matches(message, '(?i)no space left on device|disk quota exceeded') THEN 'no space'
      WHEN regexp_matches(message, '(?i)wrong fs type|bad option|superblock|fsck found errors|UNEXPECTED INCONSISTENCY|mount point busy|already mounted|structure needs cleaning|unknown filesystem')
        OR reason = 'FailedMountOnFilesystemMismatch' THEN 'file system'
      WHEN regexp_matches(message, '(?i)mount\.nfs|-t (?:nfs|efs)|mount\.efs|stale (?:nfs )?file handle') AND NOT regexp_matches(message, '(?i)operation not permitted|: permission denied') THEN 'nfs'
      WHEN regexp_matches(message, '(?i)mount error ?(?:\(13\)|13 =)|access denied|permission denied|operation not permitted|applyFSGroup|AuthorizationFailure|AuthenticationFailed') THEN 'permission'
      -- ENETUNREACH, ETIMEDOUT, ECONNREFUSED, EHOSTDOWN, EHOSTUNREACH, EINPROGRESS
      WHEN regexp_matches(message, '(?i)mount error\((?:101|110|111|112|113|115)\)|mount error: could not resolve address') THEN 'smb'
      WHEN regexp_matches(message, '(?i)mount error ?1\d\d = |rbd: .*(?:timed out|couldn''t connect)|failed to (?:sendtargets|login)|iscsiadm: .*(?:timed out|cannot make connection|no portals found)|no route to host') THEN 'backend'
      WHEN regexp_matches(message, 'operation with the given Volume ID') THEN 'time out'
      WHEN regexp_matches(message, '(?i)mount error\(\d+\)|exit status 32|mount failed|failed to mount|input/output error|failed to format') THEN 'refused'
      WHEN regexp_matches(message, '(?i)deadline ?exceeded|timed out|time-?out') THEN 'time out'
      ELSE 'other' END AS about,
    regexp_extract(message, '(configmap|secret|persistentvolumeclaim)s? "([^"]+)" (?:not found|is being deleted)', ['kind', 'name']) AS ref
  FROM named
),
progress AS (
  -- the kubelet pulls images and starts containers only after it has mounted all volumes
  SELECT w.whose, max(l.t_max) AS t_max, min(e.last_age_s) AS age_s
  FROM (SELECT DISTINCT n.whose, t.pod, t.namespace, CASE WHEN t.pod IS NULL THEN member(t.src) END AS member FROM named n JOIN told t ON t.src = n.src WHERE n.origin = 'events') w
  JOIN event_list l ON l.pod IS NOT DISTINCT FROM w.pod AND l.namespace IS NOT DISTINCT FROM w.namespace AND (w.pod IS NOT NULL OR member(l.src) = w.member)
  JOIN events e ON e.src = l.src
  WHERE l.reason IN ('Pulling', 'Pulled', 'Created', 'Started', 'BackOff', 'Unhealthy')
  GROUP BY 1
),
health AS (
  SELECT pod_key, bool_or(now_state = 'running' OR (now_state = 'waiting' AND now_reason NOT IN ('ContainerCreating', 'PodInitializing', 'CreateContainerConfigError'))) AS ran
  FROM container_list GROUP BY 1
)
SELECT c.src, c.namespace, c.pod, c.pod_key, c.node, c.workload, c.owner_kind, c.whose, c.volume, c.step, c.about, c.said,
  CASE lower(c.ref.kind) WHEN 'configmap' THEN 'ConfigMap' WHEN 'secret' THEN 'Secret' WHEN 'persistentvolumeclaim' THEN 'PersistentVolumeClaim' END AS ref_kind,
  nullif(c.ref.name, '') AS ref_name, c.message,
  -- a message is often longer than what is quoted, or goes on in the next lines: these words are shown of it
  c.message_src || CASE WHEN contains(c.message_src, '@') THEN '' ELSE '@' END || '=' || regexp_extract(c.message,
    '(?i)not registered|non-existent|not found|failed to fetch token|failed to sync|hostPath type|mount error|mount\.nfs: |stale file|no space left|quota exceeded|wrong fs type|superblock|not bound|denied|timed out|deadline|$') AS message_src,
  c.origin, c."count", c.t_min, c.t_max, c.phase,
  CASE
    WHEN c.state_now = 'over' OR h.ran THEN 'over'
    WHEN p.t_max > c.t_max OR p.age_s < e.last_age_s THEN 'over'
    ELSE c.state_now END AS state_now
FROM classed c
LEFT JOIN progress p ON p.whose = c.whose
LEFT JOIN events e ON e.src = c.src
LEFT JOIN health h ON h.pod_key = c.pod_key
WHERE c.origin = 'events' OR ((c.whose, c.about) NOT IN (SELECT (whose, about) FROM classed WHERE origin = 'events')
  AND (c.whose, coalesce(c.volume, '')) NOT IN (SELECT (whose, coalesce(volume, '')) FROM classed WHERE origin = 'events'))
