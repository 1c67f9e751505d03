-- sandbox_failures: pods whose sandbox or network could not be made or removed, with the runtime's words and what they are about.
--
-- gives  src BIGINT, namespace VARCHAR, pod VARCHAR, pod_key VARCHAR, node VARCHAR, workload VARCHAR, step VARCHAR, cause VARCHAR, plugin VARCHAR, text VARCHAR, said VARCHAR, said_src VARCHAR, origin VARCHAR, count BIGINT, first_seen TIMESTAMP, last_seen TIMESTAMP, state_now VARCHAR
-- needs  event_list, service_log, pod_list
-- note   one row for each pod, step and cause; an event speaks before a log. step: create or remove. cause: `ip` no address left, `init` the node has no
--        network configuration, `binary` the plugin's program is missing, `auth` the plugin may not ask the API, `agent` the plugin's daemon does not
--        answer, `network` else of the network plugin, `name` the name is still reserved for an earlier try, `handler` no such runtime class, `driver`
--        another cgroup driver, `image` of the sandbox, `memory`, `space`, `tasks`, `runtime` the runtime's socket does not answer, `timeout`, `other`.
--        said_src points at the end of a long line, where the decisive words are. state_now is over, too, where the pod pulled, created or started something later, which needs a sandbox; where only a table shows it ready; and for a cause of the network where a later try got as far as the runtime, which comes after the network.
-- source containerd 1.7 and CRI-O 1.30 sandbox servers; errors of host-local, whereabouts, Calico, Cilium, flannel, amazon-vpc-cni, azure-vnet, ovn-kubernetes
WITH told AS (
  SELECT e.src, e.namespace, e.pod, e.pod_key, e.node, e.workload, e.message AS "text", e.message_src AS said_src, 'events' AS origin, e."count", e.t_min, e.t_max, e.state_now,
    CASE WHEN e.reason = 'FailedKillPod' THEN 'remove' ELSE 'create' END AS step, e.reason
  FROM event_list e
  WHERE e.reason IN ('FailedCreatePodSandBox', 'FailedCreatePodSandbox', 'FailedKillPod', 'FailedSync', 'ErrorAddingLogicalPort', 'ErrorAddingResource', 'AcquireAddressFailed')
  UNION ALL
  SELECT s.src, s.namespace, s.pod, NULL, s.node, NULL, coalesce(s.detail, s.message), cite(s.src), 'kubelet', coalesce(s."count", 1), s.t_min, s.t_max, NULL,
    CASE WHEN regexp_matches(s.message, 'StopPodSandbox|KillPodSandbox|stop sandbox') THEN 'remove' ELSE 'create' END, 'service'
  FROM service_log s WHERE s.kind = 'sandbox-failed'
),
named AS (
  SELECT t.*, coalesce(t.namespace, nullif(regexp_extract(t."text", 'set ?up pod \\*"[a-z0-9.-]+_([a-z0-9-]+)\\*" network', 1), '')) AS ns,
    coalesce(t.pod, nullif(regexp_extract(t."text", 'for pod \\*"([a-z0-9.-]+)\\*"', 1), ''), nullif(regexp_extract(t."text", 'k8s_([a-z0-9.-]+)_[a-z0-9-]+_[0-9a-f-]{32,36}_', 1), '')) AS whose,
    CASE
      WHEN regexp_matches(t."text", 'no runtime for \\*".*\\*" is configured|RuntimeHandler \\*".*\\*" not supported|failed to find runtime handler|runtime handler .* not found') THEN 'handler'
      WHEN contains(t."text", 'expected cgroupsPath to be of format') THEN 'driver'
      WHEN regexp_matches(t."text", 'failed to reserve sandbox name|name is reserved|reserving pod (?:sandbox )?name|The (?:container )?name \\*"/k8s_POD') THEN 'name'
      WHEN regexp_matches(t."text", '(?i)\bno (?:(?:more|free|available) )+(?:ips?|addresses|ip addresses|ip/prefix addresses|affine blocks|free affine blocks)\b|\bno (?:ips?|addresses|ip addresses) (?:are )?(?:left|available)\b')
        OR regexp_matches(t."text", '(?i)range is full|assigned 0 out of \d+ requested|ipam allocated only 0\b|not enough ips? available|could not allocate ip in range|failed to assign an ip address to container')
        OR regexp_matches(t."text", '(?i)\b(?:pools?|ranges?|cidrs?|subnets?|addresses|ips) (?:\S+ )?(?:is |are |has been )?exhausted|IP_?SPACE_?EXHAUSTED|NoAvailableAddress|InsufficientFreeAddresses|SubnetIsFull|InsufficientCidrBlocks')
        THEN 'ip'
      WHEN regexp_matches(t."text", '(?i)cni config uninitialized|cni plugin not initialized|no networks found in|no cni configuration file in|unable to (?:determine|find) cni') THEN 'init'
      WHEN regexp_matches(t."text", 'failed to find plugin') THEN 'binary'
      WHEN regexp_matches(t."text", '(?i)(?:network|cni).*(?:\bunauthorized\b|is forbidden: User|x509: )') THEN 'auth'
      WHEN regexp_matches(t."text", '(?i)(?:network|cni|calico|flannel).*(?:connection refused|/var/lib/calico/nodename|/run/flannel/subnet\.env|\.sock\S*: (?:connect: )?no such file|unable to connect to (?:the )?(?:cilium|weave)|cilium agent.*(?:running|timeout|deadline)|connect: no such file)') THEN 'agent'
      WHEN regexp_matches(t."text", 'failed to get sandbox image|(?:[Ff]ailed to pull|[Uu]nable to pull|pull(?:ing)?) (?:sandbox )?image|initializing source docker://') THEN 'image'
      WHEN regexp_matches(t."text", '[Cc]annot allocate memory|exit status 6\b|OOM-killed|memory limit too low') THEN 'memory'
      WHEN contains(t."text", 'no space left on device') THEN 'space'
      WHEN regexp_matches(t."text", '[Rr]esource temporarily unavailable|newosproc') THEN 'tasks'
      WHEN regexp_matches(t."text", '(?i)network for (?:pod|sandbox)|networkplugin|cni network|pod network sandbox|setup network|teardown pod|destroy network|logical port|cni request|\bipam\b') THEN 'network'
      WHEN regexp_matches(t."text", '(?:containerd|crio|docker|dockershim)\.sock.*(?:connection refused|no such file)|transport is closing|Cannot connect to the Docker daemon|error reading from server: EOF') THEN 'runtime'
      WHEN regexp_matches(t."text", 'DeadlineExceeded|context deadline exceeded|operation timeout') THEN 'timeout'
      ELSE 'other' END AS cause
  FROM told t
  WHERE t.reason LIKE 'FailedCreate%' OR t.reason = 'service' OR (t.reason IN ('FailedKillPod', 'FailedSync') AND contains(t."text", 'PodSandbox'))
    OR t.reason IN ('ErrorAddingLogicalPort', 'ErrorAddingResource', 'AcquireAddressFailed')
),
later AS (
  SELECT pod_key, max(t_min) AS alive FROM event_list WHERE reason IN ('Pulling', 'Pulled', 'Created', 'Started') AND pod_key IS NOT NULL GROUP BY 1
),
connected AS (
  SELECT ns, whose, max(t_max) AS seen FROM named WHERE step = 'create' AND regexp_matches("text", 'containerd task|OCI runtime|runc create failed') GROUP BY 1, 2
),
once AS (
  SELECT ns, whose, step, cause, arg_min(src, (origin, -epoch(t_max), src)) AS src, arg_min("text", (origin, -epoch(t_max), src)) AS "text", arg_min(said_src, (origin, -epoch(t_max), src)) AS said_src,
    min(origin) AS origin, min(pod_key) AS pod_key, min(node) AS node, min(workload) AS workload, sum(coalesce("count", 1)) FILTER (origin = 'events') AS told, sum("count") AS logged,
    min(t_min) AS first_seen, max(t_max) AS last_seen, min(state_now) AS state_now
  FROM named
  GROUP BY ns, whose, step, cause, CASE WHEN whose IS NULL THEN src END
)
SELECT o.src, o.ns AS namespace, o.whose AS pod, coalesce(o.pod_key, p.pod_key) AS pod_key, coalesce(o.node, p.node) AS node, coalesce(o.workload, p.workload, regexp_replace(o.whose, '-[a-f0-9]{6,10}-[a-z0-9]{5}$', '')) AS workload,
  o.step, o.cause, nullif(regexp_extract(o."text", 'plugin type=\\*"([a-z0-9-]+)', 1), '') AS plugin, o."text",
  left(trim(regexp_replace(o."text", '^.*(?:desc = |CreatePodSandboxError: \\*"?|\bnetwork: |sandbox \\*"[0-9a-f]{10,64}\\*": |network sandbox \S+: |failed \((?:add|delete)\): )', '')), 300) AS said,
  CASE WHEN contains(o.said_src, '@') THEN o.said_src ELSE o.said_src || coalesce('@=' || nullif(regexp_extract(o."text", '([^"\\]{8,80})["\\)\]}]*$', 1), ''), '') END AS said_src, o.origin, coalesce(o.told, o.logged)::BIGINT AS "count", o.first_seen, o.last_seen,
  CASE
    WHEN o.state_now = 'over' OR p.phase = 'Succeeded' OR l.alive > o.last_seen THEN 'over'
    WHEN p.phase = 'Running' AND split_part(p.ready_text, '/', 1) = split_part(p.ready_text, '/', 2) THEN 'over'
    WHEN o.cause IN ('ip', 'init', 'binary', 'auth', 'agent', 'network') AND c.seen > o.last_seen THEN 'over'
    WHEN p.pod_key IS NULL THEN 'unknown'
    ELSE coalesce(o.state_now, 'failing') END AS state_now
FROM once o
LEFT JOIN pod_list p ON p.pod = o.whose AND p.namespace IS NOT DISTINCT FROM o.ns AND NOT p.superseded
LEFT JOIN later l ON l.pod_key = p.pod_key
LEFT JOIN connected c ON c.whose = o.whose AND c.ns IS NOT DISTINCT FROM o.ns
