"""Risks to people and nature in plain Python: what is known, what it proposes, how it is weighed.

Knows no Django and no database: lines of a chain and the shared lists come in, proposals go out.
"""
