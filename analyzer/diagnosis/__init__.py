"""Findings into ranked root causes. Floor 5."""
