"""The annual report: write its chapters, make it, publish it."""
