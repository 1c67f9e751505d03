"""What the views make of tables."""
