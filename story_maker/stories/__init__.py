"""One module a story: `tell()` declares the cluster, what happened in it and what the customer collected."""
