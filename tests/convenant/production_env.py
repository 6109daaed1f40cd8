"""The environment of a server others can reach, with which a process of its own may start."""

import os

from tests.convenant.test_safety import GOOD_KEYS

PRODUCTION = {
    "PATH": os.environ["PATH"],
    "PUBLIC_URL": "https://ketenkompas.example",
    "ALLOWED_HOSTS": "ketenkompas.example",
    "DATABASE_URL": "postgresql://convenant_app@127.0.0.1:5432/convenant",
    "REDIS_URL": os.environ["REDIS_URL"],
    "SMTP_HOST": "mail.ketenkompas.example",
    "SMTP_TLS": "1",
    **GOOD_KEYS,
}
