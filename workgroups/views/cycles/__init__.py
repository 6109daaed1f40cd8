"""Monitoring years: opened, their days, who takes part, what is expected, and closed."""
