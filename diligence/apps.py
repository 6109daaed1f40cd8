"""The due diligence of one company."""

from django.apps import AppConfig


class DiligenceConfig(AppConfig):
    """Questionnaires, answers, scores, snapshots and reports."""

    name = "diligence"
    default_auto_field = "django.db.models.BigAutoField"
