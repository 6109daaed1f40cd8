"""The log: what can be written down, how it reads, and whether all of it is still there."""
