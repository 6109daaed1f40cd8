"""What the parties do together, and the secretariat's desk."""

from django.apps import AppConfig


class WorkgroupsConfig(AppConfig):
    """Everything that looks across companies."""

    name = "workgroups"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the log its pages and verbs, whom it tells, and how what it keeps is removed."""
        from companies.log.pages import register_pages
        from companies.log.verbs import register
        from companies.notices import register_kinds
        from companies.services.retention import register_ways
        from workgroups.services.keeping import WAYS
        from workgroups.verbs import NOTICES, PAGES, VERBS

        register(*VERBS)
        register_kinds(*NOTICES)
        register_pages(PAGES)
        register_ways(WAYS)
