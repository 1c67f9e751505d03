"""The same objects, printed by every kubectl as YAML, JSON and describe text, give the same tables."""
