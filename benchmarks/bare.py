"""A bare Django app with the product's sessions and sign-in: one save without the rest."""

import json

from django.conf import settings

from convenant import env

settings.configure(
    SECRET_KEY=env.secret("SECRET_KEY"),
    SCOPE_KEY=env.secret("SCOPE_KEY"),
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    DATABASES={
        "default": env.database(env.secret("DATABASE_URL"))
        | {"ENGINE": "django.db.backends.postgresql", "ATOMIC_REQUESTS": True}
    },
    INSTALLED_APPS=[
        "companies",
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "allauth",
        "allauth.account",
    ],
    AUTH_USER_MODEL="companies.User",
    AUTHENTICATION_BACKENDS=["allauth.account.auth_backends.AuthenticationBackend"],
    SESSION_COOKIE_NAME="session",
    CSRF_COOKIE_NAME="csrf",
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    USE_TZ=True,
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "allauth.account.middleware.AccountMiddleware",
    ],
)

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection  # noqa: E402
from django.http import HttpResponse, JsonResponse  # noqa: E402
from django.urls import path  # noqa: E402

UPSERT = """
INSERT INTO bench_bare (person, question, value) VALUES (%s, %s, %s)
ON CONFLICT (person, question)
DO UPDATE SET value = excluded.value, version = bench_bare.version + 1
RETURNING version
"""


def empty(request):
    """Answer who is signed in, and nothing else."""
    return HttpResponse(str(request.user.pk))


def save(request):
    """Keep one value of this person."""
    with connection.cursor() as cursor:
        cursor.execute(UPSERT, [request.user.pk, "note", json.dumps(request.POST["value"])])
        return JsonResponse({"version": cursor.fetchone()[0]})


urlpatterns = [path("", empty), path("save/", save)]
application = get_wsgi_application()
