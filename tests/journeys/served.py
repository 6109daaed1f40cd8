"""Settings for a server of its own beside a test, which can be killed: it serves its style too."""

from tests.settings import *  # noqa: F403

WHITENOISE_USE_FINDERS = True
