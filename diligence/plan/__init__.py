"""The action plan in plain Python: when an action is planned, what may follow, how it works out."""
