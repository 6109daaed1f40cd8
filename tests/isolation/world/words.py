"""The words the world is made of: the canary that may not cross, and the year."""

CANARY = "kanarie"
TOKEN = "kanarie-token-dat-nergens-mag-staan"
INTERN = f"{CANARY}-intern"
"""In what the secretariat noted for itself: not even the company's own people read it."""
YEAR = 2026
