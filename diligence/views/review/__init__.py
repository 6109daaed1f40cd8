"""Pages of the conversation about a file, of its states, and of more time."""
