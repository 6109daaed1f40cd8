"""How often somebody may call, counted in the shared cache; without the cache nobody is stopped.

A limit guards the service from a runaway script. Losing it for a moment is better than refusing
everybody's answers because Redis restarts.
"""

import logging

from django.conf import settings
from redis.exceptions import RedisError
from rest_framework.throttling import SimpleRateThrottle

log = logging.getLogger(__name__)


class CallerLimit(SimpleRateThrottle):
    """So many calls a minute for each key or person; for nobody, each address."""

    scope = "caller"

    def get_rate(self) -> str:
        """Return the rate from the settings."""
        return f"{settings.API_CALLS_PER_MINUTE}/min"

    def get_cache_key(self, request, view) -> str:
        """Return who is counted."""
        key = getattr(request, "api_key", None)
        who = key or (request.user if request.user.is_authenticated else None)
        return f"api:{who.pk if who else self.get_ident(request)}"

    def allow_request(self, request, view) -> bool:
        """Count this call; let it through when the cache is away."""
        try:
            return super().allow_request(request, view)
        except (RedisError, OSError):
            log.warning("Calls are not counted: the cache is away.")
            return True
