"""From one year to the next: what was said before, and what the company decides about it."""
