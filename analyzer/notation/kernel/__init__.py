"""Lines of kernel logs in every form."""
