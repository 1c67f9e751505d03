"""Facts from the kernel's ring buffer in any of its log forms."""
