"""What the parties do together, and the secretariat's desk."""

from django.apps import AppConfig


class WorkgroupsConfig(AppConfig):
    """Everything that looks across companies."""

    name = "workgroups"
    default_auto_field = "django.db.models.BigAutoField"
