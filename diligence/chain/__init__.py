"""A company's chain in plain Python: its lines, their identifiers, estimates, totals and drawings.

Knows no Django and no database: rows come in as data and figures go out.
"""
