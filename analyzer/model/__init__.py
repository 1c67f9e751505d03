"""Frozen records, the product's terms, and errors. Floor 0: imports the standard library only."""
