"""Parsers of API objects and of kubectl's tables."""
