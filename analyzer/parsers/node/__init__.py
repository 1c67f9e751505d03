"""Facts from /proc and from the configuration and logs of a node's services."""
