"""How values are written: text in, value out. Floor 1."""
