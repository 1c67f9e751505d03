"""Uploads made to do harm or to be misread, made anew at each run: nothing hostile lies in the repository."""
