"""The product's own settings, with what a test run needs to be quick and self-contained."""

import os

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
