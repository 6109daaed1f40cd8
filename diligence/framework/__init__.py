"""The questionnaire and the sums about it, in plain Python: no database, no web framework."""
