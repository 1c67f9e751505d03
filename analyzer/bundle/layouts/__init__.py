"""One file for each collector whose arrangement of members is known."""
