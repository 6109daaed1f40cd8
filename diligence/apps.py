"""The due diligence of one company."""

from django.apps import AppConfig


class DiligenceConfig(AppConfig):
    """Questionnaires, answers, scores, snapshots and reports."""

    name = "diligence"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the log what this app writes, and how what it keeps is removed after its term."""
        from companies.log.pages import register_pages
        from companies.log.verbs import register, register_fillers
        from companies.notices import register_kinds
        from companies.services.retention import register_ways
        from diligence import verbs
        from diligence.services.keeping import WAYS
        from diligence.verbs import risks
        from diligence.verbs.notices import NOTICES

        for own in (verbs, risks):
            register(*own.VERBS)
            register_fillers(own.FILLERS)
            register_pages(own.PAGES)
        register_kinds(*NOTICES)
        register_ways(WAYS)
