"""Complaints and careful leaving in plain Python: what may follow, what must be written."""
