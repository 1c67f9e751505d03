"""Commands, flags and exit codes. Top floor."""
