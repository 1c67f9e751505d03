"""Evidence, order and wording of one report. Floor 6."""
