"""One file for each base table: the columns of its rows, their types and units. Floor 2."""
