-- oom_shares: for each global OOM kill, who held the memory in its own task table, and whether the sum closes.
--
-- gives  src BIGINT, biggest VARCHAR, biggest_pid BIGINT, biggest_bytes BIGINT, biggest_is_pod BOOLEAN, biggest_src VARCHAR, tasks_bytes BIGINT, host_bytes BIGINT, pods_bytes BIGINT, total_bytes BIGINT, unaccounted_bytes BIGINT, unaccounted_share DOUBLE, nowhere VARCHAR
-- needs  oom_kills, oom_tasks
-- units  bytes; the table has no cgroup column, so host and pod are told by oom_score_adj and are inferred
-- note   ranked by anonymous memory where the kernel prints it (6.9), else by resident memory, plus swap entries. Processes that share
--        one mapping are counted many times: a sum above all memory proves shared memory, not use.
WITH tasks AS (
  SELECT k.src AS kill, t.src, t.name, t.pid, coalesce(t.rss_anon_bytes, t.rss_bytes) + coalesce(t.swap_bytes, 0) AS held, t.rss_bytes,
    t.oom_score_adj BETWEEN 3 AND 1000 OR t.oom_score_adj IN (-997, -998) AS is_pod
  FROM oom_tasks t JOIN oom_kills k ON k.src = ((t.src >> 32) << 32) + t.event_line
  WHERE t.tgid IS NULL OR t.tgid = t.pid
),
ranked AS (
  SELECT kill, arg_max(name, (held, -pid)) AS biggest, arg_max(pid, (held, -pid)) AS biggest_pid, max(held) AS biggest_bytes,
    arg_max(is_pod, (held, -pid)) AS biggest_is_pod, cite(arg_max(src, (held, -pid))) AS biggest_src,
    sum(held) AS tasks_bytes, sum(held) FILTER (NOT is_pod) AS host_bytes, sum(held) FILTER (is_pod) AS pods_bytes
  FROM tasks GROUP BY kill
)
SELECT k.src, r.* EXCLUDE (kill), k.total_bytes,
  k.total_bytes - r.tasks_bytes - coalesce(k.free_bytes, 0) AS unaccounted_bytes,
  (k.total_bytes - r.tasks_bytes - coalesce(k.free_bytes, 0)) / k.total_bytes AS unaccounted_share,
  CASE
    WHEN k.total_bytes IS NULL OR r.tasks_bytes IS NULL THEN NULL
    WHEN r.tasks_bytes > k.total_bytes + coalesce(k.swap_total_bytes, 0) THEN 'shared memory counted in many processes'
    WHEN (k.total_bytes - r.tasks_bytes - coalesce(k.free_bytes, 0)) / k.total_bytes <= 0.1 THEN NULL
    WHEN greatest(coalesce(k.node_hugepages_bytes, 0), coalesce(k.node_slab_unreclaimable_bytes, 0), coalesce(k.node_shmem_bytes, 0)) < 0.05 * k.total_bytes THEN 'no process and no known pool'
    WHEN coalesce(k.node_hugepages_bytes, 0) >= greatest(coalesce(k.node_slab_unreclaimable_bytes, 0), coalesce(k.node_shmem_bytes, 0)) THEN 'huge pages'
    WHEN coalesce(k.node_slab_unreclaimable_bytes, 0) >= coalesce(k.node_shmem_bytes, 0) THEN 'unreclaimable slab'
    ELSE 'shared memory and tmpfs' END AS nowhere
FROM oom_kills k JOIN ranked r ON r.kill = k.src
