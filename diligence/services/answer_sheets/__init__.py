"""A year's answers as a workbook to fill in, and what comes back of it."""
