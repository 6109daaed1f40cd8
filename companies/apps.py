"""Who takes part in the covenant."""

from django.apps import AppConfig


class CompaniesConfig(AppConfig):
    """People, companies, seats and what each may do."""

    name = "companies"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the checks, and tell the log what this app writes."""
        from companies import checks  # noqa: F401 - registers itself
        from companies.log.pages import register_pages
        from companies.log.verbs import register, register_fillers
        from companies.notices import register_kinds
        from companies.verbs import FILLERS, NOTICES, PAGES, VERBS

        register(*VERBS)
        register_fillers(FILLERS)
        register_pages(PAGES)
        register_kinds(*NOTICES)
