"""The product's own settings, with what a test run needs to be quick and self-contained."""

import os
from urllib.parse import urlsplit, urlunsplit

if worker := os.environ.get("PYTEST_XDIST_WORKER", "").removeprefix("gw"):
    # Tests empty the cache, and must not empty that of the tests beside them.
    redis = urlsplit(os.environ["REDIS_URL"])
    if redis.path in ("", "/", "/0"):
        os.environ["REDIS_URL"] = urlunsplit(redis._replace(path=f"/{1 + int(worker) % 9}"))

os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "x" * 40)
os.environ.setdefault("SCOPE_KEY", "only-for-tests-scope-key")

from convenant.settings import *  # noqa: F403
from convenant.settings import BASE_DIR, INSTALLED_APPS, STORAGES

INSTALLED_APPS = ["tests.support", *INSTALLED_APPS]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
MEDIA_ROOT = BASE_DIR / ".run" / "media-of-tests"
STATIC_ROOT = BASE_DIR / ".run" / "static-of-tests"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # WhiteNoise wants a folder; nothing is collected
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
