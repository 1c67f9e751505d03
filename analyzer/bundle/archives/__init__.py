"""Archives and compressed streams as streams of members, within limits."""
