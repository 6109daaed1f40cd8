"""A backup that proves itself: database, roles and files of one moment, and what must come back."""
