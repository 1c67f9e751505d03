"""Coverage-guided fuzzing of everything that meets bytes of a customer: one file a target, `run.py` runs them."""
