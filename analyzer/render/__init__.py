"""One report into one format. Floor 7."""
