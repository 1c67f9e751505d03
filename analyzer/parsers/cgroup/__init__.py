"""Facts from cgroup files."""
