"""Pages about where the sector stands: figures of all members, for the secretariat alone."""
