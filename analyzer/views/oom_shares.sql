-- oom_shares: for each global OOM kill, who held the memory in its own task table, and whether the sum closes.
--
-- gives  src BIGINT, biggest VARCHAR, biggest_pid BIGINT, biggest_bytes BIGINT, biggest_is_pod BOOLEAN, biggest_src VARCHAR, tasks_bytes HUGEINT, host_bytes HUGEINT, pods_bytes HUGEINT, total_bytes BIGINT, nowhere VARCHAR, unaccounted_bytes BIGINT, unaccounted_share DOUBLE, pool VARCHAR, pool_bytes BIGINT
-- needs  oom_kills, oom_tasks
-- driver oom_kills
-- units  bytes; the table has no cgroup column, so host and pod are told by oom_score_adj and are inferred
-- note   ranked by anonymous memory where the kernel prints it (6.9), else by resident memory, plus swap entries. Processes that share
--        one mapping are counted many times: a sum above what the machine has in use proves shared memory, not use; then
--        unaccounted is not known. nowhere: why no process is to blame; pool: what of the dump holds most of the rest.
WITH tasks AS (
  SELECT k.src AS kill, t.src, t.name, t.pid, coalesce(t.rss_anon_bytes, t.rss_bytes) + coalesce(t.swap_bytes, 0) AS held,
    coalesce(t.rss_anon_bytes, t.rss_bytes) AS resident, t.rss_anon_bytes IS NOT NULL AS anon_only,
    t.oom_score_adj BETWEEN 3 AND 1000 OR t.oom_score_adj IN (-997, -998) AS is_pod
  FROM oom_tasks t JOIN oom_kills k ON k.src = ((t.src >> 32) << 32) + t.event_line
  WHERE t.tgid IS NULL OR t.tgid = t.pid
),
ranked AS (
  SELECT kill, arg_max(name, (held, -pid)) AS biggest, arg_max(pid, (held, -pid)) AS biggest_pid, max(held) AS biggest_bytes,
    arg_max(is_pod, (held, -pid)) AS biggest_is_pod, cite(arg_max(src, (held, -pid))) AS biggest_src, bool_and(anon_only) AS anon_only,
    sum(resident) AS tasks_bytes, sum(held) FILTER (NOT is_pod) AS host_bytes, sum(held) FILTER (is_pod) AS pods_bytes
  FROM tasks GROUP BY kill
),
summed AS (
  SELECT k.src, r.* EXCLUDE (kill), k.total_bytes,
    coalesce(k.node_hugepages_bytes, 0) AS huge, coalesce(k.node_slab_unreclaimable_bytes, 0) AS slab, coalesce(k.node_shmem_bytes, 0) AS shmem,
    -- the lists of anonymous and file pages hold every page that a process can have resident, each once
    NOT r.anon_only AND (r.tasks_bytes > k.total_bytes OR coalesce(r.tasks_bytes > 1.2 * (k.node_anon_bytes + k.node_file_bytes)
      AND k.node_shmem_bytes > 0.05 * k.total_bytes, FALSE)) AS counted_twice,
    CAST(k.total_bytes - r.tasks_bytes - coalesce(k.free_bytes, 0) - coalesce(k.node_pagetables_bytes, 0) AS BIGINT) AS rest
  FROM oom_kills k JOIN ranked r ON r.kill = k.src
),
told AS (
  SELECT *, CASE
    WHEN total_bytes IS NULL OR tasks_bytes IS NULL THEN NULL
    WHEN counted_twice THEN 'shared memory is counted in many processes'
    WHEN rest <= 0.1 * total_bytes THEN NULL
    WHEN greatest(huge, slab, shmem) < 0.05 * total_bytes THEN 'no pool of the report accounts for it'
    WHEN huge >= greatest(slab, shmem) THEN 'huge pages'
    WHEN slab >= shmem THEN 'unreclaimable slab'
    ELSE 'shared memory and tmpfs' END AS nowhere
  FROM summed
)
SELECT * EXCLUDE (huge, slab, shmem, counted_twice, rest, anon_only),
  CASE WHEN NOT counted_twice THEN rest END AS unaccounted_bytes,
  CASE WHEN NOT counted_twice THEN rest / total_bytes END AS unaccounted_share,
  CASE WHEN counted_twice THEN 'shared memory and tmpfs' WHEN nowhere <> 'no pool of the report accounts for it' THEN nowhere END AS pool,
  CASE WHEN counted_twice OR nowhere = 'shared memory and tmpfs' THEN shmem WHEN nowhere = 'huge pages' THEN huge
       WHEN nowhere = 'unreclaimable slab' THEN slab END AS pool_bytes
FROM told
