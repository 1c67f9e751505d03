"""Facts from container logs."""
