"""How often one person may ask for what costs much, counted in the shared cache.

A limit guards the service from a stuck key and a runaway script; nobody who works meets one. So
it never stops work: while the cache is away nothing is counted and everything is allowed.
"""

import logging
from dataclasses import dataclass

from django.core.cache import cache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)
HOUR = 3600


@dataclass(frozen=True)
class Limit:
    """So many times in so many seconds, for each who separately."""

    name: str
    most: int
    seconds: int

    def is_passed(self, who: object) -> bool:
        """Count this time, and tell whether it is one too many."""
        key = self._key(who)
        try:
            cache.add(key, 0, self.seconds)
            passed = cache.incr(key) > self.most
        except ValueError:
            return False  # the window closed between the two: a new one begins
        except (RedisError, OSError):
            log.warning("Nobody counts %s: the cache is away.", self.name, exc_info=True)
            return False
        if passed:
            log.warning("refused", extra={"what": f"limit_{self.name}"})
        return passed

    def forget(self, who: object) -> None:
        """Begin anew, for who got nothing for it."""
        try:
            cache.delete(self._key(who))
        except (RedisError, OSError):
            log.warning("Nobody counts %s: the cache is away.", self.name, exc_info=True)

    def _key(self, who: object) -> str:
        return f"limit-{self.name}-{who}"


REPORTS = Limit("reports", 60, HOUR)
ARCHIVES = Limit("archives", 12, HOUR)
EXPORTS = Limit("exports", 120, HOUR)
REPORT_RUNS = Limit("report-runs", 20, HOUR)
UPLOADS = Limit("uploads", 600, HOUR)
INVITATIONS = Limit("invitations", 60, HOUR)
LINK_BACK = Limit("link-back", 1, 60)
CALENDARS = Limit("calendars", 60, HOUR)
GUESSES = Limit("guessed-calendars", 60, HOUR)
"""Addresses of no calendar, for each network address. There are 2**256 of them to guess."""
FIGURES = Limit("figures", 240, 60)
"""Pages and files of what was released to everybody, for each address."""
GENUINE = Limit("genuine", 30, 60)
"""For each address instead of each person: nobody is signed in there. There are 10**18 codes, so
guessing is hopeless anyway."""
