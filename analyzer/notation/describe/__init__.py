"""The texts of `kubectl describe`: one grammar, and what each kind calls its fields."""
