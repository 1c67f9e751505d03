"""Opening what was uploaded, its members and what each of them is. Floor 2."""
