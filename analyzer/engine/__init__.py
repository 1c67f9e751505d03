"""Rules into SQL, SQL into outcomes. Floor 4."""
