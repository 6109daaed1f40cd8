"""What the parties do together, and the secretariat's desk."""

from django.apps import AppConfig


class WorkgroupsConfig(AppConfig):
    """Everything that looks across companies."""

    name = "workgroups"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the log which pages it has, and how what it keeps is removed after its term."""
        from companies.log.pages import register_pages
        from companies.services.retention import register_ways
        from workgroups.services.keeping import WAYS
        from workgroups.verbs import PAGES

        register_pages(PAGES)
        register_ways(WAYS)
