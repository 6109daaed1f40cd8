"""Run the product's own programs beside the tests, on the database, queue and files of a test."""

import os

from django.conf import settings
from django.db import connection


def database_url() -> str:
    """Return the address of this test's own database, for the runtime role."""
    here = connection.settings_dict
    place = f"{here['HOST']}:{here['PORT']}/{here['NAME']}"
    return f"postgresql://{here['USER']}:{here['PASSWORD']}@{place}"


def environment(**variables: str) -> dict[str, str]:
    """Return what a program of the product needs to work on what this test works on."""
    return (
        os.environ
        | {
            "DJANGO_SETTINGS_MODULE": "convenant.settings",
            "DATABASE_URL": database_url(),
            "REDIS_URL": settings.REDIS_URL,
            "SECRET_KEY": settings.SECRET_KEY,
            "SCOPE_KEY": settings.SCOPE_KEY,
            "MEDIA_ROOT": str(settings.MEDIA_ROOT),
        }
        | variables
    )
