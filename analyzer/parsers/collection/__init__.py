"""What a collector tells of the collection itself: its clock, versions, and what it failed to get."""
