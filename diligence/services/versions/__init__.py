"""A newer questionnaire within a year: offered, moved to, undone, and what is kept beside it."""
