"""The due diligence of one company."""

from django.apps import AppConfig


class DiligenceConfig(AppConfig):
    """Questionnaires, answers, scores, snapshots and reports."""

    name = "diligence"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the log what this app writes."""
        from companies.log.pages import register_pages
        from companies.log.verbs import register, register_fillers
        from diligence import risk_verbs, verbs

        for own in (verbs, risk_verbs):
            register(*own.VERBS)
            register_fillers(own.FILLERS)
            register_pages(own.PAGES)
