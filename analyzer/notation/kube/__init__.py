"""API objects in YAML and JSON: documents, kinds, fields."""
