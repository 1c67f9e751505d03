"""One file for each fact: a piece of a member in, rows out. Floor 3."""
