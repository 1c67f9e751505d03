-- system_oom_notes: what the kubelet says about memory kills of a node, in events and in its log.
--
-- gives  src BIGINT, node VARCHAR, t_min TIMESTAMP, t_max TIMESTAMP, victim VARCHAR, note_src VARCHAR, source VARCHAR, explicit BOOLEAN, kubelet_minor BIGINT, counts BOOLEAN, against BOOLEAN
-- needs  events, service_log, node_list, coverage
-- driver events, service_log
-- note   explicit: it names a system OOM. counts: the kubelet can be believed: up to 1.20 on kernels from 5.0 it posted SystemOOM
--        for container OOMs too (cadvisor#2417, #2813, fixed for 1.21). RHEL's 4.18 prints them as 5.0 does. against: the
--        kernel log covers that moment; whether it shows a global kill is for the reader to join.
WITH notes AS (
  SELECT e.src, coalesce(e.host, CASE WHEN e.kind = 'Node' THEN e.name END) AS node, e.t_min, e.t_max,
    regexp_extract(e.message, 'victim process: ([^,]+)', 1) AS victim,
    CASE WHEN e.at IS NOT NULL THEN cite_at(e.src, 'message') ELSE cite(e.src) END AS note_src, 'events' AS source, TRUE AS explicit
  FROM events e WHERE e.reason = 'SystemOOM'
  UNION ALL
  SELECT s.src, s.node, s.t_min, s.t_max, regexp_extract(s.message, 'victim process: ([^,]+)', 1), cite(s.src), 'kubelet', contains(s.message, 'System OOM')
  FROM service_log s WHERE s.kind = 'oom-event'
)
SELECT n.* REPLACE (nullif(n.victim, '') AS victim), l.kubelet_minor,
  n.explicit AND coalesce(l.kubelet_minor >= 21 OR
    try_cast(regexp_extract(l.kernel_version, '^(\d+)\.(\d+)', 1) AS INTEGER) * 100 + try_cast(regexp_extract(l.kernel_version, '^(\d+)\.(\d+)', 2) AS INTEGER) < 418, FALSE) AS counts,
  EXISTS (SELECT 1 FROM coverage c WHERE c.origin = 'kernel' AND c.complete AND short_host(c.node) = short_host(n.node)
    AND c.seen_from <= n.t_min AND c.seen_to >= n.t_max) AS against
FROM notes n LEFT JOIN node_list l ON short_host(l.node) = short_host(n.node)
