"""The action plan: writing it, moving it along, and what to put in it."""
