"""What would make signing in unsafe stops the start."""

from django.conf import settings
from django.core.checks import Error, register

SHARED_CACHES = {
    "django.core.cache.backends.redis.RedisCache",
    "django.core.cache.backends.db.DatabaseCache",
}


@register()
def cache_is_shared(app_configs=None, **kwargs) -> list[Error]:
    """Refuse a cache of each process's own: limits would multiply, and a code work twice."""
    backend = settings.CACHES["default"]["BACKEND"]
    if backend in SHARED_CACHES:
        return []
    return [
        Error(
            f"The cache {backend} is not shared by all processes.",
            hint="Sign-in counts attempts and used codes in it. Set REDIS_URL.",
            id="companies.E001",
        )
    ]


@register()
def no_code_opens_every_account(app_configs=None, **kwargs) -> list[Error]:
    """Refuse allauth's code for developers, which stands for everybody's second step."""
    if not getattr(settings, "MFA_TOTP_INSECURE_BYPASS_CODE", None):
        return []
    return [Error("Remove MFA_TOTP_INSECURE_BYPASS_CODE.", id="companies.E002")]
