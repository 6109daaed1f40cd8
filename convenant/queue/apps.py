"""The app that holds the outbox."""

from django.apps import AppConfig


class QueueConfig(AppConfig):
    """Background work that survives a lost Redis."""

    name = "convenant.queue"
    label = "queue"
    default_auto_field = "django.db.models.BigAutoField"
