"""Parsers of node files, node commands and service logs."""
