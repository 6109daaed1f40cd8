"""What the parties do together, and the secretariat's desk."""

from django.apps import AppConfig


class WorkgroupsConfig(AppConfig):
    """Everything that looks across companies."""

    name = "workgroups"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell how what this app keeps is removed after its term."""
        from companies.services.retention import register_ways
        from workgroups.services.keeping import WAYS

        register_ways(WAYS)
