-- system_oom_notes: what the kubelet says about memory kills of a node, in events and in its log.
--
-- gives  src BIGINT, node VARCHAR, t_min TIMESTAMP, t_max TIMESTAMP, victim VARCHAR, note_src VARCHAR, source VARCHAR, counts BOOLEAN, explicit BOOLEAN
-- needs  events, service_log, node_list
-- note   explicit: it names a system OOM. counts: the kubelet can be believed: up to 1.20 on kernels from 5.0 it posted SystemOOM
--        for container OOMs too (cadvisor#2417, #2813, fixed for 1.21).
WITH notes AS (
  SELECT e.src, coalesce(e.host, CASE WHEN e.kind = 'Node' THEN e.name END) AS node, e.t_min, e.t_max,
    regexp_extract(e.message, 'victim process: ([^,]+)', 1) AS victim,
    CASE WHEN e.at IS NOT NULL THEN cite_at(e.src, 'message') ELSE cite(e.src) END AS note_src, 'events' AS source, TRUE AS explicit
  FROM events e WHERE e.reason = 'SystemOOM'
  UNION ALL
  SELECT s.src, s.node, s.t_min, s.t_max, regexp_extract(s.message, 'victim process: ([^,]+)', 1), cite(s.src), 'kubelet', contains(s.message, 'System OOM')
  FROM service_log s WHERE s.kind = 'oom-event'
)
SELECT n.* REPLACE (nullif(n.victim, '') AS victim), n.explicit AND coalesce(l.kubelet_minor >= 21, FALSE) AS counts, l.kubelet_minor
FROM notes n LEFT JOIN node_list l ON short_host(l.node) = short_host(n.node)
