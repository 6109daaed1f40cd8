"""The API of the secretariat: how all members are doing, and all their reports at once."""
