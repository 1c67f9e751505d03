"""Outputs of node commands and files of a node, one declaration each."""
